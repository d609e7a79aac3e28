package store

import (
	"context"
	"time"

	"travaux/models"
)

// WordReturn finds a Word file that came back by its address; fault NotFound "word_not_found".
func (r Reader) WordReturn(ctx context.Context, v models.Version, ref string) (models.WordReturn, error) {
	w, err := rows[models.WordReturn](r.db).Where("consultation_id = ? AND version_id = ? AND ref = ?", v.ConsultationID, v.ID, ref).Take(ctx)
	return w, found(err, "word")
}

// WordReturns lists the Word files of a working version that came back, newest first, without their texts.
func (r Reader) WordReturns(ctx context.Context, v models.Version) ([]models.WordReturn, error) {
	all, err := rows[models.WordReturn](r.db).
		Select("consultation_id, id, ref, version_id, file_name, choices, revision, person_id, applied_at, created_at").
		Where("consultation_id = ? AND version_id = ?", v.ConsultationID, v.ID).Order("id DESC").Limit(50).Find(ctx)
	return all, translate(err)
}

// AddWordReturn keeps a Word file that came back.
func (tx *Tx) AddWordReturn(ctx context.Context, w models.WordReturn) error {
	return translate(rows[models.WordReturn](tx.db).Create(ctx, &w))
}

// DecideWordReturn keeps what was decided, and when it was brought onto the working version; false when somebody else
// decided meanwhile, or it was brought there already.
func (tx *Tx) DecideWordReturn(ctx context.Context, w models.WordReturn) (bool, error) {
	n, err := tx.exec(ctx, `UPDATE word_returns SET choices = ?, applied_at = ?, revision = revision + 1
		WHERE consultation_id = ? AND id = ? AND revision = ? AND applied_at IS NULL`, w.Choices, w.AppliedAt, w.ConsultationID, w.ID, w.Revision)
	return n == 1, err
}

// DropWordReturn forgets a Word file that came back; false when it is gone already.
func (tx *Tx) DropWordReturn(ctx context.Context, w models.WordReturn) (bool, error) {
	n, err := tx.exec(ctx, "DELETE FROM word_returns WHERE consultation_id = ? AND id = ?", w.ConsultationID, w.ID)
	return n == 1, err
}

// ForgetWordReturns deletes those that came back before an instant.
func (tx *Tx) ForgetWordReturns(ctx context.Context, before time.Time) error {
	_, err := tx.exec(ctx, "DELETE FROM word_returns WHERE created_at < ?", before)
	return err
}

// EditsSince lists what was done to a text of a version after a change_seq, newest first.
func (r Reader) EditsSince(ctx context.Context, v models.Version, language string, seq int64) ([]models.ProvisionEdit, error) {
	all, err := rows[models.ProvisionEdit](r.db).
		Where("consultation_id = ? AND version_id = ? AND language = ? AND seq > ?", v.ConsultationID, v.ID, language, seq).Order("seq DESC").Find(ctx)
	return all, translate(err)
}

// AddProvisionEdits keeps several acts on a working version.
func (tx *Tx) AddProvisionEdits(ctx context.Context, all []models.ProvisionEdit) error {
	return translate(rows[models.ProvisionEdit](tx.db).CreateInBatches(ctx, &all, provisionBatch))
}

// TouchTimes raises change_seq n times, for as many acts, and tells the last one.
func (tx *Tx) TouchTimes(ctx context.Context, consultationID int64, n int) (seq int64, err error) {
	err = tx.raw(ctx, &seq, "UPDATE consultations SET change_seq = change_seq + ? WHERE id = ? RETURNING change_seq", n, consultationID)
	return seq, err
}
