package api

import (
	"context"

	"travaux/api/gen"
	"travaux/internal/fault"
)

// Me tells who the token is, with the roles by the slugs of their consultations.
func (a *API) Me(ctx context.Context, _ gen.MeRequestObject) (gen.MeResponseObject, error) {
	me := who(ctx)
	if !me.Known() {
		return nil, fault.New(fault.SignIn, "sign_in")
	}
	fronts, err := a.s.Consultations(ctx, me)
	if err != nil {
		return nil, err
	}
	slugs := map[int64]string{}
	for _, f := range fronts {
		slugs[f.ID] = f.Slug
	}
	out := gen.Me200JSONResponse{Name: me.Name, Email: me.Email, Language: opt(me.Language), Admin: me.Admin, Roles: []gen.Grant{}}
	for _, g := range me.Grants {
		out.Roles = append(out.Roles, gen.Grant{Consultation: slugs[g.ConsultationID], Role: gen.Role(g.Role), Regions: list[string](g.Regions)})
	}
	return out, nil
}
