package document

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"travaux/internal/docx"
	"travaux/models"
)

// DOCXOptions say how a word-processing file is read.
type DOCXOptions struct {
	Language string                    // of the text; empty for what the file says
	Accept   func(*docx.Revision) bool // of the tracked changes; nil accepts all, and warns
	Known    []string                  // wids that the file's bookmarks may stand for
}

// ImportedComment is a comment of a word-processing file. Exact are the words that
// it is about, code points Start to End of the text of the provision at Position.
// Where Exact is empty it is about the whole provision: its heading, or words that
// are gone; where Position is 0, about the whole text. ReplyTo is the ID of the
// comment that it answers.
type ImportedComment struct {
	ID, Author string
	Date       time.Time
	Text       string
	Position   int
	Start, End int
	Exact      string
	ReplyTo    string
}

// FromDOCX makes the tree of a word-processing file. Headings open provisions by
// the level of their style, paragraphs of automatic lists are items with the
// numbers that Word shows, and numbers that were typed are found as in any other
// text. Words stay where they stand (order.go). A note stays where it is referred to, as a raised mark; its words follow
// at the end of the provision's text, after the same mark. A file that ToDOCX made
// says itself what each paragraph is; numbers typed into it are told apart too. The wids that bookmarks have are in Kept, and
// are the provisions' wids.
func FromDOCX(d docx.Document, o DOCXOptions) (Tree, error) {
	accept := o.Accept
	if accept == nil {
		accept = func(*docx.Revision) bool { return true }
	}
	d.Body = withTypedNumbers(d.Body)
	t := Tree{Language: cmp.Or(o.Language, d.Language), ordered: true}
	f := newFlow(d.Resolve(accept), t.Language)
	f.warns = o.Accept == nil
	for _, wid := range o.Known {
		f.known[BookmarkName(wid)] = wid
	}
	if err := f.blocks(f.doc.Body); err != nil {
		return Tree{}, err
	}
	if err := t.plant(f.root); err != nil {
		return Tree{}, err
	}
	t.Named = map[string]bool{}
	for _, p := range t.Provisions {
		if p.WID != "" {
			t.Named[p.WID] = true
		}
	}
	t.Warnings = append(t.Warnings, f.warnings(d.Warnings)...)
	t.Comments = f.comments(t.Provisions)
	if slices.ContainsFunc(t.Comments, func(c ImportedComment) bool { return c.Position == 0 }) {
		t.Warnings = append(t.Warnings, "comments_unplaced")
	}
	return t.finished("a word-processing file")
}

// readDOCX reads a file with the choices that FromDOCX makes by itself.
func readDOCX(content []byte, language string) (Tree, error) {
	d, err := docx.Read(bytes.NewReader(content), int64(len(content)))
	switch {
	case errors.Is(err, docx.ErrTooLarge):
		return Tree{}, fmt.Errorf("read a word-processing file: %w: %w", ErrTooLarge, err)
	case err != nil:
		return Tree{}, fmt.Errorf("read a word-processing file: %w: %w", ErrUnreadable, err)
	}
	return FromDOCX(d, DOCXOptions{Language: language})
}

// flow turns the blocks of a word-processing file into nodes.
type flow struct {
	doc      docx.Document
	language string
	root     *node
	stack    []*node // open headings, the root first
	items    []item  // open items of lists under the last heading
	cur      *node   // where blocks go
	gather   gather
	in       []*element
	waiting  places // marks of a block without words, for the next one
	known    map[string]string
	starts   map[string]*place // of what comments are about, by comment
	ends     map[string]*place
	notes    map[string]docx.Note
	count    map[bool]int // notes referred to, footnotes and endnotes
	noted    int          // how deep notes are in notes
	taken    *taking
	own      bool // ToDOCX made the file
	warns    bool
	dropped  map[string]bool
}

// item is an open item of a list.
type item struct {
	*node
	level int
}

func newFlow(d docx.Document, language string) *flow {
	f := &flow{
		doc: d, language: language, root: &node{}, known: map[string]string{}, starts: map[string]*place{}, ends: map[string]*place{},
		notes: map[string]docx.Note{}, count: map[bool]int{}, taken: &taking{}, dropped: map[string]bool{},
	}
	f.cur, f.stack = f.root, []*node{f.root}
	for _, n := range d.Notes {
		f.notes[noteKey(n.End, n.ID)] = n
	}
	for _, s := range d.Styles {
		_, own := ownStyle(s.ID)
		f.own = f.own || own
	}
	return f
}

func noteKey(end bool, id string) string { return strconv.FormatBool(end) + id }

// warnings are what the file lost, without what no file of ours loses.
func (f *flow) warnings(read []string) []string {
	var out []string
	for _, code := range read {
		if !f.own || code != "headers_dropped" {
			out = append(out, code)
		}
	}
	for code := range f.dropped {
		out = append(out, code)
	}
	slices.Sort(out)
	return out
}

// comments places the comments among the provisions.
func (f *flow) comments(ps []models.Provision) []ImportedComment {
	var out []ImportedComment
	texts := map[int][]rune{} // many comments may be about one provision
	text := func(position int) []rune {
		if texts[position] == nil {
			texts[position] = []rune(ps[position-1].Text)
		}
		return texts[position]
	}
	for _, c := range f.doc.Comments {
		made := ImportedComment{ID: c.ID, Author: c.Author, Date: c.Date, Text: c.Plain(), ReplyTo: c.ReplyTo}
		made.place(f.starts[c.ID], f.ends[c.ID], text)
		out = append(out, made)
	}
	return out
}

// place finds the words between two places, in the provision where they begin, of which the text is asked for,
// without the white space around them.
func (c *ImportedComment) place(start, end *place, of func(position int) []rune) {
	if start == nil || start.position == 0 {
		start = end
	}
	if start == nil || start.position == 0 {
		return
	}
	c.Position = start.position
	if start.whole || end == nil {
		return
	}
	text := of(start.position)
	c.Start, c.End = min(start.offset, len(text)), len(text)
	if end.position == start.position && !end.whole {
		c.End = min(max(end.offset, c.Start), len(text))
	}
	for c.Start < c.End && unicode.IsSpace(text[c.Start]) {
		c.Start++
	}
	for c.End > c.Start && unicode.IsSpace(text[c.End-1]) {
		c.End--
	}
	if c.Exact = string(text[c.Start:c.End]); c.Exact == "" {
		c.Start, c.End = 0, 0
	}
}

// bare takes the signs off a number that Word shows: (a) and 1. are a and 1.
func bare(label string) string {
	return strings.TrimFunc(label, func(r rune) bool {
		return isSeparator(r) || strings.ContainsRune("()[]（）", r)
	})
}

// numbered reads the number that Word shows before a heading or an item.
func numbered(label string, otherwise models.ProvisionKind) title {
	if t, ok := readWord(label); ok && t.number != "" {
		return title{kind: t.kind, number: t.number}
	}
	number := bare(label)
	if m, ok := markAt(label+" x", true); ok {
		number = m.number
	}
	if otherwise == models.Point && isDigits(number) {
		otherwise = models.Paragraph
	}
	return title{kind: otherwise, number: clip(number)}
}

// maxNumber is how many characters a number may have; a longer one is no number.
const maxNumber = 40

func clip(number string) string {
	if utf8.RuneCountInString(number) > maxNumber {
		return string([]rune(number)[:maxNumber])
	}
	return number
}
