package consult

import (
	"context"

	"travaux/models"
)

// SteppedUp is stepped, for tests.
func (s *Service) SteppedUp(by models.Call) error { return s.stepped(by) }

// CarrySome is Carry for a number of batches.
func (s *Service) CarrySome(ctx context.Context, job models.CarryAnchors, batches int) (bool, error) {
	return s.carry(ctx, job, batches)
}
