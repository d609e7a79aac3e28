package templates

import "travaux/models"

// EventsPage lists the events: those to come, then those that were.
type EventsPage struct {
	Base
	Events []models.Event
}

// EventPage is one event, in its own time and the reader's.
type EventPage struct {
	Base
	Event models.Event
}

// EventFormPage plans an event. Fields: title, slug, description, kind, attendance, starts_at,
// ends_at (both datetime-local), time_zone, venue, country, region, languages (repeated), seats,
// online_url, attribution, status.
type EventFormPage struct {
	Base
	Form
}
