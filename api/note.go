package api

import (
	"context"

	"travaux/api/gen"
	"travaux/internal/web"
	"travaux/models"
)

// Notes lists the private notes on a draft.
func (a *API) Notes(ctx context.Context, r gen.NotesRequestObject) (gen.NotesResponseObject, error) {
	f := models.NoteFilter{Open: r.Params.Open, Cursor: r.Params.Cursor}
	if err := web.Query(echoOf(ctx), &f); err != nil {
		return nil, err
	}
	if f.Limit == 0 {
		f.Limit = 50
	}
	if echoOf(ctx).QueryParams().Has("wid") {
		f.WID = &r.Params.Wid
	}
	page, err := a.s.Notes(ctx, who(ctx), r.C, r.D, f)
	if err != nil {
		return nil, err
	}
	return gen.Notes200JSONResponse{Items: each(page.Items, note), Next: opt(page.Next)}, nil
}

// AddNote keeps a private note.
func (a *API) AddNote(ctx context.Context, r gen.AddNoteRequestObject) (gen.AddNoteResponseObject, error) {
	n, err := a.s.AddNote(ctx, call(ctx), r.C, r.D, *r.Body)
	if err != nil {
		return nil, err
	}
	out := gen.AddNote201JSONResponse{Body: note(n)}
	out.Headers.Location = at(r.C, "drafts", r.D, "notes", n.Ref)
	return out, nil
}

// SettleNote says that a note is done with, or that it is not after all.
func (a *API) SettleNote(ctx context.Context, r gen.SettleNoteRequestObject) (gen.SettleNoteResponseObject, error) {
	n, err := a.s.SettleNote(ctx, call(ctx), r.C, r.D, r.Note, *r.Body)
	if err != nil {
		return nil, err
	}
	return gen.SettleNote200JSONResponse(note(n)), nil
}

// DeleteNote deletes a note of the caller's own.
func (a *API) DeleteNote(ctx context.Context, r gen.DeleteNoteRequestObject) (gen.DeleteNoteResponseObject, error) {
	if err := a.s.DeleteNote(ctx, call(ctx), r.C, r.D, r.Note); err != nil {
		return nil, err
	}
	return gen.DeleteNote204Response{}, nil
}

func note(n models.NoteView) gen.Note {
	out := gen.Note{
		Note: n.Ref, Wid: opt(n.WID), Language: n.Language, Exact: opt(n.Exact), Body: n.Body, By: opt(n.Name), FromFile: n.FromFile, Mine: n.Mine,
		CreatedAt: n.CreatedAt.UTC(),
	}
	if n.SettledAt != nil {
		at := n.SettledAt.UTC()
		out.SettledAt = &at
	}
	return out
}
