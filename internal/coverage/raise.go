package coverage

import (
	"cmp"
	"slices"
)

// Raise returns the cells whose level must rise now, with the new level; call it
// after each arrival, in the transaction that records it. Each stakeholder type
// is looked at by itself:
//
//   - A cell may show region and type when it has five people.
//   - Cells below that may show their type when together they have five, since
//     then the group "this type, region withheld" has five.
//   - A cell that shows its type may show its region too only if those it leaves
//     in that group are none or at least five; else it waits for others.
//
// Cells of fewer people may thus keep a larger one waiting, never the other way
// round: waiting costs detail, publishing could cost a person. People who leave
// lower a count, but not a level.
func Raise(cells []Cell) []Cell {
	now := slices.Clone(cells)
	byType := map[string][]*Cell{}
	for i := range now {
		byType[now[i].StakeholderType] = append(byType[now[i].StakeholderType], &now[i])
	}
	for _, kind := range byType {
		// The largest first: it is the least in need of the group it leaves.
		slices.SortStableFunc(kind, func(a, b *Cell) int {
			return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(a.Region, b.Region))
		})
		for showRegions(kind) || showType(kind) {
			continue // one rise may make room for the next
		}
	}
	var risen []Cell
	for i := range now {
		if now[i].Level > cells[i].Level {
			risen = append(risen, now[i])
		}
	}
	return risen
}

// showRegions raises the first cell of a type that may show its region.
func showRegions(kind []*Cell) bool {
	for _, c := range kind {
		if c.Level == RegionAndType || c.People < Smallest {
			continue
		}
		if c.Level == TypeOnly && tooSmall(peopleAt(kind, TypeOnly)-c.People) {
			continue
		}
		c.Level = RegionAndType
		return true
	}
	return false
}

// showType raises all cells of a type that show nothing yet, if the group they
// make with those that show their type is large enough.
func showType(kind []*Cell) bool {
	if peopleAt(kind, Withheld)+peopleAt(kind, TypeOnly) < Smallest {
		return false
	}
	risen := false
	for _, c := range kind {
		if c.Level == Withheld && c.People > 0 {
			c.Level = TypeOnly
			risen = true
		}
	}
	return risen
}

// peopleAt counts the people of the cells of a type at a level.
func peopleAt(kind []*Cell, level Level) int {
	people := 0
	for _, c := range kind {
		if c.Level == level {
			people += c.People
		}
	}
	return people
}
