package models_test

import (
	"testing"
	"time"

	"travaux/models"
)

func TestPhaseState_isSharpAtItsInstantsAndWaitsForItsGates(t *testing.T) {
	opens := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	closes, passed := opens.AddDate(0, 1, 0), opens.AddDate(0, 0, 3)
	plain := models.Phase{OpensAt: opens, ClosesAt: &closes}
	gated, through, early := plain, plain, plain
	gated.Gates = models.List{string(models.GateAnswered)}
	through.Gates, through.PassedAt = gated.Gates, &passed
	before := opens.AddDate(0, 0, -1)
	early.Gates, early.PassedAt = gated.Gates, &before
	for _, tc := range []struct {
		name  string
		phase models.Phase
		at    time.Time
		want  models.PhaseState
	}{
		{"a nanosecond before the opening", plain, opens.Add(-1), models.PhaseBefore},
		{"at the opening", plain, opens, models.PhaseOpen},
		{"a nanosecond before the closing", plain, closes.Add(-1), models.PhaseOpen},
		{"at the closing", plain, closes, models.PhaseClosed},
		{"after its date, with gates that do not hold", gated, passed, models.PhaseBefore},
		{"after its closing, with gates that never held", gated, closes, models.PhaseClosed},
		{"before its gates held", through, passed.Add(-1), models.PhaseBefore},
		{"when its gates held", through, passed, models.PhaseOpen},
		{"opened by hand, before its date", early, opens.Add(-1), models.PhaseBefore},
		{"opened by hand, at its date", early, opens, models.PhaseOpen},
	} {
		if got := tc.phase.State(tc.at); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}

func TestOpenPhase_prefersTheOneThatIsOpenThenTheLastIfThatTakesLateOnes(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 3, 1+n, 0, 0, 0, 0, time.UTC) }
	phase := func(ref string, from, to int, late bool, regions ...string) models.Phase {
		end := day(to)
		return models.Phase{Ref: ref, Kind: models.PhaseConsultation, OpensAt: day(from), ClosesAt: &end, Late: late, Regions: regions}
	}
	all := []models.Phase{
		phase("first", 0, 2, true), phase("africa", 1, 6, false, "002"), phase("second", 4, 5, true), phase("last", 7, 8, false),
		{Ref: "other", Kind: models.PhaseOther, OpensAt: day(-9)},
	}
	kenya, fiji := []string{"014", "202", "002", "001"}, []string{"054", "009", "001"}
	for _, tc := range []struct {
		name   string
		region []string
		day    int
		want   string
		late   bool
	}{
		{"before all", fiji, -1, "", false},
		{"the first", fiji, 0, "first", false},
		{"over, and late ones are taken", fiji, 3, "first", true},
		{"over, and another is open for the region", kenya, 3, "africa", false},
		{"the second", fiji, 4, "second", false},
		{"the later of two that take late ones", fiji, 6, "second", true},
		{"from anywhere", nil, 3, "africa", false},
		{"from nowhere", []string{}, 5, "second", true},
		{"the one that closed last takes no late ones", fiji, 8, "", false},
		{"nor from anywhere", nil, 8, "", false},
		{"a later one was strict for the region", kenya, 6, "", false},
		{"it was for others", fiji, 6, "second", true},
		{"it was for some only, so some are taken", nil, 6, "second", true},
	} {
		p, late, ok := models.OpenPhase(all, models.PhaseConsultation, tc.region, day(tc.day))
		if p.Ref != tc.want || late != tc.late || ok != (tc.want != "") {
			t.Errorf("%s: %q, late %v, %v", tc.name, p.Ref, late, ok)
		}
	}
}

func TestPhaseMinimum_isOfCalendarDaysInThePhasesZone(t *testing.T) {
	for _, tc := range []struct{ zone, opens, want string }{
		{"Europe/Paris", "2026-03-20T23:00:00Z", "2026-04-03T22:00:00Z"}, // clocks are put on in between
		{"Europe/Paris", "2026-10-19T22:00:00Z", "2026-11-02T23:00:00Z"}, // and back
		{"Africa/Nairobi", "2026-03-20T21:00:00Z", "2026-04-03T21:00:00Z"},
		{"nowhere", "2026-03-20T21:00:00Z", "2026-04-03T21:00:00Z"},
	} {
		opens, _ := time.Parse(time.RFC3339, tc.opens)
		p := models.Phase{OpensAt: opens, TimeZone: tc.zone, MinimumDays: 14}
		if got := p.Minimum().Format(time.RFC3339); got != tc.want {
			t.Errorf("%s, %s: %s, want %s", tc.zone, tc.opens, got, tc.want)
		}
	}
}
