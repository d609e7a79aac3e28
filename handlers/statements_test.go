package handlers_test

import (
	"net/http"
	"sync/atomic"
	"testing"

	"travaux/internal/app"
	"travaux/internal/demo"
	"travaux/internal/testkit"
)

// most is how many statements a page may ask of the database for somebody signed in, once its consultation is in
// memory. A list of fifty that asks once for each row is far above it.
var most = map[string]int64{
	"/":                                5,
	"/c/sample-charter":                15,
	"/c/sample-charter/drafts/charter": 15,
	"/c/sample-charter/drafts/charter/versions":                     12,
	"/c/sample-charter/drafts/charter/v/2/placements":               16,
	"/c/sample-charter/drafts/charter/v/2/placements?one=C-000002":  26,
	"/c/sample-charter/drafts/charter/compare/1/2":                  13,
	"/c/sample-charter/drafts/charter/compare/1/2?text=fr&source=1": 19,
	"/c/sample-charter/drafts/charter/v/2/history/art-2-par-1":      14,
	"/organisations": 6,
	"/organisations/open-tools-forum-of-the-lakes":                   7,
	"/account/organisations":                                         5,
	"/c/sample-charter/drafts/charter?on=art-2-par-1":                18,
	"/c/sample-charter/drafts/charter?text=fr":                       16,
	"/c/sample-charter/drafts/charter?beside=ar":                     22,
	"/c/sample-charter/drafts/charter/translations":                  13,
	"/c/sample-charter/drafts/charter/translations/fr":               14,
	"/c/sample-charter/comments":                                     15,
	"/c/sample-charter/comments?stakeholder=civil_society&q=licence": 16,
	"/c/sample-charter/comments/C-000012":                            15,
	"/c/sample-charter/events":                                       9,
	"/c/sample-charter/log":                                          15,
	"/c/sample-charter/review":                                       16,
	"/c/sample-charter/review?region=002&outcome=open&q=licence":     17,
	"/c/sample-charter/review?one=C-000012":                          24,
	"/c/sample-charter/moderation":                                   11,
}

func TestPages_costTheSameStatementsWhateverTheirLength(t *testing.T) {
	t.Parallel()
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			few, many := costs(t, database(t), 0), costs(t, database(t), 600)
			for path, n := range few {
				if n == 0 || n > most[path] {
					t.Errorf("%s asks %d statements; at most %d are allowed, and at least one", path, n, most[path])
				}
				if many[path] != n {
					t.Errorf("%s asks %d statements with 200 comments, %d with 600", path, n, many[path])
				}
			}
		})
	}
}

// costs counts the statements of each page of the worked example with some number of comments.
func costs(t *testing.T, database string, comments int) map[string]int64 {
	t.Helper()
	var statements atomic.Int64
	s := newSite(t, database, app.Traced(func() { statements.Add(1) }))
	if err := demo.Fill(t.Context(), s.Consult(), s.Consult().Now(), comments); err != nil {
		t.Fatal(err)
	}
	b := s.person(t, "reads@example.org", "sample-charter", "drafter", "moderator")
	out := map[string]int64{}
	for path := range most {
		b.get(path) // what is loaded once is loaded now
		statements.Store(0)
		if p := b.get(path); p.status != http.StatusOK {
			t.Errorf("%s: %d", path, p.status)
		}
		out[path] = statements.Load()
	}
	return out
}
