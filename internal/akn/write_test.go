package akn

import (
	"encoding/json"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"travaux/internal/document"
	"travaux/models"
)

func metaFor(tree document.Tree) Meta {
	at := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	return Meta{
		Consultation: "c", Draft: "charter", Version: 2, Language: tree.Language, Original: "en", Title: tree.Title, PublishedAt: at,
		Published: []Event{{1, at.AddDate(0, -1, 0)}, {2, at}}, Languages: []string{"en", "zh-Hans", "ar", "en"},
		URL: "https://travaux.test/c/x/drafts/charter?a=1&b", Publisher: "A <body> & co",
		Kinds: map[models.ProvisionKind]string{models.Article: "Article {number}", models.Section: "第{number}节", models.Point: "({number})"},
	}
}

func written(t failer, tree document.Tree) string {
	t.Helper()
	var b strings.Builder
	if err := Write(&b, metaFor(tree), tree.Provisions); err != nil {
		t.Errorf("write: %v", err)
	}
	return b.String()
}

// failer is what *testing.T and *rapid.T share here.
type failer interface {
	Helper()
	Errorf(format string, args ...any)
}

// checkReadsBack expects that what was written is read as the same provisions.
func checkReadsBack(t failer, tree document.Tree) {
	t.Helper()
	source := written(t, tree)
	again, err := Read([]byte(source), "")
	if err != nil {
		t.Errorf("read what was written: %v\n%s", err, source)
		return
	}
	if diff := cmp.Diff(again.Provisions, tree.Provisions); diff != "" || again.Title != tree.Title || len(again.Warnings) > 0 {
		t.Errorf("%q became %q, %v (-got +want):\n%s\n%s", tree.Title, again.Title, again.Warnings, diff, source)
	}
}

var wordsDrawn = []string{
	"words", " ", "  ", "\t", "\u00a0", "<b>", "&amp;", "&", "]]>", "<!--", "\"", "'", "1. ", "(a)", "Article 1", "第一条", "المادة", "\u202e", "😀", "\uFFFD", "\u2028", "é",
}

func drawLine(t *rapid.T, most int) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(wordsDrawn), 0, most).Draw(t, "words"), "")
}

func drawInline(t *rapid.T, deep int) string {
	var b strings.Builder
	for range rapid.IntRange(0, 3).Draw(t, "pieces") {
		inner := html.EscapeString(drawLine(t, 4))
		if deep > 0 {
			inner += drawInline(t, deep-1)
		}
		open := rapid.SampledFrom([]string{"", "", "em", "strong", "code", "sub", "sup", "abbr", `span lang="ar" dir="rtl"`, `span dir="auto"`, "q", "s"}).Draw(t, "element")
		if open == "" {
			b.WriteString(inner + rapid.SampledFrom([]string{"", "<br>", `<a href="https://x.test/?a=1&amp;b=(2)">link</a>`}).Draw(t, "between"))
			continue
		}
		name, _, _ := strings.Cut(open, " ")
		b.WriteString("<" + open + ">" + inner + "</" + name + ">")
	}
	return b.String()
}

func drawMarkup(t *rapid.T) string {
	var b strings.Builder
	for range rapid.IntRange(0, 3).Draw(t, "lines") {
		if rapid.IntRange(0, 4).Draw(t, "table") > 0 {
			b.WriteString("<p>" + drawInline(t, 2) + "</p>")
			continue
		}
		b.WriteString("<table>")
		for range rapid.IntRange(1, 3).Draw(t, "rows") {
			fmt.Fprintf(&b, `<tr><th align="right">%s</th><td colspan="2">%s</td></tr>`, drawInline(t, 1), drawInline(t, 1))
		}
		b.WriteString("</table>")
	}
	return b.String()
}

func drawTree(t *rapid.T) document.Tree {
	var parts []document.Part
	for i := range rapid.IntRange(1, 8).Draw(t, "provisions") {
		parts = append(parts, document.Part{
			Depth: rapid.IntRange(0, 3).Draw(t, "depth"), Kind: rapid.SampledFrom(models.ProvisionKinds).Draw(t, "kind"),
			Number:  rapid.SampledFrom([]string{"", "1", "a", "1.2", "§ ", " ", "<1>", "١", "三", "(1)"}).Draw(t, "number"),
			Heading: rapid.SampledFrom([]string{"", "Aim", drawLine(t, 3)}).Draw(t, "heading"),
			WID:     fmt.Sprintf("w-%d", i), Lasting: true, HTML: drawMarkup(t), Preserve: true,
		})
	}
	tree, err := document.Assemble("fr", rapid.SampledFrom([]string{"", "Charter", "a  <b> & c "}).Draw(t, "title"), parts)
	if err != nil {
		t.Fatalf("Assemble: %v", err)
	}
	return tree
}

func TestWrite_readsBackAsTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { checkReadsBack(t, drawTree(t)) })
}

func TestWrite_anEmptyPreambleComesBack(t *testing.T) {
	t.Parallel()
	tree, err := document.Assemble("en", "T", []document.Part{
		{Kind: models.Preamble, WID: "first", Lasting: true}, {Kind: models.Article, Number: "1", WID: "second", Lasting: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	checkReadsBack(t, tree)
}

// realTexts are the texts that people wrote, as trees.
func realTexts(t *testing.T) []document.Tree {
	t.Helper()
	var out []document.Tree
	add := func(format document.Format, language string, path ...string) {
		tree, err := document.Read(format, realInput(t, path...), language)
		if err != nil {
			t.Fatalf("%v: %v", path, err)
		}
		out = append(out, tree)
	}
	for _, language := range []string{"ar", "en", "zh-cn"} {
		add(document.Markdown, language, "contributor-covenant", "2.1."+language+".md")
	}
	for _, language := range []string{"ar", "en", "es", "fr", "ru", "zh"} {
		add(document.HTML, language, "udhr", language+".html")
	}
	for _, version := range []string{"v1.0.0", "v1.1.4", "v1.1.6"} {
		add(document.Markdown, "en", "dpg-standard", "standard."+version+".md")
	}
	return out
}

func TestWrite_realTextsComeBack(t *testing.T) {
	t.Parallel()
	for _, tree := range realTexts(t) {
		if tree.Language == "zh-cn" { // a language is known by its canonical tag
			for i := range tree.Provisions {
				tree.Provisions[i].Language = "zh-CN"
			}
			tree.Language = "zh-CN"
		}
		checkReadsBack(t, tree)
	}
}

// What Akoma Ntoso of others becomes is written and read as the same, too.
func TestWrite_realActsComeBack(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob(filepath.Join("..", "..", "..", "shared", "data", "akoma-ntoso", "examples-wd17", "*.xml"))
	if err != nil || len(names) == 0 {
		t.Skipf("the shared inputs are not beside the repository: %v", err)
	}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		checkReadsBack(t, mustRead(t, string(content)))
	}
}

func TestWrite_naughtyStringsComeBackByteForByte(t *testing.T) {
	t.Parallel()
	var all []string
	if err := json.Unmarshal(realInput(t, "naughty-strings", "blns.json"), &all); err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, s := range all {
		heading := s
		if r := []rune(s); len(r) > document.MaxHeading {
			heading = string(r[:document.MaxHeading])
		}
		tree, err := document.Assemble("en", "T", []document.Part{
			{Kind: models.Article, Number: "1", Heading: heading, WID: "one", Lasting: true, HTML: html.EscapeString(s), Preserve: true},
			{Depth: 1, Kind: models.Point, Number: heading, HTML: "<p>" + html.EscapeString(s) + "</p><p>" + html.EscapeString(s) + "</p>", Preserve: true},
		})
		if err != nil {
			continue // no stored text holds control characters
		}
		read++
		if strings.ContainsAny(s, "\uFFFE\uFFFF") {
			if !strings.Contains(written(t, tree), "\uFFFD") {
				t.Errorf("%q is written with what XML cannot hold", s)
			}
			continue
		}
		checkReadsBack(t, tree)
	}
	if read < 400 {
		t.Errorf("only %d strings", read)
	}
}

func TestWrite_whatXMLCannotHoldIsReplaced(t *testing.T) {
	t.Parallel()
	tree := document.Tree{Language: "en", Title: "a\uFFFEb", Provisions: []models.Provision{
		{WID: "x", EID: "x", Kind: models.Article, Number: "\uFFFF", Heading: "\x01\x0b", Text: "c\uFFFEd", HTML: "c\uFFFEd"},
	}}
	again := mustRead(t, written(t, tree))
	p := again.Provisions[0]
	if again.Title != "a\uFFFDb" || p.Number != "\uFFFD" || p.Heading != "\uFFFD\uFFFD" || p.Text != "c\uFFFDd" {
		t.Errorf("%q %+v", again.Title, p)
	}
}

// TestWrite_validates asks xmllint, which `make test` installs, and the schema of OASIS beside the repository.
func TestWrite_validates(t *testing.T) {
	t.Parallel()
	lint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not installed; make test does it")
	}
	schema, err := filepath.Abs(filepath.Join("..", "..", "..", "shared", "data", "akoma-ntoso", "schema-3.0", "akomantoso30.xsd"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(schema); err != nil {
		t.Skipf("the shared inputs are not beside the repository: %v", err)
	}
	folder := t.TempDir()
	args := []string{"--noout", "--nonet", "--schema", schema}
	add := func(content string) {
		name := filepath.Join(folder, fmt.Sprintf("%d.xml", len(args)))
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, name)
	}
	for _, tree := range realTexts(t) {
		add(written(t, tree))
	}
	drawn := rapid.Custom(drawTree)
	for seed := range 100 {
		add(written(t, drawn.Example(seed)))
	}
	var least strings.Builder
	if err := Write(&least, Meta{}, []models.Provision{{Kind: models.Preamble, Text: "x", HTML: "x"}}); err != nil {
		t.Fatal(err)
	}
	add(least.String())
	if out, err := exec.Command(lint, args...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%.4000s", err, out)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(act("<body><article eId='a'><num>1</num><content><p>a <b>b</b></p><table><tr><td>x</td></tr></table></content></article></body>")))
	f.Add([]byte(act("<preamble xml:space='preserve'><block name='heading'>H</block></preamble><body><p>x</p></body>")))
	f.Add([]byte(`<akomaNtoso xmlns="` + namespace + `"><components><component><doc><meta/><mainBody><p>x</p></mainBody></doc></component></components></akomaNtoso>`))
	f.Fuzz(func(t *testing.T, content []byte) {
		tree, err := Read(content, "en")
		if err != nil {
			return
		}
		if strings.ContainsAny(tree.Title, "\uFFFE\uFFFF") {
			return
		}
		tree.Warnings = nil
		source := written(t, tree)
		again, err := Read([]byte(source), "en")
		if err != nil || len(again.Provisions) != len(tree.Provisions) {
			t.Errorf("%d provisions became %d, %v\n%s", len(tree.Provisions), len(again.Provisions), err, source)
		}
	})
}
