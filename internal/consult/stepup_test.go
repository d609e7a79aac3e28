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

// lately is a request of somebody who proved anew who they are, five minutes ago.
func lately(k *testkit.Kit, who models.Actor) models.Call {
	by := k.Stepped(who)
	by.At = by.At.Add(5 * time.Minute)
	return by
}

func TestTakeBack_erasingAsksForAFreshProof(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		said := c.Comment(story.By("ana"), story.Named("Ana"))
		take := func(by models.Call, receipt, what string) error {
			_, err := k.Service.TakeBack(t.Context(), by, receipt, consult.Removal{What: what})
			return err
		}
		ana := c.Actor("ana")
		v, err := k.Store.CommentByReceipt(t.Context(), said.Receipt)
		testkit.Must(t, err)
		for _, by := range []models.Call{k.Call(ana), lately(k, ana)} {
			wantFault(t, take(by, said.Receipt, "erase"), fault.Forbidden, "step_up")
			wantFault(t, k.Service.MayTakeBack(t.Context(), by, v, "erase"), fault.Forbidden, "step_up")
		}
		wantFault(t, take(k.Call(c.Actor("bela")), said.Receipt, "erase"), fault.Forbidden, "not_yours")
		testkit.Must(t, take(k.Call(ana), said.Receipt, "name"))
		testkit.Must(t, take(k.Call(ana), said.Receipt, "withdraw"))
		testkit.Must(t, take(k.Stepped(ana), said.Receipt, "erase"))
		nobodys := c.Comment()
		testkit.Must(t, take(k.Call(models.Actor{}), nobodys.Receipt, "erase")) // the receipt is all there is to prove
	})
}

func TestRoles_theRoleThatGivesRolesAsksForAFreshProof(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		organiser := c.Actor("organiser")
		other := idOf(t, k, c.Person("other", models.Observer))
		do := map[string]func(by models.Call, role string) error{
			"give": func(by models.Call, role string) error {
				_, err := k.Service.SetRole(t.Context(), by, "town", other, consult.RoleInput{Role: role})
				return err
			},
			"invite": func(by models.Call, role string) error {
				return k.Service.Invite(t.Context(), by, "town", consult.NewInvitation{Email: "new@example.org", Name: "New", Role: role})
			},
			"take": func(by models.Call, role string) error {
				return k.Service.TakeRole(t.Context(), by, "town", other, role)
			},
		}
		for _, what := range []string{"give", "invite", "take"} {
			for _, by := range []models.Call{k.Call(organiser), lately(k, organiser)} {
				wantFault(t, do[what](by, "organiser"), fault.Forbidden, "step_up")
			}
			testkit.Must(t, do[what](k.Stepped(organiser), "organiser"))
			if what != "take" {
				testkit.Must(t, do[what](k.Call(organiser), "moderator"))
			}
		}
		testkit.Must(t, do["take"](k.Call(organiser), "moderator"))
	})
}
