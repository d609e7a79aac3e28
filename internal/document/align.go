package document

import (
	"fmt"
	"slices"

	"travaux/models"
)

// Align gives a translation the wids and eids of its source (the provisions of
// the authoritative text in reading order). Under partners, provisions of one
// kind are paired by their number, compared by value (第一条 and Article 1); those
// whose numbers cannot be compared ((أ) and (a)), or that have none, by their
// order, if there are as many of them on both sides.
//
// Nothing is guessed: missing lists what has no partner, the source's by wid and
// the translation's as "position:12". The latter have empty wids and cannot be
// stored.
func Align(t *Tree, source []models.Provision) (missing []string) {
	a := aligner{source: source, from: familyOf(source), ps: t.Provisions, to: familyOf(t.Provisions)}
	a.partner = make([]int, len(a.ps))
	for i := range a.partner {
		a.partner[i] = -1
	}
	a.below(-1, -1)
	found := make([]bool, len(source))
	for _, at := range a.partner {
		if at >= 0 {
			found[at] = true
		}
	}
	for i, ok := range found {
		if !ok {
			missing = append(missing, source[i].WID)
		}
	}
	for i := range t.Provisions {
		p := &t.Provisions[i]
		p.WID, p.EID, p.Parent = "", "", ""
		if at := a.partner[i]; at >= 0 {
			p.WID, p.EID, p.Parent = source[at].WID, source[at].EID, source[at].Parent
			continue
		}
		missing = append(missing, fmt.Sprintf("position:%d", p.Position))
	}
	return missing
}

// aligner pairs a translation (ps) with its source.
type aligner struct {
	source, ps []models.Provision
	from, to   family
	partner    []int // of ps, -1 for none
}

// below pairs what is under two partners (-1 is the top), kind by kind.
func (a *aligner) below(source, translated int) {
	from, to := a.from.children[source], a.to.children[translated]
	for _, kind := range models.ProvisionKinds {
		a.siblings(ofKind(a.source, from, kind), ofKind(a.ps, to, kind))
	}
	for _, i := range to {
		if a.partner[i] >= 0 {
			a.below(a.partner[i], i)
		}
	}
}

func ofKind(ps []models.Provision, at []int, kind models.ProvisionKind) []int {
	return slices.DeleteFunc(slices.Clone(at), func(i int) bool { return ps[i].Kind != kind })
}

// siblings pairs the provisions of one kind under one parent.
func (a *aligner) siblings(from, to []int) {
	byNumber := map[string][]int{}
	for _, i := range from {
		key := numberKey(a.source[i].Number)
		byNumber[key] = append(byNumber[key], i)
	}
	mine := map[string][]int{}
	for _, i := range to {
		key := numberKey(a.ps[i].Number)
		mine[key] = append(mine[key], i)
	}
	var restFrom, restTo []int
	for _, i := range from {
		key := numberKey(a.source[i].Number)
		if key == "" || len(mine[key]) != len(byNumber[key]) {
			restFrom = append(restFrom, i)
		}
	}
	for _, i := range to {
		key := numberKey(a.ps[i].Number)
		if key == "" || len(mine[key]) != len(byNumber[key]) {
			restTo = append(restTo, i)
			continue
		}
		a.partner[i] = byNumber[key][0]
		byNumber[key] = byNumber[key][1:]
		mine[key] = mine[key][1:]
	}
	a.inOrder(restFrom, restTo)
}

// inOrder pairs what is left, if the counts agree and no pair has two numbers
// that are known to differ.
func (a *aligner) inOrder(from, to []int) {
	if len(from) != len(to) {
		return
	}
	for i := range from {
		if x, y := value(a.source[from[i]].Number), value(a.ps[to[i]].Number); x >= 0 && y >= 0 && x != y {
			return
		}
	}
	for i := range from {
		a.partner[to[i]] = from[i]
	}
}

// numberKey writes a number so that the same one in another script is equal;
// empty when it has none.
func numberKey(number string) string {
	if v := value(number); v >= 0 {
		return fmt.Sprint(v)
	}
	return fold(number)
}
