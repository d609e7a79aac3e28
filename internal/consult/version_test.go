package consult_test

import (
	"fmt"
	"sync"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/testkit"
	"travaux/models"
)

func TestDrafts_whatIsNotPublishedIsForStaff(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		c.NewDraft(consult.NewDraft{Slug: "laws", Title: "Laws", Language: "en"}).Import(consult.NewVersion{Content: charter})
		_, _, err := k.Service.ImportVersion(t.Context(), k.System(), "town", "charter", consult.NewVersion{Content: charter})
		testkit.Must(t, err)
		for who, want := range map[string]string{"": "charter false ", "ana": "charter false ", "drafter": "charter true laws true "} {
			all, err := k.Service.Drafts(t.Context(), c.Actor(who), "town")
			testkit.Must(t, err)
			front, err := k.Service.Front(t.Context(), c.Actor(who), "town")
			testkit.Must(t, err)
			for _, list := range [][]models.DraftSummary{all, front.Drafts} {
				got := ""
				for _, d := range list {
					got += fmt.Sprintf("%s %v ", d.Slug, d.Working)
					if d.Newest > 0 && (d.PublishedAt == nil || !d.PublishedAt.Equal(k.Clock.Now())) {
						t.Errorf("%s was published at %v", d.Slug, d.PublishedAt)
					}
				}
				if got != want {
					t.Errorf("%q sees %q, want %q", who, got, want)
				}
			}
		}
		_, err = k.Service.Reading(t.Context(), models.Actor{}, "town", "laws", consult.Which{})
		wantFault(t, err, fault.NotFound, "draft_not_found")
	})
}

func TestTranslate_whileTheVersionIsPublishedIsFrozenToo(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		for i := range 12 {
			d := c.NewDraft(consult.NewDraft{Slug: fmt.Sprintf("d-%d", i), Title: "D", Language: "en"})
			d.Import(consult.NewVersion{Content: charter})
			var wg sync.WaitGroup
			wg.Go(func() {
				_, _, err := k.Service.Translate(t.Context(), k.System(), "town", d.Slug, 0, consult.NewVersion{Content: charter, Language: "fr"})
				if err != nil && !fault.Is(err, fault.NotFound) { // the working version is gone when it is read again
					t.Error(err)
				}
			})
			wg.Go(func() {
				if _, err := k.Service.PublishVersion(t.Context(), k.System(), "town", d.Slug, consult.NewPublication{}); err != nil {
					t.Error(err)
				}
			})
			wg.Wait()
		}
		if n := k.Count(t, "version_texts", "published_at IS NULL OR sha256 = ''"); n != 0 {
			t.Errorf("%d texts of published versions are not frozen", n)
		}
	})
}
