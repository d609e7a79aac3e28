package store

import (
	"context"
	"time"

	"travaux/models"
)

// ForgetDisowned takes the personal part off comments that were disowned before an instant.
func (tx *Tx) ForgetDisowned(ctx context.Context, before time.Time) error {
	_, err := tx.exec(ctx, `UPDATE comment_authors SET person_id = NULL, name = '', email = '', key = '', publish_name = ?, salt = ''
		WHERE (name <> '' OR email <> '' OR person_id IS NOT NULL) AND EXISTS (SELECT 1 FROM comments c WHERE c.publication = ?
		AND c.consultation_id = comment_authors.consultation_id AND c.id = comment_authors.comment_id AND c.removed_at < ?)`,
		false, models.Disowned, before)
	return err
}

// ForgetReports empties reports that were decided before an instant; that there was one stays.
func (tx *Tx) ForgetReports(ctx context.Context, before time.Time) error {
	_, err := tx.exec(ctx, "UPDATE reports SET body = '', email = '' WHERE decided_at < ? AND (body <> '' OR email <> '')", before)
	return err
}

// ForgetSentMails deletes messages that were sent, or given up, before an instant.
func (tx *Tx) ForgetSentMails(ctx context.Context, before time.Time) error {
	_, err := tx.exec(ctx, "DELETE FROM mails WHERE state IN ? AND created_at < ?",
		[]models.MailState{models.MailSent, models.MailDead, models.MailBounced}, before)
	return err
}

// ForgetConfirmation deletes the mails that ask an address to confirm something in a consultation.
func (tx *Tx) ForgetConfirmation(ctx context.Context, recipientHash string, consultationID int64) error {
	_, err := tx.exec(ctx, "DELETE FROM mails WHERE recipient_hash = ? AND consultation_id = ? AND kind = 'confirm'", recipientHash, consultationID)
	return err
}
