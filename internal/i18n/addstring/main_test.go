package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/i18n"
)

// folder makes six catalogues with the same content.
func folder(t *testing.T, content string) string {
	t.Helper()
	dir := t.TempDir()
	for _, lang := range i18n.Languages() {
		put(t, dir, lang, content)
	}
	return dir
}

func put(t *testing.T, dir, lang, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, lang+".json"), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, dir, lang string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, lang+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestRun_addsAKeyToAllCataloguesInOrder(t *testing.T) {
	t.Parallel()
	dir := folder(t, `{"c": {"other": "n", "one": "1"}, "a": "é <b>"}`)
	if err := run(dir, []string{"b", "Text & {name}"}); err != nil {
		t.Fatal(err)
	}
	want := `{
  "a": "é <b>",
  "b": "Text & {name}",
  "c": {
    "one": "1",
    "other": "n"
  }
}
`
	for _, lang := range i18n.Languages() {
		if diff := cmp.Diff(get(t, dir, lang), want); diff != "" {
			t.Errorf("%s (-got +want):\n%s", lang, diff)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.new")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestRun_keepsATranslationThatIsThere(t *testing.T) {
	t.Parallel()
	dir := folder(t, `{}`)
	put(t, dir, "fr", `{"a": "déjà"}`)
	if err := run(dir, []string{"a", "new"}); err != nil {
		t.Fatal(err)
	}
	if got := get(t, dir, "fr"); !strings.Contains(got, "déjà") {
		t.Errorf("fr: %s", got)
	}
	if got := get(t, dir, "en"); !strings.Contains(got, "new") {
		t.Errorf("en: %s", got)
	}
	if err := run(dir, []string{"a", "again"}); err == nil {
		t.Error("a key that every catalogue has is added again")
	}
}

func TestRun_fmtSortsAndChangesNothingElse(t *testing.T) {
	t.Parallel()
	dir := folder(t, `{"b":"2","a":"1"}`)
	for range 2 {
		if err := run(dir, []string{"fmt"}); err != nil {
			t.Fatal(err)
		}
		if got, want := get(t, dir, "ru"), "{\n  \"a\": \"1\",\n  \"b\": \"2\"\n}\n"; got != want {
			t.Fatalf("got %s", got)
		}
	}
}

func TestRun_refusesWithoutWriting(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"key"}, {"", "value"}, {"key", ""}, {"a", "b", "c"}} {
		if err := run(folder(t, `{}`), args); err == nil {
			t.Errorf("%q is accepted", args)
		}
	}
	dir := folder(t, `{"b":"2","a":"1"}`)
	put(t, dir, "zh", `{"a": "1", "a": "2"}`)
	if err := run(dir, []string{"fmt"}); err == nil || !strings.Contains(err.Error(), "zh.json") {
		t.Errorf("a broken catalogue: %v", err)
	}
	if got := get(t, dir, "ar"); got != `{"b":"2","a":"1"}` {
		t.Errorf("ar was written: %s", got)
	}
	if err := run(t.TempDir(), []string{"fmt"}); err == nil {
		t.Error("a folder without catalogues is accepted")
	}
}
