package akn

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"travaux/internal/document"
	"travaux/models"
)

// walker makes the parts of a text, in reading order.
type walker struct {
	parts    []document.Part
	warnings []string
	warned   map[string]bool
	names    map[string]string // of the members of a collection, by eId
	members  map[*node]int     // how many documents stand in it
}

// frame is the provision that words go to. At the top of a document it has no
// kind, and there is none until words come.
type frame struct {
	name     string
	kind     models.ProvisionKind
	at       int // among the parts; -1 for none
	depth    int // of what is below it
	preserve bool
	quoting  bool // what it quotes has kinds of its own
	words    words
}

// text reads the document in the root, and the members of a collection.
func (w *walker) text(root *node) {
	w.collect(root)
	for _, c := range root.kids {
		if c.name != "" {
			w.document(c, &frame{at: -1, name: c.name, preserve: preserves(c, false)})
		}
	}
}

// document reads the bodies of one document.
func (w *walker) document(n *node, f *frame) {
	w.inside(n, f)
	w.close(f)
}

// preserves tells whether white space below an element is meant as it stands.
func preserves(n *node, above bool) bool {
	switch n.get("space") {
	case "preserve":
		return true
	case "default":
		return false
	}
	return above
}

// inside reads what is directly below an element.
func (w *walker) inside(n *node, f *frame) {
	outer := f.preserve
	defer func() { f.preserve = outer }()
	f.preserve = preserves(n, outer)
	for _, c := range n.kids {
		kind, isProvision := kindOf(c, f)
		switch {
		case leftOut[c.name]:
			w.leave(c, f)
		case c.name == "component" || c.name == "attachment":
			w.member(n, c, f)
		case isProvision:
			w.provision(c, kind, f)
		case c.name == "table":
			w.table(c, f)
		case c.name == "":
			if strings.TrimSpace(c.text) != "" {
				w.line(&node{kids: []*node{c}}, f)
			}
		case lines[c.name] || hasWords(c):
			w.line(c, f)
		default:
			w.inside(c, f)
		}
	}
}

// hasWords reports characters directly in an element.
func hasWords(n *node) bool {
	return slices.ContainsFunc(n.kids, func(c *node) bool { return c.name == "" && strings.TrimSpace(c.text) != "" })
}

// leave reports what is left out, unless nothing or only the title is in it.
func (w *walker) leave(n *node, f *frame) {
	if n.name == "meta" || n.name == "documentRef" || n.name == "noteRef" || onlyTitle(n) {
		return
	}
	w.warn("left_out", f)
}

// onlyTitle reports that an element has no words but those of the title.
func onlyTitle(n *node) bool {
	if strings.TrimSpace(n.text) != "" {
		return false
	}
	for _, c := range n.kids {
		if c.name != "docTitle" && !onlyTitle(c) {
			return false
		}
	}
	return true
}

// warn tells of the provision that is open, or else of the one that comes next.
func (w *walker) warn(code string, f *frame) {
	position := f.at + 1
	if f.at < 0 {
		position = max(len(w.parts), 1)
	}
	if line := fmt.Sprintf("%s:%d", code, position); !w.warned[line] {
		w.warned[line] = true
		w.warnings = append(w.warnings, line)
	}
}

// open begins a provision.
func (w *walker) open(p document.Part, f *frame) {
	f.at, f.words = len(w.parts), words{}
	p.Preserve = f.preserve
	w.parts = append(w.parts, p)
}

// close gives a provision its words.
func (w *walker) close(f *frame) {
	if f.at < 0 {
		return
	}
	f.words.end(f.preserve)
	w.parts[f.at].HTML = f.words.String()
	if f.words.late {
		w.warn("text_after_items", f)
	}
}

// provision reads one provision and what is below it.
func (w *walker) provision(n *node, kind models.ProvisionKind, above *frame) {
	if n.name == "preamble" && n.get("wId") == "" && n.isBlank() {
		return // the element is there in every act, words or not
	}
	w.pause(above)
	f := &frame{name: n.name, kind: kind, depth: above.depth + 1, preserve: preserves(n, above.preserve)}
	p := document.Part{Depth: above.depth, Kind: kind}
	p.WID, p.Lasting = widOf(n)
	rest := &node{name: n.name, attr: n.attr}
	var headings []string
	for _, c := range n.kids {
		switch {
		case p.Number == "" && (c.name == "num" || isNamed(c, n, "num")): // a second one is words
			p.Number = numberOf(c, f.preserve)
		case c.name == "heading" || c.name == "subheading" || isNamed(c, n, "heading"):
			if h := plain(c, f.preserve); h != "" {
				headings = append(headings, h)
			}
			w.notes(c, &frame{at: len(w.parts)})
		default:
			rest.kids = append(rest.kids, c)
		}
	}
	p.Heading = strings.Join(headings, " – ")
	w.open(p, f)
	w.inside(rest, f)
	w.close(f)
}

// isNamed reports the blocks by which Write tells the number and the heading of
// a preamble, whose element has no place for them.
func isNamed(n, above *node, name string) bool {
	return above.name == "preamble" && n.name == "block" && n.get("name") == name
}

// notes reports the notes in a heading.
func (w *walker) notes(n *node, f *frame) {
	for _, c := range n.kids {
		if leftOut[c.name] {
			w.leave(c, f)
			continue
		}
		w.notes(c, f)
	}
}

// pause ends the line of a provision before what is below it. Words that were in
// no provision are one by themselves, and those that follow another.
func (w *walker) pause(f *frame) {
	if f.kind == "" {
		w.close(f)
		f.at = -1
		return
	}
	f.words.end(f.preserve)
	f.words.below = true
}

// member reads a document of a collection, or one that is attached. The only one
// of a collection is the text itself.
func (w *walker) member(in, n *node, above *frame) {
	at := slices.IndexFunc(n.kids, isDocument)
	if at < 0 {
		return // a reference to one that is elsewhere
	}
	w.pause(above)
	doc := n.kids[at]
	if w.count(in) == 1 && n.name == "component" {
		w.document(doc, &frame{at: -1, depth: above.depth, name: doc.name, preserve: preserves(doc, above.preserve)})
		return
	}
	f := &frame{name: n.name, kind: kinds[n.name], depth: above.depth + 1, preserve: preserves(doc, above.preserve)}
	p := document.Part{Depth: above.depth, Kind: f.kind, Heading: cmp.Or(w.names[n.get("eId")], plain(titleIn(doc), false))}
	p.WID, p.Lasting = widOf(n)
	w.open(p, f)
	w.inside(doc, f)
	w.close(f)
}

// count tells how many documents stand in an element.
func (w *walker) count(in *node) int {
	if _, ok := w.members[in]; !ok {
		for _, c := range in.kids {
			if slices.ContainsFunc(c.kids, isDocument) {
				w.members[in]++
			}
		}
	}
	return w.members[in]
}

func isDocument(n *node) bool { return n.child("meta") != nil }

// collect finds what a collection calls its members.
func (w *walker) collect(n *node) {
	for _, c := range n.kids {
		if ref := c.child("documentRef"); c.name == "component" && ref != nil {
			w.names[c.get("eId")] = collapse(ref.get("showAs"))
		}
		w.collect(c)
	}
}
