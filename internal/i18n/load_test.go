package i18n

import (
	"strings"
	"testing"
	"testing/fstest"
)

// shelf has six small catalogues, those given in place of empty ones.
func shelf(catalogues map[string]string) fstest.MapFS {
	files := fstest.MapFS{}
	for _, lang := range languages {
		raw := catalogues[lang]
		if raw == "" {
			raw = `{}`
		}
		files["locales/"+lang+".json"] = &fstest.MapFile{Data: []byte(raw)}
	}
	return files
}

func mustLoadFrom(t *testing.T, catalogues map[string]string) *Bundle {
	t.Helper()
	b, err := loadFrom(shelf(catalogues))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestLoad_errorsNameTheFileAndTheKey(t *testing.T) {
	t.Parallel()
	_, err := loadFrom(shelf(map[string]string{"fr": `{"a.b": {"one": "x"}}`}))
	if err == nil || !strings.Contains(err.Error(), "locales/fr.json") || !strings.Contains(err.Error(), `"a.b"`) {
		t.Errorf("got %v", err)
	}
	files := shelf(nil)
	delete(files, "locales/ru.json")
	if _, err := loadFrom(files); err == nil || !strings.Contains(err.Error(), "locales/ru.json") {
		t.Errorf("got %v", err)
	}
}

func TestT_fillsPlaceholders(t *testing.T) {
	t.Parallel()
	p := mustLoadFrom(t, map[string]string{"en": `{
		"plain": "A {brace}", "two": "{a}, {b}, {a}", "odd": "{ {a {} {a b} {{a}} {é} {a", "number": "{n} of {all}"
	}`}).For("en")
	for _, c := range []struct {
		key  string
		args []any
		want string
	}{
		{"plain", nil, "A {brace}"},
		{"plain", []any{"other", "x"}, "A {brace}"},
		{"plain", []any{"brace", "{brace}"}, "A {brace}"},
		{"two", []any{"a", "{b}", "b", "x"}, "{b}, x, {b}"}, // a value is never searched again
		{"odd", []any{"a", "x"}, "{ {a {} {a b} {x} {é} {a"},
		{"number", []any{"n", 1234, "all", 5678.5}, "1,234 of 5678.5"},
		{"number", []any{"n"}, "{n} of {all}"},
		{"number", []any{3, 4, "n", "x"}, "x of {all}"},
		{"unknown", []any{"n", 3}, "unknown"},
	} {
		if got := p.T(c.key, c.args...); got != c.want {
			t.Errorf("T(%q, %v) = %q, want %q", c.key, c.args, got, c.want)
		}
	}
}

func TestT_fallsBackToEnglishThenToTheKey(t *testing.T) {
	t.Parallel()
	b := mustLoadFrom(t, map[string]string{
		"en": `{"both": "both {n}", "english": "english {n}", "days": {"one": "{count} day {n}", "other": "{count} days {n}"}}`,
		"ru": `{"both": "оба {n}", "russian": "русский"}`,
	})
	p := b.For("ru")
	for _, c := range []struct{ got, want string }{
		{p.T("both", "n", 1), "оба 1"},
		{p.T("english", "n", 1), "english 1"},
		{p.T("days", "n", 1), "{count} days 1"},
		{p.N("days", 21, "n", 1), "21 days 1"}, // by the English rule: the Russian one says "one"
		{p.N("days", 1, "n", 1), "1 day 1"},
		{p.T("nowhere"), "nowhere"},
		{p.N("nowhere", 2), "nowhere"},
		{b.For("fr").T("russian"), "russian"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	for key, want := range map[string]bool{"both": true, "english": true, "days": true, "russian": true, "nowhere": false, "": false} {
		if got := p.Has(key); got != want {
			t.Errorf("Has(%q) = %v, want %v", key, got, want)
		}
	}
}

func TestN_ofAPlainTextFillsTheCount(t *testing.T) {
	t.Parallel()
	p := mustLoadFrom(t, map[string]string{"en": `{"plain": "{count} of {all}"}`}).For("en")
	if got := p.N("plain", 1234, "all", 2, "count", 9); got != "1,234 of 2" {
		t.Errorf("got %q", got)
	}
}

func TestN_saysOtherForAFormThatTheCatalogueLacks(t *testing.T) {
	t.Parallel()
	p := mustLoadFrom(t, map[string]string{"fr": `{"days": {"one": "{count} jour", "other": "{count} jours"}}`}).For("fr")
	if got, want := p.N("days", 1_000_000), "1\u00a0000\u00a0000 jours"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestT_ofAPlainTextAllocatesNothing(t *testing.T) {
	b := mustLoadFrom(t, map[string]string{"en": `{"a": "text"}`})
	for _, lang := range []string{"en", "fr"} {
		p := b.For(lang)
		if n := testing.AllocsPerRun(100, func() { p.T("a") }); n != 0 {
			t.Errorf("%s: %v allocations", lang, n)
		}
	}
}

func BenchmarkT_plain(b *testing.B) {
	p := benchPrinter(b)
	for b.Loop() {
		p.T("lang.name")
	}
}

func BenchmarkN_arabic(b *testing.B) {
	p := benchPrinter(b)
	for b.Loop() {
		p.N("duration.days", 12)
	}
}

func benchPrinter(b *testing.B) *Printer {
	b.Helper()
	bundle, err := Load()
	if err != nil {
		b.Fatal(err)
	}
	return bundle.For("ar")
}
