package store

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"travaux/models"
)

// Organisation finds an organisation by slug; fault NotFound "organisation_not_found".
func (r Reader) Organisation(ctx context.Context, slug string) (models.Organisation, error) {
	o, err := rows[models.Organisation](r.db).Where("slug = ?", slug).Take(ctx)
	return o, found(err, "organisation")
}

// OrganisationByID finds an organisation by its id; fault NotFound "organisation_not_found".
func (r Reader) OrganisationByID(ctx context.Context, id int64) (models.Organisation, error) {
	o, err := rows[models.Organisation](r.db).Where("id = ?", id).Take(ctx)
	return o, found(err, "organisation")
}

// OrganisationsByKey gives the organisations that bear one of these names, by the keys of the names.
func (r Reader) OrganisationsByKey(ctx context.Context, keys []string) ([]models.Organisation, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	var out []models.Organisation
	err := r.raw(ctx, &out, `SELECT o.* FROM organisations o
		WHERE o.id IN (SELECT n.organisation_id FROM organisation_names n WHERE n.key IN ?) ORDER BY o.id LIMIT 100`, keys)
	return out, err
}

// NamesNear gives the names of other organisations whose skeleton is one of these, or about as long as one of them:
// those that may be alike. Lengths are code points.
func (r Reader) NamesNear(ctx context.Context, except int64, skeletons []string, shortest, longest int) ([]models.SimilarName, error) {
	var out []models.SimilarName
	err := r.raw(ctx, &out, `SELECT o.slug, n.name, n.language, n.skeleton, o.id AS organisation_id, o.country, o.stakeholder_type
		FROM organisation_names n JOIN organisations o ON o.id = n.organisation_id
		WHERE n.organisation_id <> ? AND (n.skeleton IN ? OR LENGTH(n.skeleton) BETWEEN ? AND ?)
		ORDER BY o.slug, n.language LIMIT 20000`, except, skeletons, shortest, longest)
	return out, err
}

// OrganisationSlugs lists the slugs that are taken and begin with some letters.
func (r Reader) OrganisationSlugs(ctx context.Context, begin string) ([]string, error) {
	var out []string
	err := r.raw(ctx, &out, "SELECT slug FROM organisations WHERE substr(slug, 1, ?) = ?", len(begin), begin)
	return out, err
}

// One row is one organisation with how many may speak for it, what it said in public, and who waits.
const organisationRow = `SELECT o.*,
	(SELECT COUNT(*) FROM mandates m WHERE m.organisation_id = o.id AND m.state = 'confirmed') AS mandates,
	(SELECT COUNT(*) FROM mandates m WHERE m.organisation_id = o.id AND m.state = 'asked') AS asked,
	(SELECT COUNT(*) FROM comments c WHERE c.organisation_id = o.id AND c.organisation_verified AND c.publication = 'published') AS comments
	FROM organisations o `

// OrganisationCut is a filter of the list of organisations as the database needs it; nil does not cut.
type OrganisationCut struct {
	Types, Regions, Countries []string
	Key                       string // part of the key of a name; empty does not cut
	Asked                     bool   // only those with a mandate that waits
}

func (c OrganisationCut) where() (string, []any) {
	return `WHERE (? OR o.stakeholder_type IN ?) AND (? OR o.region IN ?) AND (? OR o.country IN ?)
		AND (? OR EXISTS (SELECT 1 FROM organisation_names n WHERE n.organisation_id = o.id AND n.key LIKE ? ESCAPE '\'))
		AND (? OR EXISTS (SELECT 1 FROM mandates m WHERE m.organisation_id = o.id AND m.state = 'asked')) `,
		[]any{
			c.Types == nil, c.Types, c.Regions == nil, c.Regions, c.Countries == nil, c.Countries,
			c.Key == "", holds(c.Key), !c.Asked,
		}
}

// holds is a pattern of LIKE, escaped by a backslash, for what has these letters.
func holds(letters string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(letters) + "%"
}

// OrganisationRows lists organisations by slug, after one.
func (r Reader) OrganisationRows(ctx context.Context, c OrganisationCut, after string, limit int) ([]models.OrganisationRow, error) {
	where, args := c.where()
	var out []models.OrganisationRow
	err := r.raw(ctx, &out, organisationRow+where+"AND o.slug > ? ORDER BY o.slug LIMIT ?", append(args, after, limit)...)
	return out, err
}

// CountOrganisations counts them.
func (r Reader) CountOrganisations(ctx context.Context, c OrganisationCut) (n int, err error) {
	where, args := c.where()
	err = r.raw(ctx, &n, "SELECT COUNT(*) FROM organisations o "+where, args...)
	return n, err
}

// OrganisationRow finds an organisation with its figures; fault NotFound "organisation_not_found".
func (r Reader) OrganisationRow(ctx context.Context, slug string) (models.OrganisationRow, error) {
	var out []models.OrganisationRow
	if err := r.raw(ctx, &out, organisationRow+"WHERE o.slug = ?", slug); err != nil {
		return models.OrganisationRow{}, err
	}
	if len(out) == 0 {
		return models.OrganisationRow{}, found(gorm.ErrRecordNotFound, "organisation")
	}
	return out[0], nil
}

// OrganisationLogo gives the picture of an organisation; fault NotFound "logo_not_found".
func (r Reader) OrganisationLogo(ctx context.Context, organisationID int64) (models.OrganisationLogo, error) {
	l, err := rows[models.OrganisationLogo](r.db).Where("organisation_id = ?", organisationID).Take(ctx)
	return l, found(err, "logo")
}

// AddOrganisation keeps a new organisation; false when its slug is taken.
func (tx *Tx) AddOrganisation(ctx context.Context, o models.Organisation) (bool, error) {
	n, err := tx.exec(ctx, `INSERT INTO organisations (id, slug, name, language, country, region, stakeholder_type, stakeholder_subtype,
		domains, vouched, website, logo, created_by, created_at, updated_at, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		o.ID, o.Slug, o.Name, o.Language, o.Country, o.Region, o.StakeholderType, o.StakeholderSubtype,
		o.Domains, o.Vouched, o.Website, o.Logo, o.CreatedBy, o.CreatedAt, o.UpdatedAt, o.Version)
	return n == 1, err
}

// SetOrganisation changes an organisation that is still at a version (0: whatever it is at); false when it is not.
func (tx *Tx) SetOrganisation(ctx context.Context, o models.Organisation, ifVersion int64) (bool, error) {
	n, err := tx.exec(ctx, `UPDATE organisations SET name = ?, language = ?, country = ?, region = ?, stakeholder_type = ?,
		stakeholder_subtype = ?, domains = ?, vouched = ?, website = ?, logo = ?, updated_at = ?, version = version + 1
		WHERE id = ? AND (CAST(? AS BIGINT) = 0 OR version = ?)`,
		o.Name, o.Language, o.Country, o.Region, o.StakeholderType, o.StakeholderSubtype, o.Domains, o.Vouched, o.Website,
		o.Logo, o.UpdatedAt, o.ID, ifVersion, ifVersion)
	return n == 1, err
}

// SetOrganisationNames puts these names in the place of an organisation's; a name that another bears comes back.
func (tx *Tx) SetOrganisationNames(ctx context.Context, organisationID int64, all []models.OrganisationName) (taken *models.OrganisationName, err error) {
	if _, err := tx.exec(ctx, "DELETE FROM organisation_names WHERE organisation_id = ?", organisationID); err != nil {
		return nil, err
	}
	for i, n := range all {
		added, err := tx.exec(ctx, `INSERT INTO organisation_names (organisation_id, language, name, key, skeleton, repeats)
			VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, n.OrganisationID, n.Language, n.Name, n.Key, n.Skeleton, n.Repeats)
		if err != nil {
			return nil, err
		}
		if added == 0 {
			return &all[i], nil
		}
	}
	return nil, nil
}

// SetOrganisationLogo keeps a picture in the place of the one before.
func (tx *Tx) SetOrganisationLogo(ctx context.Context, l models.OrganisationLogo) error {
	_, err := tx.exec(ctx, `INSERT INTO organisation_logos (organisation_id, content) VALUES (?, ?)
		ON CONFLICT (organisation_id) DO UPDATE SET content = excluded.content`, l.OrganisationID, l.Content)
	return err
}

// DropOrganisationLogo forgets a picture.
func (tx *Tx) DropOrganisationLogo(ctx context.Context, organisationID int64) error {
	_, err := tx.exec(ctx, "DELETE FROM organisation_logos WHERE organisation_id = ?", organisationID)
	return err
}
