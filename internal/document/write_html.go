package document

import (
	_ "embed"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"
	"unicode"

	"travaux/models"
)

// sheet is the style of a written text. It asks for nothing from elsewhere.
//
//go:embed write.css
var sheet string

// WriteHTML writes a text as one file that needs nothing else: no script, no
// address but the links of the text. It tells its structure, so that Read gives
// the same provisions with their wids.
func WriteHTML(w io.Writer, c Cover, ps []models.Provision) error {
	b := &page{words: c.Words, children: familyOf(ps).children, ps: ps}
	b.head(c)
	b.contents(c.Words.Contents)
	b.line(`<div %s="">`, toldRoot)
	for _, i := range b.children[-1] {
		b.provision(i)
	}
	b.line("</div>")
	b.line("</main>")
	b.line("</body>")
	b.line("</html>")
	_, err := io.WriteString(w, b.String())
	return err
}

// page is HTML that is being written.
type page struct {
	strings.Builder
	words    Words
	children map[int][]int
	ps       []models.Provision
}

func (b *page) line(format string, args ...any) { fmt.Fprintf(b, format+"\n", args...) }

// head opens the page. A page needs a title even where the text has none.
func (b *page) head(c Cover) {
	attrs := ""
	if langTag.MatchString(c.Language) {
		attrs += attr("lang", c.Language)
	}
	if direction.MatchString(c.Direction) {
		attrs += attr("dir", c.Direction)
	}
	name := strings.TrimSpace(c.Title)
	if name == "" {
		name = "–"
	}
	b.line("<!DOCTYPE html>")
	b.line("<html%s>", attrs)
	b.line("<head>")
	b.line(`<meta charset="utf-8">`)
	b.line(`<meta name="viewport" content="width=device-width, initial-scale=1">`)
	b.line("<title>%s</title>", html.EscapeString(name))
	b.line("<style>\n%s@page { @top-center { content: %s; } }\n</style>", sheet, cssString(c.Title))
	b.line("</head>")
	b.line("<body>")
	b.line("<header>")
	if c.Title != "" {
		b.line("<h1>%s</h1>", html.EscapeString(c.Title))
	}
	for _, about := range c.About {
		b.line(`<p class="about" dir="auto">%s</p>`, html.EscapeString(about))
	}
	b.line("</header>")
}

// contents lists what has a heading or a number of its own, two levels deep.
func (b *page) contents(name string) {
	b.line("<main>")
	var rows strings.Builder
	for i := range b.ps {
		p := b.ps[i]
		if line := b.words.headline(p); p.Depth < 2 && line != "" && !isItem(p) && widForms.MatchString(p.WID) {
			fmt.Fprintf(&rows, "<li class=\"depth-%d\"><a href=\"#%s\">%s</a></li>\n", p.Depth, p.WID, html.EscapeString(line))
		}
	}
	if rows.Len() == 0 {
		return
	}
	b.line(`<nav aria-labelledby="Contents">`) // no wid has a capital letter
	b.line(`<h2 id="Contents">%s</h2>`, html.EscapeString(name))
	b.line("<ul>\n%s</ul>\n</nav>", rows.String())
}

// provision writes one provision with what is below it.
func (b *page) provision(i int) {
	p := b.ps[i]
	id := ""
	if widForms.MatchString(p.WID) {
		id = attr("id", p.WID)
	}
	tag := "section"
	if isItem(p) || b.words.headline(p) == "" {
		tag = "div"
	}
	b.line("<%s%s%s>", tag, id, attr(toldKind, string(p.Kind)))
	b.headline(p)
	if lines := chunks(p); len(lines) > 0 {
		b.line(`<div class="words">`)
		for _, c := range lines {
			b.line("%s", c.page())
		}
		b.line("</div>")
	}
	for _, below := range b.children[i] {
		b.provision(below)
	}
	b.line("</%s>", tag)
}

func (b *page) headline(p models.Provision) {
	number := ""
	if p.Number != "" {
		before, after := b.words.around(p)
		number = html.EscapeString(before) + `<span class="number">` + html.EscapeString(p.Number) + "</span>" + html.EscapeString(after)
	}
	switch {
	case isItem(p) && number != "":
		b.line(`<p class="label">%s</p>`, number)
	case p.Heading != "":
		if number != "" {
			number += betweenNumberAndHeading
		}
		level := min(p.Depth+2, 6)
		b.line(`<h%d>%s<span class="heading">%s</span></h%d>`, level, number, html.EscapeString(p.Heading), level)
	case number != "":
		level := min(p.Depth+2, 6)
		b.line(`<h%d>%s</h%d>`, level, number, level)
	}
}

var (
	alignedCell = regexp.MustCompile(`<(t[dh]) align="([a-z]+)"`)
	rowsOfTable = strings.NewReplacer("<table>", "<table><tbody>", "</table>", "</tbody></table>")
)

// page is a line or a table for a page, as HTML has it today: rows in a body, and
// a class for the alignment.
func (c chunk) page() string {
	markup := policy.Sanitize(c.html())
	if c.table {
		markup = alignedCell.ReplaceAllString(markup, `<$1 class="`+alignClass+`$2"`)
		return rowsOfTable.Replace(markup)
	}
	return "<p>" + markup + "</p>"
}

// cssString writes a string of CSS that can end neither itself nor the sheet.
func cssString(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r != ' ' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			fmt.Fprintf(&b, `\%06x`, r)
			continue
		}
		b.WriteRune(r)
	}
	return `"` + b.String() + `"`
}
