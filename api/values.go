package api

import (
	"maps"
	"strconv"
	"time"

	"travaux/api/gen"
	"travaux/models"
)

// wall is how a wall time is written beside its zone.
const wall = "2006-01-02T15:04"

// opt makes of an empty text the null that the contract gives for what there is not.
func opt(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// optNumber makes null of a number that is not there yet.
func optNumber(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}

// given is what somebody said, or empty for null.
func given(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// utc gives an instant as it goes out.
func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	u := t.UTC()
	return &u
}

// local gives the wall time of an instant in a zone; in a zone that this machine does not know, UTC's.
func local(t time.Time, zone string) string {
	if loc, err := time.LoadLocation(zone); err == nil {
		return t.In(loc).Format(wall)
	}
	return t.UTC().Format(wall)
}

// moment is a time, or only its day for a comment that is not shown by name.
func moment(t time.Time, dayOnly bool) gen.Moment {
	if dayOnly {
		return t.UTC().Format(time.DateOnly)
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// etag is the entity tag of a version number.
func etag(seq int64) string { return `"` + strconv.FormatInt(seq, 10) + `"` }

// list makes sure that an empty list goes out as [] and never as null.
func list[T any, L ~[]T](l L) []T {
	if l == nil {
		return []T{}
	}
	return l
}

// each shows every item of a list.
func each[T, U any](in []T, show func(T) U) []U {
	out := make([]U, 0, len(in))
	for _, v := range in {
		out = append(out, show(v))
	}
	return out
}

// words splits a text into the one in the main language and those in the others.
func words(t models.Texts, main string) (string, gen.Texts) {
	others := gen.Texts(maps.Clone(t))
	if others == nil {
		others = gen.Texts{}
	}
	text := others[main]
	delete(others, main)
	return text, others
}
