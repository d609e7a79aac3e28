package handlers_test

import (
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"

	"travaux/internal/app"
	"travaux/internal/consult"
	"travaux/internal/demo"
	"travaux/internal/story"
	"travaux/internal/testkit"
)

// most is how many statements a page may ask of the database for somebody signed in, once its consultation is in
// memory. A list of fifty that asks once for each row is far above it.
var most = map[string]int64{
	"/":                                5,
	"/c/sample-charter":                17,
	"/c/sample-charter/timeline":       14,
	"/c/sample-charter/drafts/charter": 15,
	"/c/sample-charter/drafts/charter/versions":                     12,
	"/c/sample-charter/drafts/charter/v/2/placements":               16,
	"/c/sample-charter/drafts/charter/v/2/placements?one=C-000002":  26,
	"/c/sample-charter/drafts/charter/compare/1/2":                  13,
	"/c/sample-charter/drafts/charter/compare/1/2?text=fr&source=1": 19,
	"/c/sample-charter/drafts/charter/v/2/history/art-2-par-1":      14,
	"/organisations": 6,
	"/organisations/open-tools-forum-of-the-lakes":                   12,
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
	"/c/sample-charter/signatures":                                   23,
	"/c/sample-charter/signatures?region=002&q=forum":                25,
	"/c/sample-charter/sign":                                         14,
	"/c/sample-charter/log":                                          15,
	"/c/sample-charter/review":                                       16,
	"/c/sample-charter/review?region=002&outcome=open&q=licence":     17,
	"/c/sample-charter/review?one=C-000012":                          24,
	"/c/sample-charter/moderation":                                   11,
}

// mostOfPledges is the same of the pages of those who review pledges.
var mostOfPledges = map[string]int64{
	"queue": 12, "filtered": 12, "review": 20, "desk": 22,
}

func TestPledgeQueue_costsTheSameStatementsWhateverItsLength(t *testing.T) {
	sameCosts(t, mostOfPledges, [2]int{3, 40}, func(t *testing.T, m *meter, size int) {
		tale := story.New(t.Context(), m.site.Consult(), m.site.Consult().Now, func(err error) { t.Helper(); testkit.Must(t, err) })
		c := tale.Consultation("quay", story.Pledging())
		tale.Organisation(consult.NewOrganisation{Slug: "harbour", Name: "Harbour", Country: "KE", StakeholderType: "government"}, "")
		var last consult.PledgeCard
		for i := range size {
			in := c.ToPledge("harbour")
			in.Title = fmt.Sprint("Pledge ", i)
			var err error
			last, err = m.site.Consult().WritePledge(t.Context(), m.site.system(), "quay", in)
			testkit.Must(t, err)
		}
		b := m.site.person(t, "organiser@example.org", "quay", "organiser")
		for what, path := range map[string]string{
			"queue": "/c/quay/manage/pledges", "filtered": "/c/quay/manage/pledges?region=014&status=submitted", "review": "/c/quay/manage/pledges/" + last.Ref,
			"desk": "/c/quay/manage",
		} {
			m.count(what, func() { b.get(path).want(http.StatusOK) })
		}
	})
}

func TestPages_costTheSameStatementsWhateverTheirLength(t *testing.T) {
	sameCosts(t, most, [2]int{200, 600}, func(t *testing.T, m *meter, comments int) {
		if comments == 200 {
			comments = 0 // as many are in the worked example
		}
		testkit.Must(t, demo.Fill(t.Context(), m.site.Consult(), m.site.Consult().Now(), comments))
		b := m.site.person(t, "reads@example.org", "sample-charter", "drafter", "moderator")
		for path := range most {
			m.count(path, func() { b.get(path).want(http.StatusOK) })
		}
	})
}

// meter counts the statements that a site asks of its database.
type meter struct {
	site       *site
	statements atomic.Int64
	costs      map[string]int64
}

// count keeps what something costs once what is loaded once is loaded.
func (m *meter) count(what string, do func()) {
	do()
	m.statements.Store(0)
	do()
	m.costs[what] = m.statements.Load()
}

// sameCosts fails where something costs more statements than it may, or another number on a large site than on a small
// one, on either database.
func sameCosts(t *testing.T, most map[string]int64, sizes [2]int, costs func(t *testing.T, m *meter, size int)) {
	t.Helper()
	t.Parallel()
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			var of [2]map[string]int64
			for i, size := range sizes {
				m := &meter{costs: map[string]int64{}}
				m.site = newSite(t, database(t), app.Traced(func() { m.statements.Add(1) }))
				costs(t, m, size)
				of[i] = m.costs
			}
			for what, n := range of[0] {
				if n == 0 || n > most[what] {
					t.Errorf("%q asks %d statements; at most %d are allowed, and at least one", what, n, most[what])
				}
				if of[1][what] != n {
					t.Errorf("%q asks %d statements with %d, %d with %d", what, n, sizes[0], of[1][what], sizes[1])
				}
			}
			if len(of[0]) != len(most) {
				t.Errorf("%d are counted, %d have a limit", len(of[0]), len(most))
			}
		})
	}
}
