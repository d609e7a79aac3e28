package store

import (
	"context"
	"errors"
	"time"

	"travaux/models"
)

// Token finds a one-use token that was not used and has not run out; fault NotFound "link_not_found".
func (r Reader) Token(ctx context.Context, hash string, kind models.TokenKind, at time.Time) (models.Token, error) {
	t, err := rows[models.Token](r.db).
		Where("hash = ? AND kind = ? AND used_at IS NULL AND expires_at > ?", hash, kind, at).Take(ctx)
	return t, found(err, "link")
}

// UsedToken finds a one-use token that was used; fault NotFound "link_not_found".
func (r Reader) UsedToken(ctx context.Context, hash string, kind models.TokenKind) (models.Token, error) {
	t, err := rows[models.Token](r.db).Where("hash = ? AND kind = ? AND used_at IS NOT NULL", hash, kind).Take(ctx)
	return t, found(err, "link")
}

// AnyToken finds a one-use token in whatever state it is; fault NotFound "link_not_found".
func (r Reader) AnyToken(ctx context.Context, hash string, kind models.TokenKind) (models.Token, error) {
	t, err := rows[models.Token](r.db).Where("hash = ? AND kind = ?", hash, kind).Take(ctx)
	return t, found(err, "link")
}

// CodeTokens lists the good tokens of a browser for which a short code was shown.
func (r Reader) CodeTokens(ctx context.Context, kind models.TokenKind, browser string, at time.Time) ([]models.Token, error) {
	all, err := rows[models.Token](r.db).
		Where("browser = ? AND kind = ? AND code <> '' AND used_at IS NULL AND expires_at > ?", browser, kind, at).Find(ctx)
	return all, translate(err)
}

// AddToken keeps the hash of a one-use link.
func (tx *Tx) AddToken(ctx context.Context, t models.Token) error {
	return translate(rows[models.Token](tx.db).Create(ctx, &t))
}

// UseToken uses a one-use token up; false when it was used before or has run out.
func (tx *Tx) UseToken(ctx context.Context, hash string, at time.Time) (bool, error) {
	n, err := tx.exec(ctx, "UPDATE tokens SET used_at = ? WHERE hash = ? AND used_at IS NULL AND expires_at > ?", at, hash, at)
	return n == 1, err
}

// ProlongConfirming has the unused links that confirm the comments of some regions (none: of all) live until an instant at
// least.
func (tx *Tx) ProlongConfirming(ctx context.Context, consultationID int64, regions []string, until time.Time) error {
	_, err := tx.exec(ctx, `UPDATE tokens SET expires_at = ? WHERE kind = ? AND consultation_id = ? AND used_at IS NULL AND expires_at < ?
		AND comment_id IN (SELECT c.id FROM comments c WHERE c.consultation_id = ? AND c.publication = ? AND (? OR c.region IN ?))`,
		until, models.TokenConfirm, consultationID, until, consultationID, models.Unconfirmed, len(regions) == 0, regions)
	return err
}

// SpendToken uses a one-use token up although it has run out; false when it was used before.
func (tx *Tx) SpendToken(ctx context.Context, hash string, at time.Time) (bool, error) {
	n, err := tx.exec(ctx, "UPDATE tokens SET used_at = ? WHERE hash = ? AND used_at IS NULL", at, hash)
	return n == 1, err
}

// SetTokenCode keeps the hash of the short code of a token that was not used.
func (tx *Tx) SetTokenCode(ctx context.Context, hash, code string) error {
	_, err := tx.exec(ctx, "UPDATE tokens SET code = ? WHERE hash = ? AND used_at IS NULL", code, hash)
	return err
}

// TryTokens counts one guess at the codes of a browser and tells at how many tokens it was.
func (tx *Tx) TryTokens(ctx context.Context, kind models.TokenKind, browser string, at time.Time) (int64, error) {
	return tx.exec(ctx, `UPDATE tokens SET tries = tries + 1
		WHERE browser = ? AND kind = ? AND code <> '' AND used_at IS NULL AND expires_at > ?`, browser, kind, at)
}

// KillTriedTokens uses up the tokens of a browser whose codes were guessed at too often.
func (tx *Tx) KillTriedTokens(ctx context.Context, kind models.TokenKind, browser string, most int, at time.Time) error {
	_, err := tx.exec(ctx, "UPDATE tokens SET used_at = ? WHERE browser = ? AND kind = ? AND tries >= ? AND used_at IS NULL", at, browser, kind, most)
	return err
}

// DropTokens drops every token of a kind.
func (tx *Tx) DropTokens(ctx context.Context, kind models.TokenKind) error {
	_, err := tx.exec(ctx, "DELETE FROM tokens WHERE kind = ?", kind)
	return err
}

// ForgetTokens drops one-use tokens and sessions that ran out before an instant.
func (tx *Tx) ForgetTokens(ctx context.Context, before time.Time) error {
	_, err := tx.exec(ctx, "DELETE FROM tokens WHERE expires_at < ?", before)
	return errors.Join(err, tx.ForgetSessions(ctx, before))
}
