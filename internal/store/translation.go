package store

import (
	"context"
	"slices"
	"strings"

	"travaux/models"
)

// TranslationBases gives what of a translation of a version is stale, with the words it was made from, by wid; of some
// provisions or, nil, of all.
func (r Reader) TranslationBases(ctx context.Context, consultationID, versionID int64, language string, only []string) (map[string]models.TranslationBase, error) {
	some, wids := among(only)
	all, err := rows[models.TranslationBase](r.db).
		Where("consultation_id = ? AND version_id = ? AND language = ? "+some, append([]any{consultationID, versionID, language}, wids...)...).Find(ctx)
	return basesByWID(all), translate(err)
}

// HeadingBases is TranslationBases of all provisions without their texts.
func (r Reader) HeadingBases(ctx context.Context, consultationID, versionID int64, language string) (map[string]models.TranslationBase, error) {
	all, err := rows[models.TranslationBase](r.db).Select("wid, number, heading").
		Where("consultation_id = ? AND version_id = ? AND language = ?", consultationID, versionID, language).Find(ctx)
	return basesByWID(all), translate(err)
}

func basesByWID(all []models.TranslationBase) map[string]models.TranslationBase {
	out := make(map[string]models.TranslationBase, len(all))
	for _, b := range all {
		out[b.WID] = b
	}
	return out
}

// BasesOf gives the bases of some provisions in the translations of a version.
func (r Reader) BasesOf(ctx context.Context, v models.Version, wids []string) ([]models.TranslationBase, error) {
	all, err := rows[models.TranslationBase](r.db).
		Where("consultation_id = ? AND version_id = ? AND wid IN ?", v.ConsultationID, v.ID, wids).Find(ctx)
	return all, translate(err)
}

// TranslationCounts says of each text of a version how far it is, by language; that in the draft's language first.
func (r Reader) TranslationCounts(ctx context.Context, v models.Version, language string) ([]models.TranslationCount, error) {
	all, err := r.TranslationCountsOf(ctx, []models.Version{v}, language)
	return all[v.ID], err
}

// TranslationCountsOf is TranslationCounts of some versions of one draft.
func (r Reader) TranslationCountsOf(ctx context.Context, versions []models.Version, language string) (map[int64][]models.TranslationCount, error) {
	out := map[int64][]models.TranslationCount{}
	if len(versions) == 0 {
		return out, nil
	}
	var texts []struct {
		VersionID int64
		Language  string
		Frozen    bool
		Here      int
		Stale     int
	}
	ids := make([]int64, len(versions))
	for i, v := range versions {
		ids[i] = v.ID
	}
	err := r.raw(ctx, &texts, `SELECT t.version_id, t.language, t.published_at IS NOT NULL AS frozen,
		(SELECT COUNT(*) FROM provisions p WHERE p.consultation_id = t.consultation_id AND p.version_id = t.version_id AND p.language = t.language) AS here,
		(SELECT COUNT(*) FROM translation_bases b WHERE b.consultation_id = t.consultation_id AND b.version_id = t.version_id AND b.language = t.language) AS stale
		FROM version_texts t WHERE t.consultation_id = ? AND t.version_id IN ?
		ORDER BY t.version_id, CASE WHEN t.language = ? THEN 0 ELSE 1 END, t.language`, versions[0].ConsultationID, ids, language)
	for _, f := range texts {
		c := models.TranslationCount{Language: f.Language, Frozen: f.Frozen, Current: f.Here - f.Stale, Stale: f.Stale}
		if of := out[f.VersionID]; len(of) > 0 {
			c.Gaps = of[0].All() - f.Here
		}
		out[f.VersionID] = append(out[f.VersionID], c)
	}
	return out, err
}

// KeepBases has the translations of some provisions of a version remember the words of the text they were made from.
// Those that are stale already were made from earlier ones.
func (tx *Tx) KeepBases(ctx context.Context, was []models.Provision) error {
	for some := range slices.Chunk(was, manyBases) {
		var args []any
		for _, p := range some {
			args = append(args, p.WID, p.Number, p.Heading, p.Text, p.HTML)
		}
		of := some[0]
		args = append(args, of.ConsultationID, of.VersionID, of.Language)
		_, err := tx.exec(ctx, `WITH was (wid, number, heading, text, html) AS (VALUES `+placeholders(len(some), 5)+`)
			INSERT INTO translation_bases (consultation_id, version_id, language, wid, number, heading, text, html)
			SELECT p.consultation_id, p.version_id, p.language, p.wid, was.number, was.heading, was.text, was.html
			FROM provisions p JOIN was ON was.wid = p.wid
			WHERE p.consultation_id = ? AND p.version_id = ? AND p.language <> ? ON CONFLICT DO NOTHING`, args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// manyBases is how many go into one statement: five values each, below what either database takes.
const manyBases = 5000

// placeholders are so many rows of values for a statement.
func placeholders(rows, columns int) string {
	row := "(" + strings.TrimSuffix(strings.Repeat("?,", columns), ",") + ")"
	return strings.TrimSuffix(strings.Repeat(row+",", rows), ",")
}

// AddBase has a translation of a provision be stale, where it is not yet.
func (tx *Tx) AddBase(ctx context.Context, b models.TranslationBase) error {
	_, err := tx.exec(ctx, `INSERT INTO translation_bases (consultation_id, version_id, language, wid, number, heading, text, html)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		b.ConsultationID, b.VersionID, b.Language, b.WID, b.Number, b.Heading, b.Text, b.HTML)
	return err
}

// AddBases keeps the bases of a new translation.
func (tx *Tx) AddBases(ctx context.Context, all []models.TranslationBase) error {
	return translate(rows[models.TranslationBase](tx.db).CreateInBatches(ctx, &all, provisionBatch))
}

// DropBases has translations of provisions of a version be current.
func (tx *Tx) DropBases(ctx context.Context, v models.Version, all ...models.TranslationBase) error {
	for some := range slices.Chunk(all, manyBases) {
		args := []any{v.ConsultationID, v.ID}
		for _, b := range some {
			args = append(args, b.Language, b.WID)
		}
		_, err := tx.exec(ctx, "DELETE FROM translation_bases WHERE consultation_id = ? AND version_id = ? AND (language, wid) IN (VALUES "+
			placeholders(len(some), 2)+")", args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// PruneBases forgets the bases of provisions that a translation of a version no longer has.
func (tx *Tx) PruneBases(ctx context.Context, v models.Version) error {
	_, err := tx.exec(ctx, `DELETE FROM translation_bases WHERE consultation_id = ? AND version_id = ? AND NOT EXISTS (SELECT 1 FROM provisions p
		WHERE p.consultation_id = translation_bases.consultation_id AND p.version_id = translation_bases.version_id
		AND p.language = translation_bases.language AND p.wid = translation_bases.wid)`, v.ConsultationID, v.ID)
	return err
}

// CopyBases has the translations of a version be as stale as those of the one it is a copy of.
func (tx *Tx) CopyBases(ctx context.Context, from, to models.Version) error {
	_, err := tx.exec(ctx, `INSERT INTO translation_bases (consultation_id, version_id, language, wid, number, heading, text, html)
		SELECT consultation_id, ?, language, wid, number, heading, text, html FROM translation_bases
		WHERE consultation_id = ? AND version_id = ?`, to.ID, from.ConsultationID, from.ID)
	return err
}

// Quote is a stretch of words that comments are on, with the words as they were then.
type Quote struct {
	WID            string `gorm:"column:wid"`
	StartAt, EndAt int
	Exact          string
}

// Quotes gives the words that the comments made on a version in a language are on, in some provisions or, nil, in all.
func (r Reader) Quotes(ctx context.Context, consultationID, versionID int64, language string, only []string) ([]Quote, error) {
	var out []Quote
	some, wids := among(only)
	err := r.raw(ctx, &out, `SELECT DISTINCT wid, start_at, end_at, exact FROM comments
		WHERE consultation_id = ? AND version_id = ? AND anchor_language = ? AND target_kind = 'range' AND publication = 'published'
		`+some, append([]any{consultationID, versionID, language}, wids...)...)
	return out, err
}
