package main

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// The map that is compiled in is what the command draws of the public data.
func TestRun_drawsTheMapThatIsKept(t *testing.T) {
	at := filepath.Join("..", "..", "..", "..", "shared", "data")
	topology := filepath.Join(at, "world-atlas", "countries-110m.json")
	if _, err := os.Stat(topology); err != nil {
		t.Skip("no public data beside the repository: ", err)
	}
	want, err := os.ReadFile(filepath.Join("..", "data", "world.csv"))
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := run([]string{topology, filepath.Join(at, "m49", "countries.csv")}, &got); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("%d bytes are drawn, %d are kept: make the map anew", got.Len(), len(want))
	}
}

func TestRun_saysWhatItCannotRead(t *testing.T) {
	for _, args := range [][]string{nil, {"nothing"}, {"nothing", "nothing"}} {
		if err := run(args, &bytes.Buffer{}); err == nil {
			t.Errorf("%v: no error", args)
		}
	}
}

// Squares of degrees of the same extent on the globe have the same extent on the map, wherever they are.
func TestEqualEarth_keepsAreas(t *testing.T) {
	on := func(west, south float64) float64 {
		const d = 0.5
		a, b, c := equalEarth(point{west, south}), equalEarth(point{west + d, south}), equalEarth(point{west, south + d})
		size := math.Abs((b.x-a.x)*(c.y-a.y) - (c.x-a.x)*(b.y-a.y))
		return size / math.Cos((south+d/2)*math.Pi/180)
	}
	want := on(0, 0)
	for _, at := range [][2]float64{{100, 0}, {-150, 30}, {20, 60}, {170, -45}, {0, 75}} {
		if got := on(at[0], at[1]); math.Abs(got/want-1) > 0.02 {
			t.Errorf("at %v: %.4f, at the equator %.4f", at, got, want)
		}
	}
	if w, e := equalEarth(point{-180, 0}), equalEarth(point{180, 0}); math.Abs(w.x) > 1e-9 || math.Abs(e.x-width) > 1e-9 {
		t.Errorf("the equator goes from %v to %v", w, e)
	}
}

func TestSimplified_staysNearAndKeepsTheEnds(t *testing.T) {
	var line []point
	for i := range 200 {
		line = append(line, point{float64(i) / 4, 20 + 3*math.Sin(float64(i)/9)})
	}
	short := simplified(line, tolerance)
	if len(short) > 60 || short[0] != line[0] || short[len(short)-1] != line[len(line)-1] {
		t.Errorf("%d points, from %v to %v", len(short), short[0], short[len(short)-1])
	}
	for _, p := range line {
		near := math.Inf(1)
		for i := 1; i < len(short); i++ {
			near = min(near, apart(p, short[i-1], short[i]))
		}
		if near > tolerance {
			t.Errorf("%v is %.2f away", p, near)
		}
	}
	round := append(line[:20:20], line[0])
	if got := simplified(round, 0.01); len(got) < 3 {
		t.Errorf("what closes by itself keeps %d points", len(got))
	}
}

func TestUnbroken_goesOnPastTheEdge(t *testing.T) {
	got := unbroken([]point{{170, 1}, {-175, 2}, {-160, 3}, {175, 4}})
	for i, want := range []float64{170, 185, 200, 175} {
		if got[i].x != want {
			t.Errorf("%d: %v, want %v", i, got[i].x, want)
		}
	}
}

func TestPath_isShort(t *testing.T) {
	if got := path([]ring{{{10, 20}, {13, 20}, {9, 25}}, {{1, 2}, {3, 4}, {2, 2}}}); got != "M10 20l3 0-4 5zM1 2l2 2-1-2z" {
		t.Error(got)
	}
	x, y := inside(ring{{0, 0}, {10, 0}, {10, 10}, {0, 10}})
	if x != 5 || y != 5 {
		t.Errorf("inside: %d, %d", x, y)
	}
}
