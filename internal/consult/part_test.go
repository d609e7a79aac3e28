package consult_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/consult"
	"travaux/internal/store"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// tree draws a text: at each depth some provisions, each of some length.
func tree(r *rand.Rand) []store.Sized {
	var all []store.Sized
	var below func(depth int)
	below = func(depth int) {
		for range 1 + r.IntN(6) {
			all = append(all, store.Sized{Provision: models.Provision{Position: len(all) + 1, Depth: depth}, Length: r.IntN(3000)})
			if depth < 3 && r.IntN(3) > 0 {
				below(depth + 1)
			}
		}
	}
	below(0)
	return all
}

func TestStretches_holdEveryProvisionOnceAndCutNothingInTwoThatFitsOne(t *testing.T) {
	t.Parallel()
	const part = 10_000
	for seed := range uint64(2000) {
		all := tree(rand.New(rand.NewPCG(seed, 7)))
		weigh := func(ps []store.Sized) (n int) {
			for _, p := range ps {
				n += p.Length + 200
			}
			return n
		}
		list := consult.Stretches(all, part, part)
		if (len(list) == 0) != (weigh(all) <= part) {
			t.Fatalf("seed %d: %d parts of %d", seed, len(list), weigh(all))
		}
		at := 1
		starts := map[int]bool{}
		for _, s := range list {
			if s.From != at || s.To < s.From {
				t.Fatalf("seed %d: %v begins not at %d", seed, s, at)
			}
			starts[s.From-1] = true
			at = s.To + 1
			if n := weigh(all[s.From-1 : s.To]); n > part && s.To > s.From {
				t.Errorf("seed %d: %v weighs %d", seed, s, n)
			}
		}
		if len(list) > 0 && at != len(all)+1 {
			t.Fatalf("seed %d: the parts end at %d of %d", seed, at-1, len(all))
		}
		for i, p := range all {
			end := i + 1
			for end < len(all) && all[end].Depth > p.Depth {
				end++
			}
			for cut := i + 1; cut < end; cut++ {
				if starts[cut] && weigh(all[i:end]) <= part {
					t.Errorf("seed %d: %d to %d would fit a part and is cut at %d", seed, i, end, cut)
				}
			}
		}
	}
}

func TestStretches_preferTheHighestHead(t *testing.T) {
	t.Parallel()
	var all []store.Sized
	for range 10 { // chapters of five articles, each 1,000
		for i := range 6 {
			all = append(all, store.Sized{Provision: models.Provision{Position: len(all) + 1, Depth: min(i, 1)}, Length: 800})
		}
	}
	for _, s := range consult.Stretches(all, 20_000, 20_000) {
		if all[s.From-1].Depth != 0 {
			t.Errorf("%v begins within a chapter", s)
		}
	}
}

// lengthy writes a text of 20 chapters, 160 articles and 480 paragraphs.
func lengthy(title, chapter, article, words string) string {
	var out strings.Builder
	fmt.Fprintf(&out, "# %s\n\n", title)
	for c := range 20 {
		fmt.Fprintf(&out, "## %s %d %s\n\n", chapter, c+1, title)
		for a := range 8 {
			fmt.Fprintf(&out, "### %s %d %s\n\n", article, c*8+a+1, title)
			for p := range 3 {
				fmt.Fprintf(&out, "%d. %s %d-%d-%d %s.\n", p+1, title, c+1, a+1, p+1, words)
			}
			out.WriteString("\n")
		}
	}
	return out.String()
}

// TestPart_ofATextIsWhatTheWholeHasThere, in the authoritative language, in a translation, in one with gaps and stale
// places, and in one put together from an earlier version's.
func TestPart_ofATextIsWhatTheWholeHasThere(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := k.Story(t).Consultation("town", story.Open(), story.Languages("en", "fr"))
		c.Story.Person("ana")
		english, french := lengthy("Doors", "Chapter", "Article", "stay open"), lengthy("Portes", "Chapitre", "Article", "restent ouvertes")
		d := c.Draft("charter", english)
		d.Translate("fr", french, 1)
		c.Comment(story.By("ana"), story.On("art-3-par-1", "stay"))
		c.Comment(story.By("ana"), story.On("art-90-par-2", "open"))
		inParts(t, k, "en", 1, 0)
		inParts(t, k, "fr", 1, 0)
		publishNext(t, k, strings.ReplaceAll(strings.Replace(english, "## Chapter 9 Doors", "## Chapter 9 Windows", 1), "8-3-2 stay open", "8-3-2 stay wide open"), k.System())
		k.Carry(t)
		inParts(t, k, "fr", 2, 3)
		inParts(t, k, "en", 2, 0)
		k.Clock.Add(time.Minute)
		_, _, err := k.Service.Translate(t.Context(), k.System(), "town", "charter", 2, consult.NewVersion{Content: french[:strings.Index(french, "## Chapitre 20")], Language: "fr"})
		testkit.Must(t, err)
		_, err = k.Service.PublishTranslation(t.Context(), k.System(), "town", "charter", "fr", 2, consult.NewTranslationPublication{Unfinished: 33})
		testkit.Must(t, err)
		inParts(t, k, "fr", 2, 33)
	})
}

// inParts reads a version part by part and holds that against the whole.
func inParts(t *testing.T, k *testkit.Kit, language string, number, apart int) {
	t.Helper()
	w := consult.Which{Number: number, Language: language}
	whole, err := k.Service.Shown(t.Context(), models.Actor{}, "town", "charter", w)
	testkit.Must(t, err)
	want, err := k.Service.Marks(t.Context(), whole)
	testkit.Must(t, err)
	var got []models.Provision
	marks, marked := map[string][]consult.Mark{}, map[string]models.Apart{}
	for n := 1; ; n++ {
		r, err := k.Service.Part(t.Context(), models.Actor{}, "town", "charter", w, consult.Place{Number: n})
		testkit.Must(t, err)
		if r.Part != n || len(r.Parts) < 3 || len(r.Provisions) >= len(whole.Provisions)/2 {
			t.Fatalf("%s: part %d of %d is number %d, of %d provisions", language, n, len(r.Parts), r.Part, len(r.Provisions))
		}
		got = append(got, r.Provisions...)
		some, err := k.Service.Marks(t.Context(), r)
		testkit.Must(t, err)
		maps.Copy(marks, some)
		maps.Copy(marked, r.Marked)
		sameOutline(t, r, whole)
		at, err := k.Service.Part(t.Context(), models.Actor{}, "town", "charter", w, consult.Place{At: r.Provisions[len(r.Provisions)-1].WID, Number: 1})
		if testkit.Must(t, err); at.Part != n {
			t.Errorf("%s is said to be in part %d, and is in %d", r.Provisions[len(r.Provisions)-1].WID, at.Part, n)
		}
		if n == len(r.Parts) {
			break
		}
	}
	if diff := cmp.Diff(got, whole.Provisions); diff != "" {
		t.Errorf("%s of version %d, parts and whole (-got +want):\n%s", language, number, diff)
	}
	if diff := cmp.Diff(marks, want); diff != "" {
		t.Errorf("%s of version %d, marks (-got +want):\n%s", language, number, diff)
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(marked)), slices.Sorted(maps.Keys(whole.Marked))); diff != "" || len(marked) != apart {
		t.Errorf("%s of version %d, %d not current (-got +want):\n%s", language, number, len(marked), diff)
	}
	r, err := k.Service.Part(t.Context(), models.Actor{}, "town", "charter", w, consult.Place{Whole: true})
	if testkit.Must(t, err); r.Part != 0 || len(r.Parts) == 0 || len(r.Provisions) != len(whole.Provisions) {
		t.Errorf("the whole: part %d, %d provisions", r.Part, len(r.Provisions))
	}
}

// sameOutline holds the outline of a part against the text: where a heading is not translated, it is the text's.
func sameOutline(t *testing.T, r, whole models.Reading) {
	t.Helper()
	for i, p := range r.Outline {
		w := whole.Provisions[i]
		if p.WID != w.WID || p.Parent != w.Parent || p.Number != w.Number || p.Depth != w.Depth || p.Text != "" ||
			w.Heading != "" && (p.Heading != w.Heading || p.Language != w.Language) {
			t.Errorf("%s has %+v in the outline, %+v in the text", r.Text.Language, p, w)
		}
	}
}
