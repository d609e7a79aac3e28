package consult

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"travaux/internal/fault"
	"travaux/internal/ical"
	"travaux/internal/ids"
	"travaux/internal/place"
	"travaux/internal/store"
	"travaux/models"
)

// NewEvent is an event to be held. Times are RFC 3339, or wall times in the event's zone.
type NewEvent struct {
	Slug         string       `json:"slug" validate:"omitempty,slug"` // made from the title when empty
	Title        string       `json:"title" validate:"required,notblank,max=200"`
	Titles       models.Texts `json:"titles" validate:"max=20,dive,keys,bcp47_language_tag,endkeys,max=200"`
	Description  string       `json:"description" validate:"max=10000"`
	Descriptions models.Texts `json:"descriptions" validate:"max=20,dive,keys,bcp47_language_tag,endkeys,max=10000"`
	Kind         string       `json:"kind" validate:"omitempty,eventkind"`
	Attendance   string       `json:"attendance" validate:"omitempty,attending"`
	StartsAt     string       `json:"starts_at" validate:"required"`
	EndsAt       string       `json:"ends_at"` // an hour after the start when empty
	TimeZone     string       `json:"time_zone" validate:"required,zone"`
	Venue        string       `json:"venue" validate:"max=500"`
	Country      string       `json:"country" validate:"omitempty,country"`
	Region       string       `json:"region" validate:"omitempty,region"`
	Languages    []string     `json:"languages" validate:"max=20,dive,required,bcp47_language_tag"`
	Seats        *int         `json:"seats" validate:"omitempty,min=1,max=1000000"`
	OnlineURL    string       `json:"online_url" validate:"omitempty,weblink"`
	Status       string       `json:"status" validate:"omitempty,status"`
	Attribution  string       `json:"attribution" validate:"omitempty,attribute"`
}

// longest is how long one event may last.
const longest = 31 * 24 * time.Hour

// CreateEvent schedules an event; it is visible at once. Organisers and
// facilitators, within their regions. Faults: Conflict "slug_taken"; Invalid "region" where their role does not reach.
func (s *Service) CreateEvent(ctx context.Context, by models.Call, slug string, in NewEvent) (models.Event, error) {
	var none models.Event
	c, err := s.where(ctx, by.Actor, Schedule, slug)
	if err != nil {
		return none, err
	}
	var problems []fault.Field
	starts := timeField(in.StartsAt, in.TimeZone, "starts_at", instant, &problems)
	ends := timeField(in.EndsAt, in.TimeZone, "ends_at", instant, &problems)
	if in.EndsAt == "" {
		ends = starts.Add(time.Hour)
	}
	if len(problems) == 0 && (!ends.After(starts) || ends.Sub(starts) > longest) {
		problems = append(problems, fault.Field{Name: "ends_at", Code: "not_after_start"})
	}
	if in.Region != "" && in.Country != "" && place.RegionOf(in.Country) != place.Unassigned && place.RegionOf(in.Country) != in.Region {
		problems = append(problems, fault.Field{Name: "region", Code: "country_has_one"})
	}
	if err := s.check(&in, problems...); err != nil {
		return none, err
	}
	e := s.event(by, c, in, starts, ends)
	if !Can(by.Actor, Schedule, Thing{ConsultationID: c.ID, Region: cmp.Or(e.Region, place.Unassigned)}) {
		return none, fault.Bad("region", "outside_role")
	}
	ref, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if _, err := tx.Touch(ctx, c.ID); err != nil { // also keeps a second event of the same name waiting
			return "", err
		}
		if err := freeSlug(ctx, tx, &e, in.Slug); err != nil {
			return "", err
		}
		return e.Slug, tx.AddEvent(ctx, &e)
	})
	if err != nil {
		return none, err
	}
	return s.st.Event(ctx, c.ID, ref)
}

func (s *Service) event(by models.Call, c models.Consultation, in NewEvent, starts, ends time.Time) models.Event {
	loc, err := time.LoadLocation(in.TimeZone)
	if err != nil {
		loc = time.UTC // checked before
	}
	or := func(v, otherwise string) string {
		if v == "" {
			return otherwise
		}
		return v
	}
	region := in.Region
	if region == "" && in.Country != "" {
		region = place.RegionOf(in.Country)
	}
	uid := ids.UUID()
	return models.Event{
		ConsultationID: c.ID, ID: s.ids.Next(by.At), Slug: in.Slug, UID: uid, Kind: or(in.Kind, "other"),
		Title: withMain(in.Titles, c.Language, in.Title), Description: withMain(in.Descriptions, c.Language, in.Description),
		Attendance: or(in.Attendance, "in_person"), StartsAt: starts, EndsAt: ends, TimeZone: in.TimeZone, Wall: starts.In(loc).Format(wallMinute),
		Venue: in.Venue, Country: in.Country, Region: region, Languages: in.Languages, Seats: in.Seats, OnlineURL: in.OnlineURL,
		Status: models.EventStatus(or(in.Status, string(models.Scheduled))), Attribution: or(in.Attribution, "named"),
		CreatedAt: by.At, UpdatedAt: by.At,
	}
}

// freeSlug keeps a slug that was asked for, or finds one that is free near the title.
func freeSlug(ctx context.Context, tx *store.Tx, e *models.Event, asked string) error {
	base := asked
	if base == "" {
		base = slugOf(e.Title, e.UID)
	}
	taken, err := tx.EventSlugs(ctx, e.ConsultationID, base)
	if err != nil {
		return err
	}
	e.Slug = base
	for n := 2; slices.Contains(taken, e.Slug); n++ {
		if asked != "" {
			return slugTaken()
		}
		e.Slug = fmt.Sprintf("%s-%d", base, n)
	}
	return nil
}

// slugOf makes a slug from the first title that has Latin letters or digits, else from the entry's identifier.
func slugOf(titles models.Texts, uid string) string {
	title, _ := titles.In("en")
	if slug := slugFrom(title); slug != "" {
		return slug
	}
	return "event-" + uid[len(uid)-8:]
}

// slugFrom makes a slug of the Latin letters and digits of a text; empty when it has too few.
func slugFrom(text string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	slug := strings.Trim(b.String()[:min(b.Len(), 50)], "-")
	if len(slug) < 2 {
		return ""
	}
	return slug
}

// Events lists the events of a consultation by their start.
func (s *Service) Events(ctx context.Context, _ models.Actor, slug string) ([]models.Event, error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return nil, err
	}
	return s.st.Events(ctx, c.ID)
}

// Event finds one event. Fault NotFound "event_not_found".
func (s *Service) Event(ctx context.Context, _ models.Actor, slug, event string) (models.Event, error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return models.Event{}, err
	}
	return s.st.Event(ctx, c.ID, event)
}

// Calendar writes all events, or the one named, as iCalendar (RFC 5545) in a reader's language.
func (s *Service) Calendar(ctx context.Context, slug, language, event string) ([]byte, error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return nil, err
	}
	var events []models.Event
	if event == "" {
		events, err = s.st.Events(ctx, c.ID)
	} else {
		events = make([]models.Event, 1)
		events[0], err = s.st.Event(ctx, c.ID, event)
	}
	if err != nil {
		return nil, err
	}
	name, nameLanguage := c.Title.In(language, c.Language)
	cal := ical.Calendar{Name: name, Language: nameLanguage, ProductID: "-//Travaux//Travaux//EN"}
	for _, e := range events {
		cal.Events = append(cal.Events, s.entry(c, e, language))
	}
	return cal.Bytes()
}

func (s *Service) entry(c models.Consultation, e models.Event, language string) ical.Event {
	summary, summaryLanguage := e.Title.In(language, c.Language)
	description, _ := e.Description.In(language, c.Language)
	location := e.Venue
	if location == "" && e.OnlineURL != "" {
		location = e.OnlineURL
	}
	return ical.Event{
		UID: e.UID, Sequence: e.Sequence, Stamp: e.UpdatedAt, Modified: e.UpdatedAt, Summary: summary, Description: description,
		Location: location, URL: s.baseURL + "/c/" + c.Slug + "/events/" + e.Slug, Language: summaryLanguage,
		Start: e.StartsAt, End: e.EndsAt, Zone: e.TimeZone, Status: e.Status.ICal(),
	}
}
