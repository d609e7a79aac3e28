package anchor

import "travaux/models"

// few is the weight below which what is left of more words than that is a leftover.
const few = 2 * weighsWord

// rest is what is left of a quote in a new provision.
type rest struct {
	n    int
	span span // from the first to the last kept word
	kept int  // their weight
}

// part finds most of the quoted words in what the provision became.
func (c *Carrier) part(r quoted) *Carried {
	best := rest{n: -1}
	for _, n := range c.fates[r.o].homes {
		left := c.left(r, n)
		if left.kept > best.kept && r.credible(c.align(r.o, n), c.is.tokens(c.words, n), left.span, left.kept) {
			best = left
		}
	}
	all := weigh(r.run())
	if best.n < 0 || 2*best.kept < all || best.kept < min(all, few) {
		return nil
	}
	return &Carried{
		State: models.AnchorTextChanged, WID: c.is.ps[best.n].WID, Quote: c.at(best.n, best.span),
		Confidence: float64(best.kept) / float64(all),
	}
}

// left gives what is left of a quote in new provision n: the words, and the
// signs next to them that are kept with them.
func (c *Carrier) left(r quoted, n int) rest {
	a, signs := c.align(r.o, n), allSigns(r.run())
	first, last := -1, -1
	out := rest{n: n}
	for k := r.i; k < r.j; k++ {
		weight := int(r.ts[k].weight)
		if signs {
			weight = weighsWord
		}
		if a.to[k] < 0 || weight == 0 {
			continue
		}
		out.kept += weight
		if first < 0 {
			first = k
		}
		last = k
	}
	if first < 0 {
		return rest{n: n}
	}
	for first > r.i && a.to[first-1] >= 0 && a.to[first-1] == a.to[first]-1 {
		first--
	}
	for last+1 < r.j && a.to[last+1] >= 0 && a.to[last+1] == a.to[last]+1 {
		last++
	}
	out.span = span{int(a.to[first]), int(a.to[last]) + 1}
	return out
}

func allSigns(ts []token) bool {
	for _, t := range ts {
		if t.weight > 0 {
			return false
		}
	}
	return true
}

// instead finds what replaced the quoted words: what stands between the words
// that stood on both sides of them, if it is of their size, and not merely what a
// deletion left of them.
func (c *Carrier) instead(r quoted) *Carried {
	for _, n := range c.fates[r.o].homes {
		is := c.is.tokens(c.words, n)
		left, right, ok := c.align(r.o, n).neighbours(r.span, len(is))
		if !ok || left >= right || left == 0 && right == len(is) {
			continue
		}
		t := span{left, right}
		if !around(r.ts, r.span, is, t).mostly(0, 0) || weigh(is[left:right]) > 3*weigh(r.run())+window || c.leftover(r, n, t) {
			continue
		}
		return &Carried{State: models.AnchorTextChanged, WID: c.is.ps[n].WID, Quote: c.at(n, t), Confidence: replacedWords}
	}
	return nil
}

// leftover tells whether nothing stands at the tokens t of new provision n but some
// of the quoted words and signs, or far too little to be in their place.
func (c *Carrier) leftover(r quoted, n int, t span) bool {
	a, is := c.align(r.o, n), c.is.tokens(c.words, n)
	if tenth := weigh(r.run()) / 10; weigh(is[t.i:t.j]) < tenth {
		return true
	}
	for k := t.i; k < t.j; k++ {
		if from := int(a.from[k]); is[k].weight > 0 && (from < r.i || from >= r.j) {
			return false
		}
	}
	return !allSigns(r.run())
}

// neighbours gives the tokens between what stood directly before and after s,
// if both are kept; the end of the old text is kept as the end of the new one,
// which has size tokens.
func (a *alignment) neighbours(s span, size int) (left, right int, ok bool) {
	left, right = 0, size
	if s.i > 0 {
		left = int(a.to[s.i-1]) + 1
		if left == 0 {
			return 0, 0, false
		}
	}
	if s.j < len(a.to) {
		right = int(a.to[s.j])
		if right < 0 {
			return 0, 0, false
		}
	}
	return left, right, true
}

// gone says that the words are no more, and where they were.
func (c *Carrier) gone(r quoted) Carried {
	out := Carried{State: models.AnchorTextRemoved, WID: c.surviving(r.o)}
	for _, n := range c.fates[r.o].homes {
		a := c.align(r.o, n)
		switch {
		case r.i > 0 && a.to[r.i-1] >= 0:
			k := int(a.to[r.i-1]) + 1
			out.WID, out.Quote = c.is.ps[n].WID, c.at(n, span{k, k})
			return out
		case r.j < len(r.ts) && a.to[r.j] >= 0:
			k := int(a.to[r.j])
			out.WID, out.Quote = c.is.ps[n].WID, c.at(n, span{k, k})
			return out
		}
	}
	return out
}
