// Package facet keeps the filterable properties of one consultation's comments in
// memory, by column, so that a list can be filtered, counted by every filter and
// paged in one pass without the database.
//
// It refuses to know what a dimension means, where the values come from and who may
// see the rows: dimensions are numbers, values are strings, rows are ids.
package facet

import (
	"slices"
	"sync"
)

// Index holds for each row one value in each dimension. Any number of readers and
// writers may use it at the same time; a query sees the rows as they were when it
// began. Adding the largest id, or replacing a row, takes constant time; inserting or
// removing elsewhere moves the rows after it (1 to 2 ms in a million rows).
type Index struct {
	mu   sync.RWMutex
	ids  []int64 // ascending; the row numbers of all columns
	dims []dimension
}

// New makes an empty index. It has at least 0 and at most 250 dimensions.
func New(dims int) *Index {
	return &Index{dims: make([]dimension, min(max(dims, 0), maxDims))}
}

// maxDims keeps the sum of all places in the lower half of a failure.
const maxDims = 250

// Len is the number of rows.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.ids)
}

// Put adds a row or replaces the values of the row with this id. Missing values are
// the empty string, which is a value like any other; surplus ones are ignored.
func (x *Index) Put(id int64, values []string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	row, found := slices.BinarySearch(x.ids, id)
	if !found {
		x.ids = slices.Insert(grown(x.ids), row, id)
	}
	for d := range x.dims {
		value := ""
		if d < len(values) {
			value = values[d]
		}
		if found {
			x.dims[d].set(row, value)
		} else {
			x.dims[d].insert(row, value)
		}
	}
}

// Remove takes a row out. An id that is not there is ignored.
func (x *Index) Remove(id int64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	row, found := slices.BinarySearch(x.ids, id)
	if !found {
		return
	}
	x.ids = slices.Delete(x.ids, row, row+1)
	for d := range x.dims {
		x.dims[d].remove(row)
	}
}
