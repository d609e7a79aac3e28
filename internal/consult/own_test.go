package consult_test

import (
	"testing"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

func TestAnswerGrade_asksForTheMandateAgain(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c, ref := graded(t, k)
		ana := c.Actor("ana")
		all, err := k.Service.Mandates(t.Context(), k.System().Actor, "lake", consult.MandateList{})
		testkit.Must(t, err)
		_, err = k.Service.EndMandate(t.Context(), k.System(), "lake", all.Items[0].Ref, consult.MandateEnd{Reason: "left"})
		testkit.Must(t, err)
		_, err = k.Service.AnswerGrade(t.Context(), k.Call(ana), "town", ref, 1, consult.GradeAnswer{Nothing: true})
		wantFault(t, err, fault.Forbidden, "no_mandate")
		if n := k.Count(t, "pledge_grades", "answered_at IS NOT NULL"); n != 0 {
			t.Errorf("%d grades are answered", n)
		}
	})
}

// A token that may only organise does not hide that whoever asks speaks for the organisation.
func TestDecideSignature_isNotOnesOwnByAnyToken(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := signing(t, k)
		c.Organisation(consult.NewOrganisation{Slug: "works", Name: "Works", Country: "FR", StakeholderType: "private_sector"}, story.Address("organiser"))
		signed := c.Sign("", "works")
		who := c.Actor("organiser")
		who.ByToken, who.Scopes = true, []models.Scope{models.ScopeOrganise}
		_, err := k.Service.DecideSignature(t.Context(), k.Call(who), "town", signed.Signature.Ref, consult.SignatureDecision{Decision: "verify"})
		wantFault(t, err, fault.Forbidden, "own_signature")
	})
}
