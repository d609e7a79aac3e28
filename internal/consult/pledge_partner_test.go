package consult_test

import (
	"slices"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// partnering is a town where ana pledges for the lake, and bela speaks for the works.
func partnering(t *testing.T, k *testkit.Kit) *story.Consultation {
	t.Helper()
	c := pledging(t, k)
	c.Organisation(consult.NewOrganisation{Slug: "works", Name: "Works", Country: "FR", StakeholderType: "private_sector"}, story.Address("bela"))
	return c
}

func partnersOf(list []models.PartnerView) (out []string) {
	for _, x := range list {
		out = append(out, x.OrganisationSlug+" "+string(x.State))
	}
	return out
}

// askPartner and decidePartner are what either side does about the works as a partner of a pledge.
func askPartner(t *testing.T, k *testkit.Kit, c *story.Consultation, ref, by, organisation string) error {
	t.Helper()
	_, err := k.Service.AskPartner(t.Context(), k.Call(c.Actor(by)), "town", ref, consult.NewPledgePartner{Organisation: organisation})
	return err
}

func decidePartner(t *testing.T, k *testkit.Kit, c *story.Consultation, ref, by, decision string) error {
	t.Helper()
	_, err := k.Service.DecidePartner(t.Context(), k.Call(c.Actor(by)), "town", ref, "works", consult.PartnerDecision{Decision: decision})
	return err
}

func TestPartner_isAskedByWhoeverPledgesAndDecidesByItself(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := partnering(t, k)
		in := c.ToPledge("lake")
		in.AmountPrivate = true
		card := c.WritePledge("ana", in)
		ask := func(by, organisation string) error { return askPartner(t, k, c, card.Ref, by, organisation) }
		decide := func(by, decision string) error { return decidePartner(t, k, c, card.Ref, by, decision) }
		wantFault(t, ask("organiser", "works"), fault.Forbidden, "no_mandate")
		if got := fieldsOf(ask("ana", "lake")); !slices.Equal(got, []string{"organisation own_organisation"}) {
			t.Errorf("itself: %v", got)
		}
		if got := fieldsOf(ask("ana", "nowhere")); !slices.Equal(got, []string{"organisation not_found"}) {
			t.Errorf("nobody: %v", got)
		}
		wantFault(t, decide("bela", "confirm"), fault.NotFound, "partner_not_found")
		mails := len(k.Mails())
		testkit.Must(t, ask("ana", "WORKS "))
		if got := k.Mails()[mails:]; len(got) != 1 || got[0].To != story.Address("bela") || got[0].Kind != "pledge_partner_asked" {
			t.Errorf("told are %v", got)
		}
		wantFault(t, ask("ana", "works"), fault.Conflict, "partner_there")
		wantFault(t, decide("organiser", "confirm"), fault.NotFound, "partner_not_found")
		wantFault(t, decide("ana", "confirm"), fault.Forbidden, "no_mandate")
		requests, err := k.Service.PartnerRequests(t.Context(), c.Actor("bela"), "town")
		if err != nil || len(requests) != 1 || requests[0].Partner != "works" || requests[0].Amount != "" || requests[0].Salt != "" {
			t.Errorf("%+v, %v", requests, err)
		}
		testkit.Must(t, decide("bela", "decline"))
		wantFault(t, decide("bela", "confirm"), fault.NotFound, "partner_not_found")
		wantFault(t, ask("ana", "works"), fault.Conflict, "partner_declined")
	})
}

func TestPartner_isPublicOnceItConfirmedAndThePledgeIs(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := partnering(t, k)
		card := c.WritePledge("ana", c.ToPledge("lake"))
		entries := func() int { return k.Count(t, "log_entries", "kind = 'pledge.partner'") }
		public := func() []string {
			v, err := k.Service.Pledge(t.Context(), models.Actor{}, "town", card.Ref)
			testkit.Must(t, err)
			return partnersOf(v.Partners)
		}
		testkit.Must(t, askPartner(t, k, c, card.Ref, "ana", "works"))
		testkit.Must(t, decidePartner(t, k, c, card.Ref, "bela", "confirm"))
		wantFault(t, decidePartner(t, k, c, card.Ref, "bela", "decline"), fault.Conflict, "partner_decided")
		if entries() != 0 {
			t.Error("the log tells of a partner before the pledge is public")
		}
		c.ReviewPledge("organiser", card.Ref, "publish", "")
		if got := public(); !slices.Equal(got, []string{"works confirmed"}) || entries() != 1 {
			t.Errorf("%v, %d entries", got, entries())
		}
		verifies(t, k)
		testkit.Must(t, decidePartner(t, k, c, card.Ref, "bela", "withdraw"))
		if got := public(); len(got) != 0 || entries() != 2 {
			t.Errorf("%v, %d entries", got, entries())
		}
		verifies(t, k)
		testkit.Must(t, askPartner(t, k, c, card.Ref, "ana", "works"))
		if len(public()) != 0 || entries() != 2 {
			t.Error("who is asked is public")
		}
		verifies(t, k)
		_, err := k.SQL(t).ExecContext(t.Context(), "UPDATE pledge_partners SET state = 'confirmed'")
		testkit.Must(t, err)
		report, err := k.Service.VerifyLog(t.Context(), consult.VerifyLogs{})
		if err != nil || len(report.Findings) == 0 {
			t.Errorf("somebody made it a partner, and the log does not tell: %v", err)
		}
	})
}

func TestPartner_whoseNameIsForgottenStaysAndDoesNotReviewThePledge(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		c.Organisation(consult.NewOrganisation{Slug: "works", Name: "Works", Country: "FR", StakeholderType: "private_sector"}, story.Address("organiser"))
		card := c.WritePledge("ana", c.ToPledge("lake"))
		_, err := k.Service.AskPartner(t.Context(), k.Call(c.Actor("ana")), "town", card.Ref, consult.NewPledgePartner{Organisation: "works"})
		testkit.Must(t, err)
		_, err = k.Service.DecidePartner(t.Context(), k.Call(c.Actor("organiser")), "town", card.Ref, "works", consult.PartnerDecision{Decision: "confirm"})
		testkit.Must(t, err)
		_, err = k.Service.ReviewPledge(t.Context(), k.Call(c.Actor("organiser")), "town", card.Ref, consult.PledgeReview{Decision: "publish"}, 0)
		wantFault(t, err, fault.Forbidden, "own_pledge")
		testkit.Must(t, k.Service.AskErasure(t.Context(), k.Stepped(c.Actor("ana")), consult.EraseMe{Comments: "erase", Sure: true}))
		testkit.Must(t, k.Service.EraseNext(t.Context()))
		if n := k.Count(t, "pledge_partners", "asked_by IS NOT NULL"); n != 0 {
			t.Error("who asked is still named")
		}
		verifies(t, k)
	})
}
