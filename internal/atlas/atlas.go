// Package atlas is a small map of the world: the outlines of countries as paths of an SVG, in an equal-area projection;
// pure. It refuses to know what is shown on it. The outlines are drawn by the command in draw, beforehand.
package atlas

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed data/world.csv
var world string

// ViewBox is the part of the plane that the map fills.
const ViewBox = "44 0 916 436"

// Country is one that is large enough to be drawn.
type Country struct {
	Code string // ISO 3166-1 alpha-2; empty: land that has none
	X, Y int    // a point inside its largest part
	Path string // the data of its outline
}

// Countries are those that are drawn, by their codes. The list is nobody's to change.
var Countries = sync.OnceValue(func() []Country {
	var out []Country
	for line := range strings.Lines(strings.TrimSpace(world)) {
		c, err := read(line)
		if err != nil {
			panic(err) // it is compiled in, so the program that was tested cannot meet one
		}
		out = append(out, c)
	}
	return out
})

func read(line string) (c Country, err error) {
	columns := strings.Split(strings.TrimSpace(line), ";")
	if len(columns) != 4 {
		return c, fmt.Errorf("atlas: %q has no four columns", line)
	}
	c.Code, c.Path = columns[0], columns[3]
	_, err = fmt.Sscan(columns[1]+" "+columns[2], &c.X, &c.Y)
	return c, err
}

// Land is the outline of everything but some countries.
func Land(without func(code string) bool) string {
	var b strings.Builder
	for _, c := range Countries() {
		if !without(c.Code) {
			b.WriteString(c.Path)
		}
	}
	return b.String()
}

// Find gives the country with a code; false for one that is too small to be drawn.
func Find(code string) (Country, bool) {
	all := Countries()
	i, ok := slices.BinarySearchFunc(all, code, func(c Country, code string) int { return strings.Compare(c.Code, code) })
	if !ok || code == "" {
		return Country{}, false
	}
	return all[i], true
}
