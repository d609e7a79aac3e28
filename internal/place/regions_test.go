package place_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"travaux/internal/place"
)

func TestCountries_areTheTables249SortedByCode(t *testing.T) {
	t.Parallel()
	got := place.Countries()
	if len(got) != 249 || !slices.IsSorted(got) {
		t.Fatalf("got %d countries, sorted: %v", len(got), slices.IsSorted(got))
	}
	for _, code := range got {
		if !place.IsCountry(code) {
			t.Errorf("IsCountry(%q) is false", code)
		}
	}
	for _, code := range []string{"", "ke", "KEN", "XX", "not_stated", "014", "XK"} {
		if place.IsCountry(code) {
			t.Errorf("IsCountry(%q) is true", code)
		}
	}
}

func TestCountries_cannotBeChangedByACaller(t *testing.T) {
	t.Parallel()
	place.Countries()[0] = "??"
	place.Regions()[0].Code = "???"
	if place.Countries()[0] != "AD" || place.Regions()[0].Code != place.World {
		t.Fatal("a caller's change is visible to the next caller")
	}
}

func TestCountriesIn_countsAreThoseOfTheSource(t *testing.T) {
	t.Parallel()
	want := map[string]int{"002": 60, "019": 57, "142": 51, "150": 51, "009": 29, place.World: 248, "": 0, "999": 0}
	got := map[string]int{}
	for code := range want {
		got[code] = len(place.CountriesIn(code))
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Fatalf("countries per region (-got +want):\n%s", diff)
	}
}

func TestRegions_countsOfEachLevelAreThoseOfTheSource(t *testing.T) {
	t.Parallel()
	got := map[string]int{}
	seen := map[string]bool{"": true}
	for _, r := range place.Regions() {
		got[r.Level]++
		if !seen[r.Parent] {
			t.Errorf("%s comes before its parent %s", r.Code, r.Parent)
		}
		seen[r.Code] = true
	}
	want := map[string]int{"world": 1, "region": 5, "subregion": 17, "intermediate": 7}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Fatalf("regions per level (-got +want):\n%s", diff)
	}
}

func TestRegionOf_isTheFinestRegion(t *testing.T) {
	t.Parallel()
	for country, want := range map[string]string{
		"KE": "014", "CL": "005", "FR": "155", "DZ": "015", "US": "021", "GG": "154",
		"AQ": place.Unassigned, "XX": place.Unassigned, "": place.Unassigned, "not_stated": place.Unassigned,
	} {
		if got := place.RegionOf(country); got != want {
			t.Errorf("RegionOf(%q) = %q, want %q", country, got, want)
		}
	}
}

func TestPath_climbsFromItselfToTheWorld(t *testing.T) {
	t.Parallel()
	for code, want := range map[string][]string{
		"014": {"014", "202", "002", "001"},
		"015": {"015", "002", "001"},
		"001": {"001"},
		"999": nil, "": nil, place.Unassigned: nil,
	} {
		if diff := cmp.Diff(place.Path(code), want); diff != "" {
			t.Errorf("Path(%q) (-got +want):\n%s", code, diff)
		}
	}
}

func TestFirstLevel_isAPartOfTheWorldOrNothing(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"014": "002", "002": "002", "005": "019", "155": "150", "054": "009", "145": "142",
		"001": "", "999": "", "": "", place.Unassigned: "",
	} {
		if got := place.FirstLevel(code); got != want {
			t.Errorf("FirstLevel(%q) = %q, want %q", code, got, want)
		}
	}
}

func TestFirstLevel_everyCountryButAntarcticaIsInExactlyOne(t *testing.T) {
	t.Parallel()
	for _, country := range place.Countries() {
		in := 0
		for _, first := range []string{"002", "019", "142", "150", "009"} {
			if slices.Contains(place.CountriesIn(first), country) {
				in++
			}
		}
		if country == "AQ" && in != 0 || country != "AQ" && in != 1 {
			t.Errorf("%s is in %d parts of the world", country, in)
		}
	}
}

func TestBelow_ofSubSaharanAfricaHasItsFourPartsAndItself(t *testing.T) {
	t.Parallel()
	want := []string{"202", "011", "014", "017", "018"}
	if diff := cmp.Diff(place.Below("202"), want); diff != "" {
		t.Fatalf("Below(202) (-got +want):\n%s", diff)
	}
	if got := place.Below("999"); len(got) != 0 {
		t.Fatalf("Below of an unknown code = %v", got)
	}
}

func TestTree_pathBelowAndParentAgree(t *testing.T) {
	t.Parallel()
	regions := place.Regions()
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.SampledFrom(regions).Draw(t, "a").Code
		b := rapid.SampledFrom(regions).Draw(t, "b").Code
		if above, below := slices.Contains(place.Path(a), b), slices.Contains(place.Below(b), a); above != below {
			t.Fatalf("%s in Path(%s) is %v, %s in Below(%s) is %v", b, a, above, a, b, below)
		}
		path := place.Path(a)
		if path[0] != a || path[len(path)-1] != place.World {
			t.Fatalf("Path(%s) = %v", a, path)
		}
		for i := range len(path) - 1 {
			if place.Parent(path[i]) != path[i+1] {
				t.Fatalf("Path(%s) = %v is not a chain of parents", a, path)
			}
		}
		country := rapid.SampledFrom(place.Countries()).Draw(t, "country")
		inPath := slices.Contains(place.Path(place.RegionOf(country)), b)
		if in := slices.Contains(place.CountriesIn(b), country); in != inPath {
			t.Fatalf("%s in CountriesIn(%s) is %v, its path says %v", country, b, in, inPath)
		}
	})
}
