package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"travaux/api/gen"
	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/models"
)

// working is how a version without a number is addressed.
const working = "working"

// Drafts lists the drafts of a consultation.
func (a *API) Drafts(ctx context.Context, r gen.DraftsRequestObject) (gen.DraftsResponseObject, error) {
	drafts, err := a.s.Drafts(ctx, who(ctx), r.C)
	if err != nil {
		return nil, err
	}
	return gen.Drafts200JSONResponse{Items: each(drafts, draft)}, nil
}

// CreateDraft makes a draft without a version.
func (a *API) CreateDraft(ctx context.Context, r gen.CreateDraftRequestObject) (gen.CreateDraftResponseObject, error) {
	d, err := a.s.CreateDraft(ctx, call(ctx), r.C, *r.Body)
	if err != nil {
		return nil, err
	}
	out := gen.CreateDraft201JSONResponse{Body: draft(models.DraftSummary{Draft: d})}
	out.Headers.Location = at(r.C, "drafts", d.Slug)
	return out, nil
}

func draft(d models.DraftSummary) gen.Draft {
	return gen.Draft{
		Slug: d.Slug, Title: d.Title, Language: d.Language,
		Version: optNumber(d.Newest), PublishedAt: utc(d.PublishedAt), Working: d.Working,
	}
}

// ImportVersion opens a working version from a text, sent as JSON or as a file.
func (a *API) ImportVersion(ctx context.Context, r gen.ImportVersionRequestObject) (gen.ImportVersionResponseObject, error) {
	in, err := newVersion(ctx, r.JSONBody, r.MultipartBody != nil)
	if err != nil {
		return nil, err
	}
	v, warnings, err := a.s.ImportVersion(ctx, call(ctx), r.C, r.D, in)
	if err != nil {
		return nil, err
	}
	out := gen.ImportVersion201JSONResponse{Body: version(v)}
	out.Body.Warnings = said(warnings)
	out.Headers.Location = versionAt(r.C, v)
	return out, nil
}

// Translate adds a text in another language to a version.
func (a *API) Translate(ctx context.Context, r gen.TranslateRequestObject) (gen.TranslateResponseObject, error) {
	w, err := which(ctx, r.N, r.Language)
	if err != nil {
		return nil, err
	}
	in, err := newVersion(ctx, r.JSONBody, r.MultipartBody != nil)
	if err != nil {
		return nil, err
	}
	if in.Language != "" && in.Language != r.Language {
		return nil, fault.Bad("language", "unknown_value")
	}
	in.Language = r.Language
	v, warnings, err := a.s.Translate(ctx, call(ctx), r.C, r.D, w.Number, in)
	if err != nil {
		return nil, err
	}
	out := gen.Translate201JSONResponse{Body: version(v)}
	out.Body.Warnings = said(warnings)
	out.Headers.Location = versionAt(r.C, v) + "?language=" + r.Language
	return out, nil
}

// newVersion takes the text from the JSON body, or else from a form with a file, whose format its content tells.
func newVersion(ctx context.Context, body *consult.NewVersion, isForm bool) (consult.NewVersion, error) {
	switch {
	case body != nil:
		return *body, nil
	case !isForm:
		return consult.NewVersion{}, fault.New(fault.Unsupported, "media_type")
	}
	form := struct {
		Label    string `json:"label"`
		Language string `json:"language"`
		Changes  string `json:"changes"`
	}{}
	file, err := upload(ctx, &form)
	if err != nil {
		return consult.NewVersion{}, err
	}
	return consult.NewVersion{File: file.Content, Changes: form.Changes, Label: form.Label, Language: form.Language}, nil
}

// PublishVersion freezes the working version.
func (a *API) PublishVersion(ctx context.Context, r gen.PublishVersionRequestObject) (gen.PublishVersionResponseObject, error) {
	in := consult.NewPublication{}
	if err := optionalBody(ctx, &in); err != nil {
		return nil, err
	}
	v, err := a.s.PublishVersion(ctx, call(ctx), r.C, r.D, in)
	if err != nil {
		return nil, err
	}
	out := gen.PublishVersion200JSONResponse{Body: gen.Publication{
		Number: v.Version.Number, Sha256: v.Text.SHA256, Reason: opt(v.Version.Reason),
	}}
	if v.Version.PublishedAt != nil {
		out.Body.PublishedAt = v.Version.PublishedAt.UTC()
	}
	out.Headers.ETag = etag(int64(v.Version.Number))
	return out, nil
}

// Reading shows a version with its provisions.
func (a *API) Reading(ctx context.Context, r gen.ReadingRequestObject) (gen.ReadingResponseObject, error) {
	w, err := which(ctx, r.N, r.Params.Language)
	if err != nil {
		return nil, err
	}
	v, err := a.s.ReadIn(ctx, who(ctx), r.C, r.D, w)
	if err != nil {
		return nil, err
	}
	counts, err := a.s.CountTranslations(ctx, v)
	if err != nil {
		return nil, err
	}
	out := gen.Reading200JSONResponse{Body: version(v)}
	far := each(counts, translationCount)
	out.Body.Translations = &far
	if v.Version.Number != 0 {
		out.Headers.ETag = opt(etag(int64(v.Version.Number)))
	}
	return out, nil
}

// Canonical gives the bytes that were hashed.
func (a *API) Canonical(ctx context.Context, r gen.CanonicalRequestObject) (gen.CanonicalResponseObject, error) {
	w, err := which(ctx, r.N, r.Params.Language)
	if err != nil {
		return nil, err
	}
	text, err := a.s.Canonical(ctx, who(ctx), r.C, r.D, w)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(text))
	return rawJSON{body: []byte(text), etag: `"` + hex.EncodeToString(sum[:]) + `"`}, nil
}

// which reads the number of a version from the path.
func which(ctx context.Context, number, language string) (consult.Which, error) {
	return whichAt(ctx, "n", number, language)
}

// whichAt reads the number of a version from a parameter of the path.
func whichAt(ctx context.Context, param, number, language string) (consult.Which, error) {
	if number == working {
		return consult.Which{Working: true, Language: language}, nil
	}
	n, err := web.Number(echoOf(ctx), param, "version")
	return consult.Which{Number: n, Language: language}, err
}

// said gives the warnings of an import, which are there even when there are none.
func said(warnings []string) *[]string {
	out := list[string](warnings)
	return &out
}

// versionAt is the address of a version.
func versionAt(consultation string, v models.Reading) string {
	number := working
	if v.Version.Number != 0 {
		number = strconv.Itoa(v.Version.Number)
	}
	return at(consultation, "drafts", v.Slug, "versions", number)
}

func version(v models.Reading) gen.Version {
	out := gen.Version{
		Draft: v.Slug, Title: v.Text.Title, Number: optNumber(v.Version.Number), Label: opt(v.Version.Label),
		Status: gen.VersionStatus(v.Version.Status), Language: v.Text.Language, Languages: list[string](v.Languages),
		Sha256: opt(v.Text.SHA256), Reason: opt(v.Version.Reason), PublishedAt: utc(v.Text.PublishedAt),
		Provisions: each(v.Provisions, provision),
	}
	for i := range out.Provisions {
		if v.Text.PublishedAt == nil {
			out.Provisions[i].Revision = &v.Provisions[i].Seq
		}
	}
	stands(v, out.Provisions)
	return out
}

func provision(p models.Provision) gen.Provision {
	return gen.Provision{
		Wid: p.WID, Eid: p.EID, Kind: gen.ProvisionKind(p.Kind), Number: p.Number, Heading: p.Heading,
		Text: p.Text, HTML: p.HTML, Parent: opt(p.Parent), Position: p.Position,
	}
}
