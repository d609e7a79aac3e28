package consult_test

import (
	"slices"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// Erasure is a right: whoever organises alone may go too, and the administrators hear of it.
func TestAskErasure_ofTheLastOrganiserIsToldToAdministratorsAndKept(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		root := c.Story.Person("root", models.Admin)
		organiser := c.Person("organiser", models.Organiser)
		testkit.Must(t, k.Service.AskErasure(t.Context(), k.Stepped(organiser), consult.EraseMe{Comments: "keep"}))
		if n := k.Count(t, "grant_changes", "change = 'taken' AND role = 'organiser'"); n != 1 {
			t.Errorf("%d changes of the role are kept", n)
		}
		if got := mailed(k, "leaderless"); !slices.Contains(got, root.Email) || slices.Contains(got, organiser.Email) {
			t.Errorf("told: %v", got)
		}
		all, err := k.Service.Leaderless(t.Context(), root)
		testkit.Must(t, err)
		if len(all) != 1 || all[0].Slug != "town" {
			t.Errorf("listed: %+v", all)
		}
		if _, err := k.Service.Leaderless(t.Context(), c.Actor("ana")); err == nil {
			t.Error("anybody is told")
		}
	})
}

func TestRoles_areToldAsThePersonWantsToBeTold(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		set := func(who models.Actor, d string) {
			_, err := k.Service.SetMailPreference(t.Context(), k.Call(who), consult.NewMailPreference{Digest: d})
			testkit.Must(t, err)
		}
		for digest, now := range map[string]int{"each": 1, "daily": 0, "none": 0} {
			other := c.Person("o"+digest, models.Observer)
			set(other, digest)
			waiting := func() int { return k.Count(t, "mails", "kind = 'role_given' AND state = 'waiting'") }
			before := waiting()
			_, err := k.Service.SetRole(t.Context(), c.Call("organiser"), "town", idOf(t, k, other), consult.RoleInput{Role: "moderator"})
			testkit.Must(t, err)
			if got := waiting() - before; got != now {
				t.Errorf("%s: %d at once, want %d", digest, got, now)
			}
		}
		if n := k.Count(t, "mails", "kind = 'role_given' AND state = 'held'"); n != 1 {
			t.Errorf("%d wait for a digest, want 1", n)
		}
		set(c.Actor("organiser"), "none")
		o := added(t, k, ministry("Known Body"))
		_, err := k.Service.AskMandate(t.Context(), c.Call("ana"), o.Slug, consult.NewMandate{})
		testkit.Must(t, err)
		if got := mailed(k, "mandate_asked"); slices.Contains(got, story.Address("organiser")) {
			t.Error("who wants no mail is asked by mail")
		}
	})
}
