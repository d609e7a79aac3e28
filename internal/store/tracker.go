package store

import (
	"context"
	"time"

	"travaux/models"
)

// TrackedPledge is what the tracker filters, orders and counts a public pledge by.
type TrackedPledge struct {
	ID, OrganisationID               int64
	Country, Region, StakeholderType string
	Status                           models.PledgeStatus
	Late, Intent                     bool
	PublishedAt, ReportedAt          *time.Time
	Grade                            models.Completion
	Language, OutcomeArea, Kind      string
	DueOn                            string
	Amount, Currency                 string
	AmountPrivate                    bool
}

// TrackedPledges gives the public pledges that changed after seq, as their public words say.
func (r Reader) TrackedPledges(ctx context.Context, consultationID, afterSeq int64) ([]TrackedPledge, error) {
	var out []TrackedPledge
	err := r.raw(ctx, &out, `SELECT p.id, p.organisation_id, p.country, p.region, p.stakeholder_type, p.status, p.late, v.intent, p.published_at,
		p.reported_at, p.grade, v.language, v.outcome_area, v.kind, v.due_on, v.amount, v.currency, v.amount_private FROM pledges p
		JOIN pledge_versions v ON v.consultation_id = p.consultation_id AND v.pledge_id = p.id `+publicWords+`
		WHERE p.consultation_id = ? AND p.seq > ? AND p.shown > 0`, consultationID, afterSeq)
	return out, err
}

// PublicPledges gives some pledges with their public words, in no order.
func (r Reader) PublicPledges(ctx context.Context, consultationID int64, ids []int64) ([]models.PledgeView, error) {
	var out []models.PledgeView
	err := r.raw(ctx, &out, pledgeView+"WHERE p.consultation_id = ? AND p.id IN ? "+publicWords, consultationID, ids)
	return out, err
}
