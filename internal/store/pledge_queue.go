package store

import (
	"context"
	"time"

	"travaux/models"
)

// PledgeQueue lists pledges with their newest words, those that wait longest first, after one that waited since an instant
// (0: from the first).
func (r Reader) PledgeQueue(ctx context.Context, consultationID int64, c PledgeCut, since time.Time, after int64, limit int) ([]models.PledgeView, error) {
	c.Newest = true
	where, args := c.where()
	args = append(append([]any{consultationID}, args...), after, since, after, limit)
	var out []models.PledgeView
	err := r.raw(ctx, &out, pledgeView+where+`AND (CAST(? AS BIGINT) = 0 OR (COALESCE(p.submitted_at, p.created_at), p.id) > (?, ?))
		ORDER BY COALESCE(p.submitted_at, p.created_at), p.id LIMIT ?`, args...)
	return out, err
}

// PledgesByStatus counts pledges by where their newest words stand; the statuses of the cut do not count.
func (r Reader) PledgesByStatus(ctx context.Context, consultationID int64, c PledgeCut) (map[models.PledgeStatus]int, error) {
	c.Own, c.Statuses = true, nil // of drafts nothing is told but how many there are
	where, args := c.where()
	var rows []struct {
		Status models.PledgeStatus
		N      int
	}
	err := r.raw(ctx, &rows, "SELECT p.status, COUNT(*) AS n "+pledgeFrom+where+"GROUP BY p.status", append([]any{consultationID}, args...)...)
	out := map[models.PledgeStatus]int{}
	for _, row := range rows {
		out[row.Status] = row.N
	}
	return out, err
}
