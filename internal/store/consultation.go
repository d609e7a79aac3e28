package store

import (
	"context"
	"time"

	"travaux/models"
)

// Consultations lists all, newest first.
func (r Reader) Consultations(ctx context.Context) ([]models.Consultation, error) {
	all, err := rows[models.Consultation](r.db).Order("id DESC").Limit(500).Find(ctx)
	return all, translate(err)
}

// Consultation finds one by slug; fault NotFound "consultation_not_found".
func (r Reader) Consultation(ctx context.Context, slug string) (models.Consultation, error) {
	c, err := rows[models.Consultation](r.db).Where("slug = ?", slug).Take(ctx)
	return c, found(err, "consultation")
}

// ConsultationByID finds one by its id.
func (r Reader) ConsultationByID(ctx context.Context, id int64) (models.Consultation, error) {
	c, err := rows[models.Consultation](r.db).Where("id = ?", id).Take(ctx)
	return c, found(err, "consultation")
}

// Partners gives the co-leads and partners in order.
func (r Reader) Partners(ctx context.Context, consultationID int64) ([]models.PartnerOrganisation, error) {
	all, err := rows[models.PartnerOrganisation](r.db).Where("consultation_id = ?", consultationID).
		Order("role, position").Limit(500).Find(ctx)
	return all, translate(err)
}

// Documents gives the background documents in order, without their content.
func (r Reader) Documents(ctx context.Context, consultationID int64) ([]models.Document, error) {
	all, err := rows[models.Document](r.db).Where("consultation_id = ?", consultationID).
		Order("position").Limit(500).Find(ctx)
	return all, translate(err)
}

// Document finds one by its public reference, with its content when it is a file.
func (r Reader) Document(ctx context.Context, consultationID int64, ref string) (models.Document, []byte, error) {
	d, err := rows[models.Document](r.db).Where("consultation_id = ? AND ref = ?", consultationID, ref).Take(ctx)
	if err != nil {
		return d, nil, found(err, "document")
	}
	if d.URL != "" {
		return d, nil, nil
	}
	f, err := rows[models.DocumentFile](r.db).Where("consultation_id = ? AND document_id = ?", consultationID, d.ID).Take(ctx)
	return d, f.Content, translate(err)
}

// Notices gives one version of the notices; fault NotFound "notices_not_found".
func (r Reader) Notices(ctx context.Context, consultationID int64, version int) (models.Notices, error) {
	n, err := rows[models.Notices](r.db).Where("consultation_id = ? AND version = ?", consultationID, version).Take(ctx)
	return n, found(err, "notices")
}

// AddConsultation keeps a new consultation with its phases; ErrDuplicate when the slug is taken.
func (tx *Tx) AddConsultation(ctx context.Context, c *models.Consultation, phases []models.Phase) error {
	if err := rows[models.Consultation](tx.db).Create(ctx, c); err != nil {
		return translate(err)
	}
	if len(phases) == 0 {
		return nil
	}
	return translate(rows[models.Phase](tx.db).CreateInBatches(ctx, &phases, 100))
}

// AddPartner keeps a co-lead or partner.
func (tx *Tx) AddPartner(ctx context.Context, p *models.PartnerOrganisation) error {
	return translate(rows[models.PartnerOrganisation](tx.db).Create(ctx, p))
}

// AddDocument keeps a background document; content is nil for a link.
func (tx *Tx) AddDocument(ctx context.Context, d *models.Document, content []byte) error {
	if err := rows[models.Document](tx.db).Create(ctx, d); err != nil || d.URL != "" {
		return translate(err)
	}
	return translate(rows[models.DocumentFile](tx.db).Create(ctx,
		&models.DocumentFile{ConsultationID: d.ConsultationID, DocumentID: d.ID, Content: content}))
}

// AddNotices keeps a new version of the notices and makes it the current one.
func (tx *Tx) AddNotices(ctx context.Context, n *models.Notices) error {
	if err := rows[models.Notices](tx.db).Create(ctx, n); err != nil {
		return translate(err)
	}
	_, err := tx.exec(ctx, "UPDATE consultations SET notice_version = ? WHERE id = ?", n.Version, n.ConsultationID)
	return err
}

// Touch raises the consultation's change_seq and gives the new one. The row stays locked until the transaction
// ends, so change numbers become visible in their own order: who has read N has read everything up to N.
func (tx *Tx) Touch(ctx context.Context, consultationID int64) (seq int64, err error) {
	err = tx.raw(ctx, &seq, "UPDATE consultations SET change_seq = change_seq + 1 WHERE id = ? RETURNING change_seq", consultationID)
	return seq, err
}

// TakeNumbers gives out n comment numbers in a row, raises change_seq as Touch does, and tells the first number.
func (tx *Tx) TakeNumbers(ctx context.Context, consultationID int64, n int) (first, seq int64, err error) {
	var got struct{ CommentNumber, ChangeSeq int64 }
	err = tx.raw(ctx, &got, `UPDATE consultations SET change_seq = change_seq + 1, comment_number = comment_number + ?
		WHERE id = ? RETURNING comment_number, change_seq`, n, consultationID)
	return got.CommentNumber - int64(n) + 1, got.ChangeSeq, err
}

// Done finds what was answered to a request with this key before, nil if nothing.
func (r Reader) Done(ctx context.Context, scope, key string) (*models.Done, error) {
	all, err := rows[models.Done](r.db).Where("scope = ? AND key = ?", scope, key).Find(ctx)
	if err != nil || len(all) == 0 {
		return nil, translate(err)
	}
	return &all[0], nil
}

// AddDone keeps what was answered; false when another request with the key was quicker.
func (tx *Tx) AddDone(ctx context.Context, d *models.Done) (bool, error) {
	n, err := tx.exec(ctx, `INSERT INTO done_requests (scope, key, hash, ref, created_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, d.Scope, d.Key, d.Hash, d.Ref, d.CreatedAt)
	return n == 1, err
}

// ForgetDone drops the answers to requests older than an instant.
func (tx *Tx) ForgetDone(ctx context.Context, before time.Time) error {
	_, err := tx.exec(ctx, "DELETE FROM done_requests WHERE created_at < ?", before)
	return err
}
