package consult_test

import (
	"testing"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

func TestReview_aRoleLimitedToRegionsSeesAndCountsOnlyThose(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		var inside, outside models.Receipt
		for _, country := range []string{"KE", "NG", "FR", "not_stated"} {
			r := c.Comment(story.By("ana"), story.From(country, models.Individual))
			switch country {
			case "KE":
				inside = r
			case "FR":
				outside = r
			}
		}
		africa := c.Limited("africa", []string{"002"}, models.Drafter)
		east := c.Limited("east", []string{"014"}, models.Observer)
		c.Limited("both", []string{"014"}, models.Observer)
		both := c.Limited("both", []string{"150"}, models.Moderator)
		c.Limited("whole", []string{"014"}, models.Observer)
		whole := c.Limited("whole", nil, models.Moderator)
		for name, tc := range map[string]struct {
			who  models.Actor
			want int
		}{"Africa": {africa, 2}, "Eastern Africa": {east, 1}, "two regions by two roles": {both, 2}, "one role without limit": {whole, 4}} {
			r, err := k.Service.Review(t.Context(), tc.who, "town", models.ReviewFilter{})
			testkit.Must(t, err)
			sum := 0
			for _, f := range r.Facets["country"] {
				sum += f.Count
			}
			if r.Total != tc.want || r.All != tc.want || len(r.Items) != tc.want || sum != tc.want {
				t.Errorf("%s: %d, %d in all, %d shown, %d counted; want %d", name, r.Total, r.All, len(r.Items), sum, tc.want)
			}
		}
		r, err := k.Service.Review(t.Context(), africa, "town", models.ReviewFilter{Region: []string{"150"}})
		if err != nil || r.Total != 0 {
			t.Errorf("Europe for Africa's drafter: %d, %v", r.Total, err)
		}
		answer := func(ref string) error {
			_, err := k.Service.SetDisposition(t.Context(), k.Call(africa), "town", ref, consult.NewDisposition{Outcome: "accepted"}, models.Seen{})
			return err
		}
		testkit.Must(t, answer(inside.Ref))
		wantFault(t, answer(outside.Ref), fault.NotFound, "comment_not_found")
	})
}

func TestReview_confidentialCommentsAreForDraftersOnly(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		c.Comment(story.By("ana"))
		hidden := c.Comment(story.By("bela"), story.Confidentially(), story.Saying("whisper"))
		for role, want := range map[string]int{"drafter": 2, "organiser": 1, "moderator": 1, "observer": 1} {
			r, err := k.Service.Review(t.Context(), c.Actor(role), "town", models.ReviewFilter{})
			testkit.Must(t, err)
			found, err := k.Service.Review(t.Context(), c.Actor(role), "town", models.ReviewFilter{Q: "whisper"})
			testkit.Must(t, err)
			if r.Total != want || r.All != want || found.Total != want-1 {
				t.Errorf("%s: %d of %d, found %d; want %d", role, r.Total, r.All, found.Total, want)
			}
			_, err = k.Service.Comment(t.Context(), c.Actor(role), "town", hidden.Ref)
			if role == "drafter" {
				testkit.Must(t, err)
			} else {
				wantFault(t, err, fault.NotFound, "comment_not_found")
			}
		}
		if got := refs(t, c, models.CommentFilter{Q: "whisper"}); got != "" {
			t.Errorf("the public finds %s", got)
		}
		front, err := k.Service.Front(t.Context(), models.Actor{}, "town")
		testkit.Must(t, err)
		if front.Comments != 1 {
			t.Errorf("the public counts %d", front.Comments)
		}
	})
}

// Two instances of the program on one database behave as one: what one writes, the other's next request counts.
func TestReview_anotherInstanceSeesEachWriteAtOnce(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		other := k.Instance(k.Store)
		for n := range 4 {
			r := c.Comment(story.By("ana"))
			seen, err := other.Review(t.Context(), c.Actor("drafter"), "town", models.ReviewFilter{})
			testkit.Must(t, err)
			if seen.Total != n+1 {
				t.Errorf("after %d the other sees %d", n+1, seen.Total)
			}
			_, err = other.SetDisposition(t.Context(), c.Call("drafter"), "town", r.Ref, consult.NewDisposition{Outcome: "accepted"}, models.Seen{})
			testkit.Must(t, err)
			mine, err := k.Service.Review(t.Context(), c.Actor("drafter"), "town", models.ReviewFilter{Outcome: []string{"accepted"}})
			testkit.Must(t, err)
			if mine.Total != n+1 || mine.Answered != n+1 {
				t.Errorf("after %d answers the first sees %d, %d answered", n+1, mine.Total, mine.Answered)
			}
		}
	})
}
