package api

import (
	"context"

	"travaux/api/gen"
	"travaux/models"
)

// Events lists the events of a consultation.
func (a *API) Events(ctx context.Context, r gen.EventsRequestObject) (gen.EventsResponseObject, error) {
	head, err := a.s.Head(ctx, r.C)
	if err != nil {
		return nil, err
	}
	events, err := a.s.Events(ctx, who(ctx), r.C)
	if err != nil {
		return nil, err
	}
	return gen.Events200JSONResponse{Items: each(events, func(e models.Event) gen.Event { return event(e, head.Language) })}, nil
}

// Event shows one event.
func (a *API) Event(ctx context.Context, r gen.EventRequestObject) (gen.EventResponseObject, error) {
	head, err := a.s.Head(ctx, r.C)
	if err != nil {
		return nil, err
	}
	e, err := a.s.Event(ctx, who(ctx), r.C, r.E)
	if err != nil {
		return nil, err
	}
	return gen.Event200JSONResponse(event(e, head.Language)), nil
}

// CreateEvent schedules an event.
func (a *API) CreateEvent(ctx context.Context, r gen.CreateEventRequestObject) (gen.CreateEventResponseObject, error) {
	e, err := a.s.CreateEvent(ctx, call(ctx), r.C, *r.Body)
	if err != nil {
		return nil, err
	}
	head, err := a.s.Head(ctx, r.C)
	if err != nil {
		return nil, err
	}
	out := gen.CreateEvent201JSONResponse{Body: event(e, head.Language)}
	out.Headers.Location = at(r.C, "events", e.Slug)
	return out, nil
}

// event shows an event; main is the consultation's main language.
func event(e models.Event, main string) gen.Event {
	out := gen.Event{
		Slug: e.Slug, UID: e.UID, Kind: gen.EventKind(e.Kind), Attendance: gen.Attendance(e.Attendance),
		StartsAt: e.StartsAt.UTC(), StartsLocal: e.Wall, EndsAt: e.EndsAt.UTC(), EndsLocal: local(e.EndsAt, e.TimeZone),
		TimeZone: e.TimeZone, Venue: opt(e.Venue), Country: opt(e.Country), Region: opt(e.Region),
		Languages: list[string](e.Languages), Seats: e.Seats, OnlineURL: opt(e.OnlineURL),
		Status: gen.EventStatus(e.Status), Attribution: gen.Attribution(e.Attribution),
		CreatedAt: e.CreatedAt.UTC(), UpdatedAt: e.UpdatedAt.UTC(),
	}
	out.Title, out.Titles = words(e.Title, main)
	out.Description, out.Descriptions = words(e.Description, main)
	return out
}
