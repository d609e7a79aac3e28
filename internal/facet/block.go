package facet

import "slices"

// blockRows are few enough for a block to stay in the processor's nearest caches.
const blockRows = 4096

// failure says where a row fails: the filters it fails in are counted in the upper half
// and their places (from 1) added up in the lower. Sums need no branches, which
// the processor would guess wrong at every other row.
type failure = uint32

const oneFailure failure = 1 << 16

// filter is a dimension with a wanted set.
type filter struct {
	dim    int
	column *dimension
	reject []failure // by code: what it adds to the row
}

func (x *Index) filters(want [][]string) []filter {
	var filters []filter
	for d := range x.dims[:min(len(want), len(x.dims))] {
		if len(want[d]) == 0 {
			continue
		}
		column := &x.dims[d]
		f := filter{dim: d, column: column, reject: make([]failure, len(column.values))}
		for code := range f.reject {
			f.reject[code] = oneFailure + failure(len(filters)+1)
		}
		for _, value := range want[d] {
			if code, ok := column.codes[value]; ok {
				f.reject[code] = 0
			}
		}
		filters = append(filters, f)
	}
	return filters
}

// block is the scratch memory of a query: some rows, where each fails, and the rows
// by the place where they fail.
type block struct {
	rows   []int32 // ascending
	whole  bool    // rows are consecutive
	failed []failure
	places []int32   // room for blockRows at each place
	ends   []int     // by place: where its rows end in places
	hits   []int32   // place 0
	near   [][]int32 // by filter: the rows that fail there alone
}

// take makes the block of the rows before end, and is where it begins.
func (b *block) take(end int) (begin int) {
	begin = max(0, end-blockRows)
	b.rows, b.whole = b.rows[:0], true
	for row := begin; row < end; row++ {
		b.rows = append(b.rows, int32(row))
	}
	return begin
}

// pick makes the block of the rows before end whose ids are the last of only, and
// is what is left of both.
func (b *block) pick(ids, only []int64, end int) ([]int64, int) {
	b.rows, b.whole = b.rows[:0], false
	for len(only) > 0 && end > 0 && len(b.rows) < blockRows {
		id := only[len(only)-1]
		only = only[:len(only)-1]
		row, found := before(ids[:end], id)
		end = row
		if found {
			b.rows = append(b.rows, int32(row))
		}
	}
	slices.Reverse(b.rows)
	return only, end
}

// before finds an id by steps that double from the end, then by halves: hits of a
// search are often close together.
func before(ids []int64, id int64) (row int, found bool) {
	step, high := 1, len(ids)
	low := high - step
	for low > 0 && ids[low] > id {
		high, step = low, step*2
		low = high - step
	}
	low = max(low, 0)
	row, found = slices.BinarySearch(ids[low:high], id)
	return low + row, found
}

// test marks where each row fails.
func (b *block) test(filters []filter) {
	b.failed = slices.Grow(b.failed[:0], len(b.rows))[:len(b.rows)]
	clear(b.failed)
	for _, f := range filters {
		switch f.column.width {
		case bits8:
			mark(b, f.column.narrow, f.reject)
		case bits16:
			mark(b, f.column.middle, f.reject)
		case bits32:
			mark(b, f.column.wide, f.reject)
		}
	}
}

func mark[T unsigned](b *block, column []T, reject []failure) {
	failed := b.failed
	if b.whole {
		for i, code := range column[b.rows[0]:][:len(failed)] {
			failed[i] += reject[code]
		}
		return
	}
	for i, row := range b.rows {
		failed[i] += reject[column[row]]
	}
}

// sort puts the rows where they count. Place 0 takes the hits, then comes one place
// for each filter, then one for the rows that count nowhere.
func (b *block) sort(filters int) {
	if filters == 0 {
		b.hits = b.rows
		return
	}
	b.whole = false
	n, nowhere := filters+2, failure(filters+1)
	b.places = slices.Grow(b.places[:0], n*blockRows)[:n*blockRows]
	b.ends = b.ends[:0]
	for place := range n {
		b.ends = append(b.ends, place*blockRows)
	}
	ends, places, rows := b.ends, b.places, b.rows
	for i, f := range b.failed {
		place := f % oneFailure
		if f >= 2*oneFailure {
			place = nowhere
		}
		places[ends[place]] = rows[i]
		ends[place]++
	}
	b.hits = places[:ends[0]]
	b.near = b.near[:0]
	for place := 1; place <= filters; place++ {
		b.near = append(b.near, places[place*blockRows:ends[place]])
	}
}

// count adds the block to the tallies of every dimension.
func (b *block) count(dims []dimension, filters []filter, tally [][]uint32) {
	for d := range dims {
		b.add(&dims[d], b.hits, tally[d])
	}
	for i, f := range filters {
		b.add(f.column, b.near[i], tally[f.dim])
	}
}

func (b *block) add(d *dimension, rows []int32, tally []uint32) {
	if len(rows) == 0 {
		return
	}
	switch d.width {
	case bits8:
		add(d.narrow, rows, b.whole, tally)
	case bits16:
		add(d.middle, rows, b.whole, tally)
	case bits32:
		add(d.wide, rows, b.whole, tally)
	}
}

// add counts the values of rows, which are not empty. Consecutive rows need no look
// at their numbers.
func add[T unsigned](column []T, rows []int32, whole bool, tally []uint32) {
	if whole {
		for _, code := range column[rows[0] : rows[len(rows)-1]+1] {
			tally[code]++
		}
		return
	}
	for _, row := range rows {
		tally[column[row]]++
	}
}
