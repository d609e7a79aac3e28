package i18n_test

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"travaux/internal/i18n"
)

// required are the plural forms without which whole numbers up to a million are
// said wrongly; go-i18n says "other" for the rest.
var required = map[string][]string{
	"ar": {"zero", "one", "two", "few", "many", "other"},
	"en": {"one", "other"},
	"es": {"one", "other"},
	"fr": {"one", "other"},
	"ru": {"one", "few", "many", "other"},
	"zh": {"other"},
}

// allowed are forms that a language may have beside the required ones.
var allowed = map[string][]string{"es": {"many"}, "fr": {"many"}}

var placeholder = regexp.MustCompile(`\{[A-Za-z0-9_]+\}`)

// TestCatalogues_areComplete says everything that is wrong in one message, for
// somebody who has just added forty keys.
func TestCatalogues_areComplete(t *testing.T) {
	t.Parallel()
	all := i18n.Catalogues()
	if len(all) != len(i18n.Languages()) {
		t.Fatalf("only %v can be read", slices.Sorted(maps.Keys(all)))
	}
	keys := map[string]bool{}
	for _, catalogue := range all {
		for key := range catalogue {
			keys[key] = true
		}
	}
	var wrong []string
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		for _, lang := range i18n.Languages() {
			if complaint := compare(lang, all["en"][key], all[lang][key]); complaint != "" {
				wrong = append(wrong, fmt.Sprintf("%s.json: %s: %s", lang, key, complaint))
			}
		}
	}
	if len(wrong) > 0 {
		t.Errorf("%d texts are missing or do not fit:\n%s", len(wrong), strings.Join(wrong, "\n"))
	}
}

// compare says what is wrong with one text of a language, "" for nothing.
func compare(lang string, english, text any) string {
	switch {
	case text == nil:
		return "missing"
	case english == nil:
		return "en.json does not have this key"
	case fmt.Sprintf("%T", english) != fmt.Sprintf("%T", text):
		return "plural forms in one language, a plain text in the other"
	}
	if got, want := names(text), names(english); !slices.Equal(got, want) {
		return fmt.Sprintf("has the placeholders %v, English has %v", got, want)
	}
	plural, ok := text.(map[string]string)
	if !ok {
		return ""
	}
	for _, form := range required[lang] {
		if plural[form] == "" {
			return "lacks the plural form " + form
		}
	}
	for form := range plural {
		if !slices.Contains(required[lang], form) && !slices.Contains(allowed[lang], form) {
			return "has the plural form " + form + ", which the language does not have"
		}
	}
	return ""
}

// names returns the placeholders of a text, of all plural forms together: some
// languages say "two days" without a number.
func names(text any) []string {
	found := map[string]bool{}
	switch text := text.(type) {
	case string:
		for _, name := range placeholder.FindAllString(text, -1) {
			found[name] = true
		}
	case map[string]string:
		for _, form := range text {
			for _, name := range placeholder.FindAllString(form, -1) {
				found[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func TestCatalogues_aComparisonFindsEachKindOfMistake(t *testing.T) {
	t.Parallel()
	days := map[string]string{"one": "{count} day", "other": "{count} days"}
	for name, c := range map[string]struct {
		lang          string
		english, text any
		wantMistake   bool
	}{
		"missing":            {"fr", "a", nil, true},
		"unknown in English": {"fr", nil, "a", true},
		"plain for plural":   {"fr", days, "jours", true},
		"other placeholder":  {"fr", "{a} and {b}", "{a} et {c}", true},
		"missing form":       {"ru", days, map[string]string{"one": "{count}", "few": "{count}", "other": "{count}"}, true},
		"foreign form":       {"zh", days, map[string]string{"one": "{count}", "other": "{count}"}, true},
		"other order":        {"fr", "{a} and {b}", "{b} et {a}", false},
		"one in words":       {"fr", days, map[string]string{"one": "un jour", "many": "{count}", "other": "{count} jours"}, false},
	} {
		if got := compare(c.lang, c.english, c.text); (got != "") != c.wantMistake {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestCatalogues_filesAreSortedAndFormatted(t *testing.T) {
	t.Parallel()
	for _, lang := range i18n.Languages() {
		raw, err := os.ReadFile("locales/" + lang + ".json")
		if err != nil {
			t.Fatal(err)
		}
		catalogue, err := i18n.ParseCatalogue(raw)
		if err != nil {
			t.Fatalf("%s.json: %v", lang, err)
		}
		want, err := i18n.FormatCatalogue(catalogue)
		if err != nil {
			t.Fatal(err)
		}
		if string(raw) != string(want) {
			t.Errorf("%s.json is not sorted and formatted: run `go run ./internal/i18n/addstring fmt`", lang)
		}
	}
}

func TestParseCatalogue_refusesAndNamesTheKeyOrTheLine(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		``:                                  `line 1`,
		`[]`:                                `line 1: not a JSON object`,
		"{\n\"a\": \"x\",\n\"a\": \"y\"}":   `line 3: key "a" is empty or given twice`,
		"{\n\"a\": \"x\"\n\"b\": \"y\"}":    `line`,
		"{\"a\": \"x\"":                     `line 1`,
		"{\"a\": \"x\"} {}":                 `text after the object`,
		`{"": "x"}`:                         `given twice`,
		`{"a": ""}`:                         `key "a": the text is empty`,
		`{"a": null}`:                       `key "a": neither`,
		`{"a": 3}`:                          `key "a": neither`,
		`{"a": {"one": "x"}}`:               `key "a": the plural form "other" is missing`,
		`{"a": {"other": "x", "Few": "y"}}`: `"Few" is not a plural form`,
		`{"a": {"other": ""}}`:              `plural form "other"`,
		`{"a": {"other": {"other": "x"}}}`:  `plural form "other"`,
	} {
		got, err := i18n.ParseCatalogue([]byte(raw))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseCatalogue(%s) = %v, %v; want an error with %q", raw, got, err, want)
		}
	}
}

func FuzzParseCatalogue_formattingItChangesNothing(f *testing.F) {
	f.Add([]byte(`{"a": "x <b> & {n}", "b": {"one": "1", "other": "n"}}`))
	f.Add([]byte("{\"\\u0000\": \"\\ud800\"}"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		first, err := i18n.ParseCatalogue(raw)
		if err != nil {
			return
		}
		text, err := i18n.FormatCatalogue(first)
		if err != nil {
			t.Fatal(err)
		}
		second, err := i18n.ParseCatalogue(text)
		if err != nil || fmt.Sprint(first) != fmt.Sprint(second) {
			t.Fatalf("%v, then %v (%v)", first, second, err)
		}
	})
}
