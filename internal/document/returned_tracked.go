package document

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"travaux/internal/docx"
)

// Tracked is one change that somebody made while changes were tracked: what one person did in one place at about one time,
// within one provision.
type Tracked struct {
	ID                string // lasts as long as the file is the same
	Author            string
	Date              time.Time // zero: the file does not say
	Deleted, Inserted string    // the words; the end of a paragraph is a line end
	Before, After     string    // some words around them
	Moved             bool      // the words went to, or came from, somewhere else
	WIDs              []string  // of the provisions that it is in; empty for the title
}

// EndOnly tells whether it only joins two paragraphs, or parts one in two.
func (t Tracked) EndOnly() bool { return strings.Trim(t.Deleted+t.Inserted, "\n") == "" }

// together is how far apart in time what one person did in one place is still one change.
const together = time.Hour

// around is how many characters are shown of what stands around a change.
const around = 40

// tracking finds the tracked changes of a file, and leaves a mark in each paragraph that one is in.
type tracking struct {
	doc    *docx.Document
	all    []Tracked
	of     map[*docx.Revision]int
	marks  map[string]int  // changes, by the ids of their marks
	open   int             // the change that may go on; -1: none
	ops    docx.Change     // of what was seen last of it
	first  bool            // it began with the first words of a paragraph
	ended  bool            // the end of a paragraph was seen since it began
	last   string          // the name of the last bookmark
	next   *docx.Paragraph // after the one that is walked
	tables int             // that are open
}

func findTracked(doc *docx.Document) *tracking {
	t := &tracking{doc: doc, of: map[*docx.Revision]int{}, marks: map[string]int{}, open: -1}
	t.blocks(doc.Body)
	for _, n := range doc.Notes {
		t.open = -1
		t.blocks(n.Blocks)
	}
	return t
}

func (t *tracking) blocks(blocks []docx.Block) {
	for i, b := range blocks {
		if t.next = nil; i+1 < len(blocks) {
			t.next = blocks[i+1].Paragraph
		}
		if b.Paragraph != nil {
			t.paragraph(b.Paragraph)
			continue
		}
		t.open = -1
		t.tables++
		for _, row := range b.Table.Rows {
			t.row(row)
		}
		t.tables--
		t.open = -1
	}
}

// row walks a row of a table: where it or a cell of it was inserted or deleted, all the words in it are of one change.
func (t *tracking) row(row docx.Row) {
	changes := t.change(row.Inserted, row.Deleted, "", false)
	for i, cell := range row.Cells {
		alone := cell.Inserted != nil || cell.Deleted != nil
		if alone {
			changes = append(changes, t.change(cell.Inserted, cell.Deleted, "", false)...)
		}
		for p := range docx.Paragraphs(cell.Blocks) {
			for _, at := range changes {
				p.Runs = append(p.Runs, t.mark(at))
			}
			changes = nil
			break
		}
		if i > 0 && row.Inserted == nil && row.Deleted == nil && !alone {
			t.open = -1
		}
		t.blocks(cell.Blocks)
	}
}

// paragraph walks the runs of a paragraph and its end.
func (t *tracking) paragraph(p *docx.Paragraph) {
	if t.first && t.ended && t.tables == 0 && t.begins(p) { // a whole one before it; this is a change of its own
		t.open = -1
	}
	t.last = cmp.Or(bookmarkOf(p), t.last)
	var out []docx.Run
	said, touched := "", map[int]bool{}
	for _, r := range p.Runs {
		words := wordsOfRun(r)
		if r.Kind < docx.BookmarkStart && (words != "" || r.Inserted != nil || r.Deleted != nil) {
			for _, at := range t.piece(r.Inserted, r.Deleted, words, said) {
				if !touched[at] {
					touched[at] = true
					out = append(out, t.mark(at))
				}
			}
			if r.Deleted == nil {
				said += words
			}
		}
		out = append(out, r)
	}
	for _, at := range t.end(p, said) {
		if !touched[at] {
			out = append(out, t.mark(at))
		}
	}
	p.Runs = out
}

// wordsOfRun are the words of a run; a picture and a note have none.
func wordsOfRun(r docx.Run) string {
	switch r.Kind {
	case docx.Text:
		return r.Text
	case docx.Tab:
		return "\t"
	case docx.LineBreak, docx.PageBreak:
		return " "
	}
	return ""
}

// mark is where FromDOCX tells in which provision a change is.
func (t *tracking) mark(at int) docx.Run {
	id := "tracked " + strconv.Itoa(len(t.marks))
	t.marks[id] = at
	t.doc.Comments = append(t.doc.Comments, docx.Comment{ID: id})
	return docx.Run{Kind: docx.CommentPoint, ID: id}
}

// piece adds words to the change that they are of, and words that did not change to those around one.
func (t *tracking) piece(inserted, deleted *docx.Revision, words, said string) []int {
	if inserted == nil && deleted == nil {
		if t.open >= 0 && words != "" {
			c := &t.all[t.open]
			c.After = head(words)
		}
		t.open = -1
		return nil
	}
	fresh := t.open < 0
	changes := t.change(inserted, deleted, words, said == "")
	if fresh && t.open >= 0 {
		t.all[t.open].Before = tail(said)
	}
	return changes
}

// end adds the end of a paragraph. A change that began within a paragraph takes the end with what follows it, so that each
// new provision can be taken by itself.
func (t *tracking) end(p *docx.Paragraph, said string) []int {
	if p.Inserted == nil && p.Deleted == nil {
		t.open = -1
		return nil
	}
	if !t.first && t.tables == 0 && (t.next == nil || t.begins(t.next)) {
		t.open = -1
	}
	fresh := t.open < 0
	changes := t.change(p.Inserted, p.Deleted, "\n", false)
	if fresh && t.open >= 0 {
		t.all[t.open].Before = tail(said)
	}
	t.ended = true
	return changes
}

// change finds the changes of what was inserted and deleted, of which the latter is what goes on.
func (t *tracking) change(inserted, deleted *docx.Revision, words string, first bool) []int {
	var out []int
	if inserted != nil && deleted != nil { // one person took away what another had put in
		at, known := t.of[inserted]
		if !known {
			at = t.begin(inserted)
			t.of[inserted] = at
		}
		t.all[at].Inserted += words
		out = append(out, at)
		inserted = nil
		if t.open == at {
			t.open = -1
		}
	}
	r := inserted
	if r == nil {
		r = deleted
	}
	if r == nil {
		return out
	}
	if !t.goesOn(r) {
		t.open = t.begin(r)
		t.first, t.ended = first, false
	}
	t.of[r], t.ops = t.open, r.Change
	c := &t.all[t.open]
	c.Moved = c.Moved || r.Change == docx.MovedFrom || r.Change == docx.MovedTo
	if inserted != nil {
		c.Inserted += words
	} else {
		c.Deleted += words
	}
	return append(out, t.open)
}

// goesOn tells whether a revision is part of the open change: of the same person, at about the same time, and across the
// end of a paragraph only of the same kind.
func (t *tracking) goesOn(r *docx.Revision) bool {
	if at, known := t.of[r]; known {
		t.open = at
		return true
	}
	if t.open < 0 {
		return false
	}
	c := t.all[t.open]
	apart := r.Date.Sub(c.Date)
	return c.Author == r.Author && apart <= together && apart >= -together && (!t.ended || t.ops == r.Change)
}

func (t *tracking) begin(r *docx.Revision) int {
	t.all = append(t.all, Tracked{ID: "t" + strconv.Itoa(len(t.all)+1), Author: r.Author, Date: r.Date})
	return len(t.all) - 1
}

// begins reports a paragraph that goes on with no other one's words.
func (t *tracking) begins(p *docx.Paragraph) bool {
	o, own := ownStyle(p.Style)
	name := bookmarkOf(p)
	return !own || o.kind != "" && (name == "" || name != t.last)
}

// bookmarkOf is the name of the first bookmark of a paragraph.
func bookmarkOf(p *docx.Paragraph) string {
	for _, r := range p.Runs {
		if r.Kind == docx.BookmarkStart {
			return r.Text
		}
	}
	return ""
}

// settle tells the changes in which provisions of a text they are.
func (t *tracking) settle(tree Tree) map[int][]string {
	out := map[int][]string{}
	for _, c := range tree.Comments {
		at, ok := t.marks[c.ID]
		if !ok || c.Position == 0 {
			continue
		}
		if wid := tree.Provisions[c.Position-1].WID; !slices.Contains(out[at], wid) {
			out[at] = append(out[at], wid)
		}
	}
	return out
}
