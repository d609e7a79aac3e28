package consult

import (
	"context"
	"slices"

	"travaux/internal/store"
	"travaux/models"
)

// tellSecretariat tells those who may decide on a pledge what became of it: within their regions, neither who did it nor
// who speaks for its organisation. The message has nothing of its words.
func (s *Service) tellSecretariat(ctx context.Context, tx *store.Tx, by models.Call, p models.Pledge, m models.Mail) error {
	if by.Quiet {
		return nil
	}
	grants, err := tx.GrantsIn(ctx, p.ConsultationID)
	if err != nil {
		return err
	}
	own, err := tx.Mandated(ctx, p.OrganisationID)
	if err != nil {
		return err
	}
	told := map[int64]bool{by.PersonID: true}
	for _, person := range own {
		told[person.ID] = true
	}
	for _, g := range grants {
		decides := Can(models.Actor{Grants: []models.Grant{g}}, ReviewPledges, Thing{ConsultationID: p.ConsultationID, Region: p.Region})
		if told[g.PersonID] || !decides {
			continue
		}
		told[g.PersonID] = true
		if err := s.tellOfPledge(ctx, tx, g.PersonID, p, "/manage/pledges/"+p.Ref, m); err != nil {
			return err
		}
	}
	return nil
}

// tellMandated tells those who speak for an organisation something about a pledge, but not who did it.
func (s *Service) tellMandated(ctx context.Context, tx *store.Tx, by models.Call, organisationID int64, p models.Pledge, path string, m models.Mail) error {
	if by.Quiet {
		return nil
	}
	people, err := tx.Mandated(ctx, organisationID)
	for _, person := range slices.DeleteFunc(people, func(x models.Person) bool { return x.ID == by.PersonID }) {
		if err := s.tellOfPledge(ctx, tx, person.ID, p, path, m); err != nil {
			return err
		}
	}
	return err
}

// tellOfPledge tells a person something about a pledge, with a link to a page of the consultation.
func (s *Service) tellOfPledge(ctx context.Context, tx *store.Tx, personID int64, p models.Pledge, path string, m models.Mail) error {
	c, err := tx.ConsultationByID(ctx, p.ConsultationID)
	if err != nil {
		return err
	}
	o, err := tx.OrganisationByID(ctx, p.OrganisationID)
	if err != nil {
		return err
	}
	m.ConsultationID = &c.ID
	m.Data = map[string]any{"Link": s.baseURL + "/c/" + c.Slug + path, "Organisation": o.Name, "Consultation": c.Title}
	return s.notify(ctx, tx, personID, c.Language, m)
}
