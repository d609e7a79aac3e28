package document

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"travaux/models"
)

// kindsIn reads the words for kinds from the catalogue of a language.
var kindsIn = sync.OnceValue(func() map[string]map[models.ProvisionKind]string {
	out := map[string]map[models.ProvisionKind]string{}
	for _, language := range []string{"ar", "en", "es", "fr", "ru", "zh"} {
		var words map[string]any
		content, err := os.ReadFile("../i18n/locales/" + language + ".json")
		if err == nil {
			err = json.Unmarshal(content, &words)
		}
		if err != nil {
			panic(err)
		}
		out[language] = map[models.ProvisionKind]string{}
		for _, kind := range models.ProvisionKinds {
			out[language][kind], _ = words["provision."+string(kind)].(string)
		}
	}
	return out
})

func coverIn(language, title string) Cover {
	c := Cover{
		Title: title, Language: language, Direction: "ltr", About: []string{"Version 2: \"final\" -- <b>", "https://travaux.test/c/x"},
		Words: Words{Contents: "Contents", Kinds: kindsIn()[language[:2]]},
	}
	if language == "ar" {
		c.Direction = "rtl"
	}
	return c
}

// words of one line that markup, numbers and white space may make something else of.
var wordsDrawn = []string{
	"words", "1. ", "(a) ", "a) ", "# ", "## x", "*", "**", "_", "snake_case", "`", "[x](y)", "![x](y)", "<b>", "</p>", "&amp;", "&lt;", "& ", "|", "---", "- ", "+ ",
	"> ", " ", "  ", "\u00a0", "\t", "~~~", "```", "\\", "Article 1", "第一条", "المادة 1", "\u202e", "😀", "===", "!", "]]>", "<!--", "-->", "\u200d", "é", "é", "1° ", "\uFFFD", "<script>", "www.x.test", "{#id}",
}

func drawLine(t *rapid.T, most int) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(wordsDrawn), 0, most).Draw(t, "words"), "")
}

// drawMarkup draws the words of a provision as sanitised markup.
func drawMarkup(t *rapid.T) string {
	var blocks []string
	for range rapid.IntRange(0, 3).Draw(t, "lines") {
		if rapid.IntRange(0, 5).Draw(t, "table") == 0 {
			blocks = append(blocks, drawTable(t))
			continue
		}
		blocks = append(blocks, "<p>"+drawInline(t, 2)+"</p>")
	}
	return strings.Join(blocks, "")
}

func drawTable(t *rapid.T) string {
	var b strings.Builder
	columns := rapid.IntRange(1, 3).Draw(t, "columns")
	name := rapid.SampledFrom([]string{"th", "td", `th align="right"`}).Draw(t, "first")
	for range rapid.IntRange(1, 3).Draw(t, "rows") {
		b.WriteString("<tr>")
		for range columns {
			b.WriteString("<" + name + ">" + drawInline(t, 1) + "</" + name[:2] + ">")
		}
		b.WriteString("</tr>")
		name = "td" + name[2:]
	}
	return "<table>" + b.String() + "</table>"
}

func drawInline(t *rapid.T, deep int) string {
	var b strings.Builder
	for range rapid.IntRange(0, 3).Draw(t, "pieces") {
		inner := html.EscapeString(drawLine(t, 4))
		if deep > 0 {
			inner += drawInline(t, deep-1)
		}
		open := rapid.SampledFrom([]string{"", "", "em", "strong", "code", "sub", `span lang="ar" dir="rtl"`, "q", "s"}).Draw(t, "element")
		if open == "" {
			b.WriteString(inner + rapid.SampledFrom([]string{"", "<br>", `<a href="https://x.test/?a=1&amp;b=(2)">link</a>`}).Draw(t, "between"))
			continue
		}
		name, _, _ := strings.Cut(open, " ")
		b.WriteString("<" + open + ">" + inner + "</" + name + ">")
	}
	return b.String()
}

// drawTree draws a text with everything that a text may have.
func drawTree(t *rapid.T) Tree {
	var parts []Part
	for i := range rapid.IntRange(1, 8).Draw(t, "provisions") {
		parts = append(parts, Part{
			Depth:   rapid.IntRange(0, 3).Draw(t, "depth"),
			Kind:    rapid.SampledFrom(models.ProvisionKinds).Draw(t, "kind"),
			Number:  rapid.SampledFrom([]string{"", "1", "2", "a", "IV", "1.2", "3 bis", "1°", "§", " ", "<1>", "١", "三"}).Draw(t, "number"),
			Heading: rapid.SampledFrom([]string{"", "Aim", drawLine(t, 3)}).Draw(t, "heading"),
			WID:     fmt.Sprintf("w-%d", i), Lasting: true, HTML: drawMarkup(t), Preserve: true,
		})
	}
	tree, err := Assemble("en", rapid.SampledFrom([]string{"", "Charter", drawLine(t, 3)}).Draw(t, "title"), parts)
	if err != nil {
		t.Fatalf("Assemble: %v", err)
	}
	return tree
}

type writer func(w *strings.Builder, c Cover, ps []models.Provision) error

func asHTML(w *strings.Builder, c Cover, ps []models.Provision) error { return WriteHTML(w, c, ps) }

func asMarkdown(w *strings.Builder, c Cover, ps []models.Provision) error {
	return WriteMarkdown(w, c, ps)
}

// checkReadsBack writes a text, reads it, and expects the same provisions.
func checkReadsBack(t failer, write writer, tree Tree) string {
	t.Helper()
	var b strings.Builder
	if err := write(&b, coverIn(tree.Language, tree.Title), tree.Provisions); err != nil {
		t.Errorf("write: %v", err)
		return ""
	}
	again, err := Read(Detect([]byte(b.String())), []byte(b.String()), tree.Language)
	if err != nil {
		t.Errorf("read what was written: %v\n%s", err, b.String())
		return b.String()
	}
	got, want := again.Provisions, tree.Provisions
	if again.Named == nil { // plain Markdown does not tell wids
		got, want = withoutNames(got), withoutNames(want)
	}
	if diff := cmp.Diff(got, want); diff != "" || again.Title != tree.Title {
		t.Errorf("%q became %q (-got +want):\n%s\n%s", tree.Title, again.Title, diff, b.String())
	}
	return b.String()
}

func withoutNames(ps []models.Provision) []models.Provision {
	out := make([]models.Provision, len(ps))
	for i, p := range ps {
		p.WID, p.EID, p.Parent = "", "", ""
		out[i] = p
	}
	return out
}

func TestAssemble_everyTreeKeepsItsPromises(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { checkTree(t, drawTree(t)) })
}

func TestWriteHTML_readsBackAsTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { checkReadsBack(t, asHTML, drawTree(t)) })
}

func TestWriteMarkdown_readsBackAsTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { checkReadsBack(t, asMarkdown, drawTree(t)) })
}

// naughty makes a text of each string, as number, heading and words.
func naughty(t *testing.T) []Tree {
	t.Helper()
	var all []string
	if err := json.Unmarshal(realInput(t, "naughty-strings", "blns.json"), &all); err != nil {
		t.Fatal(err)
	}
	var trees []Tree
	for _, s := range all {
		if _, err := clean(s); err != nil {
			continue // no stored text holds control characters
		}
		heading := s
		if len([]rune(heading)) > MaxHeading {
			heading = string([]rune(heading)[:MaxHeading])
		}
		tree, err := Assemble("en", heading, []Part{
			{Kind: models.Article, Number: "1", Heading: heading, WID: "one", Lasting: true, HTML: html.EscapeString(s), Preserve: true},
			{Depth: 1, Kind: models.Point, Number: heading, HTML: "<p>" + html.EscapeString(s) + "</p><p>" + html.EscapeString(s) + "</p>", Preserve: true},
		})
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		trees = append(trees, tree)
	}
	if len(trees) < 400 {
		t.Errorf("only %d strings", len(trees))
	}
	return trees
}

func TestWrite_naughtyStringsComeBackByteForByte(t *testing.T) {
	t.Parallel()
	for _, tree := range naughty(t) {
		checkReadsBack(t, asHTML, tree)
		checkReadsBack(t, asMarkdown, tree)
		var b strings.Builder
		if err := WriteText(&b, coverIn("en", tree.Title), tree.Provisions); err != nil || !strings.Contains(b.String(), tree.Provisions[0].Text) {
			t.Errorf("plain text of %q, %v:\n%s", tree.Title, err, b.String())
		}
	}
}

// realTexts are the texts that people wrote, as trees.
func realTexts(t *testing.T) map[string]Tree {
	t.Helper()
	out := map[string]Tree{}
	add := func(format Format, language string, path ...string) {
		tree, err := Read(format, realInput(t, path...), language)
		if err != nil {
			t.Fatalf("%v: %v", path, err)
		}
		out[strings.Join(path, "/")] = tree
	}
	for _, language := range []string{"ar", "en", "es", "fr", "zh-cn"} {
		add(Markdown, language, "contributor-covenant", "2.1."+language+".md")
	}
	for _, language := range []string{"ar", "en", "es", "fr", "ru", "zh"} {
		add(HTML, language, "udhr", language+".html")
	}
	for _, language := range []string{"ar", "en", "es", "fr", "ru", "zh"} {
		tree, err := Read(Markdown, charter(t, 2, language), language)
		if err != nil {
			t.Fatal(err)
		}
		out["charter "+language] = tree
	}
	for _, version := range []string{"v1.0.0", "v1.1.4", "2021-12-16_59f5647", "v1.1.6"} {
		add(Markdown, "en", "dpg-standard", "standard."+version+".md")
	}
	return out
}

// checkAlone expects a page that asks for nothing, runs nothing and has each id once.
func checkAlone(t failer, source string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(source))
	if err != nil {
		t.Errorf("parse: %v", err)
		return
	}
	ids, links := map[string]int{}, []string{}
	for n := range doc.Descendants() {
		switch n.Data {
		case "script", "link", "img", "iframe", "object", "embed", "base", "form", "svg":
			if n.Type == html.ElementNode {
				t.Errorf("<%s> in a page that stands alone:\n%s", n.Data, source)
			}
		case "style":
			if css := n.FirstChild.Data; strings.Contains(css, "url(") || strings.Contains(css, "@import") {
				t.Errorf("the style sheet asks for more:\n%s", css)
			}
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "id":
				ids[a.Val]++
			case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
				links = append(links, a.Val[1:])
			case strings.HasPrefix(a.Key, "on"), a.Key == "src", a.Key == "style":
				t.Errorf("attribute %s in a page that stands alone:\n%s", a.Key, source)
			}
		}
	}
	for id, times := range ids {
		if times > 1 {
			t.Errorf("id %s is there %d times", id, times)
		}
	}
	for _, to := range links {
		if ids[to] != 1 {
			t.Errorf("a link to %s, which is not there", to)
		}
	}
}

func TestWriteHTML_needsNothingElse(t *testing.T) {
	t.Parallel()
	trees := naughty(t)
	for _, tree := range realTexts(t) {
		trees = append(trees, tree)
	}
	drawn := rapid.Custom(drawTree)
	for seed := range 100 {
		trees = append(trees, drawn.Example(seed))
	}
	for _, tree := range trees {
		var b strings.Builder
		if err := asHTML(&b, coverIn(tree.Language, tree.Title), tree.Provisions); err != nil {
			t.Fatal(err)
		}
		checkAlone(t, b.String())
	}
}

func TestWriteHTML_saysItsLanguageAndListsItsContents(t *testing.T) {
	t.Parallel()
	tree := mustRead(t, Markdown, "# الميثاق\n\n## المادة 1\n\nكلمات\n\n1. فقرة\n")
	var b strings.Builder
	if err := asHTML(&b, coverIn("ar", tree.Title), tree.Provisions); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`<html lang="ar" dir="rtl">`, "<title>الميثاق</title>", `<p class="about" dir="auto">Version 2: &#34;final&#34; -- &lt;b&gt;</p>`,
		`<a href="#art-1">المادة 1</a>`, `<section id="art-1" data-kind="article">`, `@top-center { content: "الميثاق"; }`,
		`<div id="art-1-par-1" data-kind="paragraph">`,
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in\n%s", want, b.String())
		}
	}
}

func TestWriteText_isReadable(t *testing.T) {
	t.Parallel()
	tree := mustRead(t, Markdown, "# Charter\n\n## Article 1 – Aim\n\nTo wit:\n\nmore\n\n1. one\n   - (a) *x*\n   - free\n2. two\n\n## Annex\n")
	var b strings.Builder
	if err := WriteText(&b, coverIn("en", tree.Title), tree.Provisions); err != nil {
		t.Fatal(err)
	}
	want := "Charter\n\nVersion 2: \"final\" -- <b>\nhttps://travaux.test/c/x\n\nArticle 1 – Aim\n\nTo wit:\nmore\n\n  1. one\n\n    (a) x\n\n    – free\n\n  2. two\n\nAnnex\n"
	if diff := cmp.Diff(b.String(), want); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
}

// Plain Markdown would put this space elsewhere.
func TestWriteMarkdown_keepsMarkupThatMarkdownMoves(t *testing.T) {
	t.Parallel()
	tree, err := Assemble("en", "T", []Part{{Kind: models.Article, Number: "1", HTML: "a<em> </em>b", Preserve: true}})
	if err != nil {
		t.Fatal(err)
	}
	checkReadsBack(t, asMarkdown, tree)
}

func TestRead_aWrittenTextThatWasChangedIsReadAsAnyOther(t *testing.T) {
	t.Parallel()
	tree := mustRead(t, Markdown, "# T\n\n## Article 1 – Aim\n\nwords\n")
	var b strings.Builder
	if err := asHTML(&b, coverIn("en", tree.Title), tree.Provisions); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"words beside a provision": {"</section>", "</section>\nand more"},
		"a list in the words":      {"</div>\n</section>", "<ul><li>and more</li></ul></div>\n</section>"},
		"a paragraph at the top":   {"<main>", "<main><p>and more</p>"},
		"words of no provision":    {"<section", `<div class="words"><p>and more</p></div><section`},
	} {
		again := mustRead(t, HTML, strings.Replace(b.String(), change[0], change[1], 1))
		var words strings.Builder
		for _, p := range again.Provisions {
			words.WriteString(p.Text + "\n")
		}
		if !strings.Contains(words.String(), "and more") || !strings.Contains(words.String(), "words") {
			t.Errorf("%s: %q", name, outline(again))
		}
	}
}

func TestIdentify_anUnknownWidIsOfANewProvisionWhereMostAreKnown(t *testing.T) {
	t.Parallel()
	read := func(provisions ...string) Tree {
		var parts []Part
		for _, p := range provisions {
			wid, words, _ := strings.Cut(p, " ")
			parts = append(parts, Part{Kind: models.Article, WID: wid, Lasting: true, HTML: words})
		}
		tree, err := Assemble("en", "T", parts)
		if err != nil {
			t.Fatal(err)
		}
		return tree
	}
	earlier := read("one the first words", "two some others", "three the last of them")
	for want, tree := range map[string]Tree{
		"one two four": read("one the first words", "two some others", "four the last of them"),
		"two one":      read("x some others", "y the first words"), // another program's wids
		"one three":    read("one the first words", "y the last of them"),
	} {
		Identify(&tree, earlier.Provisions, nil)
		var got []string
		for _, p := range tree.Provisions {
			got = append(got, p.WID)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%v, want %s", got, want)
		}
	}
}

func TestIdentify_aLastingWidGoesBeforeWhatLooksAlike(t *testing.T) {
	t.Parallel()
	part := func(wid, words string, lasting bool) Part {
		return Part{Kind: models.Article, Number: "1", WID: wid, Lasting: lasting, HTML: words}
	}
	read := func(parts ...Part) Tree {
		tree, err := Assemble("en", "T", parts)
		if err != nil {
			t.Fatal(err)
		}
		return tree
	}
	earlier := read(part("one", "the first words", true), part("two", "others", true))
	for _, c := range []struct {
		name string
		tree Tree
		want string
	}{
		{"lasting", read(part("two", "the first words", true), part("one", "others", true)), "two one"},
		{"of a place only", read(part("two", "the first words", false), part("one", "others", false)), "one two"},
		{"new", read(part("new", "unlike anything before", true)), "new"},
		{"taken by another draft's version", read(part("gone", "unlike anything before", true)), "art-1"},
		{"not well formed", read(part("A b", "unlike anything before", true)), "art-1"},
	} {
		Identify(&c.tree, earlier.Provisions, func(wid string) bool { return wid == "gone" })
		var got []string
		for _, p := range c.tree.Provisions {
			got = append(got, p.WID)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
	}
}

func TestWrite_realTextsComeBack(t *testing.T) {
	t.Parallel()
	for name, tree := range realTexts(t) {
		checkReadsBack(t, asHTML, tree)
		source := checkReadsBack(t, asMarkdown, tree)
		if strings.Contains(source, toldRoot) {
			t.Errorf("%s needs more than plain Markdown:\n%s", name, source)
		}
	}
}

func TestWrite_hostileTextEndsSoon(t *testing.T) {
	t.Parallel()
	for _, piece := range []string{"<em>a</em>", "<em>", "<code>a</code> ", "<table><tr><td>x</td></tr></table>", "<br>", "*_[`", "<a href=https://x.test>a</a>", "&#9;"} {
		var parts []Part
		for range 8 {
			parts = append(parts, Part{Kind: models.Article, HTML: strings.Repeat(piece, 60_000/len(piece)), Preserve: true})
		}
		tree, err := Assemble("en", "T", parts)
		if err != nil {
			continue // nested too deeply
		}
		for _, write := range []writer{asHTML, asMarkdown} {
			start := time.Now()
			var b strings.Builder
			if err := write(&b, coverIn("en", "T"), tree.Provisions); err != nil {
				t.Errorf("%s: %v", piece, err)
			}
			if took := time.Since(start); took > 30*time.Second {
				t.Errorf("%s took %s", piece, took)
			}
		}
	}
}

func FuzzWrite(f *testing.F) {
	f.Add([]byte("# T\n\n## Article 1\n\n1. a *b*\n   - (a) `b`\n\n| x |\n|---|\n| y |\n"))
	f.Add([]byte("<h2>Article 1</h2><p>1° a<br>2° b<table><tr><td>x<pre>a\n b</pre>"))
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, format := range []Format{HTML, Markdown} {
			if tree, err := Read(format, content, "en"); err == nil {
				checkReadsBack(t, asHTML, tree)
				checkReadsBack(t, asMarkdown, tree)
			}
		}
	})
}
