package store

import (
	"context"

	"travaux/models"
)

// One row is one partner with its name.
const partnerView = `SELECT x.*, o.name AS organisation, o.language AS organisation_language, o.slug AS organisation_slug
	FROM pledge_partners x JOIN organisations o ON o.id = x.organisation_id `

// PledgePartners gives the partners of some pledges, whatever they said, in the order in which they were asked.
func (r Reader) PledgePartners(ctx context.Context, consultationID int64, pledgeIDs []int64) ([]models.PartnerView, error) {
	var out []models.PartnerView
	err := r.raw(ctx, &out, partnerView+"WHERE x.consultation_id = ? AND x.pledge_id IN ? ORDER BY x.pledge_id, x.asked_at, x.organisation_id", consultationID, pledgeIDs)
	return out, err
}

// PartnersOf gives the partners of some pledges that confirmed it, by pledge.
func (r Reader) PartnersOf(ctx context.Context, consultationID int64, pledgeIDs []int64) (map[int64][]models.PartnerView, error) {
	out := map[int64][]models.PartnerView{}
	if len(pledgeIDs) == 0 {
		return out, nil
	}
	var all []models.PartnerView
	err := r.raw(ctx, &all, partnerView+"WHERE x.consultation_id = ? AND x.pledge_id IN ? AND x.state = ? ORDER BY x.pledge_id, x.asked_at, x.organisation_id",
		consultationID, pledgeIDs, models.PartnerConfirmed)
	for _, p := range all {
		out[p.PledgeID] = append(out[p.PledgeID], p)
	}
	return out, err
}

// IsPartner tells whether one of some organisations confirmed that it is a partner of a pledge.
func (r Reader) IsPartner(ctx context.Context, p models.Pledge, organisationIDs []int64) (bool, error) {
	if len(organisationIDs) == 0 {
		return false, nil
	}
	var n int
	err := r.raw(ctx, &n, "SELECT COUNT(*) FROM pledge_partners WHERE consultation_id = ? AND pledge_id = ? AND organisation_id IN ? AND state = ?",
		p.ConsultationID, p.ID, organisationIDs, models.PartnerConfirmed)
	return n > 0, err
}

// PartnerRequests lists the pledges to which some organisations are asked as partners, or which they confirmed, with the
// newest words, the newest asking first.
func (r Reader) PartnerRequests(ctx context.Context, consultationID int64, organisationIDs []int64) ([]models.PartnerRequest, error) {
	var out []models.PartnerRequest
	err := r.raw(ctx, &out, pledgeColumns+", x.state, q.slug AS partner "+pledgeFrom+`
		JOIN pledge_partners x ON x.consultation_id = p.consultation_id AND x.pledge_id = p.id
		JOIN organisations q ON q.id = x.organisation_id
		WHERE p.consultation_id = ? AND x.organisation_id IN ? AND x.state IN ? AND p.status <> 'withdrawn' `+newestWords+"ORDER BY x.asked_at DESC, p.id LIMIT 200",
		consultationID, organisationIDs, []models.PartnerState{models.PartnerAsked, models.PartnerConfirmed})
	return out, err
}

// SetPledgePartner keeps what a partner was asked or said.
func (tx *Tx) SetPledgePartner(ctx context.Context, x models.PledgePartner) error {
	_, err := tx.exec(ctx, `INSERT INTO pledge_partners (consultation_id, pledge_id, organisation_id, state, version, asked_at, asked_by, decided_at, decided_by)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (consultation_id, pledge_id, organisation_id) DO UPDATE SET state = excluded.state,
		version = excluded.version, asked_at = excluded.asked_at, asked_by = excluded.asked_by, decided_at = excluded.decided_at, decided_by = excluded.decided_by`,
		x.ConsultationID, x.PledgeID, x.OrganisationID, x.State, x.Version, x.AskedAt, x.AskedBy, x.DecidedAt, x.DecidedBy)
	return err
}
