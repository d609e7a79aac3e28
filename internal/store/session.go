package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"travaux/models"
)

// Sessions keeps signed-in browsers for the session manager. What it is given as a token is already a hash, so that
// a copy of the table signs nobody in; the data is a models.Session as JSON.
type Sessions struct {
	store *Store
	clock func() time.Time
}

// Sessions gives the store of sessions, which forgets by this clock.
func (s *Store) Sessions(clock func() time.Time) Sessions { return Sessions{s, clock} }

// FindCtx gives the data of a session that has not run out.
func (s Sessions) FindCtx(ctx context.Context, hash string) ([]byte, bool, error) {
	all, err := rows[models.Session](s.store.db).Where("hash = ? AND expires_at > ?", hash, s.clock()).Find(ctx)
	if err != nil || len(all) == 0 {
		return nil, false, translate(err)
	}
	data, err := json.Marshal(all[0])
	return data, true, err
}

// CommitCtx keeps a new session. One that is there already is changed by Touch and Renew only, so that one that was
// ended meanwhile does not come back.
func (s Sessions) CommitCtx(ctx context.Context, hash string, data []byte, _ time.Time) error {
	var row models.Session
	if err := json.Unmarshal(data, &row); err != nil {
		return fmt.Errorf("read a session: %w", err)
	}
	row.Hash = hash
	return s.store.Write(ctx, func(ctx context.Context, tx *Tx) error {
		return translate(rows[models.Session](tx.db).Create(ctx, &row))
	})
}

// DeleteCtx ends a session.
func (s Sessions) DeleteCtx(ctx context.Context, hash string) error {
	return s.store.Write(ctx, func(ctx context.Context, tx *Tx) error {
		_, err := tx.exec(ctx, "DELETE FROM sessions WHERE hash = ?", hash)
		return err
	})
}

// Touch says that a session was used, if it is still there.
func (s Sessions) Touch(ctx context.Context, hash string, at time.Time) error {
	return s.store.Write(ctx, func(ctx context.Context, tx *Tx) error {
		_, err := tx.exec(ctx, "UPDATE sessions SET seen_at = ? WHERE hash = ?", at.UTC(), hash)
		return err
	})
}

// Renew gives a session another hash, standing and proof of who uses it; false when it is no longer there.
func (s Sessions) Renew(ctx context.Context, hash string, to models.Session) (bool, error) {
	var n int64
	err := s.store.Write(ctx, func(ctx context.Context, tx *Tx) error {
		var err error
		n, err = tx.exec(ctx, "UPDATE sessions SET hash = ?, standing = ?, seen_at = ?, stepped_up_at = ? WHERE hash = ?",
			to.Hash, to.Standing, to.SeenAt, to.SteppedUpAt, hash)
		return err
	})
	return n == 1, err
}

// SessionsOf lists a person's sessions that have neither run out nor lain unused since an instant, last used first.
func (r Reader) SessionsOf(ctx context.Context, personID int64, at, unusedSince time.Time) ([]models.Session, error) {
	all, err := rows[models.Session](r.db).Where("person_id = ? AND expires_at > ? AND seen_at >= ?", personID, at, unusedSince).
		Order("seen_at DESC, ref").Find(ctx)
	return all, translate(err)
}

// EndSession ends one session of a person; false when they have none of that name.
func (tx *Tx) EndSession(ctx context.Context, personID int64, ref string) (bool, error) {
	n, err := tx.exec(ctx, "DELETE FROM sessions WHERE person_id = ? AND ref = ?", personID, ref)
	return n == 1, err
}

// EndSessions ends every session of a person, on every instance at once.
func (tx *Tx) EndSessions(ctx context.Context, personID int64) error {
	return tx.EndOtherSessions(ctx, personID, "")
}

// EndOtherSessions ends every session of a person but one.
func (tx *Tx) EndOtherSessions(ctx context.Context, personID int64, but string) error {
	_, err := tx.exec(ctx, "DELETE FROM sessions WHERE person_id = ? AND ref <> ?", personID, but)
	return err
}

// ForgetSessions drops sessions that ran out before an instant, or that nobody may use any more.
func (tx *Tx) ForgetSessions(ctx context.Context, before time.Time) error {
	_, err := tx.exec(ctx, "DELETE FROM sessions WHERE expires_at < ? OR seen_at < ?", before, before.Add(-models.IdleParticipant))
	return err
}
