package document

import (
	"regexp"
	"slices"
	"strings"

	"travaux/internal/docx"
	"travaux/models"
)

var (
	contentsStyle = regexp.MustCompile(`(?i)^(?:toc ?[1-9]|toc heading|table of figures|table of authorities)$`)
	// continued are the styles of paragraphs that go on under an item of a list.
	continued = regexp.MustCompile(`(?i)^list (?:continue|paragraph)`)
	ownStyles = regexp.MustCompile(`^Tv(Preamble|Part|Chapter|Article|Section|Paragraph|Point|Definition|Annex|Words)([0-9]{1,2})(Text)?$`)
)

// own is what a style says that ToDOCX wrote.
type own struct {
	kind  models.ProvisionKind // empty for words that go on
	depth int
	text  bool // the paragraph has no heading
}

// ownStyle reads the id of a style.
func ownStyle(id string) (own, bool) {
	at := ownStyles.FindStringSubmatch(id)
	if at == nil {
		return own{}, false
	}
	depth := digits(at[2])
	if at[1] == "Words" {
		return own{depth: depth}, true
	}
	return own{models.ProvisionKind(strings.ToLower(at[1])), depth, at[3] != ""}, true
}

func (f *flow) blocks(blocks []docx.Block) error {
	for _, b := range blocks {
		var err error
		switch {
		case b.Table != nil:
			err = f.table(b.Table)
		case b.Paragraph != nil:
			err = f.paragraph(b.Paragraph)
		}
		if err != nil {
			return err
		}
	}
	if last := f.waiting; len(last) > 0 { // nothing follows: they end where the words do
		f.end(last)
	}
	return nil
}

// end puts marks after the last words.
func (f *flow) end(marks places) {
	n := f.cur
	for len(n.parts) > 0 && n.parts[len(n.parts)-1].node != nil {
		n = n.parts[len(n.parts)-1].node
	}
	if len(n.parts) == 0 {
		n.marked = append(n.marked, marks...)
		return
	}
	b := &n.parts[len(n.parts)-1].block
	for _, at := range marks {
		b.rich = append(b.rich, run{at: at})
	}
}

// paragraph finds out what a paragraph is.
func (f *flow) paragraph(p *docx.Paragraph) error {
	if p.Style == aboutStyle {
		return nil
	}
	if contentsStyle.MatchString(p.StyleName) {
		f.dropped["contents_dropped"] = true
		return nil
	}
	if o, ok := ownStyle(p.Style); ok {
		return f.ownParagraph(p, o)
	}
	words, err := f.words(p)
	if err != nil {
		return err
	}
	if title := p.IsTitle() && f.root.heading == "" && len(f.root.parts) == 0; title && f.own {
		f.root.heading, err = oneLine(p.Plain())
		return err
	}
	label := numbered(p.Label, models.Section)
	word := label.kind != models.Section || p.Label != "" && strings.HasPrefix(p.Label, "§")
	switch {
	case len(words.plain()) == 0 && (p.Outline == 0 || !word):
		f.waiting = append(f.waiting, words.places()...)
		f.changed(f.cur, p)
	case p.IsTitle() && f.root.heading == "" && len(f.root.parts) == 0:
		f.root.heading, f.root.marked = headingLine(words), words.places()
		f.changed(f.root, p)
	case p.Outline > 0:
		f.heading(p, words, p.Outline)
	case word:
		f.heading(p, words, wordLevel)
	case p.Label != "" || p.Bullet:
		f.item(p, words)
	default:
		f.block(p, words)
	}
	return nil
}

// wordLevel is the level of a paragraph that is no heading but bears a number with
// a word, such as Article 3: below all headings.
const wordLevel = 10

// maxHeadingWords is how long the words of such a paragraph may be to be its
// heading; longer ones are its text.
const maxHeadingWords = 120

// heading opens a provision.
func (f *flow) heading(p *docx.Paragraph, words rich, level int) {
	open := &node{level: level, wid: f.wid(p)}
	switch line := headingLine(words); {
	case level == wordLevel && len([]rune(line)) > maxHeadingWords:
		open.parts = []part{{block: block{rich: words, solid: true}}}
	default:
		open.heading, open.marked = line, words.places()
	}
	if p.Label != "" {
		t := numbered(p.Label, models.Section)
		t.heading = open.heading
		open.given = &t
	}
	f.open(open)
	f.changed(open, p)
}

// open puts a node under the nearest one of a higher rank.
func (f *flow) open(n *node) {
	for len(f.stack) > 1 && f.stack[len(f.stack)-1].level >= n.level {
		f.stack = f.stack[:len(f.stack)-1]
	}
	above := f.stack[len(f.stack)-1]
	above.parts = append(above.parts, part{node: n})
	f.stack = append(f.stack, n)
	f.cur, f.items = n, nil
}

// item adds an item of a list under the nearest one of a higher level.
func (f *flow) item(p *docx.Paragraph, words rich) {
	for len(f.items) > 0 && f.items[len(f.items)-1].level >= p.Level {
		f.items = f.items[:len(f.items)-1]
	}
	above := f.cur
	if len(f.items) > 0 {
		above = f.items[len(f.items)-1].node
	}
	n := &node{item: true, list: len(f.items) + 1, wid: f.wid(p), parts: []part{{block: block{rich: words}}}}
	if p.Label != "" {
		t := numbered(p.Label, models.Point)
		n.given = &t
	}
	above.parts = append(above.parts, part{node: n})
	f.items = append(f.items, item{n, p.Level})
	f.changed(n, p)
}

// block adds a paragraph to the words of what it goes on with.
func (f *flow) block(p *docx.Paragraph, words rich) {
	to := f.innermost()
	if !continued.MatchString(p.StyleName) {
		to = f.under(words)
	}
	to.parts = append(to.parts, part{block: block{rich: words}})
	f.changed(to, p)
}

// spaced makes blanks of what would part the line of a number when it is written again.
var spaced = strings.NewReplacer("\n", " ", "\t", " ")

// ownParagraph reads a paragraph that ToDOCX wrote: its style says the kind and the
// depth, the styles of its runs what is number and what are words.
func (f *flow) ownParagraph(p *docx.Paragraph, o own) error {
	number := ""
	kept := *p
	kept.Runs = nil
	for _, r := range p.Runs {
		switch {
		case r.Format.Hidden:
			f.dropped["hidden_dropped"] = true
		case r.Format.Style == numberStyle && r.Kind == docx.Text:
			number += spaced.Replace(r.Text)
		case r.Format.Style == wordStyle && r.Kind < docx.Picture:
		default:
			kept.Runs = append(kept.Runs, r)
		}
	}
	f.begin(true)
	err := f.runs(&kept)
	if err != nil {
		return err
	}
	words := f.gather.take()
	wid := f.wid(p)
	goesOn := number == "" && wid != "" && wid == f.cur.wid // LibreOffice gives words after a deleted end the style before it
	if o.kind == "" || goesOn {
		if p.Changed && len(words.plain()) == 0 { // no more than the end is left of what somebody deleted, or typed
			f.waiting = append(f.waiting, words.places()...)
			f.changed(f.cur, p)
			return nil
		}
		f.cur.parts = append(f.cur.parts, part{block: block{rich: words, solid: true}})
		f.changed(f.cur, p)
		return nil
	}
	if number == "" && p.Label != "" {
		number = bare(p.Label)
	}
	n := &node{level: o.depth + 1, wid: wid, given: &title{kind: o.kind, number: number}}
	if (n.wid == "" || p.Changed) && number == "" && len(words.plain()) == 0 {
		f.waiting = append(f.waiting, words.places()...) // somebody left a line empty, or deleted all but its end
		return nil
	}
	if o.text {
		n.parts = []part{{block: block{rich: words, solid: true}}}
	} else {
		if n.given.heading, err = oneLine(kept.Plain()); err != nil {
			return err
		}
		n.marked = words.places()
		n.heading = n.given.heading
	}
	f.open(n)
	f.changed(n, p)
	return nil
}

// wid finds the wid that a bookmark in a paragraph stands for: the last one that is open where the words begin, since
// those that were closed before are of paragraphs that were deleted and joined this one; else the last before the words,
// else the first after.
func (f *flow) wid(p *docx.Paragraph) string {
	var open []docx.Run
	closed := ""
	for _, r := range p.Runs {
		switch {
		case r.Kind == docx.BookmarkStart:
			if bookmarked(r.Text, f.known) != "" {
				open = append(open, r)
			}
		case r.Kind == docx.BookmarkEnd:
			for i, o := range open {
				if o.ID == r.ID {
					closed = bookmarked(o.Text, f.known)
					open = slices.Delete(open, i, i+1)
					break
				}
			}
		case r.Kind < docx.BookmarkStart && len(open) > 0:
			return bookmarked(open[len(open)-1].Text, f.known)
		case r.Kind < docx.BookmarkStart && closed != "":
			return closed
		}
	}
	if len(open) > 0 {
		return bookmarked(open[len(open)-1].Text, f.known)
	}
	return closed
}

// changed notes pictures and tracked changes, for the warnings: also those of the
// notes that the paragraph refers to.
func (f *flow) changed(n *node, p *docx.Paragraph) {
	n.changes = n.changes || (p.Changed || p.Beside || f.taken.changed) && f.warns
	f.taken.changed = false
	for _, r := range p.Runs {
		n.images = n.images || r.Kind == docx.Picture
	}
}

// headingLine makes a heading of words.
func headingLine(words rich) string { return strings.ReplaceAll(words.plain(), "\n", " ") }
