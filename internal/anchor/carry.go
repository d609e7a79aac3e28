package anchor

import (
	"slices"

	"travaux/internal/redline"
	"travaux/models"
)

// Confidences below 1 that are no share of kept words.
const (
	foundElsewhere = 0.9  // the same words, found by searching
	replacedWords  = 0.25 // none of the words, but what stands in their place
	nextBest       = 0.5  // a place of insertion whose own provision is gone
)

// Carried says where an anchor of the old version is in the new one.
type Carried struct {
	State models.AnchorState
	// WID is the provision it is in now, or the one after which it inserts. For
	// words that are gone it is the provision they were in or, where that is gone
	// too, the nearest surviving one above it; for a detached anchor the provision
	// to look in first. Empty where there is none, and for the beginning.
	WID string
	// Quote are the words of a range. For words that are gone it is the empty
	// place where they were, with what stands around it, or nothing.
	Quote Quote
	// Confidence is the share of the quoted words that are kept, lower where the
	// place is less certain than that: 0 for what is gone or detached.
	Confidence float64
	// Filled says of a place of insertion that something new stands there now.
	Filled bool
}

// Carrier carries anchors from one version to the next. It remembers what it has
// compared, so it is not for concurrent use.
type Carrier struct {
	was, is side
	fates   []fate  // of the old provisions
	sources [][]int // of the new provisions: the old ones whose words they have
	words   vocabulary
	aligned map[[2]int]*alignment
	index   *index
	texts   *texts // made when one is asked for
}

// fate is what became of an old provision.
type fate struct {
	kind  models.Fate
	homes []int // the new provisions that have its words, in their order
	moved bool
}

// side is one of the two versions.
type side struct {
	ps []models.Provision
	at map[string]int // by wid
	ts [][]token      // nil until asked for
}

func newSide(ps []models.Provision) side {
	s := side{ps: ps, at: make(map[string]int, len(ps)), ts: make([][]token, len(ps))}
	for i, p := range ps {
		if _, twice := s.at[p.WID]; !twice {
			s.at[p.WID] = i
		}
	}
	return s
}

func (s *side) tokens(v vocabulary, i int) []token {
	if s.ts[i] == nil {
		s.ts[i] = v.tokens(s.ps[i].Text)
	}
	return s.ts[i]
}

// NewCarrier prepares for carrying any number of anchors from one version to the
// next, both in reading order and in one language.
func NewCarrier(old, new []models.Provision) *Carrier {
	c := &Carrier{
		was: newSide(old), is: newSide(new),
		fates: make([]fate, len(old)), sources: make([][]int, len(new)),
		words: vocabulary{}, aligned: map[[2]int]*alignment{},
	}
	for i := range c.fates {
		c.fates[i].kind = models.FateRemoved
	}
	for _, p := range redline.Compare(old, new) {
		c.learn(p)
	}
	for i := range c.fates {
		slices.Sort(c.fates[i].homes)
		for _, n := range c.fates[i].homes {
			c.sources[n] = append(c.sources[n], i)
		}
	}
	return c
}

// learn keeps what the comparison says of one provision.
func (c *Carrier) learn(p redline.Provision) {
	if p.From >= 0 {
		f := &c.fates[p.From]
		f.kind, f.moved = p.Fate, p.Moved || p.Fate == models.FateMoved
		if p.To >= 0 {
			c.house(p.From, p.To)
		}
		for _, wid := range p.Targets {
			if n, ok := c.is.at[wid]; ok {
				c.house(p.From, n)
			}
		}
	}
	if p.To < 0 {
		return
	}
	for _, wid := range p.Sources {
		if o, ok := c.was.at[wid]; ok {
			c.house(o, p.To)
			if c.fates[o].kind == models.FateRemoved {
				c.fates[o].kind = p.Fate
			}
		}
	}
}

// house notes that new provision n has words of old provision o.
func (c *Carrier) house(o, n int) {
	if f := &c.fates[o]; !slices.Contains(f.homes, n) {
		f.homes = append(f.homes, n)
	}
}

// surviving names the provision that old provision o has become, or the nearest
// one above it that is still there.
func (c *Carrier) surviving(o int) string {
	for range c.was.ps { // a ring of parents ends too
		if homes := c.fates[o].homes; len(homes) > 0 {
			return c.is.ps[c.home(o)].WID
		}
		above, ok := c.was.at[c.was.ps[o].Parent]
		if !ok {
			break
		}
		o = above
	}
	return ""
}

// home is the one of old provision o's homes that bears its wid, else the first.
func (c *Carrier) home(o int) int {
	homes := c.fates[o].homes
	for _, n := range homes {
		if c.is.ps[n].WID == c.was.ps[o].WID {
			return n
		}
	}
	return homes[0]
}

// stayed tells whether new provision n is old provision o in its old place.
func (c *Carrier) stayed(o, n int) bool {
	return c.is.ps[n].WID == c.was.ps[o].WID && !c.fates[o].moved
}

// keptState is the state of an anchor all whose words are in new provision n.
func (c *Carrier) keptState(o, n int) models.AnchorState {
	if c.stayed(o, n) {
		return models.AnchorExact
	}
	return models.AnchorMoved
}
