package consult

import (
	"context"
	"slices"
	"time"

	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/store"
	"travaux/models"
)

// NewExtension is a later closing of a phase: RFC 3339, or a wall time or date in the phase's zone. As of every change of a
// phase its public reason is in the consultation's main language, and perhaps in others.
type NewExtension struct {
	ClosesAt string       `json:"closes_at" validate:"required"`
	Reason   string       `json:"reason" validate:"required,notblank,max=2000"`
	Reasons  models.Texts `json:"reasons" validate:"max=20,dive,keys,bcp47_language_tag,endkeys,max=2000"`
}

// NewOverride opens a phase although its gates do not hold.
type NewOverride struct {
	Reason  string       `json:"reason" validate:"required,notblank,max=2000"`
	Reasons models.Texts `json:"reasons" validate:"max=20,dive,keys,bcp47_language_tag,endkeys,max=2000"`
}

// ChangedPhase is what a phase that has not opened yet is to be: the fields of NewPhase, and why.
type ChangedPhase struct {
	Kind        string       `json:"kind" validate:"required,kind"`
	Name        string       `json:"name" validate:"max=200"`
	Names       models.Texts `json:"names" validate:"max=20,dive,keys,bcp47_language_tag,endkeys,max=200"`
	OpensAt     string       `json:"opens_at" validate:"required"`
	ClosesAt    string       `json:"closes_at"`
	TimeZone    string       `json:"time_zone" validate:"required,zone"`
	Regions     []string     `json:"regions" validate:"max=30,dive,region"`
	MinimumDays int          `json:"minimum_days" validate:"min=0,max=3650"`
	Gates       []string     `json:"gates" validate:"max=10,dive,gate"`
	Late        bool         `json:"late"`
	Reason      string       `json:"reason" validate:"required,notblank,max=2000"`
	Reasons     models.Texts `json:"reasons" validate:"max=20,dive,keys,bcp47_language_tag,endkeys,max=2000"`
}

func (c ChangedPhase) phase() NewPhase {
	return NewPhase{
		Kind: c.Kind, Name: c.Name, Names: c.Names, OpensAt: c.OpensAt, ClosesAt: c.ClosesAt, TimeZone: c.TimeZone,
		Regions: c.Regions, MinimumDays: c.MinimumDays, Gates: c.Gates, Late: c.Late,
	}
}

// NewLateness says whether a phase takes late contributions.
type NewLateness struct {
	Late    bool         `json:"late"`
	Reason  string       `json:"reason" validate:"required,notblank,max=2000"`
	Reasons models.Texts `json:"reasons" validate:"max=20,dive,keys,bcp47_language_tag,endkeys,max=2000"`
}

// why is the public reason of a change, in the consultation's main language and others.
type why struct {
	reason  string
	reasons models.Texts
}

// mostPhases is how many phases a consultation may have.
const mostPhases = 50

// ExtendPhase has a phase close later, for a public reason; those concerned are told. An extension never shortens, and
// what is over can be opened again by one. Organisers. Faults: NotFound; Invalid "closes_at" "no_closing" of a phase
// without end, "shortens", "closing_past".
func (s *Service) ExtendPhase(ctx context.Context, by models.Call, slug, ref string, in NewExtension) (models.PhaseView, error) {
	return s.changePhase(ctx, by, slug, ref, &in, why{in.Reason, in.Reasons}, func(_ context.Context, _ *store.Tx, p *models.Phase, c *models.PhaseChange) error {
		var problems []fault.Field
		closes := timeField(in.ClosesAt, p.TimeZone, "closes_at", closing, &problems)
		switch {
		case len(problems) > 0:
			return fault.Fields(problems)
		case p.ClosesAt == nil:
			return fault.Bad("closes_at", "no_closing")
		case !closes.After(by.At):
			return fault.Bad("closes_at", "closing_past")
		case !closes.After(*p.ClosesAt):
			return fault.Bad("closes_at", "shortens")
		}
		c.Kind, c.WasCloses, c.Closes = models.PhaseExtended, p.ClosesAt, &closes
		p.ClosesAt = &closes
		return nil
	})
}

// OverridePhase opens a phase although its gates do not hold, for a public reason, on its day or at once if that has
// come. Organisers. Fault Conflict "not_held" where nothing holds it.
func (s *Service) OverridePhase(ctx context.Context, by models.Call, slug, ref string, in NewOverride) (models.PhaseView, error) {
	return s.changePhase(ctx, by, slug, ref, &in, why{in.Reason, in.Reasons}, func(ctx context.Context, tx *store.Tx, p *models.Phase, c *models.PhaseChange) error {
		if !p.Gated() || p.State(by.At) == models.PhaseClosed {
			return fault.New(fault.Conflict, "not_held")
		}
		gates, err := missingIn(ctx, tx, *p, by.At)
		if err != nil {
			return err
		}
		for _, m := range gates {
			c.Missing = append(c.Missing, string(m.Gate))
		}
		at := by.At
		c.Kind, p.PassedAt = models.PhaseOverride, &at
		return nil
	})
}

// ChangePhase changes a phase that has not opened yet, for a public reason. Organisers. Faults: Conflict "opened" once
// it has; Invalid "opens_at" "opening_past", "closes_at" "closing_past".
func (s *Service) ChangePhase(ctx context.Context, by models.Call, slug, ref string, in ChangedPhase) (models.PhaseView, error) {
	return s.changePhase(ctx, by, slug, ref, &in, why{in.Reason, in.Reasons}, func(ctx context.Context, tx *store.Tx, p *models.Phase, c *models.PhaseChange) error {
		if p.State(by.At) != models.PhaseBefore {
			return fault.New(fault.Conflict, "opened")
		}
		con, err := tx.ConsultationByID(ctx, p.ConsultationID)
		if err != nil {
			return err
		}
		was := *p
		problems := in.phase().into(p, con.Language, "")
		if !p.OpensAt.Equal(was.OpensAt) && !p.OpensAt.After(by.At) && !p.OpensAt.IsZero() {
			problems = append(problems, fault.Field{Name: "opens_at", Code: "opening_past"})
		}
		if err := fault.Fields(append(problems, pastClosing(*p, by.At)...)); err != nil {
			return err
		}
		p.HeldToldAt = nil
		if !slices.Equal(p.Gates, was.Gates) || was.PassedAt != nil && was.PassedAt.Equal(was.OpensAt) && !p.OpensAt.Equal(was.OpensAt) {
			p.PassedAt = nil // what held, or was decided by hand, were other gates, or those of another day
		}
		c.Kind, c.WasOpens, c.Opens, c.WasCloses, c.Closes = models.PhaseMoved, &was.OpensAt, &p.OpensAt, was.ClosesAt, p.ClosesAt
		return nil
	})
}

// SetPhaseLate says whether a phase takes late contributions, for a public reason. Organisers.
func (s *Service) SetPhaseLate(ctx context.Context, by models.Call, slug, ref string, in NewLateness) (models.PhaseView, error) {
	return s.changePhase(ctx, by, slug, ref, &in, why{in.Reason, in.Reasons}, func(_ context.Context, _ *store.Tx, p *models.Phase, c *models.PhaseChange) error {
		p.Late, c.Kind = in.Late, models.PhaseLate
		return nil
	})
}

// pastClosing names a closing that is over already.
func pastClosing(p models.Phase, at time.Time) []fault.Field {
	if p.ClosesAt == nil || p.ClosesAt.IsZero() || p.ClosesAt.After(at) {
		return nil
	}
	return []fault.Field{{Name: "closes_at", Code: "closing_past"}}
}

// AddPhase adds a phase to a consultation. Organisers. Faults: Invalid naming every field; Conflict "too_many_phases".
func (s *Service) AddPhase(ctx context.Context, by models.Call, slug string, in NewPhase) (models.PhaseView, error) {
	c, err := s.where(ctx, by.Actor, Organise, slug)
	if err != nil {
		return models.PhaseView{}, err
	}
	p := models.Phase{ConsultationID: c.ID, ID: s.ids.Next(by.At), Ref: ids.UUID()}
	problems := in.into(&p, c.Language, "")
	if err := s.check(&in, append(problems, pastClosing(p, by.At)...)...); err != nil {
		return models.PhaseView{}, err
	}
	ref, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if _, err := tx.Touch(ctx, c.ID); err != nil {
			return "", err
		}
		all, err := tx.Phases(ctx, c.ID)
		if err != nil {
			return "", err
		}
		if len(all) >= mostPhases {
			return "", fault.New(fault.Conflict, "too_many_phases")
		}
		for _, q := range all {
			p.Position = max(p.Position, q.Position)
		}
		p.Position++
		if err := tx.AddPhase(ctx, &p); err != nil {
			return "", err
		}
		if err := reopen(ctx, tx, p, by.At); err != nil {
			return "", err
		}
		e := phaseEntry(p)
		e.At = by.At
		return p.Ref, s.record(ctx, tx, c.ID, e)
	})
	if err != nil {
		return models.PhaseView{}, err
	}
	return s.phaseView(ctx, c, ref)
}

// changePhase lets do change a phase, keeps the change with its reason, writes both into the log, and has those concerned
// told. The consultation's row is locked before the phase is read, so changes come one after the other.
func (s *Service) changePhase(ctx context.Context, by models.Call, slug, ref string, in any, because why,
	do func(ctx context.Context, tx *store.Tx, p *models.Phase, c *models.PhaseChange) error,
) (models.PhaseView, error) {
	var none models.PhaseView
	con, err := s.where(ctx, by.Actor, Organise, slug)
	if err != nil {
		return none, err
	}
	if _, err := s.st.PhaseByRef(ctx, con.ID, ref); err != nil {
		return none, err
	}
	if err := s.check(in); err != nil {
		return none, err
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if _, err := tx.Touch(ctx, con.ID); err != nil {
			return "", err
		}
		p, err := tx.PhaseByRef(ctx, con.ID, ref)
		if err != nil {
			return "", err
		}
		c := models.PhaseChange{Reason: withMain(because.reasons, con.Language, because.reason), Role: models.Organiser, CreatedAt: by.At}
		if by.PersonID != 0 {
			c.PersonID = &by.PersonID
		}
		if err := do(ctx, tx, &p, &c); err != nil {
			return "", err
		}
		return ref, s.keepPhaseChange(ctx, tx, p, c, by.Quiet)
	})
	if err != nil {
		return none, err
	}
	return s.phaseView(ctx, con, ref)
}

// keepPhaseChange keeps what a phase is now, and the change that made it so; of a quiet one nobody is told.
func (s *Service) keepPhaseChange(ctx context.Context, tx *store.Tx, p models.Phase, c models.PhaseChange, quiet bool) error {
	c.ConsultationID, c.ID, c.Ref, c.PhaseID = p.ConsultationID, s.ids.Next(c.CreatedAt), ids.UUID(), p.ID
	if err := tx.SetPhase(ctx, p); err != nil {
		return err
	}
	if err := tx.AddPhaseChange(ctx, &c); err != nil {
		return err
	}
	if err := keepConfirmable(ctx, tx, p); err != nil {
		return err
	}
	if err := reopen(ctx, tx, p, c.CreatedAt); err != nil {
		return err
	}
	set := phaseEntry(p)
	set.At = c.CreatedAt
	if err := s.recordAll(ctx, tx, p.ConsultationID, []models.Entry{set, changeEntry(c)}); err != nil || quiet {
		return err
	}
	return tx.AddJob(ctx, models.TellPhaseChange{ConsultationID: c.ConsultationID, ChangeID: c.ID}, time.Time{})
}

// phaseView is one phase as it is shown.
func (s *Service) phaseView(ctx context.Context, c models.Consultation, ref string) (models.PhaseView, error) {
	phases, err := s.st.Phases(ctx, c.ID)
	if err != nil {
		return models.PhaseView{}, err
	}
	all, err := s.timeline(ctx, c, phases)
	for _, p := range all {
		if p.Ref == ref {
			return p, err
		}
	}
	return models.PhaseView{}, cmpErr(err, fault.Missing("phase"))
}

// Timeline gives the phases of a consultation as they are shown, in their order.
func (s *Service) Timeline(ctx context.Context, slug string) (models.Front, error) {
	f, err := s.Head(ctx, slug)
	if err == nil {
		f.Timeline, err = s.timeline(ctx, f.Consultation, f.Phases)
	}
	return f, err
}

func (s *Service) timeline(ctx context.Context, c models.Consultation, phases []models.Phase) ([]models.PhaseView, error) {
	changes, err := s.st.PhaseChanges(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	now := s.Now()
	out := make([]models.PhaseView, len(phases))
	for i, p := range phases {
		out[i].Phase = p
		for _, change := range changes {
			if change.PhaseID == p.ID {
				out[i].Changes = append(out[i].Changes, change)
			}
		}
		if p.Gated() && p.State(now) != models.PhaseClosed {
			if out[i].Missing, err = missing(phases, p, now, func() (int, error) { return s.unanswered(ctx, c) }); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}
