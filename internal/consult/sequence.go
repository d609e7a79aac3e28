package consult

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"travaux/internal/merkle"
	"travaux/internal/store"
	"travaux/models"
)

// Heads remembers the newest signed head of each log outside of the database, so that an older backup is noticed.
type Heads interface {
	Head(base string) (models.LogHead, bool)
	Keep(h models.LogHead) error
}

const (
	// sequenceBatch is how many entries are numbered in one transaction.
	sequenceBatch = 1000
	// leaseLasts is how long the sequencer that went away keeps the others waiting at most.
	leaseLasts = 4 * time.Second
	// promiseKept is how long an entry may wait for its place before that is an alarm.
	promiseKept = 60 * time.Second
)

// Sequence gives every entry that waits its place in its consultation's log and signs the new heads. Any number of
// instances may call it at once: only the holder of a lease gets on, and the head of each log is locked. An instance
// without the log's key does nothing.
func (s *Service) Sequence(ctx context.Context, holder string) error {
	if s.logKey.IsZero() {
		return nil
	}
	waiting, err := s.st.WaitingLogs(ctx)
	if err != nil {
		return err
	}
	var problems []error // of one consultation; the others go on
	for _, w := range waiting {
		for more := true; more && err == nil; {
			more, err = s.sequence(ctx, holder, w.ConsultationID)
		}
		if errors.Is(err, errOther) {
			return errors.Join(problems...)
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("sequence the log of consultation %d: %w", w.ConsultationID, err))
			err = nil
		}
	}
	return errors.Join(problems...)
}

// errOther says that another instance sequences.
var errOther = errors.New("consult: another instance holds the lease")

// sequence numbers one batch and signs the head, in one transaction; more tells whether it was a full one.
func (s *Service) sequence(ctx context.Context, holder string, consultationID int64) (more bool, err error) {
	var head models.LogHead
	err = s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		now := s.Now()
		if ok, err := tx.TakeLease(ctx, "log", holder, now, now.Add(leaseLasts)); err != nil || !ok {
			return errors.Join(err, errOther)
		}
		state, err := tx.LockLog(ctx, consultationID)
		if err != nil {
			return err
		}
		if err := s.continued(ctx, tx, &state, now); err != nil {
			return err
		}
		batch, err := tx.WaitingEntries(ctx, consultationID, sequenceBatch)
		if err != nil || len(batch) == 0 {
			return err
		}
		more = len(batch) == sequenceBatch
		head, err = s.extend(ctx, tx, state, batch, now)
		return err
	})
	if err != nil || head.Size == 0 {
		return false, err
	}
	return more, s.heads.Keep(head)
}

// continued tells which epoch goes on. When the database is older than the head that is remembered, a backup was
// restored: a new epoch begins, whose first entry quotes that head, and no size is ever signed twice.
func (s *Service) continued(ctx context.Context, tx *store.Tx, state *models.LogState, now time.Time) error {
	slug, err := s.slug(ctx, tx.Reader, state.ConsultationID)
	if err != nil {
		return err
	}
	if state.Origin == "" {
		state.Origin = s.originOf(slug)
	}
	base := baseOrigin(state.Origin)
	known, ok := s.heads.Head(base)
	if !ok || known.Epoch < state.Epoch {
		return nil
	}
	if known.Epoch == state.Epoch {
		c, err := tx.CheckpointAt(ctx, state.ConsultationID, state.Epoch, known.Size)
		if err != nil {
			return err
		}
		if c != nil && merkle.Hash(c.Root).String() == known.Root {
			return nil
		}
	}
	slog.WarnContext(ctx, "the database is older than the log that was published: a new epoch begins", "log", base, "epoch", known.Epoch+1)
	state.Epoch, state.Size = known.Epoch+1, 0
	state.Origin = base + "/epoch" + strconv.FormatInt(state.Epoch, 10)
	if err := tx.SetLogState(ctx, *state); err != nil {
		return err
	}
	return s.record(ctx, tx, state.ConsultationID, models.Entry{Kind: models.EpochBegun, At: now, Facts: map[string]string{
		"epoch": strconv.FormatInt(state.Epoch, 10), "last_checkpoint": known.Note,
	}})
}

// extend adds a batch to the tree and signs its head.
func (s *Service) extend(ctx context.Context, tx *store.Tx, state models.LogState, batch []models.LogEntry, now time.Time) (models.LogHead, error) {
	var none models.LogHead
	leaves := make([]merkle.Hash, len(batch))
	for i, e := range batch {
		leaves[i] = merkle.Hash(e.LeafHash)
	}
	added, root, err := merkle.Append(state.Size, leaves, s.nodes(ctx, tx.Reader, state.ConsultationID, state.Epoch))
	if err != nil {
		return none, err
	}
	rows := make([]models.LogNode, len(added))
	for i, h := range added {
		rows[i] = models.LogNode{ConsultationID: state.ConsultationID, Epoch: state.Epoch, Idx: merkle.NodeCount(state.Size) + int64(i), Hash: h[:]}
	}
	if err := tx.AddLogNodes(ctx, rows); err != nil {
		return none, err
	}
	if err := tx.NumberEntries(ctx, state.ConsultationID, state.Epoch, state.Size, batch); err != nil {
		return none, err
	}
	state.Size += int64(len(batch))
	if err := tx.SetLogState(ctx, state); err != nil {
		return none, err
	}
	note, err := s.logKey.SignCheckpoint(merkle.Checkpoint{Origin: state.Origin, Size: state.Size, Root: root})
	if err != nil {
		return none, err
	}
	return models.LogHead{
		Base: baseOrigin(state.Origin), Epoch: state.Epoch, Size: state.Size, Root: root.String(), Note: string(note), SignedAt: now,
	}, tx.AddCheckpoint(ctx, &models.LogCheckpoint{
		ConsultationID: state.ConsultationID, Epoch: state.Epoch, Size: state.Size, Root: root[:], Note: string(note), SignedAt: now,
	})
}

// nodes reads the hashes of a log's tree.
func (s *Service) nodes(ctx context.Context, r store.Reader, consultationID, epoch int64) merkle.Nodes {
	return func(places []int64) ([]merkle.Hash, error) {
		rows, err := r.LogNodes(ctx, consultationID, epoch, places)
		if err != nil {
			return nil, err
		}
		by := make(map[int64]merkle.Hash, len(rows))
		for _, n := range rows {
			if len(n.Hash) != len(merkle.Hash{}) {
				return nil, fmt.Errorf("node %d of epoch %d is no hash", n.Idx, epoch)
			}
			by[n.Idx] = merkle.Hash(n.Hash)
		}
		out := make([]merkle.Hash, len(places))
		for i, p := range places {
			h, ok := by[p]
			if !ok {
				return nil, fmt.Errorf("node %d of epoch %d is not there", p, epoch)
			}
			out[i] = h
		}
		return out, nil
	}
}

// originOf names the log of a consultation: the host people reach it at, and its path.
func (s *Service) originOf(slug string) string {
	_, host, _ := strings.Cut(s.baseURL, "://")
	return host + "/c/" + slug + "/log"
}

// baseOrigin is the name of a log's first epoch.
func baseOrigin(origin string) string {
	if base, n, ok := cutLast(origin, "/epoch"); ok {
		if _, err := strconv.Atoi(n); err == nil {
			return base
		}
	}
	return origin
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// LogBehind tells for how long the oldest entry has waited for its place; late when that breaks the promise of a receipt.
func (s *Service) LogBehind(ctx context.Context) (behind time.Duration, late bool, err error) {
	waiting, err := s.st.WaitingLogs(ctx)
	for _, w := range waiting {
		behind = max(behind, s.Now().Sub(w.Oldest))
	}
	return behind, behind > promiseKept, err
}

// BeginLogs is called before anything is served: it ties the database to the key at the first start, takes comments
// from before the log into it, and begins a new epoch where the database is older than what was signed. Error when the
// database knows another key.
func (s *Service) BeginLogs(ctx context.Context) error {
	if err := s.useLogKey(ctx); err != nil {
		return err
	}
	if err := s.adopt(ctx); err != nil {
		return err
	}
	all, err := s.st.Consultations(ctx)
	if err != nil {
		return err
	}
	for _, c := range all {
		if err := s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			state, err := tx.LockLog(ctx, c.ID)
			if err != nil {
				return err
			}
			return s.continued(ctx, tx, &state, s.Now())
		}); err != nil {
			return fmt.Errorf("begin the log of %s: %w", c.Slug, err)
		}
	}
	return nil
}

func (s *Service) useLogKey(ctx context.Context) error {
	public := s.logKey.Public()
	err := s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.AddLogKey(ctx, models.LogKey{Fingerprint: public.Fingerprint(), PublicKey: public.String(), CreatedAt: s.Now()})
	})
	if err != nil {
		return err
	}
	keys, err := s.st.LogKeys(ctx)
	if err != nil {
		return err
	}
	if len(keys) != 1 || keys[0].Fingerprint != public.Fingerprint() {
		return fmt.Errorf("TRAVAUX_LOG_KEY is not the key of this database: its fingerprint is %.16s…, the database's %.16s…",
			public.Fingerprint(), keys[0].Fingerprint)
	}
	return nil
}

// noHeads is for who does not sequence.
type noHeads struct{}

func (noHeads) Head(string) (models.LogHead, bool) { return models.LogHead{}, false }
func (noHeads) Keep(models.LogHead) error          { return nil }
