package consult_test

import (
	"testing"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

func TestEraseMe_whoIsGoneIsNotAmongTheInvited(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		organiser := c.Person("organiser", models.Organiser)
		in := consult.NewInvitation{Email: "Eva@example.org", Name: "Eva Quillfeather", Role: "observer"}
		testkit.Must(t, k.Service.Invite(t.Context(), k.Call(organiser), c.Slug, in))
		p, _, err := k.Service.AcceptInvitation(t.Context(), k.Call(models.Actor{}), k.Secret(t, "Eva@example.org"))
		testkit.Must(t, err)
		eva, err := k.Service.Actor(t.Context(), p.ID)
		testkit.Must(t, err)
		testkit.Must(t, k.Service.AskErasure(t.Context(), k.Stepped(eva), consult.EraseMe{Comments: "erase"}))
		testkit.Must(t, k.Service.EraseNext(t.Context()))
		all, err := k.Service.People(t.Context(), k.Stepped(organiser), c.Slug)
		testkit.Must(t, err)
		if len(all.Invitations) != 0 {
			t.Errorf("%+v", all.Invitations)
		}
	})
}

// Anybody can give somebody else's address and take the comment back: what waits for that address must go on waiting.
func TestTakeBack_leavesTheMailsAboutOtherComments(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		c.Comment(story.Mailed("erin@example.org"))
		hers := k.Secret(t, "erin@example.org")
		strange := c.Comment(story.Mailed("erin@example.org"))
		testkit.Must(t, back(t, k, k.Call(models.Actor{}), strange.Receipt, "erase"))
		if n := k.Count(t, "mails", "kind = 'confirm'"); n != 1 {
			t.Errorf("%d mails wait, want the one about the other comment", n)
		}
		if _, err := k.Service.ConfirmComment(t.Context(), k.Call(models.Actor{}), hers); err != nil {
			t.Error(err)
		}
	})
}

// Who is going does not get one comment more, which would stay with their name.
func TestConfirmComment_notForSomebodyWhoAskedToBeErased(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		c.Comment(story.Mailed(story.Address("ana")), story.Saying("Quillfeather was here."))
		link := k.Secret(t, story.Address("ana"))
		by := c.Call("ana")
		by.SteppedUpAt = by.At
		testkit.Must(t, k.Service.AskErasure(t.Context(), by, consult.EraseMe{Comments: "erase"}))
		_, err := k.Service.ConfirmComment(t.Context(), k.Call(models.Actor{}), link)
		wantFault(t, err, fault.NotFound, "link_not_found")
		testkit.Must(t, k.Service.EraseNext(t.Context()))
		wantGone(t, k, "Quillfeather", story.Address("ana"))
	})
}
