package consult_test

import (
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

// covenant is a version of the Contributor Covenant in a language, as its authors published it.
func covenant(t *testing.T, version, language string) string {
	t.Helper()
	if language == "zh" {
		language = "zh-cn"
	}
	return strings.SplitN(string(testkit.Shared(t, "contributor-covenant", version+"."+language+".md")), "+++", 3)[2]
}

// From 2.0 to 2.1 three blocks of the Markdown changed in each language: one of the pledge, one of the attribution, and
// the address of a link of that. There is no 2.0 in Arabic, and no 2.1 in Russian.
func TestRealData_aCovenantGoesOnInItsTranslations(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := k.Story(t).Consultation("covenant", story.Open())
		c.Person("translator", models.Translator)
		d := c.NewDraft(consult.NewDraft{Slug: "covenant", Title: "Contributor Covenant", Language: "en"})
		d.Import(consult.NewVersion{Content: covenant(t, "2.0", "en")})
		for _, language := range []string{"fr", "es", "ru", "zh"} {
			d.Import(consult.NewVersion{Content: covenant(t, "2.0", language), Language: language})
			if strings.Contains(fmt.Sprint(d.Warnings), "untranslated") {
				t.Errorf("2.0 in %s: %v", language, d.Warnings)
			}
		}
		first := d.Publish("")
		second := d.Import(consult.NewVersion{Content: covenant(t, "2.1", "en")})
		var changed, headings []string
		for _, p := range second.Provisions {
			if was, ok := first.Provision(p.WID); !ok || !was.SameWords(p) {
				changed, headings = append(changed, p.WID), append(headings, p.Heading)
			}
		}
		if diff := cmp.Diff(headings, []string{"Our Pledge", "Attribution"}); diff != "" || len(second.Provisions) != len(first.Provisions) {
			t.Errorf("in English (-got +want):\n%s", diff)
		}
		for _, language := range []string{"fr", "es"} {
			testkit.Must(t, k.Service.StartTranslation(t.Context(), c.Call("translator"), "covenant", "covenant", language, 0))
			tr, err := k.Service.Translation(t.Context(), c.Actor("translator"), "covenant", "covenant", language, 0)
			testkit.Must(t, err)
			stale, blocks := outstanding(tr.Items)
			if diff := cmp.Diff(stale, changed); diff != "" || tr.Count.Gaps != 0 || blocks != 3 {
				t.Errorf("%s: %d blocks (-got +want):\n%s", language, blocks, diff)
			}
		}
		d.Import(consult.NewVersion{Content: covenant(t, "2.1", "ar"), Language: "ar"})
		if r := d.Publish(""); !slices.Equal(r.Languages, []string{"ar", "en"}) {
			t.Errorf("version 2 is published in %v", r.Languages)
		}
		d.Translate("zh", covenant(t, "2.1", "zh"), 2)
		shows := func(number int, language string) models.Reading {
			r, err := k.Service.Shown(t.Context(), models.Actor{}, "covenant", "covenant", consult.Which{Number: number, Language: language})
			testkit.Must(t, err)
			return r
		}
		if r := shows(1, "ar"); r.Text.Language != "en" {
			t.Error("there is a first version in Arabic")
		}
		if r := shows(2, "ru"); r.From != 1 || len(r.Marked) != len(changed) {
			t.Errorf("version 2 in Russian is that of %d but for %d provisions", r.From, len(r.Marked))
		}
		for _, language := range []string{"ar", "zh"} {
			if r := shows(2, language); r.From != 0 || r.Text.Language != language || len(r.Marked) != 0 {
				t.Errorf("version 2 in %s: %+v", language, r.Marked)
			}
		}
	})
}

// outstanding are the provisions that something is to be done about, and in how many of their blocks.
func outstanding(items []models.TranslatedProvision) (wids []string, blocks int) {
	for _, p := range items {
		if p.Left() {
			wids = append(wids, p.Source.WID)
			blocks += changedBlocks(p)
		}
	}
	return wids, blocks
}

// changedBlocks counts the blocks of a provision that its changes are in, with the addresses of its links.
func changedBlocks(p models.TranslatedProvision) int {
	was, is := strings.Split(p.Base.Text, "\n"), strings.Split(p.Source.Text, "\n")
	n := 0
	for _, b := range is {
		if !slices.Contains(was, b) {
			n++
		}
	}
	const address = `href="https://www.contributor-covenant.org/version/2/`
	if strings.Contains(p.Base.HTML, address+"0/") && strings.Contains(p.Source.HTML, address+"1/") {
		n++
	}
	return n
}

// Every article and every item of a list stands beside its translations, in all six languages.
func TestRealData_aDeclarationIsAlignedInEveryLanguage(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := k.Story(t).Consultation("udhr", story.Open())
		d := c.NewDraft(consult.NewDraft{Slug: "declaration", Title: "Declaration", Language: "en"})
		read := func(language string) string {
			return string(testkit.Shared(t, "udhr", language+".html"))
		}
		en := d.Import(consult.NewVersion{Content: read("en")})
		for _, language := range []string{"ar", "es", "fr", "ru", "zh"} {
			d.Import(consult.NewVersion{Content: read(language), Language: language})
			if len(d.Warnings) > 0 {
				t.Errorf("%s: %v", language, d.Warnings)
			}
		}
		if r := d.Publish(""); len(r.Languages) != 6 || len(en.Provisions) < 63 {
			t.Errorf("%d provisions in %v", len(en.Provisions), r.Languages)
		}
		for _, language := range []string{"ar", "es", "fr", "ru", "zh"} {
			r := d.Reading(1, language)
			for i, p := range r.Provisions {
				if q := en.Provisions[i]; p.WID != q.WID || p.Kind != q.Kind {
					t.Errorf("%s: %s %s stands where %s %s does", language, p.Kind, p.WID, q.Kind, q.WID)
				}
			}
		}
	})
}
