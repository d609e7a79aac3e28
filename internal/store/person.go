package store

import (
	"context"

	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/models"
)

// Person finds a person by id; fault NotFound "person_not_found".
func (r Reader) Person(ctx context.Context, id int64) (models.Person, error) {
	p, err := rows[models.Person](r.db).Where("id = ?", id).Take(ctx)
	return p, found(err, "person")
}

// PersonByEmail finds a person by the key of an address; fault NotFound "person_not_found".
func (r Reader) PersonByEmail(ctx context.Context, key string) (models.Person, error) {
	p, err := rows[models.Person](r.db).Where("email_key = ?", key).Take(ctx)
	return p, found(err, "person")
}

// People counts the people there are.
func (r Reader) People(ctx context.Context) (int, error) {
	var n int
	err := r.raw(ctx, &n, "SELECT COUNT(*) FROM (SELECT 1 FROM people LIMIT 1) p")
	return n, err
}

// Staff lists the people who have a role anywhere, or are administrators.
func (r Reader) Staff(ctx context.Context) ([]models.Person, error) {
	var out []models.Person
	err := r.raw(ctx, &out, `SELECT * FROM people WHERE admin OR id IN (SELECT person_id FROM grants) ORDER BY id LIMIT 200`)
	return out, err
}

// Participants lists the first people without a role.
func (r Reader) Participants(ctx context.Context, limit int) ([]models.Person, error) {
	var out []models.Person
	err := r.raw(ctx, &out, `SELECT * FROM people WHERE NOT admin AND id NOT IN (SELECT person_id FROM grants) ORDER BY id LIMIT ?`, limit)
	return out, err
}

// Grants gives the roles of some people.
func (r Reader) Grants(ctx context.Context, personIDs ...int64) ([]models.Grant, error) {
	all, err := rows[models.Grant](r.db).Where("person_id IN ?", personIDs).Order("consultation_id, role").Find(ctx)
	return all, translate(err)
}

// AddPerson keeps a person; when the address is known already, the known one is given.
func (tx *Tx) AddPerson(ctx context.Context, p models.Person) (models.Person, error) {
	known, err := tx.PersonByEmail(ctx, p.EmailKey)
	if err == nil || !fault.Is(err, fault.NotFound) {
		return known, err
	}
	p.PublicID = ids.UUID()
	n, err := tx.exec(ctx, `INSERT INTO people (id, public_id, email, email_key, name, admin, language, country, stakeholder_type, organisation, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		p.ID, p.PublicID, p.Email, p.EmailKey, p.Name, p.Admin, p.Language, p.Country, p.StakeholderType, p.Organisation, p.CreatedAt)
	if err != nil || n == 1 {
		return p, err
	}
	return tx.PersonByEmail(ctx, p.EmailKey) // somebody was quicker
}

// SetPerson writes what an administrator may change of a person.
func (tx *Tx) SetPerson(ctx context.Context, p models.Person) error {
	_, err := tx.exec(ctx, "UPDATE people SET name = ?, admin = ?, language = ?, country = ?, stakeholder_type = ?, organisation = ? WHERE id = ?",
		p.Name, p.Admin, p.Language, p.Country, p.StakeholderType, p.Organisation, p.ID)
	return err
}

// SetAccount writes what people may change of themselves.
func (tx *Tx) SetAccount(ctx context.Context, personID int64, name, language string) error {
	_, err := tx.exec(ctx, "UPDATE people SET name = ?, language = ? WHERE id = ?", name, language, personID)
	return err
}

// SetGrant gives a role, or changes the regions it is limited to.
func (tx *Tx) SetGrant(ctx context.Context, g models.Grant) error {
	_, err := tx.exec(ctx, `INSERT INTO grants (consultation_id, person_id, role, regions) VALUES (?, ?, ?, ?)
		ON CONFLICT (consultation_id, person_id, role) DO UPDATE SET regions = excluded.regions`,
		g.ConsultationID, g.PersonID, g.Role, g.Regions)
	return err
}
