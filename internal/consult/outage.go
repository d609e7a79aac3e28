package consult

import (
	"context"
	"errors"
	"time"

	"travaux/internal/store"
	"travaux/models"
)

// The rule of promises.md §9: an outage of more than five minutes in the last 24 hours before a closing puts that off by
// twice its length, an hour at least. It is applied by the program and by nobody's choice.
const (
	beatEvery    = time.Minute
	outageFrom   = 5 * time.Minute
	beforeClosed = 24 * time.Hour
	leastMore    = time.Hour
)

// Beat notes that the service is up; when no instance has for longer than five minutes that was an outage, and the
// closings it touched are put off. Called about once a minute by each instance that answers requests, and when it starts.
func (s *Service) Beat(ctx context.Context) error {
	now := s.Now()
	err := s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		was, ok, err := tx.Beat(ctx, now, now.Add(-beatEvery))
		if err != nil || !ok || now.Sub(was) <= outageFrom {
			return err
		}
		return tx.AddOutage(ctx, models.Outage{ID: s.ids.Next(now), BeganAt: was, EndedAt: now})
	})
	if err != nil {
		return err
	}
	return s.putOff(ctx, now)
}

// putOff extends the phases whose closing an outage touched, once for each outage and phase.
func (s *Service) putOff(ctx context.Context, now time.Time) error {
	outages, err := s.st.NewOutages(ctx)
	if err != nil {
		return err
	}
	var problems []error // of one outage; the others go on
	for _, o := range outages {
		problems = append(problems, s.putOffFor(ctx, o, now))
	}
	return errors.Join(problems...)
}

func (s *Service) putOffFor(ctx context.Context, o models.Outage, now time.Time) error {
	touched, err := s.st.ClosingBetween(ctx, o.BeganAt, o.EndedAt.Add(beforeClosed))
	if err != nil {
		return err
	}
	for _, p := range touched {
		if err := s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return s.putOffOne(ctx, tx, p, o, now) }); err != nil {
			return err
		}
	}
	return s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.MarkOutage(ctx, o.ID, now) })
}

func (s *Service) putOffOne(ctx context.Context, tx *store.Tx, seen models.Phase, o models.Outage, now time.Time) error {
	if _, ok := afterOutage(seen, o); !ok {
		return nil
	}
	if _, err := tx.Touch(ctx, seen.ConsultationID); err != nil {
		return err
	}
	p, err := tx.PhaseByID(ctx, seen.ConsultationID, seen.ID)
	if err != nil {
		return err
	}
	done, err := tx.ExtendedFor(ctx, p, o.ID)
	if err != nil || done {
		return err
	}
	closes, ok := afterOutage(p, o)
	if !ok {
		return nil
	}
	c := models.PhaseChange{Kind: models.PhaseAutomatic, WasCloses: p.ClosesAt, Closes: &closes, OutageID: &o.ID, CreatedAt: now}
	p.ClosesAt = &closes
	return s.keepPhaseChange(ctx, tx, p, c, false)
}

// afterOutage is when a phase closes after an outage; ok is false where it stays. What counts of the outage is the part
// from 24 hours before the closing on, to its end, also where that is after the closing: so the new closing is always
// later than the end.
func afterOutage(p models.Phase, o models.Outage) (closes time.Time, ok bool) {
	if p.ClosesAt == nil || p.Gated() {
		return closes, false
	}
	from := p.ClosesAt.Add(-beforeClosed)
	for _, t := range []time.Time{o.BeganAt, p.Begins()} {
		if t.After(from) {
			from = t
		}
	}
	lost := o.EndedAt.Sub(from)
	if !from.Before(*p.ClosesAt) || lost <= outageFrom {
		return closes, false
	}
	return p.ClosesAt.Add(max(2*lost, leastMore)), true
}
