package document

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"travaux/models"
)

// outline writes a tree as one line for each provision.
func outline(t Tree) []string {
	var out []string
	for _, p := range t.Provisions {
		out = append(out, fmt.Sprintf("%s%s|%s|%s|%s", strings.Repeat(" ", p.Depth), p.Kind, p.Number, p.Heading, p.Text))
	}
	return out
}

func mustRead(t *testing.T, format Format, content string) Tree {
	t.Helper()
	tree, err := Read(format, []byte(content), "en")
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	checkTree(t, tree)
	return tree
}

func TestRead_structure(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		format  Format
		content string
		title   string
		want    []string
	}{
		"headings nest and text is joined by one LF": {
			Markdown, "# Charter\n\nBefore.\n\n## Chapter I: First\n\n### Article 1 - Aim\n\nOne\ntwo.\n\nThree.\n\n## Annex A Words\n\n### Article 2", "Charter",
			[]string{"preamble|||Before.", "chapter|I|First|", " article|1|Aim|One two.\nThree.", "annex|A|Words|", " article|2||"},
		},
		"front matter is skipped, a ruled line is not one": {
			Markdown, "---\ntitle: x\n---\n# T\n\n## A\n\n---\n\ntext\n\n---\n", "T",
			[]string{"section||A|text"},
		},
		"items are paragraphs and points": {
			Markdown, "## Article 3\n\nTo wit:\n\n4. four\n   - (a) x\n   - (b) y\n5. five\n\n- free\n", "Article 3",
			[]string{"article|3||To wit:", " paragraph|4||four", "  point|a||x", "  point|b||y", " paragraph|5||five", " point|||free"},
		},
		"the displayed mark of a list counts": {
			HTML, `<h2>Article 1</h2><ol type="a" start="3"><li>c</li><li value="7">g</li></ol><ol type="I" reversed><li>x</li><li>y</li></ol>`, "Article 1",
			[]string{"article|1||", " point|c||c", " point|g||g", " point|II||x", " point|I||y"},
		},
		"numbers by hand open paragraphs": {
			HTML, `<h2>Article 1</h2><p>Lead:<br>1° one<br>more<br />2° two</p><div><div>II. a<b>b</b></div></div><p>I. x</p>`, "Article 1",
			[]string{"article|1||Lead:", " paragraph|1°||one\nmore", " paragraph|2°||two", " paragraph|II||ab", " paragraph|I||x"},
		},
		"dotted and bracketed numbers": {
			HTML, `<h2>1.2 Scope</h2><p>(a) x</p><p>1.1 u</p><p>1.2 v</p><p>b) lonely</p>`, "1.2 Scope",
			[]string{"section|1.2|Scope|b) lonely", " paragraph|a||x", " paragraph|1.1||u", " paragraph|1.2||v"},
		},
		"years, initials and decimals stay words": {
			HTML, `<h2>Section One</h2><p>2026. Something</p><p>A. Smith wrote</p><p>3.5 million people</p><p>e.g. this</p>`, "Section One",
			[]string{"section|One||2026. Something\nA. Smith wrote\n3.5 million people\ne.g. this"},
		},
		"a bare number in a heading needs a neighbour": {
			Markdown, "# T\n\n## 1 Aim\n\n## 2 Means\n\n### 10 principles\n", "T",
			[]string{"section|1|Aim|", "section|2|Means|", " section||10 principles|"},
		},
		"several numbered h1 and no title": {
			Markdown, "# Article 1 Aim\n\nx\n\n# Article 2 Means\n\ny\n", "Article 1 Aim",
			[]string{"article|1|Aim|x", "article|2|Means|y"},
		},
		"tables keep their cells": {
			Markdown, "## A\n\n| x | y |\n|:-:|---|\n| 1 | *b* |\n|   | c |\n", "A",
			[]string{"section||A|x\ty\n1\tb\n\tc"},
		},
		"a list beside its item belongs to it": {
			HTML, `<h2>A</h2><ul><li>one</li><ul><li>below</li></ul><li>two</li></ul>`, "A",
			[]string{"section||A|", " point|||one", "  point|||below", " point|||two"},
		},
		"a list in a heading stays": {
			HTML, `<h2>A<ul><li>one</li></ul></h2>`, "A",
			[]string{"section||A|", " point|||one"},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := mustRead(t, c.format, c.content)
			if tree.FirstHeading != c.title {
				t.Errorf("called %q, want %q", tree.FirstHeading, c.title)
			}
			if diff := cmp.Diff(outline(tree), c.want); diff != "" {
				t.Errorf("provisions (-got +want):\n%s", diff)
			}
		})
	}
}

func TestRead_headingWordsInSixLanguages(t *testing.T) {
	t.Parallel()
	cases := []struct {
		heading string
		want    title
	}{
		{"Article 1", title{models.Article, "1", ""}},
		{"ARTICLE 1: Title", title{models.Article, "1", "Title"}},
		{"Article 1. Title", title{models.Article, "1", "Title"}},
		{"Article 1er – Objet", title{models.Article, "1er", "Objet"}},
		{"Article premier", title{models.Article, "premier", ""}},
		{"Art. 3 bis. Objet", title{models.Article, "3 bis", "Objet"}},
		{"Annex A", title{models.Annex, "A", ""}},
		{"ANNEXE I : Termes", title{models.Annex, "I", "Termes"}},
		{"Annex", title{models.Annex, "", "Annex"}},
		{"PRÉAMBULE", title{models.Preamble, "", "PRÉAMBULE"}},
		{"Section\u00a01 - Les Communs", title{models.Section, "1", "Les Communs"}},
		{"§ 3 Title", title{models.Section, "3", "Title"}},
		{"Part of the plan", title{models.Section, "", "Part of the plan"}},
		{"Part I", title{models.Part, "I", ""}},
		{"Chapter IV — Means", title{models.Chapter, "IV", "Means"}},
		{"Artículo 2.º Objeto", title{models.Article, "2", "º Objeto"}},
		{"Capítulo segundo. De los medios", title{models.Chapter, "segundo", "De los medios"}},
		{"Sección 4", title{models.Section, "4", ""}},
		{"Статья 1. Цель", title{models.Article, "1", "Цель"}},
		{"РАЗДЕЛ II", title{models.Section, "II", ""}},
		{"Глава 3 Средства", title{models.Chapter, "3", "Средства"}},
		{"Приложение А", title{models.Annex, "А", ""}},
		{"المادة 1 الغرض", title{models.Article, "1", "الغرض"}},
		{"المادة ٣: الغرض", title{models.Article, "٣", "الغرض"}},
		{"المادّة الأولى", title{models.Article, "الأولى", ""}},
		{"المادة الحادية عشرة: السلامة", title{models.Article, "الحادية عشرة", "السلامة"}},
		{"الفصل الثاني", title{models.Chapter, "الثاني", ""}},
		{"الديباجة", title{models.Preamble, "", "الديباجة"}},
		{"الملحق أ التعاريف", title{models.Annex, "أ", "التعاريف"}},
		{"第1条 宗旨", title{models.Article, "1", "宗旨"}},
		{"第一条", title{models.Article, "一", ""}},
		{"第二十一章 总则", title{models.Chapter, "二十一", "总则"}},
		{"第三节", title{models.Section, "三", ""}},
		{"附件一 定义", title{models.Annex, "一", "定义"}},
		{"附件A 定义", title{models.Annex, "A", "定义"}},
		{"序言", title{models.Preamble, "", "序言"}},
		{"1. Title", title{models.Section, "1", "Title"}},
		{"1.2 Title", title{models.Section, "1.2", "Title"}},
		{"I. Title", title{models.Section, "I", "Title"}},
		{"2026 in review", title{models.Section, "", "2026 in review"}},
	}
	for _, c := range cases {
		got := readTitles([]string{c.heading})[0]
		if diff := cmp.Diff(got, c.want, cmp.AllowUnexported(title{})); diff != "" {
			t.Errorf("%q (-got +want):\n%s", c.heading, diff)
		}
	}
}

func TestRead_refusesByName(t *testing.T) {
	t.Parallel()
	deep := ""
	for range 21 {
		deep += "<ul><li>x"
	}
	cases := map[string]struct {
		format  Format
		content string
		want    error
	}{
		"nothing":             {Markdown, " \n", ErrEmpty},
		"only a title":        {Markdown, "# T", ErrEmpty},
		"not UTF-8":           {HTML, "<h2>\xff</h2>", ErrUnreadable},
		"a control":           {Markdown, "## A\x07", ErrUnreadable},
		"a control by name":   {HTML, "<h2>A&#1;</h2>", ErrUnreadable},
		"unknown format":      {"docx", "x", ErrUnreadable},
		"4 MB":                {Markdown, strings.Repeat("a", MaxBytes+1), ErrTooLarge},
		"5,000 provisions":    {HTML, "<h2>A</h2>" + strings.Repeat("<ul><li>x</li></ul>", MaxProvisions), ErrTooLarge},
		"a heading":           {HTML, "<h2>" + strings.Repeat("é", MaxHeading+1) + "</h2>", ErrTooLarge},
		"a text":              {HTML, "<h2>A</h2><p>" + strings.Repeat("é", MaxText/2+1), ErrTooLarge},
		"depth":               {HTML, deep, ErrTooDeep},
		"depth of the markup": {HTML, strings.Repeat("<div>", 100_000), ErrTooDeep},
		"depth of quotes":     {Markdown, strings.Repeat(">", 100_000), ErrTooDeep},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := Read(c.format, []byte(c.content), "en"); !errors.Is(err, c.want) {
				t.Errorf("error %v, want %v", err, c.want)
			}
		})
	}
}

func TestRead_warnsWithPositions(t *testing.T) {
	t.Parallel()
	tree := mustRead(t, HTML, "<h2>A</h2><ul><li>x</li></ul><p>after <img alt=seal></p>"+strings.Repeat("<ul><li>y", 7))
	want := []string{"image_dropped:1", "text_after_items:1", "list_deeper_than_six:9"}
	if diff := cmp.Diff(tree.Warnings, want); diff != "" {
		t.Errorf("warnings (-got +want):\n%s", diff)
	}
	if tree.Provisions[0].Text != "after seal" {
		t.Errorf("text %q", tree.Provisions[0].Text)
	}
}

func TestRead_keepsTheTitlesOfADrawing(t *testing.T) {
	t.Parallel()
	tree := mustRead(t, HTML, `<h2>A</h2><p>Beware: <svg><title>Fire</title><path/><text>FIRE</text></svg> here.</p>`+
		`<div><svg><g><title>The way <b>out</b></title></g><desc>Through the door</desc></svg></div><p><svg aria-hidden=true><title>x</title></svg>End.</p>`)
	if want := "Beware: Fire here.\nThe way out\nThrough the door\nEnd."; tree.Provisions[0].Text != want {
		t.Errorf("text %q, want %q", tree.Provisions[0].Text, want)
	}
	if want := []string{"image_dropped:1"}; !cmp.Equal(tree.Warnings, want) {
		t.Errorf("warnings %q, want %q", tree.Warnings, want)
	}
}

func TestDetect(t *testing.T) {
	t.Parallel()
	cases := map[string]Format{
		"<!DOCTYPE html><p>x": HTML, "\uFEFF\n<html>": HTML, "<!-- x -->\n<h1>T</h1>": HTML, "<p>x</p>": HTML,
		"# T": Markdown, "<p align=center>x</p>\n\n# T": Markdown, "+++\na=1\n+++\n# T": Markdown, "": Markdown, "a < b": Markdown,
	}
	for content, want := range cases {
		if got := Detect([]byte(content)); got != want {
			t.Errorf("Detect(%q) = %s, want %s", content, got, want)
		}
	}
}

// realInput reads a file of the folder of real inputs beside the repository.
func realInput(t *testing.T, path ...string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(append([]string{"..", "..", "..", "shared", "data"}, path...)...))
	if err != nil {
		t.Skipf("the shared inputs are not beside the repository: %v", err)
	}
	return content
}

func count(t Tree, kind models.ProvisionKind) (n int) {
	for _, p := range t.Provisions {
		if p.Kind == kind {
			n++
		}
	}
	return n
}

// checkAligned reads a translation and expects a partner for every provision.
func checkAligned(t *testing.T, source Tree, format Format, content []byte, lang string) {
	t.Helper()
	tree, err := Read(format, content, lang)
	if err != nil {
		t.Fatalf("Read %s: %v", lang, err)
	}
	checkTree(t, tree)
	if len(tree.Provisions) != len(source.Provisions) {
		t.Errorf("%s has %d provisions, source %d", lang, len(tree.Provisions), len(source.Provisions))
	}
	if missing := Align(&tree, source.Provisions); len(missing) > 0 {
		t.Errorf("%s: without partner: %v", lang, missing)
	}
	for i, p := range tree.Provisions {
		if i < len(source.Provisions) && (p.WID != source.Provisions[i].WID || p.EID != source.Provisions[i].EID || p.Parent != source.Provisions[i].Parent) {
			t.Errorf("%s: provision %d is %s, source %s", lang, i+1, p.WID, source.Provisions[i].WID)
		}
	}
}

func TestRead_contributorCovenantIsAligned(t *testing.T) {
	t.Parallel()
	source := mustRead(t, Markdown, string(realInput(t, "contributor-covenant", "2.1.en.md")))
	if source.Title != "Contributor Covenant Code of Conduct" || len(source.Provisions) != 21 {
		t.Errorf("%q has %d provisions", source.Title, len(source.Provisions))
	}
	for _, lang := range []string{"ar", "fr", "es", "zh-cn"} {
		checkAligned(t, source, Markdown, realInput(t, "contributor-covenant", "2.1."+lang+".md"), lang)
	}
}

func TestRead_universalDeclarationIsAligned(t *testing.T) {
	t.Parallel()
	source := mustRead(t, HTML, string(realInput(t, "udhr", "en.html")))
	for _, lang := range []string{"ar", "en", "es", "fr", "ru", "zh"} {
		content := realInput(t, "udhr", lang+".html")
		checkAligned(t, source, HTML, content, lang)
		tree, err := Read(HTML, content, lang)
		if err != nil || count(tree, models.Article) != 30 || count(tree, models.Preamble) != 1 {
			t.Errorf("%s: %d articles, %v", lang, count(tree, models.Article), err)
		}
	}
}

func TestRead_frenchBill(t *testing.T) {
	t.Parallel()
	var (
		doc     strings.Builder
		section int
	)
	doc.WriteString("<h1>Pour une République numérique</h1>")
	lines := bufio.NewScanner(bytes.NewReader(realInput(t, "republique-numerique", "provisions.jsonl")))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var row struct {
			Kind, Section, Title string
			SectionID            int    `json:"section_id"`
			SectionTitle         string `json:"section_title"`
			Body                 string `json:"body_html"`
		}
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		if row.Kind != "draft_article" {
			continue
		}
		if row.SectionID != section {
			fmt.Fprintf(&doc, "<h2>%s - %s</h2>", row.Section, row.SectionTitle)
			section = row.SectionID
		}
		fmt.Fprintf(&doc, "<h3>%s</h3>%s", row.Title, row.Body)
	}
	tree := mustRead(t, HTML, doc.String())
	if s, a := count(tree, models.Section), count(tree, models.Article); s != 5 || a != 10 {
		t.Errorf("%d sections and %d articles, want 5 and 10", s, a)
	}
	number := 0
	for _, p := range tree.Provisions {
		if p.Kind != models.Article {
			continue
		}
		if number++; p.Number != fmt.Sprint(number) || p.WID != fmt.Sprintf("art-%d", number) {
			t.Errorf("article %d has number %q and wid %s", number, p.Number, p.WID)
		}
	}
}

func charter(t *testing.T, version int, lang string) []byte {
	t.Helper()
	content, err := os.ReadFile(fmt.Sprintf("../demo/data/charter.v%d.%s.md", version, lang))
	if err != nil {
		t.Skipf("the example charter is not there: %v", err)
	}
	return content
}

func TestRead_exampleCharterIsAligned(t *testing.T) {
	t.Parallel()
	for version := 1; version <= 2; version++ {
		source := mustRead(t, Markdown, string(charter(t, version, "en")))
		if len(source.Provisions) < 25 {
			t.Errorf("%d provisions", len(source.Provisions))
		}
		for _, lang := range []string{"ar", "es", "fr", "ru", "zh"} {
			checkAligned(t, source, Markdown, charter(t, version, lang), lang)
		}
	}
}

func TestIdentify_exampleCharterKeepsWids(t *testing.T) {
	t.Parallel()
	one := mustRead(t, Markdown, string(charter(t, 1, "en")))
	two := mustRead(t, Markdown, string(charter(t, 2, "en")))
	Identify(&two, one.Provisions, nil)
	old := map[string]models.Provision{}
	for _, p := range one.Provisions {
		old[p.WID] = p
	}
	var fresh, renumbered []string
	for _, p := range two.Provisions {
		was, ok := old[p.WID]
		switch {
		case !ok:
			fresh = append(fresh, p.WID)
		case was.Number != p.Number:
			renumbered = append(renumbered, p.WID)
		}
		delete(old, p.WID)
	}
	if diff := cmp.Diff(fresh, []string{"preamble-par-2_2", "art-5-par-4"}); diff != "" {
		t.Errorf("new wids (-got +want):\n%s", diff)
	}
	if diff := cmp.Diff(renumbered, []string{"preamble-par-2", "preamble-par-3", "art-3-par-4", "art-6-par-4"}); diff != "" {
		t.Errorf("renumbered (-got +want):\n%s", diff)
	}
	if _, ok := old["art-6-par-3"]; !ok || len(old) != 1 {
		t.Errorf("removed: %v", old)
	}
}

func TestRead_hiddenHTMLIsLeftOut(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		`<h2>Article 1</h2><p>See <span style="color:red; DISPLAY : None !important">not </span>this.<span hidden> gone</span></p>`: "article|1||See this.",
		`<h2>Article 1</h2><ul><li hidden>no</li></ul><div style="visibility:hidden"><p>no</p></div><p>yes</p>`:                     "article|1||yes",
		`<h2>Article 1</h2><table><tr><td>a</td></tr><tr hidden><td>veto</td></tr></table>`:                                         "article|1||a",
	} {
		tree, err := Read(HTML, []byte(source), "en")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{want}, outline(tree)); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"hidden_dropped"}, tree.Warnings); diff != "" {
			t.Errorf("%s\n%s", source, diff)
		}
	}
	for _, source := range []string{`<h2>A</h2><p>x<span hidden> </span></p>`, `<h2>A</h2><p style="display:block">x</p><template hidden>y</template>`} {
		if tree, err := Read(HTML, []byte(source), "en"); err != nil || len(tree.Warnings) > 0 {
			t.Errorf("%s: %v %v", source, tree.Warnings, err)
		}
	}
}
