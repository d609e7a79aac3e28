// Package docx reads and writes word-processing files (Office Open XML,
// ISO/IEC 29500, transitional and strict): paragraphs with their styles, levels
// and computed numbers, tables, notes, links, bookmarks, comments and tracked
// changes.
//
// It refuses to know provisions, consultations, the database, the network and
// the clock. It never follows a reference out of the file, and what would need
// one is refused by name, as are encrypted, damaged and over-large files.
package docx

import (
	"errors"
	"strings"
	"time"
)

// The reasons for which a file is refused; errors of Read wrap one of them.
var (
	ErrEncrypted = errors.New("the file is protected by a password")
	ErrOldWord   = errors.New("the file is of Word 97 to 2003 (.doc)")
	ErrNotWord   = errors.New("the file is no word-processing file")
	ErrDamaged   = errors.New("the file is damaged")
	ErrTooLarge  = errors.New("the file is too large")                   // one of the limits below
	ErrBomb      = errors.New("the file unpacks to far more than it is") // or holds too many parts
	ErrExternal  = errors.New("the file needs a part that is outside it")
	ErrEntities  = errors.New("the file declares entities")
)

// The limits of Read.
const (
	MaxFile       = 32 << 20 // bytes of the file
	MaxUnpacked   = 64 << 20 // bytes of all parts together
	MaxEntries    = 2000     // parts
	MaxPart       = 24 << 20 // bytes of one part that is read
	MaxText       = 8 << 20  // bytes of all words
	MaxParagraphs = 50_000
	MaxRuns       = 150_000
	MaxNesting    = 200 // elements in elements
)

// Document is a word-processing file. Its styles and lists are those that its
// paragraphs refer to; Write adds the usual ones.
type Document struct {
	Title       string
	Language    string // BCP 47, of the text where a run does not say otherwise
	RightToLeft bool   // the pages run from right to left
	Header      string // running head; only written
	Mark        string // a property that people do not see, by which whoever wrote the file knows it again
	Body        []Block
	Notes       []Note
	Comments    []Comment
	Revisions   []*Revision // every tracked change: of the body in reading order, then of the notes
	Styles      []Style
	Lists       []List
	// Warnings are stable codes: "headers_dropped", "formatting_changes_kept", "number_format_unknown",
	// "embedded_part_dropped", "formula_flattened", "symbol_replaced", "field_unclosed".
	Warnings []string
}

// Block is a paragraph or a table.
type Block struct {
	Paragraph *Paragraph
	Table     *Table
}

// Table is rows of cells.
type Table struct {
	Rows    []Row
	Changed bool // Resolve settled a change of a row or a cell
}

// Row is one row of a table. A row that was inserted or deleted while changes
// were tracked says so.
type Row struct {
	Header            bool
	Cells             []Cell
	Inserted, Deleted *Revision
}

// Cell holds blocks. Span counts columns. A cell that Merges reaches down over those
// of the same column that Continue it, which have no words of their own. It may have
// been inserted or deleted by itself, like a row.
type Cell struct {
	Span              int // 1 or more
	Merges            bool
	Continues         bool
	Align             string // left, center, right; empty for the usual
	Blocks            []Block
	Inserted, Deleted *Revision
}

// Paragraph is a line of runs with its style. Outline is 1 to 9 for a heading, by
// its style in whatever language, else 0. Label is the number that Word shows
// before it, empty for a bullet.
type Paragraph struct {
	Style, StyleName  string
	Outline           int
	List, Level       int // the ID of its list, 0 for none; the level in it from 0
	Direct            bool
	Label             string
	Bullet            bool
	RightToLeft       bool
	Align             string
	Runs              []Run
	Inserted, Deleted *Revision // the end of the paragraph
	Changed           bool      // Resolve settled a change in it
	Beside            bool      // Resolve left something out beside it
}

// Kind says what a run is.
type Kind uint8

// The kinds of run. Those that mark a place have an ID and no words.
const (
	Text Kind = iota
	Tab
	LineBreak
	PageBreak
	Picture       // Text is its description
	Footnote      // ID is the note's; Text is the mark where the author chose one
	Endnote       // the same
	BookmarkStart // ID pairs it with its end, Text is the name
	BookmarkEnd
	CommentStart // ID is the comment's
	CommentEnd
	CommentPoint
)

// Run is a piece of a paragraph in one format. What was inserted or deleted while
// changes were tracked says so; both where one person deleted what another put in.
type Run struct {
	Kind              Kind
	Text, ID          string
	Format            Format
	Link              *Link
	Inserted, Deleted *Revision
}

// Format is how a run looks. Style is the id of its character style.
type Format struct {
	Bold, Italic, Underline, Strike bool
	Superscript, Subscript          bool
	Hidden, RightToLeft             bool
	Language, Style                 string
}

// Link is one hyperlink; its runs share the pointer. A place in the file itself
// begins with #.
type Link struct{ URL string }

// Change says what a tracked change did.
type Change string

// The changes that are tracked.
const (
	Insertion Change = "insertion"
	Deletion  Change = "deletion"
	MovedFrom Change = "moved_from"
	MovedTo   Change = "moved_to"
)

// Revision is one tracked change. Date is zero where the file has none.
type Revision struct {
	ID, Author string
	Change     Change
	Date       time.Time
}

// Note is a footnote or an endnote.
type Note struct {
	ID     string
	End    bool
	Blocks []Block
}

// Comment is a remark on the words between its marks. ReplyTo is the ID of the
// comment that it answers.
type Comment struct {
	ID, Author, Initials string
	Date                 time.Time
	Blocks               []Block
	ReplyTo              string
	Done                 bool
}

// Style is a style of paragraphs or, with Character, of runs.
type Style struct {
	ID, Name, BasedOn string
	Character         bool
	Outline           int // 1 to 9 for headings, 0 for the one it is based on
	Bold, Italic      bool
	Small             bool   // only written: one size smaller
	Indent            int    // only written: twentieths of a point
	Space             int    // only written: before it, twentieths of a point
	Mono              bool   // only written
	KeepNext          bool   // only written
	Next              string // only written: the style of the paragraph that is begun after one of this
}

// Plain returns the words of a paragraph without its number, deleted ones too.
func (p *Paragraph) Plain() string {
	var b strings.Builder
	for _, r := range p.Runs {
		switch r.Kind {
		case Text:
			b.WriteString(r.Text)
		case Tab:
			b.WriteByte('\t')
		case LineBreak, PageBreak:
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// Plain returns the words of a comment, one line for each paragraph.
func (c *Comment) Plain() string {
	var lines []string
	for p := range Paragraphs(c.Blocks) {
		lines = append(lines, p.Plain())
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// Paragraphs walks through all paragraphs, also those in the cells of tables.
func Paragraphs(blocks []Block) func(yield func(*Paragraph) bool) {
	return func(yield func(*Paragraph) bool) { walk(blocks, yield) }
}

func walk(blocks []Block, yield func(*Paragraph) bool) bool {
	for _, b := range blocks {
		if b.Paragraph != nil && !yield(b.Paragraph) {
			return false
		}
		if b.Table == nil {
			continue
		}
		for _, row := range b.Table.Rows {
			for _, cell := range row.Cells {
				if !walk(cell.Blocks, yield) {
					return false
				}
			}
		}
	}
	return true
}
