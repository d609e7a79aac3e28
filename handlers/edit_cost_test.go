package handlers_test

import (
	"fmt"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"travaux/internal/app"
	"travaux/internal/consult"
	"travaux/internal/testkit"
)

// mostEditing is how many statements a page of the working version may ask, and saving a provision.
var mostEditing = map[string]int64{"": 16, "/edit/art-3": 21, "/add": 13, "/history": 18, "save": 22, "shift": 16}

func TestEditing_costsTheSameStatementsWhateverTheLengthOfTheText(t *testing.T) {
	t.Parallel()
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			few, many := editingCosts(t, database(t), 200), editingCosts(t, database(t), 600)
			for what, n := range few {
				if n == 0 || n > mostEditing[what] {
					t.Errorf("%q asks %d statements; at most %d are allowed, and at least one", what, n, mostEditing[what])
				}
				if many[what] != n {
					t.Errorf("%q asks %d statements with 200 provisions, %d with 600", what, n, many[what])
				}
			}
		})
	}
}

// editingCosts counts the statements of editing a text of so many articles in two languages.
func editingCosts(t *testing.T, database string, articles int) map[string]int64 {
	t.Helper()
	var statements atomic.Int64
	s := newSite(t, database, app.Traced(func() { statements.Add(1) }))
	var text strings.Builder
	for i := range articles {
		fmt.Fprintf(&text, "## Article %d Of things\n\nThe words of article %d.\n\n", i+1, i+1)
	}
	in := consult.NewConsultation{Slug: "town", Title: "Town", Language: "en", Languages: []string{"en", "fr"}}
	_, err := s.Consult().CreateConsultation(t.Context(), s.system(), in)
	testkit.Must(t, err)
	_, _, err = s.Consult().StartDraft(t.Context(), s.system(), "town", consult.NewDraft{Slug: "charter", Title: "Charter", Language: "en"}, consult.NewVersion{Content: text.String()})
	testkit.Must(t, err)
	_, err = s.Consult().PublishVersion(t.Context(), s.system(), "town", "charter", consult.NewPublication{})
	testkit.Must(t, err)
	_, _, err = s.Consult().Translate(t.Context(), s.system(), "town", "charter", 1, consult.NewVersion{Content: text.String(), Language: "fr"})
	testkit.Must(t, err)
	b := s.person(t, "drafter@example.org", "town", "drafter")
	working := "/c/town/drafts/charter/working"
	b.post(working, nil).want(303)
	b.act("art-2", url.Values{"act": {"shift"}, "direction": {"up"}}).want(303)
	out := map[string]int64{}
	count := func(what string, do func()) {
		do() // what is loaded once is loaded now
		statements.Store(0)
		do()
		out[what] = statements.Load()
	}
	for _, page := range []string{"", "/edit/art-3", "/add", "/history"} {
		count(page, func() { b.get(working + page).want(200) })
	}
	turn := 0
	count("save", func() {
		turn++
		action, v := b.get(working + "/edit/art-3").want(200).formTo("/edit/")
		v.Set("content", fmt.Sprintf("Other words, %d.", turn))
		statements.Store(0)
		b.post(action, v).want(303)
	})
	shifts := []string{"down", "up"}
	count("shift", func() {
		turn++
		b.post(working+"/act", url.Values{"act": {"shift"}, "wid": {"art-9"}, "seq": {"0"}, "direction": {shifts[turn%2]}}).want(303)
	})
	t.Logf("%d articles: %v", articles, out)
	return out
}
