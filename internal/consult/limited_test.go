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

func TestModerate_aRoleLimitedToRegionsDecidesOnlyThere(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		c.Limited("limited", []string{"002"}, models.Moderator)
		c.Limited("limited", nil, models.Observer) // reads everything, decides no more for it
		africa := c.Actor("limited")
		here, there := c.Comment(story.From("KE", models.Government)), c.Comment(story.From("FR", models.Government))
		page, err := k.Service.Waiting(t.Context(), africa, "town", "")
		testkit.Must(t, err)
		if len(page.Items) != 1 || page.Items[0].ID != held(t, k.Service, here.Receipt) {
			t.Errorf("waiting: %d comments", len(page.Items))
		}
		_, err = k.Service.Moderate(t.Context(), k.Call(africa), "town", there.Receipt, consult.Moderation{Decision: "publish"})
		wantFault(t, err, fault.NotFound, "comment_not_found")
		if v := c.Moderate("limited", here.Receipt, "publish", ""); v.Ref() == "" {
			t.Error("not published")
		}
	})
}

func TestReview_eachRoleIsLimitedByItself(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		c.Limited("both", []string{"002"}, models.Drafter)
		who := c.Limited("both", nil, models.Observer)
		open := c.Comment(story.By("ana"), story.From("FR", models.Government)).Ref
		hidden := c.Comment(story.By("ana"), story.From("FR", models.Government), story.Confidentially()).Ref
		ours := c.Comment(story.By("ana"), story.From("KE", models.Government), story.Confidentially()).Ref
		page, err := k.Service.Review(t.Context(), who, "town", models.ReviewFilter{})
		testkit.Must(t, err)
		var got []string
		for _, v := range page.Items {
			got = append(got, v.Ref())
		}
		if !slices.Equal(got, []string{ours, open}) || page.Total != 2 || page.All != 2 {
			t.Errorf("the queue shows %v, counts %d of %d", got, page.Total, page.All)
		}
		_, err = k.Service.Comment(t.Context(), who, "town", hidden)
		wantFault(t, err, fault.NotFound, "comment_not_found")
		answer := func(ref string) error {
			_, err := k.Service.SetDisposition(t.Context(), k.Call(who), "town", ref, consult.NewDisposition{Outcome: "accepted"}, models.Seen{})
			return err
		}
		wantFault(t, answer(open), fault.Forbidden, "forbidden")
		wantFault(t, answer(hidden), fault.NotFound, "comment_not_found")
		testkit.Must(t, answer(ours))
	})
}
