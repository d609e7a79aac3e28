package anchor

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/document"
	"travaux/models"
)

// realInput reads a file of the folder of real inputs beside the repository.
func realInput(tb testing.TB, path ...string) []byte {
	tb.Helper()
	content, err := os.ReadFile(filepath.Join(append([]string{"..", "..", "..", "shared", "data"}, path...)...))
	if err != nil {
		tb.Skipf("the shared inputs are not beside the repository: %v", err)
	}
	return content
}

// versions reads two versions of a text; the second is identified with the first.
func versions(t *testing.T, format document.Format, language string, old, new []byte) (was, is []models.Provision) {
	t.Helper()
	first, err := document.Read(format, old, language)
	if err != nil {
		t.Fatal(err)
	}
	second, err := document.Read(format, new, language)
	if err != nil {
		t.Fatal(err)
	}
	document.Identify(&second, first.Provisions, nil)
	return first.Provisions, second.Provisions
}

// saying finds the only provision that has these words.
func saying(t *testing.T, ps []models.Provision, words string) models.Provision {
	t.Helper()
	var found []models.Provision
	for _, p := range ps {
		if strings.Contains(p.Heading+"\n"+p.Text, words) {
			found = append(found, p)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d provisions say %q", len(found), words)
	}
	return found[0]
}

// checkRange carries a comment on words and expects a state, and what the words
// and the line that they are in are now.
func checkRange(t *testing.T, was, is []models.Provision, words string, state models.AnchorState, now, line string) Carried {
	t.Helper()
	p := saying(t, was, words)
	got := NewCarrier(was, is).Range(p.WID, Quote{Exact: words})
	if got.State != state || got.Quote.Exact != now {
		t.Errorf("%q is carried as %+v, want %s %q", words, got, state, now)
		return got
	}
	if line != "" {
		text := []rune(saying(t, is, now).Text)
		before, after := string(text[:got.Quote.Start]), string(text[got.Quote.End:])
		whole := before[strings.LastIndex(before, "\n")+1:] + now + strings.SplitN(after, "\n", 2)[0]
		if !strings.HasPrefix(whole, line) {
			t.Errorf("%q is now in %q, want one that begins with %q", words, whole, line)
		}
	}
	return got
}

const (
	oldDPG, newDPG   = "standard.v1.0.4.md", "standard.v1.1.0.md"
	dataPrivacy      = "Projects that collect data must identify the types of data collected and stored and demonstrate that the project ensures the privacy and security of this data and has taken steps to prevent adverse impacts resulting from it’s collection, storage and distribution."
	freeExpression   = "All projects must have strategies in place to anticipate, respond to and minimize adverse impacts on privacy and freedom of expression where governments are believed to be using the project’s product or services for illegitimate or political purposes."
	harassmentMeasrs = "a mechanism to address the safety and security of underage users"
)

// TestCarry_ofTheDPGStandard: between these versions 9a went, and 9b, 9c and 9d
// moved up one. The table is one provision, so comments on an indicator are
// comments on its words.
func TestCarry_ofTheDPGStandard(t *testing.T) {
	t.Parallel()
	was, is := versions(t, document.Markdown, "en", realInput(t, "dpg-standard", oldDPG), realInput(t, "dpg-standard", newDPG))
	for _, words := range []string{
		dataPrivacy, "Data Privacy & Security", "the types of data collected and stored", "Projects that collect data",
	} {
		checkRange(t, was, is, words, models.AnchorExact, words, "9a)")
	}
	checkRange(t, was, is, "Inappropriate & Illegal Content", models.AnchorExact, "Inappropriate & Illegal Content", "9b)")
	checkRange(t, was, is, harassmentMeasrs, models.AnchorExact, harassmentMeasrs, "9c)")
	for _, words := range []string{
		freeExpression, "Privacy & Freedom of Expression", "9a) Privacy & Freedom of Expression", "freedom of expression where governments",
		"illegitimate or political purposes", "governments", "9a) Privacy & Freedom of Expression\t" + freeExpression,
	} {
		got := checkRange(t, was, is, words, models.AnchorTextRemoved, "", "")
		if got.WID != saying(t, is, dataPrivacy).WID {
			t.Errorf("%q: the removed words were in %q", words, got.WID)
		}
	}
}

// TestCarry_ofTheDPGStandardByIndicator: the same with a provision for each indicator.
func TestCarry_ofTheDPGStandardByIndicator(t *testing.T) {
	t.Parallel()
	was, is := versions(t, document.Markdown, "en",
		indicators(realInput(t, "dpg-standard", oldDPG)), indicators(realInput(t, "dpg-standard", newDPG)))
	c := NewCarrier(was, is)
	for heading, number := range map[string]string{
		"Data Privacy & Security": "9a", "Inappropriate & Illegal Content": "9b", "Protection from harassment": "9c",
	} {
		got := c.Provision(saying(t, was, heading).WID)
		if p := saying(t, is, heading); got.State != models.AnchorExact || got.WID != p.WID || !strings.Contains(p.Number, number) {
			t.Errorf("comment on %q: %+v, want %s %s", heading, got, number, p.WID)
		}
	}
	p := saying(t, was, "Privacy & Freedom of Expression")
	if got := c.Provision(p.WID); got.State != models.AnchorTextRemoved || got.WID != p.Parent {
		t.Errorf("comment on old 9a: %+v, want removed from %q", got, p.Parent)
	}
	if got := c.Range(p.WID, Quote{Exact: "illegitimate or political purposes"}); got.State != models.AnchorTextRemoved || got.WID != p.Parent {
		t.Errorf("comment on words of old 9a: %+v, want removed from %q", got, p.Parent)
	}
}

// indicators makes a numbered heading and a paragraph of each row of the standard's table.
func indicators(content []byte) []byte {
	var b strings.Builder
	b.WriteString("# Standard\n\n## Indicators\n\n")
	for line := range strings.Lines(string(content)) {
		title, text, ok := strings.Cut(strings.Trim(line, "| \t\n"), "|")
		if title = strings.Trim(title, "* \t"); ok && title != "" && title[0] >= '1' && title[0] <= '9' {
			b.WriteString("### Article " + strings.Replace(title, ")", ".", 1) + "\n\n" + strings.TrimSpace(text) + "\n\n")
		}
	}
	return []byte(b.String())
}

// node is a provision of a regulation as its regulator writes it.
type node struct {
	Label       []string
	Text, Title string
	Children    []node
}

func (n node) provisions(parent string, depth int) []models.Provision {
	wid := strings.Join(n.Label, "-")
	out := []models.Provision{{WID: wid, Parent: parent, Depth: depth, Kind: models.Point, Heading: n.Title, Text: n.Text, Number: n.Label[len(n.Label)-1]}}
	for _, c := range n.Children {
		out = append(out, c.provisions(wid, depth+1)...)
	}
	return out
}

func regulation(t *testing.T, version string) []models.Provision {
	t.Helper()
	var root node
	if err := json.Unmarshal(realInput(t, "cfpb-regulation-1013", "regulation", version+".json"), &root); err != nil {
		t.Fatal(err)
	}
	return root.provisions("", 0)
}

// TestCarry_ofARegulation: its labels are wids. Three provisions were deleted;
// their words stand under three new labels, so comments on the provisions are
// removed, and those on their words follow them.
func TestCarry_ofARegulation(t *testing.T) {
	t.Parallel()
	was, is := regulation(t, "2011-31723"), regulation(t, "2016-28710")
	c := NewCarrier(was, is)
	removed := map[string]string{}
	for _, p := range was {
		if got := c.Provision(p.WID); got.State == models.AnchorTextRemoved {
			removed[p.WID] = got.WID
		} else if want := p.WID == "1013-2-e-Interp-9"; (got.State == models.AnchorTextChanged) != want || got.WID != p.WID {
			t.Errorf("comment on %s: %+v", p.WID, got)
		}
	}
	const home = "1013-2-e-Interp-9"
	if diff := cmp.Diff(removed, map[string]string{home + "-i": home, home + "-ii": home, home + "-iii": home}); diff != "" {
		t.Errorf("removed (-got +want):\n%s", diff)
	}
	for part, amount := range map[string]string{"i": "$25,000", "ii": "$50,000", "iii": "$51,800"} {
		got := c.Range(home+"-"+part, Quote{Exact: "the threshold amount is " + amount})
		if got.State != models.AnchorMoved || got.WID != "1013-2-e-Interp-11-"+part {
			t.Errorf("comment on %s: %+v", amount, got)
		}
	}
	got := c.Range(home, Quote{Exact: "is the amount stated below for that period"})
	if got.State != models.AnchorTextChanged || got.Quote.Exact != "is the amount stated in comment 2(e)-11 for that period" || got.Confidence != 7.0/8 {
		t.Errorf("comment on the changed words: %+v", got)
	}
}

// TestCarry_ofAnArabicText: edits in the text that people comment on.
func TestCarry_ofAnArabicText(t *testing.T) {
	t.Parallel()
	old := strings.ReplaceAll(string(realInput(t, "contributor-covenant", "2.1.ar.md")), "\r\n", "\n")
	edited := strings.NewReplacer(
		"خالية من المضايقة للجميع", "آمنة وخالية تمامًا من المضايقة للجميع",
		"مفتوح ومرحب ومتنوع", "منفتح ومرحب ومتنوع",
		"* المضايقة العامة أو الخاصة\n", "",
	).Replace(old)
	was, is := versions(t, document.Markdown, "ar", []byte(old), []byte(edited))
	checkRange(t, was, is, "بغض النظر عن العمر أو البدن", models.AnchorExact, "بغض النظر عن العمر أو البدن", "نحن كأعضاء")
	checkRange(t, was, is, "من المضايقة للجميع", models.AnchorExact, "من المضايقة للجميع", "نحن كأعضاء")
	got := checkRange(t, was, is, "خالية من المضايقة", models.AnchorTextChanged, "من المضايقة", "نحن كأعضاء")
	if got.Confidence != 2.0/3 {
		t.Errorf("confidence %v, want two of three words", got.Confidence)
	}
	checkRange(t, was, is, "مفتوح", models.AnchorTextChanged, "منفتح", "")
	checkRange(t, was, is, "المضايقة العامة أو الخاصة", models.AnchorTextRemoved, "", "")
}

// TestCarry_ofAChineseText: two published versions of one text, the second
// translated anew in parts, where characters are no words.
func TestCarry_ofAChineseText(t *testing.T) {
	t.Parallel()
	was, is := versions(t, document.Markdown, "zh", realInput(t, "contributor-covenant", "2.0.zh-cn.md"), realInput(t, "contributor-covenant", "2.1.zh-cn.md"))
	checkRange(t, was, is, "教育程度、社会地位、国籍、相貌、种族", models.AnchorTextChanged, "教育程度、社会与经济地位、国籍、相貌、种族", "身为社区成员")
	checkRange(t, was, is, "国籍、相貌、种族", models.AnchorExact, "国籍、相貌、种族", "身为社区成员")
	checkRange(t, was, is, "尊重不同的主张、观点", models.AnchorExact, "尊重不同的主张、观点", "")
	checkRange(t, was, is, "纪律检查委员", models.AnchorTextRemoved, "", "")
	old := string(realInput(t, "udhr", "zh.html"))
	edited := strings.NewReplacer("人人有权享有国籍", "世界上人人都有权享有国籍", "任何人的财产不得任意剥夺", "任何人的合法财产不得任意剥夺").Replace(old)
	was, is = versions(t, document.HTML, "zh", []byte(old), []byte(edited))
	checkRange(t, was, is, "有权享有国籍", models.AnchorExact, "有权享有国籍", "世界上")
	checkRange(t, was, is, "任何人的财产", models.AnchorTextChanged, "任何人的合法财产", "")
}
