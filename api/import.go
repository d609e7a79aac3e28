package api

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"travaux/api/gen"
	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/models"
)

// Imports lists the texts that were brought in and not kept yet.
func (a *API) Imports(ctx context.Context, r gen.ImportsRequestObject) (gen.ImportsResponseObject, error) {
	all, err := a.s.Imports(ctx, who(ctx), r.C)
	if err != nil {
		return nil, err
	}
	return gen.Imports200JSONResponse{Items: each(all, func(t models.TextImport) gen.ImportHead {
		return gen.ImportHead{
			Import: t.Ref, Draft: t.Draft, NewDraft: t.NewDraft, Language: t.Language, Label: opt(t.Label), FileName: opt(t.FileName),
			Revision: t.Revision, CreatedAt: t.CreatedAt.UTC(),
		}
	})}, nil
}

// BeginImport takes a text in to be looked at, sent as JSON or as a file.
func (a *API) BeginImport(ctx context.Context, r gen.BeginImportRequestObject) (gen.BeginImportResponseObject, error) {
	in, err := newImport(ctx, r.JSONBody, r.MultipartBody != nil)
	if err != nil {
		return nil, err
	}
	ref, err := a.s.BeginImport(ctx, call(ctx), r.C, in)
	if err != nil {
		return nil, err
	}
	p, err := a.preview(ctx, r.C, ref)
	if err != nil {
		return nil, err
	}
	out := gen.BeginImport201JSONResponse{Body: p}
	out.Headers.Location, out.Headers.ETag = at(r.C, "imports", ref), etag(p.Revision)
	return out, nil
}

// newImport takes the text from the JSON body, or else from a form with a file, whose format its content tells.
func newImport(ctx context.Context, body *consult.NewImport, isForm bool) (consult.NewImport, error) {
	switch {
	case body != nil:
		return *body, nil
	case !isForm:
		return consult.NewImport{}, fault.New(fault.Unsupported, "media_type")
	}
	form := struct {
		Draft    string `json:"draft"`
		Slug     string `json:"slug"`
		Title    string `json:"title"`
		Label    string `json:"label"`
		Language string `json:"language"`
		Changes  string `json:"changes"`
	}{}
	file, err := upload(ctx, &form)
	return consult.NewImport{
		Draft: form.Draft, Slug: form.Slug, Title: form.Title, FileName: file.Name,
		NewVersion: consult.NewVersion{File: file.Content, Changes: form.Changes, Label: form.Label, Language: form.Language},
	}, err
}

// Import shows a text that was brought in.
func (a *API) Import(ctx context.Context, r gen.ImportRequestObject) (gen.ImportResponseObject, error) {
	p, err := a.preview(ctx, r.C, r.Import)
	if err != nil {
		return nil, err
	}
	out := gen.Import200JSONResponse{Body: p}
	out.Headers.ETag = etag(p.Revision)
	return out, nil
}

// DiscardImport forgets a text that was brought in.
func (a *API) DiscardImport(ctx context.Context, r gen.DiscardImportRequestObject) (gen.DiscardImportResponseObject, error) {
	return gen.DiscardImport204Response{}, a.s.DiscardImport(ctx, call(ctx), r.C, r.Import)
}

// EditImport does one correction.
func (a *API) EditImport(ctx context.Context, r gen.EditImportRequestObject) (gen.EditImportResponseObject, error) {
	in := *r.Body
	var err error
	if in.Revision, err = web.IfMatch(echoOf(ctx)); err != nil {
		return nil, err
	}
	wid, err := a.s.EditImport(ctx, call(ctx), r.C, r.Import, in)
	if err != nil {
		return nil, err
	}
	p, err := a.preview(ctx, r.C, r.Import)
	if err != nil {
		return nil, err
	}
	out := gen.EditImport200JSONResponse{Body: gen.ImportEdited{Wid: opt(wid), Import: p}}
	out.Headers.ETag = etag(p.Revision)
	return out, nil
}

// KeepImport makes a version, or a translation, of a text that was brought in.
func (a *API) KeepImport(ctx context.Context, r gen.KeepImportRequestObject) (gen.KeepImportResponseObject, error) {
	in := *r.Body
	var err error
	if in.Revision, err = web.IfMatch(echoOf(ctx)); err != nil {
		return nil, err
	}
	v, err := a.s.KeepImport(ctx, call(ctx), r.C, r.Import, in)
	if err != nil {
		return nil, err
	}
	out := gen.KeepImport201JSONResponse{Body: version(v)}
	out.Headers.Location = versionAt(r.C, v)
	if v.Text.Language != v.Language {
		out.Headers.Location += "?language=" + v.Text.Language
	}
	return out, nil
}

// preview is a text that was brought in, as it is recognised by now.
func (a *API) preview(ctx context.Context, c, ref string) (gen.ImportPreview, error) {
	p, err := a.s.Import(ctx, who(ctx), c, ref)
	if err != nil {
		return gen.ImportPreview{}, err
	}
	out := gen.ImportPreview{
		Import: p.Ref, Draft: p.Draft, NewDraft: p.NewDraft, Language: p.Language, Label: opt(p.Label), FileName: opt(p.FileName),
		Revision: p.Revision, CreatedAt: p.CreatedAt.UTC(), Title: p.Reading.Text.Title, Tracked: p.Tracked, Undo: p.Undo != "",
		Provisions: each(p.Reading.Provisions, func(q models.Provision) gen.EditedProvision { return *editedProvision(&q) }),
		Warnings:   importWarnings(p), Comments: importComments(p), Missing: []string{}, Unplaced: []string{},
	}
	if len(p.File) > 0 {
		changes := gen.ImportPreviewChanges(p.Changes)
		out.Changes = &changes
	}
	if m := p.Matched; m != nil {
		out.Matched = &gen.ImportMatched{Of: m.Of, Kept: m.Kept, Changed: m.Changed, New: m.New, Gone: m.Gone}
	}
	for _, wid := range p.Missing {
		position, unplaced := strings.CutPrefix(wid, "position:")
		if !unplaced {
			out.Missing = append(out.Missing, wid)
			continue
		}
		i := slices.IndexFunc(p.Reading.Provisions, func(q models.Provision) bool { return strconv.Itoa(q.Position) == position })
		if i >= 0 {
			out.Unplaced = append(out.Unplaced, p.Reading.Provisions[i].WID)
		}
	}
	return out, nil
}

// importWarnings leaves out those about a provision that is gone.
func importWarnings(p consult.ImportPreview) []gen.ImportWarning {
	out := []gen.ImportWarning{}
	for _, w := range p.Warnings {
		code, wid, about := strings.Cut(w, ":")
		if _, there := p.Reading.Provision(wid); there || !about {
			out = append(out, gen.ImportWarning{Code: code, Wid: opt(wid)})
		}
	}
	return out
}

// importComments are the comments of a Word file, in the order of what they are about; those about the whole text first.
func importComments(p consult.ImportPreview) []gen.ImportComment {
	out := []gen.ImportComment{}
	add := func(wid string) {
		for _, c := range p.Comments[wid] {
			one := gen.ImportComment{Wid: opt(wid), Author: c.Author, Body: c.Body}
			if c.End > c.Start {
				one.Start, one.End = &c.Start, &c.End
			}
			out = append(out, one)
		}
	}
	add("")
	for _, q := range p.Reading.Provisions {
		add(q.WID)
	}
	return out
}
