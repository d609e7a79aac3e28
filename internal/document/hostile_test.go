package document

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"travaux/internal/docx"
	"travaux/models"
)

// TestRead_refusesWhatIsSmallAndBecomesLarge: each of these is some kilobytes, and took seconds or all memory.
func TestRead_refusesWhatIsSmallAndBecomesLarge(t *testing.T) {
	t.Parallel()
	fonts := ""
	for i := range 400 {
		fonts += fmt.Sprintf("<b a=%d>", i)
	}
	wide := strings.Repeat("|a", 2500) + "|\n" + strings.Repeat("|-", 2500) + "|\n" + strings.Repeat("|x|\n", 5000)
	long := strings.Repeat("|a", 90) + "|\n" + strings.Repeat("|-", 90) + "|\n" + strings.Repeat("|x|\n", 20_000)
	for name, c := range map[string]struct {
		format  Format
		content string
		want    error
	}{
		"formatting that is never closed":        {HTML, "<p>" + fonts + strings.Repeat("<p>x", 800), ErrTooDeep},
		"formatting open in many paragraphs":     {HTML, "<p>" + strings.Repeat("<i>", 60) + strings.Repeat("<p>x", 100_000), ErrTooDeep},
		"a wide table of short rows":             {Markdown, "# A\n\n" + wide, ErrTooLarge},
		"a long table of short rows":             {Markdown, "# A\n\n" + long, ErrTooLarge},
		"pictures whose addresses have no end":   {Markdown, strings.Repeat("![](", 20_000), ErrTooLarge},
		"brackets that are never closed":         {Markdown, strings.Repeat("[a", 20_000), ErrTooLarge},
		"formatting in the words of a provision": {HTML, "<p>" + fonts + "x", ErrTooDeep},
		"formatting that Markdown lets through":  {Markdown, "# A\n\n" + fonts + "x", ErrTooDeep},
		"formatting that seems to close itself":  {HTML, "<p>" + strings.ReplaceAll(fonts, ">", " />") + "x", ErrTooDeep},
		"paragraphs that seem to close":          {HTML, "<p>" + strings.Repeat("<i>", 60) + strings.Repeat("<p/>x", 100_000), ErrTooDeep},
		"formatting within a title of a picture": {HTML, "<p><svg><title>" + fonts + "x", ErrTooDeep},
		"formatting within a style of a formula": {HTML, "<p><math><style>" + fonts + "x", ErrTooDeep},
		"formatting after a style that is none":  {HTML, "<p><svg></svg><style><!--</style>" + fonts + "x", ErrTooDeep},
		"formatting that characters would close": {HTML, "<p>" + strings.Repeat(strings.Repeat("<b>", 60)+"<svg><![CDATA[>"+strings.Repeat("</b>", 60)+"]]></svg>", 10) + "x", ErrTooDeep},
		"brackets that closers come before":      {Markdown, strings.Repeat("]", 20_000) + strings.Repeat("[a", 20_000), ErrTooLarge},
		"links that closers come before":         {Markdown, "a" + strings.Repeat(")", 5000) + strings.Repeat("![](", 5000), ErrTooLarge},
	} {
		start := time.Now()
		if _, err := Read(c.format, []byte(c.content), "en"); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if _, _, err := OwnWords(c.format, c.content); !errors.Is(err, c.want) {
			t.Errorf("%s, as words: %v, want %v", name, err, c.want)
		}
		if took := time.Since(start); took > 30*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

// TestRead_oldMarkupPasses: the parser closes these where the next one begins, and a picture has a title of its own.
func TestRead_oldMarkupPasses(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"anchors":      strings.Repeat("<p><a name=x>Pay.", 1000),
		"nobr":         strings.Repeat("<p><nobr>Pay.", 1000),
		"many links":   "<p>" + strings.Repeat("<a href=x>Pay. ", 1000),
		"pictures":     strings.Repeat("<p><a href=x><svg><title>T</title><path d=x /></svg></a><b>Pay.</b>", 1000) + "<style>p > b {}</style><script>if (a < b) {}</script>",
		"closed again": strings.Repeat("<p><b><i>Pay.</i></b>", 1000),
	} {
		start := time.Now()
		if _, err := Read(HTML, []byte("<h2>A</h2>"+content), "en"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if took := time.Since(start); took > 30*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

func TestRead_thousandsOfOneLabelTakeNoTime(t *testing.T) {
	t.Parallel()
	start := time.Now()
	tree, err := Read(Markdown, []byte(strings.Repeat("# Article 1\n\n", 5000)), "en")
	if err != nil || len(tree.Provisions) != 5000 {
		t.Fatal(len(tree.Provisions), err)
	}
	last := tree.Provisions[4999]
	if last.WID != "art-1_5000" || last.EID != "art_1-5000" {
		t.Errorf("the last is %s and %s", last.WID, last.EID)
	}
	if took := time.Since(start); took > 30*time.Second {
		t.Errorf("it took %v", took)
	}
}

// TestRead_saysWhatItLeavesOut: no word goes without a warning.
func TestRead_saysWhatItLeavesOut(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]struct {
		format  Format
		text    string
		warning string
	}{
		`<p>The cap is <math><mn>5</mn></math> per cent.</p>`:                     {HTML, "The cap is per cent.", "left_out:1"},
		`<p>Pay <button>now</button> or never.</p>`:                               {HTML, "Pay or never.", "left_out:1"},
		`<p>Pay <textarea>now</textarea> or never.</p>`:                           {HTML, "Pay or never.", "left_out:1"},
		`<p>Pay.</p><script>x</script><button></button>`:                          {HTML, "Pay.", ""},
		"Members pay.[^1]\n\n[^1]: Except.\n":                                     {Markdown, "Members pay.[^1]\n[^1]: Except.", ""},
		"---\ntitle: x\n---\nMembers pay.\n":                                      {Markdown, "Members pay.", "front_matter_dropped"},
		"---\ntitle: \"T\"\nlang: \"en\"\nabout:\n  - \"x\"\n---\nMembers pay.\n": {Markdown, "Members pay.", ""}, // as this program writes it
		"---\nPurpose: to protect\nall members from harm.\n---\n\nMembers pay.\n": {Markdown, "Purpose: to protect all members from harm.\nMembers pay.", ""},
		"~~~\nx\n```\n~~~\n\nMembers pay.[^1]\n\n[^1]: Except.\n":                 {Markdown, "x\n```\nMembers pay.[^1]\n[^1]: Except.", ""},
		"````\n```\n[^1]: code\n````\n":                                           {Markdown, "```\n[^1]: code", ""},
		"```short``` words\n\nMembers pay.[^1]\n\n[^1]: Except.\n":                {Markdown, "short words\nMembers pay.[^1]\n[^1]: Except.", ""},
		"    [^1]: code\n": {Markdown, "[^1]: code", ""},
	} {
		tree, err := Read(want.format, []byte(content), "en")
		if err != nil {
			t.Errorf("%q: %v", content, err)
			continue
		}
		var text []string
		for _, p := range tree.Provisions {
			text = append(text, strings.TrimSpace(p.Heading+"\n"+p.Text))
		}
		if got := strings.Join(text, "\n"); got != want.text || strings.Join(tree.Warnings, " ") != want.warning {
			t.Errorf("%q: %q, warnings %q", content, got, tree.Warnings)
		}
	}
}

func TestRead_listsCountAsTheyAreShown(t *testing.T) {
	t.Parallel()
	tree, err := Read(HTML, []byte(`<h2>Article 1</h2><ol style="color: red; list-style-type: lower-alpha"><li>x<li>y</ol>`+
		`<h2>Article 2</h2><table><tr><td><ol><li>pay<li>not pay</ol></td><td><ul><li>free</ul></td></tr></table>`), "en")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range tree.Provisions {
		got = append(got, p.Number+" "+p.Text)
	}
	if want := []string{"1 ", "a x", "b y", "2 1. pay 2. not pay\tfree"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestRead_addressesHaveNoLonePercent(t *testing.T) {
	t.Parallel()
	for href, want := range map[string]string{
		"https://e.org/?q=%zz":   "https://e.org/?q=%25zz",
		"https://e.org/?q=%%2":   "https://e.org/?q=%25%252",
		"https://e.org/?q=%2F":   "https://e.org/?q=%2F",
		"mailto:a@e.org?body=5%": "mailto:a@e.org?body=5%25",
	} {
		if got, ok := safeLink(href); !ok || got != want {
			t.Errorf("%s is %s, %v; want %s", href, got, ok, want)
		}
	}
}

// TestRead_spansEndWithTheRowsThatAreThere: a row without cells is no row, and what reached down over it reaches one less.
func TestRead_spansEndWithTheRowsThatAreThere(t *testing.T) {
	t.Parallel()
	tree, err := Read(HTML, []byte(`<h2>A</h2><table><tr><td rowspan=2>a</td><td rowspan=2>b</td></tr><tr></tr><tr><td>c</td><td>d</td></tr></table>`), "en")
	if err != nil {
		t.Fatal(err)
	}
	if markup := tree.Provisions[0].HTML; strings.Contains(markup, `rowspan="2"`) {
		t.Errorf("the cells reach over a row that is not there: %s", markup)
	}
}

func TestToDOCX_aTableIsNoWiderThanWordKnows(t *testing.T) {
	t.Parallel()
	cells := ""
	for i := range 100 {
		cells += fmt.Sprintf("<td colspan=99>w%d</td>", i)
	}
	tree, err := Read(HTML, []byte("<h2>A</h2><table><tr>"+cells+"</tr></table>"), "en")
	if err != nil {
		t.Fatal(err)
	}
	d := ToDOCX(Cover{Title: "t", Language: "en"}, tree.Provisions)
	var b bytes.Buffer
	if err := docx.Write(&b, d); err != nil {
		t.Fatal(err)
	}
	back, err := Read(DOCX, b.Bytes(), "en")
	if err != nil {
		t.Fatal(err)
	}
	words := func(ps []models.Provision) []string { return strings.Fields(ps[0].Text) }
	if !slices.Equal(words(back.Provisions), words(tree.Provisions)) {
		t.Errorf("words went: %q", back.Provisions[0].Text)
	}
	for _, block := range d.Body {
		if block.Table != nil && len(block.Table.Rows[0].Cells) != wordColumns {
			t.Errorf("%d columns", len(block.Table.Rows[0].Cells))
		}
	}
}

// TestRead_wordsWrittenIntoAHeadingOfOursStay: where somebody wrote beside what tells the structure, the text is
// recognised as any other.
func TestRead_wordsWrittenIntoAHeadingOfOursStay(t *testing.T) {
	t.Parallel()
	const page = `<h1>T</h1><div data-provisions><section id="art-1" data-kind="article"><h2>Article <span class="number">1</span> – ` +
		`<span class="heading">Aim</span>%s</h2><div class="words"><p>Pay.</p></div></section></div>`
	for added, want := range map[string]string{"": "Aim", " and scope": "Aim and scope"} {
		tree, err := Read(HTML, fmt.Appendf(nil, page, added), "en")
		if err != nil || len(tree.Provisions) != 1 || tree.Provisions[0].Heading != want || tree.Provisions[0].Number != "1" {
			t.Errorf("%q: %+v, %v", added, tree.Provisions, err)
		}
	}
}
