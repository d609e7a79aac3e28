package coverage

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"travaux/internal/place"
)

func TestRaise(t *testing.T) {
	t.Parallel()
	cases := map[string]struct{ cells, want []Cell }{
		"four people show nothing":            {[]Cell{{"ngo", "002", 4, Withheld}}, nil},
		"five show their region":              {[]Cell{{"ngo", "002", 5, Withheld}}, []Cell{{"ngo", "002", 5, RegionAndType}}},
		"five in two regions show their type": {[]Cell{{"ngo", "002", 3, Withheld}, {"ngo", "019", 2, Withheld}}, []Cell{{"ngo", "002", 3, TypeOnly}, {"ngo", "019", 2, TypeOnly}}},
		"types do not help each other":        {[]Cell{{"ngo", "002", 3, Withheld}, {"gov", "002", 4, Withheld}}, nil},
		"a cell waits for those it would leave": {
			[]Cell{{"ngo", "002", 9, TypeOnly}, {"ngo", "019", 2, TypeOnly}}, nil,
		},
		"a newcomer makes room": {
			[]Cell{{"ngo", "002", 9, TypeOnly}, {"ngo", "019", 2, TypeOnly}, {"ngo", "142", 3, Withheld}},
			[]Cell{{"ngo", "002", 9, RegionAndType}, {"ngo", "142", 3, TypeOnly}},
		},
		"the last one leaves nobody":       {[]Cell{{"ngo", "002", 5, TypeOnly}, {"ngo", "019", 7, TypeOnly}}, []Cell{{"ngo", "002", 5, RegionAndType}, {"ngo", "019", 7, RegionAndType}}},
		"a new small cell shows nothing":   {[]Cell{{"ngo", "002", 50, RegionAndType}, {"ngo", "019", 1, Withheld}}, nil},
		"what has shrunk is left as it is": {[]Cell{{"ngo", "002", 2, RegionAndType}}, nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(Raise(c.cells), c.want); diff != "" {
				t.Errorf("(-got +want):\n%s", diff)
			}
		})
	}
}

var (
	types     = []string{"civil_society", "government", "individual"}
	countries = []string{"KE", "TZ", "UG", "NG", "GH", "ZA", "EG", "FR", "DE", "BR", "AR", "MX", "IN", "CN", "FJ", "AQ", "not_stated"}
)

// phase is an open phase: people arrive, cells rise.
type phase struct {
	people []Person
	cells  []Cell
}

func (p *phase) arrive(kind, country string) {
	p.people = append(p.people, Person{Key: fmt.Sprint(len(p.people)), StakeholderType: kind, Country: country})
	at := p.cell(kind, FirstRegion(place.RegionOf(country)))
	if at < 0 {
		at = len(p.cells)
		p.cells = append(p.cells, Cell{StakeholderType: kind, Region: FirstRegion(place.RegionOf(country))})
	}
	p.cells[at].People++
	for _, c := range Raise(p.cells) {
		p.cells[p.cell(c.StakeholderType, c.Region)].Level = c.Level
	}
}

func (p *phase) cell(kind, region string) int {
	return slices.IndexFunc(p.cells, func(c Cell) bool { return c.StakeholderType == kind && c.Region == region })
}

// closed returns the people with what was published of them.
func (p *phase) closed() []Person {
	out := slices.Clone(p.people)
	for i, person := range out {
		out[i].Level = p.cells[p.cell(person.StakeholderType, FirstRegion(place.RegionOf(person.Country)))].Level
	}
	return out
}

// arrivals lets people arrive in a random order, some countries often.
func arrivals(t *rapid.T, each func(p *phase, before []Cell)) *phase {
	p := &phase{}
	some := rapid.SliceOfN(rapid.SampledFrom(countries), 1, 6).Draw(t, "countries")
	for _, country := range rapid.SliceOfN(rapid.SampledFrom(slices.Concat(some, some, countries)), 1, 120).Draw(t, "arrivals") {
		before := slices.Clone(p.cells)
		p.arrive(rapid.SampledFrom(types).Draw(t, "type"), country)
		each(p, before)
	}
	return p
}

func TestRaise_neverPublishesAFigureBelowFive(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := arrivals(t, func(p *phase, before []Cell) {
			hidden := map[string]int{}
			for i, c := range p.cells {
				if i < len(before) && c.Level < before[i].Level {
					t.Fatalf("%+v fell from %d", c, before[i].Level)
				}
				switch {
				case c.Level == RegionAndType && tooSmall(c.People):
					t.Fatalf("published: %+v", c)
				case c.Level == TypeOnly:
					hidden[c.StakeholderType] += c.People
				}
			}
			for kind, n := range hidden {
				if tooSmall(n) {
					t.Fatalf("%s with the region withheld: %d", kind, n)
				}
			}
		})
		for range 5 * Smallest { // when all grow, nothing waits for ever
			for _, c := range slices.Clone(p.cells) {
				p.arrive(c.StakeholderType, countries[slices.IndexFunc(countries, func(s string) bool { return FirstRegion(place.RegionOf(s)) == c.Region })])
			}
		}
		for _, c := range p.cells {
			if c.Level != RegionAndType {
				t.Fatalf("still waiting: %+v", c)
			}
		}
	})
}

// recount checks all figures that a reader can make from what is shown.
func recount(t interface{ Fatalf(string, ...any) }, people []Person, shown []Shown) {
	exact := map[[3]string]int{}
	below := map[[2]string]int{} // a region with everything below it
	whole := map[string]int{}
	for i, s := range shown {
		if s.Key != people[i].Key {
			t.Fatalf("order is lost at %d", i)
		}
		if s.StakeholderType == "" {
			if s.Country+s.Region != "" {
				t.Fatalf("a place without a type: %+v", s)
			}
			continue
		}
		exact[[3]string{s.StakeholderType, s.Region, s.Country}]++
		whole[s.StakeholderType]++
		for _, region := range place.Path(s.Region) {
			below[[2]string{s.StakeholderType, region}]++
		}
	}
	for group, n := range exact {
		if tooSmall(n) {
			t.Fatalf("group %v has %d people", group, n)
		}
	}
	for at, n := range below {
		rest := n - exact[[3]string{at[0], at[1], ""}]
		for _, r := range place.Regions() {
			if r.Parent == at[1] {
				rest -= below[[2]string{at[0], r.Code}]
				if tooSmall(n - below[[2]string{at[0], r.Code}]) {
					t.Fatalf("%v without %s: %d people", at, r.Code, n-below[[2]string{at[0], r.Code}])
				}
			}
		}
		if tooSmall(n) || tooSmall(rest) || at[1] != place.World && tooSmall(whole[at[0]]-n) {
			t.Fatalf("%v: %d people, %d besides its regions", at, n, rest)
		}
	}
}

// told checks that nothing is taken back.
func told(t interface{ Fatalf(string, ...any) }, people []Person, shown []Shown) {
	for i, p := range people {
		s := shown[i]
		if p.Level >= TypeOnly && s.StakeholderType != p.StakeholderType {
			t.Fatalf("%+v was told by type, is %+v", p, s)
		}
		first := place.FirstLevel(s.Region)
		if first == "" {
			first = s.Region
		}
		if first != "" && first != FirstRegion(place.RegionOf(p.Country)) || s.Country != "" && s.Country != p.Country {
			t.Fatalf("%+v is shown elsewhere: %+v", p, s)
		}
		if p.Level == RegionAndType && first == "" {
			t.Fatalf("%+v was told by region, is %+v", p, s)
		}
	}
}

func TestSettle_leavesNoFigureBelowFive(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		people := arrivals(t, func(*phase, []Cell) {}).closed()
		shown := Settle(people)
		recount(t, people, shown)
		told(t, people, shown)
	})
}

func crowd(kind, country string, n int, level Level) (out []Person) {
	for i := range n {
		out = append(out, Person{fmt.Sprintf("%s-%s-%d", kind, country, i), kind, country, "", level})
	}
	return out
}

func TestSettle(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		people []Person
		want   map[string]int // "type region country" -> people
	}{
		"five share a country": {crowd("ngo", "KE", 5, RegionAndType), map[string]int{"ngo 014 KE": 5}},
		"small countries meet in their region": {
			slices.Concat(crowd("ngo", "KE", 3, RegionAndType), crowd("ngo", "TZ", 2, RegionAndType), crowd("ngo", "NG", 6, RegionAndType)),
			map[string]int{"ngo 014 ": 5, "ngo 011 NG": 6},
		},
		"the smallest joins who may not be withheld": {
			slices.Concat(crowd("ngo", "KE", 9, RegionAndType), crowd("ngo", "NG", 6, RegionAndType), crowd("ngo", "EG", 1, RegionAndType)),
			map[string]int{"ngo 014 KE": 9, "ngo 002 ": 7},
		},
		"across regions by type only": {
			slices.Concat(crowd("ngo", "KE", 3, TypeOnly), crowd("ngo", "FR", 3, TypeOnly)),
			map[string]int{"ngo  ": 6},
		},
		"a few are withheld": {
			slices.Concat(crowd("ngo", "KE", 8, RegionAndType), crowd("ngo", "FR", 3, Withheld)),
			map[string]int{"ngo 014 KE": 8, "  ": 3},
		},
		"no country stated": {crowd("ngo", "not_stated", 5, Withheld), map[string]int{"ngo unassigned ": 5}},
		"one person five times is one": {
			slices.Repeat(crowd("ngo", "KE", 1, Withheld), 5), map[string]int{"  ": 5},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := map[string]int{}
			for _, s := range Settle(c.people) {
				got[s.StakeholderType+" "+s.Region+" "+s.Country]++
			}
			if diff := cmp.Diff(got, c.want); diff != "" {
				t.Errorf("(-got +want):\n%s", diff)
			}
		})
	}
}

func TestSettle_worldBodiesAreAPlaceOfTheirOwn(t *testing.T) {
	t.Parallel()
	var people []Person
	for i := range 5 {
		people = append(people, Person{Key: fmt.Sprint("world", i), StakeholderType: "multilateral", Country: "not_stated", Region: place.World})
	}
	for i, s := range Settle(people) {
		if want := (Shown{people[i].Key, "", place.World, "multilateral"}); s != want {
			t.Errorf("got %+v, want %+v", s, want)
		}
	}
}
