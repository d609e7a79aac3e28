package consult_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"html"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/akn"
	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// node is a provision of a regulation as its regulator publishes it.
type node struct {
	Label       []string
	Text, Title string
	Children    []node
}

// wid is the regulator's label in the letters of a wid.
func (n node) wid() string { return strings.ToLower(strings.Join(n.Label, "-")) }

func (n node) provisions(depth int) []models.Provision {
	text, _ := models.CleanText(n.Text)
	text = strings.Join(strings.Fields(text), " ")
	out := []models.Provision{{
		WID: n.wid(), Depth: depth, Kind: models.Section, Number: n.Label[len(n.Label)-1], Heading: n.Title, Text: text, HTML: html.EscapeString(text),
	}}
	for _, c := range n.Children {
		out = append(out, c.provisions(depth+1)...)
	}
	return out
}

// regulation is a version of a regulation as Akoma Ntoso, in which the regulator's labels are identities that last.
func regulation(t *testing.T, version string) (file string, labels []string) {
	t.Helper()
	var root node
	testkit.Must(t, json.Unmarshal(testkit.Shared(t, "cfpb-regulation-1013", "regulation", version+".json"), &root))
	ps := root.provisions(0)
	for _, p := range ps {
		labels = append(labels, p.WID)
	}
	var b bytes.Buffer
	testkit.Must(t, akn.Write(&b, akn.Meta{Title: "Regulation M", Language: "en"}, ps))
	return b.String(), labels
}

// regulations are the three versions, oldest first.
var regulations = []string{"2011-31723", "2015-30071", "2016-28710"}

// officialChanges are what the regulator says changed from one version to another, by label.
func officialChanges(t *testing.T, a, b string) map[string]string {
	t.Helper()
	var diff map[string]struct{ Op string }
	testkit.Must(t, json.Unmarshal(testkit.Shared(t, "cfpb-regulation-1013", "diff", a+"--"+b+".json"), &diff))
	out := map[string]string{}
	for label, d := range diff {
		out[strings.ToLower(label)] = d.Op
	}
	return out
}

// byLabel says what happened to the provisions of a comparison as the regulator does: labels that came and went, whatever
// became of the words under them, and words that changed under one that stayed.
func byLabel(c models.Comparison) map[string]string {
	out := map[string]string{}
	for _, p := range c.Provisions {
		switch {
		case p.From < 0:
			out[p.WID] = "added"
		case p.To < 0:
			out[p.WID] = "deleted"
		case p.Fate == models.FateMoved && p.Sources != nil:
			out[p.WID], out[p.Sources[0]] = "added", "deleted"
		case slices.ContainsFunc(p.Changes, func(c models.Change) bool { return c.Part != models.PartNumber }):
			out[p.WID] = "modified"
		}
	}
	return out
}

// A regulation comes into the house version by version; people comment on each of its first provisions, and on words.
func TestRealData_aRegulationIsComparedAsItsRegulatorDidAndItsCommentsFollow(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := k.Story(t).Consultation("town", story.Open())
		c.Person("drafter", models.Drafter)
		first, labels := regulation(t, regulations[0])
		d := c.Draft("charter", first)
		var wids []string
		for _, p := range d.Reading(1, "").Provisions {
			wids = append(wids, p.WID)
		}
		if diff := cmp.Diff(wids, labels); diff != "" {
			t.Fatalf("labels that did not last (-got +want):\n%.2000s", diff)
		}
		comments := onEveryLabel(t, k, labels)
		for _, version := range regulations[1:] {
			file, _ := regulation(t, version)
			next(t, k, file)
		}
		for a, from := range regulations {
			for b, to := range regulations {
				got, err := k.Service.Compare(t.Context(), models.Actor{}, "town", "charter", consult.Which{Number: a + 1}, consult.Which{Number: b + 1})
				testkit.Must(t, err)
				if diff := cmp.Diff(byLabel(got), officialChanges(t, from, to)); diff != "" {
					t.Errorf("%s to %s (-got +want):\n%s", from, to, diff)
				}
			}
		}
		const home = "1013-2-e-interp-9"
		var removed []string
		for _, v := range everything(t, k, c.Actor("drafter"), "town", models.ReviewFilter{Anchor: []string{string(models.AnchorTextRemoved)}}) {
			removed = append(removed, v.Body)
		}
		if slices.Sort(removed); !slices.Equal(removed, []string{home + "-i", home + "-ii", home + "-iii"}) {
			t.Errorf("the queue lists as removed %q", removed)
		}
		for label, is := range map[string]string{
			home + "-i":          "2 exact " + home + "-i; 3 text_removed " + home,
			home:                 "2 exact " + home + "; 3 text_changed " + home,
			"1013-2-e":           "2 exact 1013-2-e; 3 exact 1013-2-e",
			home + "-i $25,000":  `"the threshold amount is $25,000"`,
			home + "-ii $50,000": `"the threshold amount is $50,000"`,
		} {
			got := places(t, k, comments[label])
			if words := strings.Contains(label, "$"); words && (!strings.Contains(got, "; 3 moved 1013-2-e-interp-11-") || !strings.HasSuffix(got, is)) || !words && got != is {
				t.Errorf("%s: %s", label, got)
			}
		}
		t.Logf("%s: %d comments, %d placements", k.Engine, len(comments), k.Count(t, "placements", "true"))
	})
}

// onEveryLabel imports a comment on every provision and on two amounts, and gives their refs.
func onEveryLabel(t *testing.T, k *testkit.Kit, labels []string) map[string]string {
	t.Helper()
	var file bytes.Buffer
	w := csv.NewWriter(&file)
	rows := [][]string{{"external_id", "provision", "exact", "body"}}
	for _, label := range labels {
		rows = append(rows, []string{label, label, "", label})
	}
	for part, amount := range map[string]string{"i": "$25,000", "ii": "$50,000"} {
		label := "1013-2-e-interp-9-" + part
		rows = append(rows, []string{label + " " + amount, label, "the threshold amount is " + amount, label + " " + amount})
	}
	testkit.Must(t, w.WriteAll(rows))
	sum, err := k.Service.ImportComments(t.Context(), k.System(), "town", "charter", consult.ImportOptions{}, &file)
	if testkit.Must(t, err); sum.Imported != len(rows)-1 {
		t.Fatalf("%+v", sum)
	}
	out := map[string]string{}
	for _, v := range everything(t, k, models.Actor{System: true}, "town", models.ReviewFilter{}) {
		out[v.Body] = v.Ref()
	}
	return out
}

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
