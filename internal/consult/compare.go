package consult

import (
	"context"
	"slices"

	"travaux/internal/fault"
	"travaux/models"
)

// Compare tells what changed from one version of a draft to another, in the language of to.Language. Where one of them has
// no text in it, both are compared in the authoritative language, and Comparison.New.Asked tells. The working version, on
// either side, is for those who may draft or review. Fault NotFound.
func (s *Service) Compare(ctx context.Context, who models.Actor, slug, draft string, from, to Which) (models.Comparison, error) {
	var c models.Comparison
	h, err := s.history(ctx, who, slug, draft)
	if err != nil {
		return c, err
	}
	c.Versions = h.versions
	if c.Old, err = h.head(from); err != nil {
		return c, err
	}
	if c.New, err = h.head(to); err != nil {
		return c, err
	}
	texts, err := h.texts(ctx, s)
	if err != nil {
		return c, err
	}
	language := shared(texts, []int64{c.Old.Version.ID, c.New.Version.ID}, to.Language, h.draft.Language)
	for _, r := range []*models.Reading{&c.Old, &c.New} {
		if r.Asked = to.Language; r.Asked == "" {
			r.Asked = language
		}
		if err := s.fillIn(ctx, r, texts, language); err != nil {
			return c, err
		}
	}
	c.Provisions = s.compared(c.Old, c.New)
	return c, nil
}

// history is a draft with its versions, as far as somebody may know them.
type history struct {
	draft    models.Draft
	versions []models.Version // newest first, the working one last
}

// history finds a draft and its versions; the working one for staff only. Fault NotFound, also where nothing of it is to
// be known yet.
func (s *Service) history(ctx context.Context, who models.Actor, slug, draft string) (history, error) {
	var h history
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return h, err
	}
	if h.draft, err = s.st.Draft(ctx, c.ID, draft); err != nil {
		return h, err
	}
	if h.versions, err = s.st.Versions(ctx, c.ID, h.draft.ID); err != nil {
		return h, err
	}
	if Can(who, ReadUnpublished, Thing{ConsultationID: c.ID}) {
		return h, nil
	}
	h.versions = slices.DeleteFunc(h.versions, func(v models.Version) bool { return v.Number == 0 })
	if len(h.versions) == 0 {
		return h, fault.Missing("draft")
	}
	return h, nil
}

// head is a version without its text.
func (h history) head(w Which) (r models.Reading, err error) {
	r.Draft = h.draft
	r.Version, r.Numbers, err = choose(h.versions, w)
	return r, err
}

// texts gives the texts of the versions by language. A translation of a published version is there once it is published
// itself.
func (h history) texts(ctx context.Context, s *Service) ([]models.VersionText, error) {
	all, err := s.st.DraftTexts(ctx, h.draft.ConsultationID, h.draft.ID)
	var out []models.VersionText
	for _, t := range all {
		known := slices.ContainsFunc(h.versions, func(v models.Version) bool { return v.ID == t.VersionID })
		if known && (t.Number == 0 || t.PublishedAt != nil) {
			out = append(out, t.VersionText)
		}
	}
	return out, err
}

// shared is the wanted language if all of the versions have a text in it, else the authoritative one.
func shared(texts []models.VersionText, versionIDs []int64, wanted, authoritative string) string {
	for _, id := range versionIDs {
		if !slices.ContainsFunc(texts, func(t models.VersionText) bool { return t.VersionID == id && t.Language == wanted }) {
			return authoritative
		}
	}
	return wanted
}

// fillIn adds the text in a language, without the counts of comments.
func (s *Service) fillIn(ctx context.Context, r *models.Reading, texts []models.VersionText, language string) (err error) {
	for _, t := range texts {
		if t.VersionID != r.Version.ID {
			continue
		}
		r.Languages = append(r.Languages, t.Language)
		if t.Language == language {
			r.Text = t
		}
	}
	r.Provisions, err = s.st.Provisions(ctx, r.ConsultationID, r.Version.ID, language)
	return err
}

// Versions lists the versions of a draft with their texts in every language, newest first, the working one last and for
// staff only. Fault NotFound.
func (s *Service) Versions(ctx context.Context, who models.Actor, slug, draft string) (models.Versions, error) {
	h, err := s.history(ctx, who, slug, draft)
	if err != nil {
		return models.Versions{}, err
	}
	texts, err := h.texts(ctx, s)
	out := models.Versions{Draft: h.draft}
	for _, v := range h.versions {
		of := slices.DeleteFunc(slices.Clone(texts), func(t models.VersionText) bool { return t.VersionID != v.ID })
		out.Items = append(out.Items, models.VersionEntry{Version: v, Texts: of})
	}
	return out, err
}
