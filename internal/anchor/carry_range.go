package anchor

import (
	"strings"
	"unicode/utf8"

	"travaux/models"
)

const (
	// enough is the weight from which quoted words that stand together are known
	// by themselves to be the same; fewer need like words around them.
	enough = 5 * weighsWord
	// margin is how much better a place must fit than the next best, where the
	// same words stand at several, by the words around it; apart by those that
	// follow it without a gap.
	margin = 2 * weighsWord
	apart  = 3 * weighsWord
)

// quoted is a range of an old provision.
type quoted struct {
	o    int    // the provision
	text string // its words
	at   Quote
	ts   []token // of the provision
	span         // of the tokens that the quote touches
}

func (q quoted) run() []token { return q.ts[q.i:q.j] }

// Range carries a comment on words of a provision.
func (c *Carrier) Range(wid string, q Quote) Carried {
	o, ok := c.was.at[wid]
	if !ok {
		return Carried{State: models.AnchorDetached}
	}
	text := c.was.ps[o].Text
	at, err := Locate(text, q)
	if err != nil {
		return Carried{State: models.AnchorDetached, WID: c.surviving(o)}
	}
	for _, n := range c.fates[o].homes {
		if c.is.ps[n].Text == text {
			return Carried{State: c.keptState(o, n), WID: c.is.ps[n].WID, Quote: at, Confidence: 1}
		}
	}
	if n, ok := c.verbatim(o); ok {
		return Carried{State: models.AnchorMoved, WID: c.is.ps[n].WID, Quote: at, Confidence: foundElsewhere}
	}
	r := quoted{o: o, text: text, at: at, ts: c.was.tokens(c.words, o)}
	r.i, r.j = covering(r.ts, at.Start, at.End)
	if r.i == r.j {
		return c.blank(r)
	}
	return c.carry(r)
}

// carry tries, in this order: the words are in the provision still, most of them
// are, they are elsewhere, something stands in their place, they are gone.
func (c *Carrier) carry(r quoted) Carried {
	kept, doubtful := c.whole(r)
	if kept != nil {
		return *kept
	}
	if part := c.part(r); part != nil && !doubtful {
		return *part
	}
	found, perhaps := c.elsewhere(r)
	if found != nil {
		return *found
	}
	if doubtful || perhaps {
		return Carried{State: models.AnchorDetached, WID: c.surviving(r.o)}
	}
	if instead := c.instead(r); instead != nil {
		return *instead
	}
	return c.gone(r)
}

// whole finds all quoted words in what the provision became. It is doubtful
// where they stand there, but it cannot be told that they are the quoted ones.
func (c *Carrier) whole(r quoted) (kept *Carried, doubtful bool) {
	for _, n := range c.fates[r.o].homes {
		t, v := c.within(r, n)
		if v == standsNot {
			continue
		}
		if v == standsPerhaps || kept != nil { // in two parts of a split provision
			kept, doubtful = nil, true
			break
		}
		kept = &Carried{State: c.keptState(r.o, n), WID: c.is.ps[n].WID, Quote: c.quote(r, n, t), Confidence: 1}
	}
	return kept, doubtful
}

// verdict says whether words stand at a place.
type verdict int

const (
	standsNot verdict = iota
	standsPerhaps
	stands
)

// within finds the quoted words in one new provision.
func (c *Carrier) within(r quoted, n int) (span, verdict) {
	is, a := c.is.tokens(c.words, n), c.align(r.o, n)
	there := occurrences(is, r.run())
	if len(there) == 0 {
		return span{}, standsNot
	}
	once := occurrences(r.ts, r.run())
	t, together := a.image(r.span)
	switch {
	case len(once) == 1 && len(there) == 1 && !together: // the difference could have said so, or they are elsewhere in it
		t = there[0]
		if !a.touches(r.span, t) || weigh(r.run())+beside(r.ts, r.span, is, t) < enough {
			return span{}, standsPerhaps
		}
	case !together:
		if r.tied(is, a, there) {
			return span{}, standsPerhaps
		}
		return span{}, standsNot
	case !inOrder(a, once, there) && !r.stronger(is, t, once, there):
		return span{}, standsPerhaps
	}
	if !r.credible(a, is, t, weigh(r.run())) || c.torn(r, n, t) || !c.vouched(r, n, t) || c.rivalled(r, n, t) {
		return span{}, standsPerhaps
	}
	return t, stands
}

// inOrder tells whether each occurrence of the same words went to one of its own.
func inOrder(a *alignment, once, there []span) bool {
	if len(once) != len(there) {
		return false
	}
	for k, s := range once {
		if t, ok := a.image(s); !ok || t != there[k] {
			return false
		}
	}
	return true
}

// stronger tells whether, where the same words stand at several places, r fits
// place t better than any other words do, and t fits r better than any other place.
func (r quoted) stronger(is []token, t span, once, there []span) bool {
	if len(once)+len(there) > most {
		return false
	}
	next, near := beside(r.ts, r.span, is, t), around(r.ts, r.span, is, t).both()
	weaker := func(s, u span) bool {
		by := next - beside(r.ts, s, is, u)
		return by >= apart || by >= weighsWord && near-around(r.ts, s, is, u).both() >= margin
	}
	for _, s := range once {
		if s != r.span && !weaker(s, t) {
			return false
		}
	}
	for _, u := range there {
		if u != t && !weaker(r.span, u) {
			return false
		}
	}
	return true
}

// tied tells whether words that the difference says are gone stand at a place
// that would fit them nearly as well as those it says are there: of two like
// sentences nobody can say which one was deleted.
func (r quoted) tied(is []token, a *alignment, there []span) bool {
	if len(there) > most {
		return true
	}
	for _, t := range there {
		own := around(r.ts, r.span, is, t).both()
		back := a.from[t.i]
		if back < 0 {
			if own >= 2*margin {
				return true
			}
			continue
		}
		s := span{int(back), min(int(back)+t.j-t.i, len(r.ts))}
		if own+margin > around(r.ts, s, is, t).both() {
			return true
		}
	}
	return false
}

// credible tells whether enough says that what stands at t are the quoted words
// or, of kept weight, the rest of them: many words, or a place where words were only
// put in or only deleted, or like words around. Where one of few stands near them
// once more, or only one side is alike, a like one must stand directly beside them.
func (r quoted) credible(a *alignment, is []token, t span, kept int) bool {
	if kept >= enough || allKept(r.ts, r.span, a.to, t) || allKept(is, t, a.from, r.span) {
		return true
	}
	l := around(r.ts, r.span, is, t)
	if beside(r.ts, r.span, is, t) == 0 && (l.lopsided() || recurs(r.ts, r.span) || recurs(is, t)) {
		return false
	}
	return l.mostly(kept, weigh(r.run()))
}

// allKept tells whether all words around s have a counterpart not far from t, and
// some are there.
func allKept(ts []token, s span, counterpart []int32, t span) bool {
	words := 0
	for k := s.i - len(before(ts, s.i)); k < s.j+len(after(ts, s.j)); k++ {
		if inside := k >= s.i && k < s.j; inside || ts[k].weight == 0 {
			continue
		}
		if at := int(counterpart[k]); at < 0 || at < t.i-2*window || at > t.j+2*window {
			return false
		}
		words++
	}
	return words > 0
}

// recurs tells whether a word of s stands in the window around it too.
func recurs(ts []token, s span) bool {
	near := func(window []token) bool {
		both, _ := overlap(ts[s.i:min(s.j, s.i+enough)], window)
		return both > 0
	}
	return near(before(ts, s.i)) || near(after(ts, s.j))
}

// quote gives the range of r at the tokens t of new provision n, cut inside its
// first and last token as it was, and with its white space where that is the same.
func (c *Carrier) quote(r quoted, n int, t span) Quote {
	text, is := c.is.ps[n].Text, c.is.tokens(c.words, n)
	start, _ := byteOffset(r.text, r.at.Start)
	end := start + len(r.at.Exact)
	from, to := int(is[t.i].at), int(is[t.j-1].to)
	if lead := start - int(r.ts[r.i].at); lead >= 0 {
		from += lead
	} else if white := r.text[start:r.ts[r.i].at]; strings.HasSuffix(text[:from], white) && mayCut(text, from-len(white)) {
		from -= len(white)
	}
	if rest := int(r.ts[r.j-1].to) - end; rest >= 0 {
		to -= rest
	} else if white := r.text[r.ts[r.j-1].to:end]; strings.HasPrefix(text[to:], white) && mayCut(text, to+len(white)) {
		to += len(white)
	}
	return describe(text, text[from:to], from)
}

// at describes the tokens t of new provision n; the empty place before them when
// there are none.
func (c *Carrier) at(n int, t span) Quote {
	text, is := c.is.ps[n].Text, c.is.tokens(c.words, n)
	if t.i < t.j {
		from, to := is[t.i].at, is[t.j-1].to
		return describe(text, text[from:to], int(from))
	}
	from := 0
	if t.i > 0 {
		from = int(is[t.i-1].to)
	}
	q := describe(text, "", from)
	q.End = q.Start
	return q
}

// blank carries a quote of nothing but white space: it is there while the words
// on both sides of it follow one another with white space between them.
func (c *Carrier) blank(r quoted) Carried {
	for _, n := range c.fates[r.o].homes {
		text, is := c.is.ps[n].Text, c.is.tokens(c.words, n)
		left, right, ok := c.align(r.o, n).neighbours(r.span, len(is))
		if !ok || left != right || len(is) == 0 {
			continue
		}
		from, to := 0, len(text)
		if left > 0 {
			from = int(is[left-1].to)
		}
		if right < len(is) {
			to = int(is[right].at)
		}
		if from < to && utf8.ValidString(text[from:to]) {
			return Carried{State: c.keptState(r.o, n), WID: c.is.ps[n].WID, Quote: describe(text, text[from:to], from), Confidence: 1}
		}
	}
	return c.gone(r)
}
