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
