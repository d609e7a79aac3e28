package consult_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// TestCarry_ofTheDPGStandardThroughTheHouse: between these versions 9a went, and 9b moved up into its place.
func TestCarry_ofTheDPGStandardThroughTheHouse(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := k.Story(t).Consultation("town", story.Open())
		c.Story.Person("ana")
		c.Draft("charter", string(testkit.Shared(t, "dpg-standard", "standard.v1.0.4.md")))
		r, err := k.Service.Reading(t.Context(), models.Actor{}, "town", "charter", consult.Which{})
		testkit.Must(t, err)
		on := func(words string) string {
			t.Helper()
			for _, p := range r.Provisions {
				if strings.Contains(p.Text, words) {
					return c.Comment(story.By("ana"), story.On(p.WID, words)).Ref
				}
			}
			t.Fatalf("nothing says %q", words)
			return ""
		}
		follows, gone := on("the types of data collected and stored"), on("Privacy & Freedom of Expression")
		next(t, k, string(testkit.Shared(t, "dpg-standard", "standard.v1.1.0.md")))
		if got := places(t, k, follows); !strings.HasPrefix(got, "2 exact ") || !strings.HasSuffix(got, `"the types of data collected and stored"`) {
			t.Errorf("old 9b: %s", got)
		}
		if got := places(t, k, gone); !strings.HasPrefix(got, "2 text_removed ") {
			t.Errorf("old 9a: %s", got)
		}
	})
}

// TestCarry_fiveThousandComments measures the whole job: 200 provisions, of which every third was rewritten. Its limit
// is far above what it takes, for machines that are busy.
func TestCarry_fiveThousandComments(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds, which -short is not for")
	}
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := k.Story(t).Consultation("town", story.Open())
		var was, is, file strings.Builder
		was.WriteString("# Charter\n\n")
		is.WriteString("# Charter\n\n")
		file.WriteString("external_id,provision,exact,body\n")
		for i := range 200 {
			words := fmt.Sprintf("Party %d keeps the records of office %d for %d years and shows them on demand to whoever asks at desk %d of its house.", i, i*7, i%9+1, i*13)
			fmt.Fprintf(&was, "## Article %d Records\n\n1. %s\n\n", i+1, words)
			if i%3 == 0 {
				words = fmt.Sprintf("Each office %d shall hold what party %d recorded, and lets anybody read it at desk %d of its house without delay.", i*7, i, i*13)
			}
			fmt.Fprintf(&is, "## Article %d Records\n\n1. %s\n\n", i+1, words)
			for j := range 25 {
				fmt.Fprintf(&file, "x%d-%d,art-%d-par-1,desk %d of its house,Why? %d\n", i, j, i+1, i*13, j)
			}
		}
		c.Draft("charter", was.String())
		sum, err := k.Service.ImportComments(t.Context(), k.System(), "town", "charter", consult.ImportOptions{}, strings.NewReader(file.String()))
		if testkit.Must(t, err); sum.Imported != 5000 {
			t.Fatalf("%+v", sum)
		}
		publishNext(t, k, is.String(), k.System())
		began := time.Now()
		k.Carry(t)
		t.Logf("%s: carried 5,000 comments in %s", k.Engine, time.Since(began).Round(time.Millisecond))
		if n := k.Count(t, "placements", "state = 'exact'"); n != 5000 {
			t.Errorf("%d stand", n)
		}
	})
}
