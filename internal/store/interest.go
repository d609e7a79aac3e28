package store

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"

	"travaux/models"
)

// interestSignature finds the signatures of the organisation of an interest i: the one it became, or one that bears its
// name and signed without being invited.
const interestSignature = `SELECT 1 FROM signatures s WHERE s.consultation_id = i.consultation_id AND (s.organisation_id = i.organisation_id
	OR s.organisation_id IN (SELECT n.organisation_id FROM organisation_names n WHERE n.key = i.name_key))`

// interestSigned tells of an interest i whether its organisation has signed, interestPublic whether everybody knows.
const (
	interestSigned = "EXISTS (" + interestSignature + " AND s.status NOT IN ('withdrawn', 'replaced'))"
	interestPublic = "EXISTS (" + interestSignature + " AND s.status IN ('published', 'needs_reconsent'))"
)

// interestStanding is where an interest i stands.
const interestStanding = "CASE WHEN " + interestSigned + " THEN 'signed' ELSE i.state END"

// One row is one interest with what a list shows of it.
const (
	interestColumns = "i.*, COALESCE(o.slug, '') AS slug, " + interestSigned + ` AS signed,
		(SELECT COUNT(*) FROM interest_notes n WHERE n.consultation_id = i.consultation_id AND n.interest_id = i.id) AS notes`
	interestTables = " FROM interests i LEFT JOIN organisations o ON o.id = i.organisation_id "
)

// InterestCut is a filter of the interests of a consultation as the database needs it; nil does not cut.
type InterestCut struct {
	ConsultationID                              int64
	Within                                      []string // regions
	States, Regions, Types, Countries, Outcomes []string
	Key                                         string // part of the key of the organisation's name; empty does not cut
}

// where holds only interests that were confirmed.
func (c InterestCut) where() (string, []any) {
	like := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(c.Key) + "%"
	return "WHERE i.consultation_id = ? AND i.confirmed_at IS NOT NULL AND (? OR i.region IN ?) AND (? OR " + interestStanding + ` IN ?)
		AND (? OR i.region IN ?) AND (? OR i.stakeholder_type IN ?) AND (? OR i.country IN ?) AND (? OR i.outcome_area IN ?)
		AND (? OR i.name_key LIKE ? ESCAPE '\') `,
		[]any{
			c.ConsultationID, c.Within == nil, c.Within, c.States == nil, c.States, c.Regions == nil, c.Regions, c.Types == nil, c.Types,
			c.Countries == nil, c.Countries, c.Outcomes == nil, c.Outcomes, c.Key == "", like,
		}
}

// InterestRows lists interests, newest first, before an id (0: from the newest).
func (r Reader) InterestRows(ctx context.Context, c InterestCut, before int64, limit int) ([]models.InterestRow, error) {
	where, args := c.where()
	var out []models.InterestRow
	err := r.raw(ctx, &out, "SELECT "+interestColumns+interestTables+where+"AND (CAST(? AS BIGINT) = 0 OR i.id < ?) ORDER BY i.id DESC LIMIT ?",
		append(args, before, before, limit)...)
	return out, err
}

// NewestInterests gives the newest interests of each state, so many of each, newest first.
func (r Reader) NewestInterests(ctx context.Context, c InterestCut, each int) ([]models.InterestRow, error) {
	where, args := c.where()
	var out []models.InterestRow
	err := r.raw(ctx, &out, "SELECT * FROM (SELECT "+interestColumns+", ROW_NUMBER() OVER (PARTITION BY "+interestStanding+" ORDER BY i.id DESC) AS place"+
		interestTables+where+") newest WHERE place <= ? ORDER BY id DESC", append(args, each)...)
	return out, err
}

// InterestCounts counts interests by region, type and state.
func (r Reader) InterestCounts(ctx context.Context, c InterestCut) ([]models.InterestCount, error) {
	where, args := c.where()
	var out []models.InterestCount
	err := r.raw(ctx, &out, "SELECT i.region, i.stakeholder_type, "+interestStanding+` AS state, COUNT(*) AS count,
		SUM(CASE WHEN i.late THEN 1 ELSE 0 END) AS late FROM interests i `+where+"GROUP BY 1, 2, 3 ORDER BY 1, 2, 3", args...)
	return out, err
}

// InterestRow finds an interest that was confirmed within a cut; fault NotFound "interest_not_found".
func (r Reader) InterestRow(ctx context.Context, c InterestCut, ref string) (models.InterestRow, error) {
	where, args := c.where()
	var out []models.InterestRow
	if err := r.raw(ctx, &out, "SELECT "+interestColumns+interestTables+where+"AND i.ref = ?", append(args, ref)...); err != nil {
		return models.InterestRow{}, err
	}
	if len(out) == 0 {
		return models.InterestRow{}, found(gorm.ErrRecordNotFound, "interest")
	}
	return out[0], nil
}

// InterestByRef finds an interest, confirmed or not, by what only its holder knows, who is told of a signature once it is
// public; fault NotFound "interest_not_found".
func (r Reader) InterestByRef(ctx context.Context, consultationID int64, ref string) (models.InterestRow, error) {
	var out []models.InterestRow
	err := r.raw(ctx, &out, "SELECT i.*, COALESCE(o.slug, '') AS slug, "+interestPublic+" AS signed"+interestTables+"WHERE i.consultation_id = ? AND i.ref = ?", consultationID, ref)
	if err == nil && len(out) == 0 {
		err = gorm.ErrRecordNotFound
	}
	if err != nil {
		return models.InterestRow{}, found(err, "interest")
	}
	return out[0], nil
}

// Interest finds an interest by its id; fault NotFound "interest_not_found".
func (r Reader) Interest(ctx context.Context, consultationID, id int64) (models.Interest, error) {
	i, err := rows[models.Interest](r.db).Where("consultation_id = ? AND id = ?", consultationID, id).Take(ctx)
	return i, found(err, "interest")
}

// TakenInterest gives the confirmed interest of an organisation, by the key of its name; nil when there is none.
func (r Reader) TakenInterest(ctx context.Context, consultationID int64, key string) (*models.Interest, error) {
	all, err := rows[models.Interest](r.db).Where("consultation_id = ? AND name_key = ? AND confirmed_at IS NOT NULL", consultationID, key).Find(ctx)
	if err != nil || len(all) == 0 {
		return nil, translate(err)
	}
	return &all[0], nil
}

// InterestContact gives the personal part of an interest; fault NotFound "interest_not_found".
func (r Reader) InterestContact(ctx context.Context, consultationID, id int64) (models.InterestContact, error) {
	c, err := rows[models.InterestContact](r.db).Where("consultation_id = ? AND interest_id = ?", consultationID, id).Take(ctx)
	return c, found(err, "interest")
}

// InterestContacts gives the personal parts of the interests with these ids.
func (r Reader) InterestContacts(ctx context.Context, consultationID int64, ids []int64) ([]models.InterestContact, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	all, err := rows[models.InterestContact](r.db).Where("consultation_id = ? AND interest_id IN ?", consultationID, ids).Find(ctx)
	return all, translate(err)
}

// ContactToConfirm finds whose address a mailed link confirms; fault NotFound "link_not_found".
func (r Reader) ContactToConfirm(ctx context.Context, hash string) (models.InterestContact, error) {
	c, err := rows[models.InterestContact](r.db).Where("confirm_hash = ? AND confirm_hash <> ''", hash).Take(ctx)
	return c, found(err, "link")
}

// InvitedContact finds whom a mailed link invites; fault NotFound "link_not_found".
func (r Reader) InvitedContact(ctx context.Context, hash string) (models.InterestContact, error) {
	c, err := rows[models.InterestContact](r.db).Where("invite_hash = ? AND invite_hash <> ''", hash).Take(ctx)
	return c, found(err, "link")
}

// AddInterest keeps an interest with its personal part.
func (tx *Tx) AddInterest(ctx context.Context, i models.Interest, c models.InterestContact) error {
	if err := rows[models.Interest](tx.db).Create(ctx, &i); err != nil {
		return translate(err)
	}
	return translate(rows[models.InterestContact](tx.db).Create(ctx, &c))
}

// ConfirmInterest writes that the address of an interest is its contact's; false when it was confirmed before.
func (tx *Tx) ConfirmInterest(ctx context.Context, consultationID, id int64, at time.Time) (bool, error) {
	n, err := tx.exec(ctx, "UPDATE interests SET confirmed_at = ? WHERE consultation_id = ? AND id = ? AND confirmed_at IS NULL", at, consultationID, id)
	return n == 1, err
}

// MoveInterest writes where an interest stands now; false when it had moved on.
func (tx *Tx) MoveInterest(ctx context.Context, i models.Interest, from models.InterestState) (bool, error) {
	n, err := tx.exec(ctx, `UPDATE interests SET state = ?, organisation_id = ?, reason = ?, invited_at = ?, accepted_at = ?, declined_at = ?
		WHERE consultation_id = ? AND id = ? AND state = ?`,
		i.State, i.OrganisationID, i.Reason, i.InvitedAt, i.AcceptedAt, i.DeclinedAt, i.ConsultationID, i.ID, from)
	return n == 1, err
}

// RemindInterest counts a reminder, if the last one is as it was seen; false when somebody else reminded meanwhile.
func (tx *Tx) RemindInterest(ctx context.Context, i models.Interest, at time.Time) (bool, error) {
	n, err := tx.exec(ctx, `UPDATE interests SET reminded_at = ?, reminders = reminders + 1
		WHERE consultation_id = ? AND id = ? AND state = ? AND reminders = ?`, at, i.ConsultationID, i.ID, models.InterestInvited, i.Reminders)
	return n == 1, err
}

// AcceptInterest writes when the link of an invitation was used; false when it was used before.
func (tx *Tx) AcceptInterest(ctx context.Context, consultationID, id int64, at time.Time) (bool, error) {
	n, err := tx.exec(ctx, "UPDATE interests SET accepted_at = ? WHERE consultation_id = ? AND id = ? AND state = ? AND accepted_at IS NULL",
		at, consultationID, id, models.InterestInvited)
	return n == 1, err
}

// SetInterestContact writes whom the contact is and which links were mailed to them.
func (tx *Tx) SetInterestContact(ctx context.Context, c models.InterestContact) error {
	_, err := tx.exec(ctx, `UPDATE interest_contacts SET person_id = ?, email_key = ?, invite_hash = ?, invite_until = ?, fresh = ?
		WHERE consultation_id = ? AND interest_id = ?`,
		c.PersonID, c.EmailKey, c.InviteHash, c.InviteUntil, c.Fresh, c.ConsultationID, c.InterestID)
	return err
}

// CameIn tells whether there is a sign that a person was here, so that a link of an invitation opens no account in use.
func (r Reader) CameIn(ctx context.Context, p models.Person) (bool, error) {
	var n int
	err := r.raw(ctx, &n, `SELECT (SELECT COUNT(*) FROM sessions WHERE person_id = ?) + (SELECT COUNT(*) FROM passkeys WHERE person_id = ?)
		+ (SELECT COUNT(*) FROM identities WHERE person_id = ?) + (SELECT COUNT(*) FROM api_tokens WHERE person_id = ?)
		+ (SELECT COUNT(*) FROM grants WHERE person_id = ?) + (SELECT COUNT(*) FROM comment_authors WHERE person_id = ?)
		+ (SELECT COUNT(*) FROM tokens WHERE (person_id = ? OR email_key = ?) AND used_at IS NOT NULL)
		+ (SELECT CASE WHEN COUNT(*) > 1 THEN 1 ELSE 0 END FROM mandates WHERE person_id = ?)`,
		p.ID, p.ID, p.ID, p.ID, p.ID, p.ID, p.ID, p.EmailKey, p.ID)
	return n > 0 || p.Admin, err
}

// ForgetInterests deletes interests that nobody confirmed and that were received before an instant.
func (tx *Tx) ForgetInterests(ctx context.Context, before time.Time) error {
	const old = "SELECT consultation_id, id FROM interests WHERE confirmed_at IS NULL AND received_at < ?"
	if _, err := tx.exec(ctx, "DELETE FROM interest_contacts WHERE (consultation_id, interest_id) IN ("+old+")", before); err != nil {
		return err
	}
	_, err := tx.exec(ctx, "DELETE FROM interests WHERE confirmed_at IS NULL AND received_at < ?", before)
	return err
}
