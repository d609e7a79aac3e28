package consult

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"travaux/internal/merkle"
	"travaux/internal/store"
	"travaux/models"
)

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
			_, _, err = s.continued(ctx, tx, &state, s.Now())
			return err
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

// continued tells how a log goes on. The head that is remembered is in the database, or it was signed by somebody who
// went before the database had it: then it is signed again from the same entries, which are the next batch. Where it is
// neither, a backup was restored: a new epoch begins, whose first entry quotes that head. So no size of an epoch is ever
// signed with two roots.
func (s *Service) continued(ctx context.Context, tx *store.Tx, state *models.LogState, now time.Time) (next []models.LogEntry, begun bool, err error) {
	slug, err := s.slug(ctx, tx.Reader, state.ConsultationID)
	if err != nil {
		return nil, false, err
	}
	if state.Origin == "" {
		state.Origin = s.originOf(slug)
	}
	base := baseOrigin(state.Origin)
	known, ok, err := s.heads.Head(base)
	if err != nil || !ok || known.Epoch < state.Epoch {
		return nil, false, err
	}
	if ok, err := hasHead(ctx, tx.Reader, *state, known); ok || err != nil {
		return nil, false, err
	}
	if next, err = s.interrupted(ctx, tx.Reader, *state, known); next != nil || err != nil {
		return next, false, err
	}
	slog.WarnContext(ctx, "the database is older than the log that was published: a new epoch begins", "log", base, "epoch", known.Epoch+1)
	state.Epoch, state.Size = known.Epoch+1, 0
	state.Origin = base + "/epoch" + strconv.FormatInt(state.Epoch, 10)
	if err := tx.SetLogState(ctx, *state); err != nil {
		return nil, false, err
	}
	return nil, true, s.record(ctx, tx, state.ConsultationID, models.Entry{Kind: models.EpochBegun, At: now, Facts: map[string]string{
		"epoch": strconv.FormatInt(state.Epoch, 10), "last_checkpoint": known.Note,
	}})
}

// hasHead tells whether the database has a signed head.
func hasHead(ctx context.Context, r store.Reader, state models.LogState, h models.LogHead) (bool, error) {
	c, err := r.CheckpointAt(ctx, state.ConsultationID, h.Epoch, h.Size)
	return c != nil && merkle.Hash(c.Root).String() == h.Root && h.Epoch <= state.Epoch, err
}

// interrupted gives the entries with which a head continues the log as the database has it, nil when it does not: it was
// signed and kept, and its transaction did not come to an end, or that end was not restored.
func (s *Service) interrupted(ctx context.Context, r store.Reader, state models.LogState, h models.LogHead) ([]models.LogEntry, error) {
	if h.Epoch != state.Epoch || len(h.Added) == 0 || state.Size+int64(len(h.Added)) != h.Size {
		return nil, nil
	}
	waiting, err := r.WaitingByID(ctx, state.ConsultationID, h.Added)
	if err != nil || len(waiting) != len(h.Added) {
		return nil, err
	}
	_, root, err := merkle.Append(state.Size, leafHashes(waiting), s.nodes(ctx, r, state.ConsultationID, state.Epoch))
	if err != nil || root.String() != h.Root {
		return nil, err
	}
	return waiting, nil
}
