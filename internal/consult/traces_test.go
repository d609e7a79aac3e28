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

// What a program suspected of a comment, and for which body it was said, go with its words or its author.
func TestTakeBack_erasedNothingIsSuspectedAnyMore(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		f := flood(t, k)
		r, err := f.say("203.0.113.1", func(in *consult.NewComment) { in.Homepage = "https://example.org" })
		testkit.Must(t, err)
		if k.Count(t, "comment_marks", "true") != 1 {
			t.Fatal("nothing is suspected")
		}
		testkit.Must(t, back(t, k, f.c.Call(""), r.Receipt, "erase"))
		if n := k.Count(t, "comment_marks", "true"); n != 0 {
			t.Errorf("%d marks are left", n)
		}
	})
}

func TestTakeBack_erasedItIsOfNoOrganisation(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		in := ministry("Lumen Ministry")
		in.Slug = "lumen"
		c.Story.Organisation(in, story.Address("ana"))
		r := c.Comment(story.By("ana"), story.For("lumen"), story.From("KE", models.Government))
		if k.Count(t, "comments", "organisation_id IS NOT NULL") != 1 {
			t.Fatal("it is of none")
		}
		testkit.Must(t, back(t, k, c.Call("ana"), r.Receipt, "erase"))
		if n := k.Count(t, "comments", "organisation_id IS NOT NULL OR organisation_verified"); n != 0 {
			t.Error("the body is still named")
		}
	})
}

// invite sends an invitation and reads whom it went to.
func invite(t *testing.T, k *testkit.Kit, c *story.Consultation, email string) {
	t.Helper()
	in := consult.NewInvitation{Email: email, Name: "Somebody", Role: "observer"}
	testkit.Must(t, k.Service.Invite(t.Context(), c.Call("organiser"), "town", in))
}

func TestMyData_namesInvitationsAndErasingDropsThem(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		invite(t, k, c, "Ana@example.org")
		invite(t, k, c, "somebody@example.org")
		mine, err := k.Service.MyData(t.Context(), c.Actor("ana"))
		testkit.Must(t, err)
		found := 0
		for _, table := range mine.Kept {
			if table.Name == "invited" {
				found += len(table.Rows)
			}
		}
		if found != 1 {
			t.Errorf("%d invitations are shown", found)
		}
		testkit.Must(t, k.Service.AskErasure(t.Context(), k.Stepped(c.Actor("ana")), consult.EraseMe{Comments: "erase", Sure: true}))
		testkit.Must(t, k.Service.EraseNext(t.Context()))
		if n := k.Count(t, "invitations", "true"); n != 1 {
			t.Errorf("%d invitations are left, want that of somebody else", n)
		}
		k.Clock.Add(43 * 24 * time.Hour)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		if n := k.Count(t, "invitations", "true"); n != 1 {
			t.Error("it went too soon: it ran out 29 days ago")
		}
		k.Clock.Add(2 * 24 * time.Hour)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		if n := k.Count(t, "invitations", "true"); n != 0 {
			t.Error("it is kept for ever")
		}
	})
}

func TestOrganisations_nobodyNamesHundreds(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		limited := k.Limited(k.Store)
		ana := c.Story.Actor("ana")
		name := func(i int) string { return "Office " + string(rune('A'+i/26)) + string(rune('A'+i%26)) }
		for i := range models.LimitOrganisations.Count {
			_, err := limited.AddOrganisation(t.Context(), k.Call(ana), ministry(name(i)))
			testkit.Must(t, err)
		}
		_, err := limited.AddOrganisation(t.Context(), k.Call(ana), ministry("One More"))
		waits(t, err)
		o := added(t, k, ministry("Known Body"))
		_, err = limited.AskMandate(t.Context(), k.Call(ana), o.Slug, consult.NewMandate{})
		waits(t, err)
		_, err = limited.AskMandate(t.Context(), k.Call(c.Story.Actor("bela")), o.Slug, consult.NewMandate{})
		testkit.Must(t, err) // each for themselves
		_, err = limited.AddOrganisation(t.Context(), k.Call(c.Actor("organiser")), ministry("By An Organiser"))
		testkit.Must(t, err)
		_, err = k.Service.AddOrganisation(t.Context(), k.Call(ana), ministry("Where Limits Are Off"))
		testkit.Must(t, err)
		if n := k.Count(t, "organisations", "name LIKE '%One More%'"); n != 0 {
			t.Error("what was refused is there")
		}
		k.Clock.Add(models.LimitOrganisations.Lasts())
		if _, err := limited.AskMandate(t.Context(), k.Call(ana), o.Slug, consult.NewMandate{}); fault.Is(err, fault.TooMany) {
			t.Error("an hour later it is still too many")
		}
	})
}
