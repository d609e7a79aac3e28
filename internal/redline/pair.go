package redline

import (
	"fmt"
	"strings"

	"travaux/models"
)

// leastContent is how many words a provision must have to be known again by them:
// shorter ones are written anew in the same words.
const leastContent = 8

// pair pairs provisions by wid. A wid that stands several times, which no tree
// should have, or none, goes by its content as well, and then by its order.
func (c *comparison) pair() {
	olds, news := byKey(c.old.ps, widOf), byKey(c.new.ps, widOf)
	for wid, from := range olds {
		to := news[wid]
		if wid != "" && len(from) == 1 && len(to) == 1 {
			c.join(from[0], to[0])
			continue
		}
		if len(to) == 0 {
			continue
		}
		same := byKeyAt(c.new.ps, to, contentOf)
		for _, i := range from {
			key := contentOf(&c.old.ps[i])
			if at := same[key]; len(at) > 0 {
				c.join(i, at[0])
				same[key] = at[1:]
			}
		}
		if wid != "" {
			c.joinInOrder(from, to)
		}
	}
}

// joinInOrder pairs those of two lists that have no partner, the first with the first.
func (c *comparison) joinInOrder(from, to []int) {
	for _, i := range from {
		for len(to) > 0 && c.new.partner[to[0]] >= 0 {
			to = to[1:]
		}
		if len(to) == 0 {
			return
		}
		if c.old.partner[i] < 0 {
			c.join(i, to[0])
		}
	}
}

// pairContent pairs what has the same words under different wids, where no other
// provision in either version has them.
func (c *comparison) pairContent() {
	if !c.old.isOpen() || !c.new.isOpen() {
		return
	}
	olds, news := c.old.byWords(), c.new.byWords()
	for i := range c.old.ps {
		if c.old.partner[i] >= 0 || c.old.ps[i].WID == "" {
			continue
		}
		key := c.old.wordsOf(i)
		to := news[key]
		if len(olds[key]) != 1 || len(to) != 1 || c.new.partner[to[0]] >= 0 || c.new.ps[to[0]].WID == "" {
			continue
		}
		heading := c.old.words.cut(c.old.ps[i].Heading)
		if heading.count()+c.old.text(i).count() >= leastContent {
			c.join(i, to[0])
			c.old.renamed[i], c.new.renamed[to[0]] = true, true
		}
	}
}

func (c *comparison) join(from, to int) { c.old.partner[from], c.new.partner[to] = to, from }

// findSame marks the provisions whose text did not change.
func (c *comparison) findSame() {
	for i, to := range c.old.partner {
		if to >= 0 && c.old.ps[i].Text == c.new.ps[to].Text {
			c.old.same[i], c.new.same[to] = true, true
		}
	}
}

// isOpen tells whether some provision has no partner.
func (s *side) isOpen() bool {
	for _, p := range s.partner {
		if p < 0 {
			return true
		}
	}
	return false
}

func byKey(ps []models.Provision, key func(*models.Provision) string) map[string][]int {
	out := make(map[string][]int, len(ps))
	for i := range ps {
		k := key(&ps[i])
		out[k] = append(out[k], i)
	}
	return out
}

func byKeyAt(ps []models.Provision, at []int, key func(*models.Provision) string) map[string][]int {
	out := make(map[string][]int, len(at))
	for _, i := range at {
		k := key(&ps[i])
		out[k] = append(out[k], i)
	}
	return out
}

func widOf(p *models.Provision) string { return p.WID }

// byWords lists provisions by their words.
func (s *side) byWords() map[string][]int {
	out := make(map[string][]int, len(s.ps))
	for i := range s.ps {
		key := s.wordsOf(i)
		out[key] = append(out[key], i)
	}
	return out
}

// wordsOf is what two provisions share that have the same words in heading and text.
func (s *side) wordsOf(i int) string {
	heading := s.words.cut(s.ps[i].Heading)
	return fmt.Sprint(heading.ids, s.text(i).ids)
}

// contentOf is what two provisions share that nothing tells apart.
func contentOf(p *models.Provision) string {
	return strings.Join([]string{p.Parent, p.Number, p.Heading, p.Text}, "\x00")
}
