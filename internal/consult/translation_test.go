package consult_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// states writes what is not current of a translation: + its current ones, then wid and state of the others.
func (d desk) states(language string, number int) string {
	d.t.Helper()
	t, err := d.Service.Translation(d.t.Context(), d.Actor("translator"), "town", "charter", language, number)
	testkit.Must(d.t, err)
	var b strings.Builder
	fmt.Fprint(&b, t.Count.Current)
	for _, p := range t.Items {
		if p.State != models.TranslationCurrent {
			fmt.Fprintf(&b, " %s:%s", p.Source.WID, p.State)
		}
		if (p.State == models.TranslationStale) != (p.Base != nil) || (p.State == models.TranslationGap) != (p.Words == nil) {
			d.t.Errorf("%+v", p)
		}
	}
	return b.String()
}

func (d desk) wantStates(language string, number int, want string) {
	d.t.Helper()
	if got := d.states(language, number); got != want {
		d.t.Errorf("%s of %d: got %s, want %s", language, number, got, want)
	}
}

// words changes what a provision of the text says.
func (d desk) words(wid, content string) {
	d.t.Helper()
	p, _ := d.text("en").Provision(wid)
	d.do(consult.NewEdit{Act: "change", WID: wid, Kind: string(p.Kind), Number: p.Number, Heading: p.Heading, Content: content})
}

func TestTranslation_isStaleWhereTheTextSaysSomethingElse(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		d.wantStates("fr", 0, "9")
		d.words("art-2-par-1", "Systems  should use open\nstandards wherever suitable ones exist.")
		d.wantStates("fr", 0, "9") // white space says nothing
		d.words("art-2-par-1", "Systems shall use open standards.")
		d.do(consult.NewEdit{Act: "change", WID: "art-1", Kind: "article", Number: "7", Heading: "Purpose"})
		d.wantStates("fr", 0, "8 art-2-par-1:stale") // and a number alone nothing either
		d.words("art-2-par-1", "Systems must use open standards.")
		tr, err := k.Service.Translation(t.Context(), d.Actor("translator"), "town", "charter", "fr", 0)
		testkit.Must(t, err)
		if last := tr.Items[len(tr.Items)-1]; last.Base.Text != "Systems should use open standards wherever suitable ones exist." || last.Source.Text != "Systems must use open standards." {
			t.Errorf("it was made from %q, the text is %q", last.Base.Text, last.Source.Text)
		}
		made := d.do(consult.NewEdit{Act: "add", Parent: "art-2", After: "art-2-par-1", Kind: "paragraph", Number: "2", Content: "New."})
		d.wantStates("fr", 0, "8 art-2-par-1:stale "+made.WID+":gap")
		d.words("art-2-par-1", "Systems should use open standards wherever suitable ones exist.") // taken back
		d.wantStates("fr", 0, "9 "+made.WID+":gap")
	})
}

func TestTranslation_isCurrentOnceSomebodySaysSo(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		d.words("art-1-par-1", "Signatories publish.")
		d.words("art-2-par-1", "Systems shall use open standards.")
		d.wantStates("fr", 0, "7 art-1-par-1:stale art-2-par-1:stale")
		d.who = "translator"
		d.do(consult.NewEdit{Act: "change", Language: "fr", WID: "art-1-par-1", Kind: "paragraph", Number: "1", Content: "Les signataires", Auto: true})
		d.wantStates("fr", 0, "7 art-1-par-1:stale art-2-par-1:stale") // saved while writing
		d.do(consult.NewEdit{Act: "change", Language: "fr", WID: "art-1-par-1", Kind: "paragraph", Number: "1", Content: "Les signataires publient."})
		d.wantStates("fr", 0, "8 art-2-par-1:stale")
		d.do(consult.NewEdit{Act: "confirm", Language: "fr", WID: "art-2-par-1"})
		d.wantStates("fr", 0, "9")
		_, err := d.try(consult.NewEdit{Act: "confirm", Language: "fr", WID: "art-9"})
		wantFault(t, err, fault.NotFound, "provision_not_found")
		d.who = "drafter"
		_, err = d.try(consult.NewEdit{Act: "confirm", WID: "art-2-par-1"})
		wantField(t, err, "language", "authoritative")
	})
}

func TestTranslation_followsWhatIsJoinedCutAndDeleted(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		d.words("art-1-par-2-pnt-a", "for all governments;")
		d.do(consult.NewEdit{Act: "delete", WID: "art-1-par-2-pnt-a"})
		d.wantStates("fr", 0, "8")
		d.do(consult.NewEdit{Act: "join", WID: "art-1-par-2"}) // with what is below it, in both languages
		d.wantStates("fr", 0, "7")
		d.words("art-1-par-1", "Signatories publish. They do.")
		made := d.do(consult.NewEdit{Act: "split", WID: "art-1-par-1", At: len("Signatories publish. ")})
		d.wantStates("fr", 0, "6 art-1-par-1:stale "+made.WID+":gap")
		d.do(consult.NewEdit{Act: "join", WID: made.WID})
		d.wantStates("fr", 0, "6 art-1-par-1:stale")
		if n := k.Count(t, "translation_bases", "true"); n != 1 {
			t.Errorf("%d bases are kept", n)
		}
	})
}

func TestPublishVersion_leavesAnUnfinishedTranslationToBeFinished(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		_, _, err := k.Service.Translate(t.Context(), k.System(), "town", "charter", 0, consult.NewVersion{Content: charte, Language: "es"})
		testkit.Must(t, err)
		d.words("art-2-par-1", "Systems shall use open standards.")
		d.do(consult.NewEdit{Act: "confirm", Language: "es", WID: "art-2-par-1"})
		r, err := k.Service.PublishVersion(t.Context(), d.Call("drafter"), "town", "charter", consult.NewPublication{})
		testkit.Must(t, err)
		if diff := cmp.Diff(r.Languages, []string{"en", "es"}); diff != "" {
			t.Errorf("published in (-got +want):\n%s", diff)
		}
		fr, err := k.Service.Reading(t.Context(), d.Actor("translator"), "town", "charter", consult.Which{Number: 2, Language: "fr"})
		if testkit.Must(t, err); fr.Text.Language != "en" {
			t.Error("a translation that is not published is read as if it were")
		}
		_, err = k.Service.Canonical(t.Context(), models.Actor{}, "town", "charter", consult.Which{Number: 2, Language: "fr"})
		wantFault(t, err, fault.NotFound, "version_not_found")
		d.wantStates("fr", 2, "8 art-2-par-1:stale")

		publish := func(who string, unfinished int) error {
			_, err := k.Service.PublishTranslation(t.Context(), d.Call(who), "town", "charter", "fr", 2, consult.NewTranslationPublication{Unfinished: unfinished})
			return err
		}
		wantFault(t, publish("moderator", 1), fault.Forbidden, "forbidden")
		wantFault(t, publish("translator", 0), fault.Conflict, "translation_unfinished")
		d.who = "translator"
		d.do(consult.NewEdit{Act: "change", Language: "fr", Version: 2, WID: "art-2-par-1", Kind: "paragraph", Number: "1", Content: "Les systèmes emploient des normes ouvertes."})
		wantFault(t, publish("translator", 1), fault.Conflict, "translation_unfinished") // fewer than were seen
		testkit.Must(t, publish("translator", 0))
		wantFault(t, publish("translator", 0), fault.Conflict, "translation_frozen")
		_, err = d.try(consult.NewEdit{Act: "confirm", Language: "fr", WID: "art-2-par-1"})
		wantFault(t, err, fault.Conflict, "translation_frozen")

		k.Sequence(t)
		report, err := k.Service.VerifyLog(t.Context(), consult.VerifyLogs{})
		if testkit.Must(t, err); len(report.Findings) > 0 {
			t.Errorf("the log finds %v", report.Findings)
		}
		if n := k.Count(t, "log_entries", "kind = 'translation.published'"); n != 3 { // French of 1, Spanish and French of 2
			t.Errorf("%d entries of translations", n)
		}
	})
}

func TestPublishTranslation_withWhatIsMissingOnceThatWasSeen(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		less := strings.Replace(charte, "   - (b) pour tous les autres.\n", "", 1)
		r, warnings, err := k.Service.Translate(t.Context(), c.Call("translator"), "town", "charter", 1, consult.NewVersion{Content: less, Language: "fr"})
		testkit.Must(t, err)
		if len(warnings) != 1 || r.Text.Language != "fr" || r.Text.PublishedAt != nil || len(r.Provisions) != 8 {
			t.Errorf("%v, %+v", warnings, r.Text)
		}
		_, err = k.Service.PublishTranslation(t.Context(), c.Call("translator"), "town", "charter", "fr", 0, consult.NewTranslationPublication{})
		wantFault(t, err, fault.Conflict, "translation_unfinished")
		r, err = k.Service.PublishTranslation(t.Context(), c.Call("translator"), "town", "charter", "fr", 0, consult.NewTranslationPublication{Unfinished: 1})
		testkit.Must(t, err)
		if r.Text.Language != "fr" || r.Text.SHA256 == "" || len(r.Provisions) != 9 || r.Marked["art-1-par-2-pnt-b"].State != models.TranslationGap {
			t.Errorf("%+v, marked %v", r.Text, r.Marked)
		}
	})
}

func TestStartTranslation_beginsWithTheNewestThereIs(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		d := desk{c, t, "translator"}
		_, _, err := k.Service.Translate(t.Context(), k.System(), "town", "charter", 1, consult.NewVersion{Content: charte, Language: "fr"})
		testkit.Must(t, err)
		next := strings.NewReplacer("is not enough", "is never enough", "## Article 2", "## Article 3").Replace(charter) + "2. New.\n"
		_, _, err = k.Service.ImportVersion(t.Context(), k.System(), "town", "charter", consult.NewVersion{Content: next})
		testkit.Must(t, err)
		start := func(who, language string) error {
			return k.Service.StartTranslation(t.Context(), c.Call(who), "town", "charter", language, 0)
		}
		wantFault(t, start("moderator", "fr"), fault.Forbidden, "forbidden")
		wantField(t, start("translator", "en"), "language", "authoritative")
		wantField(t, start("translator", "no tag"), "language", "language")
		testkit.Must(t, start("translator", "fr"))
		wantFault(t, start("translator", "fr"), fault.Conflict, "translation_there")
		d.wantStates("fr", 0, "8 preamble-par-1:stale art-2-par-2:gap")
		if p, _ := d.text("fr").Provision("art-2"); p.Number != "3" || p.Heading != "Ouverture" {
			t.Errorf("%+v", p)
		}
		testkit.Must(t, start("translator", "ar")) // of which there is nothing yet
		d.wantStates("ar", 0, "0 preamble:gap preamble-par-1:gap art-1:gap art-1-par-1:gap art-1-par-2:gap art-1-par-2-pnt-a:gap art-1-par-2-pnt-b:gap art-2:gap art-2-par-1:gap art-2-par-2:gap")
		d.do(consult.NewEdit{Act: "change", Language: "ar", WID: "art-2-par-1", Kind: "paragraph", Number: "1", Content: "تستخدم النظم معايير مفتوحة."})
		if p := d.text("ar").Provisions; len(p) != 1 || p[0].WID != "art-2-par-1" || p[0].Position != 1 {
			t.Errorf("%+v", p)
		}
		_, err = d.try(consult.NewEdit{Act: "change", Language: "ru", WID: "art-2-par-1", Kind: "paragraph", Content: "x"})
		wantFault(t, err, fault.NotFound, "version_not_found")
	})
}

// readAs writes a reading as its provisions' languages, with what is marked.
func readAs(r models.Reading) string {
	var b strings.Builder
	for _, p := range r.Provisions {
		fmt.Fprintf(&b, "%s %s", p.WID, p.Language)
		if m, ok := r.Marked[p.WID]; ok {
			fmt.Fprintf(&b, " %s", m.State)
			if m.Other != nil {
				fmt.Fprintf(&b, " (%s)", m.Other.Language)
			}
		}
		fmt.Fprintln(&b)
	}
	return b.String()
}

const mixed = `preamble fr
preamble-par-1 en stale (fr)
art-1 fr
art-1-par-1 fr
art-1-par-2 fr
art-1-par-2-pnt-a fr
art-1-par-2-pnt-b fr
art-2 fr
art-2-par-1 fr
art-2-par-2 en gap
`

func TestShown_putsAnUntranslatedVersionTogether(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		_, _, err := k.Service.Translate(t.Context(), k.System(), "town", "charter", 1, consult.NewVersion{Content: charte, Language: "fr"})
		testkit.Must(t, err)
		next := strings.NewReplacer("is not enough", "is never enough", "## Article 2", "## Article 3").Replace(charter) + "2. New.\n"
		_, _, err = k.Service.ImportVersion(t.Context(), k.System(), "town", "charter", consult.NewVersion{Content: next})
		testkit.Must(t, err)
		_, err = k.Service.PublishVersion(t.Context(), k.System(), "town", "charter", consult.NewPublication{})
		testkit.Must(t, err)
		read := func(w consult.Which) models.Reading {
			r, err := k.Service.Shown(t.Context(), models.Actor{}, "town", "charter", w)
			testkit.Must(t, err)
			return r
		}
		r := read(consult.Which{Language: "fr"})
		if diff := cmp.Diff(readAs(r), mixed); diff != "" || r.From != 1 || r.Text.Language != "fr" || r.Text.SHA256 != "" || r.Text.Title != "Charte des choses ouvertes" {
			t.Errorf("from %d, %+v (-got +want):\n%s", r.From, r.Text, diff)
		}
		if p, _ := r.Provision("art-2"); p.Number != "3" || p.Heading != "Ouverture" {
			t.Errorf("%+v", p)
		}
		if r := read(consult.Which{Language: "ru"}); r.From != 0 || r.Text.Language != "en" || r.Marked != nil {
			t.Errorf("a language in which nothing is there: %+v", r.Text)
		}
		// What is said of it is in the language of the words that were shown.
		say := func(wid, exact, language string) error {
			_, err := c.Try(story.By("ana"), story.On(wid, exact), story.With(func(in *consult.NewComment) { in.Target.Language = language }))
			return err
		}
		testkit.Must(t, say("art-2-par-1", "normes ouvertes", "fr"))
		testkit.Must(t, say("preamble-par-1", "never enough", ""))
		wantField(t, say("preamble-par-1", "suffit", "fr"), "target.wid", "not_found")
		marks, err := k.Service.Marks(t.Context(), r)
		testkit.Must(t, err)
		if len(marks["art-2-par-1"]) != 1 || len(marks["preamble-par-1"]) != 0 {
			t.Errorf("marks %v", marks)
		}
		// Once the version has a translation of its own, words that are not in it are not marked.
		k.Clock.Add(time.Minute)
		other := strings.NewReplacer("devraient employer des normes ouvertes", "usent de normes ouvertes", "## Article 2", "## Article 3").Replace(charte)
		_, _, err = k.Service.Translate(t.Context(), k.System(), "town", "charter", 2, consult.NewVersion{Content: other + "2. Nouveau.\n", Language: "fr"})
		testkit.Must(t, err)
		r = read(consult.Which{Language: "fr"})
		marks, err = k.Service.Marks(t.Context(), r)
		testkit.Must(t, err)
		if r.From != 0 || len(marks["art-2-par-1"]) != 0 || r.Said["art-2-par-1"] != 1 {
			t.Errorf("from %d, marks %v, said %v", r.From, marks, r.Said)
		}
	})
}

func TestShown_fillsTheGapsOfATranslationAndMarksWhatIsStale(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		made := d.do(consult.NewEdit{Act: "add", Parent: "art-2", After: "art-2-par-1", Kind: "paragraph", Number: "2", Content: "New."})
		d.words("preamble-par-1", "Openness alone is never enough.")
		_, err := k.Service.PublishVersion(t.Context(), d.Call("drafter"), "town", "charter", consult.NewPublication{})
		testkit.Must(t, err)
		_, err = k.Service.PublishTranslation(t.Context(), d.Call("translator"), "town", "charter", "fr", 2, consult.NewTranslationPublication{Unfinished: 2})
		testkit.Must(t, err)
		r, err := k.Service.Shown(t.Context(), models.Actor{}, "town", "charter", consult.Which{Language: "fr"})
		testkit.Must(t, err)
		want := strings.NewReplacer("preamble-par-1 en stale (fr)", "preamble-par-1 fr stale (en)", "art-2-par-2", made.WID).Replace(mixed)
		if diff := cmp.Diff(readAs(r), want); diff != "" || r.From != 0 || r.Text.SHA256 == "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
		// Comments of either language count on the provision in both; words in one mark nothing in the other.
		c := d.Consultation
		c.Comment(story.By("ana"), story.On("preamble-par-1", "Openness"))
		for language, marked := range map[string]int{"en": 1, "fr": 0} {
			r, err := k.Service.Shown(t.Context(), models.Actor{}, "town", "charter", consult.Which{Language: language})
			testkit.Must(t, err)
			marks, err := k.Service.Marks(t.Context(), r)
			testkit.Must(t, err)
			if r.Said["preamble-par-1"] != 1 || len(marks["preamble-par-1"]) != marked {
				t.Errorf("%s: said %v, marks %v", language, r.Said, marks)
			}
		}
	})
}
