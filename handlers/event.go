package handlers

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// events lists the events.
func (h *Handlers) events(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	list, err := h.Consult.Events(c.Request().Context(), web.Actor(c), a.Slug)
	if err != nil {
		return err
	}
	return public(c, templates.Events, templates.EventsPage{Base: h.baseAt(c, templates.SectionEvents, a), Events: list})
}

// event is one event, or its calendar entry when the address ends so.
func (h *Handlers) event(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	if slug, ok := strings.CutSuffix(c.Param("event"), ".ics"); ok {
		return h.sendCalendar(c, a, slug)
	}
	e, err := h.Consult.Event(c.Request().Context(), web.Actor(c), a.Slug, c.Param("event"))
	if err != nil {
		return err
	}
	return public(c, templates.Event, templates.EventPage{Base: h.baseAt(c, templates.SectionEvents, a), Event: e})
}

// calendar is the feed of all events.
func (h *Handlers) calendar(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	return h.sendCalendar(c, a, "")
}

func (h *Handlers) sendCalendar(c echo.Context, a here, event string) error {
	ics, err := h.Consult.Calendar(c.Request().Context(), a.Slug, web.Lang(c), event)
	if err != nil {
		return err
	}
	name := a.Slug
	if event != "" {
		name = event
	}
	web.Sandbox(c)
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+name+`.ics"`) // a slug, so it needs no escaping
	return web.Public(c, "text/calendar; charset=utf-8", ics)
}

// eventForm asks for an event.
func (h *Handlers) eventForm(c echo.Context) error {
	a, err := h.gated(c, consult.Schedule)
	if err != nil {
		return err
	}
	p := templates.EventFormPage{Base: h.baseAt(c, templates.SectionManage, a)}
	p.Form = empty(url.Values{"time_zone": {p.ReaderZone}, "kind": {models.EventKinds[0]}, "status": {"scheduled"}, "attendance": {"in_person"}, "attribution": {"named"}})
	return show(c, http.StatusOK, templates.EventForm, p)
}

// createEvent schedules an event.
func (h *Handlers) createEvent(c echo.Context) error {
	a, err := h.gated(c, consult.Schedule)
	if err != nil {
		return err
	}
	var in consult.NewEvent
	var e models.Event
	if err = web.Decode(c, &in); err == nil {
		e, err = h.Consult.CreateEvent(c.Request().Context(), web.Call(c), a.Slug, in)
	}
	if form, status, ok := again(c, err); ok {
		p := templates.EventFormPage{Base: h.baseAt(c, templates.SectionManage, a), Form: form}
		return show(c, status, templates.EventForm, p)
	}
	if err != nil {
		return err
	}
	flash := "event"
	if !e.EndsAt.After(h.Consult.Now()) {
		flash = "event_past"
	}
	return see(c, a.path("events", e.Slug), flash)
}
