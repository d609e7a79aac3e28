package anchor

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"travaux/internal/redline"
	"travaux/models"
)

// plantedAnchor is a comment on words whose fate is known.
type plantedAnchor struct {
	wid   string
	quote Quote
	words []plantedWord
}

// anchors gives n comments on one to twelve words of one sentence or two.
func (p *planted) anchors(n int, ps []plantedProvision, text []models.Provision, at map[int]stood) []plantedAnchor {
	var out []plantedAnchor
	for len(out) < n {
		i := p.rand.IntN(len(ps))
		words := slices.Concat(ps[i].sentences...)
		if len(words) == 0 {
			continue
		}
		from := p.rand.IntN(len(words))
		words = words[from:min(len(words), from+1+p.rand.IntN(12))]
		out = append(out, anchorOn(ps[i].wid, words, text[i].Text, at))
	}
	return out
}

// anchorOn is a comment on words that follow one another.
func anchorOn(wid string, words []plantedWord, text string, at map[int]stood) plantedAnchor {
	start, end := at[words[0].id].start, at[words[len(words)-1].id].end
	q, err := Locate(text, Quote{Exact: text[start:end], Start: start, End: end})
	if err != nil {
		panic(err)
	}
	return plantedAnchor{wid, q, words}
}

// tally compares what was answered with what is true.
type tally struct {
	whole, found, wrong     int // all words stand together still; found so; found at other words
	part, partWrong         int // text_changed; where none of the words is
	removed, removedWrong   int // text_removed; though all words stand together
	detached, detachedWhole int
}

func (t tally) String() string {
	return fmt.Sprintf("exact and moved: precision %.2f %% (%d of %d), recall %.1f %% of %d; text_changed %d, %d of them without one of the words; "+
		"text_removed %d, %d of them though the words are there; detached %d, %d of them though they are",
		100*float64(t.found)/float64(max(1, t.found+t.wrong)), t.found, t.found+t.wrong, 100*float64(t.found)/float64(max(1, t.whole)), t.whole,
		t.part, t.partWrong, t.removed, t.removedWrong, t.detached, t.detachedWhole)
}

// whole tells whether the words stand together still, and where.
func (a plantedAnchor) whole(at map[int]stood, is []models.Provision) (stood, bool) {
	first, ok := at[a.words[0].id]
	last, ok2 := at[a.words[len(a.words)-1].id]
	if !ok || !ok2 || first.p != last.p || last.end < first.start {
		return stood{}, false
	}
	return stood{first.p, first.start, last.end}, bare(is[first.p].Text[first.start:last.end]) == bare(a.quote.Exact)
}

func bare(s string) string { return strings.Join(strings.Fields(s), "") }

func (t *tally) count(tb testing.TB, a plantedAnchor, got Carried, at map[int]stood, is []models.Provision) {
	where, whole := a.whole(at, is)
	if whole {
		t.whole++
	}
	overlaps := func(w plantedWord) bool {
		s, ok := at[w.id]
		return ok && is[s.p].WID == got.WID && s.start < got.Quote.End && got.Quote.Start < s.end
	}
	switch got.State {
	case models.AnchorExact, models.AnchorMoved:
		if whole && is[where.p].WID == got.WID && where.start == got.Quote.Start && where.end == got.Quote.End {
			t.found++
			return
		}
		t.wrong++
		tb.Errorf("%q of %s, after %q before %q, was found as %+v; truth: %v %+v", a.quote.Exact, a.wid, a.quote.Prefix, a.quote.Suffix, got, whole, where)
	case models.AnchorTextChanged:
		t.part++
		if !slices.ContainsFunc(a.words, overlaps) && got.Confidence > replacedWords {
			t.partWrong++
		}
	case models.AnchorTextRemoved:
		t.removed++
		if whole {
			t.removedWrong++
		}
	case models.AnchorDetached:
		t.detached++
		if whole {
			t.detachedWhole++
		}
	}
}

// ways are how three of ten are rewritten.
var ways = map[string]func(*planted, []plantedProvision) []plantedProvision{
	"provisions": (*planted).rewrite,
	"words":      (*planted).spread,
}

func TestCarry_neverFindsTheWrongWordsInARewrittenText(t *testing.T) {
	t.Parallel()
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var sum tally
			for seed := range uint64(6) {
				p := newPlanted(seed)
				old := p.text()
				was, before := provisions(old)
				is, after := provisions(way(p, old))
				c := NewCarrier(was, is)
				for _, a := range p.anchors(5000, old, was, before) {
					sum.count(t, a, c.Range(a.wid, a.quote), after, is)
				}
			}
			t.Log(sum)
			if least := 0.9; float64(sum.found) < least*float64(sum.whole) {
				t.Errorf("recall below %.0f %%", 100*least)
			}
		})
	}
}

// BenchmarkCarry carries 5,000 comments over a text of 1,000 provisions of which
// three of ten were rewritten, and over one of which three of ten words were
// everywhere. The bare limit beside each is the comparison of the two texts alone,
// and looking where the quotes stand in the old one.
func BenchmarkCarry(b *testing.B) {
	for _, way := range []string{"provisions", "words"} {
		p := newPlanted(1)
		old := p.text()
		was, before := provisions(old)
		is, _ := provisions(ways[way](p, old))
		anchors := p.anchors(5000, old, was, before)
		size := 0
		for _, q := range was {
			size += utf8.RuneCountInString(q.Text)
		}
		b.Run(way, func(b *testing.B) {
			for b.Loop() {
				c := NewCarrier(was, is)
				for _, a := range anchors {
					c.Range(a.wid, a.quote)
				}
			}
			b.ReportMetric(float64(size), "characters")
		})
		b.Run(way+"_bare", func(b *testing.B) {
			for b.Loop() {
				redline.Compare(was, is)
				at := newSide(was).at
				for _, a := range anchors {
					_, _ = Locate(was[at[a.wid]].Text, a.quote)
				}
			}
		})
	}
}
