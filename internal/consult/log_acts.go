package consult

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"travaux/internal/store"
	"travaux/models"
)

// founding are the entries of a new consultation; notices without a version are still to be written.
func founding(c models.Consultation, phases []models.Phase, notices []models.Notices) []models.Entry {
	out := []models.Entry{{Kind: models.ConsultationCreated, At: c.CreatedAt, Facts: map[string]string{
		"title_sha256": textsSum(c.Title), "language": c.Language, "pre_moderation": strconv.FormatBool(c.PreModeration),
	}}}
	for _, p := range phases {
		e := phaseEntry(p)
		e.At = c.CreatedAt
		out = append(out, e)
	}
	for _, n := range notices {
		if n.Version > 0 {
			out = append(out, noticesEntry(n))
		}
	}
	return out
}

// phaseEntry tells a phase as it is now; who sets one says when. A phase is told by its position.
func phaseEntry(p models.Phase) models.Entry {
	facts := map[string]string{
		"position": strconv.Itoa(p.Position), "kind": string(p.Kind), "names_sha256": textsSum(p.Name),
		"opens_at": instantText(p.OpensAt), "closes_at": "", "time_zone": p.TimeZone,
	}
	if p.ClosesAt != nil {
		facts["closes_at"] = instantText(*p.ClosesAt)
	}
	for name, fact := range bounds(p) { // entries from before these were kept are as if they were empty
		facts[name] = fact
	}
	return models.Entry{Kind: models.PhaseSet, Facts: facts}
}

// changeEntry tells a change of a phase and, by its hash, why.
func changeEntry(c models.PhaseChange) models.Entry {
	facts := map[string]string{
		"change": c.Ref, "how": string(c.Kind), "reason_sha256": textsSum(c.Reason), "missing": strings.Join(c.Missing, " "), "role": string(c.Role),
	}
	for name, at := range map[string]*time.Time{"was_opens_at": c.WasOpens, "opens_at": c.Opens, "was_closes_at": c.WasCloses, "closes_at": c.Closes} {
		facts[name] = ""
		if at != nil {
			facts[name] = instantText(*at)
		}
	}
	return models.Entry{Kind: models.PhaseChanged, At: c.CreatedAt, Facts: facts}
}

// bounds are the facts of where a phase is open, what it waits for and whether it takes late contributions; what is not
// so is empty.
func bounds(p models.Phase) map[string]string {
	facts := map[string]string{"regions": strings.Join(p.Regions, " "), "gates": strings.Join(p.Gates, " "), "minimum_days": "", "passed_at": "", "late": ""}
	if p.MinimumDays > 0 {
		facts["minimum_days"] = strconv.Itoa(p.MinimumDays)
	}
	if p.PassedAt != nil {
		facts["passed_at"] = instantText(*p.PassedAt)
	}
	if p.Late {
		facts["late"] = "true"
	}
	return facts
}

// noticesEntry tells a version of the notices.
func noticesEntry(n models.Notices) models.Entry {
	facts := map[string]string{"version": strconv.Itoa(n.Version), "licence": n.Licence}
	for _, p := range n.Parts() {
		facts[p.Name+"_sha256"] = textsSum(p.Texts)
	}
	return models.Entry{Kind: models.NoticesSet, At: n.CreatedAt, Facts: facts}
}

// textEntry tells a published text: of the version in its own language, or a translation of it.
func textEntry(d models.Draft, v models.Version, t models.VersionText) models.Entry {
	e := models.Entry{Kind: models.TranslationPublished, At: *t.PublishedAt, Facts: map[string]string{
		"draft": d.Slug, "version": strconv.Itoa(v.Number), "language": t.Language, "sha256": t.SHA256,
	}}
	if t.Language == d.Language {
		e.Kind = models.VersionPublished
		e.Facts["reason_sha256"] = plain([]byte(v.Reason))
	}
	return e
}

// recordAnswer writes what was answered to a comment. An answer to a confidential comment is not public: the log
// has a commitment over the comment's salt.
func (s *Service) recordAnswer(ctx context.Context, tx *store.Tx, v models.CommentView, d models.Disposition) error {
	c, err := tx.Comment(ctx, v.ConsultationID, v.ID)
	if err != nil {
		return err
	}
	var salt string
	if c.Confidential {
		t, err := tx.CommentText(ctx, c.ConsultationID, c.ID)
		if err != nil {
			return err
		}
		salt = t.Salt
	}
	return s.record(ctx, tx, c.ConsultationID, answerEntry(c, salt, d))
}

// answerEntry tells an answer to a comment; salt is the comment's.
func answerEntry(c models.Comment, salt string, d models.Disposition) models.Entry {
	e := entryOf(models.DispositionSet, c, d.CreatedAt)
	if c.Confidential {
		e.Commitment = answerCommitment(salt, d)
		return e
	}
	e.DayOnly, e.Commitment = false, ""
	e.Facts = map[string]string{"outcome": string(d.Outcome), "reason_sha256": plain([]byte(d.Reason))}
	return e
}

// acts are the entries that a consultation's own acts should have, by what the database says now.
func (s *Service) acts(ctx context.Context, r store.Reader, consultationID int64) ([]models.Entry, error) {
	c, err := r.ConsultationByID(ctx, consultationID)
	if err != nil {
		return nil, err
	}
	phases, err := r.Phases(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	notices, err := r.AllNotices(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	out := founding(c, phases, notices)
	changes, err := r.PhaseChanges(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	for _, change := range changes {
		out = append(out, changeEntry(change))
	}
	texts, err := r.PublishedTexts(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	for _, t := range texts {
		out = append(out, textEntry(t.Draft, t.Version, t.Text))
	}
	all, err := r.AllSigningTerms(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	for _, t := range all {
		out = append(out, termsEntry(t))
	}
	opened, err := r.SigningOpening(ctx, c.ID)
	if err != nil || opened == nil {
		return out, err
	}
	for _, t := range texts {
		if t.Version.ID == opened.VersionID && t.Text.Language == t.Draft.Language {
			out = append(out, openingEntry(t.Draft, t.Version, opened.CreatedAt))
		}
	}
	return out, nil
}

// actKey tells of what an entry is, so that the newest entry of each can be held against the database.
func actKey(l models.Leaf) string {
	switch l.Kind {
	case models.PhaseSet:
		return string(l.Kind) + " " + l.Facts["position"]
	case models.PhaseChanged:
		return string(l.Kind) + " " + l.Facts["change"]
	case models.NoticesSet, models.TermsSet:
		return string(l.Kind) + " " + l.Facts["version"]
	case models.VersionPublished, models.TranslationPublished:
		return string(l.Kind) + " " + l.Facts["draft"] + " " + l.Facts["version"] + " " + l.Facts["language"]
	}
	return string(l.Kind)
}

// readLeaf reads the bytes of an entry.
func readLeaf(leaf string) (out models.Leaf, err error) {
	if err = json.Unmarshal([]byte(leaf), &out); err != nil {
		err = fmt.Errorf("read a leaf: %w", err)
	}
	return out, err
}
