package consult_test

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/consult"
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
	t.Parallel()
	k := testkit.One(t)
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
		if diff := cmp.Diff((&reader{c}).newest(t).Languages, []string{"en", "fr"}); diff != "" {
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
