package consult_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/consult"
	"travaux/internal/document"
	"travaux/internal/docx"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// reader reads the charter of a town.
type reader struct{ c *story.Consultation }

func (r *reader) newest(t *testing.T) models.Reading { t.Helper(); return r.which(t, consult.Which{}) }

func (r *reader) which(t *testing.T, w consult.Which) models.Reading {
	t.Helper()
	out, err := r.c.Service.Reading(t.Context(), r.c.Actor("drafter"), r.c.Slug, "charter", w)
	testkit.Must(t, err)
	return out
}

const charte = `# Charte des choses ouvertes

## Préambule

1. L’ouverture seule ne suffit pas.

## Article 1 Objet

1. Les signataires publient ce qu’ils construisent. Ce qu’ils construisent est ouvert.
2. Cette charte exprime une volonté :
   - (a) pour les gouvernements ;
   - (b) pour tous les autres.

## Article 2 Ouverture

1. Les systèmes devraient employer des normes ouvertes.
`

func wids(r models.Reading) []string {
	var out []string
	for _, p := range r.Provisions {
		out = append(out, p.WID)
	}
	return out
}

func TestImportVersion_makesAWorkingVersionOnlyStaffMayRead(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		r, warnings, err := k.Service.ImportVersion(t.Context(), c.Call("drafter"), "town", "charter", consult.NewVersion{Content: charter, Label: "second"})
		testkit.Must(t, err)
		if len(warnings) != 0 || r.Version.Number != 0 || r.Version.Label != "second" || r.Text.SHA256 != "" {
			t.Errorf("%+v, warnings %v", r.Version, warnings)
		}
		if diff := cmp.Diff(wids(r), wids((&reader{c}).newest(t))); diff != "" {
			t.Errorf("the same text has other wids (-got +want):\n%s", diff)
		}
		_, _, err = k.Service.ImportVersion(t.Context(), c.Call("drafter"), "town", "charter", consult.NewVersion{Content: charter})
		wantFault(t, err, fault.Conflict, "version_open")
		for _, who := range []string{"", "ana"} {
			_, err := k.Service.Reading(t.Context(), c.Actor(who), "town", "charter", consult.Which{Working: true})
			wantFault(t, err, fault.NotFound, "version_not_found")
		}
	})
}

func TestImportVersion_refusesWhatCannotBeRead(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		for name, tc := range map[string]struct {
			in          consult.NewVersion
			field, code string
		}{
			"nothing":         {consult.NewVersion{}, "content", "required"},
			"no provisions":   {consult.NewVersion{Content: " \n \n"}, "content", "no_provisions"},
			"unknown format":  {consult.NewVersion{Content: charter, Format: "pdf"}, "format", "unknown_value"},
			"no language tag": {consult.NewVersion{Content: charter, Language: "english please"}, "language", "language"},
			"label too long":  {consult.NewVersion{Content: charter, Label: strings.Repeat("x", 201)}, "label", "too_long"},
			"not UTF-8":       {consult.NewVersion{Content: "# a\xff"}, "content", "utf8"},
			"too large":       {consult.NewVersion{Content: strings.Repeat("x", 4<<20+1)}, "content", "too_many_bytes"},
		} {
			_, _, err := k.Service.ImportVersion(t.Context(), c.Call("drafter"), "town", "charter", tc.in)
			t.Run(name, func(t *testing.T) { wantField(t, err, tc.field, tc.code) }) //nolint:paralleltest // needs no more than the error
		}
		_, _, err := k.Service.ImportVersion(t.Context(), c.Call("drafter"), "town", "nothing", consult.NewVersion{Content: charter})
		wantFault(t, err, fault.NotFound, "draft_not_found")
	})
}

func TestPublishVersion_freezesAndHashesEachLanguageByItself(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		d := c.NewDraft(consult.NewDraft{Slug: "rules", Title: "Rules", Language: "en"})
		d.Import(consult.NewVersion{Content: charter})
		d.Import(consult.NewVersion{Content: charte, Language: "fr"})
		k.Clock.Add(3)
		r := d.Publish("Asked for by many.")
		if r.Version.Number != 1 || r.Version.Reason != "Asked for by many." || r.Version.Status != models.Published || !r.Version.PublishedAt.Equal(k.Clock.Now().Truncate(1000)) {
			t.Errorf("%+v", r.Version)
		}
		en, fr := r, d.Reading(1, "fr")
		for _, r := range []models.Reading{en, fr} {
			canonical, err := k.Service.Canonical(t.Context(), models.Actor{}, "town", "rules", consult.Which{Number: 1, Language: r.Text.Language})
			testkit.Must(t, err)
			sum := sha256.Sum256([]byte(canonical))
			if got := hex.EncodeToString(sum[:]); got != r.Text.SHA256 {
				t.Errorf("%s bears %s, its bytes give %s", r.Text.Language, r.Text.SHA256, got)
			}
		}
		if diff := cmp.Diff(wids(fr), wids(en)); diff != "" {
			t.Errorf("the translation stands elsewhere (-fr +en):\n%s", diff)
		}
		k.Clock.Add(3)
		d.Translate("es", charte, 1)
		if again := d.Reading(1, ""); again.Text.SHA256 != en.Text.SHA256 {
			t.Error("a late translation changed the version's hash")
		}
		if diff := cmp.Diff(d.Reading(1, "").Languages, []string{"en", "es", "fr"}); diff != "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
		_, err := k.Service.PublishVersion(t.Context(), c.Call("drafter"), "town", "rules", consult.NewPublication{})
		wantFault(t, err, fault.NotFound, "version_not_found")
	})
}

func TestPublishVersion_atOnceByTwoHappensOnce(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		_, _, err := k.Service.ImportVersion(t.Context(), c.Call("drafter"), "town", "charter", consult.NewVersion{Content: charter})
		testkit.Must(t, err)
		by := c.Call("drafter")
		errs := make([]error, 8)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() {
				_, errs[i] = k.Service.PublishVersion(t.Context(), by, "town", "charter", consult.NewPublication{})
			})
		}
		all.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
				continue
			}
			wantFault(t, err, fault.NotFound, "version_not_found")
		}
		if r := (&reader{c}).newest(t); won != 1 || r.Version.Number != 2 {
			t.Errorf("%d of %d published, the newest is %d", won, len(errs), r.Version.Number)
		}
	})
}

func TestTranslate(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		translate := func(number int, in consult.NewVersion) ([]string, error) {
			_, warnings, err := k.Service.Translate(t.Context(), c.Call("drafter"), "town", "charter", number, in)
			return warnings, err
		}
		_, err := translate(1, consult.NewVersion{Content: charter})
		wantField(t, err, "language", "authoritative")
		_, err = translate(7, consult.NewVersion{Content: charte, Language: "fr"})
		wantFault(t, err, fault.NotFound, "version_not_found")
		warnings, err := translate(0, consult.NewVersion{Content: charte, Language: "fr"})
		if err != nil || len(warnings) != 0 {
			t.Fatalf("%v, %v", warnings, err)
		}
		_, err = translate(1, consult.NewVersion{Content: charte, Language: "fr"})
		wantFault(t, err, fault.Conflict, "translation_there")
		r := (&reader{c}).which(t, consult.Which{Language: "ru"})
		if r.Asked != "ru" || r.Text.Language != "en" {
			t.Errorf("asked for %s, got %s", r.Asked, r.Text.Language)
		}
		said := c.Comment(story.By("ana"), story.On("art-2-par-1", "normes ouvertes"), story.With(func(in *consult.NewComment) { in.Target.Language = "fr" }))
		if v := published(t, c, said.Ref); v.AnchorLanguage != "fr" || v.Language != "fr" || v.Exact != "normes ouvertes" {
			t.Errorf("%+v", v.Target)
		}
	})
}

// A translation may lack a provision, which is told; words that have no place in the text must not be lost in silence.
func TestTranslate_unequalStructuresAreToldNotGuessed(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		less := strings.Replace(charte, "   - (b) pour tous les autres.\n", "", 1)
		_, warnings, err := k.Service.Translate(t.Context(), c.Call("drafter"), "town", "charter", 1, consult.NewVersion{Content: less, Language: "fr"})
		testkit.Must(t, err)
		if diff := cmp.Diff(warnings, []string{"untranslated:art-1-par-2-pnt-b"}); diff != "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
		more := charte + "\n## Article 3 Suite\n\n1. Un.\n2. Deux.\n"
		_, _, err = k.Service.Translate(t.Context(), c.Call("drafter"), "town", "charter", 1, consult.NewVersion{Content: more, Language: "es"})
		wantField(t, err, "content", "not_aligned")
		if diff := cmp.Diff((&reader{c}).newest(t).Languages, []string{"en"}); diff != "" { // what lacks something waits
			t.Errorf("(-got +want):\n%s", diff)
		}
	})
}

func TestCreateDraft(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		create := func(in consult.NewDraft) error {
			_, err := k.Service.CreateDraft(t.Context(), c.Call("drafter"), "town", in)
			return err
		}
		wantFault(t, create(consult.NewDraft{Slug: "charter", Title: "Again", Language: "en"}), fault.Conflict, "slug_taken")
		wantField(t, create(consult.NewDraft{Slug: "UPPER", Title: "x", Language: "en"}), "slug", "slug")
		wantField(t, create(consult.NewDraft{Slug: "annex", Title: "\u2800", Language: "en"}), "title", "blank")
		wantField(t, create(consult.NewDraft{Slug: "annex", Title: "Annex"}), "language", "required")
		testkit.Must(t, create(consult.NewDraft{Slug: "annex", Title: "Annex", Language: "ar"}))
		all, err := k.Service.Drafts(t.Context(), c.Actor("drafter"), "town")
		testkit.Must(t, err)
		if len(all) != 2 || all[0].Newest != 1 || all[0].Working || all[1].Newest != 0 {
			t.Errorf("%+v", all)
		}
	})
}

var rules = consult.NewDraft{Slug: "rules", Title: "Rules of the town", Language: "EN"}

func TestStartDraft_makesDraftAndTextOnce(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		by := c.Call("drafter")
		by.Once = models.Once{Scope: "drafter post", Key: key, Hash: "body"}
		in := consult.NewVersion{Content: "## Article 1 Aim\n\nWords.", Label: "first"}
		for range 3 {
			r, warnings, err := k.Service.StartDraft(t.Context(), by, "town", rules, in)
			testkit.Must(t, err)
			if len(warnings) != 0 || r.Slug != "rules" || r.Draft.Language != "en" || r.Version.Label != "first" || r.Version.Number != 0 || r.Text.Title != "Rules of the town" || len(r.Provisions) != 1 || r.Provisions[0].Language != "en" {
				t.Errorf("%+v, %v", r, warnings)
			}
		}
		if drafts, versions := k.Count(t, "drafts", "slug = 'rules'"), k.Count(t, "versions", "number = 0"); drafts != 1 || versions != 1 {
			t.Errorf("%d drafts, %d versions", drafts, versions)
		}
		_, _, err := k.Service.StartDraft(t.Context(), c.Call("drafter"), "town", rules, in)
		wantFault(t, err, fault.Conflict, "slug_taken")
		for _, who := range []string{"ana", "moderator"} {
			_, _, err := k.Service.StartDraft(t.Context(), c.Call(who), "town", consult.NewDraft{Slug: "other", Title: "x", Language: "en"}, in)
			wantFault(t, err, fault.Forbidden, "forbidden")
		}
	})
}

func TestStartDraft_refusedLeavesNothingAndNamesAllFields(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		start := func(d consult.NewDraft, in consult.NewVersion) error {
			_, _, err := k.Service.StartDraft(t.Context(), c.Call("drafter"), "town", d, in)
			return err
		}
		err := start(consult.NewDraft{Slug: "X", Language: "english please"}, consult.NewVersion{Label: strings.Repeat("x", 201)})
		for field, code := range map[string]string{"slug": "slug", "title": "required", "language": "language", "content": "required", "label": "too_long"} {
			wantField(t, err, field, code)
		}
		err = start(consult.NewDraft{Slug: "rules", Language: "en"}, consult.NewVersion{File: []byte("\x89PNG\r\n\x1a\n\x00")})
		wantField(t, err, "title", "required")
		wantField(t, err, "file", "unreadable")
		if f, _ := fault.As(err); len(f.Fields) != 2 {
			t.Errorf("%v", err)
		}
		wantField(t, start(rules, consult.NewVersion{Content: "# Only a title"}), "content", "no_provisions")
		wantField(t, start(rules, consult.NewVersion{Content: "## A\x00"}), "content", "control")
		if n := k.Count(t, "drafts", "slug = 'rules'"); n != 0 {
			t.Errorf("%d drafts were left behind", n)
		}
		testkit.Must(t, start(rules, consult.NewVersion{Content: charter}))
	})
}

func TestImportVersion_readsFiles(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		send := func(file string) (models.Reading, []string, error) {
			return k.Service.ImportVersion(t.Context(), c.Call("drafter"), "town", "charter", consult.NewVersion{File: []byte(file)})
		}
		for file, code := range map[string]string{
			"": "no_text", "PK\x03\x04\x00": "damaged", "# A\n\n\xe9": "unreadable", "# A\n\nb\x07": "unreadable",
			"# A": "no_provisions", strings.Repeat("é", 2<<20) + "é": "text_too_large", strings.Repeat("<div>", 100_000) + "x": "too_deep",
		} {
			_, _, err := send(file)
			wantField(t, err, "file", code)
		}
		r, warnings, err := send("<meta charset=windows-1251><h2>" + "\xd1\xf2\xe0\xf2\xfc\xff 1</h2><p>a <del>b</del><ins>c</ins>")
		testkit.Must(t, err)
		if diff := cmp.Diff(warnings, []string{"changes_accepted:1"}); diff != "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
		if p := r.Provisions[0]; p.Kind != models.Article || p.Number != "1" || p.Text != "a c" || r.Text.Title != "charter" {
			t.Errorf("%+v of %q", p, r.Text.Title)
		}
	})
}

// wordFile is a Word file whose only article tracks changes, made by our own writer.
func wordFile(t *testing.T) []byte {
	t.Helper()
	by := &docx.Revision{ID: "1", Author: "Ana", Change: docx.Insertion}
	gone := &docx.Revision{ID: "2", Author: "Ana", Change: docx.Deletion}
	var b bytes.Buffer
	testkit.Must(t, docx.Write(&b, docx.Document{Language: "en", Body: []docx.Block{
		{Paragraph: &docx.Paragraph{Style: "Heading2", Outline: 2, Runs: []docx.Run{{Text: "Article 1 Aim"}}}},
		{Paragraph: &docx.Paragraph{Runs: []docx.Run{{Text: "We "}, {Text: "may", Deleted: gone}, {Text: "shall", Inserted: by}, {Text: " act."}}}},
	}}))
	return b.Bytes()
}

func TestImportVersion_readsWordWithItsChangesByChoice(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		file := wordFile(t)
		for changes, want := range map[string]string{"": "We shall act.", "accepted": "We shall act.", "refused": "We may act."} {
			r, warnings, err := k.Service.StartDraft(t.Context(), c.Call("drafter"), "town", consult.NewDraft{Slug: "word" + changes, Title: "Word", Language: "en"}, consult.NewVersion{File: file, Changes: changes})
			testkit.Must(t, err)
			if p := r.Provisions[0]; p.Text != want || p.Kind != models.Article || (changes == "") != slices.Contains(warnings, "changes_accepted:1") {
				t.Errorf("%q: %+v %v", changes, p, warnings)
			}
		}
		_, _, err := k.Service.ImportVersion(t.Context(), c.Call("drafter"), "town", "charter", consult.NewVersion{File: file, Changes: "perhaps"})
		wantField(t, err, "changes", "unknown_value")
	})
}

func TestImportVersion_wordKeepsTheIdentitiesOfItsBookmarks(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		was, err := k.Service.Reading(t.Context(), c.Call("drafter").Actor, "town", "charter", consult.Which{})
		testkit.Must(t, err)
		rewritten := slices.Clone(was.Provisions)
		for i := range rewritten {
			rewritten[i].Heading, rewritten[i].Number = "Something else", ""
		}
		var b bytes.Buffer
		testkit.Must(t, docx.Write(&b, document.ToDOCX(document.Cover{Title: "Charter", Language: "en"}, rewritten)))
		r, _, err := k.Service.ImportVersion(t.Context(), c.Call("drafter"), "town", "charter", consult.NewVersion{File: b.Bytes()})
		testkit.Must(t, err)
		for i, p := range r.Provisions {
			if p.WID != was.Provisions[i].WID {
				t.Errorf("%d: %s became %s", i, was.Provisions[i].WID, p.WID)
			}
		}
	})
}

const loi = `<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="loi"><meta/><body>
<article eId="art_1" wId="kept"><num>Article 1er</num><heading>Objet</heading><content><p>Les <b>mots</b>.<authorialNote><p>n</p></authorialNote></p></content></article>
</body></act></akomaNtoso>`

func TestImportVersion_readsAkomaNtoso(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		send := func(in consult.NewVersion) (models.Reading, []string, error) {
			return k.Service.ImportVersion(t.Context(), c.Call("drafter"), "town", "charter", in)
		}
		for content, code := range map[string]string{
			"<!DOCTYPE akomaNtoso [<!ENTITY a \"b\">]>" + loi[39:]:               "unreadable",
			strings.Replace(loi, "akn/3.0", "akn/2.0", 1):                        "unreadable",
			strings.Replace(loi, "<p>", "<p>"+strings.Repeat("<i>", 200_000), 1): "too_deep",
			loi[:strings.Index(loi, "<article")] + "</body></act></akomaNtoso>":  "no_provisions",
		} {
			_, _, err := send(consult.NewVersion{File: []byte(content)})
			wantField(t, err, "file", code)
		}
		_, _, err := send(consult.NewVersion{Format: "akn", Content: "# A\n\nb"})
		wantField(t, err, "content", "unreadable")
		r, warnings, err := send(consult.NewVersion{Content: loi})
		testkit.Must(t, err)
		p := r.Provisions[0]
		if p.WID != "kept" || p.Number != "1er" || p.Heading != "Objet" || p.HTML != "Les <strong>mots</strong>." || !slices.Equal(warnings, []string{"left_out:1"}) {
			t.Errorf("%+v %v", p, warnings)
		}
	})
}
