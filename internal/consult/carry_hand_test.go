package consult_test

import (
	"strings"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

func TestPlaceComment_byHandIsKeptAndCarriedOnFrom(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		gone := c.Comment(story.By("ana"), story.On("art-1-par-2-pnt-a", "for governments"))
		c.Comment(story.By("ana"), story.On("art-1-par-1", "What they build shall be open."))
		next(t, k, revised)
		next(t, k, strings.Replace(revised, "(b) for everybody else", "(b) for everybody", 1))
		list := func(number int) []models.UnplacedComment {
			t.Helper()
			page, err := k.Service.Unplaced(t.Context(), c.Actor("drafter"), "town", "charter", number, models.UnplacedFilter{What: models.UnplacedLost})
			testkit.Must(t, err)
			return page.Items
		}
		if all := list(2); len(all) != 1 || all[0].Ref() != gone.Ref {
			t.Errorf("%d could not be carried", len(all))
		}
		place := func(who string, version int, in consult.NewPlacement, ifMatch int64) error {
			t.Helper()
			_, err := k.Service.PlaceComment(t.Context(), c.Call(who), "town", gone.Ref, version, in, ifMatch)
			return err
		}
		there := consult.NewPlacement{WID: "art-1-par-2-pnt-b", Exact: "for everybody else"}
		wantFault(t, place("moderator", 2, there, 0), fault.Forbidden, "forbidden")
		wantFault(t, place("drafter", 1, there, 0), fault.NotFound, "version_not_found")
		wantFault(t, place("drafter", 2, there, 1), fault.Stale, "changed_meanwhile")
		wantField(t, place("drafter", 2, consult.NewPlacement{WID: "art-1-par-2-pnt-b", Exact: "nowhere"}, 0), "exact", "not_in_text")
		wantField(t, place("drafter", 2, consult.NewPlacement{WID: "art-9"}, 0), "wid", "not_found")
		testkit.Must(t, place("drafter", 2, there, 0))
		k.Carry(t)
		if got := places(t, k, gone.Ref); !strings.HasPrefix(got, `2 text_changed art-1-par-2-pnt-b 4-22 "for everybody else"; 3 text_changed art-1-par-2-pnt-b`) {
			t.Errorf("placed at %s", got)
		}
		if n := k.Count(t, "placements", "placed_by IS NOT NULL AND placed_at IS NOT NULL"); n != 1 || len(list(2)) != 0 {
			t.Errorf("%d are by hand, %d are left", n, len(list(2)))
		}
		testkit.Must(t, place("organiser", 2, consult.NewPlacement{Gone: true}, 0))
		k.Carry(t)
		next(t, k, charter) // the words come back, and a person had said that they are gone
		if got := places(t, k, gone.Ref); strings.Count(got, "text_removed") != 3 || len(list(3)) != 0 {
			t.Errorf("placed at %s, %d are left", got, len(list(3)))
		}
	})
}

func TestCarry_goesOnFromWhereSomebodyPlacesACommentMeanwhile(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		moved := c.Comment(story.By("ana"), story.On("art-1-par-2-pnt-a", "for governments"))
		c.Comment(story.By("ana"), story.On("art-1-par-1", "What they build shall be open."))
		next(t, k, revised)
		publishNext(t, k, strings.Replace(revised, "(b) for everybody else", "(b) for everybody", 1), k.System())
		ids := testkit.Column[int64](t, k.SQL(t), "SELECT consultation_id FROM drafts UNION ALL SELECT id FROM drafts")
		testkit.Must(t, k.Service.CarryLate(t.Context(), models.CarryAnchors{ConsultationID: ids[0], DraftID: ids[1]}, func() {
			_, err := k.Service.PlaceComment(t.Context(), c.Call("drafter"), "town", moved.Ref, 2, consult.NewPlacement{WID: "art-1-par-2-pnt-b", Exact: "for everybody else"}, 0)
			testkit.Must(t, err)
		}))
		if n := k.Count(t, "placements", "true"); n != 3 { // the other one's two, and the one by hand
			t.Errorf("%d places", n)
		}
		k.Carry(t)
		if got := places(t, k, moved.Ref); !strings.Contains(got, "3 text_changed art-1-par-2-pnt-b") {
			t.Errorf("placed at %s", got)
		}
	})
}
