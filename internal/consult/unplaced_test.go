package consult_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

func TestUnplaced_tellsWhatBecameAndKeepsTheListsApart(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		c.Comment(story.By("ana"), story.On("art-1-par-1", "What they build shall be open."))
		gone := c.Comment(story.By("ana"), story.On("art-1-par-2-pnt-a", "for governments"))
		dropped := c.Comment(story.By("bela"), story.On("art-2-par-1", "wherever suitable ones exist"), story.Confidentially())
		doubted := c.Comment(story.By("bela"), story.On("preamble-par-1", "Openness alone is not enough"))
		next(t, k, strings.Replace(revised, "1. Openness alone is never enough.", "1. Closed doors help nobody at all.", 1))
		list := func(who string, what models.Unplaced) (string, models.ToPlace) {
			t.Helper()
			page, err := k.Service.Unplaced(t.Context(), c.Actor(who), "town", "charter", 2, models.UnplacedFilter{What: what})
			testkit.Must(t, err)
			var out []string
			for _, i := range page.Items {
				out = append(out, fmt.Sprint(i.ID, " ", i.Place.State, " ", i.Became.Fate, " ", i.Became.WIDs))
			}
			return strings.Join(out, "; "), page
		}
		id := func(r models.Receipt) int64 {
			t.Helper()
			_, v, err := k.Service.Receipt(t.Context(), r.Receipt)
			testkit.Must(t, err)
			return v.ID
		}
		lost := fmt.Sprintf("%d text_removed removed []; %d text_removed modified [art-2-par-1]", id(gone), id(dropped))
		got, page := list("drafter", models.UnplacedLost)
		if got != lost || page.Carrying || page.Version.Number != 2 {
			t.Errorf("got %s, want %s", got, lost)
		}
		if n := page.Counts; n[models.UnplacedLost] != 2 || n[models.UnplacedDoubt] != 1 || n[models.UnplacedByHand] != 0 {
			t.Errorf("counted %v", n)
		}
		if got, page := list("organiser", models.UnplacedLost); strings.Contains(got, fmt.Sprint(id(dropped))) || page.Counts[models.UnplacedLost] != 1 {
			t.Errorf("an organiser reads a confidential comment: %s, %v", got, page.Counts)
		}
		if got, _ := list("drafter", models.UnplacedDoubt); !strings.HasPrefix(got, fmt.Sprint(id(doubted), " text_changed")) {
			t.Errorf("in doubt: %s", got)
		}
		_, err := k.Service.Unplaced(t.Context(), c.Actor("drafter"), "town", "charter", 2, models.UnplacedFilter{What: "all"})
		wantFault(t, err, fault.Malformed, "bad_filter")
		_, err = k.Service.Unplaced(t.Context(), c.Actor("moderator"), "town", "charter", 2, models.UnplacedFilter{What: models.UnplacedLost})
		wantFault(t, err, fault.Forbidden, "forbidden")
		_, err = k.Service.Placing(t.Context(), c.Actor("drafter"), "town", "charter", 1, models.UnplacedLost, gone.Ref)
		wantFault(t, err, fault.NotFound, "comment_not_found")
		if all, err := k.Service.UnplacedByVersion(t.Context(), c.Actor("drafter"), page.ConsultationID); err != nil || !slices.Equal(all, []models.UnplacedCount{{Draft: "charter", Version: 2, Comments: 3}}) {
			t.Errorf("%v, %v", all, err)
		}
		if all, err := k.Service.UnplacedByVersion(t.Context(), c.Actor("moderator"), page.ConsultationID); err != nil || all != nil {
			t.Errorf("a moderator is told of %v, %v", all, err)
		}
	})
}

func TestPlacing_givesTheTextAndWhatItWasOnAndGoesOnToTheNext(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		first := c.Comment(story.By("ana"), story.On("art-1-par-2-pnt-a", "for governments"))
		second := c.Comment(story.By("bela"), story.On("art-2-par-1", "wherever suitable ones exist"))
		next(t, k, revised)
		one, err := k.Service.Placing(t.Context(), c.Actor("drafter"), "town", "charter", 2, models.UnplacedLost, first.Ref)
		testkit.Must(t, err)
		if one.Was == nil || one.Was.WID != "art-1-par-2-pnt-a" || one.Reading.Version.Number != 2 || len(one.Reading.Provisions) == 0 {
			t.Errorf("%+v of version %d", one.Was, one.Reading.Version.Number)
		}
		following := func(after, want string) {
			t.Helper()
			got, err := k.Service.NextUnplaced(t.Context(), c.Actor("drafter"), "town", "charter", 2, models.UnplacedLost, after)
			if testkit.Must(t, err); got != want {
				t.Errorf("after %q comes %q, want %q", after, got, want)
			}
		}
		following("", first.Ref)
		following(first.Ref, second.Ref)
		following(second.Ref, first.Ref)
		_, err = k.Service.PlaceComment(t.Context(), c.Call("drafter"), "town", first.Ref, 2, consult.NewPlacement{Detached: true}, 0)
		testkit.Must(t, err)
		following(first.Ref, second.Ref)
		following(second.Ref, "")
		next(t, k, charter) // the words come back, and a person had said that it belongs nowhere
		if got := places(t, k, first.Ref); strings.Count(got, "detached") != 2 {
			t.Errorf("placed at %s", got)
		}
		by, err := k.Service.Unplaced(t.Context(), c.Actor("drafter"), "town", "charter", 2, models.UnplacedFilter{What: models.UnplacedByHand})
		if testkit.Must(t, err); len(by.Items) != 1 || by.Counts[models.UnplacedByHand] != 1 {
			t.Errorf("%d were placed by hand", len(by.Items))
		}
		_, err = k.Service.PlaceComment(t.Context(), c.Call("drafter"), "town", first.Ref, 2, consult.NewPlacement{WID: "art-2-par-1"}, 0) // anew
		testkit.Must(t, err)
		k.Carry(t)
		if got := places(t, k, first.Ref); strings.Contains(got, "detached") {
			t.Errorf("placed anew at %s", got)
		}
	})
}
