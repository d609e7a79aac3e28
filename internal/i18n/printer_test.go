package i18n_test

import (
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"travaux/internal/i18n"
)

func load(t *testing.T) *i18n.Bundle {
	t.Helper()
	b, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestLanguages_areTheSixOfTheUnitedNations(t *testing.T) {
	t.Parallel()
	want := []string{"ar", "en", "es", "fr", "ru", "zh"}
	i18n.Languages()[0] = "??"
	if diff := cmp.Diff(i18n.Languages(), want); diff != "" {
		t.Errorf("languages (-got +want):\n%s", diff)
	}
	for code, want := range map[string]bool{"ar": true, "zh": true, "": false, "AR": false, "fr-CA": false, "de": false} {
		if got := i18n.IsLanguage(code); got != want {
			t.Errorf("IsLanguage(%q) = %v", code, got)
		}
	}
}

func TestDir_comesFromTheScript(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string]string{
		"ar": "rtl", "fa": "rtl", "ur": "rtl", "he": "rtl", "iw": "rtl", "yi": "rtl", "ps": "rtl", "ckb": "rtl",
		"sd": "rtl", "ug": "rtl", "dv": "rtl", "syr": "rtl", "nqo": "rtl", "ar-EG": "rtl", "az-Arab": "rtl",
		"uz-AF": "rtl", "pa-PK": "rtl", "ff-Adlm": "rtl", "ha-Arab": "rtl",
		"en": "ltr", "ru": "ltr", "zh-Hant": "ltr", "pa": "ltr", "uz": "ltr", "ar-Latn": "ltr", "ku": "ltr",
		"": "ltr", "not a tag": "ltr", "und": "ltr",
	} {
		if got := i18n.Dir(lang); got != want {
			t.Errorf("Dir(%q) = %q, want %q", lang, got, want)
		}
	}
}

func TestFor_unknownLanguagesGetEnglish(t *testing.T) {
	t.Parallel()
	b := load(t)
	for lang, want := range map[string]string{"ar": "ar", "fr-CA": "fr", "ZH": "zh", "de": "en", "": "en", "??": "en"} {
		if got := b.For(lang).Lang(); got != want {
			t.Errorf("For(%q) is %q, want %q", lang, got, want)
		}
	}
	if first, again := b.For("fr"), b.For("fr"); first != again {
		t.Error("a printer is made twice")
	}
	if b.For("ar").Dir() != "rtl" || b.For("ru").Dir() != "ltr" {
		t.Error("a printer has the wrong direction")
	}
	if got := b.For("ru").T("lang.name"); got != "Русский" {
		t.Errorf("lang.name = %q", got)
	}
}

func TestN_saysAllSixArabicAndFourRussianForms(t *testing.T) {
	t.Parallel()
	b := load(t)
	for lang, cases := range map[string]map[int]string{
		"ar": {
			0: "0 يوم", 1: "يوم واحد", 2: "يومان", 3: "3 أيام", 10: "10 أيام", 103: "103 أيام",
			11: "11 يومًا", 99: "99 يومًا", 111: "111 يومًا", 100: "100 يوم", 102: "102 يوم", 1000: "1,000 يوم",
		},
		"ru": {
			1: "1 день", 21: "21 день", 101: "101 день", 2: "2 дня", 24: "24 дня",
			0: "0 дней", 5: "5 дней", 11: "11 дней", 12: "12 дней", 111: "111 дней", 1000: "1\u00a0000 дней",
		},
		"fr": {0: "0 jour", 1: "1 jour", 2: "2 jours"},
		"es": {0: "0 días", 1: "1 día", 2: "2 días"},
		"en": {0: "0 days", 1: "1 day", 2: "2 days"},
		"zh": {0: "0天", 1: "1天", 2: "2天"},
	} {
		for n, want := range cases {
			if got := b.For(lang).N("duration.days", n); got != want {
				t.Errorf("%s: %d is %q, want %q", lang, n, got, want)
			}
		}
	}
}

func TestNumber_isGroupedAndInLatinDigits(t *testing.T) {
	t.Parallel()
	b := load(t)
	for lang, want := range map[string][]string{
		"ar": {"0", "999", "1,234", "1,234,567", "\u200e-12"},
		"en": {"0", "999", "1,234", "1,234,567", "-12"},
		"es": {"0", "999", "1234", "1.234.567", "-12"},
		"fr": {"0", "999", "1\u00a0234", "1\u00a0234\u00a0567", "-12"},
		"ru": {"0", "999", "1\u00a0234", "1\u00a0234\u00a0567", "-12"},
		"zh": {"0", "999", "1,234", "1,234,567", "-12"},
	} {
		var got []string
		for _, n := range []int{0, 999, 1234, 1234567, -12} {
			got = append(got, b.For(lang).Number(n))
		}
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("%s (-got +want):\n%s", lang, diff)
		}
	}
	if got := b.For("es").Number(10_000); got != "10.000" {
		t.Errorf("es: %q", got)
	}
}

func TestNumber_losesNoDigit(t *testing.T) {
	t.Parallel()
	b := load(t)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int().Draw(t, "n")
		lang := rapid.SampledFrom(i18n.Languages()).Draw(t, "lang")
		digits := strings.Map(func(r rune) rune {
			if r == '-' || '0' <= r && r <= '9' {
				return r
			}
			return -1
		}, b.For(lang).Number(n))
		if digits != strconv.Itoa(n) {
			t.Fatalf("%s: %d became %q", lang, n, digits)
		}
	})
}

func TestPercent_isWholeAndSilentWithoutAWhole(t *testing.T) {
	t.Parallel()
	b := load(t)
	for _, c := range []struct {
		lang        string
		part, whole int
		want        string
	}{
		{"en", 412, 1060, "39%"},
		{"en", 0, 3, "0%"},
		{"en", 1, 3, "33%"},
		{"en", 2, 3, "67%"},
		{"en", 1, 8, "13%"},
		{"en", 29, 100, "29%"},
		{"en", 3, 3, "100%"},
		{"en", 1, 0, ""},
		{"en", 1, -1, ""},
		{"fr", 1, 2, "50\u00a0%"},
		{"es", 1, 2, "50\u00a0%"},
		{"ru", 1, 2, "50\u00a0%"},
		{"zh", 1, 2, "50%"},
		{"ar", 1, 2, "50\u200e%\u200e"},
	} {
		if got := b.For(c.lang).Percent(c.part, c.whole); got != c.want {
			t.Errorf("%s: %d of %d is %q, want %q", c.lang, c.part, c.whole, got, c.want)
		}
	}
}

func TestList_joinsAsTheLanguageDoes(t *testing.T) {
	t.Parallel()
	b := load(t)
	for _, c := range []struct {
		lang  string
		items []string
		want  string
	}{
		{"en", nil, ""},
		{"en", []string{"a"}, "a"},
		{"en", []string{"a", "b"}, "a and b"},
		{"en", []string{"a", "b", "c", "d"}, "a, b, c and d"},
		{"en", []string{"{item}", "{before}", "c"}, "{item}, {before} and c"},
		{"fr", []string{"a", "b", "c"}, "a, b et c"},
		{"ru", []string{"a", "b", "c"}, "a, b и c"},
		{"zh", []string{"甲", "乙", "丙"}, "甲、乙和丙"},
		{"ar", []string{"كينيا", "مصر", "تونس"}, "كينيا ومصر وتونس"},
		{"es", []string{"Kenia", "Chile"}, "Kenia y Chile"},
		{"es", []string{"Kenia", "India"}, "Kenia e India"},
		{"es", []string{"Perú", "Hidalgo"}, "Perú e Hidalgo"},
		{"es", []string{"nieve", "hielo"}, "nieve y hielo"},
		{"es", []string{"a", "Ítaca"}, "a e Ítaca"},
		{"es", []string{"India", "Chile"}, "India y Chile"},
		{"es", []string{"a", ""}, "a y "},
		{"en", []string{"Chile", "India"}, "Chile and India"},
	} {
		if got := b.For(c.lang).List(c.items); got != c.want {
			t.Errorf("%s: %q, want %q", c.lang, got, c.want)
		}
	}
}

// TestPrinter_isSharedByManyGoroutines is for the race detector; the answers
// must not mix either.
func TestPrinter_isSharedByManyGoroutines(t *testing.T) {
	t.Parallel()
	b := load(t)
	at := time.Date(2026, 3, 14, 20, 59, 0, 0, time.UTC)
	say := func(lang string, n int) string {
		p := b.For(lang)
		return strings.Join([]string{
			p.T("lang.name"), p.N("duration.days", n), p.Number(n * 1000), p.Percent(n, 500),
			p.DateTime(at, "Africa/Nairobi"), p.Closing(at, "Asia/Tokyo"), p.List([]string{"a", "b", "c"}),
		}, "|")
	}
	want := map[string][]string{}
	for _, lang := range i18n.Languages() {
		for n := range 50 {
			want[lang] = append(want[lang], say(lang, n))
		}
	}
	var wg sync.WaitGroup
	for range 4 {
		for _, lang := range i18n.Languages() {
			wg.Go(func() {
				for n := range 50 {
					if got := say(lang, n); got != want[lang][n] {
						t.Errorf("%s: %q, want %q", lang, got, want[lang][n])
					}
				}
			})
		}
	}
	wg.Wait()
}
