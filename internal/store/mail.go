package store

import (
	"context"
	"time"

	"travaux/models"
)

// Mail finds a message; fault NotFound "mail_not_found".
func (r Reader) Mail(ctx context.Context, id int64) (models.QueuedMail, error) {
	m, err := rows[models.QueuedMail](r.db).Where("id = ?", id).Take(ctx)
	return m, found(err, "mail")
}

// AddMail keeps a message.
func (tx *Tx) AddMail(ctx context.Context, m models.QueuedMail) error {
	return translate(rows[models.QueuedMail](tx.db).Create(ctx, &m))
}

// ClaimMail takes a message that is due for as long as sending it may last; false when it is not due, or not to be sent.
func (tx *Tx) ClaimMail(ctx context.Context, id int64, now, until time.Time) (bool, error) {
	n, err := tx.exec(ctx, "UPDATE mails SET attempts = attempts + 1, due_at = ? WHERE id = ? AND state IN ? AND due_at <= ?", until, id, mailOpen, now)
	return n == 1, err
}

// MailSent notes that a message was handed over, and empties it.
func (tx *Tx) MailSent(ctx context.Context, id int64, at time.Time) error {
	_, err := tx.exec(ctx, "UPDATE mails SET state = ?, payload = ?, last_error = '', sent_at = ? WHERE id = ? AND state IN ?",
		models.MailSent, []byte{}, at, id, mailOpen)
	return err
}

// MailFailed notes why a message was not handed over and when it is tried again.
func (tx *Tx) MailFailed(ctx context.Context, id int64, state models.MailState, code string, due time.Time) error {
	_, err := tx.exec(ctx, "UPDATE mails SET state = ?, last_error = ?, due_at = ? WHERE id = ? AND state IN ?", state, code, due, id, mailOpen)
	return err
}

// mailOpen are the states of a message that is to be sent.
var mailOpen = []models.MailState{models.MailWaiting, models.MailFailed}

// MailPreference is how a person wants to be told; who never said, each by itself.
func (r Reader) MailPreference(ctx context.Context, personID int64) (models.MailPreference, error) {
	all, err := rows[models.MailPreference](r.db).Where("person_id = ?", personID).Limit(1).Find(ctx)
	if err != nil || len(all) == 0 {
		return models.MailPreference{PersonID: personID, Digest: models.DigestEach}, translate(err)
	}
	return all[0], nil
}

// SetMailPreference keeps how a person wants to be told.
func (tx *Tx) SetMailPreference(ctx context.Context, p models.MailPreference) error {
	_, err := tx.exec(ctx, `INSERT INTO mail_preferences (person_id, digest, bounced_at, changed_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (person_id) DO UPDATE SET digest = excluded.digest, bounced_at = excluded.bounced_at, changed_at = excluded.changed_at`,
		p.PersonID, p.Digest, p.BouncedAt, p.ChangedAt)
	return err
}

// AddressWorks notes that mail reaches a person again.
func (tx *Tx) AddressWorks(ctx context.Context, personID int64, at time.Time) error {
	_, err := tx.exec(ctx, "UPDATE mail_preferences SET bounced_at = NULL, changed_at = ? WHERE person_id = ? AND bounced_at IS NOT NULL", at, personID)
	return err
}

// DigestsDue lists the people for whom messages were held until an instant, at most so many.
func (r Reader) DigestsDue(ctx context.Context, now time.Time, limit int) ([]int64, error) {
	var out []int64
	err := r.raw(ctx, &out, "SELECT DISTINCT person_id FROM mails WHERE state = ? AND due_at <= ? ORDER BY person_id LIMIT ?", models.MailHeld, now, limit)
	return out, err
}

// HeldMails lists what is held for a person, oldest first, at most so many.
func (r Reader) HeldMails(ctx context.Context, personID int64, limit int) ([]models.QueuedMail, error) {
	all, err := rows[models.QueuedMail](r.db).Where("person_id = ? AND state = ?", personID, models.MailHeld).Order("id").Limit(limit).Find(ctx)
	return all, translate(err)
}

// DropHeld deletes held messages and tells how many were still there.
func (tx *Tx) DropHeld(ctx context.Context, ids []int64) (int64, error) {
	return tx.exec(ctx, "DELETE FROM mails WHERE id IN ? AND state = ?", ids, models.MailHeld)
}

// DropHeldOf deletes what is held for a person.
func (tx *Tx) DropHeldOf(ctx context.Context, personID int64) error {
	_, err := tx.exec(ctx, "DELETE FROM mails WHERE person_id = ? AND state = ?", personID, models.MailHeld)
	return err
}

// HoldUntil changes when what is held for a person is due.
func (tx *Tx) HoldUntil(ctx context.Context, personID int64, due time.Time) error {
	_, err := tx.exec(ctx, "UPDATE mails SET due_at = ? WHERE person_id = ? AND state = ?", due, personID, models.MailHeld)
	return err
}

// MailCounts counts the messages in each state; of the sent only those since an instant.
func (r Reader) MailCounts(ctx context.Context, sentSince time.Time) (map[models.MailState]int, error) {
	var all []struct {
		State models.MailState
		N     int
	}
	err := r.raw(ctx, &all, "SELECT state, COUNT(*) AS n FROM mails WHERE state <> ? OR sent_at >= ? GROUP BY state", models.MailSent, sentSince)
	out := map[models.MailState]int{}
	for _, c := range all {
		out[c.State] = c.N
	}
	return out, err
}

// MailsInTrouble lists what could not be sent, newest first, at most so many; without addresses and texts.
func (r Reader) MailsInTrouble(ctx context.Context, limit int) ([]models.QueuedMail, error) {
	all, err := rows[models.QueuedMail](r.db).Select("id, message_id, kind, state, attempts, last_error, created_at, due_at").
		Where("state IN ?", mailInTrouble).Order("id DESC").Limit(limit).Find(ctx)
	return all, translate(err)
}

// mailInTrouble are the states that an operator can do something about.
var mailInTrouble = []models.MailState{models.MailFailed, models.MailDead}

// RetryMails makes messages that could not be sent wait again, all or the one of a message id, and gives their numbers.
// One that is due between now and claimed may be on its way at this moment, and is left to who has it.
func (tx *Tx) RetryMails(ctx context.Context, messageID string, now, claimed time.Time, limit int) (ids []int64, err error) {
	err = tx.raw(ctx, &ids, `UPDATE mails SET state = ?, due_at = ? WHERE id IN (SELECT id FROM mails
		WHERE state IN ? AND LENGTH(payload) > 0 AND (? = '' OR message_id = ?) AND (state = ? OR due_at <= ? OR due_at > ?)
		ORDER BY id LIMIT ?) RETURNING id`,
		models.MailWaiting, now, mailInTrouble, messageID, messageID, models.MailDead, now, claimed, limit)
	return ids, err
}

// MailByMessage finds a message by its Message-ID before the @; fault NotFound "mail_not_found".
func (r Reader) MailByMessage(ctx context.Context, messageID string) (models.QueuedMail, error) {
	m, err := rows[models.QueuedMail](r.db).Where("message_id = ?", messageID).Take(ctx)
	return m, found(err, "mail")
}

// MailBounced notes that a message came back for good, and empties it.
func (tx *Tx) MailBounced(ctx context.Context, id int64, code string) error {
	_, err := tx.exec(ctx, "UPDATE mails SET state = ?, last_error = ?, payload = ? WHERE id = ?", models.MailBounced, code, []byte{}, id)
	return err
}

// CountBouncing counts the people whose address takes no mail.
func (r Reader) CountBouncing(ctx context.Context) (int, error) {
	var n int
	err := r.raw(ctx, &n, "SELECT COUNT(*) FROM mail_preferences WHERE bounced_at IS NOT NULL")
	return n, err
}
