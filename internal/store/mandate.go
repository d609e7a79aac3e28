package store

import (
	"context"

	"gorm.io/gorm"

	"travaux/models"
)

// Held gives a person's roles, and the organisations they may speak for now. It is asked with every request of somebody
// who is known, so it is one statement: one row is a role or a mandate.
func (r Reader) Held(ctx context.Context, personID int64) (grants []models.Grant, speaksFor []int64, err error) {
	var rows []struct {
		models.Grant   `gorm:"embedded"`
		OrganisationID int64
	}
	err = r.raw(ctx, &rows, `SELECT consultation_id, person_id, role, regions, 0 AS organisation_id FROM grants WHERE person_id = ?
		UNION ALL SELECT 0, person_id, '', '[]', organisation_id FROM mandates WHERE person_id = ? AND state = ?
		ORDER BY 1, 3, 5`, personID, personID, models.MandateConfirmed)
	for _, row := range rows {
		if row.OrganisationID != 0 {
			speaksFor = append(speaksFor, row.OrganisationID)
			continue
		}
		grants = append(grants, row.Grant)
	}
	return grants, speaksFor, err
}

// OrganisationsOf gives the organisations that a person may speak for now, by slug.
func (r Reader) OrganisationsOf(ctx context.Context, personID int64) ([]models.Organisation, error) {
	var out []models.Organisation
	err := r.raw(ctx, &out, `SELECT o.* FROM organisations o JOIN mandates m ON m.organisation_id = o.id
		WHERE m.person_id = ? AND m.state = ? ORDER BY o.slug LIMIT 1000`, personID, models.MandateConfirmed)
	return out, err
}

// OpenMandate gives the mandate that a person asked for or holds; nil when there is none.
func (r Reader) OpenMandate(ctx context.Context, organisationID, personID int64) (*models.Mandate, error) {
	all, err := rows[models.Mandate](r.db).Where("organisation_id = ? AND person_id = ? AND state IN ?", organisationID, personID,
		[]models.MandateState{models.MandateAsked, models.MandateConfirmed}).Limit(1).Find(ctx)
	if err != nil || len(all) == 0 {
		return nil, translate(err)
	}
	return &all[0], nil
}

// One row is one mandate with its organisation and its person.
const mandateView = `SELECT m.*, o.slug, o.name AS organisation, o.language, p.name AS person_name, p.email AS person_email
	FROM mandates m JOIN organisations o ON o.id = m.organisation_id JOIN people p ON p.id = m.person_id `

// Mandate finds a mandate of an organisation by its reference; fault NotFound "mandate_not_found".
func (r Reader) Mandate(ctx context.Context, organisationID int64, ref string) (models.MandateView, error) {
	var out []models.MandateView
	if err := r.raw(ctx, &out, mandateView+"WHERE m.organisation_id = ? AND m.ref = ?", organisationID, ref); err != nil {
		return models.MandateView{}, err
	}
	if len(out) == 0 {
		return models.MandateView{}, found(gorm.ErrRecordNotFound, "mandate")
	}
	return out[0], nil
}

// MandatesOf lists the mandates of an organisation, newest first, before an id (0: from the newest).
func (r Reader) MandatesOf(ctx context.Context, organisationID, before int64, states []models.MandateState, limit int) ([]models.MandateView, error) {
	var out []models.MandateView
	err := r.raw(ctx, &out, mandateView+`WHERE m.organisation_id = ? AND (CAST(? AS BIGINT) = 0 OR m.id < ?) AND m.state IN ?
		ORDER BY m.id DESC LIMIT ?`, organisationID, before, before, states, limit)
	return out, err
}

// MandatesFor lists every mandate a person ever asked for, newest first.
func (r Reader) MandatesFor(ctx context.Context, personID int64) ([]models.MandateView, error) {
	var out []models.MandateView
	err := r.raw(ctx, &out, mandateView+"WHERE m.person_id = ? ORDER BY m.id DESC LIMIT 500", personID)
	return out, err
}

// Deciders lists who is to hear that a mandate of an organisation is asked for: those who may speak for it, else
// the organisers of any consultation whose role is not limited or reaches one of the regions the organisation is in,
// else the administrators.
func (r Reader) Deciders(ctx context.Context, organisationID int64, regions []string, except int64) ([]models.Person, error) {
	reaches, reached := "regions = '[]'", []any{}
	for _, region := range regions { // a list of words as JSON
		reaches, reached = reaches+" OR regions LIKE ?", append(reached, `%"`+region+`"%`)
	}
	for _, who := range []struct {
		sql  string
		args []any
	}{
		{"SELECT person_id FROM mandates WHERE organisation_id = ? AND state = 'confirmed'", []any{organisationID}},
		{"SELECT person_id FROM grants WHERE role = 'organiser' AND (" + reaches + ")", reached},
		{"SELECT id FROM people WHERE admin", nil},
	} {
		var out []models.Person
		err := r.raw(ctx, &out, "SELECT * FROM people WHERE id IN ("+who.sql+") AND id <> ? ORDER BY id LIMIT 50", append(who.args, except)...)
		if err != nil || len(out) > 0 {
			return out, err
		}
	}
	return nil, nil
}

// CountAsked counts the mandates of organisations in some regions (nil: anywhere) that wait for a decision, but for
// those that a person asked for themselves.
func (r Reader) CountAsked(ctx context.Context, regions []string, except int64) (n int, err error) {
	err = r.raw(ctx, &n, `SELECT COUNT(*) FROM mandates m JOIN organisations o ON o.id = m.organisation_id
		WHERE m.state = ? AND m.person_id <> ? AND (? OR o.region IN ?)`, models.MandateAsked, except, regions == nil, regions)
	return n, err
}

// AddMandate keeps a mandate; false when the person has one that is open.
func (tx *Tx) AddMandate(ctx context.Context, m models.Mandate) (bool, error) {
	n, err := tx.exec(ctx, `INSERT INTO mandates (id, ref, organisation_id, person_id, state, how, title, asked_at, decided_at, decided_by, reason)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		m.ID, m.Ref, m.OrganisationID, m.PersonID, m.State, m.How, m.Title, m.AskedAt, m.DecidedAt, m.DecidedBy, m.Reason)
	return n == 1, err
}

// MoveMandate writes what a decision or an end changes; false when the mandate had moved on.
func (tx *Tx) MoveMandate(ctx context.Context, m models.Mandate, from models.MandateState) (bool, error) {
	n, err := tx.exec(ctx, `UPDATE mandates SET state = ?, how = ?, decided_at = ?, decided_by = ?, ended_at = ?, ended_by = ?, reason = ?
		WHERE id = ? AND state = ?`, m.State, m.How, m.DecidedAt, m.DecidedBy, m.EndedAt, m.EndedBy, m.Reason, m.ID, from)
	return n == 1, err
}
