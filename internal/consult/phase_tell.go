package consult

import (
	"cmp"
	"context"
	"time"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// tellAtOnce is how many people one run tells of a change.
const tellAtOnce = 200

// TellPhaseChange tells some more of those concerned of a change of a phase, and whether there are more: those with a
// role in the consultation, and those who contributed in the phase and whose address is confirmed. Nobody is told twice,
// however often and on however many instances it runs.
func (s *Service) TellPhaseChange(ctx context.Context, job models.TellPhaseChange) (more bool, err error) {
	err = s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		more = false
		c, err := tx.PhaseChange(ctx, job.ConsultationID, job.ChangeID)
		if err != nil || c.ToldAt != nil {
			return err
		}
		p, err := tx.PhaseByID(ctx, c.ConsultationID, c.PhaseID)
		if err != nil {
			return err
		}
		people, err := tx.Concerned(ctx, c.ConsultationID, p.Kind, p.Begins(), contributedUntil(p, c), c.ToldThrough, tellAtOnce)
		if err != nil {
			return err
		}
		through, now := c.ToldThrough, s.Now()
		done := &now
		if len(people) > 0 {
			through = people[len(people)-1]
		}
		if more = len(people) == tellAtOnce; more {
			done = nil
		}
		if ok, err := tx.TellPhaseChange(ctx, c, through, done); err != nil || !ok {
			return cmp.Or(err, store.ErrAgain) // another instance was quicker
		}
		return s.tellPhase(ctx, tx, p, c, people)
	})
	return more, err
}

// contributedUntil is up to when who contributed is concerned by a change.
func contributedUntil(p models.Phase, c models.PhaseChange) time.Time {
	if p.ClosesAt == nil || p.Late {
		return c.CreatedAt
	}
	return *p.ClosesAt
}

func (s *Service) tellPhase(ctx context.Context, tx *store.Tx, p models.Phase, c models.PhaseChange, people []int64) error {
	con, err := tx.ConsultationByID(ctx, p.ConsultationID)
	if err != nil {
		return err
	}
	for _, id := range people {
		data := map[string]any{
			"Consultation": con.Title, "Phase": phaseName(p), "Reason": c.Reason,
			"Opens": stated(&p.OpensAt, p.TimeZone), "Closes": stated(p.ClosesAt, p.TimeZone), "Link": s.baseURL + "/c/" + con.Slug + "#where",
		}
		err := s.notify(ctx, tx, id, con.Language, models.Mail{Kind: "phase_" + string(c.Kind), ConsultationID: &con.ID, Data: data})
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	return nil
}

// phaseName is what messages call a phase: its names, or its kind.
func phaseName(p models.Phase) any {
	if len(p.Name) == 0 {
		return string(p.Kind)
	}
	return p.Name
}

// stated is an instant as it is read in every language: in the stated zone, and in UTC.
func stated(t *time.Time, zone string) string {
	if t == nil {
		return "—"
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		loc = time.UTC
	}
	return t.In(loc).Format("2006-01-02 15:04") + " " + zone + " (" + t.UTC().Format("2006-01-02 15:04") + " UTC)"
}
