package document

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"travaux/models"
)

func TestCanonical_bytes(t *testing.T) {
	t.Parallel()
	ps := []models.Provision{
		{Position: 2, WID: "art-1-par-1", Parent: "art-1", Kind: models.Paragraph, Number: "1°", HTML: "\u2028\u2029 😀 \"q\" \\ / <b>&amp;</b> é e\u0301 \x7f \t\n\r\b\f\x01", Text: "not hashed"},
		{Position: 1, WID: "art-1", Kind: models.Article, Number: "1", Heading: "Aim"},
	}
	want := `{"draft":"charter","language":"en","provisions":[` +
		`{"heading":"Aim","html":"","kind":"article","number":"1","parent":"","wid":"art-1"},` +
		`{"heading":"","html":"` + "\u2028\u2029 😀 " + `\"q\" \\ / <b>&amp;</b> é e` + "\u0301 \x7f " + `\t\n\r\b\f\u0001","kind":"paragraph","number":"1°","parent":"art-1","wid":"art-1-par-1"}],"version":2}`
	got := Canonical("charter", 2, "en", ps)
	if diff := cmp.Diff(string(got), want); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
	if got := string(Canonical("d", 0, "fr", nil)); got != `{"draft":"d","language":"fr","provisions":[],"version":0}` {
		t.Errorf("empty: %s", got)
	}
	if got := Sum([]byte("abc")); got != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" {
		t.Errorf("Sum: %s", got)
	}
}

func TestCanonical_isJSONOfTheSameWords(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.String().Draw(t, "html")
		var got struct{ Provisions []struct{ HTML string } }
		if err := json.Unmarshal(Canonical("d", 1, "en", []models.Provision{{HTML: want}}), &got); err != nil {
			t.Fatal(err)
		}
		if got.Provisions[0].HTML != want {
			t.Errorf("%q became %q", want, got.Provisions[0].HTML)
		}
	})
}

func TestRenderComment(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"":                         "",
		" \n\n ":                   "",
		"one":                      "<p>one</p>",
		"a\nb\n\n\nc\n \t\nd\n":    "<p>a<br>b</p><p>c</p><p>d</p>",
		"<b onclick=x>&amp; *x*":   "<p>&lt;b onclick=x&gt;&amp;amp; *x*</p>",
		"https://x.test 'q' \"r\"": "<p>https://x.test &#39;q&#39; &#34;r&#34;</p>",
	}
	for body, want := range cases {
		if got := RenderComment(body); got != want {
			t.Errorf("RenderComment(%q) = %q, want %q", body, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		got := RenderComment(rapid.String().Draw(t, "body"))
		for _, tag := range []string{"<p>", "</p>", "<br>"} {
			got = strings.ReplaceAll(got, tag, "")
		}
		if strings.ContainsAny(got, "<>\"'") {
			t.Errorf("unescaped: %q", got)
		}
	})
}

func wids(t Tree) (out []string) {
	for _, p := range t.Provisions {
		out = append(out, p.WID)
	}
	return out
}

func TestIdentify_keepsAndMakesWids(t *testing.T) {
	t.Parallel()
	const before = "## Article 1 Aim\n\n1. apples are red and sweet here\n2. pears are green and sour here\n3. nuts\n\n## Article 2 Means\n\nmoney\n"
	cases := map[string]struct {
		after string
		want  []string
	}{
		"an insertion renumbers but does not rename": {
			"## Article 1 Aim\n\n1. apples are red and sweet here\n2. new\n3. pears are green and sour here\n4. nuts\n\n## Article 2 Means\n\nmoney\n",
			[]string{"art-1", "art-1-par-1", "art-1-par-2_2", "art-1-par-2", "art-1-par-3", "art-2"},
		},
		"an edit in place keeps its wid": {
			"## Article 1 Aim\n\n1. entirely other\n2. pears are green and sour here\n3. nuts\n\n## Article 2 Ways\n\nmoney, time\n",
			[]string{"art-1", "art-1-par-1", "art-1-par-2", "art-1-par-3", "art-2"},
		},
		"an edited one is found under another number": {
			"## Article 1 Aim\n\n1. pears are green and very sour here\n2. nuts\n\n## Article 2 Means\n\nmoney\n",
			[]string{"art-1", "art-1-par-2", "art-1-par-3", "art-2"},
		},
		"a new article before another": {
			"## Article 1 Start\n\nx\n\n## Article 2 Aim\n\n1. apples are red and sweet here\n2. pears are green and sour here\n3. nuts\n\n## Article 3 Means\n\nmoney\n",
			[]string{"art-1_2", "art-1", "art-1-par-1", "art-1-par-2", "art-1-par-3", "art-2"},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			one, two := mustRead(t, Markdown, before), mustRead(t, Markdown, c.after)
			Identify(&two, one.Provisions, nil)
			checkTree(t, two)
			if diff := cmp.Diff(wids(two), c.want); diff != "" {
				t.Errorf("(-got +want):\n%s", diff)
			}
		})
	}
}

func TestIdentify_neverReusesAWidOfTheDraft(t *testing.T) {
	t.Parallel()
	tree := mustRead(t, Markdown, "## Article 1\n\nx\n")
	Identify(&tree, nil, func(wid string) bool { return wid == "art-1" || wid == "art-1_2" })
	if tree.Provisions[0].WID != "art-1_3" || tree.Provisions[0].EID != "art_1" {
		t.Errorf("%+v", tree.Provisions[0])
	}
}

func TestRead_widsAndEids(t *testing.T) {
	t.Parallel()
	tree := mustRead(t, Markdown, "before\n\n# Part I\n\n## Article 3\n\n2. x\n   - (a) y\n   - (b) z\n\n# Part II\n\n## 第四条\n\n- p\n- q\n\n## Annexe\n")
	var eids []string
	for _, p := range tree.Provisions {
		eids = append(eids, p.EID)
	}
	if diff := cmp.Diff(wids(tree), []string{"preamble", "part-i", "art-3", "art-3-par-2", "art-3-par-2-pnt-a", "art-3-par-2-pnt-b", "part-ii", "art-4", "art-4-pnt-1", "art-4-pnt-2", "annex"}); diff != "" {
		t.Errorf("wids (-got +want):\n%s", diff)
	}
	if diff := cmp.Diff(eids, []string{"preamble", "part_i", "part_i__art_3", "part_i__art_3__para_2", "part_i__art_3__para_2__point_a", "part_i__art_3__para_2__point_b", "part_ii", "part_ii__art_4", "part_ii__art_4__point_1", "part_ii__art_4__point_2", "part_ii__annex"}); diff != "" {
		t.Errorf("eids (-got +want):\n%s", diff)
	}
}

func TestAlign_reportsAndNeverGuesses(t *testing.T) {
	t.Parallel()
	source := mustRead(t, Markdown, "## Article 1\n\n1. a\n2. b\n3. c\n\n- p\n- q\n\n## Article 2\n")
	other := mustRead(t, Markdown, "## Article 1\n\n1. a\n2. b\n\n- p\n\n## Article 3\n")
	want := []string{"art-1-par-3", "art-1-pnt-1", "art-1-pnt-2", "art-2", "position:4", "position:5"}
	if diff := cmp.Diff(Align(&other, source.Provisions), want); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
	if diff := cmp.Diff(wids(other), []string{"art-1", "art-1-par-1", "art-1-par-2", "", ""}); diff != "" {
		t.Errorf("wids (-got +want):\n%s", diff)
	}
}
