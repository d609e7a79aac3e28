package consult

import (
	"context"
	"strconv"

	"travaux/internal/store"
	"travaux/models"
)

// founding are the entries of a new consultation; notices without a version are still to be written.
func founding(c models.Consultation, phases []models.Phase, n models.Notices) []models.Entry {
	out := []models.Entry{{Kind: models.ConsultationCreated, At: c.CreatedAt, Facts: map[string]string{
		"title_sha256": textsSum(c.Title), "language": c.Language, "pre_moderation": strconv.FormatBool(c.PreModeration),
	}}}
	for _, p := range phases {
		e := phaseEntry(p)
		e.At = c.CreatedAt
		out = append(out, e)
	}
	if n.Version == 0 {
		return out
	}
	return append(out, noticesEntry(n))
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
	return models.Entry{Kind: models.PhaseSet, Facts: facts}
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
	e := publicAnswer(d)
	e.Ref = v.Ref()
	if v.Confidential {
		t, err := tx.CommentText(ctx, v.ConsultationID, v.ID)
		if err != nil {
			return err
		}
		e = confidentialAnswer(t.Salt, d)
		e.Ref = v.Ref()
	}
	return s.record(ctx, tx, v.ConsultationID, e)
}

func publicAnswer(d models.Disposition) models.Entry {
	return models.Entry{Kind: models.DispositionSet, At: d.CreatedAt, CommentID: d.CommentID, Facts: map[string]string{
		"outcome": string(d.Outcome), "reason_sha256": plain([]byte(d.Reason)),
	}}
}

func confidentialAnswer(salt string, d models.Disposition) models.Entry {
	return models.Entry{
		Kind: models.DispositionSet, At: d.CreatedAt, DayOnly: true, CommentID: d.CommentID, Commitment: answerCommitment(salt, d),
	}
}
