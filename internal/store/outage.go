package store

import (
	"context"
	"time"

	"travaux/models"
)

// heartbeat is the name of the one row.
const heartbeat = "service"

// Beat notes that the service is up and gives when it was last known to be. ok is false when that was noted after an
// instant, by whichever instance, or never before.
func (tx *Tx) Beat(ctx context.Context, now, unlessAfter time.Time) (was time.Time, ok bool, err error) {
	var rows []models.Heartbeat
	err = tx.raw(ctx, &rows, "UPDATE heartbeats SET was = at, at = ? WHERE name = ? AND at <= ? RETURNING name, at, was", now, heartbeat, unlessAfter)
	if err != nil {
		return was, false, err
	}
	if len(rows) > 0 {
		return rows[0].Was, true, nil
	}
	_, err = tx.exec(ctx, "INSERT INTO heartbeats (name, at, was) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", heartbeat, now, now)
	return was, false, err
}

// UpSince tells whether the service was up at an instant or later, or was never noted to be.
func (r Reader) UpSince(ctx context.Context, at time.Time) (bool, error) {
	var n int
	err := r.raw(ctx, &n, "SELECT COUNT(*) FROM heartbeats WHERE name = ? AND at < ?", heartbeat, at)
	return n == 0, err
}

// AddOutage keeps a time in which no instance was up.
func (tx *Tx) AddOutage(ctx context.Context, o models.Outage) error {
	return translate(rows[models.Outage](tx.db).Create(ctx, &o))
}

// NewOutages lists those for which the closings were not looked at yet, the oldest first.
func (r Reader) NewOutages(ctx context.Context) ([]models.Outage, error) {
	all, err := rows[models.Outage](r.db).Where("applied_at IS NULL").Order("id").Find(ctx)
	return all, translate(err)
}

// MarkOutage notes that the closings were looked at.
func (tx *Tx) MarkOutage(ctx context.Context, id int64, at time.Time) error {
	_, err := tx.exec(ctx, "UPDATE outages SET applied_at = ? WHERE id = ?", at, id)
	return err
}
