package anchor

import "strings"

// torn tells whether words that stand in what old provision o became have left their
// sentence: what else of it is kept is all in another one. What one sentence ended
// in may have become the end of another, which says something else.
func (c *Carrier) torn(r quoted, n int, t span) bool {
	is, a := c.is.tokens(c.words, n), c.align(r.o, n)
	_, _, before, after := sides(r.ts, r.span, is, t)
	old, new := bounds{r.text, r.ts}, bounds{c.is.ps[n].Text, is}
	if old.holds(span{r.i - before, r.j + after}) {
		return false
	}
	from, to := old.sentence(r.span)
	before, after = min(before, r.i-from), min(after, to-r.j)
	s, u := span{r.i - before, r.j + after}, span{t.i - before, t.j + after}
	return strays(old, new, s, u, a.to) || strays(new, old, u, s, a.from)
}

// strays tells whether words of the sentences in which s begins and ends have
// counterparts, but none in those in which u begins and ends.
func strays(of, in bounds, s, u span, counterpart []int32) bool {
	from, to := of.sentence(s)
	first, last := in.sentence(u)
	away := false
	for k := from; k < to; k++ {
		at := int(counterpart[k])
		if at < 0 || of.ts[k].weight == 0 || k >= s.i && k < s.j {
			continue
		}
		if at >= first && at < last {
			return false
		}
		away = true
	}
	return away
}

// bounds tells where in a text sentences, cells and lines begin and end.
type bounds struct {
	text string
	ts   []token
}

// sentence gives the tokens from the beginning of the sentence of the first of s to
// the end of that of the last.
func (b bounds) sentence(s span) (from, to int) {
	from, to = s.i, s.j
	for from > 0 && !b.begins(from) {
		from--
	}
	for to < len(b.ts) && !b.begins(to) {
		to++
	}
	return from, to
}

// holds tells whether a whole sentence stands in s: with that beside them words are known.
func (b bounds) holds(s span) bool {
	from := -1
	for k := s.i; k <= s.j; k++ {
		if k > 0 && k < len(b.ts) && !b.begins(k) {
			continue
		}
		if from >= 0 && weigh(b.ts[from:k]) >= margin {
			return true
		}
		from = k
	}
	return false
}

// begins tells whether token i, before which there is another, is the first of a sentence.
func (b bounds) begins(i int) bool {
	last := b.ts[i-1]
	return strings.ContainsAny(b.text[last.at:last.to], ".!?。！？؟;；؛\t\n") || strings.ContainsRune(b.text[last.to:b.ts[i].at], '\n')
}
