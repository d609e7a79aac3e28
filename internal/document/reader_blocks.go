package document

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// heading opens a node under the nearest heading of a higher rank. In an item of
// a list a heading is only a line.
func (r *reader) heading(n *html.Node) error {
	if r.lists > 0 {
		return r.children(n)
	}
	level := int(n.Data[1] - '0')
	open := &node{level: level}
	r.cur = open
	if err := r.children(n); err != nil {
		return err
	}
	r.flush()
	r.cur = r.stack[len(r.stack)-1]
	if open.takeHeading(); open.heading == "" {
		r.cur.images, r.cur.changes, r.cur.missing = r.cur.images || open.images, r.cur.changes || open.changes, r.cur.missing || open.missing
		r.cur.parts = append(r.cur.parts, open.parts...)
		return nil
	}
	for len(r.stack) > 1 && r.stack[len(r.stack)-1].level >= level {
		r.stack = r.stack[:len(r.stack)-1]
	}
	above := r.stack[len(r.stack)-1]
	above.parts = append(above.parts, part{node: open})
	r.stack = append(r.stack, open)
	r.cur = open
	return nil
}

// takeHeading makes one line of the blocks; lists that an editor put into the
// heading stay under it.
func (n *node) takeHeading() {
	var (
		lines []string
		below []part
	)
	for _, p := range n.parts {
		if p.node != nil {
			below = append(below, p)
			continue
		}
		lines = append(lines, strings.ReplaceAll(p.block.plain(), "\n", " "))
	}
	n.heading, n.parts = strings.Join(lines, " "), below
}

// preformatted keeps the line ends of a block of code.
func (r *reader) preformatted(n *html.Node) error {
	if r.cells > 0 {
		return r.children(n)
	}
	var b strings.Builder
	r.cur.changes = verbatim(&b, n) || r.cur.changes
	text, err := clean(b.String())
	if err != nil {
		return err
	}
	if text = strings.Trim(text, "\n"); text != "" {
		code := []*element{{name: "code"}}
		r.cur.parts = append(r.cur.parts, part{block: block{rich: rich{{text: text, in: code}}, solid: true}})
	}
	return nil
}

// verbatim writes the characters below an element as they are, and tells whether
// it came upon tracked changes.
func verbatim(b *strings.Builder, n *html.Node) (changes bool) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			b.WriteString(c.Data)
		case c.DataAtom == atom.Br:
			b.WriteByte('\n')
		case c.DataAtom == atom.Del:
			changes = true
		default:
			changes = verbatim(b, c) || c.DataAtom == atom.Ins || changes
		}
	}
	return changes
}
