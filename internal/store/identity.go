package store

import (
	"context"
	"time"

	"travaux/models"
)

// Identities lists a person's identities, oldest first.
func (r Reader) Identities(ctx context.Context, personID int64) ([]models.Identity, error) {
	all, err := rows[models.Identity](r.db).Where("person_id = ?", personID).Order("id").Limit(100).Find(ctx)
	return all, translate(err)
}

// Identity finds whose an identity is; fault NotFound "identity_not_found".
func (r Reader) Identity(ctx context.Context, issuer, subject string) (models.Identity, error) {
	i, err := rows[models.Identity](r.db).Where("issuer = ? AND subject = ?", issuer, subject).Take(ctx)
	return i, found(err, "identity")
}

// AddIdentity keeps an identity; false when it is somebody's already.
func (tx *Tx) AddIdentity(ctx context.Context, i models.Identity) (bool, error) {
	n, err := tx.exec(ctx, "INSERT INTO identities (id, person_id, provider, issuer, subject, created_at, last_used_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		i.ID, i.PersonID, i.Provider, i.Issuer, i.Subject, i.CreatedAt, i.LastUsedAt)
	return n == 1, err
}

// UseIdentity notes when an identity was used.
func (tx *Tx) UseIdentity(ctx context.Context, id int64, at time.Time) error {
	_, err := tx.exec(ctx, "UPDATE identities SET last_used_at = ? WHERE id = ?", at, id)
	return err
}

// RemoveIdentity forgets one of the person's identities; false when there is none.
func (tx *Tx) RemoveIdentity(ctx context.Context, personID int64, issuer, subject string) (bool, error) {
	n, err := tx.exec(ctx, "DELETE FROM identities WHERE issuer = ? AND subject = ? AND person_id = ?", issuer, subject, personID)
	return n == 1, err
}
