package store

import (
	"context"
	"errors"
	"strings"
	"time"

	"travaux/models"
)

// DayKeys gives the keys of some days, by day.
func (r Reader) DayKeys(ctx context.Context, days ...string) (map[string][]byte, error) {
	all, err := rows[models.DayKey](r.db).Where("day IN ?", days).Find(ctx)
	out := map[string][]byte{}
	for _, k := range all {
		out[k.Day] = k.Secret
	}
	return out, translate(err)
}

// AddDayKey keeps the key of a day and gives the one that stands: another instance may have been quicker.
func (tx *Tx) AddDayKey(ctx context.Context, k models.DayKey) ([]byte, error) {
	if _, err := tx.exec(ctx, "INSERT INTO day_keys (day, secret, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", k.Day, k.Secret, k.CreatedAt); err != nil {
		return nil, err
	}
	stands, err := rows[models.DayKey](tx.db).Where("day = ?", k.Day).Take(ctx)
	return stands.Secret, translate(err)
}

// upsertCounts writes rows; the last line says what happens to one that is there.
func upsertCounts(rows []models.LimitCount, then string) (sql string, args []any) {
	for _, r := range rows {
		args = append(args, r.Key, r.Name, r.Slots, r.Used, r.ExpiresAt)
	}
	return "INSERT INTO limit_counts (key, name, slots, used, expires_at) VALUES " +
		strings.TrimSuffix(strings.Repeat("(?, ?, ?, ?, ?), ", len(rows)), ", ") + " ON CONFLICT (key) DO UPDATE SET " + then, args
}

// HoldCounts gives the slots of some counts by key. Nobody else can count there until the transaction ends, also
// where there was no count before; rows are to be in the order of their keys.
func (tx *Tx) HoldCounts(ctx context.Context, rows []models.LimitCount) (map[string]string, error) {
	var held []struct{ Key, Slots string }
	sql, args := upsertCounts(rows, "name = excluded.name RETURNING key, slots")
	err := tx.raw(ctx, &held, sql, args...)
	out := map[string]string{}
	for _, h := range held {
		out[h.Key] = h.Slots
	}
	return out, err
}

// SetCounts writes counts that are held.
func (tx *Tx) SetCounts(ctx context.Context, rows []models.LimitCount) error {
	sql, args := upsertCounts(rows, "slots = excluded.slots, used = excluded.used, expires_at = excluded.expires_at")
	_, err := tx.exec(ctx, sql, args...)
	return err
}

// Counts gives the slots of some counts by key, without holding them.
func (r Reader) Counts(ctx context.Context, keys []string) (map[string]string, error) {
	all, err := rows[models.LimitCount](r.db).Where("key IN ?", keys).Find(ctx)
	out := map[string]string{}
	for _, c := range all {
		out[c.Key] = c.Slots
	}
	return out, translate(err)
}

// Counted tells for each limit how many are counted at an instant, by how much they used.
func (r Reader) Counted(ctx context.Context, at time.Time) ([]LimitUse, error) {
	var out []LimitUse
	err := r.raw(ctx, &out, "SELECT name, used, COUNT(*) AS counted FROM limit_counts WHERE expires_at > ? GROUP BY name, used", at)
	return out, err
}

// LimitUse is how many used so much of a limit.
type LimitUse struct {
	Name          string
	Used, Counted int
}

// ForgetCounts drops what is of no use any more, and the keys of days before another instant.
func (tx *Tx) ForgetCounts(ctx context.Context, now, days time.Time) error {
	_, err := tx.exec(ctx, "DELETE FROM limit_counts WHERE expires_at < ?", now)
	_, err2 := tx.exec(ctx, "DELETE FROM day_keys WHERE created_at < ?", days)
	return errors.Join(err, err2)
}
