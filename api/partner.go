package api

import (
	"context"

	"travaux/api/gen"
	"travaux/models"
)

// AskPartner names an organisation as a partner of a pledge.
func (a *API) AskPartner(ctx context.Context, r gen.AskPartnerRequestObject) (gen.AskPartnerResponseObject, error) {
	card, err := a.s.AskPartner(ctx, call(ctx), r.C, r.Pledge, *r.Body)
	if err != nil {
		return nil, err
	}
	return gen.AskPartner200JSONResponse(a.pledgeCard(card)), nil
}

// DecidePartner confirms, declines or takes back that an organisation is a partner of a pledge.
func (a *API) DecidePartner(ctx context.Context, r gen.DecidePartnerRequestObject) (gen.DecidePartnerResponseObject, error) {
	o, err := a.s.DecidePartner(ctx, call(ctx), r.C, r.Pledge, r.O, *r.Body)
	if err != nil {
		return nil, err
	}
	return gen.DecidePartner200JSONResponse(pledgePartner(o.Partner)), nil
}

// pledgePartner shows an organisation with what it said to a pledge.
func pledgePartner(x models.PartnerView) gen.PledgePartner {
	out := gen.PledgePartner{
		Organisation: x.OrganisationSlug, LanguageOfName: x.OrganisationLanguage, State: gen.PledgePartnerState(x.State), AskedAt: x.AskedAt.UTC(), DecidedAt: utc(x.DecidedAt),
	}
	out.Name, _ = words(x.Organisation, x.OrganisationLanguage)
	return out
}
