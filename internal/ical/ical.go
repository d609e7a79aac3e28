// Package ical writes calendars of events as RFC 5545 bytes, to be published as
// feeds and files (METHOD:PUBLISH of RFC 5546), with their own time zone rules.
//
// It refuses to know consultations, registrations, people's addresses, requests
// over HTTP and the present time; callers pass words, instants and zones in.
// It writes its lines itself: the module's iCalendar library neither folds lines
// nor makes VTIMEZONE and sorts properties; tests read every file back with it.
package ical

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // zone rules must not depend on the machine having any
)

// Event is one VEVENT. UID, Stamp, Start and Zone are required.
type Event struct {
	UID         string    // stays the same for the life of the event
	Sequence    int       // rises with each change that matters to those who attend
	Stamp       time.Time // when this description of the event was made
	Modified    time.Time // when the event was last changed; zero: not said
	Summary     string
	Description string
	Location    string
	URL         string   // absolute
	Language    string   // BCP 47 tag of the texts; empty: the calendar's
	Categories  []string // free words
	Start       time.Time
	End         time.Time // zero or Start: the event has no length
	Zone        string    // IANA name of the zone in which the event is announced
	Status      string    // TENTATIVE, CONFIRMED, CANCELLED or empty: not said
	Organizer   string    // a name to show, never an address; empty: not said
}

// Calendar is one VCALENDAR. ProductID is required (RFC 5545, 3.7.3). A calendar
// without events is written too, as feeds are that wait for their first one.
type Calendar struct {
	Name      string
	Language  string // BCP 47 tag of Name and of events that name no language
	ProductID string
	Events    []Event
}

// utcNames are the IANA names of UTC; their events are written with Z.
var utcNames = []string{
	"UTC", "UCT", "Universal", "Zulu", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu",
}

// Bytes returns the calendar as RFC 5545 writes it: UTF-8, CRLF, lines of at
// most 75 octets, one VTIMEZONE for each zone in use. Control characters in
// texts are dropped, except TAB and line breaks. It answers an error that names
// the event where a required field is missing or a value cannot be written.
func (c Calendar) Bytes() ([]byte, error) {
	if clean(c.ProductID) == "" {
		return nil, fmt.Errorf("write calendar: no product id")
	}
	if !isLanguage(c.Language) {
		return nil, fmt.Errorf("write calendar: %q is no language tag", c.Language)
	}
	zones, err := zonesOf(c.Events)
	if err != nil {
		return nil, fmt.Errorf("write calendar: %w", err)
	}
	var w writer
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.text("PRODID", "", c.ProductID)
	w.line("CALSCALE", "GREGORIAN")
	w.line("METHOD", "PUBLISH")
	w.text("NAME", c.Language, c.Name) // RFC 7986
	w.text("X-WR-CALNAME", "", c.Name) // what most programs still read instead
	for _, z := range zones {
		z.write(&w)
	}
	seen := make(map[string]bool, len(c.Events))
	for _, e := range c.Events {
		if seen[e.UID] {
			return nil, fmt.Errorf("write event %q: its UID stands twice", e.UID)
		}
		seen[e.UID] = true
		if e.Language == "" {
			e.Language = c.Language
		}
		if err := e.write(&w, zones); err != nil {
			return nil, fmt.Errorf("write event %q: %w", e.UID, err)
		}
	}
	w.line("END", "VCALENDAR")
	return w.out.Bytes(), nil
}

// write appends the event; zones holds its zone unless that is UTC.
func (e Event) write(w *writer, zones []*zone) error {
	link, err := e.check()
	if err != nil {
		return err
	}
	w.line("BEGIN", "VEVENT")
	w.text("UID", "", e.UID)
	w.line("DTSTAMP", utc(e.Stamp))
	w.moment("DTSTART", e.Start, find(zones, e.Zone))
	if utc(e.End) > utc(e.Start) { // in whole seconds, as they are written
		w.moment("DTEND", e.End, find(zones, e.Zone))
	}
	w.line("SEQUENCE", strconv.Itoa(e.Sequence))
	if !e.Modified.IsZero() {
		w.line("LAST-MODIFIED", utc(e.Modified))
	}
	if e.Status != "" {
		w.line("STATUS", e.Status)
	}
	w.text("SUMMARY", e.Language, e.Summary)
	w.text("DESCRIPTION", e.Language, e.Description)
	w.text("LOCATION", e.Language, e.Location)
	w.text("CATEGORIES", e.Language, e.Categories...)
	if link != "" {
		w.line("URL", link)
	}
	if name := clean(e.Organizer); name != "" {
		// The value must be an address; this is how calendars say there is none.
		w.line("ORGANIZER;CN="+quoteParam(name), "invalid:nomail")
	}
	w.line("END", "VEVENT")
	return nil
}

// check refuses what RFC 5545 cannot say and returns the URL in ASCII.
func (e Event) check() (link string, err error) {
	switch {
	case clean(e.UID) == "":
		return "", fmt.Errorf("no UID")
	case e.Stamp.IsZero():
		return "", fmt.Errorf("no time stamp")
	case e.Sequence < 0:
		return "", fmt.Errorf("sequence %d is below zero", e.Sequence)
	case !isLanguage(e.Language):
		return "", fmt.Errorf("%q is no language tag", e.Language)
	case !slices.Contains([]string{"", "TENTATIVE", "CONFIRMED", "CANCELLED"}, e.Status):
		return "", fmt.Errorf("%q is no event status", e.Status)
	}
	u, err := url.Parse(e.URL)
	if err != nil {
		return "", fmt.Errorf("read its URL: %w", err)
	}
	if e.URL != "" && !u.IsAbs() {
		return "", fmt.Errorf("its URL %q is not absolute", e.URL)
	}
	return escapeURL(u.String()), nil
}

// escapeURL percent-encodes what net/url leaves in queries and hosts but no URI
// may hold (RFC 3986).
func escapeURL(link string) string {
	var out strings.Builder
	for _, b := range []byte(link) {
		if b <= ' ' || b >= 0x7F {
			fmt.Fprintf(&out, "%%%02X", b)
			continue
		}
		out.WriteByte(b)
	}
	return out.String()
}

// isLanguage says whether tag may stand unquoted as a LANGUAGE parameter.
func isLanguage(tag string) bool {
	return strings.Trim(tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == ""
}
