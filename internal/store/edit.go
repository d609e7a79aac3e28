package store

import (
	"context"
	"strings"
	"time"

	"travaux/models"
)

// provisionBatch is how many provisions go into one statement.
const provisionBatch = 100

// Rewrite makes the text of a working version in one language what after says, writing only the rows that differ from
// before.
func (tx *Tx) Rewrite(ctx context.Context, before, after []models.Provision) error {
	same := func(i int) bool { return i < len(before) && i < len(after) && before[i] == after[i] }
	var positions []int
	var fresh []models.Provision
	for i, p := range before {
		if !same(i) {
			positions = append(positions, p.Position)
		}
	}
	for i, p := range after {
		if !same(i) {
			fresh = append(fresh, p)
		}
	}
	for len(positions) > 0 {
		n := min(len(positions), provisionBatch)
		v := before[0]
		_, err := tx.exec(ctx, "DELETE FROM provisions WHERE consultation_id = ? AND version_id = ? AND language = ? AND position IN ?",
			v.ConsultationID, v.VersionID, v.Language, positions[:n])
		if err != nil {
			return err
		}
		positions = positions[n:]
	}
	return translate(rows[models.Provision](tx.db).CreateInBatches(ctx, &fresh, provisionBatch))
}

// SetTitle changes what a text of a working version is called.
func (tx *Tx) SetTitle(ctx context.Context, t models.VersionText) error {
	_, err := tx.exec(ctx, "UPDATE version_texts SET title = ? WHERE consultation_id = ? AND version_id = ? AND language = ? AND published_at IS NULL",
		t.Title, t.ConsultationID, t.VersionID, t.Language)
	return err
}

// DropWorking forgets a working version with its texts and their history; false when it is not there, or no longer one.
func (tx *Tx) DropWorking(ctx context.Context, v models.Version) (bool, error) {
	if ok, err := tx.HoldWorking(ctx, v); err != nil || !ok {
		return false, err
	}
	for _, table := range []string{"word_returns", "imported_comments", "open_edits", "provision_edits", "translation_bases", "provisions", "version_texts"} {
		if _, err := tx.exec(ctx, "DELETE FROM "+table+" WHERE consultation_id = ? AND version_id = ?", v.ConsultationID, v.ID); err != nil {
			return false, err
		}
	}
	_, err := tx.exec(ctx, "DELETE FROM versions WHERE consultation_id = ? AND id = ?", v.ConsultationID, v.ID)
	return true, err
}

// AddProvisionEdit keeps what was done to a working version.
func (tx *Tx) AddProvisionEdit(ctx context.Context, e models.ProvisionEdit) error {
	return translate(rows[models.ProvisionEdit](tx.db).Create(ctx, &e))
}

// ExtendEdit has an edit that was saved while writing say what it came to by now.
func (tx *Tx) ExtendEdit(ctx context.Context, e models.ProvisionEdit) error {
	_, err := tx.exec(ctx, "UPDATE provision_edits SET after = ?, seq = ?, created_at = ?, auto = ? WHERE consultation_id = ? AND id = ?",
		e.After, e.Seq, e.CreatedAt, e.Auto, e.ConsultationID, e.ID)
	return err
}

// ProvisionEdits lists what was done to a version, newest first by change_seq (a save that goes on with an earlier one has
// a new one, but its id): all of it, or about one provision; before a change_seq, 0 for the newest.
func (r Reader) ProvisionEdits(ctx context.Context, v models.Version, wid string, before int64, limit int) ([]models.ProvisionEdit, error) {
	q := rows[models.ProvisionEdit](r.db).Where("consultation_id = ? AND version_id = ?", v.ConsultationID, v.ID)
	if wid != "" {
		q = q.Where("wid = ?", wid)
	}
	if before > 0 {
		q = q.Where("seq < ?", before)
	}
	all, err := q.Order("seq DESC, id DESC").Limit(limit).Find(ctx)
	return all, translate(err)
}

// OnceThere tells whether the history of a version knows a provision that an act took away, by its wid.
func (r Reader) OnceThere(ctx context.Context, v models.Version, wid string) (bool, error) {
	var n int
	err := r.raw(ctx, &n, `SELECT COUNT(*) FROM provision_edits WHERE consultation_id = ? AND version_id = ?
		AND (wid = ? OR before LIKE ? ESCAPE '!')`,
		v.ConsultationID, v.ID, wid, `%"wid":"`+strings.ReplaceAll(wid, "_", "!_")+`"%`)
	return n > 0, err
}

// TakenAway gives what acts that can take provisions away of a version touched: their wid and before.
func (r Reader) TakenAway(ctx context.Context, v models.Version) ([]models.ProvisionEdit, error) {
	var out []models.ProvisionEdit
	err := r.raw(ctx, &out, `SELECT wid, before FROM provision_edits WHERE consultation_id = ? AND version_id = ?
		AND act IN ('delete', 'join', 'restore')`, v.ConsultationID, v.ID)
	return out, err
}

// NewestEdit is the number of the last thing that was done to a version; 0: nothing.
func (r Reader) NewestEdit(ctx context.Context, v models.Version) (int64, error) {
	var seq int64
	err := r.raw(ctx, &seq, "SELECT COALESCE(MAX(seq), 0) FROM provision_edits WHERE consultation_id = ? AND version_id = ?", v.ConsultationID, v.ID)
	return seq, err
}

// NewestEditIn is NewestEdit of the text in one language.
func (r Reader) NewestEditIn(ctx context.Context, v models.Version, language string) (int64, error) {
	var seq int64
	err := r.raw(ctx, &seq, `SELECT COALESCE((SELECT seq FROM provision_edits
		WHERE consultation_id = ? AND version_id = ? AND language = ? ORDER BY seq DESC LIMIT 1), 0)`,
		v.ConsultationID, v.ID, language)
	return seq, err
}

// OpenEdits lists who has provisions of a version open and was seen since an instant, last seen first.
func (r Reader) OpenEdits(ctx context.Context, v models.Version, since time.Time) ([]models.OpenEdit, error) {
	all, err := rows[models.OpenEdit](r.db).Where("consultation_id = ? AND version_id = ? AND seen_at > ?", v.ConsultationID, v.ID, since).
		Order("seen_at DESC").Limit(200).Find(ctx)
	return all, translate(err)
}

// HoldWorking has whoever discards a working version wait until the transaction ends; false when it is not there any more.
func (tx *Tx) HoldWorking(ctx context.Context, v models.Version) (bool, error) {
	n, err := tx.exec(ctx, "UPDATE versions SET label = label WHERE consultation_id = ? AND id = ? AND number = 0", v.ConsultationID, v.ID)
	return n == 1, err
}

// HasProvision tells whether a version has a provision, in any language.
func (r Reader) HasProvision(ctx context.Context, v models.Version, wid string) (bool, error) {
	var n int
	err := r.raw(ctx, &n, "SELECT COUNT(*) FROM provisions WHERE consultation_id = ? AND version_id = ? AND wid = ?", v.ConsultationID, v.ID, wid)
	return n > 0, err
}

// SetOpenEdit keeps that somebody has a provision open.
func (tx *Tx) SetOpenEdit(ctx context.Context, e models.OpenEdit) error {
	_, err := tx.exec(ctx, `INSERT INTO open_edits (consultation_id, version_id, language, wid, person_id, seen_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (consultation_id, version_id, language, wid, person_id) DO UPDATE SET seen_at = excluded.seen_at`,
		e.ConsultationID, e.VersionID, e.Language, e.WID, e.PersonID, e.SeenAt)
	return err
}

// DropOpenEdit forgets that somebody had a provision open.
func (tx *Tx) DropOpenEdit(ctx context.Context, e models.OpenEdit) error {
	_, err := tx.exec(ctx, "DELETE FROM open_edits WHERE consultation_id = ? AND version_id = ? AND language = ? AND wid = ? AND person_id = ?",
		e.ConsultationID, e.VersionID, e.Language, e.WID, e.PersonID)
	return err
}

// ForgetOpenEdits deletes those not seen since an instant.
func (tx *Tx) ForgetOpenEdits(ctx context.Context, before time.Time) error {
	_, err := tx.exec(ctx, "DELETE FROM open_edits WHERE seen_at < ?", before)
	return err
}
