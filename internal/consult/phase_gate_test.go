package consult_test

import (
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// gated is a phase with a gate of its own and a minimum of days, which is all the time it has.
func gated(kind models.PhaseKind, from, to int, gates ...string) story.Setting {
	return phase(kind, from, to, func(p *consult.NewPhase) { p.Gates, p.MinimumDays = gates, to-from })
}

func TestGates_aPhaseThatNothingHoldsOpensAtItsInstantAndWasOpenForItsMinimum(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k, gated(models.PhaseOther, -5, 1), gated(models.PhaseConsultation, 1, 4, "minimum_days"), gated(models.PhaseSignatures, 4, 8, "minimum_days", "comments_answered"))
		opens := testkit.Noon.AddDate(0, 0, 1)
		at := func(t0 time.Time) []models.Phase {
			k.Clock.Set(t0)
			testkit.Must(t, c.Service.Periodic(t.Context()))
			return c.Head().Phases
		}
		if p := at(opens.Add(-3 * time.Minute))[1]; !p.Gated() {
			t.Error("passed long before its opening")
		}
		p := at(opens.Add(-30 * time.Second))[1]
		if p.State(opens.Add(-1)) != models.PhaseBefore || p.State(opens) != models.PhaseOpen || !p.Begins().Equal(opens) {
			t.Errorf("%+v", p)
		}
		_, err := c.Try(story.By("ana"), story.At(opens.Add(-time.Microsecond)))
		wantFault(t, err, fault.Conflict, "closed")
		_, err = c.Try(story.By("ana"), story.At(opens))
		testkit.Must(t, err)
		c.Answer("drafter", "C-000001", "noted", "seen")
		closes := testkit.Noon.AddDate(0, 0, 4)
		if p = at(closes.Add(-30 * time.Second))[2]; !p.Gated() {
			t.Error("passed while a comment could still come that waits")
		}
		if p = at(closes.Add(30 * time.Second))[2]; !p.Begins().Equal(closes) || p.State(closes.Add(30*time.Second)) != models.PhaseOpen {
			t.Errorf("where the instant itself was missed: %+v", p)
		}
		k.Sequence(t)
		if found := verify(t, k, consult.VerifyLogs{}).Findings; len(found) > 0 {
			t.Error(found)
		}
	})
}

func TestGates_aPhaseThatWasHeldOpensWhenTheyHold(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k, phase(models.PhaseConsultation, -1, 30, nil), phase(models.PhaseSignatures, 1, 60, func(p *consult.NewPhase) { p.Gates = []string{"comments_answered"} }))
		c.Comment(story.By("ana"))
		for _, minutes := range []int{0, 1} {
			k.Clock.Set(testkit.Noon.AddDate(0, 0, 1).Add(time.Duration(minutes) * time.Minute))
			testkit.Must(t, c.Service.Periodic(t.Context()))
		}
		c.Answer("drafter", "C-000001", "noted", "seen")
		k.Clock.Add(time.Minute)
		testkit.Must(t, c.Service.Periodic(t.Context()))
		if p := theOnly(t, c); !p.Begins().Equal(k.Clock.Now()) {
			t.Errorf("begins %s", p.Begins())
		}
	})
}

func TestConfirmComment_theLinkLivesAsLongAfterTheClosingOfItsRegionAsThatNowIs(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k, phase(models.PhaseConsultation, -1, 2, func(p *consult.NewPhase) { p.Regions = []string{"002"} }),
			phase(models.PhaseConsultation, -1, 60, func(p *consult.NewPhase) { p.Regions = []string{"150"} }))
		c.Comment(story.Mailed(dana), story.From("KE", models.Government))
		c.Comment(story.Mailed("bela@example.org"), story.From("DE", models.Government))
		lives := func(to string, day int) bool {
			t.Helper()
			k.Clock.Set(testkit.Noon.AddDate(0, 0, day))
			testkit.Must(t, c.Service.Periodic(t.Context()))
			_, err := c.Service.PeekToken(t.Context(), k.Secret(t, to), models.TokenConfirm)
			return err == nil
		}
		if !lives(dana, 15) || !lives("bela@example.org", 15) {
			t.Fatal("the link died before 14 days were over")
		}
		_, err := c.Service.ExtendPhase(t.Context(), c.Call("organiser"), c.Slug, c.Head().Phases[0].Ref,
			consult.NewExtension{Reason: "Mail was down.", ClosesAt: testkit.Noon.AddDate(0, 0, 20).Format(time.RFC3339)})
		testkit.Must(t, err)
		if !lives(dana, 33) || lives(dana, 34) {
			t.Error("of the extended phase the link does not live for 14 days after its closing")
		}
		if !lives("bela@example.org", 73) {
			t.Error("of the other phase the link did not live on")
		}
	})
}
