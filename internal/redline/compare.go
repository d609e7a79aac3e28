package redline

import (
	"slices"

	"travaux/models"
)

// Fate is what became of a provision.
type Fate = models.Fate

// Provision is what became of one provision between two versions.
type Provision = models.Compared

// Compare tells what became of every provision of two versions of a text.
//
// It pairs by wid. What has no partner so far and has the very words of one
// other in the whole text was moved under another wid. What holds a good part of
// the words of another and little else was split off from it, where that one's
// words are nearly all found again; joined is the same seen from the other side.
// Anything less certain is inserted and removed. Kinds, markup and white space
// are not compared.
//
// The answer is in the order of the new text; what is there no more follows what
// stood before it in the old one. Lists that make no tree do no harm.
func Compare(old, new []models.Provision) []Provision {
	words := lexicon{}
	c := comparison{old: newSide(old, words), new: newSide(new, words), family: map[place]*family{}}
	c.pair()
	c.pairContent()
	c.findSame()
	c.findFamilies()
	moved := c.findMoved()
	out := make([]Provision, 0, len(new))
	for _, p := range c.inOrder(moved) {
		out = append(out, c.tell(p, moved))
	}
	identify(out)
	return out
}

// comparison is what Compare knows so far.
type comparison struct {
	old, new side
	family   map[place]*family // of the provisions that were split or joined, by their place in one version
}

// side is one of the two versions.
type side struct {
	ps      []models.Provision
	partner []int  // on the other side, -1 for none
	renamed []bool // the partner has another wid
	same    []bool // the partner has the same text
	words   lexicon
	cuts    []*tokens // of the texts, as they are needed
}

func newSide(ps []models.Provision, words lexicon) side {
	s := side{ps: ps, partner: make([]int, len(ps)), renamed: make([]bool, len(ps)), same: make([]bool, len(ps)), words: words, cuts: make([]*tokens, len(ps))}
	for i := range s.partner {
		s.partner[i] = -1
	}
	return s
}

// text gives the words of a provision's text.
func (s *side) text(i int) *tokens {
	if s.cuts[i] == nil {
		t := s.words.cut(s.ps[i].Text)
		s.cuts[i] = &t
	}
	return s.cuts[i]
}

func (s *side) wids(at []int) []string {
	out := make([]string, len(at))
	for i, p := range at {
		out[i] = s.ps[p].WID
	}
	return out
}

// place is a provision of either version or of both, -1 for the one it is not in.
type place struct{ from, to int }

// inOrder lists what is to be told, in reading order.
func (c *comparison) inOrder(moved []bool) []place {
	after := map[int][]int{} // the provisions that are gone by the new one that they follow
	last := -1
	for i, to := range c.old.partner {
		switch {
		case to < 0:
			after[last] = append(after[last], i)
		case !moved[to]:
			last = to
		}
	}
	out := make([]place, 0, len(c.new.ps)+len(c.old.ps))
	gone := func(at int) {
		for _, i := range after[at] {
			out = append(out, place{i, -1})
		}
	}
	gone(-1)
	for i, from := range c.new.partner {
		out = append(out, place{from, i})
		gone(i)
	}
	return out
}

// tell says what became of one provision.
func (c *comparison) tell(at place, moved []bool) Provision {
	p := Provision{From: at.from, To: at.to}
	var older, newer models.Provision
	if at.from >= 0 {
		older = c.old.ps[at.from]
		p.WID, p.Fate = older.WID, models.FateRemoved
	}
	if at.to >= 0 {
		newer = c.new.ps[at.to]
		p.WID, p.Fate = newer.WID, models.FateInserted
	}
	renumbered := !c.old.words.sameWords(older.Number, newer.Number)
	p.Changes = changesOfRuns(PartHeading, Words(older.Heading, newer.Heading))
	if !c.tellFamily(&p) {
		p.Changes = append(p.Changes, c.changesOfText(at)...)
	}
	both := at.from >= 0 && at.to >= 0
	// The number of what is new or gone comes and goes with it, unless it is all there is.
	if renumbered && (both || blank(older.Heading+older.Text+newer.Heading+newer.Text)) {
		p.Changes = slices.Insert(p.Changes, 0, whole(PartNumber, older.Number, newer.Number))
	}
	if !both {
		return p
	}
	p.Moved, p.Renumbered = moved[at.to], renumbered
	if c.new.renamed[at.to] {
		p.Sources = []string{older.WID}
	}
	if p.Fate == models.FateInserted {
		p.Fate = fateOf(&p)
	}
	return p
}

// tellFamily says of a provision that was split or joined, or is what was, with
// which others, and gives the changes of its text.
func (c *comparison) tellFamily(p *Provision) bool {
	f := c.family[place{-1, p.To}]
	if f == nil {
		f = c.family[place{p.From, -1}]
	}
	if f == nil {
		return false
	}
	many, one, partner, at, of := &c.new, &c.old, c.old.partner, p.To, p.From
	apart, from := &p.Targets, &p.Sources
	p.Fate = models.FateSplit
	if !f.split {
		p.Fate = models.FateJoined
		many, one, partner, at, of = &c.old, &c.new, c.new.partner, p.From, p.To
		apart, from = from, apart
	}
	if of == f.one {
		*apart = many.wids(f.parts(partner[f.one]))
	} else {
		*from = one.wids([]int{f.one})
	}
	if f.split && at >= 0 {
		p.Changes = append(p.Changes, f.changes[at]...)
	}
	if !f.split && of >= 0 {
		for _, i := range f.many {
			p.Changes = append(p.Changes, f.changes[i]...)
		}
	}
	return true
}

// fateOf gives the weightiest of the fates of a provision that is in both versions.
func fateOf(p *Provision) models.Fate {
	words := func(c Change) bool { return c.Part != PartNumber }
	switch {
	case slices.ContainsFunc(p.Changes, words):
		return models.FateModified
	case p.Moved:
		return models.FateMoved
	case p.Renumbered:
		return models.FateRenumbered
	}
	return models.FateUnchanged
}
