package consult_test

import (
	"slices"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

func titlesOf(list []models.PledgeView) (out []string) {
	for _, v := range list {
		out = append(out, v.Title)
	}
	return out
}

func TestPledgeQueue_listsThoseThatWaitLongestFirstAndOnlyCountsDrafts(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		c.Organisation(consult.NewOrganisation{Slug: "works", Name: "Works", Country: "FR", StakeholderType: "private_sector"}, story.Address("bela"))
		write := func(by, organisation, title string, submit bool) consult.PledgeCard {
			in := c.ToPledge(organisation)
			in.Title, in.Submit = title, submit
			k.Clock.Add(time.Hour)
			return c.WritePledge(by, in)
		}
		first := write("ana", "lake", "First", true)
		write("bela", "works", "Second", true)
		write("ana", "lake", "Third", true)
		write("ana", "lake", "Draft", false)
		c.ReviewPledge("organiser", first.Ref, "request_changes", "Say more.")
		again := c.ToPledge("lake")
		again.Title = "First, again"
		k.Clock.Add(time.Hour)
		c.RewritePledge("ana", first.Ref, again)
		var got, want []string
		for cursor := ""; ; {
			q, err := k.Service.PledgeQueue(t.Context(), c.Actor("organiser"), "town", models.PledgeFilter{Limit: 2, Cursor: cursor})
			testkit.Must(t, err)
			if q.Total != 3 || q.Counts[models.PledgeDraft] != 1 || q.Counts[models.PledgeSubmitted] != 3 {
				t.Errorf("%d in all, %v", q.Total, q.Counts)
			}
			if got = append(got, titlesOf(q.Items)...); cursor == "" { // the last of this page moves on meanwhile
				c.ReviewPledge("organiser", q.Items[1].Ref, "request_changes", "Say more.")
				moved := c.ToPledge("lake")
				moved.Title, want = q.Items[1].Title, []string{"Second", "Third", "First, again", "Third"}
				k.Clock.Add(time.Hour)
				c.RewritePledge("ana", q.Items[1].Ref, moved)
			}
			if cursor = q.Next; cursor == "" {
				break
			}
		}
		if !slices.Equal(got, want) { // nothing is left out
			t.Errorf("%v, want %v", got, want)
		}
		c.Limited("northern", []string{"150"}, models.Organiser)
		q, err := k.Service.PledgeQueue(t.Context(), c.Actor("northern"), "town", models.PledgeFilter{})
		if err != nil || !slices.Equal(titlesOf(q.Items), []string{"Second"}) || q.Counts[models.PledgeDraft] != 0 {
			t.Errorf("within Europe %v, %v, %v", titlesOf(q.Items), q.Counts, err)
		}
		if n, err := k.Service.WaitingPledges(t.Context(), c.Actor("northern"), "town"); err != nil || n != 1 {
			t.Errorf("%d wait within Europe: %v", n, err)
		}
		_, err = k.Service.PledgeQueue(t.Context(), c.Actor("ana"), "town", models.PledgeFilter{})
		wantFault(t, err, fault.Forbidden, "forbidden")
		if _, err := k.Service.PledgeQueue(t.Context(), c.Actor("organiser"), "town", models.PledgeFilter{Status: []string{"draft"}}); !fault.Is(err, fault.Malformed) {
			t.Errorf("drafts are listed: %v", err)
		}
	})
}

func TestPledgeToReview_tellsWhatChangesInWhatIsPublic(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		card := c.Pledge("ana", "lake")
		in := c.ToPledge("lake")
		in.TargetValue, in.Title = "30", "Publish the source code of thirty public registries"
		c.RewritePledge("ana", card.Ref, in)
		see := func(by string, since int) consult.PledgeToReview {
			t.Helper()
			r, err := k.Service.PledgeToReview(t.Context(), c.Actor(by), "town", card.Ref, since)
			testkit.Must(t, err)
			return r
		}
		r := see("organiser", 0)
		if len(r.Changes) != 2 || r.Changes[0].Field != "title" || !slices.Contains(r.Changes[0].Runs, models.Run{Op: "insert", Text: "thirty"}) ||
			r.Changes[1].Was != "20" || r.Changes[1].Is != "30" || !r.Public || !r.Reviews {
			t.Errorf("%+v", r.Changes)
		}
		if r := see("observer", 0); r.Reviews {
			t.Error("an observer decides")
		}
		before := r.Seq
		in.TargetValue = "31"
		c.RewritePledge("ana", card.Ref, in)
		_, err := k.Service.ReviewPledge(t.Context(), k.Call(c.Actor("organiser")), "town", card.Ref, consult.PledgeReview{Decision: "publish"}, before)
		wantFault(t, err, fault.Stale, "stale")
		if r := see("organiser", r.Number); len(r.Changes) != 1 || r.Changes[0].Was != "30" || r.Changes[0].Is != "31" || r.Public {
			t.Errorf("since it was read: %+v", r.Changes)
		}
		draft := c.ToPledge("lake")
		draft.Submit = false
		own := c.WritePledge("ana", draft)
		_, err = k.Service.PledgeToReview(t.Context(), c.Actor("organiser"), "town", own.Ref, 0)
		wantFault(t, err, fault.NotFound, "pledge_not_found")
	})
}

func TestReviewPledge_isNotForThoseWhoSpeakForTheOrganisation(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		c.Organisation(consult.NewOrganisation{Slug: "works", Name: "Works", Country: "FR", StakeholderType: "private_sector"}, story.Address("organiser"))
		card := c.WritePledge("organiser", c.ToPledge("works"))
		_, err := k.Service.ReviewPledge(t.Context(), k.Call(c.Actor("organiser")), "town", card.Ref, consult.PledgeReview{Decision: "publish"}, 0)
		wantFault(t, err, fault.Forbidden, "own_pledge")
		r, err := k.Service.PledgeToReview(t.Context(), c.Actor("organiser"), "town", card.Ref, 0)
		if err != nil || r.Reviews || !r.Mine {
			t.Errorf("%+v, %v", r, err)
		}
	})
}
