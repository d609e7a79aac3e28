package anchor

import "slices"

const (
	// strange is the weight that quoted words need, with the like words that
	// follow them without a gap on either side, to be known in another provision.
	strange = 8 * weighsWord
	// most bounds how many places of the same words are looked at: what stands so
	// often names nothing.
	most = 500
)

// place is a token of a version.
type place struct{ p, i int32 }

// index tells where in a version each token stands.
type index struct{ was, is [][]place }

// search makes the index once.
func (c *Carrier) search() *index {
	if c.index != nil {
		return c.index
	}
	for _, s := range []*side{&c.was, &c.is} {
		for i := range s.ps {
			s.tokens(c.words, i)
		}
	}
	c.index = &index{was: posts(c.was.ts, len(c.words)), is: posts(c.is.ts, len(c.words))}
	return c.index
}

// posts lists the places of each token.
func posts(all [][]token, ids int) [][]place {
	out := make([][]place, ids)
	for p, ts := range all {
		for i, t := range ts {
			out[t.id] = append(out[t.id], place{int32(p), int32(i)})
		}
	}
	return out
}

// find lists where a run of tokens stands in a version, by way of its rarest
// token; false when that is too frequent to look at.
func find(all [][]token, posts [][]place, run []token) ([]place, bool) {
	rarest := 0
	for k, t := range run {
		if len(posts[t.id]) < len(posts[run[rarest].id]) {
			rarest = k
		}
	}
	at := posts[run[rarest].id]
	if len(at) > most {
		return nil, false
	}
	var out []place
	for _, p := range at {
		ts, from := all[p.p], int(p.i)-rarest
		if from >= 0 && from+len(run) <= len(ts) && same(ts[from:from+len(run)], run) {
			out = append(out, place{p.p, int32(from)})
		}
	}
	return out, true
}

// elsewhere finds the quoted words where the new version has them and the old one
// had them not: words that stood there before are somebody else's. There must be
// one such place only, or one that fits much better than the others; and no
// other words of the old version may fit it as well. It is doubtful where many
// quoted words do stand somewhere, but not for certain.
func (c *Carrier) elsewhere(r quoted) (found *Carried, doubtful bool) {
	x, run := c.search(), r.run()
	there, ok := find(c.is.ts, x.is, run)
	if !ok {
		return nil, false
	}
	best, score, next := place{p: -1}, -1, -1
	for _, t := range there {
		if !c.came(t, len(run)) {
			continue
		}
		fits := beside(r.ts, r.span, c.is.ts[t.p], t.span(run))
		switch {
		case fits > score:
			best, score, next = t, fits, score
		case fits > next:
			next = fits
		}
	}
	if best.p < 0 {
		return nil, false
	}
	n, t := int(best.p), best.span(run)
	known := weigh(run)+score >= c.needed(r.o, n)
	if !known || next >= 0 && score < next+apart || !c.alone(r, n, t, score) || c.torn(r, n, t) && slices.Contains(c.fates[r.o].homes, n) || c.rivalled(r, n, t) || !c.vouched(r, n, t) {
		return nil, weigh(run) >= enough
	}
	return &Carried{State: c.keptState(r.o, n), WID: c.is.ps[n].WID, Quote: c.quote(r, n, t), Confidence: foundElsewhere}, false
}

// needed is the weight that says that words are in new provision n now: less
// where it is what became of their own.
func (c *Carrier) needed(o, n int) int {
	if slices.Contains(c.fates[o].homes, n) {
		return enough
	}
	return strange
}

func (p place) span(run []token) span { return span{int(p.i), int(p.i) + len(run)} }

// came tells whether words of the new version, for the most part, stood not there
// in the old one.
func (c *Carrier) came(at place, length int) bool {
	n, ts := int(at.p), c.is.ts[at.p]
	known, all := 0, 0
	for k := int(at.i); k < int(at.i)+length; k++ {
		all += int(ts[k].weight)
		if c.known(n, k) {
			known += int(ts[k].weight)
		}
	}
	return 3*known < all
}

// known tells whether token k of new provision n stood in what n was.
func (c *Carrier) known(n, k int) bool {
	return slices.ContainsFunc(c.sources[n], func(o int) bool {
		return c.was.ps[o].Text == c.is.ps[n].Text || c.align(o, n).from[k] >= 0
	})
}

// alone tells whether no other words of the old version could have gone to t as well.
func (c *Carrier) alone(r quoted, n int, t span, score int) bool {
	run := r.run()
	others, ok := find(c.was.ts, c.index.was, run)
	if !ok {
		return false
	}
	for _, s := range others {
		if int(s.p) == r.o && int(s.i) == r.i {
			continue
		}
		if beside(c.was.ts[s.p], s.span(run), c.is.ts[n], t)+apart > score {
			return false
		}
	}
	return true
}
