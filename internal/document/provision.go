package document

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"travaux/models"
)

// ErrStructure is the reason for which words are no words of one provision: they hold headings or lists.
var ErrStructure = errors.New("headings and lists are provisions of their own")

// Plain are words without markup, of one provision; no whole text is read so.
const Plain Format = "text"

// OwnWords reads the words of one provision: plain text with the same sanitised markup that Read gives. Headings and lists
// in them wrap ErrStructure, since each is a provision of its own; numbers written by hand stay words. White space is as
// HTML shows it, but within a <div class="words"> that holds everything it stays as it is. Plain words have no markup and
// stay as they are. No words are no error.
func OwnWords(format Format, content string) (text, markup string, err error) {
	source, err := clean(content)
	if err != nil {
		return "", "", err
	}
	if format == Markdown {
		if source, err = fromMarkdown(source); err != nil {
			return "", "", err
		}
	}
	r := rich{{text: source}}
	if format != Plain {
		n, err := typedWords(source)
		if err != nil {
			return "", "", err
		}
		if hasNodes(n) {
			return "", "", fmt.Errorf("read the words of a provision: %w", ErrStructure)
		}
		r = joined(n.blocks())
	}
	text = r.plain()
	if len(text) > MaxText {
		return "", "", fmt.Errorf("read %d bytes of words: %w", len(text), ErrTooLarge)
	}
	if markup = policy.Sanitize(r.html()); len(markup) > maxMarkup {
		return "", "", fmt.Errorf("read %d bytes of markup: %w", len(markup), ErrTooLarge)
	}
	return text, markup, nil
}

// typedWords reads the markup of one provision as somebody wrote it.
func typedWords(source string) (*node, error) {
	doc, err := parse(source)
	if err != nil {
		return nil, err
	}
	if kept := exactly(doc); kept != nil {
		return wordsOf(kept, preserving)
	}
	r := reader{}
	err = r.read(doc)
	return r.root, err
}

// exactly finds the element that says of all words that their white space counts; nil without one.
func exactly(n *html.Node) *html.Node {
	var found *html.Node
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case isLayout(c), c.DataAtom == atom.Head:
			continue
		case found != nil, c.Type != html.ElementNode:
			return nil
		case c.DataAtom == atom.Html, c.DataAtom == atom.Body:
			found = exactly(c)
		case !hasClass(c, "words"):
			return nil
		default:
			found = c
		}
	}
	return found
}

// MarkdownOf writes the words of a provision as Markdown that OwnWords reads back as the same. Where Markdown alone cannot
// say them, it is Markdown in a <div class="words">.
func MarkdownOf(p models.Provision) string {
	plain := markdownOf(p, false)
	if text, markup, err := OwnWords(Markdown, plain); err == nil && text == p.Text && markup == p.HTML {
		return plain
	}
	return "<div class=\"words\">\n\n" + markdownOf(p, true) + "\n\n</div>"
}

// markdownOf writes the lines and tables of a provision with a blank line between them.
func markdownOf(p models.Provision, told bool) string {
	m := marker{told: told}
	var blocks []string
	for _, c := range chunks(p) {
		blocks = append(blocks, strings.Join(m.block(c), "\n"))
	}
	return strings.Join(blocks, "\n\n")
}

// stored reads the markup of one provision as it is kept: every character counts.
func stored(markup string) (rich, error) {
	n, err := fragment(markup, literal)
	if err != nil {
		return nil, err
	}
	return slices.Concat(n.blocks()...), nil
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
