package chart_test

import (
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"travaux/internal/chart"
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func sample() []chart.Value {
	return []chart.Value{
		{Kind: chart.Target, Day: day("2027-03-01"), Text: "20"},
		{Kind: chart.Baseline, Day: day("2026-02-01"), Text: "3"},
		{Kind: chart.Report, Day: day("2026-09-01"), Text: "8.5"},
	}
}

func TestDraw_putsTimeAlongAndMoreHigher(t *testing.T) {
	t.Parallel()
	d, ok := chart.Draw(sample(), day("2026-10-01"), false)
	if !ok || len(d.Points) != 3 || len(d.Way) != 2 || len(d.Went) != 2 || !d.HasToday {
		t.Fatalf("%+v", d)
	}
	for i := 1; i < 3; i++ {
		if a, b := d.Points[i-1], d.Points[i]; a.X >= b.X || a.Y <= b.Y {
			t.Errorf("%+v stands before %+v", b, a)
		}
	}
	if d.Points[0].Kind != chart.Baseline || d.Points[2].Kind != chart.Target || d.Label >= d.From || d.Today <= d.Points[1].X {
		t.Errorf("%+v", d)
	}
	for i, want := range []string{"0", "5", "10", "15", "20"} {
		if i >= len(d.Ticks) || d.Ticks[i].Text != want {
			t.Fatalf("the ticks are %+v", d.Ticks)
		}
	}
}

func TestDraw_isMirroredWhereOneReadsFromTheRight(t *testing.T) {
	t.Parallel()
	there, _ := chart.Draw(sample(), day("2030-01-01"), false)
	here, _ := chart.Draw(sample(), day("2030-01-01"), true)
	if there.HasToday || here.HasToday {
		t.Error("today is not on it")
	}
	for i, p := range there.Points {
		if q := here.Points[i]; int(q.X+p.X+.5) != chart.Width || q.Y != p.Y || q.Value != p.Value {
			t.Errorf("%+v becomes %+v", p, q)
		}
	}
	if here.Label <= here.From {
		t.Error("the numbers stand where it ends")
	}
}

func TestDraw_drawsNothingOfWhatShowsNothing(t *testing.T) {
	t.Parallel()
	one := sample()[:1]
	for name, values := range map[string][]chart.Value{
		"nothing": nil, "one": one, "one day": {one[0], one[0]}, "no number": {one[0], {Kind: chart.Report, Day: day("2026-01-01"), Text: "x"}},
		"beyond all numbers": {one[0], {Kind: chart.Report, Day: day("2026-01-01"), Text: "1e999"}},
	} {
		if _, ok := chart.Draw(values, day("2026-01-01"), false); ok {
			t.Errorf("%s is drawn", name)
		}
	}
}

func TestDraw_everyPointLiesOnTheDrawingBetweenItsTicks(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		scale := []float64{0.001, 1, 100, 1e6, 1e9}[r.IntN(5)]
		var values []chart.Value
		for i := range 2 + r.IntN(6) {
			n := (r.Float64() - .3) * scale
			if r.IntN(5) == 0 {
				n = 7
			}
			values = append(values, chart.Value{Kind: chart.Report, Day: day("2026-01-01").AddDate(0, 0, i*r.IntN(100)+i), Text: strconv.FormatFloat(n, 'f', 3, 64)})
		}
		d, ok := chart.Draw(values, day("2026-03-01"), r.IntN(2) == 0)
		if !ok || len(d.Ticks) < 2 || len(d.Ticks) > 7 {
			t.Fatalf("%v %+v", ok, d.Ticks)
		}
		for _, p := range d.Points {
			if p.X < 0 || p.X > chart.Width || p.Y < d.Ticks[len(d.Ticks)-1].Y-.1 || p.Y > d.Ticks[0].Y+.1 || d.Ticks[0].Y > chart.Height {
				t.Fatalf("%+v is not between %+v", p, d.Ticks)
			}
		}
	}
}
