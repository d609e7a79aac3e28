package store

import (
	"context"
	"time"

	"travaux/models"
)

// AddSigningOpening keeps that a version is open for signature.
func (tx *Tx) AddSigningOpening(ctx context.Context, o models.SigningOpening) error {
	return translate(rows[models.SigningOpening](tx.db).Create(ctx, &o))
}

// NeedReconsent marks the signatures in the register that are not on the version that was opened, and gives them.
func (tx *Tx) NeedReconsent(ctx context.Context, o models.SigningOpening, seq int64) ([]models.Signature, error) {
	var out []models.Signature
	err := tx.raw(ctx, &out, `UPDATE signatures SET status = 'needs_reconsent', seq = ? WHERE consultation_id = ? AND status = 'published' AND version_id <> ?
		RETURNING *`, seq, o.ConsultationID, o.VersionID)
	return out, err
}

// Untold is a signature that needs to be given again and whose organisation was not told of the newest opening.
type Untold struct {
	ConsultationID, ID, Opening int64
	Ref                         string
}

// UntoldReconsents gives some of them.
func (r Reader) UntoldReconsents(ctx context.Context, limit int) ([]Untold, error) {
	var out []Untold
	err := r.raw(ctx, &out, `SELECT s.consultation_id, s.id, s.ref, o.id AS opening FROM signatures s
		JOIN signing_openings o ON o.consultation_id = s.consultation_id AND o.id =
			(SELECT MAX(n.id) FROM signing_openings n WHERE n.consultation_id = s.consultation_id)
		WHERE s.status = 'needs_reconsent' AND s.told_opening <> o.id ORDER BY s.consultation_id, s.id LIMIT ?`, limit)
	return out, err
}

// SetTold remembers that an organisation is told of an opening; false when it was.
func (tx *Tx) SetTold(ctx context.Context, u Untold) (bool, error) {
	n, err := tx.exec(ctx, "UPDATE signatures SET told_opening = ? WHERE consultation_id = ? AND id = ? AND told_opening <> ? AND status = 'needs_reconsent'",
		u.Opening, u.ConsultationID, u.ID, u.Opening)
	return n == 1, err
}

// Mandated lists the people who may speak for an organisation now.
func (r Reader) Mandated(ctx context.Context, organisationID int64) ([]models.Person, error) {
	var out []models.Person
	err := r.raw(ctx, &out, `SELECT p.* FROM people p JOIN mandates m ON m.person_id = p.id
		WHERE m.organisation_id = ? AND m.state = 'confirmed' ORDER BY p.id LIMIT 100`, organisationID)
	return out, err
}

// SetLetter keeps the letter of a signature in the place of the one before.
func (tx *Tx) SetLetter(ctx context.Context, l models.SignatureLetter) error {
	_, err := tx.exec(ctx, `INSERT INTO signature_letters (consultation_id, signature_id, file_name, media_type, content, uploaded_by, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (consultation_id, signature_id) DO UPDATE SET file_name = excluded.file_name,
		media_type = excluded.media_type, content = excluded.content, uploaded_by = excluded.uploaded_by, created_at = excluded.created_at`,
		l.ConsultationID, l.SignatureID, l.FileName, l.MediaType, l.Content, l.UploadedBy, l.CreatedAt)
	return err
}

// Letter gives the letter of a signature; fault NotFound "letter_not_found".
func (r Reader) Letter(ctx context.Context, consultationID, signatureID int64) (models.SignatureLetter, error) {
	l, err := rows[models.SignatureLetter](r.db).Where("consultation_id = ? AND signature_id = ?", consultationID, signatureID).Take(ctx)
	return l, found(err, "letter")
}

// HasLetter tells whether a signature has a letter.
func (r Reader) HasLetter(ctx context.Context, consultationID, signatureID int64) (bool, error) {
	n := 0
	err := r.raw(ctx, &n, "SELECT COUNT(*) FROM signature_letters WHERE consultation_id = ? AND signature_id = ?", consultationID, signatureID)
	return n > 0, err
}

// WaitingSignatures gives the signatures of some regions (nil: of any) that are not public yet, oldest first.
func (r Reader) WaitingSignatures(ctx context.Context, consultationID int64, regions []string, limit int) ([]models.SignatureView, error) {
	var out []models.SignatureView
	err := r.raw(ctx, &out, signatureView+`WHERE s.consultation_id = ? AND s.status IN ('pending', 'verified') AND (? OR s.region IN ?)
		ORDER BY s.id LIMIT ?`, consultationID, regions == nil, regions, limit)
	return out, err
}

// Lettered tells which of some signatures have a letter.
func (r Reader) Lettered(ctx context.Context, consultationID int64, ids []int64) ([]int64, error) {
	var out []int64
	err := r.raw(ctx, &out, "SELECT signature_id FROM signature_letters WHERE consultation_id = ? AND signature_id IN ?", consultationID, ids)
	return out, err
}

// DropLetters forgets the letters of signatures that were decided long before an instant: they have served.
func (tx *Tx) DropLetters(ctx context.Context, before time.Time) error {
	_, err := tx.exec(ctx, `DELETE FROM signature_letters WHERE created_at < ? AND EXISTS (SELECT 1 FROM signatures s
		WHERE s.consultation_id = signature_letters.consultation_id AND s.id = signature_letters.signature_id AND s.status <> 'pending')`, before)
	return err
}
