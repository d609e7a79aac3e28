package templates

import (
	"github.com/google/uuid"

	"travaux/models"
)

// Note is a comment in a list, with the page it is on.
type Note struct {
	B Base
	C models.CommentView
}

func note(b Base, c models.CommentView) Note { return Note{b, c} }

// EventCard is an event in a list.
type EventCard struct {
	B     Base
	E     models.Event
	Title Said
	At    Moment
	Off   bool // it will not take place as planned: say so first
}

func (s speaker) event(b Base, e models.Event) EventCard {
	return EventCard{
		B: b, E: e, Title: s.text(e.Title, b.MainLanguage()), At: s.moment(b, e.StartsAt, e.TimeZone),
		Off: e.Status != models.Scheduled,
	}
}

// Step is a phase on the time line.
type Step struct {
	Name       Said
	Open, Past bool
	Left       string // time left while open, empty without end
	At         Moment // opening, closing or nothing, whichever matters now
}

func (s speaker) steps(b Base, phases []models.Phase) []Step {
	out := make([]Step, 0, len(phases))
	for _, p := range phases {
		state := p.State(b.Now)
		step := Step{Name: s.phase(b, p), Open: state == models.PhaseOpen, Past: state == models.PhaseClosed}
		switch {
		case state == models.PhaseBefore:
			step.At = s.moment(b, p.OpensAt, p.TimeZone)
		case p.ClosesAt != nil:
			step.At = s.closes(b, *p.ClosesAt, p.TimeZone)
			step.Left = s.Left(b.Now, *p.ClosesAt)
		}
		out = append(out, step)
	}
	return out
}

// phase names a phase: its own name, else the word for its kind.
func (s speaker) phase(b Base, p models.Phase) Said {
	if said := s.text(p.Name, b.MainLanguage()); said.Text != "" {
		return said
	}
	return Said{s.word("phase_kind", string(p.Kind)), s.Lang(), s.Dir()}
}

// Told are the notices in the reader's language, else in the consultation's.
type Told struct {
	Privacy, Publication Said
	Licence              string
}

func (s speaker) told(b Base, n models.Notices) Told {
	return Told{s.text(n.Privacy, b.MainLanguage()), s.text(n.Publication, b.MainLanguage()), n.Licence}
}

// Deadline is the closing of the phase in which comments are taken.
type Deadline struct {
	Open, Before bool
	Left         string
	At           Moment
}

func (s speaker) deadline(b Base, p *models.Phase) Deadline {
	if p == nil {
		return Deadline{}
	}
	d := Deadline{Open: p.State(b.Now) == models.PhaseOpen, Before: p.State(b.Now) == models.PhaseBefore}
	switch {
	case d.Before:
		d.At = s.moment(b, p.OpensAt, p.TimeZone)
	case p.ClosesAt != nil:
		d.At = s.closes(b, *p.ClosesAt, p.TimeZone)
		d.Left = s.Left(b.Now, *p.ClosesAt)
	}
	return d
}

// MainLanguage is the consultation's main language, for texts that are not in the reader's.
func (b Base) MainLanguage() string {
	if b.Consultation == nil {
		return ""
	}
	return b.Consultation.Language
}

// Zone is the zone in which days without a place are told: the reader's when known.
func (b Base) Zone() string {
	if b.ReaderZone == "" {
		return "UTC"
	}
	return b.ReaderZone
}

// KeyFor is an idempotency key of its own for one of several forms on a page, made from the page's key.
func (b Base) KeyFor(form string) string {
	if b.FormKey == "" {
		return ""
	}
	return uuid.NewSHA1(uuid.Nil, []byte(b.FormKey+" "+form)).String()
}
