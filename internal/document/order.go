package document

import (
	"slices"
	"strings"
	"unicode"

	"travaux/models"
)

// Where words stand, the rule for a word-processing file: read from top to bottom, its text has the order of the file. Words
// that follow a numbered paragraph go on with it. Words between two points of one list go on with the first of them; after
// the last they are no point's, and so a paragraph without a number beside them.

// inPlace adds words after the last of what stands below a provision; then comes what follows.
func inPlace(below []part, words rich, then []part) []part {
	more := part{block: block{rich: words, solid: true}}
	last := below[len(below)-1].node
	if last.takesWords() && (last.isParagraph() || pointFirst(then)) {
		last.parts = append(last.parts, more)
		return below
	}
	return append(below, part{node: &node{item: true, given: &title{kind: models.Paragraph}, parts: []part{more}}})
}

// takesWords tells whether words after a node can go on with it: it is no heading, and has nothing below it.
func (n *node) takesWords() bool {
	return (n.item || n.byHand != "") && !slices.ContainsFunc(n.parts, func(p part) bool { return p.node != nil })
}

// isParagraph tells numbered paragraphs from points, which have letters or bullets.
func (n *node) isParagraph() bool {
	if n.given != nil {
		return n.given.kind == models.Paragraph
	}
	return unicode.IsDigit(firstRune(n.byHand))
}

// pointFirst tells whether the next of these that is no words is a point.
func pointFirst(parts []part) bool {
	for _, p := range parts {
		if p.node != nil {
			return (p.node.item || p.node.byHand != "") && !p.node.isParagraph()
		}
	}
	return false
}

// under finds where words go that are no item, and closes the items that end before them, so that what follows stands after
// the words. They go on with a numbered paragraph; a number that was typed stands beside the items of its like, and below all
// others but bullets.
func (f *flow) under(words rich) *node {
	line, _, _ := strings.Cut(words.plain(), "\n")
	if m, ok := markAt(line, false); ok {
		f.beside(m.isDecimal())
	} else if n := len(f.items); n > 0 && !f.items[n-1].isParagraph() {
		f.items = f.items[:n-1]
	}
	return f.innermost()
}

// beside closes the items that a number typed by hand is not below.
func (f *flow) beside(isDecimal bool) {
	n := len(f.items)
	for n > 0 && f.items[n-1].given == nil { // nothing is numbered below a bullet
		n--
	}
	f.items = f.items[:n]
	for i := n - 1; i >= 0; i-- {
		if f.items[i].isParagraph() == isDecimal {
			f.items = f.items[:i]
			return
		}
	}
}

// innermost is the last item that is open, else the heading.
func (f *flow) innermost() *node {
	if n := len(f.items); n > 0 {
		return f.items[n-1].node
	}
	return f.cur
}

// keepPlace makes a provision of what stood under a title that other headings stand before.
func keepPlace(before, under []part) []part {
	isHeading := func(p part) bool { return p.node != nil && !p.node.item }
	n := slices.IndexFunc(under, isHeading)
	if n < 0 {
		n = len(under)
	}
	if n == 0 || !slices.ContainsFunc(before, isHeading) {
		return under
	}
	made := part{node: &node{level: 1, given: &title{kind: models.Preamble}, parts: under[:n:n]}}
	return slices.Concat([]part{made}, under[n:])
}
