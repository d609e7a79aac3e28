package story

import (
	"travaux/internal/consult"
	"travaux/models"
)

// Organisation adds an organisation, or changes the one with its slug, and lets the person with an address speak for it.
func (s *Story) Organisation(in consult.NewOrganisation, address string) (o models.Organisation) {
	s.step("add "+in.Name, func() (err error) {
		o, err = s.Service.PutOrganisation(s.ctx, s.System(), in, address)
		return err
	})
	return o
}
