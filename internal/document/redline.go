package document

import (
	"time"

	"travaux/internal/docx"
	"travaux/models"
)

// Redlined is a comparison for a word-processing file.
type Redlined struct {
	models.Comparison
	Author  string                                      // of the changes that nobody else made
	Authors map[string]string                           // who made a change, by its id
	Date    time.Time                                   // of all changes
	Hunks   func(part, old, new string) []models.Change // what changed from one text to another: redline.Hunks
}

// RedlineDOCX makes a word-processing file of two versions with tracked changes: whoever accepts all has the new text,
// whoever refuses all has the words of the old one. Numbers are typed, for automatic ones could not be told apart. What
// was moved, or is of another kind now, is deleted where it stood and inserted where it stands.
func RedlineDOCX(c Cover, r Redlined) docx.Document {
	w := &redliner{
		docxWriter: docxWriter{cover: c, rtl: c.Direction == "rtl", flat: true, seen: map[string]bool{}},
		Redlined:   r, news: map[string]bool{}, gone: map[int]models.Compared{}, here: map[int]models.Compared{},
	}
	for _, p := range r.Provisions {
		w.gone[p.From], w.here[p.To] = p, p
	}
	for _, p := range r.New.Provisions {
		w.news[p.WID] = true
	}
	w.begin(w.title())
	i, j := 0, 0
	for _, pair := range append(w.backbone(), pair{len(r.Old.Provisions), len(r.New.Provisions)}) {
		for ; i < pair.from; i++ {
			w.delete(r.Old.Provisions[i], w.gone[i])
		}
		for ; j < pair.to; j++ {
			w.insert(r.New.Provisions[j], w.here[j])
		}
		if i < len(r.Old.Provisions) && j < len(r.New.Provisions) {
			w.change(r.Old.Provisions[i], r.New.Provisions[j], w.here[j])
		}
		i, j = i+1, j+1
	}
	return w.doc
}

// redliner makes the paragraphs of a redline.
type redliner struct {
	docxWriter
	Redlined
	news       map[string]bool         // the wids of the new text
	gone, here map[int]models.Compared // by index into the old text, and into the new one
}

// pair is a provision that stands in both texts.
type pair struct{ from, to int }

// backbone are the most provisions that stand in both texts in the same order and can be shown in one place.
func (w *redliner) backbone() []pair {
	var all []pair
	for j := range w.New.Provisions {
		i := w.here[j].From
		if p, ok := w.here[j]; ok && p.To == j && i >= 0 && w.alike(w.Old.Provisions[i], w.New.Provisions[j]) {
			all = append(all, pair{i, j})
		}
	}
	var tails []int // by length, the last of the sequence of this length that ends first
	before := make([]int, len(all))
	for k, p := range all {
		at := 0
		for high := len(tails); at < high; {
			if middle := (at + high) / 2; all[tails[middle]].from < p.from {
				at = middle + 1
			} else {
				high = middle
			}
		}
		if before[k] = -1; at > 0 {
			before[k] = tails[at-1]
		}
		tails = append(tails[:at], k)
	}
	if len(tails) == 0 {
		return nil
	}
	out := make([]pair, len(tails))
	for k, at := tails[len(tails)-1], len(tails)-1; k >= 0; k, at = before[k], at-1 {
		out[at] = all[k]
	}
	return out
}

// alike reports two provisions whose paragraphs have the same styles, so that one can be shown as the other with changes
// in its words.
func (w *redliner) alike(old, new models.Provision) bool {
	a, b := w.segments(old), w.segments(new)
	text := beginsWithText(new, b)
	return old.Kind == new.Kind && old.Depth == new.Depth && beginsWithText(old, a) == text &&
		(!text || len(w.Hunks(models.PartText, old.Text, new.Text)) == 0 || signsOf(a, old.Text) != nil && signsOf(b, new.Text) != nil)
}

// title is the title with its changes.
func (w *redliner) title() []docx.Run {
	old, new := w.Old.Text.Title, w.New.Text.Title
	return w.merge(w.line(old), w.line(new), w.Hunks(models.PartHeading, old, new), models.Compared{})[0].Runs
}

// revision is a tracked change.
func (w *redliner) revision(change docx.Change, author string) *docx.Revision {
	return &docx.Revision{Author: author, Change: change, Date: w.Date}
}

// by says who made one of the changes of a provision.
func (w *redliner) by(p models.Compared, is func(models.Change) bool) string {
	for _, c := range p.Changes {
		if author, ok := w.Authors[c.ID]; ok && is(c) {
			return author
		}
	}
	return w.Author
}

func anyChange(models.Change) bool { return true }

// insert writes a provision that the old text does not have here.
func (w *redliner) insert(p models.Provision, c models.Compared) {
	from := len(w.doc.Body)
	w.provision(p, 0)
	track(w.doc.Body[from:], w.revision(docx.Insertion, w.by(c, anyChange)), nil)
}

// delete writes a provision that the new text does not have here. Where it has it elsewhere, the bookmark is there.
func (w *redliner) delete(p models.Provision, c models.Compared) {
	from := len(w.doc.Body)
	w.provision(p, 0)
	track(w.doc.Body[from:], nil, w.revision(docx.Deletion, w.by(c, anyChange)))
	if !w.news[p.WID] {
		return
	}
	for b := range docx.Paragraphs(w.doc.Body[from:]) {
		kept := b.Runs[:0]
		for _, r := range b.Runs {
			if r.Kind != docx.BookmarkStart && r.Kind != docx.BookmarkEnd {
				kept = append(kept, r)
			}
		}
		b.Runs = kept
	}
}

// track marks blocks as inserted or deleted.
func track(blocks []docx.Block, inserted, deleted *docx.Revision) {
	for p := range docx.Paragraphs(blocks) {
		for i := range p.Runs {
			if p.Runs[i].Kind < docx.BookmarkStart {
				p.Runs[i].Inserted, p.Runs[i].Deleted = inserted, deleted
			}
		}
	}
	for _, b := range blocks {
		if b.Paragraph != nil {
			b.Paragraph.Inserted, b.Paragraph.Deleted = inserted, deleted
			continue
		}
		for i := range b.Table.Rows {
			b.Table.Rows[i].Inserted, b.Table.Rows[i].Deleted = inserted, deleted
		}
	}
}
