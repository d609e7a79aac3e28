package rendition_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"travaux/internal/consult"
	"travaux/internal/demo"
	"travaux/internal/document"
	"travaux/internal/docx"
	"travaux/internal/fault"
	"travaux/internal/rendition"
	"travaux/internal/testkit"
	"travaux/models"
)

const example = "sample-charter"

var languages = []string{"ar", "en", "es", "fr", "ru", "zh"}

// edition is the worked example's charter.
func edition(t *testing.T, k *testkit.Kit, number int, language string) models.Edition {
	t.Helper()
	e, err := k.Service.Edition(t.Context(), models.Actor{}, example, "charter", consult.Which{Number: number, Language: language})
	testkit.Must(t, err)
	return e
}

func file(t *testing.T, e models.Edition, f models.FileFormat) rendition.File {
	t.Helper()
	out, err := rendition.Of(e, f)
	testkit.Must(t, err)
	return out
}

// same compares what a reader can tell of provisions. Plain Markdown has no place for identities.
func same(f models.FileFormat, out, in []models.Provision) string {
	ignored := []string{"ConsultationID", "VersionID", "Language", "Position", "EID", "Seq"}
	if f == models.FileMarkdown {
		ignored = append(ignored, "WID", "Parent")
	}
	return cmp.Diff(out, in, cmpopts.IgnoreFields(models.Provision{}, ignored...))
}

func TestOf_whatWentOutComesInAsTheSameProvisions(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		testkit.Must(t, demo.Fill(t.Context(), k.Service, k.Clock.Now(), 0))
		for _, language := range languages {
			for _, f := range models.FileFormats {
				if f == models.FileText {
					continue // it is for reading
				}
				for _, number := range []int{1, 2} {
					e := edition(t, k, number, language)
					name := fmt.Sprintf("%s-%d-%s", f, number, language)
					title, ps, warnings := comesIn(t, k, name, language, file(t, e, f).Body)
					if diff := same(f, e.Provisions, ps); diff != "" || title != e.Text.Title || len(warnings) > 0 {
						t.Errorf("%s: title %q, warnings %q, (-went out +came in):\n%.2000s", name, title, warnings, diff)
					}
				}
			}
		}
	})
}

// comesIn makes a draft of a file.
func comesIn(t *testing.T, k *testkit.Kit, slug, language string, body []byte) (title string, ps []models.Provision, warnings []string) {
	t.Helper()
	_, err := k.Service.CreateDraft(t.Context(), k.System(), example, consult.NewDraft{Slug: slug, Title: slug, Language: language})
	testkit.Must(t, err)
	r, warnings, err := k.Service.ImportVersion(t.Context(), k.System(), example, slug, consult.NewVersion{File: body, Language: language})
	testkit.Must(t, err)
	return r.Text.Title, r.Provisions, warnings
}

func TestOf_namesSayVersionAndLanguageAndTheFileSaysWhatItIs(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		testkit.Must(t, demo.Fill(t.Context(), k.Service, k.Clock.Now(), 0))
		for _, is := range []struct {
			number   int
			language string
			format   models.FileFormat
			name     string
			says     []string
		}{
			{2, "fr", models.FileText, "charter-v2-fr.txt", []string{
				"Version 2", "publiée le", "Le texte en anglais fait foi", "Adresse\u00a0: http://travaux.test/c/sample-charter/drafts/charter/v/2?text=fr\n", "(SHA-256)\u00a0: ", "Article 1 – ",
			}},
			{1, "", models.FileText, "charter-v1-en.txt", []string{"Version 1", "Address: http://travaux.test/c/sample-charter/drafts/charter/v/1\n", "Article 1 – "}},
			{2, "ar", models.FileHTML, "charter-v2-ar.html", []string{`<html lang="ar" dir="rtl">`, "النسخة 2", "المادة "}},
			{2, "zh", models.FileAKN, "charter-v2-zh.akn.xml", []string{`<FRBRlanguage language="zho"/>`, `<FRBRauthoritative value="false"/>`, "第"}},
			{2, "ru", models.FileMarkdown, "charter-v2-ru.md", []string{"about:\n"}},
		} {
			e := edition(t, k, is.number, is.language)
			f := file(t, e, is.format)
			if f.Name != is.name || !bytes.Equal(f.Body, file(t, e, is.format).Body) {
				t.Errorf("%s: got %s", is.name, f.Name)
			}
			for _, s := range is.says {
				if !strings.Contains(string(f.Body), s) {
					t.Errorf("%s does not say %q:\n%.1500s", is.name, s, f.Body)
				}
			}
		}
		if _, err := rendition.Of(edition(t, k, 2, "en"), "pdf"); !fault.Is(err, fault.NotFound) {
			t.Errorf("pdf: %v", err)
		}
	})
}

func TestOf_ofALanguageThatTheHouseDoesNotSpeakNumbersStandAlone(t *testing.T) {
	t.Parallel()
	e := models.Edition{Reading: models.Reading{
		Draft: models.Draft{Slug: "carta", Language: "pt-BR"}, Version: models.Version{Label: "Leitura"}, Text: models.VersionText{Language: "pt-BR", Title: "Carta"},
		Provisions: []models.Provision{{Kind: models.Article, Number: "1", Heading: "Objeto"}},
	}, At: testkit.Noon}
	f := file(t, e, models.FileText)
	if !strings.Contains(string(f.Body), "\n1 – Objeto\n") || !strings.Contains(string(f.Body), "14 March 2026, not published yet · Leitura\n") || f.Name != "carta-working-pt-BR.txt" {
		t.Errorf("%s: %s", f.Name, f.Body)
	}
}

// validate asks xmllint, which `make test` installs, and the schema of OASIS beside the repository.
func validate(t *testing.T, files ...[]byte) {
	t.Helper()
	lint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not installed; make test does it")
	}
	schema, err := filepath.Abs("../../../shared/data/akoma-ntoso/schema-3.0/akomantoso30.xsd")
	testkit.Must(t, err)
	if _, err := os.Stat(schema); err != nil {
		t.Skipf("the shared inputs are not beside the repository: %v", err)
	}
	args, folder := []string{"--noout", "--nonet", "--schema", schema}, t.TempDir()
	for i, body := range files {
		path := filepath.Join(folder, fmt.Sprintf("%d.xml", i))
		testkit.Must(t, os.WriteFile(path, body, 0o600))
		args = append(args, path)
	}
	if out, err := exec.CommandContext(t.Context(), lint, args...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%.3000s", err, out)
	}
}

// Acts of four legislatures, written in an older version of the vocabulary, come in and go out valid.
func TestOf_realActsComeInAndGoOutValid(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		testkit.Must(t, demo.Fill(t.Context(), k.Service, k.Clock.Now(), 0))
		var files [][]byte
		for name, language := range map[string]string{
			"uk_pga-2014-27-enacted-data": "en", "it_senato_ddl_2013": "it", "eu_COM(2013)0619_EN-8": "en", "us_Act_2011-11-29": "en",
		} {
			_, ps, _ := comesIn(t, k, name[:2], language, testkit.Shared(t, "akoma-ntoso", "examples-wd17", name+".xml"))
			e, err := k.Service.Edition(t.Context(), models.Actor{System: true}, example, name[:2], consult.Which{Working: true})
			testkit.Must(t, err)
			f := file(t, e, models.FileAKN)
			files = append(files, f.Body)
			_, again, warnings := comesIn(t, k, name[:2]+"-again", language, f.Body)
			if diff := same(models.FileAKN, ps, again); diff != "" || len(warnings) > 0 {
				t.Errorf("%s: %v (-went out +came in):\n%.2000s", name, warnings, diff)
			}
		}
		validate(t, files...)
	})
}

func TestOf_validates(t *testing.T) {
	t.Parallel()
	k := testkit.One(t)
	testkit.Must(t, demo.Fill(t.Context(), k.Service, k.Clock.Now(), 0))
	_, err := k.Service.OpenWorking(t.Context(), k.System(), example, "charter", consult.NewWorking{})
	testkit.Must(t, err)
	var files [][]byte
	for _, language := range languages {
		working, err := k.Service.Edition(t.Context(), models.Actor{System: true}, example, "charter", consult.Which{Working: true, Language: language})
		testkit.Must(t, err)
		for _, e := range []models.Edition{edition(t, k, 1, language), edition(t, k, 2, language), working} {
			files = append(files, file(t, e, models.FileAKN).Body)
		}
	}
	validate(t, files...)
}

// changes is what changed between the two versions of the worked example.
func changes(t *testing.T, k *testkit.Kit, language string) models.Redline {
	t.Helper()
	r, err := k.Service.Redline(t.Context(), models.Actor{}, example, "charter", consult.Which{Number: 1}, consult.Which{Number: 2, Language: language})
	testkit.Must(t, err)
	return r
}

// words are what provisions say, but for white space.
func words(ps []models.Provision) []string {
	var out []string
	for _, p := range ps {
		out = append(out, fmt.Sprintf("%d %s %s %q %q", p.Depth, p.Kind, p.Number, strings.Fields(p.Heading), strings.Fields(p.Text)))
	}
	return out
}

func TestRedline_inWordIsTheOneVersionOrTheOther(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		testkit.Must(t, demo.Fill(t.Context(), k.Service, k.Clock.Now(), 0))
		for _, language := range languages {
			r := changes(t, k, language)
			f, err := rendition.Redline(r, models.FileDOCX)
			testkit.Must(t, err)
			d, err := docx.Read(bytes.NewReader(f.Body), int64(len(f.Body)))
			testkit.Must(t, err)
			if f.Name != "charter-v1-v2-"+language+".docx" || len(d.Revisions) < 20 || d.RightToLeft != (language == "ar") {
				t.Errorf("%s: %d changes, right to left: %t", f.Name, len(d.Revisions), d.RightToLeft)
			}
			for accept, want := range map[bool]models.Reading{true: r.New, false: r.Old} {
				tree, err := document.FromDOCX(d, document.DOCXOptions{Accept: func(*docx.Revision) bool { return accept }})
				testkit.Must(t, err)
				if diff := cmp.Diff(words(want.Provisions), words(tree.Provisions)); diff != "" || tree.Title != want.Text.Title {
					t.Errorf("%s, accepted: %t: %q (-version +file):\n%s", language, accept, tree.Title, diff)
				}
			}
		}
	})
}

func TestRedline_asAPageTellsTheChangesInItsOwnLanguage(t *testing.T) {
	t.Parallel()
	k := testkit.One(t)
	testkit.Must(t, demo.Fill(t.Context(), k.Service, k.Clock.Now(), 0))
	for language, says := range map[string][]string{
		"en": {`<html lang="en" dir="ltr">`, "From Version 1 to Version 2", "<ins", "inserted:", "/c/sample-charter/drafts/charter/compare/1/2<"},
		"ar": {`<html lang="ar" dir="rtl">`, "<del", "/compare/1/2?text=ar<"},
	} {
		f, err := rendition.Redline(changes(t, k, language), models.FileHTML)
		testkit.Must(t, err)
		for _, s := range append(says, `href="#ch-`) {
			if !strings.Contains(string(f.Body), s) {
				t.Errorf("%s does not say %q", f.Name, s)
			}
		}
		for _, s := range []string{"<script", "<link", `src="`, `href="/`, "url("} {
			if strings.Contains(string(f.Body), s) {
				t.Errorf("%s needs something else: %s", f.Name, s)
			}
		}
	}
	if _, err := rendition.Redline(changes(t, k, "en"), models.FileAKN); !fault.Is(err, fault.NotFound) {
		t.Errorf("akn: %v", err)
	}
}
