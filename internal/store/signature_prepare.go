package store

import (
	"context"
	"time"

	"travaux/models"
)

// OpenPreparation gives the preparation of an organisation that is under way; nil when there is none.
func (r Reader) OpenPreparation(ctx context.Context, consultationID, organisationID int64) (*models.Preparation, error) {
	all, err := rows[models.Preparation](r.db).Where("consultation_id = ? AND organisation_id = ? AND state NOT IN ('signed', 'cancelled')",
		consultationID, organisationID).Limit(1).Find(ctx)
	if err != nil || len(all) == 0 {
		return nil, translate(err)
	}
	return &all[0], nil
}

// OpenPreparations gives those of some organisations that are under way.
func (r Reader) OpenPreparations(ctx context.Context, consultationID int64, organisationIDs []int64) ([]models.Preparation, error) {
	all, err := rows[models.Preparation](r.db).Where("consultation_id = ? AND organisation_id IN ? AND state NOT IN ('signed', 'cancelled')",
		consultationID, organisationIDs).Find(ctx)
	return all, translate(err)
}

// NewestPreparation gives the preparation of an organisation that was begun last, also when it ended; nil when there is none.
func (r Reader) NewestPreparation(ctx context.Context, consultationID, organisationID int64) (*models.Preparation, error) {
	all, err := rows[models.Preparation](r.db).Where("consultation_id = ? AND organisation_id = ?", consultationID, organisationID).
		Order("id DESC").Limit(1).Find(ctx)
	if err != nil || len(all) == 0 {
		return nil, translate(err)
	}
	return &all[0], nil
}

// Preparation finds a preparation by its id; fault NotFound "preparation_not_found".
func (r Reader) Preparation(ctx context.Context, consultationID, id int64) (models.Preparation, error) {
	p, err := rows[models.Preparation](r.db).Where("consultation_id = ? AND id = ?", consultationID, id).Take(ctx)
	return p, found(err, "preparation")
}

// PreparationRevision gives a revision of a preparation; fault NotFound "preparation_not_found".
func (r Reader) PreparationRevision(ctx context.Context, p models.Preparation) (models.PreparationRevision, error) {
	v, err := rows[models.PreparationRevision](r.db).Where("consultation_id = ? AND preparation_id = ? AND number = ?",
		p.ConsultationID, p.ID, p.Revision).Take(ctx)
	return v, found(err, "preparation")
}

// SignatureLinks gives the links of a preparation in the order they were made, those that were replaced left out.
func (r Reader) SignatureLinks(ctx context.Context, consultationID, preparationID int64) ([]models.SignatureLink, error) {
	all, err := rows[models.SignatureLink](r.db).Where("consultation_id = ? AND preparation_id = ? AND state <> 'replaced'", consultationID, preparationID).
		Order("id").Limit(1000).Find(ctx)
	return all, translate(err)
}

// SignatureLink finds a link by the hash of its secret; fault NotFound "link_not_found".
func (r Reader) SignatureLink(ctx context.Context, hash string) (models.SignatureLink, error) {
	l, err := rows[models.SignatureLink](r.db).Where("hash = ? AND hash <> ''", hash).Take(ctx)
	return l, found(err, "link")
}

// SignatureOf gives the reference of a signature by its id; empty when there is none.
func (r Reader) SignatureOf(ctx context.Context, consultationID, id int64) (ref string, err error) {
	err = r.raw(ctx, &ref, "SELECT ref FROM signatures WHERE consultation_id = ? AND id = ?", consultationID, id)
	return ref, err
}

// AddPreparation begins a preparation; false when the organisation has one that is under way.
func (tx *Tx) AddPreparation(ctx context.Context, p models.Preparation) (bool, error) {
	n, err := tx.exec(ctx, `INSERT INTO signature_preparations (consultation_id, id, ref, organisation_id, state, revision, signature_id, created_at, until)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		p.ConsultationID, p.ID, p.Ref, p.OrganisationID, p.State, p.Revision, p.SignatureID, p.CreatedAt, p.Until)
	return n == 1, err
}

// AddRevision keeps what would be signed.
func (tx *Tx) AddRevision(ctx context.Context, r models.PreparationRevision) error {
	return translate(rows[models.PreparationRevision](tx.db).Create(ctx, &r))
}

// MovePreparation writes where a preparation stands, if it stands as it was seen; false when it had moved on.
func (tx *Tx) MovePreparation(ctx context.Context, p, seen models.Preparation) (bool, error) {
	n, err := tx.exec(ctx, `UPDATE signature_preparations SET state = ?, revision = ?, signature_id = ?, until = ?
		WHERE consultation_id = ? AND id = ? AND state = ? AND revision = ?`,
		p.State, p.Revision, p.SignatureID, p.Until, p.ConsultationID, p.ID, seen.State, seen.Revision)
	return n == 1, err
}

// HoldPreparation keeps others from moving a preparation until the transaction ends.
func (tx *Tx) HoldPreparation(ctx context.Context, consultationID, id int64) error {
	_, err := tx.exec(ctx, "UPDATE signature_preparations SET until = until WHERE consultation_id = ? AND id = ?", consultationID, id)
	return err
}

// AddSignatureLinks keeps links.
func (tx *Tx) AddSignatureLinks(ctx context.Context, links []models.SignatureLink) error {
	return translate(rows[models.SignatureLink](tx.db).CreateInBatches(ctx, &links, len(links)))
}

// AnswerLink writes what was answered by a link that is good; false when it was replaced meanwhile.
func (tx *Tx) AnswerLink(ctx context.Context, l models.SignatureLink) (bool, error) {
	n, err := tx.exec(ctx, `UPDATE signature_links SET state = ?, remark = ?, notice_version = ?, answered_at = ?
		WHERE consultation_id = ? AND id = ? AND state <> 'replaced'`, l.State, l.Remark, l.NoticeVersion, l.AnsweredAt, l.ConsultationID, l.ID)
	return n == 1, err
}

// RemindLink counts a reminder, unless one was sent after an instant; false then, and when the link is no longer asked.
func (tx *Tx) RemindLink(ctx context.Context, l models.SignatureLink, after, at, until time.Time) (bool, error) {
	n, err := tx.exec(ctx, `UPDATE signature_links SET reminded_at = ?, until = ? WHERE consultation_id = ? AND id = ? AND state = 'asked'
		AND (reminded_at IS NULL OR reminded_at <= ?)`, at, until, l.ConsultationID, l.ID, after)
	return n == 1, err
}

// ReplaceLink makes a link a replaced one; false when it was.
func (tx *Tx) ReplaceLink(ctx context.Context, l models.SignatureLink) (bool, error) {
	n, err := tx.exec(ctx, "UPDATE signature_links SET state = 'replaced' WHERE consultation_id = ? AND id = ? AND state <> 'replaced'", l.ConsultationID, l.ID)
	return n == 1, err
}

// ForgetPreparations deletes preparations that ended, or whose links ran out, before an instant, with everything of
// theirs; the signature stays.
func (tx *Tx) ForgetPreparations(ctx context.Context, before time.Time) error {
	_, err := tx.exec(ctx, "DELETE FROM signature_preparations WHERE until < ?", before)
	return err
}
