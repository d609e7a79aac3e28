package document

import (
	"slices"
	"unicode/utf8"

	"travaux/internal/docx"
	"travaux/models"
)

// change writes a provision that both texts have here, with the changes in it.
func (w *redliner) change(old, new models.Provision, c models.Compared) {
	is := w.segments(new)
	words := w.words(old, new, is, c)
	first := &docx.Paragraph{Style: w.style(new, beginsWithText(new, is))}
	first.Runs = append(first.Runs, docx.Run{Kind: docx.BookmarkStart, ID: new.WID, Text: BookmarkName(new.WID)})
	first.Runs = append(first.Runs, w.numbers(old, new, c)...)
	if beginsWithText(new, is) {
		first.Runs = append(first.Runs, words[0].Paragraph.Runs...)
		first.Inserted, first.Deleted = words[0].Paragraph.Inserted, words[0].Paragraph.Deleted
		words = words[1:]
	} else if old.Heading != "" || new.Heading != "" {
		hunks := w.Hunks(models.PartHeading, old.Heading, new.Heading)
		first.Runs = append(first.Runs, w.merge(w.line(old.Heading), w.line(new.Heading), hunks, c)[0].Runs...)
	}
	if (first.Inserted != nil || first.Deleted != nil) && !stands(first) { // its style would go with it
		w.delete(old, c)
		w.insert(new, c)
		return
	}
	w.add(first)
	last := first
	for _, b := range words {
		if b.Table != nil {
			w.doc.Body = append(w.doc.Body, b)
			continue
		}
		last = b.Paragraph
		last.Style = w.wordsStyle(new.Depth)
		w.add(last)
	}
	last.Runs = append(last.Runs, docx.Run{Kind: docx.BookmarkEnd, ID: new.WID})
}

// stands reports a paragraph with words that both texts have.
func stands(p *docx.Paragraph) bool {
	for _, r := range p.Runs {
		if r.Kind == docx.Text && r.Text != "" && r.Inserted == nil && r.Deleted == nil {
			return true
		}
	}
	return false
}

// numbers are the numbers with what stands around them: one, or the old and the new one.
func (w *redliner) numbers(old, new models.Provision, c models.Compared) []docx.Run {
	was, is := w.number(old), w.number(new)
	author := w.by(c, func(c models.Change) bool { return c.Part == models.PartNumber })
	var before, after []docx.Run // what both have
	for len(was) > 0 && len(is) > 0 && was[0] == is[0] {
		before, was, is = append(before, is[0]), was[1:], is[1:]
	}
	for len(was) > 0 && len(is) > 0 && was[len(was)-1] == is[len(is)-1] {
		after, was, is = slices.Insert(after, 0, is[len(is)-1]), was[:len(was)-1], is[:len(is)-1]
	}
	for i := range was {
		was[i].Deleted = w.revision(docx.Deletion, author)
	}
	for i := range is {
		is[i].Inserted = w.revision(docx.Insertion, author)
	}
	return slices.Concat(before, was, is, after)
}

func plain(runs []docx.Run) string { return (&docx.Paragraph{Runs: runs}).Plain() }

// words are the words of two provisions in one. Tables that changed, and words that cannot be told apart one by one, are
// deleted and inserted whole.
func (w *redliner) words(old, new models.Provision, is []segment, c models.Compared) []docx.Block {
	hunks := w.Hunks(models.PartText, old.Text, new.Text)
	if len(hunks) == 0 {
		return wholeSegments(is)
	}
	was := w.segments(old)
	a, b := signsOf(was, old.Text), signsOf(is, new.Text)
	if a == nil || b == nil {
		gone, came := wholeSegments(was), wholeSegments(is)
		author := w.by(c, func(c models.Change) bool { return c.Part == models.PartText })
		track(gone, nil, w.revision(docx.Deletion, author))
		track(came, w.revision(docx.Insertion, author), nil)
		return append(gone, came...)
	}
	lines := w.merge(a, b, hunks, c)
	last := lines[len(lines)-1]
	switch author := w.by(c, anyChange); "" {
	case old.Text:
		last.Inserted = w.revision(docx.Insertion, author)
	case new.Text:
		last.Deleted = w.revision(docx.Deletion, author)
	}
	out := make([]docx.Block, len(lines))
	for i, l := range lines {
		out[i].Paragraph = l
	}
	return out
}

func wholeSegments(segments []segment) []docx.Block {
	out := make([]docx.Block, len(segments))
	for i, s := range segments {
		if s.table != nil {
			out[i].Table = s.table
			continue
		}
		out[i].Paragraph = &docx.Paragraph{Runs: s.runs}
	}
	return out
}

// sign is a code point in its run; without one, the end of a line.
type sign struct {
	char rune
	run  *docx.Run
}

// signsOf are the code points of a text in its paragraphs; nil where there are tables among them, or other words.
func signsOf(segments []segment, text string) []sign {
	out := make([]sign, 0, utf8.RuneCountInString(text))
	for i, s := range segments {
		if s.table != nil {
			return nil
		}
		if i > 0 {
			out = append(out, sign{char: '\n'})
		}
		for k := range s.runs {
			for _, r := range s.runs[k].Text {
				out = append(out, sign{r, &s.runs[k]})
			}
		}
	}
	if len(out) != utf8.RuneCountInString(text) {
		return nil
	}
	return out
}

// line is a text without markup.
func (w *redliner) line(text string) []sign {
	return signsOf([]segment{{runs: []docx.Run{w.plain(text, "")}}}, text)
}

// merge puts two texts into one: what is equal as the new one has it, what was deleted as the old one had it. There is
// at least one line.
func (w *redliner) merge(old, new []sign, hunks []models.Change, c models.Compared) []*docx.Paragraph {
	m := merged{{}}
	at := 0
	for _, h := range hunks {
		author := w.by(c, func(c models.Change) bool {
			return c.Part == h.Part && c.Old == h.Old && c.New == h.New && c.Start == h.Start && c.OldStart == h.OldStart
		})
		m.add(new[at:h.Start], nil, nil)
		m.add(old[h.OldStart:h.OldEnd], nil, w.revision(docx.Deletion, author))
		m.add(new[h.Start:h.End], w.revision(docx.Insertion, author), nil)
		at = h.End
	}
	m.add(new[at:], nil, nil)
	return m
}

// merged is lines that are put together.
type merged []*docx.Paragraph

func (m *merged) add(signs []sign, inserted, deleted *docx.Revision) {
	for len(signs) > 0 {
		n := 1
		last := (*m)[len(*m)-1]
		if signs[0].run == nil {
			last.Inserted, last.Deleted = inserted, deleted
			*m = append(*m, &docx.Paragraph{})
		} else {
			n = stretch(signs)
			r := *signs[0].run
			r.Text, r.Inserted, r.Deleted = charsOf(signs[:n]), inserted, deleted
			last.Runs = append(last.Runs, r)
		}
		signs = signs[n:]
	}
}

// stretch counts the first signs that are in one run.
func stretch(signs []sign) int {
	n := 1
	for n < len(signs) && signs[n].run == signs[0].run {
		n++
	}
	return n
}

func charsOf(signs []sign) string {
	out := make([]rune, len(signs))
	for i, c := range signs {
		out[i] = c.char
	}
	return string(out)
}
