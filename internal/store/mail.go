package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"travaux/models"
)

// Mail finds a message; fault NotFound "mail_not_found".
func (r Reader) Mail(ctx context.Context, id int64) (models.QueuedMail, error) {
	m, err := gorm.G[models.QueuedMail](r.db).Where("id = ?", id).Take(ctx)
	return m, found(err, "mail")
}

// AddMail keeps a message.
func (tx *Tx) AddMail(ctx context.Context, m models.QueuedMail) error {
	return translate(gorm.G[models.QueuedMail](tx.db).Create(ctx, &m))
}

// ForgetMails deletes the messages to an address or a person, whatever their state, and how the person wants to be
// told. A job that is still queued finds nothing and does nothing.
func (tx *Tx) ForgetMails(ctx context.Context, recipientHash string, personID int64) error {
	if _, err := tx.exec(ctx, "DELETE FROM mails WHERE recipient_hash = ? OR person_id = ?", recipientHash, personID); err != nil {
		return err
	}
	_, err := tx.exec(ctx, "DELETE FROM mail_preferences WHERE person_id = ?", personID)
	return err
}

// MailSent notes that a message was handed over, and empties it.
func (tx *Tx) MailSent(ctx context.Context, id int64, at time.Time) error {
	_, err := tx.exec(ctx, "UPDATE mails SET state = ?, payload = ?, attempts = attempts + 1, last_error = '', sent_at = ? WHERE id = ? AND state IN ?",
		models.MailSent, []byte{}, at, id, mailOpen)
	return err
}

// MailFailed notes why a message was not handed over and when it is tried again.
func (tx *Tx) MailFailed(ctx context.Context, id int64, state models.MailState, code string, due time.Time) error {
	_, err := tx.exec(ctx, "UPDATE mails SET state = ?, attempts = attempts + 1, last_error = ?, due_at = ? WHERE id = ? AND state IN ?",
		state, code, due, id, mailOpen)
	return err
}

// mailOpen are the states of a message that is to be sent.
var mailOpen = []models.MailState{models.MailWaiting, models.MailFailed}
