package akn

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"travaux/internal/document"
)

// plain are the words below a node, without notes.
func plain(n *node, preserve bool) string {
	var b strings.Builder
	var below func(n *node)
	below = func(n *node) {
		if n == nil || leftOut[n.name] || n.name == "del" {
			return
		}
		b.WriteString(n.text)
		if n.name == "eol" || n.name == "br" {
			b.WriteByte(' ')
		}
		for _, c := range n.kids {
			below(c)
		}
	}
	below(n)
	if preserve {
		return b.String()
	}
	return collapse(b.String())
}

// collapse makes one space of white space as XML knows it.
func collapse(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \t\r\n", r) }), " ")
}

// numberName is the inline in which Write puts a number, without its word.
const numberName = "number"

// numberOf reads a num: what is marked as the number, else what is left without
// word, brackets and stops.
func numberOf(n *node, preserve bool) string {
	for _, c := range n.kids {
		if c.name == "inline" && c.get("name") == numberName {
			return plain(c, preserve)
		}
	}
	return document.Number(plain(n, false))
}

// titleOf is the title of a text: its docTitle, else its shortTitle, else the
// name of the work; the first that a title has room for.
func titleOf(root *node) string {
	var candidates []string
	for _, c := range root.kids {
		for _, name := range []string{"preface", "coverPage"} {
			if front := c.child(name); front != nil {
				candidates = append(candidates, plain(front.first("docTitle"), preserves(front, false)))
			}
		}
	}
	candidates = append(candidates, plain(titleIn(root), false), plain(root.first("shortTitle"), false))
	if name := root.first("FRBRname"); name != nil {
		candidates = append(candidates, collapse(name.get("value")))
	}
	for _, c := range candidates {
		if strings.TrimSpace(c) != "" && utf8.RuneCountInString(c) <= document.MaxHeading {
			return c
		}
	}
	return ""
}

// titleIn is where a document has its title before its body.
func titleIn(doc *node) *node {
	for _, c := range doc.kids {
		for _, name := range []string{"preface", "coverPage"} {
			if front := c.child(name); front != nil && front.first("docTitle") != nil {
				return front.first("docTitle")
			}
		}
		if (c.name == "preface" || c.name == "coverPage") && c.first("docTitle") != nil {
			return c.first("docTitle")
		}
	}
	return nil
}

// languageOf is the language that the file names, by its shortest code: eng and
// en are one.
func languageOf(root *node) string {
	n := root.first("FRBRlanguage")
	if n == nil {
		return ""
	}
	tag, err := language.Parse(n.get("language"))
	if err != nil || tag == language.Und {
		return ""
	}
	return tag.String()
}

// widOf is the identity of an element: its wId, which lasts through versions,
// else its eId, which only tells its place in this one.
func widOf(n *node) (wid string, lasting bool) {
	if w := widForm(n.get("wId")); w != "" {
		return w, true
	}
	return widForm(n.get("eId")), false
}

// widForm writes an identity with the characters that a wid may have.
func widForm(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r = unicode.ToLower(r); {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return '-'
	}, s)
	s = strings.TrimLeft(s, "-_")
	return s[:min(len(s), 64)]
}
