package redline

import (
	"bytes"
	"encoding/json"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/document"
	"travaux/models"
)

// real reads a file of the real inputs, which lie beside the project.
func real(t testing.TB, name ...string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(append([]string{"..", "..", "..", "shared", "data"}, name...)...))
	if err != nil {
		t.Skipf("no real inputs beside the project: %v", err)
	}
	return b
}

func imported(t testing.TB, format document.Format, language string, name ...string) document.Tree {
	t.Helper()
	tree, err := document.Read(format, real(t, name...), language)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// fates counts by fate.
func fates(ps []Provision) map[models.Fate]int {
	out := map[models.Fate]int{}
	for _, p := range ps {
		out[p.Fate]++
	}
	return out
}

// node is a provision as the regulator writes it.
type node struct {
	Label       []string
	Text, Title string
	Children    []node
}

func (n node) provisions(parent string) []models.Provision {
	wid := strings.Join(n.Label, "-")
	out := []models.Provision{{WID: wid, Parent: parent, Heading: n.Title, Text: n.Text, Number: n.Label[len(n.Label)-1]}}
	for _, c := range n.Children {
		out = append(out, c.provisions(wid)...)
	}
	return out
}

func regulation(t testing.TB, version string) []models.Provision {
	t.Helper()
	var root node
	if err := json.Unmarshal(real(t, "cfpb-regulation-1013", "regulation", version+".json"), &root); err != nil {
		t.Fatal(err)
	}
	return root.provisions("")
}

// TestCompare_aRegulationAsItsRegulatorDid holds our answer against the published one, label by label.
func TestCompare_aRegulationAsItsRegulatorDid(t *testing.T) {
	t.Parallel()
	versions := []string{"2011-31723", "2015-30071", "2016-28710"}
	for _, a := range versions {
		for _, b := range versions {
			var published map[string]struct{ Op string }
			if err := json.Unmarshal(real(t, "cfpb-regulation-1013", "diff", a+"--"+b+".json"), &published); err != nil {
				t.Fatal(err)
			}
			want := map[string]string{}
			for label, d := range published {
				want[label] = d.Op
			}
			got := map[string]string{}
			for _, p := range Compare(regulation(t, a), regulation(t, b)) {
				byLabel(got, p)
			}
			for label, op := range want {
				if got[label] != op {
					t.Errorf("%s to %s: %s is %q, published as %q", a, b, label, got[label], op)
				}
				delete(got, label)
			}
			for label, op := range got {
				t.Errorf("%s to %s: %s is %q, published as unchanged", a, b, label, op)
			}
		}
	}
}

// byLabel says what happened to labels, whatever happened to the words under them.
func byLabel(out map[string]string, p Provision) {
	texts := slices.ContainsFunc(p.Changes, func(c Change) bool { return c.Part != PartNumber })
	switch {
	case p.From < 0:
		out[p.WID] = "added"
	case p.To < 0:
		out[p.WID] = "deleted"
	case p.Fate == models.FateMoved && p.Sources != nil:
		out[p.WID], out[p.Sources[0]] = "added", "deleted"
	case texts:
		out[p.WID] = "modified"
	}
}

// indicators reads the table of the standard as it stands in the file: a row with the words of its markup. The
// tabs of the file are padding: in the text of a provision they end cells.
func indicators(t *testing.T, version string) []models.Provision {
	t.Helper()
	var out []models.Provision
	for line := range strings.Lines(string(real(t, "dpg-standard", "standard."+version+".md"))) {
		cells := strings.SplitN(strings.Trim(strings.TrimSpace(line), "|"), "|", 2)
		title := strings.Trim(strings.TrimSpace(cells[0]), "*")
		label, heading, ok := strings.Cut(title, " ")
		if len(cells) == 2 && ok && label[0] >= '0' && label[0] <= '9' {
			out = append(out, models.Provision{WID: strings.Trim(label, ".)"), Heading: heading, Text: strings.ReplaceAll(cells[1], "\t", " ")})
		}
	}
	return out
}

func TestCompare_aTableThatWasPaddedAnew(t *testing.T) {
	t.Parallel()
	got := map[string]models.Fate{}
	for _, p := range Compare(indicators(t, "v1.1.3"), indicators(t, "v1.1.4")) {
		if p.Fate != models.FateUnchanged {
			got[p.WID] = p.Fate
		}
	}
	want := map[string]models.Fate{"2": "modified", "3": "modified", "4": "modified"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("rows: %s", d)
	}
	// As the program imports it, the table is the text of one provision. Row 2 has another markup and the same words.
	var changes []string
	for _, p := range standards(t, "v1.1.3", "v1.1.4") {
		if p.WID == "preamble" {
			for _, c := range p.Changes {
				changes = append(changes, c.Old+" → "+c.New)
			}
		}
	}
	if d := cmp.Diff([]string{"Documentation of ownership → Clear Ownership", "Mandatory dependencies → Platform Independence"}, changes); d != "" {
		t.Errorf("imported: %s", d)
	}
}

// standards imports two versions of the standard, the second as the first one's next version.
func standards(t *testing.T, a, b string) []Provision {
	t.Helper()
	return next(t, document.Markdown, "en", []string{"dpg-standard", "standard." + a + ".md"}, []string{"dpg-standard", "standard." + b + ".md"})
}

func next(t *testing.T, format document.Format, language string, a, b []string) []Provision {
	t.Helper()
	older, newer := imported(t, format, language, a...), imported(t, format, language, b...)
	document.Identify(&newer, older.Provisions, nil)
	return Compare(older.Provisions, newer.Provisions)
}

// TestCompare_anIndicatorThatWentLeavesTheNextOnesWhole: the old 9a went, 9b to 9d moved up and kept their words.
func TestCompare_anIndicatorThatWentLeavesTheNextOnesWhole(t *testing.T) {
	t.Parallel()
	rows := map[string]models.Fate{}
	for _, p := range Compare(indicators(t, "v1.0.4"), indicators(t, "v1.1.0")) {
		if p.Fate != models.FateUnchanged {
			rows[p.WID] = p.Fate
		}
	}
	if d := cmp.Diff(map[string]models.Fate{"9a": "modified", "9b": "modified", "9c": "modified", "9d": "removed"}, rows); d != "" {
		t.Errorf("by label: %s", d)
	}
	var got []string
	for _, p := range standards(t, "v1.0.4", "v1.1.0") {
		if p.WID == "preamble" {
			for _, c := range p.Changes {
				words := strings.Fields(c.Old)
				got = append(got, strings.Join([]string{c.Op, words[0], words[len(words)-1], c.New}, " "))
			}
		}
	}
	if d := cmp.Diff([]string{"delete Privacy 9b) ", "replace 9c 9c 9b", "replace 9d 9d 9c"}, got); d != "" {
		t.Errorf("imported: %s", d)
	}
}

var (
	lineTag = regexp.MustCompile(`(?i)</?(p|br|div|li|ul|ol|h\d)\b[^>]*>`)
	anyTag  = regexp.MustCompile(`<[^>]*>`)
)

func plain(markup string) string {
	return html.UnescapeString(anyTag.ReplaceAllString(lineTag.ReplaceAllString(markup, "\n"), ""))
}

func TestWords_amendedLawsBothWays(t *testing.T) {
	t.Parallel()
	pairs, same, longest := 0, 0, 0
	for lines := json.NewDecoder(bytes.NewReader(real(t, "republique-numerique", "amended-texts.jsonl"))); lines.More(); {
		var law struct {
			Before string `json:"before_html"`
			After  string `json:"after_html"`
		}
		if err := lines.Decode(&law); err != nil {
			t.Fatal(err)
		}
		pairs++
		before, after := plain(law.Before), plain(law.After)
		for _, p := range [][2]string{{before, after}, {after, before}} {
			edits := Words(p[0], p[1])
			checkEdits(t, p[0], p[1], edits)
			if a := apply(edits, p[0]); !sameTokens(a, p[1]) {
				t.Errorf("applied, word for word: %s", cmp.Diff(p[1], a))
			}
			longest = max(longest, len(edits))
		}
		if before == after {
			same++
			if changes := changesOfRuns(PartText, Words(before, after)); len(changes) > 0 {
				t.Errorf("equal texts: %+v", changes)
			}
		}
	}
	if pairs != 16 || same != 1 || longest > 20 {
		t.Errorf("%d pairs, %d of them equal, at most %d runs: a rewritten law is no confetti", pairs, same, longest)
	}
}

func TestCompare_aCharterOfFiveHundredProvisions(t *testing.T) {
	t.Parallel()
	folder := "w3c-process"
	var got []string
	older := imported(t, document.HTML, "en", folder, "2018-12-20.html").Provisions
	for _, p := range next(t, document.HTML, "en", []string{folder, "2018-12-20.html"}, []string{folder, "2019-03-01.html"}) {
		if p.From < 0 || p.To < 0 || p.Moved {
			t.Errorf("%s is %s", p.WID, p.Fate)
			continue
		}
		if p.Fate == models.FateUnchanged {
			continue
		}
		at := older[p.From]
		for at.Heading == "" {
			at = older[slices.IndexFunc(older, func(o models.Provision) bool { return o.WID == at.Parent })]
		}
		if !slices.Contains(got, at.Heading) {
			got = append(got, at.Heading)
		}
	}
	want := []string{
		"Proposed Process, 20 December 2018",
		"Status of this Document",
		"Advisory Board and Technical Architecture Group Elections",
		"Advisory Board and Technical Architecture Group Vacated Seats",
		"Declaring a W3C Recommendation Rescinded, Obsolete or Superseded",
		"Changes since the 1 February 2018 Process:",
		"Changes between the 1 March 2017 Process and the 1 February 2018 Process:",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func BenchmarkCompare_importedCharter(b *testing.B) {
	older := real(b, "w3c-process", "2018-12-20.html")
	newer := real(b, "w3c-process", "2019-03-01.html")
	for b.Loop() {
		from, err := document.Read(document.HTML, older, "en")
		if err != nil {
			b.Fatal(err)
		}
		to, err := document.Read(document.HTML, newer, "en")
		if err != nil {
			b.Fatal(err)
		}
		document.Identify(&to, from.Provisions, nil)
		Compare(from.Provisions, to.Provisions)
	}
	if each := b.Elapsed() / time.Duration(b.N); each > 2*time.Second {
		b.Errorf("takes %v, at most 2 s", each)
	}
}

// TestCompare_findsRealProvisionsThatWereSplit cuts every longer provision of a charter after its first paragraph, the
// rest under a new wid, and changes words in both halves.
func TestCompare_findsRealProvisionsThatWereSplit(t *testing.T) {
	t.Parallel()
	old := imported(t, document.HTML, "en", "w3c-process", "2018-12-20.html").Provisions
	var text []models.Provision
	want := map[models.Fate]int{models.FateUnchanged: 0, models.FateSplit: 0}
	for _, p := range old {
		start, rest, _ := strings.Cut(p.Text, "\n")
		if len(strings.Fields(start)) < 15 || len(strings.Fields(rest)) < 15 || len(start) < len(rest)/5 || len(rest) < len(start)/5 {
			want[models.FateUnchanged]++
			text = append(text, p)
			continue
		}
		want[models.FateSplit] += 2
		p.Text = strings.Replace(start, " the ", " every ", 1)
		text = append(text, p)
		p.WID, p.Heading, p.Text = p.WID+"_bis", "", strings.Replace(rest, "W3C", "the Consortium", 1)
		text = append(text, p)
	}
	if want[models.FateSplit] < 100 {
		t.Fatalf("only %d provisions to be split", want[models.FateSplit]/2)
	}
	there := Compare(old, text)
	if d := cmp.Diff(want, fates(there)); d != "" {
		t.Error(d)
	}
	want[models.FateJoined] = want[models.FateSplit]
	delete(want, models.FateSplit)
	if d := cmp.Diff(want, fates(Compare(text, old))); d != "" {
		t.Errorf("the other way round: %s", d)
	}
	for _, p := range there {
		for _, c := range p.Changes {
			if len(c.Old)+len(c.New) > 40 {
				t.Errorf("%s: %+v is more than was changed", p.WID, c)
			}
		}
	}
}

// TestCompare_claimsNothingBetweenUnlikeTexts holds texts against one another that share a subject and no provision.
func TestCompare_claimsNothingBetweenUnlikeTexts(t *testing.T) {
	t.Parallel()
	covenant := imported(t, document.Markdown, "en", "contributor-covenant", "1.4.en.md").Provisions
	process := imported(t, document.HTML, "en", "w3c-process", "2018-12-20.html").Provisions
	for i := range process {
		process[i].WID = "w3c-" + process[i].WID
	}
	half := len(process) / 2
	for _, pair := range [][2][]models.Provision{{covenant, process}, {process[:half], process[half:]}} {
		want := map[models.Fate]int{models.FateRemoved: len(pair[0]), models.FateInserted: len(pair[1])}
		if d := cmp.Diff(want, fates(Compare(pair[0], pair[1]))); d != "" {
			t.Error(d)
		}
	}
}

// blocks makes a provision of every block between blank lines of what follows the front matter.
func blocks(t *testing.T, name string) []models.Provision {
	t.Helper()
	var out []models.Provision
	source, _ := models.CleanText(string(real(t, "contributor-covenant", name)))
	_, source, _ = strings.Cut(strings.TrimPrefix(source, "+++"), "+++")
	for i, text := range strings.Split(strings.TrimSpace(source), "\n\n") {
		out = append(out, models.Provision{WID: strconv.Itoa(i), Text: text})
	}
	return out
}

func TestCompare_aCovenantInThreeLanguages(t *testing.T) {
	t.Parallel()
	for _, language := range []string{"en", "fr", "es"} {
		got := fates(Compare(blocks(t, "2.0."+language+".md"), blocks(t, "2.1."+language+".md")))
		if d := cmp.Diff(map[models.Fate]int{models.FateModified: 3, models.FateUnchanged: 33}, got); d != "" {
			t.Errorf("%s: %s", language, d)
		}
	}
}
