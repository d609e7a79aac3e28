package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
)

// topology is a TopoJSON of countries: lines that are shared, in whole steps from one point to the next.
type topology struct {
	Transform struct{ Scale, Translate [2]float64 }
	Arcs      [][][2]float64
	Objects   struct {
		Countries struct{ Geometries []geometry }
	}
}

// geometry is a country: its rings, each of lines by number, of ^number when backwards.
type geometry struct {
	ID   string
	Type string
	Arcs json.RawMessage
}

// antarctica is left out: nobody sends an organisation from there, and it would take a quarter of the map.
const antarctica = "010"

const (
	middle    = 11 // the meridian in the middle: the map is cut in the Bering Strait, where it parts no country
	width     = 1000
	top       = 243 // how far the map goes up from the equator
	tolerance = 0.8 // how far a line may leave the one it was simplified from
	speck     = 4   // the area below which an island is not drawn, unless it is all there is of its country
)

// point is a place, in degrees or in the units of the map.
type point struct{ x, y float64 }

// ring is the outline of a piece of land, in whole units.
type ring [][2]int

// draw writes a row for each country, by its letters.
func draw(t topology, letters map[string]string, out io.Writer) error {
	lines := make([][]point, len(t.Arcs))
	for i, arc := range t.Arcs {
		lines[i] = simplified(t.places(arc), tolerance)
	}
	var rows []string
	for _, g := range t.Objects.Countries.Geometries {
		if g.ID == antarctica {
			continue
		}
		pieces, err := g.pieces()
		if err != nil {
			return err
		}
		rings, x, y := outline(pieces, lines)
		rows = append(rows, fmt.Sprintf("%s;%d;%d;%s", letters[g.ID], x, y, path(rings)))
	}
	slices.Sort(rows)
	_, err := io.WriteString(out, strings.Join(rows, "\n")+"\n")
	return err
}

// places turns the steps of a line into degrees east of the middle and north.
func (t topology) places(arc [][2]float64) []point {
	out := make([]point, len(arc))
	var x, y float64
	for i, step := range arc {
		x, y = x+step[0], y+step[1]
		east := x*t.Transform.Scale[0] + t.Transform.Translate[0] - middle
		if east < -180 {
			east += 360
		}
		out[i] = point{east, y*t.Transform.Scale[1] + t.Transform.Translate[1]}
	}
	return unbroken(out)
}

// unbroken has a line go on past the edge of the map rather than jump to the other one.
func unbroken(line []point) []point {
	for i := 1; i < len(line); i++ {
		line[i].x -= 360 * math.Round((line[i].x-line[i-1].x)/360)
	}
	return line
}

// equalEarth projects degrees so that areas keep their proportions (Šavrič, Patterson and Jenny 2018).
func equalEarth(place point) point {
	const a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
	half := math.Sqrt(3) / 2
	theta := math.Asin(half * math.Sin(place.y*math.Pi/180))
	p := theta * theta
	q := p * p * p
	x := place.x * math.Pi / 180 * math.Cos(theta) / (half * (a1 + 3*a2*p + q*(7*a3+9*a4*p)))
	y := theta * (a1 + a2*p + q*(a3+a4*p))
	const across = 2 * math.Pi / (1.7320508075688772 / 2 * a1) // the equator
	return point{(x/across + 0.5) * width, top - y/across*width}
}

// pieces are the outlines of a country's parts by the numbers of their lines.
func (g geometry) pieces() ([][]int, error) {
	var polygon [][]int
	var many [][][]int
	switch g.Type {
	case "Polygon":
		if err := json.Unmarshal(g.Arcs, &polygon); err != nil {
			return nil, fmt.Errorf("country %s: %w", g.ID, err)
		}
		return polygon, nil
	case "MultiPolygon":
		if err := json.Unmarshal(g.Arcs, &many); err != nil {
			return nil, fmt.Errorf("country %s: %w", g.ID, err)
		}
		return slices.Concat(many...), nil
	}
	return nil, fmt.Errorf("country %s: no outline of type %q", g.ID, g.Type)
}

// outline puts the lines of a country together, without specks, and gives a point in its largest part.
func outline(pieces [][]int, lines [][]point) (rings []ring, x, y int) {
	largest := -1.0
	var main ring
	for _, piece := range pieces {
		r := whole(join(piece, lines))
		size := math.Abs(area(r))
		if size > largest {
			largest, main = size, r
		}
		if size >= speck {
			rings = append(rings, r)
		}
	}
	if len(rings) == 0 && len(main) > 2 {
		rings = []ring{main}
	}
	x, y = inside(main)
	return rings, x, y
}

// join follows the lines of a ring, each from the end of the one before, on the map.
func join(piece []int, lines [][]point) []point {
	var out []point
	for _, n := range piece {
		line := lines[max(n, ^n)]
		if n < 0 {
			line = slices.Clone(line)
			slices.Reverse(line)
		}
		if len(out) > 0 {
			line = line[1:]
		}
		out = append(out, line...)
	}
	out = unbroken(out)
	for i, p := range out {
		out[i] = equalEarth(p)
	}
	return out
}
