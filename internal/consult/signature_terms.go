package consult

import (
	"context"
	"time"

	"travaux/internal/document"
	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// Signing tells what can be signed now: the text that is open for signature in its languages, what signing means, and
// the phase. Before anything is published there is no version.
func (s *Service) Signing(ctx context.Context, slug string) (models.Signing, error) {
	head, err := s.Head(ctx, slug)
	if err != nil {
		return models.Signing{}, err
	}
	out, err := s.signing(ctx, s.st.Reader, head.Consultation, "")
	if p, ok := head.Phase(models.PhaseSignatures, s.Now()); ok {
		out.Phase = &p
	}
	_, _, open := head.Open(models.PhaseSignatures, s.Now())
	out.Open = open && head.NoticeVersion > 0 && out.Version.Number > 0
	return out, err
}

// signing finds the version that is open for signature: the one that was opened last, else the newest published one of a
// draft, or of the first when none is named. Fault NotFound "draft_not_found".
func (s *Service) signing(ctx context.Context, r store.Reader, c models.Consultation, draft string) (models.Signing, error) {
	out := models.Signing{Consultation: c}
	var err error
	if out.Terms, err = terms(ctx, r, c); err != nil {
		return out, err
	}
	if err := openVersion(ctx, r, &out, draft); err != nil || out.Version.Number == 0 {
		return out, err
	}
	texts, err := r.VersionTexts(ctx, c.ID, out.Version.ID)
	for _, t := range texts {
		if t.SHA256 != "" && t.PublishedAt != nil {
			out.Texts = append(out.Texts, models.SigningText{Language: t.Language, Title: t.Title, SHA256: t.SHA256})
		}
	}
	return out, err
}

// openVersion finds the draft and the version of signing.
func openVersion(ctx context.Context, r store.Reader, out *models.Signing, draft string) error {
	c := out.Consultation
	opened, err := r.SigningOpening(ctx, c.ID)
	if err != nil {
		return err
	}
	if opened != nil {
		if out.Draft, err = r.DraftByID(ctx, c.ID, opened.DraftID); err != nil {
			return err
		}
		out.Version, err = r.Version(ctx, c.ID, opened.VersionID)
		return err
	}
	all, err := r.Drafts(ctx, c.ID)
	if err != nil {
		return err
	}
	for _, d := range all {
		if d.Newest > 0 && (draft == "" || d.Slug == draft) {
			out.Draft = d.Draft
			out.Version, err = r.Version(ctx, c.ID, d.NewestID)
			return err
		}
	}
	if draft != "" {
		return fault.Missing("draft")
	}
	return nil
}

// terms gives the terms of signing that stand: the newest, else the default ones, which are kept when somebody signs
// under them.
func terms(ctx context.Context, r store.Reader, c models.Consultation) (models.SigningTerms, error) {
	t, err := r.SigningTerms(ctx, c.ID)
	if err != nil {
		return models.SigningTerms{}, err
	}
	if t != nil {
		return *t, nil
	}
	meaning, err := MeaningOf(models.ActSign)
	out := models.SigningTerms{ConsultationID: c.ID, Version: 1, Act: models.ActSign, Meaning: meaning}
	out.SHA256 = termsSum(out)
	return out, err
}

// MeaningOf is what an act means where the organiser says nothing else, in every language of the interface.
func MeaningOf(act models.SigningAct) (models.Texts, error) {
	all, err := wordings()
	out := models.Texts{}
	for language, w := range all {
		out[language] = w.Signing[act]
	}
	return out, err
}

// termsSum is the hash of what signing means: it is hashed with each signature.
func termsSum(t models.SigningTerms) string {
	meaning := document.Object{}
	for language, words := range t.Meaning {
		meaning[language] = words
	}
	return plain(document.JSON(document.Object{"act": string(t.Act), "meaning": meaning}))
}

// settleTerms keeps the default terms when the first signs under them, so that what was signed is never another.
func (s *Service) settleTerms(ctx context.Context, tx *store.Tx, t models.SigningTerms, at time.Time) error {
	if !t.CreatedAt.IsZero() { // they are kept
		return nil
	}
	t.CreatedAt = at
	added, err := tx.AddSigningTerms(ctx, t)
	if err != nil || !added {
		return err
	}
	return s.record(ctx, tx, t.ConsultationID, termsEntry(t))
}
