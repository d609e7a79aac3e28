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
	Held       bool   // its day has come, and its gates do not hold
	Late       bool   // it is over, and late ones are taken
	Regions    string // their names; empty: from everywhere
	Waits      bool   // it would be open, but nothing can be contributed before the notices are written
	Left       string // time left while open, empty without end
	At         Moment // opening, closing or nothing, whichever matters now
}

func (s speaker) steps(b Base, phases []models.Phase) []Step {
	out := make([]Step, 0, len(phases))
	for _, p := range phases {
		state := p.State(b.Now)
		step := Step{
			Name: s.phase(b, p), Open: state == models.PhaseOpen, Past: state == models.PhaseClosed,
			Held: p.Held(b.Now), Late: phaseStands(b, p) == "late", Regions: s.regionNames(p.Regions),
		}
		if step.Open && p.Kind != models.PhaseOther && !b.noticed() {
			step.Open, step.Waits = false, true
		}
		switch {
		case step.Held:
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

// noticed tells whether there are notices, without which nothing can be contributed.
func (b Base) noticed() bool { return b.Consultation == nil || b.Consultation.NoticeVersion > 0 }

// Told are the notices in the reader's language, else in the consultation's.
type Told struct {
	Privacy, Publication, Responsible, Contact Said
	Parts                                      []ToldPart // all of them, in the order they are read
	Licence                                    string
}

func (s speaker) told(b Base, n models.Notices) Told {
	out := Told{
		Privacy: s.text(n.Privacy, b.MainLanguage()), Publication: s.text(n.Publication, b.MainLanguage()),
		Responsible: s.text(n.Responsible, b.MainLanguage()), Contact: s.text(n.Contact, b.MainLanguage()), Licence: n.Licence,
	}
	for _, p := range n.Parts() {
		if said := s.text(p.Texts, b.MainLanguage()); said.Text != "" {
			out.Parts = append(out.Parts, ToldPart{p.Name, said})
		}
	}
	return out
}

// Deadline is the closing of the phase in which comments are taken.
type Deadline struct {
	Open, Before bool
	Held         bool // its day has come, and its gates do not hold
	Late         bool // it is over, and late ones are taken
	Left         string
	At           Moment
	Regions      string // their names; empty: from everywhere
}

func (s speaker) deadline(b Base, p *models.Phase) Deadline {
	if p == nil {
		return Deadline{}
	}
	d := Deadline{Open: p.State(b.Now) == models.PhaseOpen && b.noticed(), Before: p.State(b.Now) == models.PhaseBefore, Held: p.Held(b.Now)}
	d.Late = p.Late && p.State(b.Now) == models.PhaseClosed
	d.Regions = s.regionNames(p.Regions)
	switch {
	case d.Held:
	case d.Before:
		d.At = s.moment(b, p.OpensAt, p.TimeZone)
	case p.ClosesAt != nil:
		d.At = s.closes(b, *p.ClosesAt, p.TimeZone)
		d.Left = s.Left(b.Now, *p.ClosesAt)
	}
	return d
}

// regionNames lists regions in the reader's language.
func (s speaker) regionNames(codes []string) string {
	names := make([]string, len(codes))
	for i, r := range codes {
		names[i] = s.region(r)
	}
	return s.List(names)
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
