package consult_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/testkit"
	"travaux/models"
)

func TestCreateEvent_keepsTheWallTimeOfItsZone(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		for _, tc := range []struct{ starts, zone, utc, wall string }{
			{"2026-03-28T09:30", "Africa/Nairobi", "2026-03-28T06:30:00Z", "2026-03-28T09:30"},
			{"2026-03-28 09:30", "Africa/Nairobi", "2026-03-28T06:30:00Z", "2026-03-28T09:30"},
			{"2026-03-28T09:30:00Z", "Asia/Kathmandu", "2026-03-28T09:30:00Z", "2026-03-28T15:15"},
			{"2026-03-28T09:30:00+02:00", "America/Lima", "2026-03-28T07:30:00Z", "2026-03-28T02:30"},
			{"2026-07-01T09:30", "Europe/Brussels", "2026-07-01T07:30:00Z", "2026-07-01T09:30"},
			{"2026-12-01T09:30", "Europe/Brussels", "2026-12-01T08:30:00Z", "2026-12-01T09:30"},
			{"2026-01-15T09:30", "Australia/Lord_Howe", "2026-01-14T22:30:00Z", "2026-01-15T09:30"}, // half an hour of summer
			{"2026-07-15T09:30", "Australia/Lord_Howe", "2026-07-14T23:00:00Z", "2026-07-15T09:30"},
		} {
			e := c.Event("Hearing", tc.starts, tc.zone)
			if got := e.StartsAt.Format(time.RFC3339); got != tc.utc || e.Wall != tc.wall || e.TimeZone != tc.zone {
				t.Errorf("%s in %s: %s, %s on the wall", tc.starts, tc.zone, got, e.Wall)
			}
			if e.EndsAt.Sub(e.StartsAt) != time.Hour {
				t.Errorf("it ends after %s", e.EndsAt.Sub(e.StartsAt))
			}
		}
	})
}

// A wall time that the clocks leave out or show twice is still an instant near it.
func TestCreateEvent_atATimeTheClocksSkipOrRepeat(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		for wall, near := range map[string]string{"2026-03-29T02:30": "2026-03-29T01:00:00Z", "2026-10-25T02:30": "2026-10-25T01:00:00Z"} {
			e := c.Event("Night", wall, "Europe/Brussels")
			want, err := time.Parse(time.RFC3339, near)
			testkit.Must(t, err)
			if off := e.StartsAt.Sub(want).Abs(); off > time.Hour {
				t.Errorf("%s is %s", wall, e.StartsAt)
			}
		}
	})
}

func TestCreateEvent_makesASlugThatIsFree(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		var got []string
		for _, title := range []string{"Hearing in Québec!", "Hearing in Quebec", "hearing in quebec", "Slushanie: 2026", strings.Repeat("long ", 30)} {
			got = append(got, c.Event(title, "2026-04-01T10:00", "UTC").Slug)
		}
		want := []string{"hearing-in-quebec", "hearing-in-quebec-2", "hearing-in-quebec-3", "slushanie-2026", "long-long-long-long-long-long-long-long-long-long"}
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
		if slug := c.Event("听证会", "2026-04-01T10:00", "UTC").Slug; !strings.HasPrefix(slug, "event-") {
			t.Errorf("a title without Latin letters gives %q", slug)
		}
		_, err := k.Service.CreateEvent(t.Context(), c.Call("organiser"), "town",
			consult.NewEvent{Title: "x", Slug: "slushanie-2026", StartsAt: "2026-04-01T10:00", TimeZone: "UTC"})
		wantFault(t, err, fault.Conflict, "slug_taken")
	})
}

func TestCreateEvent_namesTheFieldThatIsWrong(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		with := func(change func(*consult.NewEvent)) consult.NewEvent {
			in := consult.NewEvent{Title: "Hearing", StartsAt: "2026-04-01T10:00", TimeZone: "UTC"}
			change(&in)
			return in
		}
		zero := 0
		for name, tc := range map[string]struct {
			in          consult.NewEvent
			field, code string
		}{
			"no title":          {with(func(e *consult.NewEvent) { e.Title = "" }), "title", "required"},
			"no start":          {with(func(e *consult.NewEvent) { e.StartsAt = "" }), "starts_at", "required"},
			"no time":           {with(func(e *consult.NewEvent) { e.StartsAt = "tomorrow" }), "starts_at", "time"},
			"no zone":           {with(func(e *consult.NewEvent) { e.TimeZone = "" }), "time_zone", "required"},
			"unknown zone":      {with(func(e *consult.NewEvent) { e.TimeZone = "Nairobi" }), "time_zone", "unknown_value"},
			"ends first":        {with(func(e *consult.NewEvent) { e.EndsAt = "2026-04-01T09:00" }), "ends_at", "not_after_start"},
			"ends at once":      {with(func(e *consult.NewEvent) { e.EndsAt = "2026-04-01T10:00" }), "ends_at", "not_after_start"},
			"ends in a year":    {with(func(e *consult.NewEvent) { e.EndsAt = "2027-04-01" }), "ends_at", "not_after_start"},
			"unknown kind":      {with(func(e *consult.NewEvent) { e.Kind = "party" }), "kind", "unknown_value"},
			"unknown status":    {with(func(e *consult.NewEvent) { e.Status = "maybe" }), "status", "unknown_value"},
			"no seats":          {with(func(e *consult.NewEvent) { e.Seats = &zero }), "seats", "too_small"},
			"no link":           {with(func(e *consult.NewEvent) { e.OnlineURL = "meet.example.org" }), "online_url", "link"},
			"region of another": {with(func(e *consult.NewEvent) { e.Country, e.Region = "KE", "150" }), "region", "country_has_one"},
			"unknown country":   {with(func(e *consult.NewEvent) { e.Country = "ZZ" }), "country", "unknown_value"},
			"no language":       {with(func(e *consult.NewEvent) { e.Languages = []string{"en", "?"} }), "languages.1", "language"},
		} {
			_, err := k.Service.CreateEvent(t.Context(), c.Call("organiser"), "town", tc.in)
			t.Run(name, func(t *testing.T) { wantField(t, err, tc.field, tc.code) }) //nolint:paralleltest // needs no more than the error
		}
	})
}

func TestEvents_areByStartAndTheFrontShowsTheNextFour(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		for _, day := range []string{"20", "18", "10", "16", "17", "15", "19"} {
			c.Event("Day "+day, "2026-03-"+day+"T10:00", "UTC")
		}
		all, err := k.Service.Events(t.Context(), models.Actor{}, "town")
		testkit.Must(t, err)
		front, err := k.Service.Front(t.Context(), models.Actor{}, "town")
		testkit.Must(t, err)
		slugs := func(events []models.Event) (out string) {
			for _, e := range events {
				out += strings.TrimPrefix(e.Slug, "day-") + " "
			}
			return out
		}
		if got := slugs(all); got != "10 15 16 17 18 19 20 " {
			t.Errorf("all: %s", got)
		}
		if got := slugs(front.Events); got != "15 16 17 18 " {
			t.Errorf("front: %s", got)
		}
		_, err = k.Service.Event(t.Context(), models.Actor{}, "town", "day-11")
		wantFault(t, err, fault.NotFound, "event_not_found")
	})
}

func TestCalendar_ofOneEventAndOfAll(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		c.Schedule(consult.NewEvent{Title: "Hearing", Titles: models.Texts{"fr": "Audition"}, StartsAt: "2026-04-01T10:00", TimeZone: "Africa/Nairobi", Status: "cancelled"})
		c.Event("Other", "2026-04-02T10:00", "UTC")
		all, err := k.Service.Calendar(t.Context(), "town", "fr", "")
		testkit.Must(t, err)
		one, err := k.Service.Calendar(t.Context(), "town", "en", "hearing")
		testkit.Must(t, err)
		if bytes.Count(all, []byte("BEGIN:VEVENT")) != 2 || !bytes.Contains(all, []byte("Audition")) {
			t.Errorf("all:\n%s", all)
		}
		for _, want := range []string{"SUMMARY", "Hearing", "DTSTART;TZID=Africa/Nairobi:20260401T100000", "STATUS:CANCELLED", testkit.BaseURL + "/c/town/events/hearing"} {
			if !bytes.Contains(bytes.ReplaceAll(one, []byte("\r\n "), nil), []byte(want)) {
				t.Errorf("%s is not in\n%s", want, one)
			}
		}
		_, err = k.Service.Calendar(t.Context(), "town", "en", "nothing")
		wantFault(t, err, fault.NotFound, "event_not_found")
	})
}
