package consult

import (
	"context"
	"slices"

	"travaux/internal/fault"
	"travaux/internal/redline"
	"travaux/models"
)

// Translation is a translation of a version, as whoever makes it sees it.
type Translation struct {
	models.Reading        // the version in that language; without provisions when it is not begun
	Begun          bool   // it is there
	Source         string // what the text is called in the draft's language
	Numbers        []int  // the versions that it can be made for, 0 is the working one; newest first
	Items          []models.TranslatedProvision
	Count          models.TranslationCount
}

// Translation gives a translation of a version beside what it follows: of the working version when one is open, else of
// the newest; number names another. Those who may translate. Faults: NotFound "version"; Invalid "language".
func (s *Service) Translation(ctx context.Context, who models.Actor, slug, draft, language string, number int) (Translation, error) {
	var t Translation
	d, v, numbers, err := s.translatable(ctx, who, slug, draft, language, number)
	if err != nil {
		return t, err
	}
	language = canonical(language)
	texts, err := s.st.VersionTexts(ctx, d.ConsultationID, v.ID)
	if err != nil {
		return t, err
	}
	source, _ := textIn(texts, d.Language)
	t.Numbers, t.Source = numbers, source.Title
	t.Reading = models.Reading{Draft: d, Version: v, Asked: language}
	if t.Text, t.Begun = textIn(texts, language); !t.Begun {
		t.Text = models.VersionText{Language: language, Title: source.Title}
	}
	if t.Provisions, err = s.st.Provisions(ctx, d.ConsultationID, v.ID, language); err != nil {
		return t, err
	}
	t.Items, err = s.translated(ctx, d, v, language, t.Provisions, nil)
	t.Count = count(language, t.Items)
	t.Count.Frozen = t.Text.PublishedAt != nil
	return t, err
}

// translatable finds the version that a translation is of, and all that one can be of.
func (s *Service) translatable(ctx context.Context, who models.Actor, slug, draft, language string, number int) (d models.Draft, v models.Version, numbers []int, err error) {
	c, err := s.where(ctx, who, Translate, slug)
	if err != nil {
		return d, v, nil, err
	}
	if d, err = s.st.Draft(ctx, c.ID, draft); err != nil {
		return d, v, nil, err
	}
	in := NewVersion{Content: "-", Language: language}
	if err = s.check(&in); err != nil {
		return d, v, nil, err
	}
	if language == "" || canonical(language) == d.Language {
		return d, v, nil, fault.Bad("language", "authoritative")
	}
	versions, err := s.st.Versions(ctx, c.ID, d.ID)
	if err != nil {
		return d, v, nil, err
	}
	versions = workingFirst(versions)
	for _, v := range versions {
		numbers = append(numbers, v.Number)
	}
	at := slices.Index(numbers, number)
	if at < 0 && number == 0 {
		at = 0
	}
	if at < 0 || len(versions) == 0 {
		return d, v, nil, fault.Missing("version")
	}
	return d, versions[at], numbers, nil
}

// translated holds the provisions of a translation against those of the text, in its order; some of them or, nil, all.
func (s *Service) translated(ctx context.Context, d models.Draft, v models.Version, language string, words []models.Provision, only []string) ([]models.TranslatedProvision, error) {
	source, err := s.st.ProvisionsIn(ctx, d.ConsultationID, v.ID, d.Language, only)
	if err != nil {
		return nil, err
	}
	bases, err := s.st.TranslationBases(ctx, d.ConsultationID, v.ID, language, only)
	if err != nil {
		return nil, err
	}
	there := byWID(words)
	out := make([]models.TranslatedProvision, len(source))
	for i, p := range source {
		t := models.TranslatedProvision{Source: p, State: models.TranslationGap}
		if w, ok := there[p.WID]; ok {
			t.Words, t.State = &w, models.TranslationCurrent
		}
		if b, ok := bases[p.WID]; ok && t.Words != nil {
			base := b.Provision(d.Language)
			base.Kind = p.Kind
			t.Base, t.State = &base, models.TranslationStale
			if t.Compared() {
				t.HeadingRuns, t.TextRuns = runs(base.Heading, p.Heading), runs(base.Text, p.Text)
			}
		}
		out[i] = t
	}
	return out, nil
}

// runs is what changed from one text to another, word by word.
func runs(was, is string) []models.Run {
	var out []models.Run
	for _, e := range redline.Words(was, is) {
		out = append(out, models.Run{Op: string(e.Op), Text: e.Text})
	}
	return out
}

// Translations lists how far the translations of the working version and of the newest published one are, and of those
// that have one which is not published. Those who may translate.
func (s *Service) Translations(ctx context.Context, who models.Actor, slug, draft string) (models.Draft, []models.Translations, error) {
	c, err := s.where(ctx, who, Translate, slug)
	if err != nil {
		return models.Draft{}, nil, err
	}
	d, err := s.st.Draft(ctx, c.ID, draft)
	if err != nil {
		return d, nil, err
	}
	versions, err := s.st.Versions(ctx, c.ID, d.ID)
	if err != nil {
		return d, nil, err
	}
	texts, err := s.st.DraftTexts(ctx, c.ID, d.ID)
	if err != nil {
		return d, nil, err
	}
	var shown []models.Version
	for i, v := range workingFirst(versions) {
		waits := slices.ContainsFunc(texts, func(t models.DraftText) bool { return t.VersionID == v.ID && t.PublishedAt == nil })
		if i < 2 || waits {
			shown = append(shown, v)
		}
	}
	counts, err := s.st.TranslationCountsOf(ctx, shown, d.Language)
	var out []models.Translations
	for _, v := range shown {
		if of := counts[v.ID]; len(of) > 0 {
			out = append(out, models.Translations{Version: v, Counts: of[1:]})
		}
	}
	return d, out, err
}

// CountTranslations says how far the translations of a version are, of a published one those that are published.
func (s *Service) CountTranslations(ctx context.Context, r models.Reading) ([]models.TranslationCount, error) {
	counts, err := s.st.TranslationCounts(ctx, r.Version, r.Language)
	if err != nil || len(counts) == 0 {
		return nil, err
	}
	return slices.DeleteFunc(counts[1:], func(c models.TranslationCount) bool { return r.Version.Number > 0 && !c.Frozen }), nil
}

// workingFirst are the versions with the working one, which is last, at their head.
func workingFirst(versions []models.Version) []models.Version {
	n := len(versions)
	if n == 0 || versions[n-1].Number > 0 {
		return versions
	}
	return append([]models.Version{versions[n-1]}, versions[:n-1]...)
}

func count(language string, items []models.TranslatedProvision) models.TranslationCount {
	c := models.TranslationCount{Language: language}
	for _, t := range items {
		switch t.State {
		case models.TranslationGap:
			c.Gaps++
		case models.TranslationStale:
			c.Stale++
		default:
			c.Current++
		}
	}
	return c
}

// readingOf is a version in a language in which it is there, published or not.
func (s *Service) readingOf(ctx context.Context, d models.Draft, v models.Version, language string) (models.Reading, error) {
	r := models.Reading{Draft: d, Version: v, Asked: language}
	versions, err := s.st.Versions(ctx, d.ConsultationID, d.ID)
	if err != nil {
		return r, err
	}
	for _, v := range versions {
		if v.Number > 0 {
			r.Numbers = append(r.Numbers, v.Number)
		}
	}
	texts, err := s.st.VersionTexts(ctx, d.ConsultationID, v.ID)
	if err != nil {
		return r, err
	}
	for _, t := range texts {
		r.Languages = append(r.Languages, t.Language)
	}
	r.Text, _ = textIn(texts, language)
	r.Provisions, err = s.st.Provisions(ctx, d.ConsultationID, v.ID, language)
	return r, err
}

// sourceOf is what a provision of a translation follows, and what it was made from when it is stale; nil each when not.
func (s *Service) sourceOf(ctx context.Context, d models.Draft, v models.Version, language, wid string) (source, base *models.Provision, err error) {
	if source, err = s.provisionIn(ctx, v, d.Language, wid); err != nil {
		return nil, nil, err
	}
	bases, err := s.st.TranslationBases(ctx, d.ConsultationID, v.ID, language, nil)
	if b, ok := bases[wid]; ok && err == nil {
		p := b.Provision(d.Language)
		base = &p
	}
	return source, base, err
}
