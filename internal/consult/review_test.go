package consult_test

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"travaux/internal/consult"
	"travaux/internal/demo"
	"travaux/internal/fault"
	"travaux/internal/place"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

const sample = "sample-charter"

// example fills the worked example in and gives one of its people.
func example(t *testing.T, k *testkit.Kit) func(email string) models.Actor {
	t.Helper()
	testkit.Must(t, demo.Fill(t.Context(), k.Service, k.Clock.Now(), 0))
	return func(email string) models.Actor {
		t.Helper()
		p, err := k.Store.PersonByEmail(t.Context(), email)
		testkit.Must(t, err)
		a, err := k.Service.Actor(t.Context(), p.ID)
		testkit.Must(t, err)
		return a
	}
}

// everything pages through the whole queue.
func everything(t *testing.T, k *testkit.Kit, who models.Actor, slug string, f models.ReviewFilter) []models.CommentView {
	t.Helper()
	var out []models.CommentView
	for {
		page, err := k.Service.Review(t.Context(), who, slug, f)
		testkit.Must(t, err)
		out = append(out, page.Items...)
		if page.Next == "" {
			return out
		}
		f.Cursor = page.Next
	}
}

// naive counts the queue by walking over all of it.
type naive struct {
	all    []models.CommentView
	parent map[string]string // of a provision
	hits   map[string][]int64
}

// values are what a comment is found by in each dimension, in the order of models.Dimensions: itself and what it is in.
func (n naive) values(v models.CommentView) [][]string {
	region := place.Path(v.Region)
	if region == nil {
		region = []string{v.Region}
	}
	anchor, at := []string{string(models.AnchorExact)}, v.WID+v.AfterWID // of one made on the newest version
	if p, ok := v.Placed(); ok {
		anchor = []string{string(p.State)}
		if p.State != models.AnchorDetached {
			at = cmp.Or(p.WID+p.AfterWID, at)
		}
	}
	var provision []string
	for wid := cmp.Or(at, "_whole"); wid != ""; wid = n.parent[wid] {
		provision = append(provision, wid)
	}
	return [][]string{
		region,
		{v.Country},
		{v.StakeholderType},
		provision,
		{string(v.Outcome)},
		{cmp.Or(v.Stance, models.NoStance)},
		{v.Type},
		{v.Language},
		{v.Provenance},
		{strconv.FormatBool(v.Verified)},
		anchor,
		{strconv.FormatBool(v.Late)},
	}
}

// passes tells whether a comment passes every filter but the one of a dimension (-1: all).
func (n naive) passes(v models.CommentView, f models.ReviewFilter, but int) bool {
	for i, d := range models.Dimensions {
		want := *d.Of(&f)
		if i != but && len(want) > 0 && !slices.ContainsFunc(n.values(v)[i], func(s string) bool { return slices.Contains(want, s) }) {
			return false
		}
	}
	return f.Q == "" || slices.Contains(n.hits[f.Q], v.Number)
}

// count is the queue under a filter: the numbers that pass, and the facets.
func (n naive) count(f models.ReviewFilter) ([]int64, map[string]map[string]int) {
	numbers, facets := []int64{}, map[string]map[string]int{}
	for _, v := range n.all {
		if n.passes(v, f, -1) {
			numbers = append(numbers, v.Number)
		}
	}
	for i, d := range models.Dimensions {
		facets[d.JSON] = map[string]int{}
		for _, v := range n.all {
			if n.passes(v, f, i) {
				for _, value := range n.values(v)[i] {
					facets[d.JSON][value]++
				}
			}
		}
	}
	return numbers, facets
}

func recounting(t *testing.T, k *testkit.Kit, who models.Actor) naive {
	t.Helper()
	k.Carry(t)
	n := naive{all: everything(t, k, who, sample, models.ReviewFilter{}), parent: map[string]string{}, hits: map[string][]int64{}}
	for _, number := range []int{1, 2} {
		r, err := k.Service.Reading(t.Context(), who, sample, "charter", consult.Which{Number: number})
		testkit.Must(t, err)
		for _, p := range r.Provisions {
			n.parent[p.WID] = p.Parent
		}
	}
	for _, q := range []string{"software", "maintenance", "sécurité", "安全", "nothing-has-this-word"} {
		n.hits[q] = []int64{}
		for _, v := range everything(t, k, who, sample, models.ReviewFilter{Q: q}) {
			n.hits[q] = append(n.hits[q], v.Number)
		}
	}
	return n
}

// draw makes a filter of values that occur, and of some that do not.
func (n naive) draw(t *rapid.T) models.ReviewFilter {
	var f models.ReviewFilter
	for i, d := range models.Dimensions {
		if rapid.IntRange(0, 3).Draw(t, "use "+d.Query) > 0 {
			continue
		}
		occur := map[string]bool{}
		for _, v := range n.all {
			for _, value := range n.values(v)[i] {
				occur[value] = true
			}
		}
		*d.Of(&f) = rapid.SliceOfN(rapid.SampledFrom(slices.Sorted(maps.Keys(occur))), 1, 4).Draw(t, d.Query)
	}
	if rapid.IntRange(0, 3).Draw(t, "use q") == 0 {
		f.Q = rapid.SampledFrom(slices.Sorted(maps.Keys(n.hits))).Draw(t, "q")
	}
	f.Limit = rapid.SampledFrom([]int{1, 7, 50, 200}).Draw(t, "limit")
	return f
}

func TestReview_countsAsARecountDoes(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		who := example(t, k)("delta-drafter@example.org")
		n := recounting(t, k, who)
		if len(n.all) != 198 {
			t.Fatalf("%d comments in the queue", len(n.all))
		}
		rapid.Check(t, func(rt *rapid.T) {
			f := n.draw(rt)
			numbers, facets := n.count(f)
			r, err := k.Service.Review(t.Context(), who, sample, f)
			if err != nil {
				rt.Fatal(err)
			}
			got := map[string]map[string]int{}
			for name, counts := range r.Facets {
				got[name] = map[string]int{}
				last := len(n.all)
				for _, c := range counts {
					got[name][c.Value] = c.Count
					if c.Count > last || c.Count == 0 {
						rt.Fatalf("%s is not by count: %v", name, counts)
					}
					last = c.Count
				}
			}
			if diff := gocmp.Diff(got, facets); diff != "" {
				rt.Fatalf("facets (-got +want):\n%s", diff)
			}
			if r.Total != len(numbers) || r.All != 198 || r.Answered != 129 {
				rt.Fatalf("%d of %d, %d answered; want %d", r.Total, r.All, r.Answered, len(numbers))
			}
			paged := []int64{}
			for _, v := range everything(t, k, who, sample, f) {
				paged = append(paged, v.Number)
			}
			slices.Sort(numbers)
			slices.Reverse(numbers)
			slices.Sort(paged)
			slices.Reverse(paged)
			if diff := gocmp.Diff(paged, numbers); diff != "" {
				rt.Fatalf("comments (-got +want):\n%s", diff)
			}
		})
	})
}

func TestReview_isNewestFirstAndPagesDoNotOverlap(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		for range 11 {
			c.Comment(story.By("ana"))
		}
		for _, limit := range []int{1, 5, 10, 11, 12} {
			var got []int64
			for _, v := range everything(t, k, c.Actor("observer"), "town", models.ReviewFilter{Limit: limit}) {
				got = append(got, v.Number)
			}
			if diff := gocmp.Diff(got, []int64{11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}); diff != "" {
				t.Errorf("by %d (-got +want):\n%s", limit, diff)
			}
		}
	})
}

func TestReview_refusesFiltersThatDoNotExist(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		for name, f := range map[string]models.ReviewFilter{
			"region": {Region: []string{"999"}}, "country": {Country: []string{"ZZ"}}, "stakeholder": {Stakeholder: []string{"king"}},
			"provision": {Provision: []string{"art-99"}}, "type": {Type: []string{"rant"}}, "stance": {Stance: []string{"maybe"}},
			"language": {Language: []string{"!"}}, "outcome": {Outcome: []string{"won"}}, "provenance": {Provenance: []string{"fax"}},
			"verified": {Verified: []string{"perhaps"}}, "limit": {Limit: -1}, "q": {Q: "a\x00"},
		} {
			_, err := k.Service.Review(t.Context(), c.Actor("drafter"), "town", f)
			wantFault(t, err, fault.Malformed, "bad_filter")
			if f, ok := fault.As(err); !ok || len(f.Fields) != 1 || f.Fields[0].Name != name {
				t.Errorf("%s: %v", name, err)
			}
		}
		for _, cursor := range []string{"!", "-1", "0", "ZZ", "99999999999999999999"} {
			_, err := k.Service.Review(t.Context(), c.Actor("drafter"), "town", models.ReviewFilter{Cursor: cursor})
			wantFault(t, err, fault.Malformed, "bad_cursor")
		}
	})
}
