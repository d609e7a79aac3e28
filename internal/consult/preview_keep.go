package consult

import (
	"context"
	"fmt"
	"strings"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// KeptImport says what becomes of the comments of a Word file with its text.
type KeptImport struct {
	Revision int64 `json:"-" form:"revision" validate:"min=0,max=9007199254740991"` // which was looked at
	Comments bool  `json:"comments"`                                                // they become comments when the version is published
}

// also is what is written in the transaction that keeps a text, after it.
type also func(ctx context.Context, tx *store.Tx, v models.Version, kept []models.Provision) error

func nothingElse(context.Context, *store.Tx, models.Version, []models.Provision) error { return nil }

// KeepImport makes of a text that was brought in the draft's working version, or a translation, as ImportVersion does.
// Faults as ImportVersion and StartDraft; Stale "changed_meanwhile" when somebody corrected it since it was looked at.
func (s *Service) KeepImport(ctx context.Context, by models.Call, slug, ref string, in KeptImport) (models.Reading, error) {
	var none models.Reading
	if done, ok, err := s.answered(ctx, by); ok || err != nil {
		if err != nil {
			return none, err
		}
		return s.keptBefore(ctx, by, slug, done)
	}
	c, t, d, err := s.imported(ctx, by.Actor, slug, ref)
	if err != nil {
		return none, err
	}
	if err := s.check(&in); err != nil {
		return none, err
	}
	if in.Revision != t.Revision {
		return none, fault.New(fault.Stale, "changed_meanwhile")
	}
	r, err := recognisedIn(t.Text)
	if err != nil {
		return none, err
	}
	then := func(ctx context.Context, tx *store.Tx, v models.Version, kept []models.Provision) error {
		ok, err := tx.DropTextImport(ctx, t)
		if err != nil || !ok {
			return cmpErr(err, fault.New(fault.Stale, "changed_meanwhile"))
		}
		if !in.Comments || t.Language != d.Language {
			return nil
		}
		return tx.AddImportedComments(ctx, s.waiting(by, v, r, kept))
	}
	version := NewVersion{Label: t.Label, Language: t.Language}
	tree := r.tree(t.Language)
	switch {
	case t.NewDraft:
		err = s.startDraft(ctx, by, c, NewDraft{Slug: t.Draft, Title: t.DraftTitle, Language: t.Language}, version, &tree, then)
	case t.Language != d.Language:
		r, _, err := s.translate(ctx, by, c, d, 0, version, tree, then)
		return r, err
	default:
		err = s.addWorking(ctx, by, c, d, version, &tree, then)
	}
	if err != nil {
		return none, err
	}
	return s.Reading(ctx, by.Actor, slug, t.Draft, Which{Working: true})
}

// keptBefore is the text that the same request made when it came before.
func (s *Service) keptBefore(ctx context.Context, by models.Call, slug, done string) (models.Reading, error) {
	draft, language, _ := strings.Cut(done, " ")
	r, err := s.Reading(ctx, by.Actor, slug, draft, Which{Working: true, Language: language})
	if fault.Is(err, fault.NotFound) { // published since, or a translation of what is
		return s.Reading(ctx, by.Actor, slug, draft, Which{Language: language})
	}
	return r, err
}

// DiscardImport forgets a text that was brought in.
func (s *Service) DiscardImport(ctx context.Context, by models.Call, slug, ref string) error {
	if _, ok, err := s.answered(ctx, by); ok || err != nil {
		return err
	}
	c, t, _, err := s.imported(ctx, by.Actor, slug, ref)
	if err != nil {
		return err
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		now, err := tx.TextImport(ctx, c.ID, ref)
		if err != nil {
			return "", err
		}
		ok, err := tx.DropTextImport(ctx, now)
		if err == nil && !ok {
			err = fault.Missing("import")
		}
		return t.Ref, err
	})
	return err
}

// waiting are the comments of a Word file that wait for the version to be published. kept are the provisions with the
// identities that they were kept with, in the order in which they were recognised.
func (s *Service) waiting(by models.Call, v models.Version, r recognised, kept []models.Provision) []models.ImportedComment {
	became := make(map[string]string, len(kept))
	for i, p := range r.Provisions {
		became[p.WID] = kept[i].WID
	}
	out := make([]models.ImportedComment, 0, len(r.Remarks))
	met := map[string]int{} // a file may call two comments the same
	for _, m := range r.Remarks {
		external := fmt.Sprintf("%s:%d", m.ID, v.DraftID)
		if met[external]++; met[external] > 1 {
			external += fmt.Sprintf(":%d", met[external])
		}
		row := models.ImportedComment{
			ConsultationID: v.ConsultationID, ID: s.ids.Next(by.At), VersionID: v.ID, ExternalID: external,
			WID: became[m.WID], StartAt: m.Start, Exact: m.Exact, Body: m.Body, AuthorName: m.Author, CreatedAt: m.At,
		}
		if !sane(row.CreatedAt) || row.CreatedAt.After(by.At) {
			row.CreatedAt = by.At
		}
		if by.PersonID != 0 {
			row.PersonID = &by.PersonID
		}
		out = append(out, row)
	}
	return out
}
