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

func TestRewritePledge_nothingChangedIsNoAmendment(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		card := c.Pledge("ana", "lake")
		in := c.ToPledge("lake")
		_, err := k.Service.RewritePledge(t.Context(), k.Call(c.Actor("ana")), "town", card.Ref, in, 0)
		wantFault(t, err, fault.Conflict, "nothing_changed")
		in.Submit = false
		same, err := k.Service.RewritePledge(t.Context(), k.Call(c.Actor("ana")), "town", card.Ref, in, 0)
		if err != nil || same.Status != models.PledgePublished || same.Written != 1 {
			t.Errorf("%+v, %v", same.Pledge, err)
		}
		if n := k.Count(t, "log_entries", "kind = 'pledge.submitted'"); n != 1 {
			t.Errorf("%d were submitted by the log", n)
		}
		verifies(t, k)
	})
}

func TestRewritePledge_begunInTimeAndSubmittedLateIsLate(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k, story.Signing(), func(in *consult.NewConsultation, now time.Time) {
			story.During(models.PhasePledges, now.AddDate(0, 0, -1), now.AddDate(0, 0, 30))(in, now)
			in.Phases[len(in.Phases)-1].Late = true
		})
		c.Organisation(lake, story.Address("ana"))
		draft := c.ToPledge("lake")
		draft.Submit = false
		card, err := k.Service.WritePledge(t.Context(), k.Call(c.Actor("ana")), "town", draft)
		testkit.Must(t, err)
		sent, err := k.Service.WritePledge(t.Context(), k.Call(c.Actor("ana")), "town", c.ToPledge("lake"))
		testkit.Must(t, err)
		_, err = k.Service.ReviewPledge(t.Context(), k.Call(c.Actor("organiser")), "town", sent.Ref, consult.PledgeReview{Decision: "request_changes", Note: "Which?"}, 0)
		testkit.Must(t, err)
		k.Clock.Add(31 * 24 * time.Hour)
		late, err := k.Service.RewritePledge(t.Context(), k.Call(c.Actor("ana")), "town", card.Ref, c.ToPledge("lake"), 0)
		if err != nil || late.Status != models.PledgeSubmitted || !late.Late {
			t.Errorf("it is not late: %+v, %v", late.Pledge, err)
		}
		answer, err := k.Service.RewritePledge(t.Context(), k.Call(c.Actor("ana")), "town", sent.Ref, c.ToPledge("lake"), 0)
		if err != nil || answer.Status != models.PledgeSubmitted || answer.Late {
			t.Errorf("who answers was in time: %+v, %v", answer.Pledge, err)
		}
		verifies(t, k)
	})
}

func TestRewritePledge_answersTheSecretariatAfterTheClosing(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		begun, err := k.Service.WritePledge(t.Context(), k.Call(c.Actor("ana")), "town", consult.NewPledge{Organisation: "lake", Title: "A draft"})
		testkit.Must(t, err)
		sent, err := k.Service.WritePledge(t.Context(), k.Call(c.Actor("ana")), "town", c.ToPledge("lake"))
		testkit.Must(t, err)
		k.Clock.Add(40 * 24 * time.Hour)
		_, err = k.Service.ReviewPledge(t.Context(), k.Call(c.Actor("organiser")), "town", sent.Ref, consult.PledgeReview{Decision: "request_changes", Note: "Which?"}, 0)
		testkit.Must(t, err)
		answer := c.ToPledge("lake")
		answer.Resources, answer.Submit = "Three developers.", false
		kept, err := k.Service.RewritePledge(t.Context(), k.Call(c.Actor("ana")), "town", sent.Ref, answer, 0)
		if err != nil || kept.Status != models.PledgeChanges {
			t.Errorf("what is asked is forgotten: %+v, %v", kept.Pledge, err)
		}
		verifies(t, k)
		answer.Submit = true
		again, err := k.Service.RewritePledge(t.Context(), k.Call(c.Actor("ana")), "town", sent.Ref, answer, 0)
		if err != nil || again.Status != models.PledgeSubmitted {
			t.Errorf("%+v, %v", again.Pledge, err)
		}
		_, err = k.Service.RewritePledge(t.Context(), k.Call(c.Actor("ana")), "town", begun.Ref, answer, 0)
		wantFault(t, err, fault.Conflict, "closed")
		verifies(t, k)
	})
}

func TestPledge_draftsAreTheirOrganisations(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		secret := c.ToPledge("lake")
		secret.Submit, secret.Title = false, "Secret"
		draft, err := k.Service.WritePledge(t.Context(), k.Call(c.Actor("ana")), "town", secret)
		testkit.Must(t, err)
		sent, err := k.Service.WritePledge(t.Context(), k.Call(c.Actor("ana")), "town", c.ToPledge("lake"))
		testkit.Must(t, err)
		k.Clock.Add(time.Hour)
		_, err = k.Service.RewritePledge(t.Context(), k.Call(c.Actor("ana")), "town", sent.Ref, secret, 0)
		testkit.Must(t, err)
		for _, role := range []string{"organiser", "observer"} {
			_, err := k.Service.Pledge(t.Context(), c.Actor(role), "town", draft.Ref)
			wantFault(t, err, fault.NotFound, "pledge_not_found")
			v, err := k.Service.Pledge(t.Context(), c.Actor(role), "town", sent.Ref)
			if err != nil || v.Title == "Secret" || len(v.Versions) != 1 || !v.Inside {
				t.Errorf("%s sees %q in %d versions, %v", role, v.Title, len(v.Versions), err)
			}
			_, err = k.Service.Pledges(t.Context(), c.Actor(role), "town", models.PledgeFilter{Status: []string{"draft"}})
			wantFault(t, err, fault.Forbidden, "forbidden")
		}
		own, err := k.Service.Pledges(t.Context(), c.Actor("ana"), "town", models.PledgeFilter{Own: "true", Status: []string{"draft"}})
		if err != nil || own.Total != 2 || own.Items[0].Title != "Secret" {
			t.Errorf("%+v, %v", own, err)
		}
		if other, err := k.Service.Pledges(t.Context(), c.Actor("bela"), "town", models.PledgeFilter{Own: "true"}); err != nil || other.Total != 0 || len(other.Items) != 0 {
			t.Errorf("%+v, %v", other, err)
		}
		_, err = k.Service.WithdrawPledge(t.Context(), k.Call(c.Actor("ana")), "town", draft.Ref, consult.PledgeWithdrawal{})
		testkit.Must(t, err)
		gone, err := k.Service.Pledges(t.Context(), c.Actor("organiser"), "town", models.PledgeFilter{Status: []string{"withdrawn", "submitted"}})
		if err != nil || slices.ContainsFunc(gone.Items, func(v models.PledgeView) bool { return v.Title == "Secret" }) {
			t.Errorf("%+v, %v", gone, err)
		}
	})
}

func TestWritePledge_answersWhatIsInTheNewestText(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		in := c.ToPledge("lake")
		in.Provisions = []string{"art-1", "art-99"}
		_, err := k.Service.WritePledge(t.Context(), k.Call(c.Actor("ana")), "town", in)
		if !slices.Equal(fieldsOf(err), []string{"provisions not_found"}) {
			t.Errorf("%v", err)
		}
		in.Provisions = []string{"art-1"}
		_, err = k.Service.WritePledge(t.Context(), k.Call(c.Actor("ana")), "town", in)
		testkit.Must(t, err)
	})
}
