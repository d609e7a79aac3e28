package redline

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// parts are the provisions that hold the words of the one; its partner may hold none.
func (f *family) parts(partner int) []int {
	return slices.DeleteFunc(slices.Clone(f.many), func(i int) bool { return i == partner && !f.kept })
}

// changesOfFamily compares the whole with its parts put one after the other, and
// gives the changes of each part's text.
func (c *comparison) changesOfFamily(f *family) map[int][]Change {
	one, many := &c.old, &c.new
	if !f.split {
		one, many = many, one
	}
	texts := make([]string, len(f.many))
	for k, i := range f.many {
		texts[k] = many.ps[i].Text
	}
	out := map[int][]Change{}
	for _, ch := range changesOfRuns(PartText, Words(one.ps[f.one].Text, strings.Join(texts, "\n"))) {
		for k, piece := range inPieces(ch, texts) {
			at := f.many[k]
			if !f.split {
				piece = mirrored(piece)
				if many.partner[at] != f.one {
					piece.Source = many.ps[at].WID
				}
			} else if one.partner[f.one] != at {
				piece.Source = one.ps[f.one].WID
			}
			out[at] = append(out[at], piece)
		}
	}
	return out
}

// inPieces cuts a change in texts that stand one after the other, with a line break
// between them, into those of each text. What was deleted goes to the first.
func inPieces(c Change, texts []string) map[int]Change {
	out := map[int]Change{}
	first, within := -1, 0
	at, start := 0, 0
	for k, text := range texts {
		end := start + utf8.RuneCountInString(text)
		if start <= c.Start {
			at, within = k, min(c.Start, end)-start
		}
		from, to := max(c.Start, start), min(c.End, end)
		if from < to {
			piece := whole(c.Part, "", points(c.New, from-c.Start, to-c.Start))
			piece.Start, piece.End = from-start, to-start
			piece.OldStart, piece.OldEnd = c.OldEnd, c.OldEnd
			if !blank(piece.New) {
				out[k] = piece
				if first < 0 {
					first = k
				}
			}
		}
		start = end + 1
	}
	if c.Old == "" {
		return out
	}
	if first < 0 {
		out[at] = Change{Op: OpDelete, Part: c.Part, Old: c.Old, Start: within, End: within, OldStart: c.OldStart, OldEnd: c.OldEnd}
		return out
	}
	p := out[first]
	p.Op, p.Old, p.OldStart, p.OldEnd = OpReplace, c.Old, c.OldStart, c.OldEnd
	out[first] = p
	return out
}

// points is the part of a text between two counts of code points.
func points(s string, from, to int) string {
	start := skip(s, from)
	return s[start : start+skip(s[start:], to-from)]
}

// skip is the byte at which the code point begins before which n others stand.
func skip(s string, n int) (at int) {
	for ; n > 0; n-- {
		_, size := utf8.DecodeRuneInString(s[at:])
		at += size
	}
	return at
}

// mirrored is the change as it is the other way round.
func mirrored(c Change) Change {
	c.Old, c.New = c.New, c.Old
	c.Start, c.End, c.OldStart, c.OldEnd = c.OldStart, c.OldEnd, c.Start, c.End
	switch c.Op {
	case OpInsert:
		c.Op = OpDelete
	case OpDelete:
		c.Op = OpInsert
	}
	return c
}
