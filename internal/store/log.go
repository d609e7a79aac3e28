package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"travaux/models"
)

// AddLogEntries keeps entries that a sequencer will number.
func (tx *Tx) AddLogEntries(ctx context.Context, all []models.LogEntry) error {
	if len(all) == 0 {
		return nil
	}
	return translate(rows[models.LogEntry](tx.db).CreateInBatches(ctx, &all, 200))
}

// WaitingLog is a consultation with entries that are not yet sequenced.
type WaitingLog struct {
	ConsultationID int64
	Entries        int
	Oldest         time.Time
}

// WaitingLogs tells where entries wait; one read of an index that is empty when none do.
func (r Reader) WaitingLogs(ctx context.Context) ([]WaitingLog, error) {
	var found []struct {
		ConsultationID int64
		Entries        int
		FirstID        int64
	}
	err := r.raw(ctx, &found, `SELECT consultation_id, COUNT(*) AS entries, MIN(id) AS first_id FROM log_entries
		WHERE idx IS NULL GROUP BY consultation_id ORDER BY consultation_id`)
	if err != nil {
		return nil, err
	}
	out := make([]WaitingLog, len(found))
	for i, row := range found {
		e, err := rows[models.LogEntry](r.db).Select("created_at").
			Where("consultation_id = ? AND id = ?", row.ConsultationID, row.FirstID).Take(ctx)
		if err != nil {
			return nil, translate(err)
		}
		out[i] = WaitingLog{ConsultationID: row.ConsultationID, Entries: row.Entries, Oldest: e.CreatedAt}
	}
	return out, nil
}

// TakeLease takes or renews a lease; false while another holds it.
func (tx *Tx) TakeLease(ctx context.Context, name, holder string, now, until time.Time) (bool, error) {
	n, err := tx.exec(ctx, `INSERT INTO leases (name, holder, expires_at) VALUES (?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
		WHERE leases.holder = excluded.holder OR leases.expires_at <= ?`, name, holder, until, now)
	return n == 1, err
}

// LockLog gives the head of a consultation's log and keeps every other sequencer out until the transaction ends.
func (tx *Tx) LockLog(ctx context.Context, consultationID int64) (models.LogState, error) {
	if _, err := tx.exec(ctx, `INSERT INTO log_state (consultation_id, epoch, origin, size, adopting) VALUES (?, 1, '', 0, ?)
		ON CONFLICT DO NOTHING`, consultationID, false); err != nil {
		return models.LogState{}, err
	}
	var s models.LogState
	err := tx.raw(ctx, &s, "UPDATE log_state SET size = size WHERE consultation_id = ? RETURNING *", consultationID)
	return s, err
}

// SetLogState keeps the new head of a log; who calls it holds the lock.
func (tx *Tx) SetLogState(ctx context.Context, s models.LogState) error {
	_, err := tx.exec(ctx, "UPDATE log_state SET epoch = ?, origin = ?, size = ?, adopting = ? WHERE consultation_id = ?",
		s.Epoch, s.Origin, s.Size, s.Adopting, s.ConsultationID)
	return err
}

// WaitingEntries gives entries that are not yet sequenced, in the order in which they will be.
func (r Reader) WaitingEntries(ctx context.Context, consultationID int64, limit int) ([]models.LogEntry, error) {
	var out []models.LogEntry
	err := r.raw(ctx, &out, `SELECT id, kind, leaf_hash FROM log_entries WHERE consultation_id = ? AND idx IS NULL
		ORDER BY CASE WHEN kind = ? THEN 0 ELSE 1 END, id LIMIT ?`, consultationID, models.EpochBegun, limit)
	return out, err
}

// WaitingByID gives those of some entries that are not yet sequenced, in the order of the ids.
func (r Reader) WaitingByID(ctx context.Context, consultationID int64, ids []int64) ([]models.LogEntry, error) {
	all, err := rows[models.LogEntry](r.db).Select("id, kind, leaf_hash").
		Where("consultation_id = ? AND idx IS NULL AND id IN ?", consultationID, ids).Find(ctx)
	at := make(map[int64]int, len(ids))
	for i, id := range ids {
		at[id] = i
	}
	slices.SortFunc(all, func(a, b models.LogEntry) int { return cmp.Compare(at[a.ID], at[b.ID]) })
	return all, translate(err)
}

// NumberEntries gives entries their places in an epoch, from first on.
func (tx *Tx) NumberEntries(ctx context.Context, consultationID, epoch, first int64, entries []models.LogEntry) error {
	args := make([]any, 0, 2*len(entries)+2)
	for i, e := range entries {
		args = append(args, e.ID, first+int64(i))
	}
	values := strings.Repeat("(CAST(? AS BIGINT), CAST(? AS BIGINT)), ", len(entries))
	_, err := tx.exec(ctx, "WITH places (id, idx) AS (VALUES "+strings.TrimSuffix(values, ", ")+`)
		UPDATE log_entries SET epoch = ?, idx = places.idx FROM places
		WHERE log_entries.consultation_id = ? AND log_entries.id = places.id`, append(args, epoch, consultationID)...)
	return err
}

// AddLogNodes keeps hashes of the tree.
func (tx *Tx) AddLogNodes(ctx context.Context, nodes []models.LogNode) error {
	return translate(rows[models.LogNode](tx.db).CreateInBatches(ctx, &nodes, 500))
}

// AddCheckpoint keeps a signed head; ErrDuplicate when there is one of the size.
func (tx *Tx) AddCheckpoint(ctx context.Context, c *models.LogCheckpoint) error {
	return translate(rows[models.LogCheckpoint](tx.db).Create(ctx, c))
}

// LogNodes gives the hashes at some places, by place.
func (r Reader) LogNodes(ctx context.Context, consultationID, epoch int64, places []int64) ([]models.LogNode, error) {
	all, err := rows[models.LogNode](r.db).Select("idx, hash").
		Where("consultation_id = ? AND epoch = ? AND idx IN ?", consultationID, epoch, places).Find(ctx)
	return all, translate(err)
}

// Checkpoint gives the newest signed head of an epoch that covers at least so many entries, nil if there is none.
func (r Reader) Checkpoint(ctx context.Context, consultationID, epoch, atLeast int64) (*models.LogCheckpoint, error) {
	return r.checkpoint(ctx, "consultation_id = ? AND epoch = ? AND size >= ?", consultationID, epoch, atLeast)
}

// CheckpointAt gives the signed head of exactly this size, nil if there is none.
func (r Reader) CheckpointAt(ctx context.Context, consultationID, epoch, size int64) (*models.LogCheckpoint, error) {
	return r.checkpoint(ctx, "consultation_id = ? AND epoch = ? AND size = ?", consultationID, epoch, size)
}

func (r Reader) checkpoint(ctx context.Context, where string, args ...any) (*models.LogCheckpoint, error) {
	all, err := rows[models.LogCheckpoint](r.db).Where(where, args...).Order("size DESC").Limit(1).Find(ctx)
	if err != nil || len(all) == 0 {
		return nil, translate(err)
	}
	return &all[0], nil
}

// LogState gives the head of a log; the zero value with epoch 1 before the first entry was sequenced.
func (r Reader) LogState(ctx context.Context, consultationID int64) (models.LogState, error) {
	all, err := rows[models.LogState](r.db).Where("consultation_id = ?", consultationID).Find(ctx)
	if err != nil || len(all) == 0 {
		return models.LogState{ConsultationID: consultationID, Epoch: 1}, translate(err)
	}
	return all[0], nil
}

// Arrival gives the entry that tells that a comment was received, or adopted.
func (r Reader) Arrival(ctx context.Context, consultationID, commentID int64) (*models.LogEntry, error) {
	all, err := rows[models.LogEntry](r.db).Where("consultation_id = ? AND comment_id = ? AND kind IN ?", consultationID, commentID,
		[]models.EntryKind{models.CommentReceived, models.CommentAdopted}).Order("id").Limit(1).Find(ctx)
	if err != nil || len(all) == 0 {
		return nil, translate(err)
	}
	return &all[0], nil
}

// LogPage gives entries of an epoch that have their place, newest first, below an index (less than 0: from the newest).
func (r Reader) LogPage(ctx context.Context, consultationID, epoch, below int64, limit int) ([]models.LogEntry, error) {
	q := rows[models.LogEntry](r.db).Where("consultation_id = ? AND epoch = ?", consultationID, epoch)
	if below >= 0 {
		q = q.Where("idx < ?", below)
	}
	all, err := q.Order("idx DESC").Limit(limit).Find(ctx)
	return all, translate(err)
}

// LogEntries gives entries of an epoch from an index on, in order.
func (r Reader) LogEntries(ctx context.Context, consultationID, epoch, from int64, limit int) ([]models.LogEntry, error) {
	all, err := rows[models.LogEntry](r.db).Where("consultation_id = ? AND epoch = ? AND idx >= ?", consultationID, epoch, from).
		Order("idx").Limit(limit).Find(ctx)
	return all, translate(err)
}

// LogKeys gives the public keys the installation's logs are signed with.
func (r Reader) LogKeys(ctx context.Context) ([]models.LogKey, error) {
	all, err := rows[models.LogKey](r.db).Order("created_at").Limit(100).Find(ctx)
	return all, translate(err)
}

// AddLogKey keeps the first public key.
func (tx *Tx) AddLogKey(ctx context.Context, k models.LogKey) error {
	_, err := tx.exec(ctx, "INSERT INTO log_keys (fingerprint, public_key, created_at) SELECT ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM log_keys)",
		k.Fingerprint, k.PublicKey, k.CreatedAt)
	return err
}

// EntryByHash finds an entry by its leaf's hash, nil if there is none.
func (r Reader) EntryByHash(ctx context.Context, consultationID int64, hash [32]byte) (*models.LogEntry, error) {
	all, err := rows[models.LogEntry](r.db).Where("consultation_id = ? AND leaf_hash = ?", consultationID, hash[:]).Limit(1).Find(ctx)
	if err != nil || len(all) == 0 {
		return nil, translate(err)
	}
	return &all[0], nil
}
