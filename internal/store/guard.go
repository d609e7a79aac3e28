package store

import (
	"context"
	"time"

	"travaux/models"
)

// Guard gives what guards a consultation; automatic where nobody said otherwise.
func (r Reader) Guard(ctx context.Context, consultationID int64) (models.Guard, error) {
	all, err := rows[models.Guard](r.db).Where("consultation_id = ?", consultationID).Find(ctx)
	if err != nil || len(all) == 0 {
		return models.Guard{ConsultationID: consultationID, Mode: models.GuardAutomatic}, translate(err)
	}
	return all[0], nil
}

// SetGuard keeps what guards a consultation.
func (tx *Tx) SetGuard(ctx context.Context, g models.Guard) error {
	_, err := tx.exec(ctx, `INSERT INTO guards (consultation_id, mode, changed_at) VALUES (?, ?, ?)
		ON CONFLICT (consultation_id) DO UPDATE SET mode = excluded.mode, changed_at = excluded.changed_at`, g.ConsultationID, g.Mode, g.ChangedAt)
	return err
}

// Strangers counts the comments after an instant that nobody has confirmed or decided on, up to a number of each.
func (r Reader) Strangers(ctx context.Context, consultationID int64, after time.Time, most int) (n int, err error) {
	newest := "SELECT * FROM (SELECT received_at FROM comments WHERE consultation_id = ? AND publication = ? ORDER BY id DESC LIMIT ?) "
	err = r.raw(ctx, &n, "SELECT COUNT(*) FROM ("+newest+"a UNION ALL "+newest+"b) c WHERE received_at > ?",
		consultationID, models.Unconfirmed, most, consultationID, models.Pending, most, after)
	return n, err
}

// UseProof uses a proof of work up; false when it was used before.
func (tx *Tx) UseProof(ctx context.Context, p models.Proof) (bool, error) {
	n, err := tx.exec(ctx, "INSERT INTO proofs (challenge, expires_at) VALUES (?, ?) ON CONFLICT DO NOTHING", p.Challenge, p.ExpiresAt)
	return n == 1, err
}

// ForgetProofs drops those that have run out.
func (tx *Tx) ForgetProofs(ctx context.Context, now time.Time) error {
	_, err := tx.exec(ctx, "DELETE FROM proofs WHERE expires_at < ?", now)
	return err
}

// AddMarks keeps what a program suspects of a comment.
func (tx *Tx) AddMarks(ctx context.Context, marks []models.CommentMark) error {
	if len(marks) == 0 {
		return nil
	}
	return translate(rows[models.CommentMark](tx.db).CreateInBatches(ctx, &marks, 10))
}

// Suspected gives the marks of some comments, by their ids.
func (r Reader) Suspected(ctx context.Context, consultationID int64, ids []int64) (map[int64][]models.Mark, error) {
	out := map[int64][]models.Mark{}
	if len(ids) == 0 {
		return out, nil
	}
	all, err := rows[models.CommentMark](r.db).Where("consultation_id = ? AND comment_id IN ?", consultationID, ids).Order("mark").Find(ctx)
	for _, m := range all {
		out[m.CommentID] = append(out[m.CommentID], m.Mark)
	}
	return out, translate(err)
}
