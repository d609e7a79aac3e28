package templates

import (
	"html/template"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"travaux/models"
)

// sanitised lets HTML through as it is: only for provisions and comments, whose HTML was sanitised
// when it was written. It and marked are the only ways to unescaped HTML of others in this package; ReaderPage.Rendered
// lets through what its own templates wrote.
func sanitised(s string) template.HTML { return template.HTML(s) }

// marked is a provision's own words with the words commented on set off and numbered. Its HTML is
// walked as tokens and only text is touched; where it does not say the same as the plain text, the
// marks would be wrong, so there are none.
func marked(p models.Provision, marks []Mark) template.HTML {
	source := p.HTML
	if source == "" {
		source = strings.ReplaceAll(html.EscapeString(p.Text), "\n", "<br>")
	}
	if len(marks) == 0 || plainText(source) != p.Text {
		return sanitised(source)
	}
	w := marker{marks: joined(marks)}
	for z := html.NewTokenizer(strings.NewReader(source)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			return sanitised(w.out.String())
		}
		raw := string(z.Raw())
		if kind == html.TextToken {
			w.text(html.UnescapeString(raw))
			continue
		}
		if isBreak(z.Token()) {
			w.at++
		}
		w.out.WriteString(raw)
	}
}

// plainText is what a provision's HTML says, a line break being LF.
func plainText(source string) string {
	var out strings.Builder
	for z := html.NewTokenizer(strings.NewReader(source)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return out.String()
		case html.TextToken:
			out.WriteString(html.UnescapeString(string(z.Raw())))
		case html.StartTagToken, html.SelfClosingTagToken:
			if isBreak(z.Token()) {
				out.WriteByte('\n')
			}
		}
	}
}

func isBreak(t html.Token) bool {
	return t.Data == "br" && (t.Type == html.StartTagToken || t.Type == html.SelfClosingTagToken)
}

// joined sorts the marks and makes one of those that overlap, with the comments of both.
func joined(marks []Mark) []Mark {
	sorted := slices.Clone(marks)
	slices.SortFunc(sorted, func(a, b Mark) int { return a.Start - b.Start })
	var out []Mark
	for _, m := range sorted {
		if m.End <= m.Start {
			continue
		}
		if last := len(out) - 1; last >= 0 && m.Start < out[last].End {
			out[last].End = max(out[last].End, m.End)
			out[last].Count += m.Count
			continue
		}
		out = append(out, m)
	}
	return out
}

// marker writes text nodes, cut where marks begin and end.
type marker struct {
	out   strings.Builder
	at    int // code points of plain text written
	marks []Mark
}

// text writes one text node.
func (w *marker) text(s string) {
	for s != "" {
		if len(w.marks) == 0 {
			w.plain(s)
			return
		}
		m := w.marks[0]
		if w.at < m.Start {
			s = w.upTo(s, m.Start, w.plain)
			continue
		}
		s = w.upTo(s, m.End, func(words string) {
			w.out.WriteString(`<mark>`)
			w.plain(words)
			w.out.WriteString(`</mark>`)
		})
		if w.at >= m.End {
			w.marks = w.marks[1:]
		}
		if w.at >= m.End && m.Count > 0 {
			w.out.WriteString(`<span class="n" data-skip aria-hidden="true">` + strconv.Itoa(m.Count) + `</span>`)
		}
	}
}

// upTo writes s up to a position of the whole text and gives back the rest.
func (w *marker) upTo(s string, end int, write func(string)) string {
	cut := len(s)
	n := 0
	for i := range s {
		if w.at+n == end {
			cut = i
			break
		}
		n++
	}
	write(s[:cut])
	return s[cut:]
}

func (w *marker) plain(s string) {
	w.at += utf8.RuneCountInString(s)
	w.out.WriteString(html.EscapeString(s))
}
