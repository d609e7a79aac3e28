package story

import (
	"time"

	"travaux/internal/consult"
	"travaux/models"
)

// Consultation is one consultation of the story.
type Consultation struct {
	*Story
	Slug  string
	first string // slug of its first draft
}

// Setting changes a consultation that is about to be set up.
type Setting func(in *consult.NewConsultation, now time.Time)

// Open has a consultation phase that opened a day ago and closes in thirty days.
func Open() Setting {
	return func(in *consult.NewConsultation, now time.Time) {
		During(models.PhaseConsultation, now.AddDate(0, 0, -1), now.AddDate(0, 0, 30))(in, now)
	}
}

// During has a phase of a kind from an instant to another.
func During(kind models.PhaseKind, opens, closes time.Time) Setting {
	return func(in *consult.NewConsultation, _ time.Time) {
		in.Phases = append(in.Phases, consult.NewPhase{
			Kind: string(kind), TimeZone: "UTC",
			OpensAt: opens.Format(time.RFC3339Nano), ClosesAt: closes.Format(time.RFC3339Nano),
		})
	}
}

// PreModerated has every comment wait for a moderator.
func PreModerated() Setting {
	return func(in *consult.NewConsultation, _ time.Time) { in.PreModeration = true }
}

// Languages are the language it is mainly held in, and others.
func Languages(main string, others ...string) Setting {
	return func(in *consult.NewConsultation, _ time.Time) { in.Language, in.Languages = main, others }
}

// Consultation sets a consultation up, in English unless said.
func (s *Story) Consultation(slug string, settings ...Setting) *Consultation {
	in := consult.NewConsultation{Slug: slug, Title: slug, Language: "en"}
	for _, set := range settings {
		set(&in, s.clock())
	}
	return s.Begin(in)
}

// Begin is Consultation with everything said.
func (s *Story) Begin(in consult.NewConsultation) *Consultation {
	s.step("consultation "+in.Slug, func() error {
		_, err := s.Service.CreateConsultation(s.ctx, s.System(), in)
		return err
	})
	return &Consultation{Story: s, Slug: in.Slug}
}

// Extend has the phase at a position, from 1, close later, as somebody, for a reason in the consultation's languages.
func (c *Consultation) Extend(who string, position int, closes string, reasons models.Texts) models.PhaseView {
	var out models.PhaseView
	c.step("extend a phase", func() error {
		head := c.Head()
		var err error
		out, err = c.Service.ExtendPhase(c.ctx, c.Call(who), c.Slug, head.Phases[position-1].Ref, consult.NewExtension{
			ClosesAt: closes, Reason: reasons[head.Language], Reasons: reasons,
		})
		return err
	})
	return out
}

// Head is the consultation as it is now, with its phases.
func (c *Consultation) Head() models.Front {
	var out models.Front
	c.step("read "+c.Slug, func() error {
		var err error
		out, err = c.Service.Head(c.ctx, c.Slug)
		return err
	})
	return out
}

// Person is somebody with roles here.
func (c *Consultation) Person(key string, roles ...models.Role) models.Actor {
	return c.Limited(key, nil, roles...)
}

// Limited is Person whose roles are limited to regions.
func (c *Consultation) Limited(key string, regions []string, roles ...models.Role) models.Actor {
	return c.Add(key, consult.NewPerson{Consultation: c.Slug, Regions: regions, Roles: names(roles)})
}

// Partner names an organisation that stands behind the consultation.
func (c *Consultation) Partner(in consult.NewPartner) {
	c.step("partner "+in.Name, func() error {
		_, err := c.Service.AddPartner(c.ctx, c.System(), c.Slug, in)
		return err
	})
}

// Document keeps a background document.
func (c *Consultation) Document(in consult.NewDocument) models.Document {
	var d models.Document
	c.step("document "+in.Title, func() error {
		var err error
		d, err = c.Service.AddDocument(c.ctx, c.System(), c.Slug, in)
		return err
	})
	return d
}

// Event schedules an event at a wall time of a zone.
func (c *Consultation) Event(title, wall, zone string) models.Event {
	return c.Schedule(consult.NewEvent{Title: title, StartsAt: wall, TimeZone: zone})
}

// Schedule is Event with everything said.
func (c *Consultation) Schedule(in consult.NewEvent) models.Event {
	var e models.Event
	c.step("event "+in.Title, func() error {
		var err error
		e, err = c.Service.CreateEvent(c.ctx, c.System(), c.Slug, in)
		return err
	})
	return e
}
