package ical

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// zone is one VTIMEZONE: a zone and the time in which its events lie.
type zone struct {
	name     string
	location *time.Location
	from, to time.Time
}

// zonesOf returns the zones that events use, by name, without UTC.
func zonesOf(events []Event) ([]*zone, error) {
	byName := map[string]*zone{}
	var zones []*zone
	for _, e := range events {
		if err := checkTimes(e); err != nil {
			return nil, fmt.Errorf("event %q: %w", e.UID, err)
		}
		if slices.Contains(utcNames, e.Zone) {
			continue
		}
		last := e.Start
		if e.End.After(last) {
			last = e.End
		}
		z := byName[e.Zone]
		if z == nil {
			location, err := load(e.Zone)
			if err != nil {
				return nil, fmt.Errorf("event %q: %w", e.UID, err)
			}
			z = &zone{name: e.Zone, location: location, from: e.Start, to: last}
			byName[e.Zone] = z
			zones = append(zones, z)
		}
		if e.Start.Before(z.from) {
			z.from = e.Start
		}
		if last.After(z.to) {
			z.to = last
		}
	}
	slices.SortFunc(zones, func(a, b *zone) int { return cmp.Compare(a.name, b.name) })
	return zones, nil
}

// checkTimes refuses times that RFC 5545 cannot write: years have four digits.
func checkTimes(e Event) error {
	if e.Start.IsZero() {
		return fmt.Errorf("no start")
	}
	if !e.End.IsZero() && e.End.Before(e.Start) {
		return fmt.Errorf("it ends before it starts")
	}
	for _, t := range []time.Time{e.Start, e.End, e.Stamp, e.Modified} {
		// Two years are left at either end for the walk through the zone.
		if y := t.UTC().Year(); !t.IsZero() && (y < 3 || y > 9996) {
			return fmt.Errorf("the year %d cannot be written", y)
		}
	}
	return nil
}

// load is time.LoadLocation without its two names that are no IANA zones.
func load(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("%q is no time zone", name)
	}
	location, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("load time zone: %w", err)
	}
	return location, nil
}

func find(zones []*zone, name string) *zone {
	i := slices.IndexFunc(zones, func(z *zone) bool { return z.name == name })
	if i < 0 {
		return nil
	}
	return zones[i]
}

// isRepeated says whether t falls where the zone's clock, having been set back,
// shows a stretch of wall time for the second time.
func (z *zone) isRepeated(t time.Time) bool {
	onset, _ := t.In(z.location).ZoneBounds()
	if onset.IsZero() || onset.After(t) { // after: the leap years of nextBound
		return false
	}
	back := offset(onset.Add(-time.Nanosecond)) - offset(onset)
	return t.Sub(onset) < back
}

// write appends the VTIMEZONE with the rules from a year before the first event
// to a year after the last, as Go's zone data gives them.
func (z *zone) write(w *writer) {
	w.line("BEGIN", "VTIMEZONE")
	w.line("TZID", z.name)
	from, to := z.from.In(z.location).AddDate(-1, 0, 0), z.to.AddDate(1, 0, 0)
	writeFirst(w, from)
	for onset := nextBound(from); !onset.IsZero() && onset.Before(to); onset = nextBound(onset) {
		before := onset.Add(-time.Nanosecond)
		if onset.Format("-07:00:00 MST") == before.Format("-07:00:00 MST") {
			continue
		}
		// The clock that shows the onset is the one about to be changed.
		old := offset(before)
		writeRule(w, onset, onset.In(time.FixedZone("", int(old.Seconds()))), old)
	}
	w.line("END", "VTIMEZONE")
}

// nextBound returns a later instant by which the clock may change, zero if it
// never will. Past the last change in its tables (2037) Go reckons every year as
// 365 days, so that ZoneBounds ends the time before 31 December of a leap year
// there, and from then answers that same instant for a day: a walk that trusts
// it never ends.
func nextBound(t time.Time) time.Time {
	_, end := t.ZoneBounds()
	if !end.IsZero() && !end.After(t) {
		return t.AddDate(0, 0, 1)
	}
	return end
}

// writeFirst writes the rule in force at from. Its true onset may be a century
// ago, which many programs misread; nothing needs more than that it holds by
// then, so it begins in 1970 with no change of offset.
func writeFirst(w *writer, from time.Time) {
	begin := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)
	if from.Before(begin) {
		begin = time.Date(from.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	}
	writeRule(w, from, begin, offset(from))
}

// writeRule writes the rule in force at t, whose clock was first shown when the
// old clock showed the wall time of onset.
func writeRule(w *writer, t, onset time.Time, old time.Duration) {
	kind := "STANDARD"
	if t.IsDST() {
		kind = "DAYLIGHT"
	}
	name, _ := t.Zone()
	w.line("BEGIN", kind)
	w.line("DTSTART", onset.Format(localForm))
	w.line("TZOFFSETFROM", formatOffset(old))
	w.line("TZOFFSETTO", formatOffset(offset(t)))
	w.text("TZNAME", "", name)
	w.line("END", kind)
}

// offset is how far the clock shown in t's zone is ahead of UTC.
func offset(t time.Time) time.Duration {
	_, seconds := t.Zone()
	return time.Duration(seconds) * time.Second
}

// formatOffset writes ±hhmm, with seconds where old local mean times have them.
func formatOffset(d time.Duration) string {
	sign := '+'
	if d < 0 {
		sign, d = '-', -d
	}
	s := int(d.Seconds())
	text := fmt.Sprintf("%c%02d%02d", sign, s/3600, s/60%60)
	if s%60 != 0 {
		text += fmt.Sprintf("%02d", s%60)
	}
	return text
}
