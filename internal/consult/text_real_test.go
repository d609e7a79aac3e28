package consult_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
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

// An Arabic text goes on: the words around a comment change, or its own, or they go.
func TestRealData_commentsOnArabicWordsFollowThem(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := k.Story(t).Consultation("town", story.Open(), story.Languages("ar"))
		c.Story.Person("ana")
		old := strings.ReplaceAll(covenant(t, "2.1", "ar"), "\r\n", "\n")
		first := c.Draft("charter", old).Reading(1, "")
		said := map[string]string{}
		for _, words := range []string{"بغض النظر عن العمر أو البدن", "من المضايقة للجميع", "خالية من المضايقة", "المضايقة العامة أو الخاصة"} {
			i := slices.IndexFunc(first.Provisions, func(p models.Provision) bool { return strings.Contains(p.Text, words) })
			if i < 0 {
				t.Fatalf("nothing says %q", words)
			}
			said[words] = c.Comment(story.By("ana"), story.On(first.Provisions[i].WID, words), story.In("ar")).Ref
		}
		next(t, k, strings.NewReplacer(
			"خالية من المضايقة للجميع", "آمنة وخالية تمامًا من المضايقة للجميع",
			"* المضايقة العامة أو الخاصة\n", "",
		).Replace(old))
		second, err := k.Service.Reading(t.Context(), models.Actor{}, "town", "charter", consult.Which{})
		testkit.Must(t, err)
		for words, is := range map[string]struct {
			state models.AnchorState
			now   string
		}{
			"بغض النظر عن العمر أو البدن": {models.AnchorExact, "بغض النظر عن العمر أو البدن"},
			"من المضايقة للجميع":          {models.AnchorExact, "من المضايقة للجميع"},
			"خالية من المضايقة":           {models.AnchorTextChanged, "من المضايقة"},
			"المضايقة العامة أو الخاصة":   {models.AnchorTextRemoved, ""},
		} {
			v, err := k.Service.Comment(t.Context(), models.Actor{}, "town", said[words])
			testkit.Must(t, err)
			at := v.Placements[0]
			if len(v.Placements) != 1 || at.State != is.state || at.Exact != is.now {
				t.Errorf("%q: %+v, want %s %q", words, v.Placements, is.state, is.now)
			}
			if p, ok := second.Provision(at.WID); is.now != "" && (!ok || string([]rune(p.Text)[at.StartAt:at.EndAt]) != is.now) {
				t.Errorf("%q does not stand at %d to %d of %q", is.now, at.StartAt, at.EndAt, p.Text)
			}
		}
	})
}

// changedIn are the headings under which a comparison shows changes, each once.
func changedIn(t *testing.T, c models.Comparison) []string {
	t.Helper()
	var out []string
	for _, p := range c.Provisions {
		if p.Fate == models.FateUnchanged {
			continue
		}
		if p.To < 0 || p.From < 0 {
			t.Errorf("%s is %s", p.WID, p.Fate)
			continue
		}
		at, ok := c.New.Provisions[p.To], true
		for at.Heading == "" && ok {
			at, ok = c.New.Provision(at.Parent)
		}
		if !slices.Contains(out, at.Heading) {
			out = append(out, at.Heading)
		}
	}
	return out
}

// How long it takes is logged only: a busy machine says nothing of the program.
func TestRealData_aProcessOfFiveHundredProvisionsIsImportedAndCompared(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := k.Story(t).Consultation("town", story.Open())
		old, new := testkit.Shared(t, "w3c-process", "2018-12-20.html"), testkit.Shared(t, "w3c-process", "2019-03-01.html")
		d := c.NewDraft(consult.NewDraft{Slug: "process", Title: "Process", Language: "en"})
		began := time.Now()
		d.Import(consult.NewVersion{Content: string(old)})
		d.Publish("")
		d.Import(consult.NewVersion{Content: string(new)})
		d.Publish("")
		imported := time.Since(began)
		began = time.Now()
		got, err := k.Service.Compare(t.Context(), models.Actor{}, "town", "process", consult.Which{Number: 1}, consult.Which{Number: 2})
		testkit.Must(t, err)
		t.Logf("%s: both imported and published in %s, compared in %s", k.Engine, imported.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
		want := []string{
			"March 2019", // the heading's date
			"Status of this Document",
			"Advisory Board and Technical Architecture Group Elections",
			"Advisory Board and Technical Architecture Group Vacated Seats",
			"Declaring a W3C Recommendation Rescinded, Obsolete or Superseded",
			"Changes since the 1 February 2018 Process:",
			"Changes between the 1 March 2017 Process and the 1 February 2018 Process:",
		}
		if diff := cmp.Diff(changedIn(t, got), want); diff != "" {
			t.Errorf("sections (-got +want):\n%s", diff)
		}
	})
}

// Of the table every cell was padded anew, row 2 has other markup and the same words, and the titles of 3 and 4 are others.
func TestRealData_aStandardThatWasPaddedAnewShowsItsNewTitlesOnly(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := k.Story(t).Consultation("town", story.Open())
		c.Draft("charter", string(testkit.Shared(t, "dpg-standard", "standard.v1.1.3.md")))
		next(t, k, string(testkit.Shared(t, "dpg-standard", "standard.v1.1.4.md")))
		got, err := k.Service.Compare(t.Context(), models.Actor{}, "town", "charter", consult.Which{Number: 1}, consult.Which{Number: 2})
		testkit.Must(t, err)
		var changes []string
		for _, p := range got.Provisions {
			for _, c := range p.Changes {
				changes = append(changes, c.Old+" → "+c.New)
			}
		}
		want := []string{
			"Documentation of ownership → Clear Ownership", "Mandatory dependencies → Platform Independence",
			"1.1.3 → 1.1.4", "Last Update: 2020-12-03 → ", " → Last Update: 2021-01-04",
		}
		if diff := cmp.Diff(changes, want); diff != "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
	})
}

// Acts of four legislatures come in with the provisions that they have.
func TestRealData_actsInAkomaNtosoComeIntoTheHouse(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := k.Story(t).Consultation("town", story.Open())
		for file, is := range map[string]struct {
			language string
			counts   map[models.ProvisionKind]int
		}{
			"uk_pga-2014-27-enacted-data": {"en", map[models.ProvisionKind]int{models.Section: 8, models.Paragraph: 53}},
			"it_senato_ddl_2013":          {"it", map[models.ProvisionKind]int{models.Article: 8}},
			"eu_COM(2013)0619_EN-8":       {"en", map[models.ProvisionKind]int{models.Article: 24, models.Chapter: 9}},
			"us_Act_2011-11-29":           {"en", map[models.ProvisionKind]int{models.Section: 7}},
		} {
			slug := file[:2]
			d := c.NewDraft(consult.NewDraft{Slug: slug, Title: slug, Language: is.language})
			d.Import(consult.NewVersion{File: testkit.Shared(t, "akoma-ntoso", "examples-wd17", file+".xml")})
			r := d.Publish("")
			got, recitals := map[models.ProvisionKind]int{}, 0
			for _, p := range r.Provisions {
				if _, asked := is.counts[p.Kind]; asked {
					got[p.Kind]++
				}
				if above, ok := r.Provision(p.Parent); ok && above.Kind == models.Preamble && p.Number != "" {
					recitals++
				}
			}
			if diff := cmp.Diff(got, is.counts); diff != "" || slug == "eu" && recitals != 36 {
				t.Errorf("%s: %d recitals (-got +want):\n%s", file, recitals, diff)
			}
		}
	})
}

// Version 1.4 is there in all six languages.
func TestRealData_aCovenantIsAlignedInEveryLanguage(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := k.Story(t).Consultation("town", story.Open())
		d := c.NewDraft(consult.NewDraft{Slug: "covenant", Title: "Covenant", Language: "en"})
		en := d.Import(consult.NewVersion{Content: covenant(t, "1.4", "en")})
		for _, language := range []string{"ar", "es", "fr", "ru", "zh"} {
			d.Import(consult.NewVersion{Content: covenant(t, "1.4", language), Language: language})
			if strings.Contains(strings.Join(d.Warnings, " "), "untranslated") {
				t.Errorf("%s: %v", language, d.Warnings)
			}
		}
		d.Publish("")
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

// Word files of others are looked at, kept and published: their comments and tracked changes are those that the list of
// the files counts, and what was said in them is said in the house.
func TestRealData_wordFilesComeInWithTheirComments(t *testing.T) {
	rows, err := csv.NewReader(bytes.NewReader(testkit.Shared(t, "docx", "manifest.csv"))).ReadAll()
	testkit.Must(t, err)
	column := func(row []string, name string) int {
		n, _ := strconv.Atoi(row[slices.Index(rows[0], name)])
		return n
	}
	silent := map[string]int{"openxml-comments-in-table.docx": 17, "openxml-35-insertions.docx": 2} // comments without a word
	twice := map[string]int{"openxml-35-insertions.docx": 12}                                       // changes of a second form, for older programs
	noted := map[string]int{"openxml-35-insertions.docx": 8}                                        // changes in notes, which the list does not count
	none := map[string]string{
		"openxml-password-protected.docx": "password_protected", "mammoth-empty.docx": "no_provisions", "python-docx-doc-no-coreprops.docx": "no_provisions",
	}
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := k.Story(t).Consultation("town", story.Open())
		c.Person("drafter", models.Drafter)
		by, files, comments := c.Call("drafter"), 0, 0
		for i, row := range rows[1:] {
			name, slug := row[0], "text-"+strconv.Itoa(i)
			ref, err := k.Service.BeginImport(t.Context(), by, "town", consult.NewImport{Slug: slug, Title: name, FileName: name, NewVersion: consult.NewVersion{
				File: testkit.Shared(t, "docx", name), Language: "en",
			}})
			if code, no := none[name]; no {
				if f, ok := fault.As(err); !ok || f.Fields[0].Code != code {
					t.Errorf("%s: %v, want %s", name, err, code)
				}
				continue
			}
			testkit.Must(t, err)
			seen, err := k.Service.Import(t.Context(), by.Actor, "town", ref)
			testkit.Must(t, err)
			want, tracked := column(row, "comments")-silent[name], column(row, "insertions")+column(row, "deletions")-twice[name]+noted[name]
			if seen.Count != want || seen.Tracked != tracked {
				t.Errorf("%s: %d comments and %d changes, want %d and %d", name, seen.Count, seen.Tracked, want, tracked)
			}
			_, err = k.Service.KeepImport(t.Context(), by, "town", ref, consult.KeptImport{Revision: seen.Revision, Comments: true})
			testkit.Must(t, err)
			_, err = k.Service.PublishVersion(t.Context(), by, "town", slug, consult.NewPublication{})
			testkit.Must(t, err)
			files, comments = files+1, comments+seen.Count
		}
		if n := len(everything(t, k, c.Actor("drafter"), "town", models.ReviewFilter{})); files != 31 || n != comments {
			t.Errorf("%d files; %d comments were seen, %d are there", files, comments, n)
		}
		t.Logf("%s: %d files, %d comments", k.Engine, files, comments)
	})
}
