package redline

import (
	"slices"
	"strings"
)

// The marks around words of which Merge cannot tell which are meant: mine stand before theirs.
const (
	MarkOpen  = "⟦"
	MarkOr    = " ¦ "
	MarkClose = "⟧"
)

// Merge brings two changes of a text together. Where both changed the same words, or words that stand side by side,
// to something else, it keeps both between the marks, and conflicts is true. White space counts here: two who
// change only that are brought together too.
func Merge(base, mine, theirs string) (merged string, conflicts bool) {
	words := lexicon{}
	b, m, t := words.stream(base), words.stream(mine), words.stream(theirs)
	w := merging{b: b, both: [2]changed{{stream: m, hunks: differences(b.ids, m.ids)}, {stream: t, hunks: differences(b.ids, t.ids)}}}
	for w.step() {
	}
	return w.out.String(), w.conflicts
}

// HasMarks reports words that Merge left for somebody to choose from.
func HasMarks(text string) bool {
	_, rest, open := strings.Cut(text, MarkOpen)
	_, rest, or := strings.Cut(rest, MarkOr)
	return open && or && strings.Contains(rest, MarkClose)
}

// stream is a text as its words and the white space between them.
type stream struct {
	texts []string
	ids   []int32
}

func (l lexicon) stream(text string) stream {
	var p stream
	add := func(s string) {
		if s != "" {
			p.texts, p.ids = append(p.texts, s), append(p.ids, l.number(s))
		}
	}
	t := l.cut(text)
	for i := range t.spans {
		add(t.gap(i))
		add(t.word(i))
	}
	add(t.gap(len(t.spans)))
	return p
}

func (p stream) join(from, to int) string { return strings.Join(p.texts[from:to], "") }

// spaces reports a stretch without a word.
func (p stream) spaces(from, to int) bool { return blank(p.join(from, to)) }

// changed is one of the two changed texts, and what it did to the base. Its hunks go as they are used.
type changed struct {
	stream
	hunks []hunk
	by    int // how far its pieces stand behind those of the base, before the first hunk that is left
}

// merging walks both changed texts along the base.
type merging struct {
	b         stream
	both      [2]changed
	at        int // pieces of the base that are written
	out       strings.Builder
	conflicts bool
}

// step writes the base up to the next change, and the change; false at the end.
func (w *merging) step() bool {
	from, to := w.region()
	if from < 0 {
		w.out.WriteString(w.b.join(w.at, len(w.b.texts)))
		return false
	}
	w.out.WriteString(w.b.join(w.at, from))
	mine, did := w.both[0].take(from, to)
	theirs, also := w.both[1].take(from, to)
	switch {
	case !also || slices.Equal(mine, theirs):
		w.write(mine)
	case !did:
		w.write(theirs)
	default:
		w.conflicts = true
		w.choice(mine, theirs)
	}
	w.at = to
	return true
}

func (w *merging) write(texts []string) { w.out.WriteString(strings.Join(texts, "")) }

// choice writes what both made of the same words: what they have in common once, the rest between the marks.
func (w *merging) choice(mine, theirs []string) {
	same := func(more int, at func(texts []string, i int) string) (n int) {
		for n < min(len(mine), len(theirs))-more && at(mine, n) == at(theirs, n) {
			n++
		}
		return n
	}
	first := same(0, func(texts []string, i int) string { return texts[i] })
	last := same(first, func(texts []string, i int) string { return texts[len(texts)-1-i] })
	w.write(mine[:first])
	w.out.WriteString(MarkOpen)
	w.write(mine[first : len(mine)-last])
	w.out.WriteString(MarkOr)
	w.write(theirs[first : len(theirs)-last])
	w.out.WriteString(MarkClose)
	w.write(mine[len(mine)-last:])
}

// region gives the next pieces of the base that were changed: by one side, or by both where their changes touch.
func (w *merging) region() (from, to int) {
	first, other := &w.both[0], &w.both[1]
	if len(first.hunks) == 0 || len(other.hunks) > 0 && other.hunks[0].o1 < first.hunks[0].o1 {
		first, other = other, first
	}
	if len(first.hunks) == 0 {
		return -1, -1
	}
	from, to = first.hunks[0].o1, first.hunks[0].o2
	used := map[*changed]int{first: 1}
	for grown := true; grown; {
		grown = false
		for _, s := range []*changed{other, first} {
			if i := used[s]; i < len(s.hunks) && w.touches(s.hunks[i], to, used[other] > 0 || s == other) {
				to, grown = max(to, s.hunks[i].o2), true
				used[s]++
			}
		}
	}
	return from, to
}

// touches tells whether a hunk belongs to a region that ends at to: of the other side already where no word stands
// between.
func (w *merging) touches(h hunk, to int, both bool) bool {
	return h.o1 < to || both && w.b.spaces(to, max(h.o1, to))
}

// take gives what a side made of a stretch of the base, and whether it changed it.
func (s *changed) take(from, to int) (texts []string, did bool) {
	start, end := from+s.by, to+s.by
	for len(s.hunks) > 0 && s.hunks[0].o2 <= to && s.hunks[0].o1 >= from {
		h := s.hunks[0]
		s.hunks, did = s.hunks[1:], true
		s.by = h.n2 - h.o2
		end = to + s.by
	}
	return s.texts[start:end], did
}
