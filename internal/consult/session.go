package consult

import (
	"context"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// Sessions lists the browsers in which somebody is signed in, last used first.
func (s *Service) Sessions(ctx context.Context, who models.Actor) ([]models.Session, error) {
	if err := need(who, Can(who, ReadOwn, Thing{PersonID: who.PersonID})); err != nil {
		return nil, err
	}
	now := s.Now()
	return s.st.SessionsOf(ctx, who.PersonID, now, now.Add(-who.IdleLimit()))
}

// EndSession signs somebody out of one of their own browsers, at once and on every instance. Fault NotFound
// "session_not_found".
func (s *Service) EndSession(ctx context.Context, by models.Call, ref string) error {
	if err := need(by.Actor, Can(by.Actor, OwnSessions, Thing{PersonID: by.PersonID})); err != nil {
		return err
	}
	_, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		ok, err := tx.EndSession(ctx, by.PersonID, ref)
		if err == nil && !ok {
			err = fault.Missing("session")
		}
		return ref, err
	})
	return err
}

// EndOtherSessions signs somebody out of all their browsers but the one with this session.
func (s *Service) EndOtherSessions(ctx context.Context, by models.Call, but string) error {
	if err := need(by.Actor, Can(by.Actor, OwnSessions, Thing{PersonID: by.PersonID})); err != nil {
		return err
	}
	_, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		return "", tx.EndOtherSessions(ctx, by.PersonID, but)
	})
	return err
}
