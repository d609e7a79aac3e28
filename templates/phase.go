package templates

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"travaux/internal/place"
	"travaux/models"
)

// TimelinePage is every phase of a consultation with its own dates, and what happens next.
type TimelinePage struct {
	Base
	Phases []models.PhaseView
}

// PhasesPage is the organiser's list of phases.
type PhasesPage struct {
	Base
	Phases []models.PhaseView
}

// PhaseFormPage adds a phase, or with One changes one that has not opened yet. Fields: kind, name, opens_at, closes_at,
// time_zone, regions (repeated), minimum_days, gates (repeated), late; for a change also reason and reasons.<language>.
type PhaseFormPage struct {
	Base
	Form
	One *models.PhaseView
}

// PhaseActPage does one thing about a phase for a public reason. Act: extend, with closes_at; override; late, with late.
// Fields of each: reason, reasons.<language>.
type PhaseActPage struct {
	Base
	Form
	One models.PhaseView
	Act string
}

// PhaseCard is a phase as it is shown whole.
type PhaseCard struct {
	B             Base
	V             models.PhaseView
	Name          Said
	Kind          string // said apart where its name is another
	State         string // before, held, waits, open, late, closed: phase_stands.<State> says it
	Left          string
	Opens, Closes Moment
	Endless       bool
	Regions       string
	Gates         []PhaseGate
	Changes       []PhaseChanged
}

// PhaseGate is a gate and, where it does not hold, what is missing.
type PhaseGate struct {
	Text    string
	Missing []string
}

// PhaseChanged is a change of a phase: what was, what is, and why.
type PhaseChanged struct {
	Ref, Title, Role string
	Reason           Said
	At               Moment
	Lines            []PhaseWas
	Missing          []string
}

// PhaseWas is a date that was another. Label says which.
type PhaseWas struct {
	Label    string
	Was, Now Moment
	Endless  bool // Now: without end
}

// phaseCards shows phases in the order in which they open.
func (s speaker) phaseCards(b Base, all []models.PhaseView) []PhaseCard {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(p, q models.PhaseView) int { return p.OpensAt.Compare(q.OpensAt) })
	out := make([]PhaseCard, len(sorted))
	for i, v := range sorted {
		out[i] = s.phaseCard(b, v)
	}
	return out
}

func (s speaker) phaseCard(b Base, v models.PhaseView) PhaseCard {
	c := PhaseCard{
		B: b, V: v, Name: s.phase(b, v.Phase), State: phaseStands(b, v.Phase), Opens: s.moment(b, v.OpensAt, v.TimeZone),
		Endless: v.ClosesAt == nil, Regions: s.regionNames(v.Regions),
	}
	if kind := s.word("phase_kind", v.Kind); kind != c.Name.Text {
		c.Kind = kind
	}
	if v.ClosesAt != nil {
		c.Closes = s.closes(b, *v.ClosesAt, v.TimeZone)
		if c.State == "open" {
			c.Left = s.Left(b.Now, *v.ClosesAt)
		}
	}
	for _, g := range models.Gates {
		if slices.Contains(v.Gates, string(g)) {
			c.Gates = append(c.Gates, s.phaseGate(b, v, g))
		}
	}
	for _, change := range v.Changes {
		c.Changes = append(c.Changes, s.phaseChanged(b, v.Phase, change))
	}
	return c
}

// phaseStands is where a phase stands, as people are told.
func phaseStands(b Base, p models.Phase) string {
	state := p.State(b.Now)
	switch {
	case p.Held(b.Now):
		return "held"
	case state == models.PhaseOpen && p.Kind != models.PhaseOther && !b.noticed():
		return "waits"
	case state == models.PhaseClosed && p.Late && !p.Gated():
		return "late"
	}
	return string(state)
}

func (s speaker) phaseGate(b Base, v models.PhaseView, g models.Gate) PhaseGate {
	out := PhaseGate{Text: s.word("gate", g)}
	for _, m := range v.Missing {
		switch {
		case m.Gate != g:
		case m.Phase == nil:
			out.Missing = append(out.Missing, s.N("gate_missing.comments", m.Comments))
		case m.Until.After(b.Now):
			out.Missing = append(out.Missing, s.T("gate_missing.days", "phase", s.phase(b, *m.Phase).Text, "date", s.Date(m.Until, m.Phase.TimeZone)))
		default:
			out.Missing = append(out.Missing, s.T("gate_missing.too_short", "phase", s.phase(b, *m.Phase).Text, "days", strconv.Itoa(m.Phase.MinimumDays)))
		}
	}
	return out
}

func (s speaker) phaseChanged(b Base, p models.Phase, c models.PhaseChange) PhaseChanged {
	out := PhaseChanged{
		Ref: c.Ref, Title: s.word("phase_change", c.Kind), Role: s.word("role", c.Role),
		Reason: s.text(c.Reason, b.MainLanguage()), At: s.moment(b, c.CreatedAt, p.TimeZone),
	}
	if c.WasOpens != nil && c.Opens != nil && !c.WasOpens.Equal(*c.Opens) {
		out.Lines = append(out.Lines, PhaseWas{Label: s.T("phase_card.opens"), Was: s.moment(b, *c.WasOpens, p.TimeZone), Now: s.moment(b, *c.Opens, p.TimeZone)})
	}
	if c.WasCloses != nil && (c.Closes == nil || !c.WasCloses.Equal(*c.Closes)) {
		line := PhaseWas{Label: s.T("phase_card.closes"), Was: s.closes(b, *c.WasCloses, p.TimeZone), Endless: c.Closes == nil}
		if c.Closes != nil {
			line.Now = s.closes(b, *c.Closes, p.TimeZone)
		}
		out.Lines = append(out.Lines, line)
	}
	for _, g := range c.Missing {
		out.Missing = append(out.Missing, s.word("gate", g))
	}
	return out
}

// Upcoming is something that happens next to a phase. Key says what: phase_next.<Key>.
type Upcoming struct {
	Key  string
	Name Said
	At   Moment
	when time.Time
}

// mostNext is how much of what happens next is told.
const mostNext = 4

// upcoming is what happens next, the soonest first; what waits for its gates comes first of all.
func (s speaker) upcoming(b Base, phases []models.Phase) []Upcoming {
	var out []Upcoming
	for _, p := range phases {
		name := s.phase(b, p)
		if p.Held(b.Now) {
			out = append(out, Upcoming{Key: "held", Name: name})
		} else if p.Begins().After(b.Now) {
			out = append(out, Upcoming{"opens", name, s.moment(b, p.OpensAt, p.TimeZone), p.OpensAt})
		}
		if p.ClosesAt != nil && p.State(b.Now) == models.PhaseOpen {
			out = append(out, Upcoming{"closes", name, s.closes(b, *p.ClosesAt, p.TimeZone), *p.ClosesAt})
		}
	}
	slices.SortStableFunc(out, func(x, y Upcoming) int { return x.when.Compare(y.when) })
	return out[:min(len(out), mostNext)]
}

// upcomingOf is upcoming of phases as they are shown.
func (s speaker) upcomingOf(b Base, views []models.PhaseView) []Upcoming {
	phases := make([]models.Phase, len(views))
	for i, v := range views {
		phases[i] = v.Phase
	}
	return s.upcoming(b, phases)
}

// reasonFields are the fields of a public reason in the languages that are not the main one.
func (s speaker) reasonFields(b Base, f Form) []Field {
	var out []Field
	for _, language := range b.Consultation.Languages {
		if language != b.MainLanguage() {
			other := s.field(f, "phase", "reasons."+language).Tall(2, 2000).May()
			out = append(out, other.Called(s.T("phase_form.reason_in", "language", place.LanguageName(language, s.Lang()))))
		}
	}
	return out
}

// ActPath is where an act about a phase is done.
func (c PhaseCard) ActPath(act string) string {
	return c.B.Root() + "/manage/phases/" + c.V.Ref + "/" + act
}

// Extendable tells whether the phase can close later.
func (c PhaseCard) Extendable() bool { return c.V.ClosesAt != nil }

// Changeable tells whether it has not opened yet.
func (c PhaseCard) Changeable() bool { return c.V.State(c.B.Now) == models.PhaseBefore }

// Overridable tells whether it waits for gates.
func (c PhaseCard) Overridable() bool { return c.V.Gated() && c.Changeable() }

// Does is what the form does: add, change.
func (p PhaseFormPage) Does() string {
	if p.One == nil {
		return "add"
	}
	return "change"
}

// Path is where the form is sent.
func (p PhaseFormPage) Path() string {
	if p.One == nil {
		return p.Root() + "/manage/phases"
	}
	return p.Root() + "/manage/phases/" + p.One.Ref + "/change"
}

// Path is where the form is sent.
func (p PhaseActPage) Path() string {
	return strings.Join([]string{p.Root(), "manage", "phases", p.One.Ref, p.Act}, "/")
}
