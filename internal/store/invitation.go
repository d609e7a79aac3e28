package store

import (
	"context"
	"time"

	"travaux/models"
)

// Invitation finds an invitation by the hash of its link; fault NotFound "link_not_found".
func (r Reader) Invitation(ctx context.Context, hash string) (models.Invitation, error) {
	i, err := rows[models.Invitation](r.db).Where("hash = ?", hash).Take(ctx)
	return i, found(err, "link")
}

// InvitationByID finds an invitation of a consultation; fault NotFound "invitation_not_found".
func (r Reader) InvitationByID(ctx context.Context, consultationID int64, publicID string) (models.Invitation, error) {
	i, err := rows[models.Invitation](r.db).Where("consultation_id = ? AND public_id = ?", consultationID, publicID).Take(ctx)
	return i, found(err, "invitation")
}

// Invitations lists the invitations of a consultation, newest first.
func (r Reader) Invitations(ctx context.Context, consultationID int64, limit int) ([]models.Invitation, error) {
	all, err := rows[models.Invitation](r.db).Where("consultation_id = ?", consultationID).Order("id DESC").Limit(limit).Find(ctx)
	return all, translate(err)
}

// AllInvitations lists every invitation of the installation.
func (r Reader) AllInvitations(ctx context.Context) ([]models.Invitation, error) {
	all, err := rows[models.Invitation](r.db).Order("consultation_id, id").Find(ctx)
	return all, translate(err)
}

// DropInvitation deletes an invitation; what role it gave is told elsewhere.
func (tx *Tx) DropInvitation(ctx context.Context, i models.Invitation) error {
	_, err := tx.exec(ctx, "DELETE FROM invitations WHERE consultation_id = ? AND id = ?", i.ConsultationID, i.ID)
	return err
}

// AddInvitation keeps an invitation.
func (tx *Tx) AddInvitation(ctx context.Context, i models.Invitation) error {
	return translate(rows[models.Invitation](tx.db).Create(ctx, &i))
}

// RenewInvitation gives an invitation another link; false when it was accepted or revoked.
func (tx *Tx) RenewInvitation(ctx context.Context, i models.Invitation) (bool, error) {
	n, err := tx.exec(ctx, `UPDATE invitations SET hash = ?, expires_at = ?
		WHERE consultation_id = ? AND id = ? AND accepted_at IS NULL AND revoked_at IS NULL`, i.Hash, i.ExpiresAt, i.ConsultationID, i.ID)
	return n == 1, err
}

// RevokeInvitation ends an invitation; false when it was accepted or revoked.
func (tx *Tx) RevokeInvitation(ctx context.Context, i models.Invitation, at time.Time) (bool, error) {
	n, err := tx.exec(ctx, `UPDATE invitations SET revoked_at = ?
		WHERE consultation_id = ? AND id = ? AND accepted_at IS NULL AND revoked_at IS NULL`, at, i.ConsultationID, i.ID)
	return n == 1, err
}

// AcceptInvitation uses an invitation up; false when it was used, revoked, renewed or is late.
func (tx *Tx) AcceptInvitation(ctx context.Context, i models.Invitation, at time.Time) (bool, error) {
	n, err := tx.exec(ctx, `UPDATE invitations SET accepted_at = ?
		WHERE consultation_id = ? AND id = ? AND hash = ? AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > ?`,
		at, i.ConsultationID, i.ID, i.Hash, at)
	return n == 1, err
}
