package place_test

import (
	"slices"
	"testing"

	"travaux/internal/place"
)

var six = []string{"ar", "en", "es", "fr", "ru", "zh"}

func TestNames_noneIsMissingInAnyOfTheSixLanguages(t *testing.T) {
	t.Parallel()
	for _, lang := range six {
		for _, code := range place.Countries() {
			if name := place.CountryName(code, lang); name == "" || name == code {
				t.Errorf("country %s has no name in %s", code, lang)
			}
		}
		for _, r := range place.Regions() {
			if name := place.RegionName(r.Code, lang); name == "" || name == r.Code {
				t.Errorf("region %s has no name in %s", r.Code, lang)
			}
		}
		for _, code := range []string{"ar", "en", "es", "fr", "ru", "zh", "zh-Hans", "zh-Hant", "sw", "pt"} {
			if name := place.LanguageName(code, lang); name == "" || name == code {
				t.Errorf("language %s has no name in %s", code, lang)
			}
		}
	}
}

func TestCountryName_fallsBackToEnglishThenToTheCode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ code, lang, want string }{
		{"KE", "ru", "Кения"},
		{"TR", "en", "Türkiye"},
		{"SZ", "fr", "Eswatini"},
		{"KE", "fr-CA", "Kenya"},
		{"CH", "fr-CA", "Suisse"},
		{"CH", "FR", "Suisse"},
		{"CH", "sw", "Switzerland"},
		{"CH", "", "Switzerland"},
		{"XX", "en", "XX"},
		{"", "en", ""},
		{"014", "en", "014"},
	} {
		if got := place.CountryName(c.code, c.lang); got != c.want {
			t.Errorf("CountryName(%q, %q) = %q, want %q", c.code, c.lang, got, c.want)
		}
	}
}

func TestRegionName_fallsBackToEnglishThenToTheCode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ code, lang, want string }{
		{"014", "en", "Eastern Africa"},
		{"014", "es", "África oriental"},
		{"002", "zh", "非洲"},
		{"014", "sw", "Eastern Africa"},
		{"unassigned", "en", "unassigned"},
		{"KE", "en", "KE"},
	} {
		if got := place.RegionName(c.code, c.lang); got != c.want {
			t.Errorf("RegionName(%q, %q) = %q, want %q", c.code, c.lang, got, c.want)
		}
	}
}

func TestLanguageName_tellsScriptsApartAndNotRegions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ code, lang, want string }{
		{"fr", "en", "French"},
		{"fr-CA", "en", "French"},
		{"sw", "fr", "swahili"},
		{"zh", "en", "Chinese"},
		{"zh-Hant", "en", "Traditional Chinese"},
		{"zh-TW", "en", "Traditional Chinese"},
		{"zh-Hans-CN", "fr", "chinois simplifié"},
		{"AR", "en", "Arabic"},
		{"und", "en", "und"},
		{"tlh", "en", "tlh"},
		{"", "en", ""},
		{"no such tag", "en", "no such tag"},
	} {
		if got := place.LanguageName(c.code, c.lang); got != c.want {
			t.Errorf("LanguageName(%q, %q) = %q, want %q", c.code, c.lang, got, c.want)
		}
	}
}

func TestCountryList_isInTheOrderOfTheLanguage(t *testing.T) {
	t.Parallel()
	for lang, inOrder := range map[string][]string{
		"en": {"AF", "AX", "AL", "CI", "HR", "ZW"},       // Åland among the A, Côte before Croatia
		"fr": {"EG", "AE", "ER", "SZ", "ET", "ZM", "ZW"}, // Égypte before Émirats, Eswatini before Éthiopie
		"es": {"NE", "NG", "NZ", "OM"},
		"zh": {"AF", "BR", "FR", "KE", "US", "CN"}, // a, ba, fa, ken, mei, zhong
		"ru": {"AU", "AT", "YE", "KE", "ZA", "JP"},
		"ar": {"AL", "DE", "YE", "BE", "FR", "KE"},
	} {
		list := place.CountryList(lang)
		if len(list) != 249 {
			t.Fatalf("%s: %d countries", lang, len(list))
		}
		last := -1
		for _, code := range inOrder {
			at := slices.IndexFunc(list, func(n place.Named) bool { return n.Code == code })
			if at <= last {
				t.Errorf("%s: %s (%s) is at %d, not after %d", lang, code, place.CountryName(code, lang), at, last)
			}
			last = at
		}
	}
}

func TestCountryList_ofAnUnknownLanguageIsEnglishAndACopy(t *testing.T) {
	t.Parallel()
	place.CountryList("en")[0].Name = "changed"
	if got := place.CountryList("sw")[0]; got.Name != "Afghanistan" {
		t.Fatalf("first of the list is %v", got)
	}
	if got := place.CountryList("fr-CA"); place.CountryName(got[0].Code, "fr") != got[0].Name {
		t.Fatalf("fr-CA is not French: %v", got[0])
	}
}
