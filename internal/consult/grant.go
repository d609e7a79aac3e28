package consult

import (
	"context"
	"slices"

	"travaux/internal/fault"
	"travaux/internal/place"
	"travaux/internal/store"
	"travaux/models"
)

// lockGrants reads the roles of a consultation so that nobody else changes them meanwhile.
func (s *Service) lockGrants(ctx context.Context, tx *store.Tx, consultationID int64) ([]models.Grant, error) {
	if _, err := tx.Touch(ctx, consultationID); err != nil {
		return nil, err
	}
	return tx.GrantsIn(ctx, consultationID)
}

// setGrant writes a role that may be given, keeps what happened and tells the person.
func (s *Service) setGrant(ctx context.Context, tx *store.Tx, by models.Call, c models.Consultation, p models.Person, g models.Grant) error {
	all, err := s.lockGrants(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	change, after := models.GrantGiven, append(slices.Clone(all), g)
	i := slices.IndexFunc(all, func(o models.Grant) bool { return o.PersonID == g.PersonID && o.Role == g.Role })
	if i >= 0 {
		if slices.Equal(all[i].Regions, g.Regions) {
			return nil // as it was: nothing happened, and nobody is told
		}
		if !mayGive(by.Actor, ManagePeople, c.ID, all[i].Regions) {
			return fault.Bad("regions", "outside_role") // what reaches further than the actor is not theirs to narrow
		}
		change, after = models.GrantChanged, slices.Clone(all)
		after[i] = g
	}
	if err := keepsOrganiser(by.Actor, all, after); err != nil {
		return err
	}
	if err := tx.SetGrant(ctx, g); err != nil {
		return err
	}
	return s.grantChanged(ctx, tx, by, c, p, g, change)
}

// whole tells whether a role organises all regions of a consultation.
func whole(g models.Grant) bool { return g.Role == models.Organiser && len(g.Regions) == 0 }

// keepsOrganiser refuses, to all but administrators, a change after which nobody organises the whole consultation.
func keepsOrganiser(who models.Actor, before, after []models.Grant) error {
	if who.Admin || who.System || !slices.ContainsFunc(before, whole) || slices.ContainsFunc(after, whole) {
		return nil
	}
	return fault.New(fault.Conflict, "last_organiser")
}

// grantChanged keeps who did what to a role, and tells the person as they want to be told.
func (s *Service) grantChanged(ctx context.Context, tx *store.Tx, by models.Call, c models.Consultation, p models.Person, g models.Grant, change string) error {
	if err := s.keepChange(ctx, tx, by, g, change); err != nil {
		return err
	}
	return s.notify(ctx, tx, p.ID, c.Language, models.Mail{
		Kind: "role_" + change, ConsultationID: &c.ID,
		Data: map[string]any{"Consultation": c.Title, "Role": string(g.Role), "Link": s.baseURL + "/c/" + c.Slug},
	})
}

// keepChange keeps who did what to a role.
func (s *Service) keepChange(ctx context.Context, tx *store.Tx, by models.Call, g models.Grant, change string) error {
	return tx.AddGrantChange(ctx, models.GrantChange{
		ConsultationID: g.ConsultationID, ID: s.ids.Next(by.At), PersonID: g.PersonID, Role: g.Role, Regions: g.Regions, Change: change,
		ByPersonID: actorID(by.Actor), CreatedAt: by.At,
	})
}

// actorID is who acted, nil for the command line.
func actorID(who models.Actor) *int64 {
	if who.PersonID == 0 {
		return nil
	}
	return &who.PersonID
}

// tidy sorts regions and drops those that another one holds, so that the same reach is always written the same way.
func tidy(regions []string) []string {
	out := []string{}
	for _, r := range regions {
		held := slices.ContainsFunc(regions, func(o string) bool { return o != r && slices.Contains(place.Below(o), r) })
		if !held && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	slices.Sort(out)
	return out
}
