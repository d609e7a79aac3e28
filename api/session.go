package api

import (
	"context"

	"travaux/api/gen"
	"travaux/models"
)

// Sessions lists the browsers in which one is signed in.
func (a *API) Sessions(ctx context.Context, _ gen.SessionsRequestObject) (gen.SessionsResponseObject, error) {
	all, err := a.s.Sessions(ctx, who(ctx))
	if err != nil {
		return nil, err
	}
	return gen.Sessions200JSONResponse{Items: each(all, session)}, nil
}

func session(s models.Session) gen.Session {
	return gen.Session{
		Session: s.Ref, Device: opt(s.Device), CreatedAt: s.CreatedAt.UTC(), SeenAt: s.SeenAt.UTC(), ExpiresAt: s.ExpiresAt.UTC(),
	}
}

// EndSession signs out one of one's own browsers.
func (a *API) EndSession(ctx context.Context, r gen.EndSessionRequestObject) (gen.EndSessionResponseObject, error) {
	if err := a.s.EndSession(ctx, call(ctx), r.Session); err != nil {
		return nil, err
	}
	return gen.EndSession204Response{}, nil
}
