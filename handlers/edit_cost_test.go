package handlers_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/testkit"
)

// mostEditing is how many statements a page of the working version may ask, and saving a provision.
var mostEditing = map[string]int64{"": 17, "/edit/art-3": 26, "/add": 13, "/history": 18, "save": 22, "shift": 16}

func TestEditing_costsTheSameStatementsWhateverTheLengthOfTheText(t *testing.T) {
	sameCosts(t, mostEditing, [2]int{200, 600}, func(t *testing.T, m *meter, articles int) {
		longCharter(t, m.site, articles)
		b := m.site.person(t, "drafter@example.org", "town", "drafter")
		working := "/c/town/drafts/charter/working"
		b.post(working, nil).want(303)
		b.act("art-2", url.Values{"act": {"shift"}, "direction": {"up"}}).want(303)
		for _, page := range []string{"", "/edit/art-3", "/add", "/history"} {
			m.count(page, func() { b.get(working + page).want(200) })
		}
		turn := 0
		m.count("save", func() {
			turn++
			action, v := b.get(working + "/edit/art-3").want(200).formTo("/edit/")
			v.Set("content", fmt.Sprintf("Other words, %d.", turn))
			m.statements.Store(0)
			b.post(action, v).want(303)
		})
		shifts := []string{"down", "up"}
		m.count("shift", func() {
			turn++
			b.post(working+"/act", url.Values{"act": {"shift"}, "wid": {"art-9"}, "seq": {"0"}, "direction": {shifts[turn%2]}}).want(303)
		})
	})
}

// Of the translations of many versions each page asks as much as of those of a few.
func TestTranslations_costTheSameStatementsHoweverManyWait(t *testing.T) {
	const path = "/c/town/drafts/charter/translations"
	sameCosts(t, map[string]int64{path: 13}, [2]int{2, 6}, func(t *testing.T, m *meter, versions int) {
		longCharter(t, m.site, 5)
		for n := 2; n <= versions; n++ {
			_, _, err := m.site.Consult().ImportVersion(t.Context(), m.site.system(), "town", "charter", consult.NewVersion{Content: articles(5)})
			testkit.Must(t, err)
			_, err = m.site.Consult().PublishVersion(t.Context(), m.site.system(), "town", "charter", consult.NewPublication{})
			testkit.Must(t, err)
			_, _, err = m.site.Consult().Translate(t.Context(), m.site.system(), "town", "charter", n, consult.NewVersion{Content: articles(3), Language: "fr"})
			testkit.Must(t, err)
		}
		b := m.site.person(t, "drafter@example.org", "town", "drafter")
		m.count(path, func() {
			if n := strings.Count(b.get(path).want(200).body, "<section><h2>"); n < versions-1 { // the whole one of the first is published
				t.Errorf("%d versions wait for their translations, want %d", n, versions-1)
			}
		})
	})
}

// articles is a text of so many.
func articles(n int) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "## Article %d Of things\n\nThe words of article %d.\n\n", i+1, i+1)
	}
	return text.String()
}

// longCharter is a town whose charter has so many articles, in two languages.
func longCharter(t *testing.T, s *site, n int) {
	t.Helper()
	_, err := s.Consult().CreateConsultation(t.Context(), s.system(), consult.NewConsultation{Slug: "town", Title: "Town", Language: "en", Languages: []string{"en", "fr"}})
	testkit.Must(t, err)
	_, _, err = s.Consult().StartDraft(t.Context(), s.system(), "town", consult.NewDraft{Slug: "charter", Title: "Charter", Language: "en"}, consult.NewVersion{Content: articles(n)})
	testkit.Must(t, err)
	_, err = s.Consult().PublishVersion(t.Context(), s.system(), "town", "charter", consult.NewPublication{})
	testkit.Must(t, err)
	_, _, err = s.Consult().Translate(t.Context(), s.system(), "town", "charter", 1, consult.NewVersion{Content: articles(n), Language: "fr"})
	testkit.Must(t, err)
}
