package facet

import (
	"cmp"
	"slices"
	"sync"
)

// Query says which rows are wanted.
type Query struct {
	// Want has per dimension the accepted values (any of them). Nil, empty or missing
	// accepts all; a value no row has accepts none.
	Want [][]string
	// Only holds the ids that can be hits, ascending: those of a text search. Nil is
	// all, empty is none; ids without a row are ignored.
	Only []int64
	// Before, if not 0, leaves out of the page (not of the counts) this id and larger
	// ones: the last id of the page before.
	Before int64
	// Limit is the most ids on a page; none for 0 and less.
	Limit int
}

// Count is how many rows have a value.
type Count struct {
	Value string
	Count int
}

// Page is the ids that match, largest (newest) first, and how many match without
// Before and Limit.
func (x *Index) Page(q Query) (ids []int64, total int) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	ids, total, _ = x.scan(q, false)
	return ids, total
}

// Counts is, per dimension, how many rows have each value under the filters of the
// other dimensions and Only; by count descending, then by value in byte order, without
// zeros. Before and Limit are ignored.
func (x *Index) Counts(q Query) [][]Count {
	q.Limit = 0
	_, _, counts := x.Search(q)
	return counts
}

// Search is Page and Counts of the same rows in one pass.
func (x *Index) Search(q Query) (ids []int64, total int, counts [][]Count) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	ids, total, tally := x.scan(q, true)
	counts = make([][]Count, len(x.dims))
	for d := range counts {
		counts[d] = x.dims[d].sorted(tally[d])
	}
	return ids, total, counts
}

// scan looks at the rows in blocks, the newest block first. A row that fails in no
// dimension is a hit and counts in all of them; one that fails in exactly one counts
// there alone.
func (x *Index) scan(q Query, count bool) (ids []int64, total int, tally [][]uint32) {
	filters := x.filters(q.Want)
	tally = x.tallies(count)
	b, _ := blocks.Get().(*block)
	defer blocks.Put(b)
	only, end := q.Only, len(x.ids)
	for {
		if q.Only == nil {
			end = b.take(end)
		} else {
			only, end = b.pick(x.ids, only, end)
		}
		if len(b.rows) == 0 {
			return ids, total, tally
		}
		b.test(filters)
		b.sort(len(filters))
		total += len(b.hits)
		ids = x.page(ids, b.hits, q)
		if count {
			b.count(x.dims, filters, tally)
		}
	}
}

// page adds the hits of a block, which are in ascending order, from the last on.
func (x *Index) page(ids []int64, hits []int32, q Query) []int64 {
	for i := len(hits) - 1; i >= 0 && len(ids) < q.Limit; i-- {
		if id := x.ids[hits[i]]; q.Before == 0 || id < q.Before {
			ids = append(ids, id)
		}
	}
	return ids
}

func (x *Index) tallies(count bool) [][]uint32 {
	if !count {
		return nil
	}
	t := make([][]uint32, len(x.dims))
	for d := range t {
		t[d] = make([]uint32, len(x.dims[d].values))
	}
	return t
}

func (d *dimension) sorted(tally []uint32) []Count {
	n := 0
	for _, c := range tally {
		if c > 0 {
			n++
		}
	}
	counts := make([]Count, 0, n)
	for code, c := range tally {
		if c > 0 {
			counts = append(counts, Count{d.values[code], int(c)})
		}
	}
	slices.SortFunc(counts, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	return counts
}

// blocks are kept between queries: each is some 32 kB and 16 kB for each filter.
var blocks = sync.Pool{New: func() any { return new(block) }}
