package anchor

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"travaux/models"
)

// squeezed is a text without its white space.
func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// runeByte is the byte at which a code point begins.
func runeByte(tb interface{ Fatalf(string, ...any) }, text string, runes int) int {
	at, ok := byteOffset(text, runes)
	if !ok {
		tb.Fatalf("offset %d is not in %q", runes, text)
	}
	return at
}

// checkCarried holds what is true of every answer: a carried anchor lies inside the
// new text, cuts no grapheme cluster that the quote cut not, and has the quoted words
// where it is said to.
func checkCarried(tb interface {
	Errorf(string, ...any)
	Fatalf(string, ...any)
}, got Carried, q Quote, is []models.Provision,
) {
	if got.Confidence < 0 || got.Confidence > 1 || !slices.Contains(models.AnchorStates, got.State) {
		tb.Errorf("%+v", got)
	}
	at := slices.IndexFunc(is, func(p models.Provision) bool { return p.WID == got.WID })
	placed := got.State == models.AnchorExact || got.State == models.AnchorMoved || got.State == models.AnchorTextChanged
	if at < 0 {
		if placed || got.WID != "" {
			tb.Errorf("no provision %q: %+v", got.WID, got)
		}
		return
	}
	if got.Quote == (Quote{}) && !placed {
		return
	}
	text := is[at].Text
	from, to := runeByte(tb, text, got.Quote.Start), runeByte(tb, text, got.Quote.End)
	if from > to || text[from:to] != got.Quote.Exact {
		tb.Errorf("%+v says it stands in %q, where %q is", got, text, text[min(from, to):max(from, to)])
	}
	if !strings.HasSuffix(text[:from], got.Quote.Prefix) || !strings.HasPrefix(text[to:], got.Quote.Suffix) {
		tb.Errorf("%+v: other words are around it in %q", got, text)
	}
	switch got.State {
	case models.AnchorExact, models.AnchorMoved:
		if squeezed(got.Quote.Exact) != squeezed(q.Exact) {
			tb.Errorf("%q is carried as %+v", q.Exact, got)
		}
	case models.AnchorTextChanged:
		if got.Quote.Exact == "" || !mayCut(text, from) || !mayCut(text, to) {
			tb.Errorf("%q is carried as %+v, in %q", q.Exact, got, text)
		}
	}
}

// pieces are what texts of the properties are made of; repetitions are likely.
var pieces = []string{
	"data ", "all ", "the ", "members ", "shall ", "report", ". ", ", ", "\n", " ", "البيانات ", "حق ", "数", "据", "权", "e\u0301", family,
	"🇰🇪", "क्षि", "กำ", " \u0301", "\u200d", "\r\n", "\u00a0", "3.5 ", "l’eau ",
}

var someText = rapid.Custom(func(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 25).Draw(t, "pieces"), "")
})

// someVersion makes a tree: each provision is in the one before it, or beside.
var someVersion = rapid.Custom(func(t *rapid.T) []models.Provision {
	var out []models.Provision
	for i := range rapid.IntRange(1, 6).Draw(t, "provisions") {
		p := models.Provision{WID: fmt.Sprint("p", i), Kind: models.Paragraph, Text: someText.Draw(t, "text")}
		if i > 0 && rapid.Bool().Draw(t, "below") {
			p.Parent, p.Depth = out[i-1].WID, out[i-1].Depth+1
		}
		out = append(out, p)
	}
	return out
})

// nextVersion changes some provisions, drops some, moves some, renames some.
func nextVersion(t *rapid.T, old []models.Provision) []models.Provision {
	out := slices.Clone(old)
	for i := range out {
		switch rapid.IntRange(0, 6).Draw(t, "change") {
		case 0:
			out[i].Text = someText.Draw(t, "text")
		case 1:
			text := out[i].Text
			at := rapid.IntRange(0, len(text)).Draw(t, "at")
			for !utf8.ValidString(text[:at]) {
				at--
			}
			out[i].Text = text[:at] + someText.Draw(t, "put in") + text[at:]
		case 2:
			out[i].Text = strings.ReplaceAll(out[i].Text, " ", "\n ")
		case 3:
			out[i].WID = fmt.Sprint("n", i)
		case 4:
			k := rapid.IntRange(0, len(out)-1).Draw(t, "with")
			out[i], out[k] = out[k], out[i]
		}
	}
	return out[:rapid.IntRange(0, len(out)).Draw(t, "left")]
}

// someQuote takes words of a text, between grapheme clusters.
func someQuote(t *rapid.T, text string) (Quote, bool) {
	var cuts []int
	for at := range text + "." {
		if mayCut(text, at) {
			cuts = append(cuts, at)
		}
	}
	if len(cuts) < 2 {
		return Quote{}, false
	}
	i := rapid.IntRange(0, len(cuts)-2).Draw(t, "from")
	j := rapid.IntRange(i+1, min(len(cuts)-1, i+30)).Draw(t, "to")
	return describe(text, text[cuts[i]:cuts[j]], cuts[i]), true
}

func TestCarry_everyAnswerIsTrueOfTheNewText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		old := someVersion.Draw(t, "old")
		is := nextVersion(t, old)
		c := NewCarrier(old, is)
		for _, p := range old {
			if q, ok := someQuote(t, p.Text); ok {
				got := c.Range(p.WID, q)
				checkCarried(t, got, q, is)
				checkUncut(t, got, is)
			}
			checkPlace(t, c.Provision(p.WID), is)
			checkPlace(t, c.Insertion(p.WID), is)
		}
	})
}

// checkUncut fails where an anchor begins or ends inside a grapheme cluster.
func checkUncut(t *rapid.T, got Carried, is []models.Provision) {
	for _, p := range is {
		if p.WID == got.WID && got.Quote != (Quote{}) {
			if !mayCut(p.Text, runeByte(t, p.Text, got.Quote.Start)) || !mayCut(p.Text, runeByte(t, p.Text, got.Quote.End)) {
				t.Errorf("%+v cuts a character of %q", got, p.Text)
			}
			return
		}
	}
}

func checkPlace(t *rapid.T, got Carried, is []models.Provision) {
	there := got.WID == "" || slices.ContainsFunc(is, func(p models.Provision) bool { return p.WID == got.WID })
	if !there || got.Confidence < 0 || got.Confidence > 1 {
		t.Errorf("%+v is not in the new text", got)
	}
}

func TestCarry_toTheSameTextIsExact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		old := someVersion.Draw(t, "old")
		c := NewCarrier(old, slices.Clone(old))
		for _, p := range old {
			if q, ok := someQuote(t, p.Text); ok {
				want := Carried{State: models.AnchorExact, WID: p.WID, Quote: q, Confidence: 1}
				if diff := cmp.Diff(c.Range(p.WID, q), want); diff != "" {
					t.Fatalf("%q of %q (-got +want):\n%s", q.Exact, p.Text, diff)
				}
			}
			want := Carried{State: models.AnchorExact, WID: p.WID, Confidence: 1}
			if diff := cmp.Diff([]Carried{c.Provision(p.WID), c.Insertion(p.WID)}, []Carried{want, want}); diff != "" {
				t.Fatalf("%s (-got +want):\n%s", p.WID, diff)
			}
		}
	})
}

// TestCarry_wordsPutInElsewhereLoseNothing: quotes of some length keep their state
// while words that the text has not are put in before and after them.
func TestCarry_wordsPutInElsewhereLoseNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var words []string
		for i := range rapid.IntRange(12, 60).Draw(t, "words") {
			words = append(words, fmt.Sprintf("w%dw", i))
		}
		from := rapid.IntRange(0, len(words)-1).Draw(t, "from")
		to := rapid.IntRange(from+1, min(len(words), from+8)).Draw(t, "to")
		var now []string
		news := 0
		for i, w := range words {
			// At most one new word beside each old one, in every second place on average.
			if (i <= from || i >= to) && rapid.IntRange(0, 3).Draw(t, "put in") == 0 {
				now = append(now, fmt.Sprintf("n%dn", news))
				news++
			}
			now = append(now, w)
		}
		quote := strings.Join(words[from:to], " ")
		got := NewCarrier(text("a: "+strings.Join(words, " ")), text("a: "+strings.Join(now, " "))).Range("a", Quote{Exact: quote + " "}.trimmed())
		if got.State != models.AnchorExact || got.Quote.Exact != quote {
			t.Fatalf("%q in %q: %+v", quote, now, got)
		}
	})
}

func (q Quote) trimmed() Quote { q.Exact = strings.TrimSpace(q.Exact); return q }

// TestTokens_keepGraphemeClustersWhole holds the bounds of tokens to mayCut, and
// covers all that is not white space.
func TestTokens_keepGraphemeClustersWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := someText.Draw(t, "text")
		end := 0
		for _, k := range (vocabulary{}).tokens(text) {
			if !mayCut(text, int(k.at)) || !mayCut(text, int(k.to)) {
				t.Fatalf("token %q of %q cuts a character", text[k.at:k.to], text)
			}
			if squeezed(text[end:k.at]) != "" || utf8.RuneCountInString(text[:k.at]) != int(k.start) || utf8.RuneCountInString(text[:k.to]) != int(k.end) {
				t.Fatalf("token %q of %q: %+v after %d", text[k.at:k.to], text, k, end)
			}
			end = int(k.to)
		}
		if squeezed(text[end:]) != "" {
			t.Fatalf("%q is in no token", text[end:])
		}
	})
}

func FuzzCarry(f *testing.F) {
	f.Add("Each Party shall ensure", "Each Signatory shall ensure", "other words", "shall", "", "", 11, 16)
	f.Add("aaa", "aa", "a", "aa", "", "", 1, 3)
	f.Add("e\u0301\xff\xc3", "\xc3\xa9", "\xff", "\xc3", "", "", -1, 1<<62)
	f.Add(family+" \u0301", family+family, " \u0301", "👩", "\u200d", "\u200d", 2, 3)
	f.Add("data data data", "data data", "data", "data", "", " data", 0, 4)
	f.Fuzz(func(t *testing.T, old, new, other, exact, prefix, suffix string, start, end int) {
		was := []models.Provision{{WID: "a", Text: old}, {WID: "b", Parent: "a", Depth: 1, Text: other}}
		is := []models.Provision{{WID: "b", Text: new}, {WID: "c", Parent: "a", Text: other + new}, {WID: "a", Text: new}}
		q := Quote{exact, prefix, suffix, start, end}
		for _, next := range [][]models.Provision{is, is[1:], is[:1], is[:2], nil, was} {
			c := NewCarrier(was, next)
			checkCarried(t, c.Range("a", q), q, next)
			checkCarried(t, c.Range("b", q), q, next)
			for _, wid := range []string{"a", "b", "?"} {
				c.Provision(wid)
				c.Insertion(wid)
			}
		}
		if at, err := Locate(old, q); err == nil {
			got := NewCarrier(was, was).Range("a", q)
			if diff := cmp.Diff(got, Carried{State: models.AnchorExact, WID: "a", Quote: at, Confidence: 1}); diff != "" {
				t.Errorf("to the same text (-got +want):\n%s", diff)
			}
		}
	})
}
