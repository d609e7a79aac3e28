package redline

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"znkr.io/diff"
)

const (
	// thorough is how many pairs of words are looked at without a shorter way: those
	// of two texts of 2,000 words.
	thorough = 4_000_000
	// rewritten is how many words must be replaced around an island of equal words,
	// for each of its own, until it reads better as part of one replacement.
	rewritten = 4
	// islandWords is the most words of such an island, in Chinese characters twice
	// as many: what is longer was kept on purpose.
	islandWords = 2
	// shortWord has at most so many letters, as articles and prepositions do.
	shortWord = 3
)

// hunk is a stretch of words that was replaced: those from o1 to o2 of the old
// text by those from n1 to n2 of the new one.
type hunk struct{ o1, o2, n1, n2 int }

// hunks finds what differs between two texts, in a form that people would write.
func hunks(a, b *tokens) []hunk {
	found := differences(a.ids, b.ids)
	slide(a, b, found)
	return absorb(a, found)
}

// differences finds what differs between two lists of words. Lists of which each word
// would be held against too many are aligned first by the words that stand once, and
// looked at closely only between them: texts that have nothing in common would
// take seconds otherwise.
func differences(a, b []int32) []hunk {
	if len(a)*len(b) <= thorough {
		return closely(nil, a, b, 0, 0)
	}
	var out []hunk
	for _, h := range diff.Hunks(a, b, diff.Context(0), diff.Fast()) {
		gone, came := a[h.PosX:h.EndX], b[h.PosY:h.EndY]
		if len(gone)*len(came) > thorough {
			out = append(out, hunk{h.PosX, h.EndX, h.PosY, h.EndY})
			continue
		}
		out = closely(out, gone, came, h.PosX, h.PosY)
	}
	return out
}

// closely adds the differences of two lists that begin at o and n.
func closely(out []hunk, a, b []int32, o, n int) []hunk {
	for _, h := range diff.Hunks(a, b, diff.Context(0)) {
		out = append(out, hunk{o + h.PosX, o + h.EndX, n + h.PosY, n + h.EndY})
	}
	return out
}

// absorb makes one replacement of two between which only an island of equal words
// is left, where both lose and win several times as many words: a rewritten
// sentence is no confetti. Two insertions, or two deletions, never become a
// replacement, and no replacement goes on across the end of a sentence.
func absorb(a *tokens, found []hunk) []hunk {
	out := found[:0]
	for _, h := range found {
		for len(out) > 0 && belongs(a, out[len(out)-1], h) {
			last := out[len(out)-1]
			h.o1, h.n1 = last.o1, last.n1
			out = out[:len(out)-1]
		}
		out = append(out, h)
	}
	return out
}

// belongs tells whether the island between two hunks is to be absorbed.
func belongs(a *tokens, left, right hunk) bool {
	gone := left.o2 - left.o1 + right.o2 - right.o1
	came := left.n2 - left.n1 + right.n2 - right.n1
	most := min(gone, came) / rewritten
	if right.o1-left.o2 > most { // every word weighs something
		return false
	}
	weight, words := 0, 0.0
	for i := left.o2; i < right.o1; i++ {
		if strings.ContainsRune(a.gap(i), '\n') || endsSentence(a.word(i)) || blank(a.word(i)) {
			return false
		}
		w, n := weigh(a.word(i))
		weight, words = weight+w, words+n
	}
	return weight <= most && words <= islandWords && !strings.ContainsRune(a.gap(right.o1), '\n')
}

// weigh says how much a word holds its place: a long one twice as much as an
// article or a sign; and as how many words it counts.
func weigh(word string) (weight int, words float64) {
	first, _ := utf8.DecodeRuneInString(word)
	switch {
	case unicode.Is(unicode.Han, first):
		return 1, 0.5
	case !unicode.IsLetter(first) && !unicode.IsNumber(first):
		return 1, 0
	case utf8.RuneCountInString(word) <= shortWord:
		return 1, 1
	}
	return 2, 1
}

// endsSentence reports a sign that ends a sentence, in any of the six languages.
func endsSentence(word string) bool {
	return strings.ContainsAny(word, ".!?。！？؟") && !hasLetter(word)
}

func hasLetter(word string) bool {
	return strings.IndexFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) >= 0
}

// slide moves insertions and deletions that could stand at several places, such as
// the second of two like sentences, to where people see a beginning and an end.
func slide(a, b *tokens, found []hunk) {
	for i := range found {
		h := &found[i]
		t, from, to, least, most := a, h.o1, h.o2, 0, len(a.ids)
		if h.o1 == h.o2 {
			t, from, to, most = b, h.n1, h.n2, len(b.ids)
		} else if h.n1 != h.n2 {
			continue
		}
		if i > 0 {
			least = 1 + pick(t == a, found[i-1].o2, found[i-1].n2)
		}
		if i+1 < len(found) {
			most = pick(t == a, found[i+1].o1, found[i+1].n1) - 1
		}
		by := t.slide(from, to, least, most)
		h.o1, h.o2, h.n1, h.n2 = h.o1+by, h.o2+by, h.n1+by, h.n2+by
	}
}

func pick(first bool, a, b int) int {
	if first {
		return a
	}
	return b
}

// slide says how far the words from from to to are best moved, when they may
// begin at least at least and end at most at most.
func (t *tokens) slide(from, to, least, most int) (by int) {
	best := t.edge(from) + t.edge(to)
	for d := -1; from+d >= least && t.ids[from+d] == t.ids[to+d]; d-- {
		if score := t.edge(from+d) + t.edge(to+d); score > best {
			best, by = score, d
		}
	}
	for d := 1; to+d <= most && t.ids[from+d-1] == t.ids[to+d-1]; d++ {
		if score := t.edge(from+d) + t.edge(to+d); score > best {
			best, by = score, d
		}
	}
	return by
}

// edge scores how much of a beginning there is before word i.
func (t *tokens) edge(i int) int {
	switch gap := t.gap(i); {
	case i == 0 || i == len(t.ids), strings.ContainsRune(gap, '\n'), blank(t.word(i - 1)):
		return 4
	case endsSentence(t.word(i - 1)):
		return 3
	case !hasLetter(t.word(i - 1)):
		return 2
	case gap != "":
		return 1
	}
	return 0
}
