package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"travaux/models"
)

// Sessions keeps signed-in browsers for the session manager (its CtxStore). What it is given as a token is
// already a hash, so that a copy of the table signs nobody in.
type Sessions struct {
	store *Store
	clock func() time.Time
}

// Sessions gives the store of sessions, which forgets by this clock.
func (s *Store) Sessions(clock func() time.Time) Sessions { return Sessions{s, clock} }

// FindCtx gives the data of a session that has not run out.
func (s Sessions) FindCtx(ctx context.Context, hash string) ([]byte, bool, error) {
	all, err := gorm.G[models.Session](s.store.db).Where("hash = ? AND expires_at > ?", hash, s.clock()).Find(ctx)
	if err != nil || len(all) == 0 {
		return nil, false, translate(err)
	}
	return all[0].Data, true, nil
}

// CommitCtx keeps a session.
func (s Sessions) CommitCtx(ctx context.Context, hash string, data []byte, expires time.Time) error {
	return s.store.Write(ctx, func(ctx context.Context, tx *Tx) error {
		_, err := tx.exec(ctx, `INSERT INTO sessions (hash, data, expires_at) VALUES (?, ?, ?)
			ON CONFLICT (hash) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at`, hash, data, expires.UTC().Truncate(time.Microsecond))
		return err
	})
}

// DeleteCtx ends a session.
func (s Sessions) DeleteCtx(ctx context.Context, hash string) error {
	return s.store.Write(ctx, func(ctx context.Context, tx *Tx) error {
		_, err := tx.exec(ctx, "DELETE FROM sessions WHERE hash = ?", hash)
		return err
	})
}

// Find, Commit and Delete are asked for by the manager's interface but never called where a context is at hand.
func (s Sessions) Find(hash string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), hash)
}

// Commit is CommitCtx without a context.
func (s Sessions) Commit(hash string, data []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), hash, data, expires)
}

// Delete is DeleteCtx without a context.
func (s Sessions) Delete(hash string) error { return s.DeleteCtx(context.Background(), hash) }
