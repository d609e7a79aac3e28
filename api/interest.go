package api

import (
	"context"

	"travaux/api/gen"
	"travaux/internal/web"
	"travaux/models"
)

// ExpressInterest takes an organisation's wish to take part.
func (a *API) ExpressInterest(ctx context.Context, r gen.ExpressInterestRequestObject) (gen.ExpressInterestResponseObject, error) {
	i, err := a.s.ExpressInterest(ctx, call(ctx), r.C, *r.Body)
	if err != nil {
		return nil, err
	}
	out := gen.ExpressInterest201JSONResponse{Body: interestReceipt(i)}
	out.Headers.Location = at(r.C, "interests", i.Ref)
	return out, nil
}

// Interest tells who holds its number where an interest stands.
func (a *API) Interest(ctx context.Context, r gen.InterestRequestObject) (gen.InterestResponseObject, error) {
	i, err := a.s.InterestReceipt(ctx, r.C, r.Interest)
	if err != nil {
		return nil, err
	}
	return gen.Interest200JSONResponse(interestReceipt(i)), nil
}

// Interests lists organisations that want to take part.
func (a *API) Interests(ctx context.Context, r gen.InterestsRequestObject) (gen.InterestsResponseObject, error) {
	var f models.InterestFilter
	if err := web.Query(echoOf(ctx), &f); err != nil {
		return nil, err
	}
	page, err := a.s.Interests(ctx, who(ctx), r.C, f)
	if err != nil {
		return nil, err
	}
	return gen.Interests200JSONResponse{Items: each(page.Items, interest), Next: opt(page.Next)}, nil
}

func interestReceipt(i models.InterestRow) gen.InterestReceipt {
	return gen.InterestReceipt{
		Interest: i.Ref, OrganisationName: i.OrganisationName, Country: i.Country, Region: i.Region,
		StakeholderType: gen.OrganisationType(i.StakeholderType), StakeholderSubtype: opt(i.StakeholderSubtype), OutcomeArea: opt(i.OutcomeArea),
		Confirmed: i.ConfirmedAt != nil, State: gen.InterestState(i.Standing()), Late: i.Late, ReceivedAt: i.ReceivedAt.UTC(),
	}
}

func interest(i models.InterestRow) gen.Interest {
	return gen.Interest{
		Interest: i.Ref, OrganisationName: i.OrganisationName, Organisation: opt(i.Slug), Country: i.Country, Region: i.Region,
		StakeholderType: gen.OrganisationType(i.StakeholderType), StakeholderSubtype: opt(i.StakeholderSubtype), OutcomeArea: opt(i.OutcomeArea),
		Language: i.Language, State: gen.InterestState(i.Standing()), Late: i.Late, ReceivedAt: i.ReceivedAt.UTC(),
		InvitedAt: utc(i.InvitedAt), AcceptedAt: utc(i.AcceptedAt), RemindedAt: utc(i.RemindedAt), DeclinedAt: utc(i.DeclinedAt),
	}
}
