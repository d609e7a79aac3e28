package document

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// block is a paragraph or a table. A solid one is not looked through for
// numbers written by hand.
type block struct {
	rich
	solid bool
}

// part is one block or one node, in reading order.
type part struct {
	block block
	node  *node
}

// node is a heading with what stands under it, or an item of a list.
type node struct {
	level   int    // of the heading, 1 to 6; 0 for the root and for items
	item    bool   // of a list
	list    int    // how many lists the item is in
	ordinal string // the mark that the list shows, empty for a bullet
	style   style  // of that mark
	byHand  string // the number of a paragraph that was numbered by hand
	given   *title // its kind, number and heading, where the file says them
	wid     string // where the file says it
	heading string
	marked  places // in the heading
	images  bool   // had pictures
	changes bool   // had tracked changes
	missing bool   // had words that were left out
	parts   []part
}

// reader walks parsed HTML and builds nodes.
type reader struct {
	root   *node
	stack  []*node    // open headings, the root first
	cur    *node      // where blocks go
	in     []*element // open inline elements
	gather gather
	lists  int
	cells  int // open table cells: blocks in them are one line
}

// dropped are the elements whose content is no text of the charter.
var dropped = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Template: true, atom.Svg: true, atom.Math: true,
	atom.Head: true, atom.Title: true, atom.Noscript: true, atom.Iframe: true, atom.Object: true,
	atom.Embed: true, atom.Canvas: true, atom.Audio: true, atom.Video: true, atom.Select: true,
	atom.Textarea: true, atom.Button: true, atom.Input: true, atom.Noframes: true, atom.Noembed: true,
}

// worded are those of them whose words people saw.
var worded = map[atom.Atom]bool{
	atom.Math: true, atom.Noscript: true, atom.Button: true, atom.Textarea: true, atom.Select: true, atom.Object: true,
}

// flowing are the elements that stay within a line. Every other one, known or
// not, begins and ends a block.
var flowing = map[string]bool{
	"u": true, "small": true, "big": true, "font": true, "cite": true, "dfn": true, "mark": true,
	"var": true, "bdi": true, "bdo": true, "time": true, "data": true, "label": true, "ruby": true,
	"rt": true, "rp": true, "wbr": true, "nobr": true, "acronym": true, "picture": true, "map": true,
}

// parse reads a whole document or a fragment.
func parse(source string) (*html.Node, error) {
	if err := checkFormatting(source); err != nil {
		return nil, err
	}
	doc, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return nil, fmt.Errorf("parse HTML: %w: %w", ErrTooDeep, err)
	}
	return doc, nil
}

// read builds the nodes of a parsed text.
func (r *reader) read(doc *html.Node) error {
	r.root = &node{}
	r.cur, r.stack = r.root, []*node{r.root}
	if err := r.children(doc); err != nil {
		return err
	}
	r.flush()
	return nil
}

func (r *reader) children(n *html.Node) error {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if err := r.walk(c); err != nil {
			return err
		}
	}
	return nil
}

// walk reads one node of the parsed HTML.
func (r *reader) walk(n *html.Node) error {
	switch {
	case n.Type == html.TextNode:
		return r.text(n.Data)
	case n.Type == html.DocumentNode:
		return r.children(n)
	case n.Namespace == "svg" && n.DataAtom == atom.Svg:
		return r.drawing(n)
	case n.Type != html.ElementNode || n.Namespace != "" || dropped[n.DataAtom]:
		r.cur.missing = r.cur.missing || worded[n.DataAtom] && strings.TrimSpace(wording(n)) != ""
		return nil
	}
	switch n.DataAtom {
	case atom.Br:
		r.lineBreak()
		return nil
	case atom.Del:
		r.cur.changes = true
		return nil
	case atom.Ins:
		r.cur.changes = true
		return r.children(n)
	case atom.Img:
		r.cur.images = true
		return r.text(attribute(n, "alt"))
	}
	if name, ok := inline[n.Data]; ok {
		return r.inline(name, n)
	}
	if flowing[n.Data] {
		return r.children(n)
	}
	if r.cells > 0 {
		return r.inCell(n)
	}
	return r.blocks(n)
}

// inCell reads a block in a cell of a table, where it is words of the cell's one line. The items of a list keep the marks
// by which others refer to them.
func (r *reader) inCell(n *html.Node) error {
	count := func(*html.Node) (string, style) { return "", 0 }
	if n.DataAtom == atom.Ol {
		count = counter(n)
	}
	r.gather.text(" ", r.in)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Li && !isDeleted(c) {
			if mark, _ := count(c); mark != "" {
				r.gather.text(" "+mark+". ", r.in)
			}
		}
		if err := r.walk(c); err != nil {
			return err
		}
	}
	r.gather.text(" ", r.in)
	return nil
}

// blocks reads an element that is not part of a line.
func (r *reader) blocks(n *html.Node) error {
	r.flush()
	var err error
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		err = r.heading(n)
	case atom.Ul, atom.Ol, atom.Menu, atom.Dir:
		err = r.list(n)
	case atom.Table:
		err = r.table(n)
	case atom.Pre, atom.Listing:
		err = r.preformatted(n)
	default:
		err = r.children(n)
	}
	r.flush()
	return err
}

// text adds characters, and refuses those that an entity brought in and that no
// stored text may hold.
func (r *reader) text(s string) error {
	s, err := clean(s)
	if err != nil {
		return err
	}
	r.gather.text(s, r.in)
	return nil
}

// lineBreak ends a line, but in a table it is a space, since LF ends a row.
func (r *reader) lineBreak() {
	if r.cells > 0 {
		r.gather.text(" ", r.in)
		return
	}
	r.gather.lineBreak(r.in)
}

// inline reads the content of an element that is kept, if what it needs is there.
func (r *reader) inline(name string, n *html.Node) error {
	e := &element{name: name}
	keep := true
	switch name {
	case "a":
		href, ok := safeLink(attribute(n, "href"))
		keep, e.attrs = ok && !slices.ContainsFunc(r.in, isLink), attr("href", href)+attr("rel", linkRel)
	case "span":
		if v := attribute(n, "lang"); langTag.MatchString(v) {
			e.attrs += attr("lang", v)
		}
		if v := strings.ToLower(attribute(n, "dir")); direction.MatchString(v) {
			e.attrs += attr("dir", v)
		}
		keep = e.attrs != ""
	}
	if !keep {
		return r.children(n)
	}
	outer := r.in
	r.in = append(outer[:len(outer):len(outer)], e)
	err := r.children(n)
	r.in = outer
	return err
}

// isLink reports a link. None stands in another one: browsers would end the outer one there.
func isLink(e *element) bool { return e.name == "a" }

// drawing keeps of a drawing what stands for it, as of any picture: the titles and
// descriptions of its parts, each on a line. One that is hidden from those who
// cannot see it only decorates.
func (r *reader) drawing(n *html.Node) error {
	if attribute(n, "aria-hidden") == "true" {
		return nil
	}
	r.cur.images = true
	parts := 0
	for c := range n.Descendants() {
		if c.Namespace != "svg" || c.DataAtom != atom.Title && c.DataAtom != atom.Desc {
			continue
		}
		if parts++; parts > 1 {
			r.lineBreak()
		}
		var b strings.Builder
		r.cur.changes = verbatim(&b, c) || r.cur.changes
		if err := r.text(b.String()); err != nil {
			return err
		}
	}
	return nil
}

// flush ends the block that is being gathered.
func (r *reader) flush() {
	if runs := r.gather.take(); len(runs) > 0 {
		r.cur.parts = append(r.cur.parts, part{block: block{rich: runs}})
	}
}

// attribute returns the value of an attribute, empty when it is not there.
func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Namespace == "" && a.Key == name {
			return a.Val
		}
	}
	return ""
}
