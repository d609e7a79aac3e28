package consult

import (
	"context"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// NewTranslationPublication is what it takes to publish a translation of a published version.
type NewTranslationPublication struct {
	// Unfinished is how many gaps and stale provisions one was shown and publishes it with.
	Unfinished int `json:"unfinished" validate:"min=0"`
}

// PublishTranslation freezes a translation of a published version (0: the newest) and hashes it by itself. Those who may
// translate. Faults: Conflict "translation_unfinished" when it has other gaps and stale provisions than was said,
// "translation_frozen"; NotFound "version".
func (s *Service) PublishTranslation(ctx context.Context, by models.Call, slug, draft, language string, number int, in NewTranslationPublication) (models.Reading, error) {
	var none models.Reading
	c, err := s.where(ctx, by.Actor, Translate, slug)
	if err != nil {
		return none, err
	}
	if err := s.check(&in); err != nil {
		return none, err
	}
	d, err := s.st.Draft(ctx, c.ID, draft)
	if err != nil {
		return none, err
	}
	language = canonical(language)
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if _, err := tx.Touch(ctx, c.ID); err != nil {
			return "", err
		}
		return language, s.publishTranslation(ctx, tx, by, d, language, &number, in.Unfinished)
	})
	if err != nil {
		return none, err
	}
	return s.ReadIn(ctx, by.Actor, slug, draft, Which{Number: number, Language: language})
}

func (s *Service) publishTranslation(ctx context.Context, tx *store.Tx, by models.Call, d models.Draft, language string, number *int, unfinished int) error {
	versions, err := tx.Versions(ctx, d.ConsultationID, d.ID)
	if err != nil {
		return err
	}
	v, _, err := choose(versions, Which{Number: *number})
	if err != nil {
		return err
	}
	*number = v.Number
	texts, err := tx.VersionTexts(ctx, d.ConsultationID, v.ID)
	if err != nil {
		return err
	}
	t, ok := textIn(texts, language)
	switch {
	case !ok || language == d.Language:
		return fault.Missing("version")
	case t.PublishedAt != nil:
		return fault.New(fault.Conflict, "translation_frozen")
	}
	counts, err := tx.TranslationCounts(ctx, v, d.Language)
	if err != nil {
		return err
	}
	c := countIn(counts, language)
	switch {
	case c.Current+c.Stale == 0:
		return fault.New(fault.Conflict, "translation_empty")
	case c.Stale+c.Gaps != unfinished:
		return fault.New(fault.Conflict, "translation_unfinished")
	}
	if err := s.freezeText(ctx, tx, by, d, v, t); err != nil {
		return err
	}
	return s.carryTranslation(ctx, tx, by, d, v)
}

func countIn(counts []models.TranslationCount, language string) models.TranslationCount {
	for _, c := range counts {
		if c.Language == language {
			return c
		}
	}
	return models.TranslationCount{}
}

// freezeText publishes one text of a published version.
func (s *Service) freezeText(ctx context.Context, tx *store.Tx, by models.Call, d models.Draft, v models.Version, t models.VersionText) error {
	provisions, err := tx.Provisions(ctx, d.ConsultationID, v.ID, t.Language)
	if err != nil {
		return err
	}
	freeze(&t, d, v, provisions)
	if err := tx.FreezeText(ctx, &t, by.At); err != nil {
		return err
	}
	t.PublishedAt = &by.At
	return s.record(ctx, tx, d.ConsultationID, textEntry(d, v, t))
}
