package anchor

import (
	"slices"

	"travaux/models"
)

// far bounds how many tokens of what follows two places are compared.
const far = 64

// sides gives the weight of the like tokens that follow two places without a gap,
// on each side, and how many they are. An end of the text that both come to weighs
// as much as a word.
func sides(was []token, s span, is []token, t span) (left, right, before, after int) {
	for before < far && s.i > before && t.i > before && was[s.i-before-1].id == is[t.i-before-1].id {
		before++
		left += int(was[s.i-before].weight)
	}
	for after < far && s.j+after < len(was) && t.j+after < len(is) && was[s.j+after].id == is[t.j+after].id {
		right += int(was[s.j+after].weight)
		after++
	}
	if s.i == before && t.i == before {
		left += weighsWord
	}
	if s.j+after == len(was) && t.j+after == len(is) {
		right += weighsWord
	}
	return left, right, before, after
}

// pairing is old words and the place in the new version that they are held to
// have, by what is alike on both sides.
type pairing struct{ left, right int }

// noPairing is a place that no words of the other version have.
var noPairing = pairing{-1, -1}

func pairUp(was []token, s span, is []token, t span) pairing {
	left, right, _, _ := sides(was, s, is, t)
	return pairing{left, right}
}

func (p pairing) both() int { return p.left + p.right }

// closer tells whether p is a better pairing than q on either side.
func (p pairing) closer(q pairing) bool { return p.left > q.left || p.right > q.right }

// rivalled tells whether other words, or another place, make it doubtful that r went to t.
func (c *Carrier) rivalled(r quoted, n int, t span) bool {
	return c.outdone(r, n, t) || c.exchanged(r, n, t)
}

// outdone tells whether, of the places of the same words in one provision, another
// would suit r better than t and r suits it better than the words it has them from;
// or whether other words would suit t better, and t them better than their own place.
// What suits better on one side only is enough: nobody knows which side was changed.
func (c *Carrier) outdone(r quoted, n int, t span) bool {
	is, a := c.is.tokens(c.words, n), c.align(r.o, n)
	once, there := occurrences(r.ts, r.run()), occurrences(is, r.run())
	if len(once)+len(there) > most {
		return true
	}
	own := pairUp(r.ts, r.span, is, t)
	for _, u := range there {
		p, theirs := pairUp(r.ts, r.span, is, u), noPairing
		if back := int(a.from[u.i]); back >= 0 && back != r.i && back+u.j-u.i <= len(r.ts) {
			theirs = pairUp(r.ts, span{back, back + u.j - u.i}, is, u)
		}
		if u != t && p.closer(own) && p.closer(theirs) {
			return true
		}
	}
	for _, s := range once {
		p, theirs := pairUp(r.ts, s, is, t), noPairing
		if to, ok := a.image(s); ok {
			theirs = pairUp(r.ts, s, is, to)
		}
		if s != r.span && p.closer(own) && p.closer(theirs) {
			return true
		}
	}
	return false
}

// exchanged tells the same of words in other provisions: those with which r, or
// the place t, shares enough words in a row to be known, and more than the two share.
func (c *Carrier) exchanged(r quoted, n int, t span) bool {
	is := c.is.tokens(c.words, n)
	left, right, before, after := sides(r.ts, r.span, is, t)
	own := left + right
	for _, more := range [][2]int{{before + 1, 0}, {0, after + 1}} {
		s, u := span{r.i - more[0], r.j + more[1]}, span{t.i - more[0], t.j + more[1]}
		if s.i >= 0 && s.j <= len(r.ts) && c.wantedElsewhere(r, n, s, own) || u.i >= 0 && u.j <= len(is) && c.wantedByOthers(r, n, t, u, own) {
			return true
		}
	}
	return false
}

// wantedElsewhere looks for the words s around r in other provisions than n.
func (c *Carrier) wantedElsewhere(r quoted, n int, s span, own int) bool {
	there, ok := find(c.is.ts, c.search().is, r.ts[s.i:s.j])
	if !ok {
		return false
	}
	for _, at := range there {
		m, from := int(at.p), int(at.i)+r.i-s.i
		u := span{from, from + r.j - r.i}
		if m == n {
			continue
		}
		fits := pairUp(r.ts, r.span, c.is.ts[m], u).both()
		if fits > own && fits+weigh(r.run()) >= enough && fits > c.source(m, u) {
			return true
		}
	}
	return false
}

// wantedByOthers looks for the words u around t in other provisions than that of r.
func (c *Carrier) wantedByOthers(r quoted, n int, t, u span, own int) bool {
	is := c.is.ts[n]
	there, ok := find(c.was.ts, c.search().was, is[u.i:u.j])
	if !ok {
		return false
	}
	for _, at := range there {
		o, from := int(at.p), int(at.i)+t.i-u.i
		s := span{from, from + t.j - t.i}
		if o == r.o {
			continue
		}
		fits := pairUp(c.was.ts[o], s, is, t).both()
		if fits > own && fits+weigh(r.run()) >= enough && fits > c.target(o, s) {
			return true
		}
	}
	return false
}

// source gives how well the words u of new provision m suit those they come from.
func (c *Carrier) source(m int, u span) int {
	best := -1
	for _, o := range c.sources[m] {
		if c.was.ps[o].Text == c.is.ps[m].Text {
			return 2 * far * weighsWord
		}
		back, was := int(c.align(o, m).from[u.i]), c.was.ts[o]
		if back >= 0 && back+u.j-u.i <= len(was) {
			best = max(best, pairUp(was, span{back, back + u.j - u.i}, c.is.ts[m], u).both())
		}
	}
	return best
}

// target gives how well the words s of old provision o suit the place they went to.
func (c *Carrier) target(o int, s span) int {
	best := -1
	for _, m := range c.fates[o].homes {
		if c.was.ps[o].Text == c.is.ps[m].Text {
			return 2 * far * weighsWord
		}
		if to, ok := c.align(o, m).image(s); ok {
			best = max(best, pairUp(c.was.ts[o], s, c.is.ts[m], to).both())
		}
	}
	return best
}

// vouched tells whether more says that words of old provision o are in new
// provision n now than the sentence they are in: that sentence may be one that many
// provisions have. Where n is another provision, most of the rest of o, and its heading,
// must stand where it stood or have come along; where there is no rest, they have the
// same parent.
func (c *Carrier) vouched(r quoted, n int, t span) bool {
	homes := c.fates[r.o].homes
	if c.is.ps[n].WID == c.was.ps[r.o].WID {
		return true
	}
	_, _, before, after := sides(r.ts, r.span, c.is.ts[n], t)
	kept, all := 0, 0
	heading := c.was.ps[r.o].Heading
	if all = weigh(c.words.tokens(heading)); heading == c.is.ps[n].Heading || slices.ContainsFunc(homes, func(h int) bool { return c.is.ps[h].Heading == heading }) {
		kept = all
	}
	for k, token := range r.ts {
		if k >= r.i-before && k < r.j+after {
			continue
		}
		all += int(token.weight)
		at := int(c.align(r.o, n).to[k])
		if at >= 0 && !c.known(n, at) || slices.ContainsFunc(homes, func(h int) bool { return h != n && c.align(r.o, h).to[k] >= 0 }) {
			kept += int(token.weight)
		}
	}
	if all == 0 && !slices.Contains(homes, n) {
		return c.beside(r.o, n)
	}
	return 2*kept >= all
}

// beside tells whether new provision n is in what old provision o was in.
func (c *Carrier) beside(o, n int) bool {
	above, ok := c.was.at[c.was.ps[o].Parent]
	return ok && len(c.fates[above].homes) > 0 && c.is.ps[c.home(above)].WID == c.is.ps[n].Parent
}

// verbatim finds the only new provision beside old provision o that has all its
// words, where no other old one had them and o itself has others now: two exchanged
// their words.
func (c *Carrier) verbatim(o int) (int, bool) {
	if c.texts == nil {
		c.texts = &texts{was: byText(c.was.ps), is: byText(c.is.ps)}
	}
	p := c.was.ps[o]
	was, is := c.texts.was[p.Text], c.texts.is[p.Text]
	if len(was) != 1 || len(is) != 1 || weigh(c.was.tokens(c.words, o)) < strange {
		return 0, false
	}
	n := is[0]
	return n, c.is.ps[n].Heading == p.Heading && (c.beside(o, n) || p.Parent == "" && c.is.ps[n].Parent == "")
}

// texts tells which provisions have a text.
type texts struct{ was, is map[string][]int }

func byText(ps []models.Provision) map[string][]int {
	out := make(map[string][]int, len(ps))
	for i, p := range ps {
		out[p.Text] = append(out[p.Text], i)
	}
	return out
}
