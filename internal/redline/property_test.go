package redline

import (
	"bufio"
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"pgregory.net/rapid"

	"travaux/models"
)

// failer is what *testing.T and *rapid.T share here.
type failer interface {
	Helper()
	Errorf(format string, args ...any)
}

// fold is a text as the white space rule sees it: without any but what ends the cells of tables. Whether a line end
// does is a matter of what stands around it, which may be of either text here.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) && r != '\t' {
			return -1
		}
		return r
	}, s)
}

// apply turns old into new, with old's own characters where the runs are equal.
func apply(edits []Edit, old string) string {
	var b strings.Builder
	for _, e := range edits {
		switch e.Op {
		case Equal:
			b.WriteString(points(old, e.OldStart, e.OldEnd))
		case Insert:
			b.WriteString(e.Text)
		}
	}
	return b.String()
}

// unapply turns new back into old.
func unapply(edits []Edit, text string) string {
	var b strings.Builder
	for _, e := range edits {
		switch e.Op {
		case Equal:
			b.WriteString(points(text, e.NewStart, e.NewEnd))
		case Delete:
			b.WriteString(e.Text)
		}
	}
	return b.String()
}

// clusters are the places, in code points, at which a text may be cut.
func clusters(s string) map[int]bool {
	out, at := map[int]bool{0: true}, 0
	for g := graphemes.FromString(s); g.Next(); {
		at += utf8.RuneCountInString(g.Value())
		out[at] = true
	}
	return out
}

// checkEdits holds a difference to what every difference promises.
func checkEdits(t failer, old, text string, edits []Edit) {
	t.Helper()
	oldAt, newAt := 0, 0
	oldCuts, newCuts := clusters(old), clusters(text)
	var made strings.Builder
	changes := 0
	for i, e := range edits {
		o, n := points(old, e.OldStart, e.OldEnd), points(text, e.NewStart, e.NewEnd)
		if e.OldStart != oldAt || e.NewStart != newAt || o+n == "" {
			t.Errorf("%+v does not go on where the runs before end, %d and %d", e, oldAt, newAt)
		}
		oldAt, newAt = e.OldEnd, e.NewEnd
		if !oldCuts[oldAt] || !newCuts[newAt] {
			t.Errorf("%+v ends inside a grapheme cluster", e)
		}
		if i > 0 && (edits[i-1].Op == e.Op || edits[i-1].Op == Insert && e.Op == Delete) {
			t.Errorf("%s after %s", e.Op, edits[i-1].Op)
		}
		whole := map[Op]string{Equal: n, Insert: n, Delete: o}[e.Op]
		if e.Text != whole || e.Op == Insert && o != "" || e.Op == Delete && n != "" {
			t.Errorf("%+v is not %q", e, whole)
		}
		switch {
		case e.Op == Equal && fold(o) != fold(n):
			t.Errorf("%q and %q are called equal", o, n)
		case e.Op != Equal && blank(e.Text) && !strings.ContainsAny(e.Text, "\t\n"):
			t.Errorf("%+v changes nothing but white space", e)
		}
		if e.Op != Equal {
			changes++
		}
		if e.Op != Delete {
			made.WriteString(e.Text)
		}
	}
	if made.String() != text || oldAt != utf8.RuneCountInString(old) || newAt != utf8.RuneCountInString(text) {
		t.Errorf("made %q, want %q; covered %d and %d", made.String(), text, oldAt, newAt)
	}
	if a, b := fold(apply(edits, old)), fold(text); a != b {
		t.Errorf("applied: %q, want %q", a, b)
	}
	if a, b := fold(unapply(edits, text)), fold(old); a != b {
		t.Errorf("taken back: %q, want %q", a, b)
	}
	if sameTokens(old, text) != (changes == 0) {
		t.Errorf("%d changes between %q and %q", changes, old, text)
	}
}

func sameTokens(a, b string) bool {
	words := lexicon{}
	return slices.Equal(words.cut(a).ids, words.cut(b).ids)
}

// pieces are what hard texts are made of.
var pieces = []string{
	"the", "Party", "shall", "data", "3.1", "l’article", "état", "e\u0301te\u0301", "сторона", "обязана", "الأطراف", "بضمان", "各方", "应当", "个人数据",
	" ", " ", " ", "  ", "\n", "\u00a0", "\u202f", "\t", ".", ",", ";", "(", ")", "。", "،", "…", "«", "»", "-",
	"👩‍👩‍👧", "🇫🇷", "🇨", "\u0301", "\u200d", "\u200f", "\u0600", "\r\n", "\xff", "\xc3", "\xe2\x80", "ำ", "각", "\u1100", "क्षि", "",
}

var drawText = rapid.Custom(func(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 30).Draw(t, "pieces"), "")
})

// drawPair draws two texts, the second often the first one edited.
var drawPair = rapid.Custom(func(t *rapid.T) [2]string {
	a := rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 40).Draw(t, "old")
	b := slices.Clone(a)
	for range rapid.IntRange(0, 6).Draw(t, "edits") {
		from := rapid.IntRange(0, len(b)).Draw(t, "from")
		to := rapid.IntRange(from, min(from+5, len(b))).Draw(t, "to")
		b = slices.Replace(b, from, to, rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 6).Draw(t, "in")...)
	}
	return [2]string{strings.Join(a, ""), strings.Join(b, "")}
})

func TestWords_areAppliedAndTakenBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPair.Draw(t, "texts")
		checkEdits(t, p[0], p[1], Words(p[0], p[1]))
	})
}

func FuzzWords(f *testing.F) {
	f.Add("a b c", "a\nc")
	f.Add("\xff\xc3 x", "\xffx \xc3")
	f.Add("👩‍👩‍👧🇫🇷🇨", "👩🇫 🇷🇨e\u0301")
	f.Fuzz(func(t *testing.T, a, b string) { checkEdits(t, a, b, Words(a, b)) })
}

// drawTree draws provisions that make no tree, with wids and words that stand several times.
var drawTree = rapid.Custom(func(t *rapid.T) []models.Provision {
	wid := rapid.SampledFrom([]string{"", "a", "b", "c", "d", "e", "f", "g", "h", "i", "none"})
	sentence := rapid.SampledFrom([]string{
		"", first, second, "No reservation may be made to this text by anybody at any time.",
		"各方应当在三十日内公布其向公众提供的服务清单，并以六种语言提供。", "Not used.",
	})
	n := rapid.IntRange(0, 12).Draw(t, "provisions")
	out := make([]models.Provision, n)
	for i := range out {
		out[i] = models.Provision{
			WID: wid.Draw(t, "wid"), Parent: wid.Draw(t, "parent"), Position: i + 1,
			Number:  rapid.SampledFrom([]string{"", "1", "2"}).Draw(t, "number"),
			Heading: rapid.SampledFrom([]string{"", "Scope", "Duties of the Parties", "Scope of the text"}).Draw(t, "heading"),
			Text: strings.TrimSpace(strings.Join(rapid.SliceOfN(sentence, 0, 3).Draw(t, "text"), " ") + " " +
				rapid.OneOf(rapid.Just(""), rapid.Just(""), drawText).Draw(t, "more")),
		}
	}
	return out
})

// checkCompared holds an answer to what every answer promises.
func checkCompared(t failer, old, text []models.Provision, got []Provision) {
	t.Helper()
	from, to, ids := make([]int, len(old)), make([]int, len(text)), map[string]bool{}
	last := -1
	for _, p := range got {
		var older, newer models.Provision
		if p.From >= 0 {
			from[p.From]++
			older = old[p.From]
		}
		if p.To >= 0 {
			to[p.To]++
			newer = text[p.To]
			if p.To <= last {
				t.Errorf("%d after %d", p.To, last)
			}
			last = p.To
		}
		if !slices.Contains(models.FateValues, p.Fate) {
			t.Errorf("fate %q", p.Fate)
		}
		for _, c := range p.Changes {
			if ids[c.ID] {
				t.Errorf("id %s twice", c.ID)
			}
			ids[c.ID] = true
			checkChange(t, c, old, older, newer)
		}
	}
	for i, n := range slices.Concat(from, to) {
		if n != 1 {
			t.Errorf("provision %d is told %d times", i, n)
		}
	}
}

func checkChange(t failer, c Change, old []models.Provision, older, newer models.Provision) {
	t.Helper()
	part := func(p models.Provision) string {
		return map[string]string{PartNumber: p.Number, PartHeading: p.Heading, PartText: p.Text}[c.Part]
	}
	if points(part(newer), c.Start, c.End) != c.New {
		t.Errorf("%+v is not in %q", c, part(newer))
	}
	from := []models.Provision{older}
	if c.Source != "" {
		from = slices.DeleteFunc(slices.Clone(old), func(p models.Provision) bool { return p.WID != c.Source })
	}
	there := func(p models.Provision) bool {
		s := part(p)
		return c.OldEnd <= utf8.RuneCountInString(s) && points(s, c.OldStart, c.OldEnd) == c.Old
	}
	if !slices.ContainsFunc(from, there) {
		t.Errorf("%+v was not in %+v", c, from)
	}
	if op := map[bool]string{c.New == "": OpDelete, c.Old == "": OpInsert}[true]; op != "" && op != c.Op {
		t.Errorf("%+v is no %s", c, c.Op)
	}
}

func compareKeepsItsPromises(t *rapid.T) {
	a := drawTree.Draw(t, "old")
	b := rapid.OneOf(drawTree, rapid.Custom(func(t *rapid.T) []models.Provision {
		return rapid.Permutation(a).Draw(t, "order")
	})).Draw(t, "new")
	there, back := Compare(a, b), Compare(b, a)
	checkCompared(t, a, b, there)
	checkCompared(t, b, a, back)
	f, g := fates(there), fates(back)
	for fate, mirrored := range map[models.Fate]models.Fate{
		models.FateInserted: models.FateRemoved, models.FateRemoved: models.FateInserted,
		models.FateSplit: models.FateJoined, models.FateJoined: models.FateSplit,
	} {
		if f[fate] != g[mirrored] {
			t.Errorf("%d %s, the other way round %d %s", f[fate], fate, g[mirrored], mirrored)
		}
	}
	for _, p := range Compare(a, a) {
		if p.Fate != models.FateUnchanged || p.From != p.To || len(p.Changes) > 0 || p.Moved || p.Renumbered {
			t.Errorf("compared with itself: %+v", p)
		}
	}
	if fmt.Sprint(there) != fmt.Sprint(Compare(a, b)) {
		t.Errorf("compared again, the answer is another")
	}
}

func TestCompare_keepsItsPromises(t *testing.T) {
	t.Parallel()
	rapid.Check(t, compareKeepsItsPromises)
}

func FuzzCompare(f *testing.F) { f.Fuzz(rapid.MakeFuzz(compareKeepsItsPromises)) }

// TestWords_neverCutACluster changes every test text of Unicode at every place
// where it may be broken, and looks for cuts where it may not be.
func TestWords_neverCutACluster(t *testing.T) {
	t.Parallel()
	tried := 0
	for _, name := range []string{"GraphemeBreakTest.txt", "WordBreakTest.txt"} {
		for lines := bufio.NewScanner(bytes.NewReader(real(t, "unicode-segmentation", name))); lines.Scan(); {
			line, _, _ := strings.Cut(lines.Text(), "#")
			var parts []string
			for _, field := range strings.Fields(line) {
				code, err := strconv.ParseUint(field, 16, 32)
				switch {
				case err != nil && field == "÷":
					parts = append(parts, "")
				case err == nil:
					parts[len(parts)-1] += string(rune(code))
				}
			}
			text := strings.Join(parts, "")
			for i := range parts {
				other := strings.Join(slices.Concat(parts[:i], []string{"x"}, parts[min(i+1, len(parts)):]), "")
				checkEdits(t, text, other, Words(text, other))
				checkEdits(t, other, text, Words(other, text))
				tried++
			}
		}
	}
	if tried < 2000 {
		t.Errorf("only %d texts tried", tried)
	}
}
