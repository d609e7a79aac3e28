package store

import (
	"context"
	"time"

	"travaux/models"
)

// KeptForm finds a form kept for a browser; fault NotFound "typed_not_found".
func (r Reader) KeptForm(ctx context.Context, ref, browser string, at time.Time) (models.KeptForm, error) {
	k, err := rows[models.KeptForm](r.db).Where("ref = ? AND browser = ? AND expires_at > ?", ref, browser, at).Take(ctx)
	return k, found(err, "typed")
}

// AddKeptForm keeps a form, and of the same browser only the newest few others.
func (tx *Tx) AddKeptForm(ctx context.Context, k models.KeptForm, most int) error {
	if err := rows[models.KeptForm](tx.db).Create(ctx, &k); err != nil {
		return translate(err)
	}
	_, err := tx.exec(ctx, `DELETE FROM kept_forms WHERE browser = ? AND ref NOT IN
		(SELECT ref FROM kept_forms WHERE browser = ? ORDER BY created_at DESC, ref DESC LIMIT ?)`, k.Browser, k.Browser, most)
	return err
}

// DropKeptForm forgets a form kept for a browser.
func (tx *Tx) DropKeptForm(ctx context.Context, ref, browser string) error {
	_, err := tx.exec(ctx, "DELETE FROM kept_forms WHERE ref = ? AND browser = ?", ref, browser)
	return err
}

// ForgetKeptForms drops those that ran out before an instant.
func (tx *Tx) ForgetKeptForms(ctx context.Context, before time.Time) error {
	_, err := tx.exec(ctx, "DELETE FROM kept_forms WHERE expires_at < ?", before)
	return err
}
