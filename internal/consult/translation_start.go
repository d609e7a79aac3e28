package consult

import (
	"context"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

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
			return out, out.read(ctx, r, d, t.VersionText, nil)
		}
	}
	return out, nil
}

// read takes in a text, and what each of its provisions was made from; of some of them or, nil, of all.
func (c *carried) read(ctx context.Context, r store.Reader, d models.Draft, t models.VersionText, only []string) (err error) {
	if c.words, err = r.ProvisionsIn(ctx, t.ConsultationID, t.VersionID, t.Language, only); err != nil {
		return err
	}
	source, err := r.ProvisionsIn(ctx, t.ConsultationID, t.VersionID, d.Language, only)
	if err != nil {
		return err
	}
	bases, err := r.TranslationBases(ctx, t.ConsultationID, t.VersionID, t.Language, only)
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
