package models

import "time"

// EventKinds are the kinds of event.
var EventKinds = []string{"regional_consultation", "workshop", "hearing", "webinar", "bilateral", "town_hall", "other"}

// Attendances say how one takes part.
var Attendances = []string{"in_person", "online", "hybrid"}

// EventStatus follows schema.org; iCalendar's status follows from it.
type EventStatus string

// The states of an event.
const (
	Scheduled   EventStatus = "scheduled"
	Rescheduled EventStatus = "rescheduled"
	Postponed   EventStatus = "postponed"
	MovedOnline EventStatus = "moved_online"
	Cancelled   EventStatus = "cancelled"
)

// EventStatuses are all states.
var EventStatuses = []EventStatus{Scheduled, Rescheduled, Postponed, MovedOnline, Cancelled}

// ICal gives the iCalendar status (RFC 5545 §3.8.1.11).
func (s EventStatus) ICal() string {
	switch s {
	case Postponed:
		return "TENTATIVE"
	case Cancelled:
		return "CANCELLED"
	}
	return "CONFIRMED"
}

// Attributions say how what is said in the room may be attributed.
var Attributions = []string{"named", "organisation", "chatham_house", "closed"}

// Event is a meeting of a consultation, in a place's own time zone.
type Event struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	ID             int64 `gorm:"primaryKey;autoIncrement:false"`
	Slug           string
	UID            string // of the calendar entry, stable
	Title          Texts
	Description    Texts
	Kind           string
	Attendance     string
	StartsAt       time.Time
	EndsAt         time.Time
	TimeZone       string // IANA
	Wall           string // the start as it was stated there: 2026-03-28T09:30
	Venue          string
	Country        string // empty: not in one country
	Region         string // M49
	Languages      List
	Seats          *int
	OnlineURL      string
	Status         EventStatus
	Attribution    string
	Sequence       int // of the calendar entry, raised by every change
	CreatedAt      time.Time
	UpdatedAt      time.Time
}
