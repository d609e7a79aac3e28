package consult_test

import (
	"testing"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// held is the comment of a receipt.
func held(t *testing.T, s *consult.Service, receipt string) int64 {
	t.Helper()
	_, v, err := s.Receipt(t.Context(), receipt)
	testkit.Must(t, err)
	return v.ID
}

func TestTakeBack_whoModeratesHoldsNobodysReceipt(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		receipt := c.Comment(story.Saying("said without an address")).Receipt
		moderator, observer := c.Person("moderator", models.Moderator), c.Person("observer", models.Observer)
		waiting, err := k.Service.Waiting(t.Context(), moderator, c.Slug, "")
		testkit.Must(t, err)
		name := waiting.Items[0].Receipt
		wantFault(t, back(t, k, k.Call(moderator), name, "erase"), fault.NotFound, "comment_not_found")
		_, err = k.Service.Moderate(t.Context(), k.Call(moderator), c.Slug, name, consult.Moderation{Decision: "publish"})
		testkit.Must(t, err)
		queue, err := k.Service.Review(t.Context(), observer, c.Slug, models.ReviewFilter{})
		testkit.Must(t, err)
		wantFault(t, back(t, k, k.Call(observer), queue.Items[0].Receipt, "erase"), fault.NotFound, "comment_not_found")
		testkit.Must(t, back(t, k, k.Call(models.Actor{}), receipt, "withdraw"))
	})
}
