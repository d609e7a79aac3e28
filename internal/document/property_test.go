package document

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

var widForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)

// strip removes the tags of sanitised HTML and reads <br> as LF.
func strip(markup string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(markup))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.WriteString(html.UnescapeString(string(z.Raw())))
		case html.StartTagToken, html.SelfClosingTagToken:
			if name, _ := z.TagName(); string(name) == "br" {
				b.WriteByte('\n')
			}
		}
	}
}

// failer is what *testing.T and *rapid.T share here.
type failer interface {
	Helper()
	Errorf(format string, args ...any)
}

// checkTree holds a tree to what every tree promises.
func checkTree(t failer, tree Tree) {
	t.Helper()
	seen, eids := map[string]bool{}, map[string]bool{}
	depth := map[string]int{"": -1}
	for i, p := range tree.Provisions {
		if p.Position != i+1 {
			t.Errorf("position %d at %d", p.Position, i+1)
		}
		if !widForm.MatchString(p.WID) || seen[p.WID] || eids[p.EID] || p.EID == "" {
			t.Errorf("wid %q or eid %q is wrong or used twice", p.WID, p.EID)
		}
		if above, ok := depth[p.Parent]; !ok || above != p.Depth-1 {
			t.Errorf("%s: parent %q for depth %d", p.WID, p.Parent, p.Depth)
		}
		seen[p.WID], eids[p.EID], depth[p.WID] = true, true, p.Depth
		if got := strip(p.HTML); got != p.Text {
			t.Errorf("html and text of %s differ:\n%s", p.WID, cmp.Diff(got, p.Text))
		}
		if policy.Sanitize(p.HTML) != p.HTML {
			t.Errorf("%s: sanitising again changes %q", p.WID, p.HTML)
		}
		if strings.IndexFunc(p.Text+p.Heading+p.Number, isRefused) >= 0 {
			t.Errorf("%s holds a control character", p.WID)
		}
	}
}

var pieces = []string{
	"<p>", "</p>", "<br>", "<b>", "</b>", "<i>", "</i>", "<a href='https://x.test/?a=1&b=2'>", "<a href=javascript:x>", "</a>",
	"<ul>", "<ol start=3>", "<li>", "</li>", "</ul>", "</ol>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<pre>", "</pre>",
	"<h1>", "<h2>", "</h2>", "<h3>", "<div>", "</div>", "<span lang=ar dir=rtl>", "</span>", "<svg>", "<script>", "</script>",
	"Article 1 ", "1. ", "2) ", "(a) ", "(b) ", "1° ", "&nbsp;", "&lt;b&gt;", "&amp;", "\"'", " ", "\n", "words ", "第一条 ", "(أ) ", "😀",
	"<div data-provisions>", `<section id="a" data-kind="article">`, `<div class="words">`, "</section>", `<span class="number">1</span>`,
	"# ", "## ", "\n\n", "- ", "| a | b |\n|---|---|\n| c | d |\n", "*", "`", "> ", "<", "&#13;", "\t",
}

func TestRead_everyTreeKeepsItsPromises(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		content := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 60).Draw(t, "pieces"), "")
		for _, format := range []Format{HTML, Markdown} {
			tree, err := Read(format, []byte(content), "en")
			if err != nil {
				continue
			}
			checkTree(t, tree)
			again := tree
			if missing := Align(&again, tree.Provisions); len(missing) > 0 {
				t.Errorf("does not align with itself: %v", missing)
			}
		}
	})
}

func TestIdentify_sameTextKeepsEveryWid(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		content := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 40).Draw(t, "pieces"), "")
		one, err := Read(HTML, []byte(content), "en")
		if err != nil {
			return
		}
		two, _ := Read(HTML, []byte(content), "en")
		for i := range one.Provisions {
			one.Provisions[i].WID += "x"
		}
		Identify(&two, one.Provisions, nil)
		for i, p := range two.Provisions {
			if p.WID != one.Provisions[i].WID && p.Heading+p.Text+p.Number != "" {
				t.Errorf("provision %d was %s, is %s", i+1, one.Provisions[i].WID, p.WID)
			}
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("# T\n\n1. a\n   - (a) b\n"))
	f.Add([]byte("<h2>Article 1</h2><p>1° a<br>2° b<table><tr><td>x"))
	f.Add([]byte(`<h1>T</h1><div data-provisions><section id="a" data-kind="article"><h2><span class="number">1</span></h2><div class="words"><p>x</p></div></section></div>`))
	f.Add([]byte("+++\n+++\n---\na: b\n---\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, format := range []Format{Detect(content), HTML, Markdown} {
			if tree, err := Read(format, content, "en"); err == nil {
				checkTree(t, tree)
			}
		}
	})
}

func TestRead_noScriptSurvives(t *testing.T) {
	t.Parallel()
	attacks := []string{
		`<a href="javascript:alert(1)">x</a>`, `<a href=" jav&#x09;ascript:alert(1)">x</a>`, `<a href="data:text/html,x">x</a>`,
		`<a href="//evil.test">x</a>`, `<b onclick="alert(1)" style="color:red">x</b>`, `<svg onload=alert(1)><p>x</p></svg>x`,
		`<math><mtext><script>alert(1)</script></mtext></math>x`, `<style>p{}</style>x`, `<img src=x onerror=alert(1) alt="x">`,
		`<iframe srcdoc="<script>alert(1)</script>"></iframe>x`, `<table background="javascript:alert(1)"><tr><td onclick=a>x</table>`,
		`<span lang='"><script>' dir=x>x</span>`, `<form action=javascript:x><button formaction=javascript:y>y</button></form>x`,
		"[x](javascript:alert(1))", "<scr<script>ipt>alert(1)</script>x", "&lt;script&gt;x", `<a href="https://e.test/&quot;onclick=x">x</a>`,
	}
	forbidden := regexp.MustCompile(`(?i)<(script|svg|math|style|iframe|img|form|button)|<[^>]*\s(on\w+|style|srcdoc|background)=|href="(javascript|data|//)`)
	for _, attack := range attacks {
		for _, format := range []Format{HTML, Markdown} {
			tree, err := Read(format, []byte("<h2>A</h2>\n\n"+attack), "en")
			if err != nil {
				t.Errorf("%s: %v", attack, err)
				continue
			}
			checkTree(t, tree)
			if p := tree.Provisions[0]; forbidden.MatchString(p.HTML) || !strings.Contains(p.Text, "x") {
				t.Errorf("%s gives %q", attack, p.HTML)
			}
		}
	}
}

func TestRead_hostileInputEndsSoon(t *testing.T) {
	t.Parallel()
	const size = 1 << 18
	stairs := ""
	for i := range 500 {
		stairs += strings.Repeat("  ", i) + "- x\n"
	}
	for _, piece := range []string{"<a>", "<b>", "<b><p>", "<table>", "[", "![", "*a ", "`", "<h2>", "- ", "> ", "1. ", "|", "<ul><li>", "&#", "(a) b<br>", "***a", "\\", "<!--", "<a href=x>", "<b>(a)</b> b<br>", "<td>x", "<b>x</b>", stairs} {
		for _, format := range []Format{HTML, Markdown} {
			start := time.Now()
			_, _ = Read(format, []byte(strings.Repeat(piece, size/len(piece))), "en")
			if took := time.Since(start); took > 30*time.Second {
				t.Errorf("%.20q as %s took %s", piece, format, took)
			}
		}
	}
}
