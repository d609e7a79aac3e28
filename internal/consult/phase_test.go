package consult_test

import (
	"fmt"
	"slices"
	"strings"
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

// theOnly is the phase of a consultation that has one.
func theOnly(t *testing.T, c *story.Consultation) models.PhaseView {
	t.Helper()
	f, err := c.Service.Timeline(t.Context(), c.Slug)
	testkit.Must(t, err)
	return f.Timeline[len(f.Timeline)-1]
}

func TestExtendPhase_isSharpIsKeptWithItsReasonAndNeverShortens(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		closes := testkit.Noon.AddDate(0, 0, 2)
		c := town(t, k, phase(models.PhaseConsultation, -1, 2, nil))
		p := theOnly(t, c)
		extend := func(who, to, reason string) (models.PhaseView, error) {
			return c.Service.ExtendPhase(t.Context(), c.Call(who), c.Slug, p.Ref, consult.NewExtension{Reason: reason, ClosesAt: to})
		}
		for to, code := range map[string]string{
			closes.Format(time.RFC3339): "shortens", closes.Add(-time.Hour).Format(time.RFC3339): "shortens",
			"2026-01-01": "closing_past", "soon": "time", "": "required",
		} {
			_, err := extend("organiser", to, "more time")
			wantField(t, err, "closes_at", code)
		}
		_, err := extend("organiser", "2026-12-01", " ")
		wantField(t, err, "reason", "blank")
		for _, who := range []string{"drafter", "moderator", "facilitator", "ana"} {
			_, err := extend(who, "2026-12-01", "more time")
			wantFault(t, err, fault.Forbidden, "forbidden")
		}
		_, err = c.Service.ExtendPhase(t.Context(), c.Call("organiser"), c.Slug, "none", consult.NewExtension{Reason: "x", ClosesAt: "2026-12-01"})
		wantFault(t, err, fault.NotFound, "phase_not_found")
		if n := k.Count(t, "phase_changes", "true"); n != 0 {
			t.Errorf("%d changes were kept of what was refused", n)
		}
		later := closes.AddDate(0, 0, 3)
		got, err := extend("organiser", later.Format(time.RFC3339Nano), "The holidays.")
		testkit.Must(t, err)
		if len(got.Changes) != 1 || !got.ClosesAt.Equal(later) {
			t.Fatalf("%+v", got)
		}
		if ch := got.Changes[0]; ch.Kind != models.PhaseExtended || !ch.WasCloses.Equal(closes) || !ch.Closes.Equal(later) || ch.Reason["en"] != "The holidays." || ch.Role != models.Organiser {
			t.Errorf("%+v", ch)
		}
		for at, open := range map[time.Time]bool{closes: true, later.Add(-time.Microsecond): true, later: false} {
			if _, err := c.Try(story.By("ana"), story.At(at)); (err == nil) != open {
				t.Errorf("at %s: %v", at, err)
			}
		}
		k.Sequence(t)
		if found := verify(t, k, consult.VerifyLogs{}).Findings; len(found) > 0 {
			t.Error(found)
		}
	})
}

func TestExtendPhase_whatIsOverIsOpenedAgain(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k, phase(models.PhaseConsultation, -5, -2, nil))
		_, err := c.Try(story.By("ana"))
		wantFault(t, err, fault.Conflict, "closed")
		_, err = c.Service.ExtendPhase(t.Context(), c.Call("organiser"), c.Slug, theOnly(t, c).Ref, consult.NewExtension{Reason: "Mail was down.", ClosesAt: testkit.Noon.AddDate(0, 0, 1).Format(time.RFC3339)})
		testkit.Must(t, err)
		c.Comment(story.By("ana"))
	})
}

func TestPhaseChange_isNamedByTheLogWhenItIsChangedByHand(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		_, err := c.Service.ExtendPhase(t.Context(), c.Call("organiser"), c.Slug, theOnly(t, c).Ref, consult.NewExtension{Reason: "Holidays.", ClosesAt: "2026-12-01"})
		testkit.Must(t, err)
		k.Sequence(t)
		db := k.SQL(t)
		for _, sql := range []string{"UPDATE phase_changes SET reason = '{}'", "DELETE FROM phase_changes"} {
			if _, err := db.ExecContext(t.Context(), sql); err == nil {
				t.Errorf("%s is done", sql)
			}
		}
		drop := "DROP TRIGGER phase_changes_unchanged"
		if k.Engine == "postgres" {
			drop += " ON phase_changes"
		}
		for _, sql := range []string{drop, "UPDATE phase_changes SET reason = '{\"en\":\"Other.\"}'"} {
			_, err := db.ExecContext(t.Context(), sql)
			testkit.Must(t, err)
		}
		found := verify(t, k, consult.VerifyLogs{}).Findings
		if !slices.ContainsFunc(found, func(f models.LogFinding) bool { return f.Field == "reason_sha256" }) {
			t.Errorf("%v", found)
		}
	})
}

func TestTellPhaseChange_tellsThoseConcernedOnceInBatches(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k, phase(models.PhaseConsultation, -1, 2, nil))
		const many = 230
		for i := range many {
			key := fmt.Sprintf("p%d", i)
			c.Story.Person(key)
			c.Comment(story.By(key))
		}
		c.Comment(story.Mailed("unconfirmed@example.org"))
		_, err := c.Service.ExtendPhase(t.Context(), c.Call("organiser"), c.Slug, theOnly(t, c).Ref, consult.NewExtension{Reason: "Holidays.", ClosesAt: "2026-12-01"})
		testkit.Must(t, err)
		id := testkit.Column[int64](t, k.SQL(t), "SELECT id FROM phase_changes")[0]
		job := models.TellPhaseChange{ConsultationID: c.Head().ID, ChangeID: id}
		runs := 0
		for more := true; more; runs++ {
			more, err = c.Service.TellPhaseChange(t.Context(), job)
			testkit.Must(t, err)
		}
		_, err = c.Service.TellPhaseChange(t.Context(), job)
		testkit.Must(t, err)
		told := map[string]int{}
		for _, m := range k.Mails() {
			if m.Kind == "phase_extension" {
				told[m.To]++
				if !strings.Contains(fmt.Sprint(m.Data["Closes"]), "2026-12-02 00:00 UTC") {
					t.Fatalf("%v", m.Data)
				}
			}
		}
		if want := many + len(models.Roles); len(told) != want || runs < 2 || told["unconfirmed@example.org"] > 0 || told["ana@example.org"] > 0 {
			t.Errorf("%d were told in %d runs, want %d", len(told), runs, want)
		}
		for to, n := range told {
			if n != 1 {
				t.Errorf("%s was told %d times", to, n)
			}
		}
	})
}

func TestGates_holdAPhaseUntilTheyAreMetAndTellTheOrganisersOnce(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k, phase(models.PhaseConsultation, -1, 30, func(p *consult.NewPhase) { p.MinimumDays = 3 }),
			phase(models.PhaseSignatures, 1, 60, func(p *consult.NewPhase) { p.Gates = []string{"minimum_days", "comments_answered"} }))
		c.Comment(story.By("ana"))
		waiting := c.Comment()
		round := func(days int) models.PhaseView {
			k.Clock.Set(testkit.Noon.AddDate(0, 0, days))
			testkit.Must(t, c.Service.Periodic(t.Context()))
			return theOnly(t, c)
		}
		if p := round(0); p.State(k.Clock.Now()) != models.PhaseBefore || len(p.Missing) != 2 {
			t.Errorf("before its day: %+v", p)
		}
		p := round(1)
		if p.State(k.Clock.Now()) != models.PhaseBefore || len(p.Missing) != 2 || p.Missing[0].Phase.Kind != models.PhaseConsultation ||
			!p.Missing[0].Until.Equal(testkit.Noon.AddDate(0, 0, 2)) || p.Missing[1].Comments != 2 {
			t.Errorf("on its day: %+v", p.Missing)
		}
		if p = round(2); len(p.Missing) != 1 || p.Missing[0].Gate != models.GateAnswered {
			t.Errorf("after three days: %+v", p.Missing)
		}
		c.Moderate("moderator", waiting.Receipt, "refuse", "off the point")
		c.Answer("drafter", "C-000001", "noted", "seen")
		opened := testkit.Noon.AddDate(0, 0, 4)
		if p = round(4); p.State(opened) != models.PhaseOpen || p.State(opened.Add(-1)) != models.PhaseBefore || len(p.Missing) != 0 || len(p.Changes) != 0 {
			t.Errorf("once they hold: %+v", p)
		}
		c.Comment(story.By("ana"), story.At(opened)) // does not close it again
		if p = round(5); p.State(k.Clock.Now()) != models.PhaseOpen {
			t.Errorf("afterwards: %+v", p)
		}
		told := 0
		for _, m := range k.Mails() {
			if m.Kind == "phase_held" {
				told++
			}
		}
		if told != 1 {
			t.Errorf("told %d times", told)
		}
		k.Sequence(t)
		if found := verify(t, k, consult.VerifyLogs{}).Findings; len(found) > 0 {
			t.Error(found)
		}
	})
}

func TestOverridePhase_opensItForAPublicReasonAndSaysWhatWasMissing(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k, phase(models.PhaseConsultation, -1, 30, nil), phase(models.PhaseSignatures, 1, 60, func(p *consult.NewPhase) { p.Gates = []string{"comments_answered"} }))
		c.Comment(story.By("ana"))
		override := func(who, ref, reason string) (models.PhaseView, error) {
			return c.Service.OverridePhase(t.Context(), c.Call(who), c.Slug, ref, consult.NewOverride{Reason: reason})
		}
		ref := theOnly(t, c).Ref
		_, err := override("drafter", ref, "the summit")
		wantFault(t, err, fault.Forbidden, "forbidden")
		_, err = override("organiser", ref, "")
		wantField(t, err, "reason", "required")
		_, err = override("organiser", c.Head().Phases[0].Ref, "nothing holds it")
		wantFault(t, err, fault.Conflict, "not_held")
		p, err := override("organiser", ref, "The summit cannot wait.")
		testkit.Must(t, err)
		if p.State(testkit.Noon) != models.PhaseBefore || p.State(testkit.Noon.AddDate(0, 0, 1)) != models.PhaseOpen {
			t.Errorf("%+v", p)
		}
		if len(p.Changes) != 1 || p.Changes[0].Kind != models.PhaseOverride || !slices.Equal(p.Changes[0].Missing, []string{"comments_answered"}) {
			t.Errorf("%+v", p.Changes)
		}
		_, err = override("organiser", ref, "again")
		wantFault(t, err, fault.Conflict, "not_held")
	})
}

func TestChangePhase_otherGatesAreLookedAtAlthoughFormerOnesWereOverridden(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k, phase(models.PhaseConsultation, -1, 30, func(p *consult.NewPhase) { p.MinimumDays = 10 }),
			phase(models.PhaseSignatures, 5, 60, func(p *consult.NewPhase) { p.Gates = []string{"minimum_days"} }))
		ref := theOnly(t, c).Ref
		_, err := c.Service.OverridePhase(t.Context(), c.Call("organiser"), c.Slug, ref, consult.NewOverride{Reason: "The summit cannot wait."})
		testkit.Must(t, err)
		to := consult.ChangedPhase{
			Reason: "Renamed.", Kind: "signatures", Name: "Signing", TimeZone: "UTC", Gates: []string{"minimum_days"},
			OpensAt: testkit.Noon.AddDate(0, 0, 5).Format(time.RFC3339), ClosesAt: testkit.Noon.AddDate(0, 0, 60).Format(time.RFC3339),
		}
		p, err := c.Service.ChangePhase(t.Context(), c.Call("organiser"), c.Slug, ref, to)
		testkit.Must(t, err)
		if p.Gated() {
			t.Error("another name takes back that it was opened by hand")
		}
		c.Comment(story.By("ana"))
		to.Gates, to.Reason = []string{"minimum_days", "comments_answered"}, "Every comment is to be answered."
		_, err = c.Service.ChangePhase(t.Context(), c.Call("organiser"), c.Slug, ref, to)
		testkit.Must(t, err)
		k.Clock.Set(testkit.Noon.AddDate(0, 0, 6))
		testkit.Must(t, c.Service.Periodic(t.Context()))
		if p = theOnly(t, c); !p.Held(k.Clock.Now()) || len(p.Missing) != 2 {
			t.Errorf("%+v", p)
		}
	})
}

func TestNewPhase_aMinimumOfDaysCountsDaysAlsoWhereClocksArePutOn(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		in := consult.NewPhase{Kind: "consultation", TimeZone: "Europe/Paris", OpensAt: "2027-03-20", ClosesAt: "2027-04-02", MinimumDays: 14}
		_, err := c.Service.AddPhase(t.Context(), c.Call("organiser"), c.Slug, in) // to the end of the 14th day, 335 hours
		testkit.Must(t, err)
		in.ClosesAt = "2027-04-01"
		_, err = c.Service.AddPhase(t.Context(), c.Call("organiser"), c.Slug, in)
		wantField(t, err, "closes_at", "below_minimum")
	})
}

func TestChangePhase_onlyBeforeItOpens(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k, phase(models.PhaseConsultation, -1, 30, nil), phase(models.PhaseSignatures, 5, 60, nil))
		to := consult.ChangedPhase{Reason: "The summit moved.", Kind: "signatures", TimeZone: "Africa/Nairobi", OpensAt: "2026-06-01", ClosesAt: "2026-06-30", Regions: []string{"002"}}
		change := func(i int, in consult.ChangedPhase) (models.PhaseView, error) {
			return c.Service.ChangePhase(t.Context(), c.Call("organiser"), c.Slug, c.Head().Phases[i].Ref, in)
		}
		_, err := change(0, to)
		wantFault(t, err, fault.Conflict, "opened")
		wrong := to
		wrong.OpensAt = "2025-06-01"
		_, err = change(1, wrong)
		wantField(t, err, "opens_at", "opening_past")
		wrong = to
		wrong.Kind, wrong.Reason = "party", ""
		_, err = change(1, wrong)
		wantField(t, err, "kind", "unknown_value")
		wantField(t, err, "reason", "required")
		p, err := change(1, to)
		testkit.Must(t, err)
		if p.TimeZone != "Africa/Nairobi" || p.Regions[0] != "002" || p.Changes[0].Kind != models.PhaseMoved || !p.Changes[0].WasOpens.Equal(testkit.Noon.AddDate(0, 0, 5)) {
			t.Errorf("%+v", p)
		}
		added, err := c.Service.AddPhase(t.Context(), c.Call("organiser"), c.Slug, consult.NewPhase{Kind: to.Kind, TimeZone: to.TimeZone, OpensAt: to.OpensAt, ClosesAt: to.ClosesAt})
		testkit.Must(t, err)
		if added.Position != 3 {
			t.Errorf("%+v", added)
		}
		past := consult.NewPhase{Kind: "signatures", TimeZone: "UTC", OpensAt: "2025-01-01", ClosesAt: "2025-02-01"}
		_, err = c.Service.AddPhase(t.Context(), c.Call("organiser"), c.Slug, past)
		wantField(t, err, "closes_at", "closing_past")
		late, err := c.Service.SetPhaseLate(t.Context(), c.Call("organiser"), c.Slug, p.Ref, consult.NewLateness{Reason: "Post is slow.", Late: true})
		testkit.Must(t, err)
		if !late.Late || len(late.Changes) != 2 {
			t.Errorf("%+v", late)
		}
		k.Sequence(t)
		if found := verify(t, k, consult.VerifyLogs{}).Findings; len(found) > 0 {
			t.Error(found)
		}
	})
}
