package document

import (
	"html"
	"strings"
)

// element is one opened inline element, or a part of a table. Two runs are in
// the same element when they hold the same pointer.
type element struct {
	name  string
	attrs string // rendered, with a leading space
}

// run is a piece of text inside the same elements, outermost first. LF is a
// line break; a run without text keeps an empty table cell, or marks a place.
type run struct {
	text string
	in   []*element
	at   *place
}

// rich is text with its inline markup. Its plain text and its HTML come from the
// same runs, so that they cannot disagree.
type rich []run

// plain returns the text without markup.
func (r rich) plain() string {
	var b strings.Builder
	for _, piece := range r {
		b.WriteString(piece.text)
	}
	return b.String()
}

// html renders the runs. Between the rows of a table LF stays LF, elsewhere it
// is <br>; so removing the tags and reading <br> as LF gives the plain text.
func (r rich) html() string {
	var (
		b    strings.Builder
		open []*element
	)
	for _, piece := range r {
		open = move(&b, open, piece.in)
		text := html.EscapeString(piece.text)
		if len(piece.in) == 0 || piece.in[len(piece.in)-1].name != "table" {
			text = strings.ReplaceAll(text, "\n", "<br>")
		}
		b.WriteString(text)
	}
	move(&b, open, nil)
	return b.String()
}

// move closes and opens elements until exactly those of next are open.
func move(b *strings.Builder, open, next []*element) []*element {
	same := 0
	for same < len(open) && same < len(next) && open[same] == next[same] {
		same++
	}
	for i := len(open) - 1; i >= same; i-- {
		b.WriteString("</" + open[i].name + ">")
	}
	for _, e := range next[same:] {
		b.WriteString("<" + e.name + e.attrs + ">")
	}
	return next
}

// split cuts the text before byte at, in time that does not depend on what
// follows. It takes r apart: only its results may be used afterwards.
func (r rich) split(at int) (before, after rich) {
	i := 0
	for i < len(r) && at > 0 && at >= len(r[i].text) {
		at -= len(r[i].text)
		i++
	}
	before = r[:i:i]
	if i < len(r) && at > 0 {
		before = append(before, run{text: r[i].text[:at], in: r[i].in})
		r[i].text = r[i].text[at:]
	}
	return before, r[i:]
}

// joined puts blocks one after the other with one LF between them.
func joined(blocks []rich) rich {
	var out rich
	for i, b := range blocks {
		if i > 0 {
			out = append(out, run{text: "\n"})
		}
		out = append(out, b...)
	}
	return out
}

// gather collects the runs of one block as HTML shows them: white space
// collapses to one space, and none stands at the ends of a line. A verbatim one
// leaves white space as it is.
type gather struct {
	verbatim bool
	runs     rich
	last     []byte     // the text of the last run, while it grows
	in       []*element // where that is
	space    []*element // where a pending space belongs
	pending  bool
	newline  bool // a pending line break
	started  bool
}

// text adds characters that are inside the given elements.
func (g *gather) text(s string, in []*element) {
	if g.verbatim {
		g.add(s, in)
		return
	}
	for s != "" {
		at := strings.IndexAny(s, " \t\n")
		if at != 0 {
			word := s
			if at > 0 {
				word = s[:at]
			}
			g.word(word, in)
			s = s[len(word):]
			continue
		}
		s = strings.TrimLeft(s, " \t\n")
		if g.started && !g.newline && !g.pending {
			g.pending, g.space = true, in
		}
	}
}

// word adds characters as they are.
func (g *gather) word(s string, in []*element) {
	switch {
	case g.newline:
		g.add("\n", shared(g.in, in))
	case g.pending:
		g.add(" ", shared(shared(g.in, g.space), in))
	}
	g.pending, g.newline, g.started = false, false, true
	g.add(s, in)
}

// add appends to the last run when it is in the same elements.
func (g *gather) add(s string, in []*element) {
	if !equal(g.in, in) {
		g.close()
	}
	g.in = in
	g.last = append(g.last, s...)
}

// close ends the last run.
func (g *gather) close() {
	if len(g.last) > 0 {
		g.runs = append(g.runs, run{text: string(g.last), in: g.in})
	}
	g.last = g.last[:0]
}

// lineBreak ends a line; several in a row count once, unless all is verbatim.
func (g *gather) lineBreak(in []*element) {
	if g.verbatim {
		g.add("\n", in)
		return
	}
	g.pending = false
	g.newline = g.started
}

// take returns what was gathered and starts anew.
func (g *gather) take() rich {
	g.close()
	runs := g.runs
	*g = gather{verbatim: g.verbatim}
	return runs
}

// shared returns the elements that both lists begin with.
func shared(a, b []*element) []*element {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return a[:n:n]
}

func equal(a, b []*element) bool {
	return len(a) == len(b) && len(shared(a, b)) == len(a)
}
