package consult

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"travaux/internal/merkle"
	"travaux/internal/store"
	"travaux/models"
)

// Heads remembers the newest signed head of each log outside of the database, so that an older backup is noticed.
type Heads interface {
	// Head gives the head of a log that was kept last, by whichever instance; false where none was.
	Head(base string) (models.LogHead, bool, error)
	// Keep remembers a head for good before it returns. Only who holds the lease calls it.
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

// sequence numbers one batch and signs the head, in one transaction; more tells whether others may wait. The head is
// kept outside of the database before the transaction ends: what is public later is known to be signed in any case.
func (s *Service) sequence(ctx context.Context, holder string, consultationID int64) (more bool, err error) {
	err = s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		more = false
		now := s.Now()
		if ok, err := tx.TakeLease(ctx, "log", holder, now, now.Add(leaseLasts)); err != nil || !ok {
			return errors.Join(err, errOther)
		}
		state, err := tx.LockLog(ctx, consultationID)
		if err != nil {
			return err
		}
		batch, begun, err := s.continued(ctx, tx, &state, now)
		if more = begun; err != nil || begun {
			return err
		}
		if batch == nil {
			batch, err = tx.WaitingEntries(ctx, consultationID, sequenceBatch)
			more = len(batch) == sequenceBatch
		} else {
			more = true
		}
		if err != nil || len(batch) == 0 {
			return err
		}
		head, err := s.extend(ctx, tx, state, batch, now)
		if err != nil {
			return err
		}
		return s.heads.Keep(head)
	})
	return more && err == nil, err
}

func leafHashes(entries []models.LogEntry) []merkle.Hash {
	out := make([]merkle.Hash, len(entries))
	for i, e := range entries {
		out[i] = merkle.Hash(e.LeafHash)
	}
	return out
}

// extend adds a batch to the tree and signs its head.
func (s *Service) extend(ctx context.Context, tx *store.Tx, state models.LogState, batch []models.LogEntry, now time.Time) (models.LogHead, error) {
	var none models.LogHead
	added, root, err := merkle.Append(state.Size, leafHashes(batch), s.nodes(ctx, tx.Reader, state.ConsultationID, state.Epoch))
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
	ids := make([]int64, len(batch))
	for i, e := range batch {
		ids[i] = e.ID
	}
	return models.LogHead{
		Base: baseOrigin(state.Origin), Epoch: state.Epoch, Size: state.Size, Root: root.String(), Note: string(note), SignedAt: now, Added: ids,
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

// noHeads is for who does not sequence.
type noHeads struct{}

func (noHeads) Head(string) (models.LogHead, bool, error) { return models.LogHead{}, false, nil }
func (noHeads) Keep(models.LogHead) error                 { return nil }
