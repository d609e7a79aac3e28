package store

import (
	"context"
	"time"

	"travaux/models"
)

// Passkeys lists a person's passkeys, oldest first.
func (r Reader) Passkeys(ctx context.Context, personID int64) ([]models.Passkey, error) {
	all, err := rows[models.Passkey](r.db).Where("person_id = ?", personID).Order("id").Limit(100).Find(ctx)
	return all, translate(err)
}

// Passkey finds a passkey by the id of its credential; fault NotFound "passkey_not_found".
func (r Reader) Passkey(ctx context.Context, credential string) (models.Passkey, error) {
	p, err := rows[models.Passkey](r.db).Where("credential = ?", credential).Take(ctx)
	return p, found(err, "passkey")
}

// PasskeyHandle gives the random id of a person, empty when there is none yet.
func (r Reader) PasskeyHandle(ctx context.Context, personID int64) (string, error) {
	all, err := rows[models.PasskeyHandle](r.db).Where("person_id = ?", personID).Find(ctx)
	if err != nil || len(all) == 0 {
		return "", translate(err)
	}
	return all[0].Handle, nil
}

// AddPasskeyHandle gives a person a random id, or the one they have.
func (tx *Tx) AddPasskeyHandle(ctx context.Context, h models.PasskeyHandle) (string, error) {
	if _, err := tx.exec(ctx, "INSERT INTO passkey_handles (person_id, handle) VALUES (?, ?) ON CONFLICT (person_id) DO NOTHING", h.PersonID, h.Handle); err != nil {
		return "", err
	}
	return tx.PasskeyHandle(ctx, h.PersonID)
}

// AddPasskey keeps a passkey; false when its credential is kept already.
func (tx *Tx) AddPasskey(ctx context.Context, p models.Passkey) (bool, error) {
	n, err := tx.exec(ctx, "INSERT INTO passkeys (id, person_id, credential, name, record, count, created_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		p.ID, p.PersonID, p.Credential, p.Name, p.Record, p.Count, p.CreatedAt)
	return n == 1, err
}

// UsePasskey notes that a passkey was used, if its counter still stands where it was read; else somebody else used the
// same counter meanwhile, and ok is false.
func (tx *Tx) UsePasskey(ctx context.Context, p models.Passkey, read int64) (ok bool, err error) {
	n, err := tx.exec(ctx, "UPDATE passkeys SET record = ?, count = ?, last_used_at = ? WHERE id = ? AND count = ? AND copied_at IS NULL",
		p.Record, p.Count, p.LastUsedAt, p.ID, read)
	return n == 1, err
}

// RefusePasskey notes that a passkey seems to have been copied.
func (tx *Tx) RefusePasskey(ctx context.Context, id int64, at time.Time) error {
	_, err := tx.exec(ctx, "UPDATE passkeys SET copied_at = ? WHERE id = ? AND copied_at IS NULL", at, id)
	return err
}

// RenamePasskey gives one of the person's passkeys another name; false when there is none.
func (tx *Tx) RenamePasskey(ctx context.Context, personID int64, credential, name string) (bool, error) {
	n, err := tx.exec(ctx, "UPDATE passkeys SET name = ? WHERE credential = ? AND person_id = ?", name, credential, personID)
	return n == 1, err
}

// RemovePasskey forgets one of the person's passkeys; false when there is none.
func (tx *Tx) RemovePasskey(ctx context.Context, personID int64, credential string) (bool, error) {
	n, err := tx.exec(ctx, "DELETE FROM passkeys WHERE credential = ? AND person_id = ?", credential, personID)
	return n == 1, err
}

// Ceremony finds one that has begun and not ended; fault NotFound "ceremony_not_found".
func (r Reader) Ceremony(ctx context.Context, hash string, kind models.CeremonyKind, at time.Time) (models.Ceremony, error) {
	c, err := rows[models.Ceremony](r.db).Where("hash = ? AND kind = ? AND expires_at > ?", hash, kind, at).Take(ctx)
	return c, found(err, "ceremony")
}

// AddCeremony begins one; false when one with this secret was there already.
func (tx *Tx) AddCeremony(ctx context.Context, c models.Ceremony) (bool, error) {
	n, err := tx.exec(ctx, "INSERT INTO ceremonies (hash, kind, browser, state, expires_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING",
		c.Hash, c.Kind, c.Browser, c.State, c.ExpiresAt)
	return n == 1, err
}

// EndCeremony ends one; false when another request was quicker.
func (tx *Tx) EndCeremony(ctx context.Context, hash string) (bool, error) {
	n, err := tx.exec(ctx, "DELETE FROM ceremonies WHERE hash = ?", hash)
	return n == 1, err
}

// ForgetCeremonies drops those that ran out before an instant.
func (tx *Tx) ForgetCeremonies(ctx context.Context, before time.Time) error {
	_, err := tx.exec(ctx, "DELETE FROM ceremonies WHERE expires_at < ?", before)
	return err
}
