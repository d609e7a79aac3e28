package handlers_test

import (
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/testkit"
)

var period = regexp.MustCompile(`<dt>([^<]*)</dt><dd>([^<]*)</dd>`)

// periods are the rows of the table of the page /privacy, as docs/privacy.md writes them.
func periods(b *browser, lang string) (out []string) {
	for _, m := range period.FindAllStringSubmatch(b.get("/privacy?lang="+lang).want(200).body, -1) {
		out = append(out, "| "+html.UnescapeString(m[1])+" | "+html.UnescapeString(m[2])+" |")
	}
	return out
}

func TestPrivacy_theDocumentListsExactlyThePeriodsOfThePage(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		root, err := testkit.Root()
		testkit.Must(t, err)
		text, err := os.ReadFile(filepath.Join(root, "docs", "privacy.md"))
		testkit.Must(t, err)
		_, part, _ := strings.Cut(string(text), "## The periods")
		part, _, _ = strings.Cut(part, "\n## ")
		_, table, _ := strings.Cut(part, "|---|---|\n")
		told, listed := periods(s.browser(t), "en"), strings.Split(strings.TrimSpace(table), "\n")
		if len(told) != len(consult.Retentions()) || !slices.Equal(told, listed) {
			t.Errorf("the page tells\n%s\nthe document\n%s", strings.Join(told, "\n"), strings.Join(listed, "\n"))
		}
		for _, want := range []string{"before signing in, sealed | 1 day |", "passkey is being used | 5 minutes |", "another site | 30 minutes |", "at most | 8 hours |", "fingerprints are made | 2 days |"} {
			if !slices.ContainsFunc(told, func(row string) bool { return strings.HasSuffix(row, want) }) {
				t.Errorf("no row ends with %q", want)
			}
		}
	})
}

func TestPrivacy_everyPeriodIsToldInSixLanguages(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		for lang, minutes := range map[string]string{
			"ar": "| 5 دقائق |", "en": "| 5 minutes |", "es": "| 5 minutos |", "fr": "| 5 minutes |", "ru": "| 5 минут |", "zh": "| 5分钟 |",
		} {
			rows := periods(s.browser(t), lang)
			ends := func(row string) bool { return strings.HasSuffix(row, minutes) }
			if len(rows) != len(consult.Retentions()) || !slices.ContainsFunc(rows, ends) {
				t.Errorf("%s: %s", lang, strings.Join(rows, "\n"))
			}
			for _, row := range rows {
				if strings.Contains(row, "retention.") || strings.Contains(row, "|  |") {
					t.Errorf("%s: %s", lang, row)
				}
			}
		}
	})
}
