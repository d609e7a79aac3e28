package api

import (
	"context"
	"time"

	"travaux/api/gen"
	"travaux/internal/consult"
	"travaux/internal/web"
	"travaux/models"
)

// BeginWord takes a Word file in that was made of the working version.
func (a *API) BeginWord(ctx context.Context, r gen.BeginWordRequestObject) (gen.BeginWordResponseObject, error) {
	f, err := upload(ctx, &struct{}{})
	if err != nil {
		return nil, err
	}
	ref, err := a.s.BeginWord(ctx, call(ctx), r.C, r.D, consult.NewWord{File: f.Content, FileName: f.Name})
	if err != nil {
		return nil, err
	}
	v, err := a.s.WordReturn(ctx, who(ctx), r.C, r.D, ref)
	if err != nil {
		return nil, err
	}
	out := gen.BeginWord201JSONResponse{Body: wordReturn(v)}
	out.Headers.Location, out.Headers.ETag = at(r.C, "drafts", r.D, "versions", working, "word", ref), etag(v.Revision)
	return out, nil
}

// WordReturns lists the Word files that came back.
func (a *API) WordReturns(ctx context.Context, r gen.WordReturnsRequestObject) (gen.WordReturnsResponseObject, error) {
	_, all, err := a.s.WordReturns(ctx, who(ctx), r.C, r.D)
	if err != nil {
		return nil, err
	}
	return gen.WordReturns200JSONResponse{Items: each(all, func(w models.WordHead) gen.WordHead {
		return gen.WordHead{
			Word: w.Ref, FileName: w.FileName, By: opt(w.Name), CreatedAt: w.CreatedAt.UTC(), Revision: w.Revision, AppliedAt: utc(w.AppliedAt),
			Changes: w.Changes, Taken: w.Taken, Refused: w.Refused,
		}
	})}, nil
}

// WordReturn gives a Word file that came back.
func (a *API) WordReturn(ctx context.Context, r gen.WordReturnRequestObject) (gen.WordReturnResponseObject, error) {
	v, err := a.s.WordReturn(ctx, who(ctx), r.C, r.D, r.File)
	if err != nil {
		return nil, err
	}
	out := gen.WordReturn200JSONResponse{Body: wordReturn(v)}
	out.Headers.ETag = etag(v.Revision)
	return out, nil
}

// DropWord forgets a Word file that came back.
func (a *API) DropWord(ctx context.Context, r gen.DropWordRequestObject) (gen.DropWordResponseObject, error) {
	return gen.DropWord204Response{}, a.s.DropWord(ctx, call(ctx), r.C, r.D, r.File)
}

// DecideWord keeps what becomes of changes in a Word file.
func (a *API) DecideWord(ctx context.Context, r gen.DecideWordRequestObject) (gen.DecideWordResponseObject, error) {
	in := *r.Body
	var err error
	if in.Revision, err = web.IfMatch(echoOf(ctx)); err != nil {
		return nil, err
	}
	if err := a.s.DecideWord(ctx, call(ctx), r.C, r.D, r.File, in); err != nil {
		return nil, err
	}
	v, err := a.s.WordReturn(ctx, who(ctx), r.C, r.D, r.File)
	if err != nil {
		return nil, err
	}
	out := gen.DecideWord200JSONResponse{Body: wordReturn(v)}
	out.Headers.ETag = etag(v.Revision)
	return out, nil
}

// ApplyWord brings what is taken of a Word file onto the working version.
func (a *API) ApplyWord(ctx context.Context, r gen.ApplyWordRequestObject) (gen.ApplyWordResponseObject, error) {
	in := *r.Body
	var err error
	if in.Revision, err = web.IfMatch(echoOf(ctx)); err != nil {
		return nil, err
	}
	acts, err := a.s.ApplyWord(ctx, call(ctx), r.C, r.D, r.File, in)
	return gen.ApplyWord200JSONResponse{Acts: acts}, err
}

func wordReturn(v models.WordView) gen.WordReturn {
	return gen.WordReturn{
		Word: v.Ref, FileName: v.FileName, Revision: v.Revision, State: v.State, AppliedAt: utc(v.AppliedAt),
		Changes: each(v.Changes, func(c models.WordChange) gen.WordChange {
			return gen.WordChange{
				Change: c.ID, Author: c.Author, Date: toldTime(c.Date), Deleted: c.Deleted, Inserted: c.Inserted, Wids: list[string](c.WIDs), Choice: gen.WordChangeChoice(c.Choice),
			}
		}),
		Untracked: each(v.Untracked, func(u models.WordDifference) gen.WordDifference {
			return gen.WordDifference{Change: u.ID, Wid: opt(u.WID), Was: editedProvision(u.Was), Is: editedProvision(u.Is), Choice: gen.WordDifferenceChoice(u.Choice)}
		}),
		Found: each(v.Found, func(f models.WordFound) gen.WordFound { return gen.WordFound{Wid: f.WID, Alike: f.Alike} }),
		Comments: each(v.Comments, func(c models.WordComment) gen.WordComment {
			return gen.WordComment{Wid: opt(c.WID), Author: c.Author, Date: toldTime(c.Date), Exact: c.Exact, Body: c.Body}
		}),
		Questions: each(v.Questions, func(q models.WordQuestion) gen.WordQuestion {
			return gen.WordQuestion{
				Wid: opt(q.WID), Key: q.Key, Began: editedProvision(q.Ours.Was), Ours: editedProvision(q.Ours.Is), Theirs: editedProvision(q.Theirs.Is),
				Together: q.Together.Content, How: opt(q.How),
			}
		}),
		Steps: each(v.Steps, func(s models.WordStep) gen.WordStep {
			return gen.WordStep{Act: s.Act, Wid: opt(s.WID), Authors: list[string](s.Authors), Changes: each(s.Changes, editChange)}
		}),
	}
}

// toldTime is a time that a file may not say.
func toldTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return utc(&t)
}
