package consult_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"html"
	"slices"
	"strings"
	"testing"

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
