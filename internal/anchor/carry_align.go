package anchor

import (
	"slices"

	"travaux/internal/redline"
)

// alignment says which tokens of an old text became which of a new one; -1 for
// those that have no counterpart.
type alignment struct{ to, from []int32 }

// align gives the alignment of an old with a new provision, made once.
func (c *Carrier) align(o, n int) *alignment {
	if a := c.aligned[[2]int{o, n}]; a != nil {
		return a
	}
	a := newAlignment(c.was.ps[o].Text, c.is.ps[n].Text, c.was.tokens(c.words, o), c.is.tokens(c.words, n))
	c.aligned[[2]int{o, n}] = a
	return a
}

func newAlignment(old, new string, was, is []token) *alignment {
	a := &alignment{to: none(len(was)), from: none(len(is))}
	i, j := 0, 0
	for _, e := range redline.Words(old, new) {
		if e.Op != redline.Equal {
			continue
		}
		var ofOld, ofNew span
		i, ofOld = inside(was, i, e.OldStart, e.OldEnd)
		j, ofNew = inside(is, j, e.NewStart, e.NewEnd)
		a.pair(was, is, ofOld, ofNew)
	}
	return a
}

func none(n int) []int32 {
	out := make([]int32, n)
	for i := range out {
		out[i] = -1
	}
	return out
}

// span is a half-open range of tokens.
type span struct{ i, j int }

// inside gives the tokens from i on that lie whole in a range of code points,
// and where to go on.
func inside(ts []token, i, start, end int) (next int, s span) {
	for i < len(ts) && int(ts[i].start) < start {
		i++
	}
	s.i = i
	for i < len(ts) && int(ts[i].end) <= end {
		i++
	}
	s.j = i
	return i, s
}

// pair pairs the tokens of a run that both texts have. Equal runs have equal
// tokens; where they have not, those at both ends that are equal count.
func (a *alignment) pair(was, is []token, o, n span) {
	for o.i < o.j && n.i < n.j && was[o.i].id == is[n.i].id {
		a.to[o.i], a.from[n.i] = int32(n.i), int32(o.i)
		o.i, n.i = o.i+1, n.i+1
	}
	for o.i < o.j && n.i < n.j && was[o.j-1].id == is[n.j-1].id {
		o.j, n.j = o.j-1, n.j-1
		a.to[o.j], a.from[n.j] = int32(n.j), int32(o.j)
	}
}

// image gives where the tokens of s went, if they are together still.
func (a *alignment) image(s span) (span, bool) {
	first := a.to[s.i]
	for k := s.i; k < s.j; k++ {
		if first < 0 || a.to[k] != first+int32(k-s.i) {
			return span{}, false
		}
	}
	return span{int(first), int(first) + s.j - s.i}, true
}

// touches tells whether a token of s went into t.
func (a *alignment) touches(s, t span) bool {
	return slices.ContainsFunc(a.to[s.i:s.j], func(k int32) bool { return int(k) >= t.i && int(k) < t.j })
}

// occurrences lists where a run of tokens stands in a text; overlapping ones too.
func occurrences(ts, run []token) []span {
	var out []span
	for i := 0; i+len(run) <= len(ts); i++ {
		if same(ts[i:i+len(run)], run) {
			out = append(out, span{i, i + len(run)})
		}
	}
	return out
}

func same(a, b []token) bool {
	for i := range b {
		if a[i].id != b[i].id {
			return false
		}
	}
	return true
}

// window is how far the words around a place tell it from another, in half
// words on either side.
const window = 6 * weighsWord

// likeness is the weight of the tokens that two places both have around them, on
// each side, and twice the weight of what one has there on average.
type likeness struct{ left, right, leftSize, rightSize int }

// around compares what stands on both sides of two places. That both are at the
// same end of their texts says as much as a word.
func around(was []token, s span, is []token, t span) likeness {
	var l likeness
	l.left, l.leftSize = overlap(before(was, s.i), before(is, t.i))
	l.right, l.rightSize = overlap(after(was, s.j), after(is, t.j))
	if s.i == 0 && t.i == 0 {
		l.left, l.leftSize = l.left+weighsWord, l.leftSize+2*weighsWord
	}
	if s.j == len(was) && t.j == len(is) {
		l.right, l.rightSize = l.right+weighsWord, l.rightSize+2*weighsWord
	}
	return l
}

// both is the weight of what is alike on both sides.
func (l likeness) both() int { return l.left + l.right }

// mostly tells whether at least half of what is around, and the kept part of what
// is between, are alike.
func (l likeness) mostly(kept, all int) bool {
	return 4*(l.both()+kept) >= l.leftSize+l.rightSize+2*all
}

// lopsided tells whether one side is hardly alike: less than a third of it.
func (l likeness) lopsided() bool { return 6*l.left < l.leftSize || 6*l.right < l.rightSize }

// before gives the tokens of a window that ends before token i.
func before(ts []token, i int) []token {
	from, weight := i, 0
	for from > 0 && weight < window && i-from < 2*window {
		from--
		weight += int(ts[from].weight)
	}
	return ts[from:i]
}

// after gives the tokens of a window that begins with token j.
func after(ts []token, j int) []token {
	to, weight := j, 0
	for to < len(ts) && weight < window && to-j < 2*window {
		weight += int(ts[to].weight)
		to++
	}
	return ts[j:to]
}

// overlap gives the weight of what two windows have in common, and of both.
func overlap(a, b []token) (shared, size int) {
	var used [2 * window]bool
	for _, x := range a {
		size += int(x.weight)
		for k, y := range b {
			if !used[k] && x.id == y.id {
				used[k] = true
				shared += int(x.weight)
				break
			}
		}
	}
	for _, y := range b {
		size += int(y.weight)
	}
	return shared, size
}

// beside gives the weight of the like tokens that follow two places without a
// gap, as far as a window on either side; an end of the text that both come to
// weighs as much as a word.
func beside(was []token, s span, is []token, t span) int {
	left, right := 0, 0
	for k := 1; left < window; k++ {
		if s.i < k || t.i < k {
			if s.i < k && t.i < k {
				left += weighsWord
			}
			break
		}
		if was[s.i-k].id != is[t.i-k].id {
			break
		}
		left += int(was[s.i-k].weight)
	}
	for k := 0; right < window; k++ {
		if s.j+k == len(was) || t.j+k == len(is) {
			if s.j+k == len(was) && t.j+k == len(is) {
				right += weighsWord
			}
			break
		}
		if was[s.j+k].id != is[t.j+k].id {
			break
		}
		right += int(was[s.j+k].weight)
	}
	return left + right
}
