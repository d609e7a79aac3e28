// Package document reads a charter as people write it, in Markdown, HTML or a
// word-processing file, and makes the tree of its provisions: their kinds,
// numbers, headings, words and sanitised markup, their lasting identities (wids)
// and the canonical bytes that are hashed when a version is published. Notes of a
// word-processing file become part of the words that they belong to: a raised mark
// where they are referred to, and a line with the same mark at the end.
//
// It refuses to know the database, consultations, comments, people and the
// clock. It never guesses: what cannot be matched or kept is reported.
package document

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"travaux/internal/docx"
	"travaux/models"
)

// Tree is a text read into provisions in reading order. Warnings are stable
// codes with the position of the provision they are about, such as
// "list_deeper_than_six:12"; the other codes are "image_dropped" (its
// alternative text is kept, of a drawing its titles and descriptions),
// "text_after_items" (words that followed the items of a provision now stand
// before them; in a word-processing file they stay) and "changes_accepted" (tracked changes:
// what was deleted is left out, what was inserted is kept) and "left_out"
// (words that are none of a provision, such as a formula). Codes without a
// position are about a whole file: "hidden_dropped" (words that nobody sees), "front_matter_dropped" of Markdown, and of a
// word-processing file those of docx.Document, "contents_dropped" and "comments_unplaced". Title is empty for a
// text without one; FirstHeading is what such a text may be called by, and is
// the title where there is one. Named are the wids that came with the text: true
// for those that are meant to last through its versions, false for those that
// only told a place in it.
type Tree struct {
	Title, FirstHeading, Language string
	Provisions                    []models.Provision
	Warnings                      []string
	Named                         map[string]bool
	Comments                      []ImportedComment // of a word-processing file
	ordered                       bool              // words stay where they stand, also after items
}

// Format is a way of writing a text.
type Format string

// The formats that Read understands.
const (
	Markdown Format = "markdown" // CommonMark with tables, YAML or TOML front matter skipped
	HTML     Format = "html"     // also a fragment, as a rich-text editor makes it
	DOCX     Format = "docx"     // Office Open XML; FromDOCX has choices
)

// The reasons for which a text is refused; errors of Read wrap one of them, and for
// a word-processing file that cannot be read also one of package docx.
var (
	ErrUnreadable = errors.New("the text cannot be read")       // unknown format, not UTF-8, control characters
	ErrEmpty      = errors.New("the text has no provisions")    // nothing in it but perhaps a title
	ErrTooLarge   = errors.New("the text is too large")         // one of the limits below
	ErrTooDeep    = errors.New("the text is nested too deeply") // more than MaxDepth levels
)

// The limits of Read.
const (
	MaxBytes      = 4 << 20  // of the input, but of a word-processing file docx.MaxFile
	MaxProvisions = 5000     // in one version
	MaxDepth      = 20       // levels of provisions
	MaxHeading    = 500      // code points of a heading or the title
	MaxText       = 64 << 10 // bytes of a provision's text
)

// listWarningDepth is the nesting of lists above which a reader gets lost.
const listWarningDepth = 6

var (
	htmlStart       = regexp.MustCompile(`(?i)^<(?:!doctype|html|head|body|h[1-6]|p|div|section|article|main|header|ul|ol|table|blockquote|span|strong|em|b|i|br|meta|style)\b`)
	htmlComments    = regexp.MustCompile(`^(?:\s*<!--(?s:.*?)-->)+`)
	htmlDocument    = regexp.MustCompile(`(?i)^<(?:!doctype|html|head|body)\b`)
	markdownHeading = regexp.MustCompile(`(?m)^#{1,6}[ \t]+\S`)
)

// Detect tells the format by content: DOCX for an archive, and for the old and
// encrypted files that are refused by name; HTML when the text begins with a tag of a
// document, or with a tag of a fragment and has no Markdown heading; else
// Markdown, which may hold HTML too.
func Detect(content []byte) Format {
	if docx.Is(content) {
		return DOCX
	}
	head := bytes.TrimSpace(htmlComments.ReplaceAll(withoutBOM(content), nil))
	switch {
	case htmlDocument.Match(head):
		return HTML
	case htmlStart.Match(head) && !markdownHeading.Match(head):
		return HTML
	}
	return Markdown
}

// Read makes the tree of a text. Its provisions have positions, depths, and
// wids and eids as for a draft without an earlier version; Identify or Align
// gives them those of an earlier version or of the source language.
func Read(format Format, content []byte, language string) (Tree, error) {
	if format == DOCX {
		return readDOCX(content, language)
	}
	if len(content) > MaxBytes {
		return Tree{}, fmt.Errorf("read %d bytes: %w", len(content), ErrTooLarge)
	}
	source, err := clean(string(withoutBOM(content)))
	if err != nil {
		return Tree{}, err
	}
	hadMatter := format == Markdown && withoutMatter(source) != source && !ownMatter.MatchString(source)
	switch format {
	case Markdown:
		if source, err = fromMarkdown(source); err != nil {
			return Tree{}, err
		}
	case HTML:
	default:
		return Tree{}, fmt.Errorf("read format %q: %w", format, ErrUnreadable)
	}
	doc, err := parse(source)
	if err != nil {
		return Tree{}, err
	}
	t := Tree{Language: language}
	hidden := dropHidden(doc)
	if hadMatter {
		t.Warnings = append(t.Warnings, "front_matter_dropped")
	}
	if told, ok := readTold(doc); ok {
		err = t.assemble(told)
	} else {
		err = t.recognise(doc)
	}
	if err != nil {
		return Tree{}, err
	}
	if hidden {
		t.Warnings = append(t.Warnings, "hidden_dropped")
	}
	return t.finished(string(format))
}

// recognise reads a text that anybody wrote.
func (t *Tree) recognise(doc *html.Node) error {
	r := reader{}
	if err := r.read(doc); err != nil {
		return err
	}
	return t.plant(r.root)
}

// finished gives the provisions their identities, if there are any.
func (t *Tree) finished(format string) (Tree, error) {
	if len(t.Provisions) == 0 {
		return Tree{}, fmt.Errorf("read %s: %w", format, ErrEmpty)
	}
	Identify(t, nil, nil)
	return *t, nil
}

// withoutBOM drops the UTF-8 signature, which says how the file is encoded and
// is no part of the text.
func withoutBOM(content []byte) []byte {
	return bytes.TrimPrefix(content, []byte("\uFEFF"))
}

// clean applies the text rules of the contract: CRLF and lone CR become LF, and
// what is not UTF-8 or holds control characters is refused.
func clean(s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", fmt.Errorf("decode UTF-8: %w", ErrUnreadable)
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	if at := strings.IndexFunc(s, isRefused); at >= 0 {
		return "", fmt.Errorf("control character at byte %d: %w", at, ErrUnreadable)
	}
	return s, nil
}

// isRefused reports a character that no stored text may hold.
func isRefused(r rune) bool {
	return r != '\n' && r != '\t' && unicode.Is(unicode.Cc, r)
}
