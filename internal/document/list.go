package document

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"travaux/internal/docx"
)

// list reads the items of a list, with the marks that a browser would show.
func (r *reader) list(n *html.Node) error {
	outer := r.cur
	defer func() { r.cur = outer }()
	count := counter(n)
	var last *node
	r.lists++
	defer func() { r.lists-- }()
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.cur = outer
		switch {
		case isDeleted(c):
			outer.changes = true
		case c.Type == html.ElementNode && c.DataAtom == atom.Li:
			last = &node{item: true, list: r.lists}
			last.ordinal, last.style = count(c)
			outer.parts = append(outer.parts, part{node: last})
			r.cur = last
			if err := r.children(c); err != nil {
				return err
			}
		default: // editors put a nested list beside its item instead of inside
			if last != nil {
				r.cur = last
			}
			if err := r.walk(c); err != nil {
				return err
			}
		}
		r.flush()
	}
	return nil
}

// counter returns the marks of a list one after the other: none when it is not
// ordered, else what start, value, type and reversed make of them.
func counter(list *html.Node) func(item *html.Node) (mark string, s style) {
	if list.DataAtom != atom.Ol {
		return func(*html.Node) (string, style) { return "", 0 }
	}
	next, step := 1, 1
	if v, err := strconv.Atoi(attribute(list, "start")); err == nil {
		next = v
	}
	for _, a := range list.Attr {
		if a.Key == "reversed" {
			step = -1
		}
	}
	if step < 0 && attribute(list, "start") == "" {
		next = items(list)
	}
	kind := attribute(list, "type")
	if m := listStyle.FindStringSubmatch(attribute(list, "style")); m != nil {
		kind = listTypes[strings.ToLower(m[1])]
	}
	return func(item *html.Node) (string, style) {
		if v, err := strconv.Atoi(attribute(item, "value")); err == nil {
			next = v
		}
		value := next
		next += step
		return shown(value, kind)
	}
}

// listStyle is the declaration of a style that says how a list counts, and listTypes what that is as a type; others
// count in decimals.
var (
	listStyle = regexp.MustCompile(`(?i)(?:^|[;\s])list-style(?:-type)?\s*:\s*([a-z-]+)`)
	listTypes = map[string]string{
		"lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i", "upper-roman": "I",
	}
)

func items(list *html.Node) int {
	count := 0
	for c := list.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Li && !isDeleted(c) {
			count++
		}
	}
	return count
}

// shown writes a number as the list type says; decimal where letters or Roman
// numerals have no sign for it.
func shown(value int, kind string) (string, style) {
	switch {
	case kind == "a" && value > 0:
		return letters(value), lowerLetter
	case kind == "A" && value > 0:
		return strings.ToUpper(letters(value)), upperLetter
	case kind == "i" && value > 0 && value < 4000:
		return docx.Roman(value), lowerRoman
	case kind == "I" && value > 0 && value < 4000:
		return strings.ToUpper(docx.Roman(value)), upperRoman
	}
	return strconv.Itoa(value), decimal
}

// letters counts a, b, …, z, aa, ab.
func letters(value int) string {
	var out string
	for ; value > 0; value = (value - 1) / 26 {
		out = string(rune('a'+(value-1)%26)) + out
	}
	return out
}
