package consult

import (
	"context"
	"fmt"
	"slices"

	"travaux/internal/merkle"
	"travaux/internal/store"
	"travaux/models"
)

// VerifyLogs is what a verification is asked.
type VerifyLogs struct {
	Consultation string // slug; empty: all
	Checkpoint   []byte // a signed head that was held outside, which the log must continue
	Key          string // the public key, as it is known from elsewhere; empty: the database's
	Heads        []models.LogHead
}

// mostFindings is how many findings are told; who meets more has seen enough.
const mostFindings = 1000

// verifier goes through one consultation.
type verifier struct {
	s     *Service
	r     store.Reader
	key   merkle.PublicKey
	c     models.Consultation
	state models.LogState
	out   *models.LogReport
	held  *bool // whether the log was met that the head from outside is of
}

func (v *verifier) found(what, field, detail string, args ...any) {
	if len(v.out.Findings) < mostFindings {
		v.out.Findings = append(v.out.Findings, models.LogFinding{
			Consultation: v.c.Slug, What: what, Field: field, Detail: fmt.Sprintf(detail, args...),
		})
	}
}

// VerifyLog derives the public logs anew from the database and holds them against it: every leaf, every tree, every
// signature; that every comment, answer, text, notice and phase has its entry and says what that says; and that the
// counts add up. All reads see one state, so it may run beside a server.
func (s *Service) VerifyLog(ctx context.Context, in VerifyLogs) (models.LogReport, error) {
	out := models.LogReport{Standing: map[models.Publication]int{}}
	err := s.st.Snapshot(ctx, func(r store.Reader) error {
		all, err := r.Consultations(ctx)
		if err != nil {
			return err
		}
		if in.Consultation != "" {
			c, err := r.Consultation(ctx, in.Consultation)
			if err != nil {
				return err
			}
			all = []models.Consultation{c}
		}
		first := &verifier{s: s, r: r, out: &out, held: new(bool)}
		if first.key, err = first.keys(ctx, in.Key); err != nil {
			return err
		}
		for _, c := range all {
			v := &verifier{s: s, r: r, key: first.key, c: c, out: &out, held: first.held}
			if err := v.run(ctx, in); err != nil {
				return fmt.Errorf("verify the log of %s: %w", c.Slug, err)
			}
		}
		if len(in.Checkpoint) > 0 && !*first.held {
			first.found("the checkpoint", "fork", "there is no such log here, or no such epoch of it")
		}
		return first.heads(ctx, all, in)
	})
	return out, err
}

// keys finds the public key and holds it against the database's.
func (v *verifier) keys(ctx context.Context, known string) (merkle.PublicKey, error) {
	rows, err := v.r.LogKeys(ctx)
	if err != nil {
		return nil, err
	}
	var key merkle.PublicKey
	if !v.s.logKey.IsZero() {
		key = v.s.logKey.Public()
	}
	if known != "" {
		if key, err = merkle.ParsePublicKey(known); err != nil {
			return nil, err
		}
	}
	if len(rows) > 1 {
		v.found("the key", "log_keys", "there are %d, one is allowed", len(rows))
	}
	for _, row := range rows {
		k, err := merkle.ParsePublicKey(row.PublicKey)
		if err != nil || k.Fingerprint() != row.Fingerprint || (key != nil && k.String() != key.String()) {
			v.found("the key", "log_keys", "the key in the database is not the one that is known")
			continue
		}
		key = k
	}
	return key, nil
}

func (v *verifier) run(ctx context.Context, in VerifyLogs) error {
	v.out.Consultations++
	var err error
	if v.state, err = v.r.LogState(ctx, v.c.ID); err != nil {
		return err
	}
	if v.state.Adopting {
		v.found("the log", "adopting", "what was there before the log is not in it yet: start the server once")
		return nil
	}
	for epoch := int64(1); epoch <= v.state.Epoch; epoch++ {
		if err := v.epoch(ctx, epoch, in); err != nil {
			return err
		}
	}
	waiting, err := v.r.CountWaitingEntries(ctx, v.c.ID)
	if err != nil {
		return err
	}
	v.out.Waiting += waiting
	if err := v.acts(ctx); err != nil {
		return err
	}
	if err := v.interests(ctx); err != nil {
		return err
	}
	if err := v.comments(ctx); err != nil {
		return err
	}
	if err := v.signatures(ctx); err != nil {
		return err
	}
	return v.pledges(ctx)
}

// heads holds the heads that are remembered outside of the database against it.
func (v *verifier) heads(ctx context.Context, all []models.Consultation, in VerifyLogs) error {
	for _, h := range in.Heads {
		i := -1
		for j, c := range all {
			state, err := v.r.LogState(ctx, c.ID)
			if err != nil {
				return err
			}
			if v.s.epochOrigin(state, c.Slug, 1) == h.Base {
				i = j
			}
		}
		if i < 0 {
			v.gone(h, in)
			continue
		}
		v.c = all[i]
		signed, err := v.key.OpenCheckpoint([]byte(h.Note))
		if err != nil || signed.Size != h.Size || signed.Root.String() != h.Root {
			v.found("the head that is remembered", "log-heads.json", "it was changed: its signature does not fit")
			continue
		}
		state, err := v.r.LogState(ctx, v.c.ID)
		if err != nil {
			return err
		}
		there, err := hasHead(ctx, v.r, state, h)
		if err != nil {
			return err
		}
		next, err := v.s.interrupted(ctx, v.r, state, h)
		if err != nil {
			return err
		}
		if !there && next == nil {
			v.found("the head that is remembered", "checkpoint", "the database has no such head of %d entries: it is older, or was rewritten", h.Size)
		}
	}
	v.c = models.Consultation{}
	return nil
}

// gone names a consultation that a head signed with our key is remembered of, and that the database does not know.
func (v *verifier) gone(h models.LogHead, in VerifyLogs) {
	if in.Consultation != "" { // the others were not asked for
		return
	}
	if _, err := v.key.OpenCheckpoint([]byte(h.Note)); err == nil {
		v.found("the head that is remembered", "consultation", "the consultation of the log %s is gone", h.Base)
	}
}

// acts holds the entries that are not about a comment against what the database says now.
func (v *verifier) acts(ctx context.Context) error {
	entries, err := v.r.LogActs(ctx, v.c.ID)
	if err != nil {
		return err
	}
	newest := map[string]models.Leaf{}
	for _, e := range entries {
		leaf, err := readLeaf(e.Leaf)
		if err != nil {
			continue // the tree has told of it
		}
		newest[actKey(leaf)] = leaf
	}
	expected, err := v.s.acts(ctx, v.r, v.c.ID)
	if err != nil {
		return err
	}
	for _, e := range expected {
		key := actKey(models.Leaf{Kind: e.Kind, Facts: e.Facts})
		leaf, ok := newest[key]
		delete(newest, key)
		if !ok {
			v.found(key, "log_entries", "it has no entry in the log")
			continue
		}
		for name, fact := range e.Facts {
			if leaf.Facts[name] != fact {
				v.found(key, name, "the database and the log differ")
			}
		}
	}
	mirrored := []models.EntryKind{
		models.ConsultationCreated, models.PhaseSet, models.PhaseChanged, models.NoticesSet, models.VersionPublished, models.TranslationPublished,
		models.TermsSet, models.SigningOpened,
	}
	for key, leaf := range newest {
		if slices.Contains(mirrored, leaf.Kind) {
			v.found(key, "log_entries", "the log tells of it, the database has none")
		}
	}
	return v.texts(ctx)
}
