package akn

import (
	"html"
	"strings"

	"travaux/internal/document"
	"travaux/models"
)

// words gathers the own words of a provision as HTML.
type words struct {
	strings.Builder
	cur   strings.Builder
	open  bool // a line is open, though it may be empty
	below bool // something stands below the provision already
	late  bool // words came after that
}

func (o *words) text(s string) {
	o.cur.WriteString(html.EscapeString(s))
	if strings.TrimSpace(s) != "" {
		o.late = o.late || o.below
	}
}

// end ends the line. Where white space is preserved an empty line counts.
func (o *words) end(preserve bool) {
	line := o.cur.String()
	o.cur.Reset()
	if preserve && o.open || strings.TrimSpace(line) != "" {
		o.WriteString("<p>" + line + "</p>")
	}
	o.open = false
}

// line reads an element that is a line by itself.
func (w *walker) line(n *node, f *frame) {
	if f.at < 0 {
		if n.isBlank() {
			return
		}
		kind := models.Section
		if len(w.parts) == 0 {
			kind = models.Preamble
		}
		w.open(document.Part{Kind: kind, Depth: f.depth}, f)
	}
	outer := f.preserve
	f.preserve = preserves(n, outer)
	f.words.end(outer)
	f.words.open = true
	w.inline(n, f)
	f.words.end(f.preserve)
	f.preserve = outer
}

// inline reads what is in a line.
func (w *walker) inline(n *node, f *frame) {
	for _, c := range n.kids {
		kind, isProvision := kindOf(c, f)
		switch {
		case c.name == "":
			f.words.text(c.text)
		case leftOut[c.name]:
			w.leave(c, f)
		case isProvision:
			w.provision(c, kind, f)
		case c.name == "table":
			f.words.end(f.preserve)
			w.table(c, f)
		case lines[c.name]:
			w.line(c, f)
		case c.name == "eol" || c.name == "br":
			f.words.cur.WriteString("<br>")
		case c.name == "del":
			w.warn("changes_accepted", f)
		case c.name == "img":
			w.warn("image_dropped", f)
			f.words.text(c.get("alt"))
		default:
			w.element(c, f)
		}
	}
}

// element reads an inline element, with its markup if it has any here.
func (w *walker) element(n *node, f *frame) {
	if n.name == "ins" {
		w.warn("changes_accepted", f)
	}
	tag, name := opening(n)
	f.words.cur.WriteString(tag)
	f.words.text(n.get("startQuote"))
	outer := f.quoting
	f.quoting = outer || n.name == "quotedStructure"
	w.inline(n, f)
	f.quoting = outer
	f.words.text(n.get("endQuote"))
	if name != "" {
		f.words.cur.WriteString("</" + name + ">")
	}
}

// opening is the tag of HTML for an inline element, and its name.
func opening(n *node) (tag, name string) {
	name = inlines[n.name]
	switch {
	case name != "":
		return "<" + name + ">", name
	case n.name == "a", n.name == "ref" && strings.HasPrefix(n.get("href"), "http"):
		return `<a href="` + html.EscapeString(n.get("href")) + `">`, "a"
	case n.name == "inline" && named[n.get("name")]:
		return "<" + n.get("name") + ">", n.get("name")
	case n.name == "span" && n.get("lang")+n.get("class") != "":
		tag := "<span"
		if lang := n.get("lang"); lang != "" {
			tag += ` lang="` + html.EscapeString(lang) + `"`
		}
		if dir, ok := strings.CutPrefix(n.get("class"), dirClass); ok {
			tag += ` dir="` + html.EscapeString(dir) + `"`
		}
		return tag + ">", "span"
	}
	return "", ""
}

// The classes by which Write tells what Akoma Ntoso has no attribute for.
const (
	dirClass   = "dir-"
	alignClass = "align-"
)

// table reads a table; its caption is a line before it.
func (w *walker) table(n *node, f *frame) {
	if c := n.child("caption"); c != nil {
		w.line(c, f)
	}
	if f.at < 0 {
		w.open(document.Part{Kind: models.Section, Depth: f.depth}, f)
	}
	var b strings.Builder
	for _, row := range n.kids {
		if row.name != "tr" {
			continue
		}
		b.WriteString("<tr>")
		for _, cell := range row.kids {
			if cell.name == "td" || cell.name == "th" {
				b.WriteString("<" + cell.name + cellAttributes(cell) + ">" + w.cell(cell, f) + "</" + cell.name + ">")
			}
		}
		b.WriteString("</tr>")
	}
	f.words.late = f.words.late || f.words.below
	f.words.WriteString("<table>" + b.String() + "</table>")
}

func cellAttributes(cell *node) string {
	out := ""
	for _, name := range []string{"class", "colspan", "rowspan"} {
		if v := cell.get(name); v != "" && (name != "class" || strings.HasPrefix(v, alignClass)) {
			out += " " + name + `="` + html.EscapeString(v) + `"`
		}
	}
	return out
}

// cell reads the lines of a cell, which are one line here. What is a provision
// elsewhere is only words in a table.
func (w *walker) cell(n *node, f *frame) string {
	inner := &frame{at: f.at, kind: f.kind, name: f.name, preserve: preserves(n, f.preserve)}
	var out []string
	for _, c := range n.kids {
		switch {
		case c.name == "" && strings.TrimSpace(c.text) == "":
			continue
		case leftOut[c.name]:
			w.leave(c, f)
			continue
		case c.name == "del":
			w.warn("changes_accepted", f)
			continue
		}
		inner.words.cur.Reset()
		w.flat(c, inner)
		out = append(out, inner.words.cur.String())
	}
	return strings.Join(out, " ")
}

// flat reads inline markup; every other element is a space.
func (w *walker) flat(n *node, f *frame) {
	if n.name == "ins" {
		w.warn("changes_accepted", f)
	}
	tag, name := opening(n)
	f.words.cur.WriteString(tag)
	f.words.text(n.text)
	for _, c := range n.kids {
		switch {
		case leftOut[c.name]:
			w.leave(c, f)
		case c.name == "eol" || c.name == "br":
			f.words.cur.WriteString(" ")
		case c.name == "del":
			w.warn("changes_accepted", f)
		default:
			if lines[c.name] || kinds[c.name] != "" {
				f.words.cur.WriteString(" ")
			}
			w.flat(c, f)
		}
	}
	if name != "" {
		f.words.cur.WriteString("</" + name + ">")
	}
}
