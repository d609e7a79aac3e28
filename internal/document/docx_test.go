package document

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"travaux/internal/docx"
	"travaux/models"
)

// through writes a text as a word-processing file and reads the file.
func through(t failer, tree Tree) Tree {
	t.Helper()
	var file bytes.Buffer
	if err := docx.Write(&file, ToDOCX(coverIn(tree.Language, tree.Title), tree.Provisions)); err != nil {
		t.Errorf("Write: %v", err)
	}
	d, err := docx.Read(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Errorf("Read: %v", err)
	}
	var known []string
	for _, p := range tree.Provisions {
		known = append(known, p.WID)
	}
	back, err := FromDOCX(d, DOCXOptions{Language: tree.Language, Known: known})
	if err != nil {
		t.Errorf("FromDOCX: %v", err)
	}
	return back
}

// looks lists the characters of sanitised HTML with the elements that they are in:
// the order in which elements are nested says nothing.
func looks(markup string) []string {
	var out, open []string
	z := html.NewTokenizer(strings.NewReader(markup))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out
		case html.TextToken:
			set := map[string]bool{}
			for _, e := range open {
				set[e] = true
			}
			if set["<code>"] { // a run has one style, and code is one
				maps.DeleteFunc(set, func(e string, _ bool) bool { return strings.HasPrefix(e, "<span") })
			}
			for i := len(open) - 1; i >= 0; i-- { // of these two the inner one decides, and is seen
				if e := open[i]; e == "<sub>" || e == "<sup>" {
					delete(set, map[string]string{"<sub>": "<sup>", "<sup>": "<sub>"}[e])
					break
				}
			}
			for _, r := range html.UnescapeString(string(z.Raw())) {
				if r == ' ' {
					out = append(out, " ")
					continue
				}
				out = append(out, fmt.Sprintf("%q %v", r, set))
			}
		case html.StartTagToken:
			raw := string(z.Raw())
			if raw == "<br>" {
				out = append(out, "br")
				continue
			}
			open = append(open, raw)
		case html.EndTagToken:
			open = open[:len(open)-1]
		}
	}
}

// same holds two lists of provisions against each other.
func same(t failer, got, want []models.Provision) {
	t.Helper()
	strip := func(ps []models.Provision) []models.Provision {
		out := make([]models.Provision, len(ps))
		for i, p := range ps {
			p.HTML = ""
			out[i] = p
		}
		return out
	}
	if diff := cmp.Diff(strip(want), strip(got)); diff != "" {
		t.Errorf("provisions differ:\n%s", diff)
		return
	}
	for i, p := range want {
		if diff := cmp.Diff(looks(p.HTML), looks(got[i].HTML)); diff != "" {
			t.Errorf("%s looks otherwise: %q, was %q\n%s", p.WID, got[i].HTML, p.HTML, diff)
		}
	}
}

var docxPieces = []string{
	"<p>", "</p>", "<br>", "<b>", "</b>", "<i>", "</i>", "<a href='https://x.test/?a=1&b=2'>", "</a>", "<s>", "</s>",
	"<ul>", "<ol start=3>", "<ol type=a>", "<ol type=i>", "<li>", "</li>", "</ul>", "</ol>", "<table><tr><td>a<th rowspan=2>b<tr><td align=right>", "<td colspan=2>", "</table>",
	"<pre>a  b\n\tc</pre>", "<h1>", "<h2>", "</h2>", "<h3>", "<h4>", "<span lang=ar dir=rtl>", "</span>", "<code>", "</code>", "<sub>", "</sub>", "<sup>", "</sup>",
	"Article 1 ", "Chapter II ", "1. ", "2) ", "(a) ", "(b) ", "1° ", "&nbsp;", "&lt;b&gt;", "&amp;", "\"'", " ", "\n", "words ", "第一条 ", "(أ) ", "😀",
	"Annex ", "Preamble ", "1.2 ", "\u200f", "<sup>1</sup> ",
}

func TestToDOCX_importOfOurExportGivesTheSameProvisions(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		content := strings.Join(rapid.SliceOfN(rapid.SampledFrom(docxPieces), 1, 60).Draw(t, "pieces"), "")
		language := rapid.SampledFrom([]string{"en", "ar", "zh", "ru"}).Draw(t, "language")
		tree, err := Read(HTML, []byte(content), language)
		if err != nil {
			return
		}
		for i := range tree.Provisions { // wids that no import would choose by itself
			if rapid.Bool().Draw(t, "long") {
				tree.Provisions[i].WID = fmt.Sprintf("%s_%s-%d", tree.Provisions[i].WID[:1], strings.Repeat("x", 40), i)
			}
		}
		checkDOCX(t, tree)
	})
}

func TestToDOCX_whateverWasDrawnComesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { checkDOCX(t, drawTree(t)) })
}

// checkDOCX expects a text to come back from a word-processing file.
func checkDOCX(t failer, tree Tree) {
	t.Helper()
	tree.Named = map[string]bool{}
	for _, p := range tree.Provisions {
		tree.Named[p.WID] = true
	}
	Identify(&tree, nil, nil)
	back := through(t, tree)
	checkTree(t, back)
	same(t, back.Provisions, tree.Provisions)
	if back.Title != tree.Title {
		t.Errorf("title %q was %q", back.Title, tree.Title)
	}
}

func TestToDOCX_realTextsComeBack(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		path     []string
		language string
	}{
		{[]string{"contributor-covenant", "2.1.ar.md"}, "ar"},
		{[]string{"contributor-covenant", "2.1.en.md"}, "en"},
		{[]string{"contributor-covenant", "2.1.zh-cn.md"}, "zh"},
		{[]string{"udhr", "ar.html"}, "ar"},
		{[]string{"udhr", "zh.html"}, "zh"},
		{[]string{"udhr", "ru.html"}, "ru"},
	} {
		content := realInput(t, c.path...)
		tree, err := Read(Detect(content), content, c.language)
		if err != nil {
			t.Fatal(err)
		}
		back := through(t, tree)
		same(t, back.Provisions, tree.Provisions)
		if back.Title != tree.Title || len(back.Named) != len(tree.Provisions) || len(back.Warnings) > 0 {
			t.Errorf("%v: title %q, %d wids, %v", c.path, back.Title, len(back.Named), back.Warnings)
		}
	}
}

func TestToDOCX_numbersAreWordsOwnWhereTheyFollowEachOther(t *testing.T) {
	t.Parallel()
	tree := mustRead(t, HTML, `<h1>Charter</h1><h2>Article 1 – Aim</h2><p>Lead.</p><ol><li>one<ol type=a><li>x</li><li>y</li></ol></li><li>two</li></ol><ul><li>free</li></ul>`+
		`<h2>Article 2</h2><p>Words.</p><ol start=3><li>three</li></ol><p>1° first</p><p>2° second</p>`)
	var file bytes.Buffer
	if err := docx.Write(&file, ToDOCX(coverIn("en", tree.Title), tree.Provisions)); err != nil {
		t.Fatal(err)
	}
	d, err := docx.Read(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for p := range docx.Paragraphs(d.Body) {
		got = append(got, fmt.Sprintf("%d[%s]%t %s", p.Outline, p.Label, p.Bullet, p.Plain()))
	}
	want := []string{
		"0[]false Charter", `0[]false Version 2: "final" -- <b>`, "0[]false https://travaux.test/c/x", "1[]false Article 1 – Aim", "0[]false Lead.", "0[1.]false one", "0[(a)]false x", "0[(b)]false y", "0[2.]false two", "0[]true free",
		"1[]false Article 2", "0[]false Words.", "0[3.]false three", "0[]false 1° first", "0[]false 2° second",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestBookmarkName_isOfOneProvisionAndOneOfWords(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^_[A-Za-z0-9_]{1,39}$`)
	rapid.Check(t, func(t *rapid.T) {
		wid := rapid.StringMatching(`[a-z0-9][a-z0-9_-]{0,63}`).Draw(t, "wid")
		name := BookmarkName(wid)
		if !form.MatchString(name) {
			t.Errorf("Word has no bookmark %q", name)
		}
		if back := bookmarked(name, nil); back != wid && strings.HasPrefix(name, "_w") {
			t.Errorf("%s became %s became %q", wid, name, back)
		}
		if back := bookmarked(name, map[string]string{name: wid}); back != wid {
			t.Errorf("%s became %s became %q where it was known", wid, name, back)
		}
	})
	for _, other := range []string{"", "_GoBack", "_Toc123", "_w", "_wA", "_w_h", "wart", "_warticle1!"} {
		if wid := bookmarked(other, nil); wid != "" {
			t.Errorf("%q stands for %q", other, wid)
		}
	}
}

func TestToDOCX_twoNotesOfOneMarkStayTwo(t *testing.T) {
	t.Parallel()
	tree := Tree{Language: "en", Title: "T", Provisions: []models.Provision{{
		WID: "art-1", Position: 1, Kind: models.Article, Number: "1", Heading: "Fees",
		Text: "fee* and dues* apply.\n* waived for some\n* never waived", HTML: "fee<sup>*</sup> and dues<sup>*</sup> apply.<br><sup>*</sup> waived for some<br><sup>*</sup> never waived",
	}}}
	if d := ToDOCX(coverIn("en", "T"), tree.Provisions); len(d.Notes) != 2 || d.Notes[0].ID == d.Notes[1].ID {
		t.Errorf("the notes are %+v", d.Notes)
	}
	if back := through(t, tree); back.Provisions[0].Text != tree.Provisions[0].Text {
		t.Errorf("it came back as %q", back.Provisions[0].Text)
	}
}
