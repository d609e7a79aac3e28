package consult

import (
	"context"

	"travaux/models"
)

// grades holds the grades of some pledges against their entries.
func (v *verifier) grades(ctx context.Context, pledges []models.PledgeView, entries []models.LogEntry) error {
	ids := make([]int64, len(pledges))
	leaves, given := map[int64][]models.Leaf{}, map[int64][]models.PledgeGrade{}
	for i, p := range pledges {
		ids[i] = p.ID
	}
	for _, e := range entries {
		if leaf, err := readLeaf(e.Leaf); err == nil && leaf.Kind == models.PledgeGraded {
			leaves[*e.AboutID] = append(leaves[*e.AboutID], leaf)
		}
	}
	all, err := v.r.GradesOf(ctx, v.c.ID, ids)
	for _, g := range all {
		if g.Public() {
			given[g.PledgeID] = append(given[g.PledgeID], g)
		}
	}
	for _, p := range pledges {
		v.gradesOf(p, given[p.ID], leaves[p.ID])
	}
	return err
}

// gradesOf holds those grades of a pledge that are public, in their order, against its entries and what is said on it.
func (v *verifier) gradesOf(p models.PledgeView, given []models.PledgeGrade, leaves []models.Leaf) {
	what, newest := "pledge "+p.Ref, models.Completion("")
	for i, g := range given {
		newest = g.Grade
		if salted(g.Salt, gradeContent(p, g)) != g.Commitment {
			v.found(what, "grade", "grade %d is not what was committed to", g.Number)
		}
		if want := gradeEntry(p, g); i < len(leaves) && !tells(leaves[i], want) {
			v.found(what, "grade", "grade %d and the log differ", g.Number)
		}
	}
	if len(given) != len(leaves) {
		v.found(what, "grades", "%d were made public by the log, %d are there", len(leaves), len(given))
	}
	if newest != p.Grade {
		v.found(what, "grade", "the newest that is public is not the one on it")
	}
}

// tells tells whether a leaf says what an entry does, but for its time and nonce.
func tells(l models.Leaf, e models.Entry) bool {
	if l.Ref != e.Ref || l.Commitment != e.Commitment || len(l.Facts) != len(e.Facts) {
		return false
	}
	for name, fact := range e.Facts {
		if l.Facts[name] != fact {
			return false
		}
	}
	return true
}
