package api

import (
	"context"

	"travaux/api/gen"
	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/models"
)

// Translation shows a translation beside what it follows to those who make it.
func (a *API) Translation(ctx context.Context, r gen.TranslationRequestObject) (gen.TranslationResponseObject, error) {
	t, err := a.translation(ctx, r.C, r.D, r.N, r.Language)
	if err != nil {
		return nil, err
	}
	return gen.Translation200JSONResponse(t), nil
}

// StartTranslation begins a translation.
func (a *API) StartTranslation(ctx context.Context, r gen.StartTranslationRequestObject) (gen.StartTranslationResponseObject, error) {
	w, err := which(ctx, r.N, r.Language)
	if err != nil {
		return nil, err
	}
	if err := a.s.StartTranslation(ctx, call(ctx), r.C, r.D, r.Language, w.Number); err != nil {
		return nil, err
	}
	t, err := a.translation(ctx, r.C, r.D, r.N, r.Language)
	if err != nil {
		return nil, err
	}
	out := gen.StartTranslation201JSONResponse{Body: t}
	out.Headers.Location = at(r.C, "drafts", r.D, "versions", r.N, "translations", r.Language)
	return out, nil
}

// PublishTranslation freezes a translation of a published version.
func (a *API) PublishTranslation(ctx context.Context, r gen.PublishTranslationRequestObject) (gen.PublishTranslationResponseObject, error) {
	w, err := which(ctx, r.N, r.Language)
	if err != nil {
		return nil, err
	}
	in := consult.NewTranslationPublication{}
	if err := optionalBody(ctx, &in); err != nil {
		return nil, err
	}
	v, err := a.s.PublishTranslation(ctx, call(ctx), r.C, r.D, r.Language, w.Number, in)
	if err != nil {
		return nil, err
	}
	return gen.PublishTranslation200JSONResponse(version(v)), nil
}

func (a *API) translation(ctx context.Context, c, d, number, language string) (gen.Translation, error) {
	w, err := which(ctx, number, language)
	if err != nil {
		return gen.Translation{}, err
	}
	t, err := a.s.Translation(ctx, who(ctx), c, d, language, w.Number)
	if err == nil && !t.Begun {
		err = fault.Missing("version")
	}
	n := translationCount(t.Count)
	return gen.Translation{
		Draft: t.Slug, Number: optNumber(t.Version.Number), Title: t.Text.Title, Language: n.Language, Status: n.Status,
		Current: n.Current, Stale: n.Stale, Gap: n.Gap, Provisions: each(t.Items, translatedProvision),
	}, err
}

func translationCount(c models.TranslationCount) gen.TranslationCount {
	status := models.Working
	if c.Frozen {
		status = models.Published
	}
	return gen.TranslationCount{Language: c.Language, Status: gen.VersionStatus(status), Current: c.Current, Stale: c.Stale, Gap: c.Gaps}
}

func translatedProvision(t models.TranslatedProvision) gen.TranslatedProvision {
	return gen.TranslatedProvision{
		State: gen.TranslationState(t.State), Source: *editedProvision(&t.Source), Words: editedProvision(t.Words), Base: editedProvision(t.Base),
	}
}

// stands says how the provisions of a reading stand to the text that they translate.
func stands(v models.Reading, all []gen.Provision) {
	if v.Text.Language == v.Language {
		return
	}
	for i, p := range v.Provisions {
		state := gen.TranslationState(models.TranslationCurrent)
		if apart, ok := v.Marked[p.WID]; ok {
			state = gen.TranslationState(apart.State)
		}
		all[i].Translation = &state
		if p.Language != v.Text.Language {
			all[i].Language = &p.Language
		}
	}
}
