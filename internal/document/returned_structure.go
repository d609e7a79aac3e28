package document

import (
	"slices"

	"travaux/models"
)

// add puts what is new in the file into the working version.
func (o *onto) add() error {
	for _, p := range o.tree.Provisions {
		_, known := o.base[p.WID]
		_, here := o.here[p.WID]
		if known || here {
			continue
		}
		p.ConsultationID, p.VersionID, p.Language = o.identity()
		after, err := PutBack(o.now, o.where(p), p)
		if err := o.step("add", p.WID, after, err); err != nil {
			return err
		}
	}
	return nil
}

// move moves what stands elsewhere in the file by what is taken.
func (o *onto) move() error {
	for _, wid := range moved(o.Returned.refused.Provisions, o.tree.Provisions) {
		if _, here := o.here[wid]; !here {
			continue
		}
		to := o.where(o.is[wid])
		if o.stands(wid, to) || o.below(to.Parent, wid) {
			continue
		}
		after, err := Move(o.now, wid, to)
		if err := o.step("move", wid, after, err); err != nil {
			return err
		}
	}
	return nil
}

// stands tells whether a provision is at a place already.
func (o *onto) stands(wid string, at Place) bool {
	last := ""
	for _, p := range o.now {
		if p.WID == wid {
			return p.Parent == at.Parent && last == at.After
		}
		if p.Parent == at.Parent {
			last = p.WID
		}
	}
	return false
}

// below tells whether a provision is another one, or stands somewhere below it.
func (o *onto) below(wid, other string) bool {
	for wid != "" && wid != other {
		wid = o.here[wid].Parent
	}
	return wid == other
}

// moved lists what has another parent in the new text, or another place among those that stayed.
func moved(old, new []models.Provision) []string {
	was := indexed(old)
	children := map[string][]int{} // by parent: where they stood, in the new order
	var out []string
	for _, p := range new {
		i, ok := was[p.WID]
		switch {
		case !ok:
		case old[i].Parent != p.Parent:
			out = append(out, p.WID)
		default:
			children[p.Parent] = append(children[p.Parent], i)
		}
	}
	for _, at := range children {
		stays := rising(at)
		for _, i := range at {
			if !stays[i] {
				out = append(out, old[i].WID)
			}
		}
	}
	is := indexed(new)
	slices.SortFunc(out, func(a, b string) int { return is[a] - is[b] })
	return out
}

// rising finds the most numbers of a list that rise.
func rising(list []int) map[int]bool {
	best, from := make([]int, len(list)), make([]int, len(list))
	last := -1
	for i := range list {
		best[i], from[i] = 1, -1
		for j := range i {
			if list[j] < list[i] && best[j] >= best[i] {
				best[i], from[i] = best[j]+1, j
			}
		}
		if last < 0 || best[i] > best[last] {
			last = i
		}
	}
	out := map[int]bool{}
	for ; last >= 0; last = from[last] {
		out[list[last]] = true
	}
	return out
}

// delete takes out of the working version what is no more in the file by what is taken. Where somebody changed it since, or
// put something below it, they are asked.
func (o *onto) delete() error {
	for _, was := range o.Returned.base.Provisions {
		now, here := o.here[was.WID]
		if _, stays := o.is[was.WID]; stays || !here {
			continue
		}
		if _, in := o.refused[was.WID]; !in && o.unwanted[was.WID] {
			continue
		}
		if o.movedOn(was) {
			d, decided := o.ask(Question{WID: was.WID, Began: &was, Ours: &now, Together: typed(now)})
			if decided && d.How == Typed {
				if err := o.keep(now, d.Typed); err != nil {
					return err
				}
			}
			if !decided || d.How != Theirs {
				continue
			}
		}
		after, _, err := Delete(o.now, was.WID)
		if err := o.step("delete", was.WID, after, err); err != nil {
			return err
		}
	}
	return nil
}

// keep gives a provision that would go what somebody typed instead.
func (o *onto) keep(now models.Provision, t models.Typed) error {
	to, err := withTyped(now, t)
	if err != nil {
		return err
	}
	if err := o.change(to); err != nil {
		return err
	}
	o.readdress()
	return nil
}

// movedOn tells whether a provision, or what stands below it, says something else now than when it went out.
func (o *onto) movedOn(was models.Provision) bool {
	return slices.ContainsFunc(o.branch(was.WID), func(p Stood) bool {
		q, known := o.base[p.WID]
		_, stays := o.is[p.WID]
		return stays || !known || !alikeIn(p.Provision, q)
	})
}
