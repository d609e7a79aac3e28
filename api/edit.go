package api

import (
	"context"
	"strconv"

	"travaux/api/gen"
	"travaux/internal/consult"
	"travaux/internal/web"
	"travaux/models"
)

// OpenWorking begins a working version as a copy of the newest one.
func (a *API) OpenWorking(ctx context.Context, r gen.OpenWorkingRequestObject) (gen.OpenWorkingResponseObject, error) {
	v, err := a.s.OpenWorking(ctx, call(ctx), r.C, r.D, *r.Body)
	if err != nil {
		return nil, err
	}
	out := gen.OpenWorking201JSONResponse{Body: version(v)}
	out.Headers.Location = versionAt(r.C, v)
	return out, nil
}

// EditWorking does one act on the working version, while the provision that is there is as the caller read it.
func (a *API) EditWorking(ctx context.Context, r gen.EditWorkingRequestObject) (gen.EditWorkingResponseObject, error) {
	in := *r.Body
	if echoOf(ctx).Request().Header.Get("If-Match") != "" {
		seen, err := web.IfMatch(echoOf(ctx))
		if err != nil {
			return nil, err
		}
		in.Seq = &seen
	}
	done, err := a.s.EditWorking(ctx, call(ctx), r.C, r.D, in)
	if err != nil {
		return nil, err
	}
	out := gen.EditWorking200JSONResponse{Body: gen.Edited{Wid: opt(done.WID), Revision: done.Seq}}
	out.Headers.ETag = etag(done.Seq)
	return out, nil
}

// History lists what was done to the working version.
func (a *API) History(ctx context.Context, r gen.HistoryRequestObject) (gen.HistoryResponseObject, error) {
	before, err := int64(0), error(nil)
	if said := r.Params.Before; said != "" {
		if before, err = strconv.ParseInt(said, 10, 64); err != nil || before <= 0 {
			return nil, malformed("bad_filter", "before")
		}
	}
	list, next, err := a.s.History(ctx, who(ctx), r.C, r.D, r.Params.Wid, before)
	if err != nil {
		return nil, err
	}
	out := gen.History200JSONResponse{Items: each(list, historyEntry)}
	if next != 0 {
		out.Next = &next
	}
	return out, nil
}

func historyEntry(e consult.HistoryEntry) gen.HistoryEntry {
	return gen.HistoryEntry{
		Act: e.Act, Wid: opt(e.WID), Language: e.Language, Revision: e.Seq, By: opt(e.Name), WordsOf: opt(e.WordsOf), At: e.CreatedAt.UTC(),
		Changes: each(e.Changes, editChange), More: e.More,
	}
}

func editChange(c models.ProvisionDiff) gen.EditChange {
	return gen.EditChange{Was: editedProvision(c.Was), Is: editedProvision(c.Is)}
}

func editedProvision(p *models.Provision) *gen.EditedProvision {
	if p == nil {
		return nil
	}
	return &gen.EditedProvision{
		Wid: p.WID, Parent: opt(p.Parent), Kind: string(p.Kind), Number: p.Number, Heading: p.Heading, Text: p.Text, HTML: p.HTML,
	}
}
