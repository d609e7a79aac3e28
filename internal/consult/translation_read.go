package consult

import (
	"context"
	"slices"

	"travaux/models"
)

// Shown gives a version as it is read in a language. Its own translation is shown with the text where something is
// missing. A published version that has none is put together: where the words are those of the newest earlier version
// that has one, its translation stands, elsewhere the text, each provision in its own language. Faults as Reading.
func (s *Service) Shown(ctx context.Context, who models.Actor, slug, draft string, w Which) (models.Reading, error) {
	r, err := s.Reading(ctx, who, slug, draft, w)
	if err != nil {
		return r, err
	}
	return s.shownIn(ctx, r, w.Language)
}

// shownIn shows a version that was read, or a part of it, in a language.
func (s *Service) shownIn(ctx context.Context, r models.Reading, language string) (models.Reading, error) {
	if language == "" || language == r.Text.Language {
		return s.filled(ctx, r, nil)
	}
	e, ok := earlierIn(r, language)
	if !ok {
		return r, nil
	}
	return s.composed(ctx, r, e)
}

// earlierIn is the newest earlier text in a language.
func earlierIn(r models.Reading, language string) (models.DraftText, bool) {
	at := slices.IndexFunc(r.Earlier, func(t models.DraftText) bool { return t.Language == language })
	if at < 0 {
		return models.DraftText{}, false
	}
	return r.Earlier[at], true
}

// ReadIn gives a version in a language, in its own translation only, with the text where something of that is missing.
// A language in which it is not there gives the authoritative one. Faults as Reading.
func (s *Service) ReadIn(ctx context.Context, who models.Actor, slug, draft string, w Which) (models.Reading, error) {
	r, err := s.Reading(ctx, who, slug, draft, w)
	return s.filled(ctx, r, err)
}

// earlierTexts are the newest published texts of the versions before one, in the languages in which that is not.
func earlierTexts(texts []models.DraftText, r models.Reading) []models.DraftText {
	var out []models.DraftText
	for _, t := range texts { // newest first
		known := slices.ContainsFunc(out, func(o models.DraftText) bool { return o.Language == t.Language })
		if t.Number > 0 && t.Number < r.Version.Number && t.PublishedAt != nil && !known && !slices.Contains(r.Languages, t.Language) {
			out = append(out, t)
		}
	}
	return out
}

// filled puts the text in the gaps of a translation, and marks what of it is stale.
func (s *Service) filled(ctx context.Context, r models.Reading, err error) (models.Reading, error) {
	if err != nil || r.Text.Language == r.Language || r.Text.Language == "" {
		return r, err
	}
	counts, err := s.st.TranslationCounts(ctx, r.Version, r.Language)
	if err != nil || countIn(counts, r.Text.Language).Whole() {
		return r, err
	}
	items, err := s.translated(ctx, r.Draft, r.Version, r.Text.Language, r.Provisions, r.Only())
	r.Provisions, r.Marked = nil, map[string]models.Apart{}
	for _, t := range items {
		p := t.Source
		switch t.State {
		case models.TranslationGap:
			r.Marked[p.WID] = models.Apart{State: t.State}
		case models.TranslationStale:
			source := t.Source
			r.Marked[p.WID] = models.Apart{State: t.State, Other: &source}
		}
		if t.Words != nil {
			p = placedAs(*t.Words, t.Source)
		}
		r.Provisions = append(r.Provisions, p)
	}
	return r, err
}

// composed puts a version together from its text and the translation of an earlier version.
func (s *Service) composed(ctx context.Context, r models.Reading, e models.DraftText) (models.Reading, error) {
	var from carried
	if err := from.read(ctx, s.st.Reader, r.Draft, e.VersionText, r.Only()); err != nil {
		return r, err
	}
	r.Text = models.VersionText{ConsultationID: r.ConsultationID, VersionID: r.Version.ID, Language: e.Language, Title: e.Title}
	r.From, r.Marked = e.Number, map[string]models.Apart{}
	words := byWID(from.words)
	for i, p := range r.Provisions {
		t, ok := words[p.WID]
		switch {
		case !ok:
			r.Marked[p.WID] = models.Apart{State: models.TranslationGap}
		case !from.made[p.WID].SameWords(p):
			r.Marked[p.WID] = models.Apart{State: models.TranslationStale, Other: &t}
		default:
			if t.Number == from.was[p.WID].Number {
				t.Number = p.Number
			}
			r.Provisions[i] = placedAs(t, p)
		}
	}
	return r, nil
}

// placedAs is a provision where another one stands.
func placedAs(p, at models.Provision) models.Provision {
	p.VersionID, p.Position, p.Parent, p.Depth, p.EID, p.Kind = at.VersionID, at.Position, at.Parent, at.Depth, at.EID, at.Kind
	return p
}

// wordsIn are the provisions of a published version as they are read in a language; none where it is not read in it.
func (s *Service) wordsIn(ctx context.Context, who models.Actor, slug string, d models.Draft, v models.Version, language string) ([]models.Provision, error) {
	if language == d.Language {
		return s.st.Provisions(ctx, d.ConsultationID, v.ID, language)
	}
	r, err := s.Shown(ctx, who, slug, d.Slug, Which{Number: v.Number, Language: language})
	if err != nil || r.Text.Language != language {
		return nil, err
	}
	return r.Provisions, nil
}

// spot is a stretch of a provision's plain text.
type spot struct {
	wid        string
	start, end int
}

// elsewhere are the places of comments that were made on other words than a translation has there: it was put together
// from another version's, or it was published after the version, and people read it otherwise before. To mark nothing is
// better than to mark what nobody spoke of.
func (s *Service) elsewhere(ctx context.Context, r models.Reading) (map[spot]bool, error) {
	late := r.Text.PublishedAt != nil && r.Version.PublishedAt != nil && r.Text.PublishedAt.After(*r.Version.PublishedAt)
	if r.Text.Language == r.Language || r.From == 0 && !late {
		return nil, nil
	}
	quotes, err := s.st.Quotes(ctx, r.ConsultationID, r.Version.ID, r.Text.Language, r.Only())
	out, texts := map[spot]bool{}, byWID(r.Provisions)
	for _, q := range quotes {
		text := []rune(texts[q.WID].Text)
		if q.StartAt < 0 || q.EndAt > len(text) || q.StartAt > q.EndAt || string(text[q.StartAt:q.EndAt]) != q.Exact {
			out[spot{q.WID, q.StartAt, q.EndAt}] = true
		}
	}
	return out, err
}
