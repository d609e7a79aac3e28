package store

import (
	"context"
	"time"

	"travaux/models"
)

// InterestNotes lists the notes on an interest, oldest first.
func (r Reader) InterestNotes(ctx context.Context, consultationID, interestID int64, limit int) ([]models.InterestNote, error) {
	all, err := rows[models.InterestNote](r.db).Where("consultation_id = ? AND interest_id = ?", consultationID, interestID).
		Order("id").Limit(limit).Find(ctx)
	return all, translate(err)
}

// AddInterestNote keeps a note on an interest.
func (tx *Tx) AddInterestNote(ctx context.Context, n models.InterestNote) error {
	return translate(rows[models.InterestNote](tx.db).Create(ctx, &n))
}

// DropInterestNote deletes a note of somebody's own, of anybody's for 0; false when there is none.
func (tx *Tx) DropInterestNote(ctx context.Context, consultationID, interestID int64, ref string, personID int64) (bool, error) {
	n, err := tx.exec(ctx, `DELETE FROM interest_notes WHERE consultation_id = ? AND interest_id = ? AND ref = ?
		AND (CAST(? AS BIGINT) = 0 OR person_id = ?)`, consultationID, interestID, ref, personID, personID)
	return n == 1, err
}

// InterestSettings say how a consultation treats interests.
func (r Reader) InterestSettings(ctx context.Context, consultationID int64) (models.InterestSettings, error) {
	all, err := rows[models.InterestSettings](r.db).Where("consultation_id = ?", consultationID).Find(ctx)
	if err != nil || len(all) == 0 {
		return models.InterestSettings{ConsultationID: consultationID}, translate(err)
	}
	return all[0], nil
}

// SetInterestSettings keeps how a consultation treats interests.
func (tx *Tx) SetInterestSettings(ctx context.Context, in models.InterestSettings) error {
	_, err := tx.exec(ctx, `INSERT INTO interest_settings (consultation_id, remind, changed_at) VALUES (?, ?, ?)
		ON CONFLICT (consultation_id) DO UPDATE SET remind = excluded.remind, changed_at = excluded.changed_at`, in.ConsultationID, in.Remind, in.ChangedAt)
	return err
}

// Reminding lists interests that were invited before an instant, whose link was not used, that nobody has reminded and
// whose consultation reminds them; at most n.
func (r Reader) Reminding(ctx context.Context, before time.Time, n int) ([]models.Interest, error) {
	var out []models.Interest
	err := r.raw(ctx, &out, `SELECT i.* FROM interests i JOIN interest_settings s ON s.consultation_id = i.consultation_id
		WHERE s.remind AND i.state = ? AND i.invited_at < ? AND i.reminders = 0 AND NOT (`+interestSigned+`)
		ORDER BY i.consultation_id, i.id LIMIT ?`, models.InterestInvited, before, n)
	return out, err
}
