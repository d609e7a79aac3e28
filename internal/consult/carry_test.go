package consult_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// revised is the charter with words changed, kept, moved and gone.
var revised = strings.NewReplacer(
	"1. Openness alone is not enough.\n", "1. Openness alone is never enough.\n",
	"Signatories shall publish what they build. ", "Everybody who signs shall at once publish what they build. ",
	"   - (a) for governments;\n", "", " wherever suitable ones exist", "",
).Replace(charter)

// next publishes a text as the next version of the charter and carries the comments into it.
func next(t *testing.T, k *testkit.Kit, text string) {
	t.Helper()
	publishNext(t, k, text, k.System())
	k.Carry(t)
}

func publishNext(t *testing.T, k *testkit.Kit, text string, by models.Call) {
	t.Helper()
	_, _, err := k.Service.ImportVersion(t.Context(), k.System(), "town", "charter", consult.NewVersion{Content: text})
	testkit.Must(t, err)
	_, err = k.Service.PublishVersion(t.Context(), by, "town", "charter", consult.NewPublication{})
	testkit.Must(t, err)
}

// places writes where a comment is in the later versions.
func places(t *testing.T, k *testkit.Kit, ref string) string {
	t.Helper()
	v, err := k.Service.Comment(t.Context(), models.Actor{}, "town", ref)
	testkit.Must(t, err)
	var out []string
	for _, p := range v.Placements {
		s := fmt.Sprintf("%d %s", p.Version, p.State)
		if at := p.WID + p.AfterWID; at != "" {
			s += " " + at
		}
		if p.EndAt > p.StartAt {
			s += fmt.Sprintf(" %d-%d %q", p.StartAt, p.EndAt, p.Exact)
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func wantPlaces(t *testing.T, k *testkit.Kit, ref, want string) {
	t.Helper()
	if got := places(t, k, ref); got != want {
		t.Errorf("%s:\n got %s\nwant %s", ref, got, want)
	}
}

func TestCarry_everyCommentFollowsItsWordsOrSaysThatItCannot(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		kept := c.Comment(story.By("ana"), story.On("art-1-par-1", "What they build shall be open."))
		changed := c.Comment(story.By("ana"), story.On("preamble-par-1", "Openness alone is not enough"))
		gone := c.Comment(story.By("ana"), story.On("art-1-par-2-pnt-a", "for governments"))
		dropped := c.Comment(story.By("ana"), story.On("art-2-par-1", "wherever suitable ones exist"))
		whole := c.Comment(story.By("ana"))
		provision := c.Comment(story.By("ana"), story.On("art-2-par-1"))
		missing := c.Comment(story.By("ana"), story.After("art-1"))
		first := c.Comment(story.By("ana"), story.After(""))
		next(t, k, revised)
		wantPlaces(t, k, kept.Ref, `2 exact art-1-par-1 59-89 "What they build shall be open."`)
		wantPlaces(t, k, changed.Ref, `2 text_changed preamble-par-1 0-30 "Openness alone is never enough"`)
		wantPlaces(t, k, gone.Ref, `2 text_removed art-1-par-2`)
		wantPlaces(t, k, whole.Ref, `2 exact`)
		wantPlaces(t, k, provision.Ref, `2 text_changed art-2-par-1`)
		wantPlaces(t, k, dropped.Ref, `2 text_removed art-2-par-1`)
		wantPlaces(t, k, missing.Ref, `2 exact art-1`)
		wantPlaces(t, k, first.Ref, `2 exact`)
		if n := k.Count(t, "carryings", "true"); n != 0 {
			t.Errorf("%d versions wait still", n)
		}

		next(t, k, charter) // all is taken back
		wantPlaces(t, k, kept.Ref, `2 exact art-1-par-1 59-89 "What they build shall be open."; 3 exact art-1-par-1 43-73 "What they build shall be open."`)
		wantPlaces(t, k, changed.Ref, `2 text_changed preamble-par-1 0-30 "Openness alone is never enough"; 3 exact preamble-par-1 0-28 "Openness alone is not enough"`)
		wantPlaces(t, k, gone.Ref, `2 text_removed art-1-par-2; 3 text_removed art-1-par-2`) // two words, in another provision
		wantPlaces(t, k, dropped.Ref, `2 text_removed art-2-par-1; 3 exact art-2-par-1 34-62 "wherever suitable ones exist"`)
	})
}

func TestCarry_wordsThatChangedOnceStayChangedUntilTheyAreTheQuotedOnes(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		changed := c.Comment(story.By("ana"), story.On("preamble-par-1", "Openness alone is not enough"))
		publishNext(t, k, revised, k.System()) // two publications before a worker comes to it
		publishNext(t, k, strings.Replace(revised, "open standards", "free standards", 1), k.System())
		k.Carry(t)
		wantPlaces(t, k, changed.Ref, `2 text_changed preamble-par-1 0-30 "Openness alone is never enough"; 3 text_changed preamble-par-1 0-30 "Openness alone is never enough"`)
		if got := kinds(k, story.Address("ana")); got != "" { // the command line published: a person's mail is another test
			t.Logf("mails: %s", got)
		}
	})
}

func TestCarry_goesOnAfterItWasCutOffAndWritesNothingTwice(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		var file strings.Builder
		file.WriteString("external_id,provision,exact,body\n")
		for i := range 1200 {
			fmt.Fprintf(&file, "x%d,art-1-par-1,What they build shall be open.,comment %d\n", i, i)
		}
		_, err := k.Service.ImportComments(t.Context(), k.System(), "town", "charter", consult.ImportOptions{}, strings.NewReader(file.String()))
		testkit.Must(t, err)
		c.Comment(story.By("ana"), story.On("preamble-par-1", "Openness alone is not enough"))
		publishNext(t, k, revised, c.Call("drafter"))
		db := k.SQL(t)
		job := models.CarryAnchors{
			ConsultationID: testkit.Column[int64](t, db, "SELECT consultation_id FROM carryings")[0],
			DraftID:        testkit.Column[int64](t, db, "SELECT draft_id FROM carryings")[0],
		}
		for i, want := range []int{500, 1000} {
			more, err := k.Service.CarrySome(t.Context(), job, 1) // and then the program was killed
			if testkit.Must(t, err); !more || k.Count(t, "placements", "true") != want {
				t.Errorf("run %d: more %v, %d placed", i, more, k.Count(t, "placements", "true"))
			}
		}
		cut, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := k.Service.Carry(cut, job); err == nil {
			t.Error("a run that is cut off says that it is done")
		}
		for range 3 {
			more, err := k.Service.Carry(t.Context(), job)
			if testkit.Must(t, err); more {
				t.Error("there is more to do")
			}
		}
		if n := k.Count(t, "placements", "state = 'exact' AND shown"); n != 1200 {
			t.Errorf("%d of 1200 are placed", n)
		}
		if got := kinds(k, story.Address("ana")); got != "words_changed" {
			t.Errorf("she was told %q", got)
		}
	})
}

func TestCarry_whatIsTakenLateIsCarriedThen(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		late := c.Comment(story.Mailed("late@example.org"), story.On("preamble-par-1", "Openness alone is not enough"))
		waits := c.Comment(story.On("preamble-par-1", "alone"))
		next(t, k, revised)
		old := c.Comment(story.By("ana"), story.Of("charter", 1), story.On("preamble-par-1", "Openness alone"))
		k.Carry(t)
		wantPlaces(t, k, old.Ref, `2 exact preamble-par-1 0-14 "Openness alone"`)
		r, err := k.Service.ConfirmComment(t.Context(), k.Call(models.Actor{}), k.Secret(t, "late@example.org"))
		testkit.Must(t, err)
		v := c.Moderate("moderator", waits.Receipt, "publish", "")
		k.Carry(t)
		wantPlaces(t, k, r.Ref, `2 text_changed preamble-par-1 0-30 "Openness alone is never enough"`)
		wantPlaces(t, k, v.Ref(), `2 exact preamble-par-1 9-14 "alone"`)
		if n := k.Count(t, "placements", "shown"); n != 3 {
			t.Errorf("%d are shown", n)
		}
		if late.Ref != "" || kinds(k, "late@example.org") != "confirm" {
			t.Errorf("%+v, %s", late, kinds(k, "late@example.org"))
		}
		_, err = k.Service.ImportComments(t.Context(), k.System(), "town", "charter", consult.ImportOptions{},
			strings.NewReader("version,provision,exact,body\n1,art-1-par-1,Signatories,late\n"))
		testkit.Must(t, err)
		k.Carry(t)
		if n := k.Count(t, "placements", "exact = 'Everybody who signs' OR state = 'text_removed'"); n != 1 {
			t.Errorf("%d imported are carried", n)
		}
	})
}

func TestCarry_inTheLanguageOfTheWordsOnceItIsPublished(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		_, _, err := k.Service.Translate(t.Context(), k.System(), "town", "charter", 1, consult.NewVersion{Content: charte, Language: "fr"})
		testkit.Must(t, err)
		fr := c.Comment(story.By("ana"), story.On("preamble-par-1", "ne suffit pas"), story.With(func(n *consult.NewComment) { n.Target.Language = "fr" }))
		next(t, k, strings.Replace(charter, "not enough", "never enough", 1))
		wantPlaces(t, k, fr.Ref, `2 text_changed preamble-par-1`)
		text := strings.Replace(charte, "ne suffit pas", "ne suffira pas", 1)
		if text == charte {
			t.Fatal("the French text says something else")
		}
		_, _, err = k.Service.Translate(t.Context(), k.System(), "town", "charter", 2, consult.NewVersion{Content: text, Language: "fr"})
		testkit.Must(t, err)
		k.Carry(t)
		if got := places(t, k, fr.Ref); !strings.HasSuffix(got, `"ne suffira pas"`) {
			t.Errorf("carried as %s", got)
		}
	})
}

func TestCarry_tellsEachAuthorOnceAndAsTheyWant(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		c.Story.Person("none")
		c.Story.Person("daily")
		prefers(t, k, c.Actor("none"), models.DigestNone)
		prefers(t, k, c.Actor("daily"), models.DigestDaily)
		for _, who := range []string{"ana", "none", "daily"} {
			c.Comment(story.By(who), story.On("preamble-par-1", "Openness alone is not enough"))
			c.Comment(story.By(who), story.On("art-1-par-2-pnt-a"))
		}
		c.Comment(story.By("bela"), story.On("art-1-par-1", "What they build shall be open."))
		publishNext(t, k, revised, c.Call("drafter"))
		k.Carry(t)
		k.Carry(t)
		for who, want := range map[string]string{"ana": "words_changed", "none": "", "bela": ""} {
			if got := kinds(k, story.Address(who)); got != want {
				t.Errorf("%s is told %q, want %q", who, got, want)
			}
		}
		if n := k.Count(t, "mails", "state = 'held'"); n != 1 {
			t.Errorf("%d are held", n)
		}
		all := k.Mails()
		m := all[slices.IndexFunc(all, func(m models.Mail) bool { return m.To == story.Address("ana") && m.Kind == "words_changed" })]
		changed, _ := m.Data["ChangedLinks"].([]any)
		gone, _ := m.Data["GoneLinks"].([]any)
		if len(changed) != 1 || len(gone) != 1 || m.Data["Number"] != "2" || m.Data["Unsubscribe"] == nil {
			t.Errorf("%+v", m.Data)
		}
		quiet := c.Call("drafter")
		quiet.Quiet = true
		publishNext(t, k, strings.Replace(revised, "never", "hardly", 1), quiet)
		k.Carry(t)
		publishNext(t, k, strings.Replace(revised, "never", "hardly", 1)+"2. New.\n", c.Call("drafter")) // nothing of theirs
		k.Carry(t)
		if got := kinds(k, story.Address("ana")); got != "words_changed" {
			t.Errorf("told again: %q", got)
		}
		if n := k.Count(t, "placements", "tell"); n != 0 {
			t.Errorf("%d are still to be told", n)
		}
	})
}

func TestCarry_whatIsNoLongerShownIsNotShownInLaterVersionsEither(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		r := c.Comment(story.By("ana"), story.On("art-1-par-1", "What they build shall be open."))
		c.Comment(story.By("bela"), story.On("art-1-par-1", "What they build shall be open."), story.Confidentially())
		next(t, k, revised)
		if n := k.Count(t, "placements", "shown"); n != 1 || k.Count(t, "placements", "true") != 2 {
			t.Errorf("%d are shown", n)
		}
		_, err := k.Service.HideComment(t.Context(), c.Call("moderator"), "town", r.Ref, consult.Hiding{Reason: "Names somebody."})
		testkit.Must(t, err)
		if n := k.Count(t, "placements", "shown"); n != 0 {
			t.Errorf("%d are shown after it was hidden", n)
		}
		if diff := cmp.Diff(places(t, k, r.Ref), ""); diff != "" {
			t.Errorf("the marker says where it was (-got +want):\n%s", diff)
		}
	})
}
