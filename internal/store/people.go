package store

import (
	"context"
	"time"

	"travaux/models"
)

// PersonByPublicID finds a person by how others name them; fault NotFound "person_not_found".
func (r Reader) PersonByPublicID(ctx context.Context, publicID string) (models.Person, error) {
	p, err := rows[models.Person](r.db).Where("public_id = ?", publicID).Take(ctx)
	return p, found(err, "person")
}

// PeopleWith lists the people who have a role in a consultation, by name, and their roles there.
func (r Reader) PeopleWith(ctx context.Context, consultationID int64) (people []models.Person, grants []models.Grant, err error) {
	if grants, err = r.GrantsIn(ctx, consultationID); err != nil {
		return nil, nil, err
	}
	err = r.raw(ctx, &people, `SELECT * FROM people WHERE id IN (SELECT person_id FROM grants WHERE consultation_id = ?) ORDER BY name, id`, consultationID)
	return people, grants, err
}

// GrantsIn gives the roles of a consultation.
func (r Reader) GrantsIn(ctx context.Context, consultationID int64) ([]models.Grant, error) {
	all, err := rows[models.Grant](r.db).Where("consultation_id = ?", consultationID).Order("person_id, role").Find(ctx)
	return all, translate(err)
}

// GrantChanges lists what happened to the roles of a consultation, newest first.
func (r Reader) GrantChanges(ctx context.Context, consultationID int64, limit int) ([]models.GrantChange, error) {
	all, err := rows[models.GrantChange](r.db).Where("consultation_id = ?", consultationID).Order("id DESC").Limit(limit).Find(ctx)
	return all, translate(err)
}

// Names gives the names of some people by id.
func (r Reader) Names(ctx context.Context, ids []int64) (map[int64]string, error) {
	var rows []models.Person
	err := r.raw(ctx, &rows, "SELECT id, name FROM people WHERE id IN ?", ids)
	out := make(map[int64]string, len(rows))
	for _, p := range rows {
		out[p.ID] = p.Name
	}
	return out, err
}

// FindPeople lists the people whose names hold some words, by name. like is a pattern of LIKE, escaped by "!".
func (r Reader) FindPeople(ctx context.Context, like string, limit int) ([]models.Person, error) {
	var out []models.Person
	err := r.raw(ctx, &out, "SELECT * FROM people WHERE LOWER(name) LIKE ? ESCAPE '!' ORDER BY name, id LIMIT ?", like, limit)
	return out, err
}

// Admins counts the administrators who may come in and are not about to go.
func (r Reader) Admins(ctx context.Context) (n int, err error) {
	err = r.raw(ctx, &n, "SELECT COUNT(*) FROM people WHERE admin AND disabled_at IS NULL AND erasing = '' AND erased_at IS NULL")
	return n, err
}

// AdminPeople lists the administrators who may come in, but for one person.
func (r Reader) AdminPeople(ctx context.Context, except int64) ([]models.Person, error) {
	var out []models.Person
	err := r.raw(ctx, &out, `SELECT * FROM people WHERE admin AND disabled_at IS NULL AND erasing = '' AND erased_at IS NULL AND id <> ?
		ORDER BY id LIMIT 50`, except)
	return out, err
}

// Leaderless lists the consultations that nobody organises in all regions, newest first.
func (r Reader) Leaderless(ctx context.Context) ([]models.Consultation, error) {
	var out []models.Consultation
	err := r.raw(ctx, &out, `SELECT * FROM consultations WHERE id NOT IN
		(SELECT g.consultation_id FROM grants g JOIN people p ON p.id = g.person_id
		 WHERE g.role = ? AND g.regions = '[]' AND p.disabled_at IS NULL AND p.erasing = '' AND p.erased_at IS NULL) ORDER BY id DESC LIMIT 50`, models.Organiser)
	return out, err
}

// LockAdmins has others who would take an administrator away wait until the transaction ends.
func (tx *Tx) LockAdmins(ctx context.Context) error {
	_, err := tx.exec(ctx, "UPDATE people SET admin = admin WHERE admin")
	return err
}

// TakeGrant takes a role away; false when it was not there.
func (tx *Tx) TakeGrant(ctx context.Context, g models.Grant) (bool, error) {
	n, err := tx.exec(ctx, "DELETE FROM grants WHERE consultation_id = ? AND person_id = ? AND role = ?", g.ConsultationID, g.PersonID, g.Role)
	return n == 1, err
}

// AddGrantChange keeps what happened to a role.
func (tx *Tx) AddGrantChange(ctx context.Context, c models.GrantChange) error {
	return translate(rows[models.GrantChange](tx.db).Create(ctx, &c))
}

// SetAdmin makes somebody an administrator, or no longer one.
func (tx *Tx) SetAdmin(ctx context.Context, personID int64, admin bool) error {
	_, err := tx.exec(ctx, "UPDATE people SET admin = ? WHERE id = ?", admin, personID)
	return err
}

// SetDisabled keeps somebody out from an instant on; nil lets them in again.
func (tx *Tx) SetDisabled(ctx context.Context, personID int64, since *time.Time) error {
	_, err := tx.exec(ctx, "UPDATE people SET disabled_at = ? WHERE id = ?", since, personID)
	return err
}
