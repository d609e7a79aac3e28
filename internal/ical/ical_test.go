package ical

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	reader "github.com/emersion/go-ical"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files")

var stamp = time.Date(2026, 8, 1, 9, 0, 0, 0, time.UTC)

// at is an instant by the wall clock of a zone.
func at(t testing.TB, zone string, year int, month time.Month, day, hour, minute int) time.Time {
	t.Helper()
	location, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return time.Date(year, month, day, hour, minute, 0, 0, location)
}

// simple is an event of 90 minutes.
func simple(uid, zone string, start time.Time) Event {
	return Event{
		UID: uid, Stamp: stamp, Summary: "Round table", Status: "CONFIRMED",
		Start: start, End: start.Add(90 * time.Minute), Zone: zone,
	}
}

func write(t testing.TB, c Calendar) string {
	t.Helper()
	file, err := c.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	checkLines(t, string(file))
	return string(file)
}

// read decodes a file with an independent library.
func read(t testing.TB, file string) *reader.Calendar {
	t.Helper()
	c, err := reader.NewDecoder(strings.NewReader(file)).Decode()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func regional(t *testing.T) Calendar {
	t.Helper()
	nairobi := simple("nairobi@example.org", "Africa/Nairobi", at(t, "Africa/Nairobi", 2026, 9, 2, 10, 0))
	nairobi.Sequence = 2
	nairobi.Modified = time.Date(2026, 8, 3, 7, 30, 0, 0, time.UTC)
	nairobi.Description = "First part: data; rights, duties.\nSecond part: a \\ and “quotes”."
	nairobi.Location = "Nairobi, Room 4"
	nairobi.URL = "https://example.org/c/charter/events/nairobi?view=all"
	nairobi.Categories = []string{"in person", "general, public"}
	nairobi.Organizer = `The "Charter" Secretariat; Nairobi`

	santiago := simple("santiago@example.org", "America/Santiago", at(t, "America/Santiago", 2026, 9, 6, 1, 30))
	santiago.Summary = "Mesa redonda sobre la protección de las personas que participan en las consultas públicas"
	santiago.Language = "es"
	santiago.Status = "TENTATIVE"

	kolkata := simple("kolkata@example.org", "Asia/Kolkata", at(t, "Asia/Kolkata", 2026, 10, 1, 15, 0))
	kolkata.Summary = "गोलमेज़ बैठक: ميثاق · 公共咨询圆桌会议 · " + strings.Repeat("👩‍👩‍👧", 8)
	kolkata.Status = "CANCELLED"
	return Calendar{
		Name: "Regional consultations", Language: "en", ProductID: "-//Example//Consultations//EN",
		Events: []Event{nairobi, santiago, kolkata},
	}
}

func TestBytes_golden(t *testing.T) {
	t.Parallel()
	got := write(t, regional(t))
	golden := filepath.Join("testdata", "regional.ics.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(got, "\r\n"), strings.Split(string(want), "\r\n")); diff != "" {
		t.Errorf("lines (-got +want):\n%s", diff)
	}
}

func TestBytes_isReadBackByAnotherProgram(t *testing.T) {
	t.Parallel()
	c := regional(t)
	events := read(t, write(t, c)).Events()
	if len(events) != len(c.Events) {
		t.Fatalf("events: got %d, want %d", len(events), len(c.Events))
	}
	for i, got := range events {
		want := c.Events[i]
		start, err := got.DateTimeStart(nil)
		if err != nil {
			t.Fatal(err)
		}
		end, err := got.DateTimeEnd(nil)
		if err != nil {
			t.Fatal(err)
		}
		if !start.Equal(want.Start) || !end.Equal(want.End) {
			t.Errorf("%s: got %v to %v, want %v to %v", want.UID, start, end, want.Start, want.End)
		}
		texts := map[string]string{}
		for _, name := range []string{"UID", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS"} {
			if got.Props.Get(name) == nil {
				continue
			}
			text, err := got.Props.Text(name)
			if err != nil {
				t.Fatal(err)
			}
			texts[name] = text
		}
		wants := map[string]string{"UID": want.UID, "SUMMARY": want.Summary, "STATUS": want.Status}
		if i == 0 {
			wants["DESCRIPTION"], wants["LOCATION"] = want.Description, want.Location
		}
		if diff := cmp.Diff(texts, wants); diff != "" {
			t.Errorf("%s (-got +want):\n%s", want.UID, diff)
		}
	}
	first := events[0]
	categories, err := first.Props.Get("CATEGORIES").TextList()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(categories, c.Events[0].Categories); diff != "" {
		t.Errorf("categories (-got +want):\n%s", diff)
	}
	if got, want := first.Props.Get("URL").Value, c.Events[0].URL; got != want {
		t.Errorf("URL: got %s, want %s", got, want)
	}
	name := first.Props.Get("ORGANIZER").Params.Get("CN")
	if got, want := strings.ReplaceAll(name, "^'", `"`), c.Events[0].Organizer; got != want { // RFC 6868
		t.Errorf("organizer: got %s, want %s", got, want)
	}
}

func TestBytes_eachZoneOnceAndOnlyThoseUsed(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 9, 6, 12, 0, 0, 0, time.UTC)
	file := write(t, Calendar{ProductID: "p", Events: []Event{
		simple("1", "Asia/Kolkata", start), simple("2", "UTC", start),
		simple("3", "Africa/Nairobi", start), simple("4", "Asia/Kolkata", start.AddDate(2, 0, 0)), simple("5", "Etc/UTC", start),
	}})
	var got []string
	for _, child := range read(t, file).Children {
		if child.Name == reader.CompTimezone {
			got = append(got, child.Props.Get("TZID").Value)
		}
	}
	if diff := cmp.Diff(got, []string{"Africa/Nairobi", "Asia/Kolkata"}); diff != "" {
		t.Errorf("zones (-got +want):\n%s", diff)
	}
	if n := strings.Count(file, "DTSTART:20260906T120000Z"); n != 2 {
		t.Errorf("starts in UTC: got %d, want 2", n)
	}
}

func TestBytes_withoutEventsIsStillACalendar(t *testing.T) {
	t.Parallel()
	got := write(t, Calendar{ProductID: "p"})
	want := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:p\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n"
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("file (-got +want):\n%s", diff)
	}
}

func TestBytes_eventOfNoLengthHasNoEnd(t *testing.T) {
	t.Parallel()
	for _, end := range []time.Time{{}, stamp, stamp.Add(time.Millisecond)} {
		e := simple("1", "Asia/Kolkata", stamp)
		e.End = end
		if file := write(t, Calendar{ProductID: "p", Events: []Event{e}}); strings.Contains(file, "DTEND") {
			t.Errorf("end %v: DTEND is written", end)
		}
	}
}

func TestBytes_textCannotBreakOutOfItsLine(t *testing.T) {
	t.Parallel()
	const evil = "x\r\nEND:VEVENT\rBEGIN:VALARM\nA:b\x00\x1b\u0085\t\xff"
	e := simple("1"+evil, "Asia/Kolkata", stamp)
	e.Summary, e.Location, e.Organizer, e.Categories = evil, evil, evil, []string{"", evil}
	file := write(t, Calendar{ProductID: "p" + evil, Name: evil, Events: []Event{e}})
	c := read(t, file)
	if len(c.Events()) != 1 || len(c.Events()[0].Children) != 0 {
		t.Fatalf("components: %+v", c.Children)
	}
	got, err := c.Events()[0].Props.Text("SUMMARY")
	if want := "x\nEND:VEVENT\nBEGIN:VALARM\nA:b\t\ufffd"; err != nil || got != want {
		t.Errorf("summary: got %q, %v, want %q", got, err, want)
	}
}

func TestBytes_whatCannotBeWrittenIsRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(c *Calendar, e *Event)
		want   string
	}{
		{"no product", func(c *Calendar, _ *Event) { c.ProductID = "\x00" }, "write calendar: no product id"},
		{"calendar language", func(c *Calendar, _ *Event) { c.Language = "en;X=1" }, `write calendar: "en;X=1" is no language tag`},
		{"no UID", func(_ *Calendar, e *Event) { e.UID = "" }, `write event "": no UID`},
		{"no stamp", func(_ *Calendar, e *Event) { e.Stamp = time.Time{} }, `write event "1": no time stamp`},
		{"sequence", func(_ *Calendar, e *Event) { e.Sequence = -1 }, `write event "1": sequence -1 is below zero`},
		{"language", func(_ *Calendar, e *Event) { e.Language = "e:n" }, `write event "1": "e:n" is no language tag`},
		{"status", func(_ *Calendar, e *Event) { e.Status = "POSTPONED" }, `write event "1": "POSTPONED" is no event status`},
		{"relative URL", func(_ *Calendar, e *Event) { e.URL = "/events" }, `write event "1": its URL "/events" is not absolute`},
		{"broken URL", func(_ *Calendar, e *Event) { e.URL = "http://a/\n" }, `write event "1": read its URL: parse "http://a/\n": net/url: invalid control character in URL`},
		{"no start", func(_ *Calendar, e *Event) { e.Start = time.Time{} }, `write calendar: event "1": no start`},
		{"end before start", func(_ *Calendar, e *Event) { e.End = e.Start.Add(-1) }, `write calendar: event "1": it ends before it starts`},
		{"five-digit year", func(_ *Calendar, e *Event) { e.End = e.Start.AddDate(9000, 0, 0) }, `write calendar: event "1": the year 11026 cannot be written`},
		{"no zone", func(_ *Calendar, e *Event) { e.Zone = "" }, `write calendar: event "1": "" is no time zone`},
		{"the machine's zone", func(_ *Calendar, e *Event) { e.Zone = "Local" }, `write calendar: event "1": "Local" is no time zone`},
		{"unknown zone", func(_ *Calendar, e *Event) { e.Zone = "Mars/Olympus" }, `write calendar: event "1": load time zone: unknown time zone Mars/Olympus`},
		{"same UID", func(c *Calendar, e *Event) { c.Events = append(c.Events, *e) }, `write event "1": its UID stands twice`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := Calendar{ProductID: "p", Events: []Event{simple("1", "Asia/Kolkata", stamp)}}
			tt.change(&c, &c.Events[0])
			file, err := c.Bytes()
			if file != nil || err == nil || err.Error() != tt.want {
				t.Errorf("error: got %v, want %s", err, tt.want)
			}
		})
	}
}

func TestBytes_urlIsASCII(t *testing.T) {
	t.Parallel()
	e := simple("1", "UTC", stamp)
	e.URL = "https://example.org/é?q=" + strings.Repeat("\x80", 90) + " ñ"
	file := write(t, Calendar{ProductID: "p", Events: []Event{e}})
	got := read(t, file).Events()[0].Props.Get("URL").Value
	if want := "https://example.org/%C3%A9?q=" + strings.Repeat("%80", 90) + "%20%C3%B1"; got != want {
		t.Errorf("URL: got %s, want %s", got, want)
	}
}

// checkLines fails unless every line ends in CRLF, keeps to 75 octets and cuts
// no character.
func checkLines(t interface{ Errorf(string, ...any) }, file string) {
	if !strings.HasSuffix(file, "\r\n") || strings.Count(file, "\n") != strings.Count(file, "\r\n") || strings.Count(file, "\r") != strings.Count(file, "\n") {
		t.Errorf("line ends: %q", file)
	}
	for line := range strings.SplitSeq(file, "\r\n") {
		if len(line) > 75 || !bytes.Equal([]byte(line), bytes.ToValidUTF8([]byte(line), []byte("?"))) {
			t.Errorf("line of %d octets: %q", len(line), line)
		}
	}
}
