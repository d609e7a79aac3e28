// Package chart draws how a number went over time, and how it was meant to go: pure, numbers and days in, places on a
// drawing out. It refuses to know what is counted, any language and any markup.
package chart

import (
	"math"
	"slices"
	"strconv"
	"time"
)

// Kind says what a point is.
type Kind string

// The number before the work, one that was reported, and the one that shall be reached.
const (
	Baseline Kind = "baseline"
	Report   Kind = "report"
	Target   Kind = "target"
)

// Value is a number on a day.
type Value struct {
	Kind Kind
	Day  time.Time
	Text string // decimal
}

// Point is a value at its place.
type Point struct {
	Value
	X, Y float64
}

// Tick is a round number at its height.
type Tick struct {
	Text string // decimal
	Y    float64
}

// The drawing's size. It is small, so that its letters can be read on a telephone.
const (
	Width  = 400
	Height = 220

	above, below = 14, 10
	beside       = 12
	letter       = 6.4 // the width of a digit
)

// Drawing is a chart: the numbers stand on its starting side.
type Drawing struct {
	Points     []Point // by day
	Way        []Point // from the baseline to the target, as it was meant
	Went       []Point // through what was reported
	Ticks      []Tick
	From, To   float64 // of the lines behind it
	Label      float64 // where the numbers of the ticks end, or begin where it is mirrored
	Today      float64
	HasToday   bool // it lies on the drawing
	First      time.Time
	Last       time.Time
	IsMirrored bool // time goes from right to left
}

// Draw draws values, of which there must be at least two on different days; ok is false where there is nothing to draw.
func Draw(values []Value, now time.Time, mirrored bool) (d Drawing, ok bool) {
	sorted := slices.Clone(values)
	slices.SortStableFunc(sorted, func(a, b Value) int { return a.Day.Compare(b.Day) })
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range sorted {
		n := number(v.Text)
		if math.IsNaN(n) || math.IsInf(n, 0) {
			return Drawing{}, false
		}
		low, high = min(low, n), max(high, n)
	}
	if len(sorted) < 2 || !sorted[0].Day.Before(sorted[len(sorted)-1].Day) {
		return Drawing{}, false
	}
	d = Drawing{First: sorted[0].Day, Last: sorted[len(sorted)-1].Day, IsMirrored: mirrored}
	ticks, places := round(low, high)
	longest := 0
	for _, n := range ticks {
		d.Ticks = append(d.Ticks, Tick{Text: strconv.FormatFloat(n, 'f', places, 64)})
		longest = max(longest, len(grouped(d.Ticks[len(d.Ticks)-1].Text)))
	}
	margin := float64(longest)*letter + beside
	bottom, top := ticks[0], ticks[len(ticks)-1]
	y := func(n float64) float64 { return fine(above + (top-n)/(top-bottom)*(Height-above-below)) }
	x := func(t time.Time) float64 {
		at := margin + t.Sub(d.First).Seconds()/d.Last.Sub(d.First).Seconds()*(Width-margin-beside)
		if mirrored {
			at = Width - at
		}
		return fine(at)
	}
	for i := range d.Ticks {
		d.Ticks[i].Y = y(ticks[i])
	}
	d.From, d.To, d.Label = x(d.First), x(d.Last), fine(margin-beside/2)
	if mirrored {
		d.Label = fine(Width - d.Label)
	}
	d.HasToday, d.Today = now.After(d.First) && now.Before(d.Last), x(now)
	d.place(sorted, x, y)
	return d, true
}

// place puts the values where they belong.
func (d *Drawing) place(sorted []Value, x func(time.Time) float64, y func(float64) float64) {
	for _, v := range sorted {
		p := Point{v, x(v.Day), y(number(v.Text))}
		d.Points = append(d.Points, p)
		if v.Kind != Target {
			d.Went = append(d.Went, p)
		}
		if v.Kind != Report {
			d.Way = append(d.Way, p)
		}
	}
}

func number(text string) float64 {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return math.NaN()
	}
	return n
}

// fine keeps a tenth: no screen shows more.
func fine(at float64) float64 { return math.Round(at*10) / 10 }

// grouped is about as long as a number is with the separators of its groups.
func grouped(text string) string { return text + "      "[:min(6, len(text)/4)] }

// parts is into how many parts the height is cut about.
const parts = 4

// round gives round numbers that hold the values between them, and how many places they have.
func round(low, high float64) (ticks []float64, places int) {
	if low == high {
		low, high = low-1, high+1
	}
	step := math.Pow(10, math.Floor(math.Log10((high-low)/parts)))
	for _, by := range []float64{1, 2, 5, 10} {
		if (high-low)/(step*by) <= parts {
			step *= by
			break
		}
	}
	places = int(max(0, -math.Floor(math.Log10(step)+1e-9)))
	first, last := math.Floor(low/step+1e-9), math.Ceil(high/step-1e-9)
	for i := first; i <= last; i++ {
		n := i * step
		ticks = append(ticks, n+0) // no −0
	}
	return ticks, places
}
