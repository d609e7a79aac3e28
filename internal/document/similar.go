package document

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

const (
	// alike is the share of common words from which a text is the same one
	// edited: more than half must be, or two unlike texts could both claim it.
	alike = 0.6
	// maxPairs bounds the comparisons under one parent; above it only numbers
	// and headings decide.
	maxPairs = 40_000
)

// likeness is how much two provisions have in common.
type likeness struct {
	older, newer int
	share        float64
}

// pairSimilar pairs provisions of one kind whose words are mostly the same, the
// most alike first.
func (m *matcher) pairSimilar(older, newer []int) {
	older, newer = m.open(older, newer)
	if len(older)*len(newer) > maxPairs {
		return
	}
	was, is := bags(&m.older, older), bags(&m.newer, newer)
	var found []likeness
	for _, o := range older {
		for _, n := range newer {
			if m.older.ps[o].Kind != m.newer.ps[n].Kind {
				continue
			}
			if share := common(was[o], is[n]); share >= alike {
				found = append(found, likeness{o, n, share})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b likeness) int { return cmp.Compare(b.share, a.share) })
	for _, l := range found {
		if !m.gone[l.older] && m.partner[l.newer] < 0 {
			m.pair(l.older, l.newer)
		}
	}
}

// bag counts words.
type bag struct {
	count map[string]int
	size  int
}

func bags(t *text, at []int) map[int]bag {
	out := make(map[int]bag, len(at))
	for _, i := range at {
		out[i] = bagOf(t.words[i])
	}
	return out
}

// bagOf counts the words of a text, in lower case; Chinese by character.
func bagOf(s string) bag {
	b := bag{count: map[string]int{}}
	add := func(word string) {
		b.count[word]++
		b.size++
	}
	split := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) }
	for _, word := range strings.FieldsFunc(strings.ToLower(s), split) {
		if !unicode.Is(unicode.Han, firstRune(word)) {
			add(word)
			continue
		}
		for _, r := range word {
			add(string(r))
		}
	}
	return b
}

// common is the Dice coefficient of two bags, 0 to 1.
func common(a, b bag) float64 {
	if a.size == 0 || b.size == 0 {
		return 0
	}
	both := 0
	for word, n := range a.count {
		both += min(n, b.count[word])
	}
	return 2 * float64(both) / float64(a.size+b.size)
}
