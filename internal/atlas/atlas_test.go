package atlas_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"travaux/internal/atlas"
)

func TestCountries_areDrawnOnceEach(t *testing.T) {
	all := atlas.Countries()
	drawn := regexp.MustCompile(`^(M\d+ \d+l(-?\d+ ?-?\d+ ?)+z)+$`)
	var codes []string
	for _, c := range all {
		if !drawn.MatchString(c.Path) || c.X < 44 || c.X > 960 || c.Y < 0 || c.Y > 436 {
			t.Errorf("%q is drawn at %d, %d as %q", c.Code, c.X, c.Y, c.Path)
		}
		if c.Code != "" {
			codes = append(codes, c.Code)
		}
	}
	if len(codes) < 170 || len(slices.Compact(codes)) != len(codes) || !slices.IsSorted(codes) {
		t.Errorf("%d countries: %v", len(codes), codes)
	}
}

func TestFind_knowsWhatIsTooSmall(t *testing.T) {
	if c, ok := atlas.Find("KE"); !ok || c.Code != "KE" {
		t.Errorf("Kenya: %v, %v", c, ok)
	}
	for _, code := range []string{"SG", "", "ke", "not_stated"} {
		if c, ok := atlas.Find(code); ok {
			t.Errorf("%q: %v", code, c)
		}
	}
}

func TestLand_isAllButSome(t *testing.T) {
	whole := atlas.Land(func(string) bool { return false })
	without := atlas.Land(func(code string) bool { return code == "KE" })
	kenya, _ := atlas.Find("KE")
	if len(whole) != len(without)+len(kenya.Path) || strings.Contains(without, kenya.Path) || len(whole) > 25_000 {
		t.Errorf("%d, %d and %d bytes", len(whole), len(without), len(kenya.Path))
	}
}
