package consult

import (
	"context"

	"travaux/internal/store"
	"travaux/models"
)

// SteppedUp is stepped, for tests.
func (s *Service) SteppedUp(by models.Call) error { return s.stepped(by) }

// CarrySome is Carry for a number of batches.
func (s *Service) CarrySome(ctx context.Context, job models.CarryAnchors, batches int) (bool, error) {
	return s.carry(ctx, job, batches)
}

// BringNotes is bringNotes in a transaction of its own.
func (s *Service) BringNotes(ctx context.Context, by models.Call, d models.Draft, brought []models.Note) (fresh int, err error) {
	err = s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		fresh, err = s.bringNotes(ctx, tx, by, d, brought)
		return err
	})
	return fresh, err
}

// Stretches cuts a text into parts.
func Stretches(all []store.Sized, whole, part int) []models.Stretch {
	return stretches(all, whole, part)
}

// CarryLate carries into the newest version what waits for it, and lets something happen before that is kept.
func (s *Service) CarryLate(ctx context.Context, job models.CarryAnchors, meanwhile func()) error {
	k, err := s.newCarrying(ctx, job)
	if err != nil {
		return err
	}
	v := k.versions[0]
	for _, other := range k.versions {
		if other.Number > v.Number {
			v = other
		}
	}
	batch, err := s.st.Uncarried(ctx, v, 0, carryBatch)
	if err != nil {
		return err
	}
	keep, err := s.findPlaces(ctx, k, v, false, batch)
	if err != nil {
		return err
	}
	meanwhile()
	return keep()
}

// ReadAlone is readAlone.
func (s *Service) ReadAlone(ctx context.Context) (done func(), err error) { return s.readAlone(ctx) }

// Alone is alone.
func (s *Service) Alone(ctx context.Context, read func() error) (done func(), err error) {
	return s.alone(ctx, read)
}
