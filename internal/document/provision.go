package document

import (
	"errors"
	"fmt"
	"html"
	"slices"
	"strings"
	"unicode"
)

// ErrStructure is the reason for which words are no words of one provision: they hold headings or lists.
var ErrStructure = errors.New("headings and lists are provisions of their own")

// Words reads the words of one provision: plain text with the same sanitised markup that Read gives. Headings and lists
// in them wrap ErrStructure, since each is a provision of its own; numbers written by hand stay words. No words are no
// error.
func Words(format Format, content string) (text, markup string, err error) {
	source, err := clean(content)
	if err != nil {
		return "", "", err
	}
	if format == Markdown {
		if source, err = fromMarkdown(source); err != nil {
			return "", "", err
		}
	}
	r, err := enrich(source)
	if err != nil {
		return "", "", err
	}
	text = r.plain()
	if len(text) > MaxText {
		return "", "", fmt.Errorf("read %d bytes of words: %w", len(text), ErrTooLarge)
	}
	return text, policy.Sanitize(r.html()), nil
}

// enrich reads the markup of one provision.
func enrich(markup string) (rich, error) {
	r := reader{}
	if err := r.read(markup); err != nil {
		return nil, err
	}
	var blocks []rich
	for _, p := range r.root.parts {
		if p.node != nil {
			return nil, fmt.Errorf("read the words of a provision: %w", ErrStructure)
		}
		blocks = append(blocks, p.block.rich)
	}
	return joined(blocks), nil
}

// escaped writes plain text as markup.
func escaped(text string) string {
	return strings.ReplaceAll(html.EscapeString(text), "\n", "<br>")
}

// codePoint gives the byte at which a code point begins; -1 when the text is shorter.
func codePoint(text string, at int) int {
	for i := range text {
		if at == 0 {
			return i
		}
		at--
	}
	if at == 0 {
		return len(text)
	}
	return -1
}

// tidy takes white space off both ends; inside a table it is the table's.
func tidy(r rich) rich {
	for len(r) > 0 && !inTable(r[0]) {
		if r[0].text = strings.TrimLeftFunc(r[0].text, unicode.IsSpace); r[0].text != "" {
			break
		}
		r = r[1:]
	}
	for n := len(r) - 1; n >= 0 && !inTable(r[n]); n-- {
		if r[n].text = strings.TrimRightFunc(r[n].text, unicode.IsSpace); r[n].text != "" {
			break
		}
		r = r[:n]
	}
	return r
}

func inTable(r run) bool {
	return slices.ContainsFunc(r.in, func(e *element) bool { return e.name == "table" })
}
