package consult

import (
	"context"
	"slices"

	"travaux/internal/store"
	"travaux/models"
)

// leaveRoles takes every role from who asked to be erased, as anybody's role is taken: it is kept that it was. Nobody
// has to stay because nobody else organises a consultation: the administrators are told, and find it on their page.
func (s *Service) leaveRoles(ctx context.Context, tx *store.Tx, by models.Call) error {
	mine, err := tx.Grants(ctx, by.PersonID) // by consultation, so that two who leave wait for each other in one order
	if err != nil {
		return err
	}
	for _, g := range mine {
		all, err := s.lockGrants(ctx, tx, g.ConsultationID)
		if err != nil {
			return err
		}
		ok, err := tx.TakeGrant(ctx, g)
		if err != nil {
			return err
		}
		if !ok { // somebody took it just now
			continue
		}
		if err := s.keepChange(ctx, tx, by, g, models.GrantTaken); err != nil {
			return err
		}
		rest := slices.DeleteFunc(all, func(o models.Grant) bool { return o.PersonID == g.PersonID })
		if whole(g) && !slices.ContainsFunc(rest, whole) {
			if err := s.tellLeaderless(ctx, tx, by, g.ConsultationID); err != nil {
				return err
			}
		}
	}
	return nil
}

// tellLeaderless tells the administrators that nobody organises all of a consultation any more.
func (s *Service) tellLeaderless(ctx context.Context, tx *store.Tx, by models.Call, consultationID int64) error {
	c, err := tx.ConsultationByID(ctx, consultationID)
	if err != nil {
		return err
	}
	admins, err := tx.AdminPeople(ctx, by.PersonID)
	if err != nil {
		return err
	}
	for _, p := range admins {
		if err := s.notify(ctx, tx, p.ID, c.Language, models.Mail{
			Kind: "leaderless", ConsultationID: &c.ID,
			Data: map[string]any{"Consultation": c.Title, "Link": s.baseURL + "/c/" + c.Slug + "/manage/people"},
		}); err != nil {
			return err
		}
	}
	return nil
}

// Leaderless lists, for administrators, the consultations that nobody organises as a whole.
func (s *Service) Leaderless(ctx context.Context, who models.Actor) ([]models.Consultation, error) {
	if err := need(who, Can(who, ManageInstalled, Thing{})); err != nil {
		return nil, err
	}
	return s.st.Leaderless(ctx)
}
