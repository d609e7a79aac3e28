package consult

import (
	"context"
	_ "embed" // for the list of domains
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	altcha "github.com/altcha-org/altcha-lib-go"

	"travaux/internal/store"
	"travaux/models"
)

// disposableDomains are services for mail addresses that are thrown away; disposable.txt says where it comes from.
//
//go:embed disposable.txt
var disposableDomains string

// readDomains reads a list of domains: one a line, # begins a remark.
func readDomains(list string) map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(list) {
		line, _, _ = strings.Cut(line, "#")
		if d := strings.ToLower(strings.TrimSpace(line)); d != "" {
			out[d] = true
		}
	}
	return out
}

// How hard a proof of work is, and how long its challenge is good. The number is found after half of mostWork tries
// on average; docs/evidence.md has what that takes on a slow phone.
const (
	mostWork       = 50_000
	challengeLasts = 10 * time.Minute
)

// Work is a challenge for a device: find the number whose hash with the salt is the challenge (ALTCHA, version 1).
type Work = altcha.Challenge

// Work gives a challenge that is good for ten minutes and for one comment.
func (s *Service) Work() (Work, error) {
	until := s.Now().Add(challengeLasts)
	c, err := altcha.CreateChallenge(altcha.ChallengeOptions{HMACKey: s.workKey(), MaxNumber: mostWork, Expires: &until})
	if err != nil {
		return c, fmt.Errorf("make a challenge: %w", err)
	}
	return c, nil
}

func (s *Service) workKey() string { return hex.EncodeToString(s.subkey("pow")) }

// worked reads a proof of work: base64 of the solution as JSON. The zero value: it is none of ours, or too late.
func (s *Service) worked(payload string, at time.Time) models.Proof {
	solution, ok := readSolution(payload)
	if !ok {
		return models.Proof{}
	}
	good, err := altcha.VerifySolutionSafe(solution, s.workKey(), false) // the clock is ours
	unix, failed := strconv.ParseInt(altcha.ExtractParams(solution).Get("expires"), 10, 64)
	p := models.Proof{Challenge: solution.Challenge, ExpiresAt: time.Unix(unix, 0).UTC()}
	if err != nil || failed != nil || !good || !at.Before(p.ExpiresAt) {
		return models.Proof{}
	}
	return p
}

// guarded tells whether a consultation asks strangers for more than their words at this instant.
func (s *Service) guarded(ctx context.Context, r store.Reader, consultationID int64, at time.Time) (bool, error) {
	g, err := r.Guard(ctx, consultationID)
	if err != nil || g.Mode != models.GuardAutomatic {
		return g.Mode == models.GuardOn, err
	}
	if s.unlimited {
		return false, nil
	}
	n, err := r.Strangers(ctx, consultationID, at.Add(-time.Minute), models.GuardFrom)
	return n >= models.GuardFrom, err
}

// Guarded tells whether the form for a comment has to say that strangers are asked for more now.
func (s *Service) Guarded(ctx context.Context, who models.Actor, consultationID int64) (bool, error) {
	if who.Known() {
		return false, nil
	}
	return s.guarded(ctx, s.st.Reader, consultationID, s.Now())
}

// admit counts a comment that arrives and tells what is to be suspected of it. It refuses only who sends too many:
// what is suspect waits for a moderator, who is as good a proof as any.
func (s *Service) admit(ctx context.Context, tx *store.Tx, by models.Call, in NewComment, w store.Whole) ([]models.CommentMark, error) {
	proven := false
	if p := s.worked(in.Proof, by.At); p.Challenge != "" {
		var err error
		if proven, err = tx.UseProof(ctx, p); err != nil {
			return nil, err
		}
	}
	if err := s.tallied(ctx, tx, by.At, s.comments(by, w.Author.Email, w.Comment.Publication == models.Unconfirmed, proven)...); err != nil {
		return nil, err
	}
	var marks []models.CommentMark
	mark := func(m models.Mark) {
		marks = append(marks, models.CommentMark{ConsultationID: w.Comment.ConsultationID, CommentID: w.Comment.ID, Mark: m, CreatedAt: by.At})
	}
	if in.trapped() {
		mark(models.MarkHoneypot)
	}
	if _, domain, _ := strings.Cut(models.EmailKey(in.AuthorEmail), "@"); s.disposable[domain] {
		mark(models.MarkDisposable)
	}
	if !by.Known() && w.Author.Email == "" && !proven {
		flood, err := s.guarded(ctx, tx.Reader, w.Comment.ConsultationID, by.At)
		if err != nil {
			return nil, err
		}
		if flood {
			mark(models.MarkUnproven)
		}
	}
	return marks, nil
}

// trapped tells whether the field was filled in that people do not see.
func (in *NewComment) trapped() bool { return in.Homepage != "" }

// NewGuard is how a consultation is to be guarded.
type NewGuard struct {
	Mode string `json:"mode" validate:"required,oneof=off automatic on"`
}

// Guard tells how a consultation is guarded, and whether the guard stands now. Organisers.
func (s *Service) Guard(ctx context.Context, who models.Actor, slug string) (g models.Guard, stands bool, err error) {
	c, err := s.where(ctx, who, Organise, slug)
	if err != nil {
		return g, false, err
	}
	if g, err = s.st.Guard(ctx, c.ID); err != nil {
		return g, false, err
	}
	stands, err = s.guarded(ctx, s.st.Reader, c.ID, s.Now())
	return g, stands, err
}

// SetGuard says how a consultation is guarded. Organisers.
func (s *Service) SetGuard(ctx context.Context, by models.Call, slug string, in NewGuard) error {
	c, err := s.where(ctx, by.Actor, Organise, slug)
	if err != nil {
		return err
	}
	if err := s.check(&in); err != nil {
		return err
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		return slug, tx.SetGuard(ctx, models.Guard{ConsultationID: c.ID, Mode: models.GuardMode(in.Mode), ChangedAt: by.At})
	})
	return err
}

// marked adds what programs suspect to comments that staff look at.
func (s *Service) marked(ctx context.Context, consultationID int64, items []models.CommentView) error {
	ids := make([]int64, len(items))
	for i, v := range items {
		ids[i] = v.ID
	}
	marks, err := s.st.Suspected(ctx, consultationID, ids)
	for i, v := range items {
		items[i].Suspected = marks[v.ID]
	}
	return err
}

// readSolution decodes what a browser or a program sends as its proof.
func readSolution(payload string) (altcha.Payload, bool) {
	var p altcha.Payload
	raw, err := base64.StdEncoding.DecodeString(payload)
	if err != nil || len(raw) == 0 || len(raw) > 2000 {
		return p, false
	}
	return p, json.Unmarshal(raw, &p) == nil
}
