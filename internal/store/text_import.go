package store

import (
	"context"
	"time"

	"travaux/models"
)

// TextImport finds a text that was brought in by its address; fault NotFound "import_not_found".
func (r Reader) TextImport(ctx context.Context, consultationID int64, ref string) (models.TextImport, error) {
	t, err := rows[models.TextImport](r.db).Where("consultation_id = ? AND ref = ?", consultationID, ref).Take(ctx)
	return t, found(err, "import")
}

// TextImports lists the texts that were brought in and not kept yet, newest first, without their words.
func (r Reader) TextImports(ctx context.Context, consultationID int64) ([]models.TextImport, error) {
	all, err := rows[models.TextImport](r.db).
		Select("consultation_id, id, ref, draft, new_draft, draft_title, language, label, file_name, revision, person_id, created_at").
		Where("consultation_id = ?", consultationID).Order("id DESC").Limit(50).Find(ctx)
	return all, translate(err)
}

// AddTextImport keeps a text that was brought in.
func (tx *Tx) AddTextImport(ctx context.Context, t models.TextImport) error {
	return translate(rows[models.TextImport](tx.db).Create(ctx, &t))
}

// CorrectTextImport keeps the text as it was corrected; false when somebody else corrected it meanwhile.
func (tx *Tx) CorrectTextImport(ctx context.Context, t models.TextImport) (bool, error) {
	n, err := tx.exec(ctx, "UPDATE text_imports SET text = ?, undo = ?, revision = revision + 1 WHERE consultation_id = ? AND id = ? AND revision = ?",
		t.Text, t.Undo, t.ConsultationID, t.ID, t.Revision)
	return n == 1, err
}

// DropTextImport forgets a text that was brought in; false when somebody else corrected or kept it meanwhile.
func (tx *Tx) DropTextImport(ctx context.Context, t models.TextImport) (bool, error) {
	n, err := tx.exec(ctx, "DELETE FROM text_imports WHERE consultation_id = ? AND id = ? AND revision = ?", t.ConsultationID, t.ID, t.Revision)
	return n == 1, err
}

// ForgetTextImports deletes those that were brought in before an instant.
func (tx *Tx) ForgetTextImports(ctx context.Context, before time.Time) error {
	_, err := tx.exec(ctx, "DELETE FROM text_imports WHERE created_at < ?", before)
	return err
}

// AddImportedComments keeps comments of a Word file for the version that was made of it.
func (tx *Tx) AddImportedComments(ctx context.Context, all []models.ImportedComment) error {
	return translate(rows[models.ImportedComment](tx.db).CreateInBatches(ctx, &all, provisionBatch))
}

// TakeImportedComments gives those that wait for a version to be published, in their order, and forgets them.
func (tx *Tx) TakeImportedComments(ctx context.Context, v models.Version) ([]models.ImportedComment, error) {
	all, err := rows[models.ImportedComment](tx.db).Where("consultation_id = ? AND version_id = ?", v.ConsultationID, v.ID).Order("id").Find(ctx)
	if err != nil || len(all) == 0 {
		return nil, translate(err)
	}
	_, err = tx.exec(ctx, "DELETE FROM imported_comments WHERE consultation_id = ? AND version_id = ?", v.ConsultationID, v.ID)
	return all, err
}
