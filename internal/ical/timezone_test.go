package ical

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	reader "github.com/emersion/go-ical"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// rules lists a file's VTIMEZONE as "kind onset from to name", in order.
func rules(t testing.TB, file string) (got []string) {
	t.Helper()
	for _, zone := range read(t, file).Children {
		if zone.Name != reader.CompTimezone {
			continue
		}
		for _, rule := range zone.Children {
			words := []string{rule.Name}
			for _, name := range []string{"DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"} {
				words = append(words, rule.Props.Get(name).Value)
			}
			got = append(got, strings.Join(words, " "))
		}
	}
	return got
}

func TestTimezone_rulesAroundTheEvent(t *testing.T) {
	t.Parallel()
	tests := []struct {
		zone  string
		start time.Time
		want  []string
	}{
		{"Asia/Kolkata", at(t, "Asia/Kolkata", 2026, 9, 6, 10, 0), []string{"STANDARD 19700101T000000 +0530 +0530 IST"}},
		{"Africa/Nairobi", at(t, "Africa/Nairobi", 2026, 9, 6, 10, 0), []string{"STANDARD 19700101T000000 +0300 +0300 EAT"}},
		{
			// The onset of 6 September is midnight of the old clock, not 23:00 or 01:00.
			"America/Santiago", at(t, "America/Santiago", 2026, 9, 6, 1, 30), []string{
				"STANDARD 19700101T000000 -0400 -0400 -04",
				"DAYLIGHT 20250907T000000 -0400 -0300 -03",
				"STANDARD 20260405T000000 -0300 -0400 -04",
				"DAYLIGHT 20260906T000000 -0400 -0300 -03",
				"STANDARD 20270404T000000 -0300 -0400 -04",
				"DAYLIGHT 20270905T000000 -0400 -0300 -03",
			},
		},
		{
			"America/New_York", at(t, "America/New_York", 2026, 6, 1, 10, 0), []string{
				"DAYLIGHT 19700101T000000 -0400 -0400 EDT",
				"STANDARD 20251102T020000 -0400 -0500 EST",
				"DAYLIGHT 20260308T020000 -0500 -0400 EDT",
				"STANDARD 20261101T020000 -0400 -0500 EST",
				"DAYLIGHT 20270314T020000 -0500 -0400 EDT",
			},
		},
		{
			// Past Go's tables; in leap years ZoneBounds stands still on 31 December.
			"America/New_York", at(t, "America/New_York", 2040, 12, 31, 10, 0), []string{
				"STANDARD 19700101T000000 -0500 -0500 EST",
				"DAYLIGHT 20400311T020000 -0500 -0400 EDT",
				"STANDARD 20401104T020000 -0400 -0500 EST",
				"DAYLIGHT 20410310T020000 -0500 -0400 EDT",
				"STANDARD 20411103T020000 -0400 -0500 EST",
			},
		},
		{
			"Australia/Lord_Howe", at(t, "Australia/Lord_Howe", 2026, 6, 1, 10, 0), []string{
				"STANDARD 19700101T000000 +1030 +1030 +1030",
				"DAYLIGHT 20251005T020000 +1030 +1100 +11",
				"STANDARD 20260405T020000 +1100 +1030 +1030",
				"DAYLIGHT 20261004T020000 +1030 +1100 +11",
				"STANDARD 20270404T020000 +1100 +1030 +1030",
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.zone+tt.start.Format(" 2006"), func(t *testing.T) {
			t.Parallel()
			file := write(t, Calendar{ProductID: "p", Events: []Event{simple("1", tt.zone, tt.start)}})
			if diff := cmp.Diff(rules(t, file), tt.want); diff != "" {
				t.Errorf("rules (-got +want):\n%s", diff)
			}
		})
	}
}

func TestTimezone_casablancaLeavesItsHourInRamadan(t *testing.T) {
	t.Parallel()
	start := at(t, "Africa/Casablanca", 2026, 2, 25, 10, 0)
	file := write(t, Calendar{ProductID: "p", Events: []Event{simple("1", "Africa/Casablanca", start)}})
	got := strings.Join(rules(t, file), "\n")
	// Which of the two hours is called daylight differs between builds of the zone data.
	for _, want := range []string{" 20260215T030000 +0100 +0000 +00", " 20260322T020000 +0000 +0100 +01"} {
		if !strings.Contains(got, want) {
			t.Errorf("rule %q is missing in\n%s", want, got)
		}
	}
	checkInstants(t, file, map[string]Event{"1": simple("1", "Africa/Casablanca", start)})
}

func TestTimezone_hourShownTwice(t *testing.T) {
	t.Parallel()
	first := time.Date(2026, 11, 1, 5, 30, 0, 0, time.UTC) // 01:30 in New York, before the change
	a, b := simple("a", "America/New_York", first), simple("b", "America/New_York", first.Add(time.Hour))
	file := write(t, Calendar{ProductID: "p", Events: []Event{a, b}})
	for _, want := range []string{
		"DTSTART;TZID=America/New_York:20261101T013000\r\nDTEND;TZID=America/New_York:20261101T020000",
		"DTSTART:20261101T063000Z\r\nDTEND;TZID=America/New_York:20261101T030000",
	} {
		if !strings.Contains(file, want) {
			t.Errorf("%q is missing in\n%s", want, file)
		}
	}
	checkInstants(t, file, map[string]Event{"a": a, "b": b})
}

func TestFormatOffset(t *testing.T) {
	t.Parallel()
	for seconds, want := range map[int]string{
		0: "+0000", 3600: "+0100", -12600: "-0330", 20700: "+0545", -2670: "-004430", 1: "+000001",
	} {
		if got := formatOffset(time.Duration(seconds) * time.Second); got != want {
			t.Errorf("%d s: got %s, want %s", seconds, got, want)
		}
	}
}

// ruleSpan is one observance as a reader understands it.
type ruleSpan struct {
	onset time.Time
	ahead time.Duration
}

// resolve reads a date-time by the rules in the file alone, as a program does
// that has no zone data of its own: the first of the instants a clock showed it.
func resolve(t testing.TB, file *reader.Calendar, prop *reader.Prop) time.Time {
	if strings.HasSuffix(prop.Value, "Z") {
		instant, err := time.Parse(localForm+"Z", prop.Value)
		if err != nil {
			t.Fatal(err)
		}
		return instant
	}
	var spans []ruleSpan
	for _, zone := range file.Children {
		if zone.Name != reader.CompTimezone || zone.Props.Get("TZID").Value != prop.Params.Get("TZID") {
			continue
		}
		for _, rule := range zone.Children {
			wall, err := time.Parse(localForm, rule.Props.Get("DTSTART").Value)
			if err != nil {
				t.Fatal(err)
			}
			old := parseOffset(t, rule.Props.Get("TZOFFSETFROM").Value)
			spans = append(spans, ruleSpan{wall.Add(-old), parseOffset(t, rule.Props.Get("TZOFFSETTO").Value)})
		}
	}
	slices.SortFunc(spans, func(a, b ruleSpan) int { return a.onset.Compare(b.onset) })
	wall, err := time.Parse(localForm, prop.Value)
	if err != nil {
		t.Fatal(err)
	}
	for i, span := range spans {
		instant := wall.Add(-span.ahead)
		if !instant.Before(span.onset) && (i+1 == len(spans) || instant.Before(spans[i+1].onset)) {
			return instant
		}
	}
	t.Fatalf("no rule for %s in %v", prop.Value, spans)
	return time.Time{}
}

func parseOffset(t testing.TB, s string) time.Duration {
	form := "+150405"[:len(s)]
	clock, err := time.Parse(form[1:], s[1:])
	if err != nil {
		t.Fatal(err)
	}
	ahead := clock.Sub(clock.Truncate(24 * time.Hour))
	if s[0] == '-' {
		return -ahead
	}
	return ahead
}

// checkInstants fails unless the file's own rules give each event's instants.
func checkInstants(t testing.TB, file string, events map[string]Event) {
	c := read(t, file)
	for _, got := range c.Events() {
		want := events[got.Props.Get("UID").Value]
		start, end := resolve(t, c, got.Props.Get("DTSTART")), resolve(t, c, got.Props.Get("DTEND"))
		if !start.Equal(want.Start) || !end.Equal(want.End) {
			t.Errorf("%s: got %v to %v, want %v to %v\n%s", want.Zone, start, end, want.Start.UTC(), want.End.UTC(), file)
		}
	}
}

// zoneNames lists the zones of the shared data, or a few beside it.
func zoneNames(t *testing.T) []string {
	t.Helper()
	names := []string{
		"America/New_York", "America/Santiago", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata",
		"Europe/Dublin", "Pacific/Apia", "Asia/Gaza", "Antarctica/Troll", "America/Caracas", "UTC",
	}
	table, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", "tz", "zone1970.tab"))
	if errors.Is(err, os.ErrNotExist) {
		return names
	}
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(table)) {
		if columns := strings.Split(strings.TrimSpace(line), "\t"); !strings.HasPrefix(line, "#") && len(columns) > 2 {
			names = append(names, columns[2])
		}
	}
	return names
}

func TestTimezone_rulesGiveTheInstantsBack(t *testing.T) {
	t.Parallel()
	names := zoneNames(t)
	rapid.Check(t, func(rt *rapid.T) {
		events := map[string]Event{}
		c := Calendar{ProductID: "p"}
		for _, uid := range []string{"1", "2", "3"} {
			zone := rapid.SampledFrom(names).Draw(rt, "zone")
			location, err := time.LoadLocation(zone)
			if err != nil {
				rt.Skip("a zone newer than this machine's data")
			}
			start := time.Unix(rapid.Int64Range(0, 2_400_000_000).Draw(rt, "start"), 0).In(location)
			if rapid.Bool().Draw(rt, "near a change") {
				if _, change := start.ZoneBounds(); !change.IsZero() && change.Year() < 2100 {
					start = change.Add(time.Duration(rapid.IntRange(-9000, 9000).Draw(rt, "seconds")) * time.Second)
				}
			}
			e := simple(uid, zone, start)
			events[uid] = e
			c.Events = append(c.Events, e)
		}
		checkInstants(t, write(t, c), events)
		if t.Failed() {
			rt.FailNow()
		}
	})
}
