package store

import (
	"context"
	"time"

	"travaux/models"
)

// Draft finds a draft by slug; fault NotFound "draft_not_found".
func (r Reader) Draft(ctx context.Context, consultationID int64, slug string) (models.Draft, error) {
	d, err := rows[models.Draft](r.db).Where("consultation_id = ? AND slug = ?", consultationID, slug).Take(ctx)
	return d, found(err, "draft")
}

// DraftByID finds a draft by its id; fault NotFound "draft_not_found".
func (r Reader) DraftByID(ctx context.Context, consultationID, id int64) (models.Draft, error) {
	d, err := rows[models.Draft](r.db).Where("consultation_id = ? AND id = ?", consultationID, id).Take(ctx)
	return d, found(err, "draft")
}

// Drafts lists the drafts with their newest published version, oldest first.
func (r Reader) Drafts(ctx context.Context, consultationID int64) ([]models.DraftSummary, error) {
	var rows []struct {
		models.Draft
		VersionID, Number *int64
		PublishedAt       *time.Time
	}
	// One row is a version of a draft, or a draft without one.
	err := r.raw(ctx, &rows, `SELECT d.*, v.id AS version_id, v.number, v.published_at FROM drafts d
		LEFT JOIN versions v ON v.consultation_id = d.consultation_id AND v.draft_id = d.id
		WHERE d.consultation_id = ? ORDER BY d.id, v.number LIMIT 2000`, consultationID)
	var out []models.DraftSummary
	for _, row := range rows {
		if len(out) == 0 || out[len(out)-1].ID != row.ID {
			out = append(out, models.DraftSummary{Draft: row.Draft})
		}
		d := &out[len(out)-1]
		switch {
		case row.Number == nil:
		case *row.Number == 0:
			d.Working = true
		default: // ascending: the last is the newest
			d.Newest, d.NewestID, d.PublishedAt = int(*row.Number), *row.VersionID, row.PublishedAt
		}
	}
	return out, err
}

// Titles gives the titles of some published versions in each of the languages in which they are published.
func (r Reader) Titles(ctx context.Context, consultationID int64, versionIDs []int64) (map[int64]models.Texts, error) {
	texts, err := rows[models.VersionText](r.db).Select("version_id, language, title").
		Where("consultation_id = ? AND version_id IN ? AND published_at IS NOT NULL", consultationID, versionIDs).Find(ctx)
	out := map[int64]models.Texts{}
	for _, t := range texts {
		if out[t.VersionID] == nil {
			out[t.VersionID] = models.Texts{}
		}
		out[t.VersionID][t.Language] = t.Title
	}
	return out, translate(err)
}

// Versions lists the versions of a draft, newest first, the working one (number 0) last.
func (r Reader) Versions(ctx context.Context, consultationID, draftID int64) ([]models.Version, error) {
	all, err := rows[models.Version](r.db).Where("consultation_id = ? AND draft_id = ?", consultationID, draftID).
		Order("number DESC").Limit(1000).Find(ctx)
	return all, translate(err)
}

// Version gives the row of a version; fault NotFound "version_not_found".
func (r Reader) Version(ctx context.Context, consultationID, id int64) (models.Version, error) {
	v, err := rows[models.Version](r.db).Where("consultation_id = ? AND id = ?", consultationID, id).Take(ctx)
	return v, found(err, "version")
}

// VersionTexts gives the languages in which a version is there, without the canonical text.
func (r Reader) VersionTexts(ctx context.Context, consultationID, versionID int64) ([]models.VersionText, error) {
	all, err := rows[models.VersionText](r.db).Select("consultation_id, version_id, language, title, sha256, published_at").
		Where("consultation_id = ? AND version_id = ?", consultationID, versionID).Order("language").Find(ctx)
	return all, translate(err)
}

// DraftTexts gives the texts of all versions of a draft, newest version first and the working one last, without the
// canonical text.
func (r Reader) DraftTexts(ctx context.Context, consultationID, draftID int64) ([]models.DraftText, error) {
	var out []models.DraftText
	err := r.raw(ctx, &out, `SELECT t.consultation_id, t.version_id, t.language, t.title, t.sha256, t.published_at, v.number FROM version_texts t
		JOIN versions v ON v.consultation_id = t.consultation_id AND v.id = t.version_id
		WHERE t.consultation_id = ? AND v.draft_id = ? ORDER BY v.number DESC, t.language`, consultationID, draftID)
	return out, err
}

// Canonical gives the bytes that were hashed.
func (r Reader) Canonical(ctx context.Context, consultationID, versionID int64, language string) (string, error) {
	t, err := rows[models.VersionText](r.db).
		Where("consultation_id = ? AND version_id = ? AND language = ?", consultationID, versionID, language).Take(ctx)
	return t.Canonical, found(err, "version")
}

// Provisions gives a version's text in one language, in reading order.
func (r Reader) Provisions(ctx context.Context, consultationID, versionID int64, language string) ([]models.Provision, error) {
	all, err := rows[models.Provision](r.db).
		Where("consultation_id = ? AND version_id = ? AND language = ?", consultationID, versionID, language).
		Order("position").Find(ctx)
	return all, translate(err)
}

// ProvisionsIn gives some provisions of a version's text in one language, in reading order; nil: all of them.
func (r Reader) ProvisionsIn(ctx context.Context, consultationID, versionID int64, language string, only []string) ([]models.Provision, error) {
	if only == nil {
		return r.Provisions(ctx, consultationID, versionID, language)
	}
	return r.ProvisionsOf(ctx, consultationID, []int64{versionID}, language, only)
}

// Sized is a provision without its text, and how long that is in characters.
type Sized struct {
	models.Provision
	Length int
}

// Sizes is Outline, with how long each provision is; of a text of thousands it is read at once, so it scans by hand.
func (r Reader) Sizes(ctx context.Context, consultationID, versionID int64, language string) ([]Sized, error) {
	rows, err := r.db.WithContext(ctx).Raw(`SELECT position, wid, eid, parent, depth, kind, number, heading, LENGTH(text)
		FROM provisions WHERE consultation_id = ? AND version_id = ? AND language = ? ORDER BY position`,
		consultationID, versionID, language).Rows()
	if err != nil {
		return nil, translate(err)
	}
	defer func() { _ = rows.Close() }()
	var out []Sized
	for rows.Next() {
		p := Sized{Provision: models.Provision{ConsultationID: consultationID, VersionID: versionID, Language: language}}
		if err := rows.Scan(&p.Position, &p.WID, &p.EID, &p.Parent, &p.Depth, &p.Kind, &p.Number, &p.Heading, &p.Length); err != nil {
			return nil, translate(err)
		}
		out = append(out, p)
	}
	return out, translate(rows.Err())
}

// ProvisionsOf gives some provisions of some versions in one language.
func (r Reader) ProvisionsOf(ctx context.Context, consultationID int64, versionIDs []int64, language string, wids []string) ([]models.Provision, error) {
	all, err := rows[models.Provision](r.db).
		Where("consultation_id = ? AND version_id IN ? AND language = ? AND wid IN ?", consultationID, versionIDs, language, wids).
		Order("version_id, position").Find(ctx)
	return all, translate(err)
}

// Outline gives the provisions of a version without their texts, in reading order.
func (r Reader) Outline(ctx context.Context, consultationID, versionID int64, language string) ([]models.Provision, error) {
	all, err := rows[models.Provision](r.db).
		Select("consultation_id, version_id, language, position, wid, eid, parent, depth, kind, number, heading").
		Where("consultation_id = ? AND version_id = ? AND language = ?", consultationID, versionID, language).
		Order("position").Find(ctx)
	return all, translate(err)
}

// PublishedVersions lists all published versions of a consultation with their draft, oldest first.
func (r Reader) PublishedVersions(ctx context.Context, consultationID int64) ([]VersionOf, error) {
	var out []VersionOf
	err := r.raw(ctx, &out, `SELECT v.id, v.draft_id, v.number, d.slug, d.language FROM versions v
		JOIN drafts d ON d.consultation_id = v.consultation_id AND d.id = v.draft_id
		WHERE v.consultation_id = ? AND v.number > 0 ORDER BY v.draft_id, v.number`, consultationID)
	return out, err
}

// VersionOf is a published version with its draft's slug and language.
type VersionOf struct {
	ID, DraftID    int64
	Number         int
	Slug, Language string
}

// WIDs lists the wids that any version of a draft has used.
func (r Reader) WIDs(ctx context.Context, consultationID, draftID int64) ([]string, error) {
	var out []string
	err := r.raw(ctx, &out, `SELECT DISTINCT p.wid FROM provisions p JOIN versions v ON v.consultation_id = p.consultation_id AND v.id = p.version_id
		WHERE p.consultation_id = ? AND v.draft_id = ?`, consultationID, draftID)
	return out, err
}

// AddDraft keeps a new draft; false when the slug is taken.
func (tx *Tx) AddDraft(ctx context.Context, d *models.Draft) (bool, error) {
	n, err := tx.exec(ctx, `INSERT INTO drafts (consultation_id, id, slug, title, language, created_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, d.ConsultationID, d.ID, d.Slug, d.Title, d.Language, d.CreatedAt)
	return n == 1, err
}

// AddVersion keeps a new version; false when the number is taken, so when a working version is open.
func (tx *Tx) AddVersion(ctx context.Context, v *models.Version) (bool, error) {
	n, err := tx.exec(ctx, `INSERT INTO versions (consultation_id, id, draft_id, number, label, status, reason, created_at, published_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		v.ConsultationID, v.ID, v.DraftID, v.Number, v.Label, v.Status, v.Reason, v.CreatedAt, v.PublishedAt)
	return n == 1, err
}

// AddVersionText keeps a version's text in one language; false when it is there already.
func (tx *Tx) AddVersionText(ctx context.Context, t *models.VersionText, provisions []models.Provision) (bool, error) {
	n, err := tx.exec(ctx, `INSERT INTO version_texts (consultation_id, version_id, language, title, sha256, canonical, published_at)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		t.ConsultationID, t.VersionID, t.Language, t.Title, t.SHA256, t.Canonical, t.PublishedAt)
	if err != nil || n == 0 || len(provisions) == 0 {
		return n == 1, err
	}
	return true, translate(rows[models.Provision](tx.db).CreateInBatches(ctx, &provisions, 100))
}

// Freeze publishes the working version under a number; false when it is no longer the working one.
func (tx *Tx) Freeze(ctx context.Context, v *models.Version) (bool, error) {
	n, err := tx.exec(ctx, `UPDATE versions SET number = ?, status = ?, reason = ?, published_at = ?
		WHERE consultation_id = ? AND id = ? AND number = 0`,
		v.Number, v.Status, v.Reason, v.PublishedAt, v.ConsultationID, v.ID)
	return n == 1, err
}

// FreezeText keeps the hash of a text together with the bytes that were hashed.
func (tx *Tx) FreezeText(ctx context.Context, t *models.VersionText, at time.Time) error {
	_, err := tx.exec(ctx, `UPDATE version_texts SET sha256 = ?, canonical = ?, published_at = ?
		WHERE consultation_id = ? AND version_id = ? AND language = ? AND published_at IS NULL`,
		t.SHA256, t.Canonical, at, t.ConsultationID, t.VersionID, t.Language)
	return err
}
