package redline

import (
	"maps"
	"slices"
)

// A provision is known as a part of another by these measures. They are set so
// that what is uncertain is not claimed: a false split is worse than a removal
// and an insertion.
const (
	leastPart     = 6   // words that a part must have
	leastShare    = 0.1 // of the words of the whole that a part must hold
	leastWithin   = 0.8 // of the words of a part that must stand in the whole
	leastCovered  = 0.8 // of the words of the whole that the parts must hold together
	mostShared    = 0.1 // of the words of the whole that more than one part may hold
	leastRun      = 3   // words that must follow one another to count as the same
	shingle       = 3   // words looked up together for finding candidates
	mostPlaces    = 8   // provisions with the same shingle; more make it a phrase
	leastShingles = 0.5 // of the shingles of a part that must stand in the whole
)

// family is a provision of one version whose words are those of several in the
// other: an old one that was split, or a new one that was joined.
type family struct {
	split   bool
	one     int
	many    []int            // in reading order, with the partner of one if there is any
	kept    bool             // the partner is a part too
	changes map[int][]Change // by provision of many, those of its text
}

// claim is what a provision holds of another.
type claim struct {
	part int
	runs []span // of the whole's words
}

// findFamilies finds what was split and joined. A provision has a place in one
// family at most: where two want it, neither is certain.
func (c *comparison) findFamilies() {
	found := append(families(&c.old, &c.new, true), families(&c.new, &c.old, false)...)
	wanted := map[place]int{}
	for _, f := range found {
		for _, m := range f.members() {
			wanted[m]++
		}
	}
	for _, f := range found {
		members := f.members()
		if slices.ContainsFunc(members, func(m place) bool { return wanted[m] > 1 }) {
			continue
		}
		f.changes = c.changesOfFamily(f)
		for _, m := range members {
			c.family[m] = f
		}
	}
}

// members are the places of a family, each of one version.
func (f *family) members() []place {
	out := []place{{f.one, -1}}
	for _, i := range f.many {
		out = append(out, place{-1, i})
	}
	if !f.split {
		for i, m := range out {
			out[i] = place{m.to, m.from}
		}
	}
	return out
}

// families finds the provisions of one version of which several in the other are
// the parts.
func families(whole, parts *side, split bool) []*family {
	claims := map[int][]claim{}
	var index map[[shingle]int32][]int
	for i := range parts.ps {
		if parts.partner[i] >= 0 || parts.ps[i].WID == "" || parts.text(i).count() < leastPart {
			continue
		}
		if index == nil {
			index = whole.index()
		}
		if of, runs := whole.claimed(index, parts.text(i)); of >= 0 {
			claims[of] = append(claims[of], claim{i, runs})
		}
	}
	var out []*family
	for _, of := range slices.Sorted(maps.Keys(claims)) {
		f := family{split: split, one: of}
		held := claims[of]
		if partner := whole.partner[of]; partner >= 0 {
			f.many = append(f.many, partner)
			if runs := common(whole.text(of), parts.text(partner)); len(runs) > 0 {
				f.kept = true
				held = append(held, claim{partner, runs})
			}
		}
		if len(held) < 2 || !covers(held, len(whole.text(of).ids)) {
			continue
		}
		for _, h := range claims[of] {
			f.many = append(f.many, h.part)
		}
		slices.Sort(f.many)
		out = append(out, &f)
	}
	return out
}

// index says where the shingles of the provisions stand that lost words.
func (s *side) index() map[[shingle]int32][]int {
	out := map[[shingle]int32][]int{}
	for i := range s.ps {
		if s.same[i] || s.ps[i].WID == "" {
			continue
		}
		for key := range s.text(i).shingles() {
			if at := out[key]; len(at) <= mostPlaces && (len(at) == 0 || at[len(at)-1] != i) {
				out[key] = append(at, i)
			}
		}
	}
	return out
}

// claimed finds the one provision in which the words of part stand, and -1 when there
// is none or are several.
func (s *side) claimed(index map[[shingle]int32][]int, part *tokens) (of int, runs []span) {
	hits, all := map[int]int{}, 0
	for key := range part.shingles() {
		all++
		if at := index[key]; len(at) <= mostPlaces {
			for _, i := range at {
				hits[i]++
			}
		}
	}
	of = -1
	for _, i := range slices.Sorted(maps.Keys(hits)) {
		if float64(hits[i]) < leastShingles*float64(all) {
			continue
		}
		whole := s.text(i)
		found := common(whole, part)
		held := float64(length(found))
		if held < leastWithin*float64(len(part.ids)) || held < leastShare*float64(len(whole.ids)) {
			continue
		}
		if of >= 0 {
			return -1, nil
		}
		of, runs = i, found
	}
	return of, runs
}

// covers tells whether parts hold nearly all the words of a whole, each its own.
func covers(held []claim, words int) bool {
	count := make([]int, words)
	for _, h := range held {
		for _, r := range h.runs {
			for i := r.start; i < r.end; i++ {
				count[i]++
			}
		}
	}
	covered, shared := 0, 0
	for _, n := range count {
		covered += min(n, 1)
		shared += max(min(n-1, 1), 0)
	}
	return float64(covered) >= leastCovered*float64(words) && float64(shared) <= mostShared*float64(words)
}

// common gives the runs of words of a that stand in b in the same order.
func common(a, b *tokens) []span {
	var out []span
	at := 0
	add := func(to int) {
		if to-at >= leastRun {
			out = append(out, span{at, to})
		}
	}
	for _, h := range differences(a.ids, b.ids) {
		add(h.o1)
		at = h.o2
	}
	add(len(a.ids))
	return out
}

func length(runs []span) (n int) {
	for _, r := range runs {
		n += r.end - r.start
	}
	return n
}
