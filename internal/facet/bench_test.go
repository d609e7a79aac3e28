package facet

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strconv"
	"testing"
)

// filled has 12 dimensions like those of a review list, most values rare.
func filled(rows int) *Index {
	x := New(12)
	sizes := []int{9, 190, 12, 250, 400, 6, 5, 4, 6, 40, 300, 20}
	r := rand.New(rand.NewPCG(1, 2))
	values := make([]string, len(sizes))
	for id := range rows {
		for d, n := range sizes {
			values[d] = strconv.Itoa(min(r.IntN(n), r.IntN(n)))
		}
		x.Put(int64(id+1), values)
	}
	return x
}

// TestIndex_memoryOfARow is not parallel: it measures the heap of the whole process.
func TestIndex_memoryOfARow(t *testing.T) {
	const rows = 200_000
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	x := filled(rows)
	runtime.GC()
	runtime.ReadMemStats(&after)
	t.Logf("%.1f bytes a row", float64(after.HeapAlloc-before.HeapAlloc)/rows)
	if bytes := float64(after.HeapAlloc-before.HeapAlloc) / rows; bytes > 32 {
		t.Errorf("%.1f bytes a row", bytes)
	}
	runtime.KeepAlive(x)
}

func BenchmarkSearch(b *testing.B) {
	for _, rows := range []int{50_000, 1_000_000} {
		x := filled(rows)
		only := make([]int64, 0, rows/10)
		for id := 1; id <= rows; id += 10 {
			only = append(only, int64(id))
		}
		queries := map[string]Query{
			"all":     {Limit: 50},
			"two":     {Limit: 50, Want: [][]string{{"1", "2", "3"}, nil, nil, nil, nil, {"0", "1"}}},
			"five":    {Limit: 50, Want: [][]string{{"0", "1"}, nil, {"1"}, nil, nil, {"0"}, {"1"}, {"2"}}},
			"only10%": {Limit: 50, Only: only},
		}
		for name, q := range queries {
			b.Run(fmt.Sprintf("%d/%s", rows, name), func(b *testing.B) {
				for b.Loop() {
					x.Search(q)
				}
			})
		}
		b.Run(fmt.Sprintf("%d/page", rows), func(b *testing.B) {
			for b.Loop() {
				x.Page(queries["two"])
			}
		})
	}
}

func BenchmarkPut(b *testing.B) {
	x := filled(1_000_000)
	values := []string{"1", "2"}
	b.Run("replace", func(b *testing.B) {
		for b.Loop() {
			x.Put(500_000, values)
		}
	})
	b.Run("removeAndInsert", func(b *testing.B) {
		for b.Loop() {
			x.Remove(500_000)
			x.Put(500_000, values)
		}
	})
}
