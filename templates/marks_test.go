package templates

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"travaux/models"
)

func TestMarked_setsWordsOff(t *testing.T) {
	t.Parallel()
	n := func(s string) string { return `<span class="n" data-skip aria-hidden="true">` + s + `</span>` }
	for name, c := range map[string]struct {
		text, html string
		marks      []Mark
		want       string
	}{
		"plain":                         {"open and safe", "", []Mark{{5, 8, 3}}, "open <mark>and</mark>" + n("3") + " safe"},
		"at the end":                    {"open", "", []Mark{{0, 4, 1}}, "<mark>open</mark>" + n("1")},
		"code points, not bytes":        {"été 😀 fin", "", []Mark{{4, 5, 2}}, "été <mark>😀</mark>" + n("2") + " fin"},
		"escaped":                       {"a < b & c", "", []Mark{{2, 5, 1}}, "a <mark>&lt; b</mark>" + n("1") + " &amp; c"},
		"a line break counts one":       {"a\nb", "a<br>b", []Mark{{2, 3, 1}}, "a<br><mark>b</mark>" + n("1")},
		"across inline markup":          {"a bc d", "a <em>bc</em> d", []Mark{{0, 4, 1}}, "<mark>a </mark><em><mark>bc</mark>" + n("1") + "</em> d"},
		"overlapping are one":           {"abcdef", "", []Mark{{2, 5, 2}, {0, 3, 1}}, "<mark>abcde</mark>" + n("3") + "f"},
		"touching are two":              {"abcd", "", []Mark{{0, 2, 1}, {2, 4, 1}}, "<mark>ab</mark>" + n("1") + "<mark>cd</mark>" + n("1")},
		"without a number":              {"ab", "", []Mark{{0, 1, 0}}, "<mark>a</mark>b"},
		"HTML that says something else": {"ab", "<em>xy</em>", []Mark{{0, 1, 1}}, "<em>xy</em>"},
		"empty mark":                    {"ab", "", []Mark{{1, 1, 4}}, "ab"},
	} {
		got := string(marked(models.Provision{Text: c.text, HTML: c.html}, c.marks))
		if d := cmp.Diff(got, c.want); d != "" {
			t.Errorf("%s (-got +want):\n%s", name, d)
		}
	}
}

func TestMarked_neverChangesTheText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("ab <>&\"é😀ن\n"))).Draw(t, "text")
		marks := rapid.SliceOf(rapid.Custom(func(t *rapid.T) Mark {
			start := rapid.IntRange(0, 12).Draw(t, "start")
			return Mark{start, start + rapid.IntRange(0, 8).Draw(t, "length"), 0}
		})).Draw(t, "marks")
		if got := plainText(string(marked(models.Provision{Text: text}, marks))); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	})
}

func TestSentences_keepEveryCharacter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("ab .!?؟。\n3"))).Draw(t, "text")
		if strings.TrimSpace(text) == "" {
			return
		}
		if got := strings.TrimRight(strings.Join(sentences(text), ""), " \n"); got != strings.TrimRight(text, " \n") {
			t.Errorf("got %q, want %q", got, text)
		}
	})
}

func TestSentences_offerEachWithItsPlace(t *testing.T) {
	t.Parallel()
	p := CommentFormPage{Kind: models.TargetProvision, Provision: &models.Provision{WID: "a", Text: "Été 1.5 long. Second one? 三。"}}
	p.Path = "/x"
	var got []string
	for _, s := range p.Sentences() {
		got = append(got, s.Text+" "+s.Path)
	}
	want := []string{
		"Été 1.5 long. /x?end=13&exact=%C3%89t%C3%A9+1.5+long.&kind=range&on=a&start=0",
		"Second one? /x?end=25&exact=Second+one%3F&kind=range&on=a&start=14",
		"三。 /x?end=28&exact=%E4%B8%89%E3%80%82&kind=range&on=a&start=26",
	}
	if d := cmp.Diff(got, want); d != "" {
		t.Errorf("(-got +want):\n%s", d)
	}
}

func TestBlocks_countWhatIsBelowAndSayWhatEnds(t *testing.T) {
	t.Parallel()
	p := ReaderPage{Reading: sampleReading()}
	type row struct {
		Below  int
		Ends   bool
		Called string
	}
	got := map[string]row{}
	for _, b := range p.Blocks() {
		got[b.WID] = row{b.Below, b.Ends, string(b.Called.Kind) + " " + b.Called.Number}
	}
	for wid, want := range map[string]row{
		"art-2": {35, false, "article 2"}, "art-2-2": {23, false, "article 2.2"}, "art-2-3": {0, true, "article 2.3"},
		"art-1-2-a": {0, false, "article 1.2.a"}, "preamble-1": {0, false, "preamble 1"},
	} {
		if got[wid] != want {
			t.Errorf("%s: got %+v, want %+v", wid, got[wid], want)
		}
	}
}
