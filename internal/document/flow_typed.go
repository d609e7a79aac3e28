package document

import (
	"slices"
	"strconv"
	"strings"

	"travaux/internal/docx"
	"travaux/models"
)

// withTypedNumbers tells the numbers of the provisions that somebody typed into a file of ours apart from their words, as
// those that went out are told.
func withTypedNumbers(blocks []docx.Block) []docx.Block {
	out := slices.Clone(blocks)
	before := lastMarks{}
	for i, b := range blocks {
		if b.Paragraph == nil {
			continue
		}
		o, ok := ownStyle(b.Paragraph.Style)
		if !ok || o.kind == "" {
			continue
		}
		before.enter(o)
		if isTyped(b.Paragraph) {
			out[i].Paragraph = numberApart(b.Paragraph, o, before[o.depth].readings)
		}
		before.meet(o, out[i].Paragraph)
	}
	return out
}

// lastMarks are the marks that provisions had last, by their depth.
type lastMarks map[int]lastMark

type lastMark struct {
	kind     models.ProvisionKind
	readings []reading
}

// enter forgets the marks of what is over where a provision begins.
func (l lastMarks) enter(o own) {
	for depth, last := range l {
		if depth > o.depth || depth == o.depth && last.kind != o.kind {
			delete(l, depth)
		}
	}
}

// meet remembers the mark of a provision, if it has one.
func (l lastMarks) meet(o own, p *docx.Paragraph) {
	number := ""
	if m, ok := markAt(p.Label+" –", true); ok {
		number = m.number
	}
	for _, r := range p.Runs {
		if r.Format.Style == numberStyle {
			number += r.Text
		}
	}
	if found := readings(number[strings.LastIndexByte(number, '.')+1:]); len(found) > 0 {
		l[o.depth] = lastMark{o.kind, found}
	}
}

// isTyped tells whether a paragraph is new in a file of ours: what went out has a bookmark, or numbers in their style; a
// redline shows without one what went.
func isTyped(p *docx.Paragraph) bool {
	return p.Label == "" && p.Deleted == nil && !slices.ContainsFunc(p.Runs, func(r docx.Run) bool {
		ours := strings.HasPrefix(r.Text, "_w") || strings.HasPrefix(r.Text, "_x")
		return r.Kind == docx.BookmarkStart && ours || r.Deleted != nil || r.Format.Style == numberStyle
	})
}

// numberApart gives the number that a paragraph begins with, and what stands around it, their styles.
func numberApart(p *docx.Paragraph, o own, before []reading) *docx.Paragraph {
	line := strings.ReplaceAll(p.Plain(), "\n", " ")
	kind, number, length := typedNumber(o, line, before)
	at := strings.Index(line[:length], number)
	if number == "" || at < 0 {
		return p
	}
	made := *p
	made.Style = "Tv" + strings.ToUpper(string(kind[:1])) + string(kind[1:]) + strconv.Itoa(o.depth)
	if o.text {
		made.Style += "Text"
	}
	made.Runs = nil
	seen := 0
	for _, r := range p.Runs {
		for _, end := range [...]int{at, at + len(number), length} {
			if r.Kind != docx.Text || seen >= end || seen+len(r.Text) <= end {
				continue
			}
			before := r
			before.Text, r.Text = r.Text[:end-seen], r.Text[end-seen:]
			made.Runs = append(made.Runs, apart(before, seen, at, number, length))
			seen = end
		}
		made.Runs = append(made.Runs, apart(r, seen, at, number, length))
		seen += len(wordsOfRun(r))
	}
	return &made
}

// apart gives a run that begins at a byte its style, where it is the number or stands around it.
func apart(r docx.Run, from, at int, number string, length int) docx.Run {
	switch {
	case r.Kind > docx.PageBreak || from >= length:
	case from >= at && from < at+len(number):
		r.Format.Style = numberStyle
	default:
		r.Format.Style = wordStyle
	}
	return r
}

// typedNumber reads the number that a line begins with: with its word, as in any text, else a mark with a stop or a bracket.
// before is what the mark of the provision before it may mean.
func typedNumber(o own, line string, before []reading) (kind models.ProvisionKind, number string, length int) {
	if t, ok := readWord(line); ok && t.number != "" && !o.text {
		return t.kind, t.number, len(line) - len(t.heading)
	}
	if m, ok := markAt(line, false); ok && (!o.text || isItem(models.Provision{Kind: o.kind}) && m.isTyped(before)) {
		return o.kind, m.number, m.length
	}
	return o.kind, "", 0
}

// isTyped tells whether a mark that words begin with is a number: "J. Smith", "C. difficile" and "I – the undersigned" have
// the look of one.
func (m *mark) isTyped(before []reading) bool {
	return m.isDecimal() || m.first() && strings.ContainsAny(m.form, ")）") || slices.ContainsFunc(m.readings, func(r reading) bool {
		return slices.Contains(before, reading{r.style, r.value - 1})
	})
}
