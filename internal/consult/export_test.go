package consult

import "travaux/models"

// SteppedUp is stepped, for tests.
func (s *Service) SteppedUp(by models.Call) error { return s.stepped(by) }
