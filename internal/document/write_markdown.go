package document

import (
	"encoding/json"
	"fmt"
	"html"
	"io"
	"strings"

	"travaux/models"
)

// WriteMarkdown writes a text as Markdown, with what it says of itself as front
// matter. It is plain Markdown where Read makes the same provisions of it; where
// plain Markdown cannot say them (a point without words, a number that goes
// astray, words that look like a number), elements of HTML around the Markdown
// tell the structure, and the wids with it.
func WriteMarkdown(w io.Writer, c Cover, ps []models.Provision) error {
	m := &marker{words: c.Words, family: familyOf(ps), ps: ps}
	m.front(c)
	if c.Title != "" {
		m.paragraph("# " + headingText(c.Title))
	}
	plain := marker{words: c.Words, family: m.family, ps: ps}
	plain.WriteString(m.String())
	plain.below(-1, "", 2)
	if readsAs(plain.String(), c, ps) {
		_, err := io.WriteString(w, plain.String())
		return err
	}
	m.told = true
	m.paragraph("<div " + toldRoot + ">")
	for _, i := range m.family.children[-1] {
		m.section(i, 2)
	}
	m.paragraph("</div>")
	_, err := io.WriteString(w, m.String())
	return err
}

// readsAs reports whether a reader makes the same provisions of a text.
func readsAs(source string, c Cover, ps []models.Provision) bool {
	tree, err := Read(Markdown, []byte(source), c.Language)
	if err != nil || tree.Title != c.Title || len(tree.Provisions) != len(ps) {
		return false
	}
	for i, p := range tree.Provisions {
		q := ps[i]
		if p.Kind != q.Kind || p.Number != q.Number || p.Heading != q.Heading || p.Depth != q.Depth || p.Text != q.Text || p.HTML != q.HTML {
			return false
		}
	}
	return true
}

// marker writes Markdown.
type marker struct {
	strings.Builder
	words  Words
	family family
	ps     []models.Provision
	told   bool // the structure, by elements
}

// front writes YAML; every string of JSON is one of YAML.
func (m *marker) front(c Cover) {
	quote := func(s string) string {
		var b strings.Builder
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		_ = e.Encode(s) // a string has no error
		return strings.TrimSuffix(b.String(), "\n")
	}
	m.WriteString("---\ntitle: " + quote(c.Title) + "\n")
	m.WriteString("lang: " + quote(c.Language) + "\n")
	if len(c.About) > 0 {
		m.WriteString("about:\n")
	}
	for _, line := range c.About {
		m.WriteString("  - " + quote(line) + "\n")
	}
	m.WriteString("---\n")
}

// paragraph writes lines after a blank one.
func (m *marker) paragraph(lines ...string) {
	m.WriteByte('\n')
	for _, line := range lines {
		m.WriteString(line + "\n")
	}
}

// below writes the provisions below one (-1: the top) as plain Markdown.
func (m *marker) below(parent int, indent string, level int) {
	for _, i := range m.family.children[parent] {
		p := m.ps[i]
		lines := chunks(p)
		switch {
		case isItem(p):
			mark, number := m.mark(p)
			if mark == "" && len(lines) > 0 { // numbered by hand
				m.indented(indent, []string{m.oneBlock(number, lines)})
				m.below(i, indent, level)
				continue
			}
			m.item(indent, mark, number, lines)
			m.below(i, indent+strings.Repeat(" ", len(mark)), level)
			continue
		case m.words.headline(p) != "":
			m.paragraph(strings.Repeat("#", level) + " " + headingText(m.words.headline(p)))
		}
		for _, c := range lines {
			m.indented("", m.block(c))
		}
		m.below(i, "", level+1)
	}
}

// mark is what begins an item: the mark of a list, and the number that stands in
// the words where the list cannot count so. Without a mark the number alone
// begins the line.
func (m *marker) mark(p models.Provision) (mark, number string) {
	switch {
	case p.Number == "":
		return "- ", ""
	case p.Kind == models.Point:
		return "- ", m.words.label(p) + " "
	case value(p.Number) >= 0 && isASCII(p.Number) && digits(p.Number) >= 0:
		return p.Number + ". ", ""
	}
	return "", m.words.label(p) + " "
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > '~' }) < 0
}

// item writes the first line of a list's item after its mark, and the others
// below it.
func (m *marker) item(indent, mark, number string, lines []chunk) {
	if len(lines) == 0 {
		m.indented(indent, []string{strings.TrimSuffix(mark+plainText(number), " ")})
		return
	}
	inner := indent + strings.Repeat(" ", len(mark))
	first := m.block(lines[0])
	if number != "" {
		first = []string{plainText(number) + m.inline(lines[0].rich, 0)}
	}
	first[0] = mark + first[0]
	m.indented(indent, first[:1])
	for _, line := range first[1:] {
		m.WriteString(inner + line + "\n")
	}
	for _, c := range lines[1:] {
		m.indented(inner, m.block(c))
	}
}

// oneBlock writes lines that belong to a number written by hand.
func (m *marker) oneBlock(number string, lines []chunk) string {
	out := make([]string, len(lines))
	for i, c := range lines {
		out[i] = m.inline(c.rich, 0)
	}
	out[0] = lineStart(plainText(number)) + out[0]
	return strings.Join(out, "<br>")
}

func (m *marker) indented(indent string, lines []string) {
	m.WriteByte('\n')
	for _, line := range lines {
		m.WriteString(indent + line + "\n")
	}
}

// section writes one provision with what is below it, and tells its structure.
func (m *marker) section(i, level int) {
	p := m.ps[i]
	id := ""
	if widForms.MatchString(p.WID) {
		id = attr("id", p.WID)
	}
	m.paragraph("<section" + id + attr(toldKind, string(p.Kind)) + ">")
	m.headline(p, level)
	if lines := chunks(p); len(lines) > 0 {
		m.paragraph(`<div class="words">`)
		for _, c := range lines {
			m.indented("", m.block(c))
		}
		m.paragraph("</div>")
	}
	for _, below := range m.family.children[i] {
		m.section(below, level+1)
	}
	m.paragraph("</section>")
}

func (m *marker) headline(p models.Provision, level int) {
	before, after := m.words.around(p)
	number := func(text func(string) string) string {
		if p.Number == "" {
			return ""
		}
		return text(before) + `<span class="number">` + text(p.Number) + "</span>" + text(after)
	}
	switch {
	case p.Heading == "" && p.Number == "":
	case isItem(p):
		m.paragraph(`<p class="label">` + number(html.EscapeString) + "</p>")
	default:
		line := number(plainText)
		if line != "" && p.Heading != "" {
			line += betweenNumberAndHeading
		}
		if p.Heading != "" {
			line += `<span class="heading">` + plainText(p.Heading) + "</span>"
		}
		m.paragraph(fmt.Sprintf("%s %s", strings.Repeat("#", min(level, 6)), line))
	}
}
