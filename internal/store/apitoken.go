package store

import (
	"context"
	"time"

	"travaux/models"
)

// APIToken finds a token that is still good; fault NotFound "token_not_found".
func (r Reader) APIToken(ctx context.Context, hash string, at time.Time) (models.APIToken, error) {
	t, err := rows[models.APIToken](r.db).Where("hash = ? AND expires_at > ? AND revoked_at IS NULL", hash, at).Take(ctx)
	return t, found(err, "token")
}

// APITokens lists a person's tokens, newest first.
func (r Reader) APITokens(ctx context.Context, personID int64, limit int) ([]models.APIToken, error) {
	all, err := rows[models.APIToken](r.db).Where("person_id = ?", personID).Order("created_at DESC, id DESC").Limit(limit).Find(ctx)
	return all, translate(err)
}

// AddAPIToken keeps the hash of a token.
func (tx *Tx) AddAPIToken(ctx context.Context, t models.APIToken) error {
	return translate(rows[models.APIToken](tx.db).Create(ctx, &t))
}

// UsedAPIToken keeps the day on which a token was used last.
func (tx *Tx) UsedAPIToken(ctx context.Context, hash, day string) error {
	_, err := tx.exec(ctx, "UPDATE api_tokens SET last_used_on = ? WHERE hash = ? AND last_used_on < ?", day, hash, day)
	return err
}

// RevokeAPIToken ends a token of a person; false when there was none to end.
func (tx *Tx) RevokeAPIToken(ctx context.Context, personID int64, id string, at time.Time) (bool, error) {
	n, err := tx.exec(ctx, "UPDATE api_tokens SET revoked_at = ? WHERE person_id = ? AND id = ? AND revoked_at IS NULL", at, personID, id)
	return n == 1, err
}

// RevokeAPITokens ends all tokens of a person.
func (tx *Tx) RevokeAPITokens(ctx context.Context, personID int64, at time.Time) error {
	_, err := tx.exec(ctx, "UPDATE api_tokens SET revoked_at = ? WHERE person_id = ? AND revoked_at IS NULL", at, personID)
	return err
}
