package store

import (
	"context"
	"time"

	"travaux/models"
)

// DisownedAuthors lists the personal parts of comments that were disowned before an instant; at most n.
func (r Reader) DisownedAuthors(ctx context.Context, before time.Time, n int) ([]models.CommentAuthor, error) {
	var out []models.CommentAuthor
	err := r.raw(ctx, &out, `SELECT a.* FROM comment_authors a JOIN comments c ON c.consultation_id = a.consultation_id AND c.id = a.comment_id
		WHERE c.publication = ? AND c.removed_at < ? AND (a.name <> '' OR a.email <> '' OR a.person_id IS NOT NULL)
		ORDER BY a.consultation_id, a.comment_id LIMIT ?`, models.Disowned, before, n)
	return out, err
}

// ForgetReports empties reports that were decided before an instant; that there was one stays.
func (tx *Tx) ForgetReports(ctx context.Context, before time.Time) error {
	_, err := tx.exec(ctx, `UPDATE reports SET body = '', email = '', email_key = '', reported_by = NULL
		WHERE decided_at < ? AND (body <> '' OR email <> '' OR email_key <> '' OR reported_by IS NOT NULL)`, before)
	return err
}

// ForgetSentMails deletes messages that were sent, or given up, before an instant.
func (tx *Tx) ForgetSentMails(ctx context.Context, before time.Time) error {
	_, err := tx.exec(ctx, "DELETE FROM mails WHERE state IN ? AND created_at < ?",
		[]models.MailState{models.MailSent, models.MailDead, models.MailBounced}, before)
	return err
}

// ForgetInvitations deletes invitations that ran out before an instant; what roles they gave is told elsewhere.
func (tx *Tx) ForgetInvitations(ctx context.Context, before time.Time) error {
	_, err := tx.exec(ctx, "DELETE FROM invitations WHERE expires_at < ?", before)
	return err
}

// ForgetConfirmation deletes the mail that asks an address to confirm a comment; others to that address stay.
func (tx *Tx) ForgetConfirmation(ctx context.Context, consultationID, commentID int64) error {
	_, err := tx.exec(ctx, "DELETE FROM mails WHERE consultation_id = ? AND comment_id = ? AND kind = 'confirm'", consultationID, commentID)
	return err
}
