package pledge

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	yearFirst = regexp.MustCompile(`^([0-9]{4})(?:-([0-9]{1,2})-|/([0-9]{1,2})/|\.([0-9]{1,2})\.|年([0-9]{1,2})月)([0-9]{1,2})日?$`)
	yearLast  = regexp.MustCompile(`^([0-9]{1,2})(?:-([0-9]{1,2})-|/([0-9]{1,2})/|(\.)([0-9]{1,2})\.)([0-9]{4})$`)
)

// The years between which a pledge can lie; those of another calendar are outside.
const (
	firstYear = 1900
	lastYear  = 2200
)

// ReadDay reads a day of the Gregorian calendar: 2027-06-30, also with strokes, points or 年月日, or with the year last
// where day and month cannot be taken for each other; in the digits of any script. It is given at 00:00 UTC.
func ReadDay(s string) (time.Time, bool) {
	s = strings.ReplaceAll(plainDigits(s), " ", "")
	if m := yearFirst.FindStringSubmatch(s); m != nil {
		return dayFrom(m[1], m[2]+m[3]+m[4]+m[5], m[6])
	}
	m := yearLast.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, false
	}
	first, second, year := m[1], m[2]+m[3]+m[5], m[6]
	if m[4] != "" { // with points the day is always first
		return dayFrom(year, second, first)
	}
	asDay, ok := dayFrom(year, second, first)
	asMonth, other := dayFrom(year, first, second)
	if ok && other && !asDay.Equal(asMonth) {
		return time.Time{}, false // 05/06/2027
	}
	if other {
		return asMonth, true
	}
	return asDay, ok
}

func dayFrom(year, month, day string) (time.Time, bool) {
	y, _ := strconv.Atoi(year) // digits all, by the patterns
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return t, firstYear <= y && y <= lastYear && t.Month() == time.Month(m) && t.Day() == d
}
