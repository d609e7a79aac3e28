package facet

import (
	gocmp "cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// model is the index as one would write it without thinking of speed.
type model map[int64][]string

func (m model) accepts(q Query, id int64, except int) bool {
	if q.Only != nil && !slices.Contains(q.Only, id) {
		return false
	}
	for d, want := range q.Want {
		if d != except && len(want) > 0 && !slices.Contains(want, m[id][d]) {
			return false
		}
	}
	return true
}

func (m model) search(q Query, dims int) (ids []int64, total int, counts [][]Count) {
	counts = make([][]Count, dims)
	tally := make([]map[string]int, dims)
	for d := range tally {
		tally[d] = map[string]int{}
	}
	for id, values := range m {
		if m.accepts(q, id, -1) {
			total++
			if q.Before == 0 || id < q.Before {
				ids = append(ids, id)
			}
		}
		for d := range dims {
			if m.accepts(q, id, d) {
				tally[d][values[d]]++
			}
		}
	}
	for d, t := range tally {
		for value, n := range t {
			counts[d] = append(counts[d], Count{value, n})
		}
		slices.SortFunc(counts[d], func(a, b Count) int {
			return gocmp.Or(b.Count-a.Count, gocmp.Compare(a.Value, b.Value))
		})
	}
	slices.Sort(ids)
	slices.Reverse(ids)
	return ids[:min(len(ids), max(q.Limit, 0))], total, counts
}

func drawQuery(t *rapid.T, dims int, ids *rapid.Generator[int64], value *rapid.Generator[string]) Query {
	q := Query{
		Limit:  rapid.IntRange(-1, 20).Draw(t, "limit"),
		Before: rapid.OneOf(rapid.Just(int64(0)), ids).Draw(t, "before"),
	}
	if rapid.Bool().Draw(t, "filtered") {
		q.Want = make([][]string, dims)
		for d := range q.Want {
			q.Want[d] = rapid.SliceOfN(value, 0, 3).Draw(t, "want")
		}
	}
	if rapid.Bool().Draw(t, "searched") {
		q.Only = rapid.SliceOfDistinct(ids, rapid.ID[int64]).Draw(t, "only")
		slices.Sort(q.Only)
	}
	return q
}

func check(t interface{ Fatalf(string, ...any) }, x *Index, m model, q Query, dims int) {
	ids, total, counts := x.Search(q)
	wantIDs, wantTotal, wantCounts := m.search(q, dims)
	type answer struct {
		IDs    []int64
		Total  int
		Counts [][]Count
	}
	want := answer{wantIDs, wantTotal, wantCounts}
	if diff := cmp.Diff(answer{ids, total, counts}, want, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("%+v (got -, want +)\n%s", q, diff)
	}
	ids, total = x.Page(q)
	if diff := cmp.Diff(answer{ids, total, x.Counts(q)}, want, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("apart: %+v (got -, want +)\n%s", q, diff)
	}
}

func TestIndex_answersLikeTheModel(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		dims := rapid.IntRange(0, 4).Draw(t, "dims")
		ids := rapid.Int64Range(1, 40)
		value := rapid.SampledFrom([]string{"", "a", "b", "c", "é"})
		x, m := New(dims), model{}
		t.Repeat(map[string]func(*rapid.T){
			"put": func(t *rapid.T) {
				id := ids.Draw(t, "id")
				m[id] = rapid.SliceOfN(value, dims, dims).Draw(t, "values")
				x.Put(id, m[id])
			},
			"remove": func(t *rapid.T) {
				id := ids.Draw(t, "id")
				delete(m, id)
				x.Remove(id)
			},
			"": func(t *rapid.T) {
				if x.Len() != len(m) {
					t.Fatalf("%d rows, want %d", x.Len(), len(m))
				}
				check(t, x, m, drawQuery(t, dims, ids, value), dims)
			},
		})
	})
}

// TestIndex_manyRowsAndValues crosses the borders of blocks and of column widths.
func TestIndex_manyRowsAndValues(t *testing.T) {
	t.Parallel()
	const rows, dims = 70000, 3
	x, m := New(dims), model{}
	r := rand.New(rand.NewPCG(3, 4))
	for _, id := range r.Perm(300) {
		put(x, m, int64(2*rows+id), fmt.Sprint(id), "early", "")
	}
	for id := range rows {
		put(x, m, int64(2*id+1), strconv.Itoa(id), strconv.Itoa(id%300), strconv.Itoa(id%7))
	}
	for range 200 {
		id := int64(1 + r.IntN(2*rows))
		x.Remove(id)
		delete(m, id)
	}
	var only []int64
	for id := range rows {
		if id%97 < 3 || 20000 < id && id < 29000 {
			only = append(only, int64(id*2+id%2))
		}
	}
	queries := []Query{
		{Limit: 5},
		{Limit: 9000, Before: 60001},
		{Want: [][]string{nil, {"1", "2", "early"}, {"3", ""}}, Limit: 30},
		{Want: [][]string{{"69999", "4", "no such"}, nil, nil}, Limit: 30},
		{Want: [][]string{nil, {"no such"}, nil}, Limit: 30},
		{Only: []int64{}, Limit: 3},
	}
	for _, q := range queries {
		check(t, x, m, q, dims)
	}
	// The model looks through Only for each row, so it is given only those.
	small := model{}
	for _, id := range only {
		if v, ok := m[id]; ok {
			small[id] = v
		}
	}
	q := Query{Want: [][]string{nil, nil, {"3", "5"}}, Limit: 50}
	wantIDs, wantTotal, wantCounts := small.search(q, dims)
	q.Only = only
	ids, total, counts := x.Search(q)
	if diff := cmp.Diff([]any{ids, total, counts}, []any{wantIDs, wantTotal, wantCounts}); diff != "" {
		t.Errorf("only (got -, want +)\n%.2000s", diff)
	}
}

func put(x *Index, m model, id int64, values ...string) {
	x.Put(id, values)
	m[id] = values
}

func TestPut_fewerAndMoreValuesThanDimensions(t *testing.T) {
	t.Parallel()
	x := New(2)
	x.Put(2, nil)
	x.Put(1, []string{"a", "b", "c"})
	want := [][]Count{{{"", 1}, {"a", 1}}, {{"", 1}, {"b", 1}}}
	if diff := cmp.Diff(x.Counts(Query{Want: [][]string{{}, nil, {"x"}}}), want); diff != "" {
		t.Errorf("got -, want +\n%s", diff)
	}
}

// TestPut_valuesNoLongerUsedLeaveTheDictionary keeps an index from growing for ever
// when the values of a dimension change often.
func TestPut_valuesNoLongerUsedLeaveTheDictionary(t *testing.T) {
	t.Parallel()
	x := New(1)
	for i := range 10000 {
		x.Put(int64(i%10), []string{strconv.Itoa(i)})
		if i%3 == 0 {
			x.Remove(int64(i % 10))
		}
	}
	if d := &x.dims[0]; len(d.values) > 12 || d.width != bits8 {
		t.Errorf("%d codes, width %d", len(d.values), d.width)
	}
}

func TestIndex_readersAndWriterAtTheSameTime(t *testing.T) {
	t.Parallel()
	x := New(2)
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := range 20000 {
			x.Put(int64(i), []string{strconv.Itoa(i % 400), "v"})
			if i%5 == 0 {
				x.Remove(int64(i / 2))
			}
		}
	})
	for range 3 {
		wg.Go(func() {
			for range 60 {
				_, total, counts := x.Search(Query{Limit: 10})
				sum := 0
				for _, c := range counts[1] {
					sum += c.Count
				}
				if sum != total {
					t.Errorf("%d counted of %d", sum, total)
				}
			}
		})
	}
	wg.Wait()
}
