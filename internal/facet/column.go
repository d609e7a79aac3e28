package facet

import (
	"math"
	"slices"
)

// dimension is a column and the dictionary of its values. Codes whose last row has
// gone are given out again, so that the dictionary does not outgrow the values in use.
type dimension struct {
	codes  map[string]uint32
	values []string // by code
	rows   []uint32 // by code: how many rows have it
	free   []uint32
	// The column is the narrowest that its codes fit into: exactly one of these is in
	// use, and it only ever becomes wider.
	narrow []uint8
	middle []uint16
	wide   []uint32
	width  width
}

type width uint8

const (
	bits8 width = iota
	bits16
	bits32
)

// code is the code of a value for one more row.
func (d *dimension) code(value string) uint32 {
	c, ok := d.codes[value]
	if !ok {
		c = d.fresh()
		if d.codes == nil {
			d.codes = map[string]uint32{}
		}
		d.codes[value], d.values[c] = c, value
	}
	d.rows[c]++
	return c
}

func (d *dimension) fresh() uint32 {
	if n := len(d.free); n > 0 {
		c := d.free[n-1]
		d.free = d.free[:n-1]
		return c
	}
	c := uint32(len(d.values))
	d.values, d.rows = append(d.values, ""), append(d.rows, 0)
	switch {
	case d.width == bits8 && c > math.MaxUint8:
		d.middle, d.narrow, d.width = widened[uint8, uint16](d.narrow), nil, bits16
	case d.width == bits16 && c > math.MaxUint16:
		d.wide, d.middle, d.width = widened[uint16, uint32](d.middle), nil, bits32
	}
	return c
}

// release takes one row from a code.
func (d *dimension) release(c uint32) {
	d.rows[c]--
	if d.rows[c] == 0 {
		delete(d.codes, d.values[c])
		d.values[c] = ""
		d.free = append(d.free, c)
	}
}

func (d *dimension) at(row int) uint32 {
	switch d.width {
	case bits8:
		return uint32(d.narrow[row])
	case bits16:
		return uint32(d.middle[row])
	}
	return d.wide[row]
}

func (d *dimension) set(row int, value string) {
	old, c := d.at(row), d.code(value)
	switch d.width {
	case bits8:
		d.narrow[row] = uint8(c)
	case bits16:
		d.middle[row] = uint16(c)
	case bits32:
		d.wide[row] = c
	}
	d.release(old)
}

func (d *dimension) insert(row int, value string) {
	c := d.code(value)
	switch d.width {
	case bits8:
		d.narrow = slices.Insert(grown(d.narrow), row, uint8(c))
	case bits16:
		d.middle = slices.Insert(grown(d.middle), row, uint16(c))
	case bits32:
		d.wide = slices.Insert(grown(d.wide), row, c)
	}
}

func (d *dimension) remove(row int) {
	c := d.at(row)
	switch d.width {
	case bits8:
		d.narrow = slices.Delete(d.narrow, row, row+1)
	case bits16:
		d.middle = slices.Delete(d.middle, row, row+1)
	case bits32:
		d.wide = slices.Delete(d.wide, row, row+1)
	}
	d.release(c)
}

type unsigned interface{ uint8 | uint16 | uint32 }

func widened[F, T unsigned](from []F) []T {
	to := make([]T, len(from), cap(from))
	for i, v := range from {
		to[i] = T(v)
	}
	return to
}

// grown has room for one more element. It grows by an eighth, not by a quarter as
// append does: the columns are most of what the index weighs.
func grown[T any](s []T) []T {
	if len(s) < cap(s) {
		return s
	}
	to := make([]T, len(s), len(s)+len(s)/8+64)
	copy(to, s)
	return to
}
