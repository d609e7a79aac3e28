package anchor

import (
	"slices"

	"travaux/models"
)

// Provision carries a comment on a whole provision. It is about what bears the
// wid: where that is gone and the same words stand elsewhere under another one,
// the provision was removed, although comments on its words follow them.
func (c *Carrier) Provision(wid string) Carried {
	o, ok := c.was.at[wid]
	if !ok {
		return Carried{State: models.AnchorDetached}
	}
	f := c.fates[o]
	if len(f.homes) == 0 || c.another(o) {
		return Carried{State: models.AnchorTextRemoved, WID: c.remaining(o)}
	}
	n, share := c.mostOf(o)
	out := Carried{State: c.keptState(o, n), WID: c.is.ps[n].WID, Confidence: share}
	if f.kind == models.FateSplit || f.kind == models.FateJoined || len(c.sources[n]) > 1 || !c.sameWords(o, n) {
		out.State = models.AnchorTextChanged
	}
	return out
}

// another tells whether all that is left of old provision o are its words, in
// another provision that stands elsewhere.
func (c *Carrier) another(o int) bool {
	f := c.fates[o]
	return f.kind != models.FateSplit && f.kind != models.FateJoined && f.moved &&
		len(f.homes) == 1 && c.is.ps[f.homes[0]].WID != c.was.ps[o].WID
}

// remaining names old provision o where it is, else the nearest one above it that
// is there.
func (c *Carrier) remaining(o int) string {
	if above, ok := c.was.at[c.was.ps[o].Parent]; ok && c.another(o) {
		return c.surviving(above)
	}
	return c.surviving(o)
}

// mostOf gives the home that has most of the words of old provision o, and their share.
func (c *Carrier) mostOf(o int) (n int, share float64) {
	n, share = c.home(o), c.share(o, c.home(o))
	for _, other := range c.fates[o].homes {
		if s := c.share(o, other); s > share {
			n, share = other, s
		}
	}
	return n, share
}

// share tells how much of the heading and words of an old provision a new one has.
func (c *Carrier) share(o, n int) float64 {
	was, is := c.was.ps[o], c.is.ps[n]
	if was.Heading == is.Heading && was.Text == is.Text {
		return 1
	}
	a, b := c.words.tokens(was.Heading), c.words.tokens(is.Heading)
	kept, all := newAlignment(was.Heading, is.Heading, a, b).kept(a)
	k, m := c.align(o, n).kept(c.was.tokens(c.words, o))
	if all+m == 0 {
		return 1
	}
	return float64(kept+k) / float64(all+m)
}

// kept weighs the tokens that have a counterpart, and all.
func (a *alignment) kept(ts []token) (kept, all int) {
	for i, t := range ts {
		all += int(t.weight)
		if a.to[i] >= 0 {
			kept += int(t.weight)
		}
	}
	return kept, all
}

// sameWords tells whether nothing but white space differs in heading and words.
func (c *Carrier) sameWords(o, n int) bool {
	was, is := c.was.ps[o], c.is.ps[n]
	return alike(c.words.tokens(was.Heading), c.words.tokens(is.Heading)) &&
		(was.Text == is.Text || alike(c.was.tokens(c.words, o), c.is.tokens(c.words, n)))
}

func alike(a, b []token) bool { return len(a) == len(b) && same(a, b) }

// Insertion carries a proposal to insert something after a provision, or at the
// beginning when after is empty.
func (c *Carrier) Insertion(after string) Carried {
	if after == "" {
		return c.atBeginning(models.AnchorExact, 1)
	}
	o, ok := c.was.at[after]
	if !ok {
		return Carried{State: models.AnchorDetached}
	}
	homes := c.fates[o].homes
	if len(homes) == 0 || c.another(o) {
		return c.nearest(o)
	}
	n := homes[len(homes)-1] // after the last part of what was split
	out := Carried{State: c.keptState(o, n), WID: c.is.ps[n].WID, Confidence: 1, Filled: c.filled(n)}
	if sources := c.sources[n]; sources[len(sources)-1] != o { // inside what was joined
		out.State, out.Confidence = models.AnchorTextChanged, nextBest
	}
	return out
}

// nearest finds the place of something that stood after old provision o, which
// is gone: after the nearest sibling before it that stayed, else at the beginning
// of what it was in, else where that was.
func (c *Carrier) nearest(o int) Carried {
	for range c.was.ps {
		parent := c.was.ps[o].Parent
		for k := o - 1; k >= 0; k-- {
			homes := c.fates[k].homes
			if c.was.ps[k].Parent != parent || len(homes) == 0 || c.fates[k].moved {
				continue
			}
			n := homes[len(homes)-1]
			return c.nearby(n, c.filled(n))
		}
		above, ok := c.was.at[parent]
		if !ok {
			break
		}
		if homes := c.fates[above].homes; len(homes) > 0 {
			return c.nearby(homes[0], c.isNew(homes[0]+1))
		}
		o = above
	}
	return c.atBeginning(models.AnchorTextChanged, nextBest)
}

func (c *Carrier) nearby(n int, filled bool) Carried {
	return Carried{State: models.AnchorTextChanged, WID: c.is.ps[n].WID, Confidence: nextBest, Filled: filled}
}

func (c *Carrier) atBeginning(state models.AnchorState, confidence float64) Carried {
	return Carried{State: state, Confidence: confidence, Filled: c.isNew(0)}
}

// filled tells whether what comes directly after new provision n, or after all
// that is below it, was inserted.
func (c *Carrier) filled(n int) bool {
	below := slices.IndexFunc(c.is.ps[n+1:], func(p models.Provision) bool { return p.Depth <= c.is.ps[n].Depth })
	return c.isNew(n+1) || below >= 0 && c.isNew(n+1+below)
}

// isNew tells whether there is a new provision n, and none of its words are old.
func (c *Carrier) isNew(n int) bool { return n < len(c.sources) && len(c.sources[n]) == 0 }
