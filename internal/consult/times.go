package consult

import (
	"strings"
	"time"

	"travaux/internal/fault"
)

// The shapes in which a time may come in.
const (
	wallMinute = "2006-01-02T15:04"
	wallSecond = "2006-01-02T15:04:05"
	dateOnly   = "2006-01-02"
)

// instant reads a time: RFC 3339 with any offset, or a wall time (a blank instead of the T is fine) in the zone.
// ok is false for anything else, for offsets beyond ±14:00 and for years that cannot be meant.
func instant(s, zone string) (t time.Time, ok bool) {
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
		_, offset := t.Zone()
		return t.UTC().Truncate(time.Microsecond), offset <= 14*3600 && offset >= -14*3600 && sane(t)
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return time.Time{}, false
	}
	s = strings.Replace(s, " ", "T", 1)
	for _, layout := range []string{wallMinute, wallSecond} {
		if t, err := time.ParseInLocation(layout, s, loc); err == nil {
			return t.UTC(), sane(t)
		}
	}
	day, err := time.Parse(dateOnly, s)
	return midnight(day, loc), err == nil && sane(day)
}

// midnight is the first instant of a day in a zone. Some zones put their clocks on at midnight: then it is the
// instant they do, where time.Date may answer 23:00 of the day before.
func midnight(day time.Time, loc *time.Location) time.Time {
	t := time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, loc)
	if t.Day() != day.Day() {
		_, offset := t.Zone()
		t = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, -offset, 0, time.UTC)
	}
	return t.UTC()
}

func sane(t time.Time) bool { return t.Year() >= 1900 && t.Year() < 2300 }

// closing reads a closing: a date, or 23:59 of a day, is the end of that day in the zone, kept as 00:00 of the next.
func closing(s, zone string) (time.Time, bool) {
	t, ok := instant(s, zone)
	if !ok {
		return t, false
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return t, false
	}
	w := t.In(loc)
	endOfDay := w.Hour() == 23 && w.Minute() == 59
	if len(s) == len(dateOnly) || endOfDay {
		return midnight(time.Date(w.Year(), w.Month(), w.Day()+1, 0, 0, 0, 0, time.UTC), loc), true
	}
	return t, true
}

// timeField reads a time of an input; problems go to the list under the field's name.
func timeField(s, zone, name string, read func(s, zone string) (time.Time, bool), problems *[]fault.Field) time.Time {
	t, ok := read(s, zone)
	if !ok && s != "" {
		*problems = append(*problems, fault.Field{Name: name, Code: "time"})
	}
	return t
}
