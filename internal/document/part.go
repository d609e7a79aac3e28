package document

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"travaux/models"
)

// Part is one provision of a text whose structure is told and need not be
// recognised, as in Akoma Ntoso.
type Part struct {
	Depth           int // 0 at the top; where a level is skipped, the next one is meant
	Kind            models.ProvisionKind
	Number, Heading string
	WID             string // kept when it is well formed and no part before has it
	Lasting         bool   // the wid is meant to last through versions, and not only told a place
	HTML            string // its own words: paragraphs, tables, inline markup; it is sanitised here
	Preserve        bool   // white space is meant as it stands; else it collapses as HTML shows it
}

// widForms are the wids that may be kept.
var widForms = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)

// Assemble makes the tree of a text whose structure is told, with the limits,
// the sanitising and the refusals of Read.
func Assemble(language, title string, parts []Part) (Tree, error) {
	told := toldText{title: title}
	for _, p := range parts {
		words, err := fragment(p.HTML, p.spacing())
		if err != nil {
			return Tree{}, err
		}
		told.parts = append(told.parts, toldPart{p, words})
	}
	t := Tree{Language: language}
	if err := t.assemble(told); err != nil {
		return Tree{}, err
	}
	return t.finished("parts")
}

// toldText is a text whose structure is told.
type toldText struct {
	title string
	parts []toldPart
}

type toldPart struct {
	Part
	words *node
}

// assemble appends the provisions as they are told.
func (t *Tree) assemble(told toldText) (err error) {
	if t.Title, err = oneLine(told.title); err != nil {
		return err
	}
	if err := t.checkTitle(); err != nil {
		return err
	}
	t.FirstHeading, t.Named = t.Title, map[string]bool{}
	depth := -1
	for _, p := range told.parts {
		if !slices.Contains(models.ProvisionKinds, p.Kind) {
			return fmt.Errorf("provision of kind %q: %w", p.Kind, ErrUnreadable)
		}
		if p.Number, err = oneLine(p.Number); err != nil {
			return err
		}
		if p.Heading, err = oneLine(p.Heading); err != nil {
			return err
		}
		depth = min(max(p.Depth, 0), depth+1)
		t.warnOf(p.words, len(t.Provisions)+1)
		if err := t.provision(title{p.Kind, p.Number, p.Heading}, joined(p.words.blocks()), depth); err != nil {
			return err
		}
		t.FirstHeading = cmp.Or(t.FirstHeading, p.Heading)
		if _, twice := t.Named[p.WID]; !twice && widForms.MatchString(p.WID) {
			t.Named[p.WID] = p.Lasting
			t.Provisions[len(t.Provisions)-1].WID = p.WID
		}
	}
	return nil
}

// oneLine holds a title, a number or a heading to the text rules.
func oneLine(s string) (string, error) {
	s, err := clean(s)
	return strings.ReplaceAll(s, "\n", " "), err
}

// blocks are the words of a node that has nothing below it.
func (n *node) blocks() []rich {
	var out []rich
	for _, p := range n.parts {
		if p.node == nil {
			out = append(out, p.block.rich)
		}
	}
	return out
}

// fragment reads the words of one provision.
func fragment(source string, as spacing) (*node, error) {
	source, err := clean(source)
	if err != nil {
		return nil, err
	}
	if err := checkFormatting(source); err != nil {
		return nil, err
	}
	body := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := html.ParseFragment(strings.NewReader(source), body)
	if err != nil {
		return nil, fmt.Errorf("parse words: %w: %w", ErrTooDeep, err)
	}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	return wordsOf(body, as)
}

// spacing is what white space means.
type spacing int

const (
	collapsing spacing = iota // as HTML shows it
	preserving                // it stays; only that between paragraphs is layout
	literal                   // every character counts, as in the markup of a provision
)

func (p Part) spacing() spacing {
	if p.Preserve {
		return preserving
	}
	return collapsing
}

// wordsOf reads paragraphs, tables and inline markup. Where white space is
// preserved an empty paragraph is an empty line.
func wordsOf(n *html.Node, as spacing) (*node, error) {
	r := reader{root: &node{}, gather: gather{verbatim: as != collapsing}, lists: 1}
	r.cur, r.stack = r.root, []*node{r.root}
	layout := as == preserving && hasBlocks(n)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case layout && c.Type == html.TextNode && strings.Trim(c.Data, " \t\n") == "":
			continue
		case as == preserving && c.DataAtom == atom.P:
			r.flush()
			if err := r.children(c); err != nil {
				return nil, err
			}
			r.cur.parts = append(r.cur.parts, part{block: block{rich: r.gather.take()}})
			continue
		}
		if err := r.walk(c); err != nil {
			return nil, err
		}
	}
	r.flush()
	return r.root, nil
}

// hasBlocks reports paragraphs and their like directly below an element.
func hasBlocks(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.DataAtom {
		case atom.P, atom.Table, atom.Pre, atom.Div:
			return true
		}
	}
	return false
}

var (
	wordBefore  = regexp.MustCompile(`^\pL{2,}\.?\s+`)
	signsAround = regexp.MustCompile(`^[(\[（«“"'\s]*(.*?)[)\]）»”"'.:,;\s]*$`)
)

// Number takes word, brackets and stops off the number of a provision: it is 1
// in "Art. 1." and a in "(a)".
func Number(label string) string {
	if t, ok := readWord(label); ok && t.number != "" {
		return t.number
	}
	bare := signsAround.FindStringSubmatch(label)
	if bare == nil {
		return label
	}
	rest := bare[1][len(wordBefore.FindString(bare[1])):]
	if rest != "" && numberAt(rest) == rest {
		return rest
	}
	return bare[1]
}
