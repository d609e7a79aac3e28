package consult_test

import (
	"slices"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// phase is a phase of a kind from a number of days after noon to another, changed.
func phase(kind models.PhaseKind, from, to int, change func(p *consult.NewPhase)) story.Setting {
	return func(in *consult.NewConsultation, now time.Time) {
		story.During(kind, testkit.Noon.AddDate(0, 0, from), testkit.Noon.AddDate(0, 0, to))(in, now)
		if change != nil {
			change(&in.Phases[len(in.Phases)-1])
		}
	}
}

func TestSubmitComment_fromAnotherRegionThanThePhaseIsForIsRefusedInWords(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k, phase(models.PhaseConsultation, -1, 5, func(p *consult.NewPhase) { p.Regions = []string{"002", "419"} }))
		for country, taken := range map[string]bool{"KE": true, "ZA": true, "BR": true, "DE": false, "not_stated": false} {
			_, err := c.Try(story.By("ana"), story.From(country, models.Government))
			if taken {
				testkit.Must(t, err)
			} else {
				wantFault(t, err, fault.Conflict, "closed_region")
			}
		}
		_, err := c.Try(story.By("ana"), story.From("DE", models.Government), story.At(testkit.Noon.AddDate(0, 0, 5)))
		wantFault(t, err, fault.Conflict, "closed")
	})
}

func TestSubmitComment_afterTheClosingIsTakenAndMarkedWhereLateOnesAre(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k, phase(models.PhaseConsultation, -1, 1, func(p *consult.NewPhase) { p.Late = true }))
		closes := testkit.Noon.AddDate(0, 0, 1)
		for _, tc := range []struct {
			at   time.Time
			late bool
		}{{closes.Add(-time.Microsecond), false}, {closes, true}, {closes.AddDate(0, 2, 0), true}} {
			r, err := c.Try(story.By("ana"), story.At(tc.at))
			testkit.Must(t, err)
			if v := published(t, c, r.Ref); v.Late != tc.late {
				t.Errorf("at %s: late %v", tc.at, v.Late)
			}
		}
		page, err := k.Service.Review(t.Context(), c.Call("drafter").Actor, c.Slug, models.ReviewFilter{Late: []string{"true"}})
		testkit.Must(t, err)
		if page.Total != 2 || len(page.Facets["late"]) != 2 || page.Facets["late"][0] != (models.FacetCount{Value: "true", Count: 2}) {
			t.Errorf("%d, %v", page.Total, page.Facets["late"])
		}
		_, err = k.Service.Review(t.Context(), c.Call("drafter").Actor, c.Slug, models.ReviewFilter{Late: []string{"perhaps"}})
		wantFault(t, err, fault.Malformed, "bad_filter")
	})
}

func TestConfirmComment_aLateOneHasItsTimeFromWhenItCame(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k, phase(models.PhaseConsultation, -1, 1, func(p *consult.NewPhase) { p.Late = true }))
		k.Clock.Add(40 * 24 * time.Hour)
		r := c.Comment(story.Mailed("dana@example.org"))
		link := k.Secret(t, "dana@example.org")
		testkit.Must(t, k.Service.Periodic(t.Context()))
		k.Clock.Add(13 * 24 * time.Hour)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		got, err := k.Service.ConfirmComment(t.Context(), k.Call(models.Actor{}), link)
		testkit.Must(t, err)
		if got.Receipt != r.Receipt || got.Publication != models.PublishedNow {
			t.Errorf("%+v", got)
		}
		c.Comment(story.Mailed("bela@example.org"))
		k.Clock.Add(15 * 24 * time.Hour)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		if n := k.Count(t, "comments", "publication = 'lapsed'"); n != 1 {
			t.Errorf("%d lapsed", n)
		}
	})
}

func TestVerifyLog_namesWhatWasChangedByHandOfPhasesAndLateness(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k, phase(models.PhaseConsultation, -1, 1, func(p *consult.NewPhase) { p.Late = true }))
		_, err := c.Try(story.By("ana"), story.At(testkit.Noon.AddDate(0, 0, 2)))
		testkit.Must(t, err)
		k.Sequence(t)
		if found := verify(t, k, consult.VerifyLogs{}).Findings; len(found) > 0 {
			t.Fatal(found)
		}
		for sql, field := range map[string]string{
			"UPDATE comments SET late = NOT late":     "late",
			"UPDATE phases SET late = NOT late":       "late",
			"UPDATE phases SET regions = '[\"150\"]'": "regions",
			"UPDATE phases SET gates = '[\"open\"]'":  "gates",
			"UPDATE phases SET minimum_days = 3":      "minimum_days",
			"UPDATE phases SET passed_at = opens_at":  "passed_at",
			"UPDATE phases SET closes_at = NULL":      "closes_at",
		} {
			_, err := k.SQL(t).ExecContext(t.Context(), sql)
			testkit.Must(t, err)
			if !slices.ContainsFunc(verify(t, k, consult.VerifyLogs{}).Findings, func(f models.LogFinding) bool { return f.Field == field }) {
				t.Errorf("%s is not named", sql)
			}
		}
	})
}
