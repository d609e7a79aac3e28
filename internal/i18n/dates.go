package i18n

import (
	"strconv"
	"time"
)

// Date returns the day of t in a zone: "14 March 2026". A zone that does not
// exist gives the day in UTC, here and in the other functions of dates.
func (p *Printer) Date(t time.Time, zone string) string {
	return p.date(p.zones.in(t, zone))
}

// DateTime returns the day and the time of t in a zone: "14 March 2026, 23:59".
func (p *Printer) DateTime(t time.Time, zone string) string {
	return p.dateTime(p.zones.in(t, zone))
}

// Clock returns the time of day of t in a zone, by the 24-hour clock: "23:59".
func (p *Printer) Clock(t time.Time, zone string) string {
	return p.zones.in(t, zone).Format("15:04")
}

// Weekday returns the name of the day of t in a zone, as it stands alone.
func (p *Printer) Weekday(t time.Time, zone string) string {
	return p.T("date.weekday." + strconv.Itoa(int(p.zones.in(t, zone).Weekday())))
}

// Closing returns a closing as people state it. The end of a day is stored as
// the first instant of the next (00:00, or later where the clocks go forward at
// midnight); it is said as 23:59 of the day that ends. Any other closing is said
// as DateTime says it.
func (p *Printer) Closing(t time.Time, zone string) string {
	local := p.zones.in(t, zone)
	y, m, d := local.Date()
	if local.Add(-time.Nanosecond).Day() == d && !isMidnight(local) {
		return p.dateTime(local)
	}
	return p.dateTime(time.Date(y, m, d-1, 23, 59, 0, 0, time.UTC)) // as shown; UTC has every 23:59
}

// Left returns how much time there is from now until an instant, in the largest
// unit that fits, rounded down so that nobody is promised more: "9 days",
// "3 hours", "12 minutes". The last minute is "1 minute"; "" when it is past.
func (p *Printer) Left(now, until time.Time) string {
	left := until.Sub(now)
	switch {
	case left <= 0:
		return ""
	case left >= 24*time.Hour:
		return p.N("duration.days", int(left/(24*time.Hour)))
	case left >= time.Hour:
		return p.N("duration.hours", int(left/time.Hour))
	default:
		return p.N("duration.minutes", max(1, int(left/time.Minute)))
	}
}

// isMidnight reports whether clocks show 00:00:00, which where they go back at
// one o'clock happens twice a night.
func isMidnight(local time.Time) bool {
	h, m, s := local.Clock()
	return h == 0 && m == 0 && s == 0 && local.Nanosecond() == 0
}

func (p *Printer) dateTime(local time.Time) string {
	return p.T("date.time", "date", p.date(local), "time", local.Format("15:04"))
}

func (p *Printer) date(local time.Time) string {
	day := strconv.Itoa(local.Day())
	if day == "1" {
		day = p.T("date.first_day")
	}
	return p.T("date.day", "day", day,
		"month", p.T("date.month."+local.Format("01")), "year", strconv.Itoa(local.Year()))
}
