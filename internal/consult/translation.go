package consult

import (
	"context"
	"slices"

	"travaux/internal/fault"
	"travaux/internal/store"
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
	t.Items, err = s.translated(ctx, d, v, language, t.Provisions)
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
	if n := len(versions); n > 0 && versions[n-1].Number == 0 { // the working one first
		versions = append(versions[n-1:], versions[:n-1]...)
	}
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

// translated holds the provisions of a translation against those of the text, in its order.
func (s *Service) translated(ctx context.Context, d models.Draft, v models.Version, language string, words []models.Provision) ([]models.TranslatedProvision, error) {
	source, err := s.st.Provisions(ctx, d.ConsultationID, v.ID, d.Language)
	if err != nil {
		return nil, err
	}
	bases, err := s.st.TranslationBases(ctx, d.ConsultationID, v.ID, language)
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
		}
		out[i] = t
	}
	return out, nil
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
	bases, err := s.st.TranslationBases(ctx, d.ConsultationID, v.ID, language)
	if b, ok := bases[wid]; ok && err == nil {
		p := b.Provision(d.Language)
		base = &p
	}
	return source, base, err
}

// StartTranslation begins a translation of a version: with what of the newest other version's translation still has its
// place, else with nothing. Those who may translate. Faults: Conflict "translation_there"; as Translation.
func (s *Service) StartTranslation(ctx context.Context, by models.Call, slug, draft, language string, number int) error {
	d, v, _, err := s.translatable(ctx, by.Actor, slug, draft, language, number)
	if err != nil {
		return err
	}
	language = canonical(language)
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if _, err := tx.Touch(ctx, d.ConsultationID); err != nil {
			return "", err
		}
		source, err := tx.Provisions(ctx, d.ConsultationID, v.ID, d.Language)
		if err != nil {
			return "", err
		}
		from, err := s.carriedFrom(ctx, tx.Reader, d, v, language)
		if err != nil {
			return "", err
		}
		text := models.VersionText{ConsultationID: d.ConsultationID, VersionID: v.ID, Language: language, Title: from.title}
		ps, bases := from.onto(source)
		ok, err := tx.AddVersionText(ctx, &text, own(ps, v, language))
		if err != nil || !ok {
			return language, cmpErr(err, fault.New(fault.Conflict, "translation_there"))
		}
		for i := range bases {
			bases[i].ConsultationID, bases[i].VersionID, bases[i].Language = d.ConsultationID, v.ID, language
		}
		return language, tx.AddBases(ctx, bases)
	})
	return err
}

// carried is a translation of another version, with the words that it was made from.
type carried struct {
	title string
	words []models.Provision
	made  map[string]models.Provision // from, by wid
	was   map[string]models.Provision // the other version's text, by wid
}

// carriedFrom finds the translation of the newest other version that has one; without any, only the title of the text.
func (s *Service) carriedFrom(ctx context.Context, r store.Reader, d models.Draft, v models.Version, language string) (carried, error) {
	texts, err := r.DraftTexts(ctx, d.ConsultationID, d.ID)
	if err != nil {
		return carried{}, err
	}
	out := carried{title: d.Title}
	for _, t := range texts {
		if t.VersionID == v.ID && t.Language == d.Language {
			out.title = t.Title
		}
	}
	for _, t := range texts { // newest first
		if t.VersionID != v.ID && t.Language == language {
			out.title = t.Title
			return out, out.read(ctx, r, d, t)
		}
	}
	return out, nil
}

// read takes in a text, and what each of its provisions was made from.
func (c *carried) read(ctx context.Context, r store.Reader, d models.Draft, t models.VersionText) (err error) {
	if c.words, err = r.Provisions(ctx, t.ConsultationID, t.VersionID, t.Language); err != nil {
		return err
	}
	source, err := r.Provisions(ctx, t.ConsultationID, t.VersionID, d.Language)
	if err != nil {
		return err
	}
	bases, err := r.TranslationBases(ctx, t.ConsultationID, t.VersionID, t.Language)
	c.was, c.made = byWID(source), byWID(source)
	for wid, b := range bases {
		c.made[wid] = b.Provision(d.Language)
	}
	return err
}

// onto puts the translation where the text has its provisions now, and tells what of it is stale. What bears the number
// of the text bears the one that it has now.
func (c carried) onto(source []models.Provision) ([]models.Provision, []models.TranslationBase) {
	words := byWID(c.words)
	ps := arranged(source, words)
	now := byWID(source)
	var stale []models.TranslationBase
	for i := range ps {
		p, made := &ps[i], c.made[ps[i].WID]
		p.Seq = 0
		if p.Number == c.was[p.WID].Number {
			p.Number = now[p.WID].Number
		}
		if !made.SameWords(now[p.WID]) {
			stale = append(stale, models.TranslationBase{WID: p.WID, Number: made.Number, Heading: made.Heading, Text: made.Text, HTML: made.HTML})
		}
	}
	return ps, stale
}
