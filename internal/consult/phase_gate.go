package consult

import (
	"context"
	"errors"
	"slices"
	"time"

	"travaux/internal/store"
	"travaux/models"
)

// missing are the gates of a phase among others that do not hold at an instant; waiting counts the comments that wait.
func missing(all []models.Phase, p models.Phase, at time.Time, waiting func() (int, error)) ([]models.Missing, error) {
	var out []models.Missing
	for _, g := range models.Gates {
		if !slices.Contains(p.Gates, string(g)) {
			continue
		}
		switch g {
		case models.GateMinimumDays:
			out = append(out, tooShort(all, p, at)...)
		case models.GateAnswered:
			n, err := waiting()
			if err != nil {
				return nil, err
			}
			if n > 0 {
				out = append(out, models.Missing{Gate: models.GateAnswered, Comments: n})
			}
		}
	}
	return out, nil
}

// missingIn is missing, as a transaction sees it.
func missingIn(ctx context.Context, tx *store.Tx, p models.Phase, at time.Time) ([]models.Missing, error) {
	all, err := tx.Phases(ctx, p.ConsultationID)
	if err != nil {
		return nil, err
	}
	return missing(all, p, at, func() (int, error) { return tx.Unanswered(ctx, p.ConsultationID) })
}

// unanswered is Unanswered from memory, for pages.
func (s *Service) unanswered(ctx context.Context, c models.Consultation) (int, error) {
	x, err := s.columnsOf(ctx, c)
	if err != nil {
		return 0, err
	}
	all, answered := progress(x.staff, nil)
	n, err := s.st.CountWaiting(ctx, c.ID, nil)
	return n + all - answered, err
}

// tooShort are the phases that open before another and were not open for their minimum of days by an instant. One that
// never opened, or closed too early, can only be overridden.
func tooShort(all []models.Phase, p models.Phase, at time.Time) []models.Missing {
	var out []models.Missing
	for _, q := range all {
		if q.ID == p.ID || q.MinimumDays == 0 || !q.OpensAt.Before(p.OpensAt) {
			continue
		}
		until := q.Minimum()
		never := q.Gated() || q.ClosesAt != nil && q.ClosesAt.Before(until)
		if never || at.Before(until) {
			out = append(out, models.Missing{Gate: models.GateMinimumDays, Phase: &q, Until: until})
		}
	}
	return out
}

// The gates of a phase are looked at a little before its opening, so that it opens at its instant and not when the next
// look comes; and where that was missed, for a little while afterwards, it has opened at its instant all the same.
const (
	gatesBefore = 2 * time.Minute
	gatesAfter  = 5 * time.Minute
)

// passGates opens the phases that are due and whose gates hold, and tells the organisers of the others, once, what
// is missing.
func (s *Service) passGates(ctx context.Context, now time.Time) error {
	due, err := s.st.HeldPhases(ctx, now, now.Add(gatesBefore))
	if err != nil {
		return err
	}
	var problems []error // of one phase; the others go on
	for _, p := range due {
		problems = append(problems, s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			return s.passGate(ctx, tx, p.ConsultationID, p.Ref, now)
		}))
	}
	return errors.Join(problems...)
}

func (s *Service) passGate(ctx context.Context, tx *store.Tx, consultationID int64, ref string, now time.Time) error {
	seen, err := tx.PhaseByRef(ctx, consultationID, ref)
	if err != nil {
		return err
	}
	opens, ok, err := opensIn(ctx, tx, seen, now)
	if err != nil || opens.IsZero() && (!ok || seen.HeldToldAt != nil) {
		return err
	}
	if _, err := tx.Touch(ctx, consultationID); err != nil {
		return err
	}
	p, err := tx.PhaseByRef(ctx, consultationID, ref)
	if err != nil {
		return err
	}
	if opens, ok, err = opensIn(ctx, tx, p, now); err != nil {
		return err
	}
	if opens.IsZero() {
		if !ok || p.HeldToldAt != nil {
			return nil // another instance was quicker, or an organiser
		}
		p.HeldToldAt = &now
		if err := tx.SetPhase(ctx, p); err != nil {
			return err
		}
		return s.tellHeld(ctx, tx, p)
	}
	p.PassedAt = &opens
	if err := tx.SetPhase(ctx, p); err != nil {
		return err
	}
	e := phaseEntry(p)
	e.At = now
	return s.record(ctx, tx, consultationID, e)
}

// opensIn tells when a phase opens whose gates hold: at its date, where nothing ever held it, else now. It is zero where
// they do not hold; and due is false while there is nothing to tell, as the phase is not held yet, or no longer.
func opensIn(ctx context.Context, tx *store.Tx, p models.Phase, now time.Time) (opens time.Time, due bool, err error) {
	opens = now
	if p.HeldToldAt == nil && now.Before(p.OpensAt.Add(gatesAfter)) {
		opens = p.OpensAt
	}
	if !p.Held(opens) {
		return time.Time{}, false, nil
	}
	all, err := tx.Phases(ctx, p.ConsultationID)
	if err != nil {
		return time.Time{}, false, err
	}
	early := now.Before(opens)
	if _, _, taken := models.OpenPhase(all, models.PhaseConsultation, nil, now); early && taken && slices.Contains(p.Gates, string(models.GateAnswered)) {
		return time.Time{}, false, nil // a comment may still come that waits at the opening
	}
	gates, err := missing(all, p, opens, func() (int, error) { return tx.Unanswered(ctx, p.ConsultationID) })
	if err != nil || len(gates) > 0 {
		return time.Time{}, !early, err
	}
	return opens, true, nil
}

// tellHeld tells the organisers that a phase does not open by itself.
func (s *Service) tellHeld(ctx context.Context, tx *store.Tx, p models.Phase) error {
	con, err := tx.ConsultationByID(ctx, p.ConsultationID)
	if err != nil {
		return err
	}
	grants, err := tx.GrantsIn(ctx, con.ID)
	if err != nil {
		return err
	}
	for _, g := range grants {
		if g.Role != models.Organiser {
			continue
		}
		data := map[string]any{"Consultation": con.Title, "Phase": phaseName(p), "Link": s.baseURL + "/c/" + con.Slug + "/manage/phases"}
		if err := s.notify(ctx, tx, g.PersonID, con.Language, models.Mail{Kind: "phase_held", ConsultationID: &con.ID, Data: data}); err != nil {
			return err
		}
	}
	return nil
}
