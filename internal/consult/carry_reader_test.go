package consult_test

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// TestReading_ofAVersionCountsWhatWasSaidOnItAndWhatWasCarriedIntoIt also holds the counts in memory, of the newest
// version, against those of the database.
func TestReading_ofAVersionCountsWhatWasSaidOnItAndWhatWasCarriedIntoIt(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		c.Comment(story.By("ana"), story.On("preamble-par-1", "Openness alone is not enough"))
		c.Comment(story.By("bela"), story.On("preamble-par-1", "alone"))
		c.Comment(story.By("ana"), story.On("art-1-par-2-pnt-a"))
		c.Comment(story.By("ana"))
		c.Comment(story.By("ana"), story.After("art-1"))
		read := func(number int) (models.Reading, map[string][]consult.Mark) {
			r, err := k.Service.Reading(t.Context(), models.Actor{}, "town", "charter", consult.Which{Number: number})
			testkit.Must(t, err)
			marks, err := k.Service.Marks(t.Context(), r)
			testkit.Must(t, err)
			return r, marks
		}
		read(0) // what is in memory follows what is carried
		next(t, k, revised)
		c.Comment(story.By("bela"), story.On("preamble-par-1", "alone"))
		first, marks := read(1)
		if diff := cmp.Diff(first.Said, map[string]int{"preamble-par-1": 2, "art-1-par-2-pnt-a": 1, "": 1, "art-1": 1}); diff != "" {
			t.Errorf("version 1 (-got +want):\n%s", diff)
		}
		if diff := cmp.Diff(marks["preamble-par-1"], []consult.Mark{{Start: 0, End: 28, Comments: 1}, {Start: 9, End: 14, Comments: 1}}); diff != "" {
			t.Errorf("marks of version 1 (-got +want):\n%s", diff)
		}
		second, marks := read(2)
		if diff := cmp.Diff(second.Said, map[string]int{"preamble-par-1": 3, "art-1-par-2": 1, "": 1, "art-1": 1}); diff != "" {
			t.Errorf("version 2 (-got +want):\n%s", diff)
		}
		if diff := cmp.Diff(marks["preamble-par-1"], []consult.Mark{{Start: 9, End: 14, Comments: 2}, {Start: 0, End: 30, Comments: 1}}); diff != "" {
			t.Errorf("marks of version 2 (-got +want):\n%s", diff)
		}
		stored, err := k.Store.SaidIn(t.Context(), second.ConsultationID, second.Version.ID)
		if testkit.Must(t, err); !maps.Equal(stored, second.Said) {
			t.Errorf("in the database %v, in memory %v", stored, second.Said)
		}
		for _, r := range []models.Reading{first, second} {
			on, err := k.Service.OnProvision(t.Context(), "town", r, "preamble-par-1")
			if testkit.Must(t, err); len(on) != r.Said["preamble-par-1"] || on[0].Number < on[1].Number {
				t.Errorf("%d beside version %d", len(on), r.Version.Number)
			}
		}
		if on, err := k.Service.OnProvision(t.Context(), "town", first, "art-1"); err != nil || len(on) != 1 {
			t.Errorf("%v, %v", on, err)
		}
	})
}

func TestReview_filtersByWhatBecameOfTheWords(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		changed := c.Comment(story.By("ana"), story.On("preamble-par-1", "Openness alone is not enough"))
		c.Comment(story.By("bela"), story.On("preamble-par-1", "alone"))
		gone := c.Comment(story.By("ana"), story.On("art-1-par-2-pnt-a"))
		next(t, k, revised)
		c.Comment(story.By("ana"))
		for anchor, want := range map[string]string{"text_changed": changed.Ref, "text_removed": gone.Ref} {
			r, err := k.Service.Review(t.Context(), c.Actor("drafter"), "town", models.ReviewFilter{Anchor: []string{anchor}})
			testkit.Must(t, err)
			if len(r.Items) != 1 || r.Items[0].Ref() != want {
				t.Errorf("%s: %d comments", anchor, len(r.Items))
			}
			want := []models.FacetCount{{Value: "exact", Count: 2}, {Value: "text_changed", Count: 1}, {Value: "text_removed", Count: 1}}
			if diff := cmp.Diff(r.Facets["anchor"], want); diff != "" {
				t.Errorf("%s (-got +want):\n%s", anchor, diff)
			}
		}
		r, err := k.Service.Review(t.Context(), c.Actor("drafter"), "town", models.ReviewFilter{Provision: []string{"art-1-par-2"}})
		if testkit.Must(t, err); r.Total != 1 {
			t.Errorf("%d on what stands above the words that are gone", r.Total)
		}
	})
}
