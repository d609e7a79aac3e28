package models_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"travaux/models"
)

func TestLimit_neverMoreThanItsCountInAnySpan(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := rapid.SampledFrom(models.Limits).Draw(t, "limit")
		l.Count = rapid.IntRange(1, 40).Draw(t, "count")
		at := time.Date(2026, 3, 14, 23, 55, 0, 0, time.UTC)
		slots, before, wait := "", "", time.Duration(0)
		var taken []time.Time
		midnight := rapid.IntRange(0, 300).Draw(t, "midnight")
		for i := range rapid.IntRange(1, 300).Draw(t, "tries") {
			step := l.Per / time.Duration(rapid.IntRange(2, 400).Draw(t, "part"))
			at = at.Add(rapid.SampledFrom([]time.Duration{0, step, step / 10}).Draw(t, "step"))
			if i == midnight { // the key of the day changed: what was counted is another's
				slots, before = "", slots
			}
			kept, used, w := l.Take(at, 1, slots, before)
			if slots, wait = kept, w; wait > 0 {
				if wait > l.Lasts() {
					t.Fatalf("%s of %s", wait, l.Per)
				}
				if _, _, still := l.Take(at.Add(wait), 1, slots, before); still > 0 {
					t.Fatalf("after the wait of %s still %s", wait, still)
				}
				if _, _, still := l.Take(at.Add(wait-1), 1, slots, before); still == 0 {
					t.Fatalf("the wait of %s is longer than needed", wait)
				}
				continue
			}
			if taken = append(taken, at); used > l.Count {
				t.Fatalf("%d used", used)
			}
		}
		for i := l.Count; i < len(taken); i++ {
			if span := taken[i].Sub(taken[i-l.Count]); span < l.Per {
				t.Fatalf("%d within %s", l.Count+1, span)
			}
		}
	})
}

func TestLimit_brokenSlotsCountAsNone(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	for _, slots := range []string{"x", "1:", ":1", "9:9:9", "1:99"} { // the last is long past
		if _, used, wait := models.LimitMail.Take(at, 1, slots); used != 1 || wait != 0 {
			t.Errorf("%q: %d used, wait %s", slots, used, wait)
		}
	}
}
