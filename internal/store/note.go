package store

import (
	"context"

	"travaux/models"
)

// Note finds a note by its address; fault NotFound "note_not_found".
func (r Reader) Note(ctx context.Context, d models.Draft, ref string) (models.Note, error) {
	n, err := rows[models.Note](r.db).Where("consultation_id = ? AND draft_id = ? AND ref = ?", d.ConsultationID, d.ID, ref).Take(ctx)
	return n, found(err, "note")
}

// Notes lists the notes on a draft, newest first: those before an id, 0 for the newest; without a limit all of them.
func (r Reader) Notes(ctx context.Context, d models.Draft, f models.NoteFilter, before int64) ([]models.Note, error) {
	q := rows[models.Note](r.db).Where("consultation_id = ? AND draft_id = ?", d.ConsultationID, d.ID)
	if f.WID != nil {
		q = q.Where("wid = ?", *f.WID)
	}
	if f.Open {
		q = q.Where("settled_at IS NULL")
	}
	if before > 0 {
		q = q.Where("id < ?", before)
	}
	if f.Limit > 0 {
		q = q.Limit(f.Limit)
	}
	all, err := q.Order("id DESC").Find(ctx)
	return all, translate(err)
}

// OpenNotes counts the notes on a draft that are not settled, by wid.
func (r Reader) OpenNotes(ctx context.Context, d models.Draft) (map[string]int, error) {
	var counted []struct {
		WID  string `gorm:"column:wid"`
		Open int
	}
	err := r.raw(ctx, &counted, "SELECT wid, COUNT(*) AS open FROM notes WHERE consultation_id = ? AND draft_id = ? AND settled_at IS NULL GROUP BY wid",
		d.ConsultationID, d.ID)
	out := make(map[string]int, len(counted))
	for _, c := range counted {
		out[c.WID] = c.Open
	}
	return out, err
}

// AddNotes keeps new notes; none is fine.
func (tx *Tx) AddNotes(ctx context.Context, all []models.Note) error {
	return translate(rows[models.Note](tx.db).CreateInBatches(ctx, &all, provisionBatch))
}

// SettleNote keeps whether a note is done with, since when, and who said so.
func (tx *Tx) SettleNote(ctx context.Context, n models.Note) error {
	_, err := tx.exec(ctx, "UPDATE notes SET settled_at = ?, settled_by = ? WHERE consultation_id = ? AND id = ?",
		n.SettledAt, n.SettledBy, n.ConsultationID, n.ID)
	return err
}

// DropNote deletes a note.
func (tx *Tx) DropNote(ctx context.Context, n models.Note) error {
	_, err := tx.exec(ctx, "DELETE FROM notes WHERE consultation_id = ? AND id = ?", n.ConsultationID, n.ID)
	return err
}
