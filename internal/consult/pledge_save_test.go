package consult_test

import (
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/testkit"
	"travaux/models"
)

func TestSavePledge_keepsAsADraftWhatIsSubmittedUnfinished(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		in := c.ToPledge("lake")
		in.Indicator = ""
		card, err := k.Service.SavePledge(t.Context(), k.Call(c.Actor("ana")), "town", "", in, 0)
		testkit.Must(t, err)
		if card.Status != models.PledgeDraft || card.SubmittedAt != nil || len(card.Findings) == 0 {
			t.Errorf("%+v", card)
		}
		in = c.ToPledge("lake")
		sent, err := k.Service.SavePledge(t.Context(), k.Call(c.Actor("ana")), "town", card.Ref, in, card.Seq)
		testkit.Must(t, err)
		if sent.Status != models.PledgeSubmitted || sent.Ref != card.Ref || sent.Written != 2 {
			t.Errorf("%+v", sent.Pledge)
		}
		k.Clock.Add(time.Second)
		in.TargetValue = "3" // it comes back to whoever breaks it
		back, err := k.Service.SavePledge(t.Context(), k.Call(c.Actor("ana")), "town", card.Ref, in, sent.Seq)
		if err != nil || back.Status != models.PledgeDraft || back.Sent() {
			t.Errorf("%+v, %v", back.Pledge, err)
		}
	})
}

// An actor is read when a request arrives. Whose mandate ends before the words are kept is refused there, where nobody can
// end it any more.
func TestWritePledge_asksForTheMandateAgain(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		ana := c.Actor("ana")
		card, err := k.Service.WritePledge(t.Context(), k.Call(ana), "town", consult.NewPledge{Organisation: "lake", Title: "A draft"})
		testkit.Must(t, err)
		all, err := k.Service.Mandates(t.Context(), k.System().Actor, "lake", consult.MandateList{})
		testkit.Must(t, err)
		_, err = k.Service.EndMandate(t.Context(), k.System(), "lake", all.Items[0].Ref, consult.MandateEnd{Reason: "left"})
		testkit.Must(t, err)
		_, err = k.Service.WritePledge(t.Context(), k.Call(ana), "town", c.ToPledge("lake"))
		wantFault(t, err, fault.Forbidden, "no_mandate")
		_, err = k.Service.RewritePledge(t.Context(), k.Call(ana), "town", card.Ref, c.ToPledge("lake"), 0)
		wantFault(t, err, fault.Forbidden, "no_mandate")
		_, err = k.Service.WithdrawPledge(t.Context(), k.Call(ana), "town", card.Ref, consult.PledgeWithdrawal{})
		wantFault(t, err, fault.Forbidden, "no_mandate")
		if n := k.Count(t, "pledges", "1 = 1") + k.Count(t, "pledge_versions", "1 = 1"); n != 2 || k.Count(t, "pledges", "status = 'draft'") != 1 {
			t.Errorf("%d rows are kept", n)
		}
	})
}

func TestPledgeable_areTheProvisionsOfTheNewestTextInTheReadersLanguage(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		pledging(t, k)
		all, language, err := k.Service.Pledgeable(t.Context(), models.Actor{}, "town", "charter", "fr")
		if err != nil || language != "en" || len(all) == 0 || all[0].WID == "" || all[0].Text != "" {
			t.Errorf("%+v in %q, %v", all, language, err)
		}
		_, _, err = k.Service.Pledgeable(t.Context(), models.Actor{}, "town", "nothing", "en")
		wantFault(t, err, fault.NotFound, "draft_not_found")
	})
}
