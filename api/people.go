package api

import (
	"context"

	"travaux/api/gen"
	"travaux/internal/consult"
	"travaux/models"
)

// Tokens lists one's own API tokens.
func (a *API) Tokens(ctx context.Context, _ gen.TokensRequestObject) (gen.TokensResponseObject, error) {
	all, err := a.s.APITokens(ctx, who(ctx))
	if err != nil {
		return nil, err
	}
	return gen.Tokens200JSONResponse{Items: each(all, token)}, nil
}

func token(t models.APIToken) gen.Token {
	return gen.Token{
		Token: t.ID, Name: t.Name, Scopes: each(t.Scopes, func(s string) gen.Scope { return gen.Scope(s) }),
		CreatedAt: t.CreatedAt.UTC(), ExpiresAt: t.ExpiresAt.UTC(), LastUsedOn: opt(t.LastUsedOn), RevokedAt: utc(t.RevokedAt),
	}
}

// RevokeToken ends one of one's own API tokens.
func (a *API) RevokeToken(ctx context.Context, r gen.RevokeTokenRequestObject) (gen.RevokeTokenResponseObject, error) {
	if err := a.s.RevokeAPIToken(ctx, call(ctx), r.Token); err != nil {
		return nil, err
	}
	return gen.RevokeToken204Response{}, nil
}

// People lists who has which role.
func (a *API) People(ctx context.Context, r gen.PeopleRequestObject) (gen.PeopleResponseObject, error) {
	all, err := a.s.People(ctx, call(ctx), r.C)
	if err != nil {
		return nil, err
	}
	return gen.People200JSONResponse{Items: each(all.Members, member)}, nil
}

func member(m consult.Member) gen.Member {
	return gen.Member{Person: m.PublicID, Name: opt(m.Name), Roles: each(m.Grants, func(g models.Grant) gen.RoleHeld {
		return gen.RoleHeld{Role: gen.Role(g.Role), Regions: list[string](g.Regions)}
	})}
}

// SetRole gives somebody a role, or changes its regions.
func (a *API) SetRole(ctx context.Context, r gen.SetRoleRequestObject) (gen.SetRoleResponseObject, error) {
	m, err := a.s.SetRole(ctx, call(ctx), r.C, r.Person, consult.RoleInput{Role: r.Role, Regions: r.Body.Regions})
	if err != nil {
		return nil, err
	}
	return gen.SetRole200JSONResponse(member(m)), nil
}

// TakeRole takes a role away.
func (a *API) TakeRole(ctx context.Context, r gen.TakeRoleRequestObject) (gen.TakeRoleResponseObject, error) {
	if err := a.s.TakeRole(ctx, call(ctx), r.C, r.Person, r.Role); err != nil {
		return nil, err
	}
	return gen.TakeRole204Response{}, nil
}
