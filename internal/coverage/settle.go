package coverage

import (
	"cmp"
	"maps"
	"slices"

	"travaux/internal/place"
)

// Person is somebody not shown by name, with what they stated: a stakeholder
// type, a country (ISO 3166-1 alpha-2, or anything else for none), the region
// where the country has none, and the level that the open phase has published of
// their cell. Key is theirs alone; it may come more than once, and counts once.
type Person struct {
	Key                              string
	StakeholderType, Country, Region string
	Level                            Level
}

// Shown is what is published of a person from the closing on. Empty fields are
// withheld. Region is the finest M49 region that may be told, with a country the
// country's own; "unassigned" stands for people without one.
type Shown struct{ Key, Country, Region, StakeholderType string }

// FirstRegion is the region by which people are put into cells: the M49 region of
// the first level, or what has none, the world and place.Unassigned, by itself.
func FirstRegion(region string) string {
	if first := place.FirstLevel(region); first != "" {
		return first
	}
	return region
}

// Settle decides, once, at closing, what is published of each person; the answer
// has the order of people.
//
// For each stakeholder type everybody starts at their country. From the finest
// places up, a group of fewer than five moves into the region above, where it
// joins what has moved there from elsewhere. Whoever is left in a group of one
// to four at the top of the type is withheld altogether.
//
// What the open phase has published is not taken back: where a group of one to
// four may not move further, the smallest group below the same place joins it.
// If Raise was followed there always is one, or no need.
//
// So everybody is in exactly one group, every group has five people or more, and
// every figure that a reader can make, by counting a region with all below it
// and subtracting, is a sum of whole groups.
func Settle(people []Person) []Shown {
	shown := make([]Shown, len(people))
	byType := map[string][]int{}
	for i, p := range people {
		shown[i].Key = p.Key
		byType[p.StakeholderType] = append(byType[p.StakeholderType], i)
	}
	for kind, members := range byType {
		s := newSettling(people, members)
		s.climb()
		for at, group := range s.groups {
			if at == withheld {
				continue
			}
			for _, i := range group {
				shown[i].StakeholderType = kind
				shown[i].Country, shown[i].Region = s.told(at)
			}
		}
	}
	return shown
}

// Two places above all regions: the type alone, and nothing at all.
const (
	typeAlone = ""
	withheld  = "-"
)

// settling is the work on one stakeholder type: who is shown at which place. A
// place is a country, a region, or one of the two above.
type settling struct {
	people []Person
	groups map[string][]int
	paths  map[string][]string // place -> itself and all above it, up to typeAlone
}

func newSettling(people []Person, members []int) *settling {
	s := &settling{people, map[string][]int{}, map[string][]string{typeAlone: {typeAlone}}}
	for _, i := range members {
		path := pathOf(people[i].Country, people[i].Region)
		for n := range path {
			s.paths[path[n]] = path[n:]
		}
		s.groups[path[0]] = append(s.groups[path[0]], i)
	}
	return s
}

// pathOf lists the places of a person from the finest up to typeAlone; the world
// is a place only for those who work across regions and say so.
func pathOf(country, region string) []string {
	var path []string
	if place.IsCountry(country) {
		path = append(path, country)
	}
	if own := place.RegionOf(country); own != place.Unassigned || region == "" {
		region = own
	}
	regions := place.Path(region)
	if len(regions) < 2 {
		return append(path, region, typeAlone)
	}
	return append(append(path, regions[:len(regions)-1]...), typeAlone)
}

// climb visits the places from the finest up.
func (s *settling) climb() {
	places := slices.SortedFunc(maps.Keys(s.paths), func(a, b string) int {
		return cmp.Or(len(s.paths[b])-len(s.paths[a]), cmp.Compare(a, b))
	})
	for _, at := range places {
		if !tooSmall(s.size(s.groups[at])) {
			continue
		}
		if s.mustStay(at) {
			s.fill(at)
			continue
		}
		above := withheld
		if at != typeAlone {
			above = s.paths[at][1]
		}
		s.groups[above] = append(s.groups[above], s.groups[at]...)
		delete(s.groups, at)
	}
}

// mustStay reports that the open phase has told as much of somebody in the group
// at this place, which is all that moving further would withhold again.
func (s *settling) mustStay(at string) bool {
	least := map[int]Level{1: TypeOnly, 2: RegionAndType}[len(s.paths[at])]
	return least != Withheld && slices.ContainsFunc(s.groups[at], func(i int) bool {
		return s.people[i].Level >= least
	})
}

// fill adds to a group the smallest one below its place that may be told as
// little as that.
func (s *settling) fill(at string) {
	best := ""
	for from, group := range s.groups {
		if from == withheld || from == at || len(group) == 0 || !slices.Contains(s.paths[from], at) {
			continue
		}
		if at == typeAlone && slices.ContainsFunc(group, func(i int) bool { return s.people[i].Level == RegionAndType }) {
			continue
		}
		if best == "" || cmp.Or(s.size(group)-s.size(s.groups[best]), cmp.Compare(from, best)) < 0 {
			best = from
		}
	}
	if best == "" {
		return // Raise was not followed: what was published stays
	}
	s.groups[at] = append(s.groups[at], s.groups[best]...)
	delete(s.groups, best)
}

// size counts the people of a group, each once.
func (s *settling) size(group []int) int {
	keys := map[string]bool{}
	for _, i := range group {
		keys[s.people[i].Key] = true
	}
	return len(keys)
}

// told returns what is published of the place of a group.
func (s *settling) told(at string) (country, region string) {
	if place.IsCountry(at) {
		return at, place.RegionOf(at)
	}
	return "", at
}
