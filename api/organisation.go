package api

import (
	"context"

	"travaux/api/gen"
	"travaux/internal/consult"
	"travaux/internal/web"
	"travaux/models"
)

// Organisations lists organisations.
func (a *API) Organisations(ctx context.Context, _ gen.OrganisationsRequestObject) (gen.OrganisationsResponseObject, error) {
	f := models.OrganisationFilter{}
	if err := web.Query(echoOf(ctx), &f); err != nil {
		return nil, err
	}
	page, err := a.s.Organisations(ctx, who(ctx), f, false)
	if err != nil {
		return nil, err
	}
	return gen.Organisations200JSONResponse{Items: each(page.Items, organisation), Next: opt(page.Next), Total: page.Total}, nil
}

// AddOrganisation adds an organisation.
func (a *API) AddOrganisation(ctx context.Context, r gen.AddOrganisationRequestObject) (gen.AddOrganisationResponseObject, error) {
	o, err := a.s.AddOrganisation(ctx, call(ctx), *r.Body)
	if err != nil {
		return nil, err
	}
	p, err := a.s.Organisation(ctx, who(ctx), o.Slug)
	if err != nil {
		return nil, err
	}
	out := gen.AddOrganisation201JSONResponse{Body: organisation(p.OrganisationRow)}
	out.Headers.Location, out.Headers.ETag = Base+"/organisations/"+o.Slug, etag(p.Version)
	return out, nil
}

// Organisation shows one organisation.
func (a *API) Organisation(ctx context.Context, r gen.OrganisationRequestObject) (gen.OrganisationResponseObject, error) {
	p, err := a.s.Organisation(ctx, who(ctx), r.O)
	if err != nil {
		return nil, err
	}
	out := gen.Organisation200JSONResponse{Body: organisation(p.OrganisationRow)}
	out.Headers.ETag = etag(p.Version)
	return out, nil
}

// OrganisationRecord shows what is public of what an organisation did.
func (a *API) OrganisationRecord(ctx context.Context, r gen.OrganisationRecordRequestObject) (gen.OrganisationRecordResponseObject, error) {
	p, err := a.s.Organisation(ctx, who(ctx), r.O)
	if err != nil {
		return nil, err
	}
	all, err := a.s.OrganisationRecord(ctx, p.Organisation)
	if err != nil {
		return nil, err
	}
	return gen.OrganisationRecord200JSONResponse{Items: each(all, a.organisationRecord)}, nil
}

func (a *API) organisationRecord(r models.OrganisationRecord) gen.OrganisationRecord {
	out := gen.OrganisationRecord{
		Consultation: r.Consultation.Slug, Language: r.Consultation.Language,
		Signatures: gen.NewestSignatures{Items: each(r.Signatures.Items, signature), Total: r.Signatures.Total},
		Pledges:    gen.NewestPledges{Items: each(r.Pledges.Items, a.pledged), Total: r.Pledges.Total},
		Reports:    gen.NewestReports{Items: each(r.Reports.Items, reportedPledge), Total: r.Reports.Total},
		Comments:   gen.NewestComments{Items: each(r.Comments.Items, comment), Total: r.Comments.Total},
	}
	out.Title, out.Titles = words(r.Consultation.Title, r.Consultation.Language)
	return out
}

func reportedPledge(r models.ReportedPledge) gen.ReportedPledge {
	return gen.ReportedPledge{
		Pledge: r.Pledge, Title: r.Title, Number: r.Number, Language: r.Language, Value: opt(r.Value), Unit: r.Unit, MeasuredOn: r.MeasuredOn,
		Narrative: r.Narrative, Links: list(r.Links), Corrects: optNumber(r.Corrects), Corrected: r.CorrectedLater, ReportedAt: r.ReportedAt.UTC(),
	}
}

// SetOrganisation changes an organisation that is still as the caller read it.
func (a *API) SetOrganisation(ctx context.Context, r gen.SetOrganisationRequestObject) (gen.SetOrganisationResponseObject, error) {
	seen, err := web.IfMatch(echoOf(ctx))
	if err != nil {
		return nil, err
	}
	if _, err := a.s.SetOrganisation(ctx, call(ctx), r.O, *r.Body, seen); err != nil {
		return nil, err
	}
	p, err := a.s.Organisation(ctx, who(ctx), r.O)
	if err != nil {
		return nil, err
	}
	out := gen.SetOrganisation200JSONResponse{Body: organisation(p.OrganisationRow)}
	out.Headers.ETag = etag(p.Version)
	return out, nil
}

// Mandates lists the mandates of an organisation.
func (a *API) Mandates(ctx context.Context, r gen.MandatesRequestObject) (gen.MandatesResponseObject, error) {
	f := consult.MandateList{}
	if err := web.Query(echoOf(ctx), &f); err != nil {
		return nil, err
	}
	page, err := a.s.Mandates(ctx, who(ctx), r.O, f)
	if err != nil {
		return nil, err
	}
	return gen.Mandates200JSONResponse{Items: each(page.Items, mandate), Next: opt(page.Next)}, nil
}

// AskMandate asks for the right to speak for an organisation.
func (a *API) AskMandate(ctx context.Context, r gen.AskMandateRequestObject) (gen.AskMandateResponseObject, error) {
	m, err := a.s.AskMandate(ctx, call(ctx), r.O, *r.Body)
	if err != nil {
		return nil, err
	}
	out := gen.AskMandate201JSONResponse{Body: mandate(m)}
	out.Headers.Location = Base + "/organisations/" + m.Slug + "/mandates"
	return out, nil
}

// DecideMandate confirms or refuses a mandate.
func (a *API) DecideMandate(ctx context.Context, r gen.DecideMandateRequestObject) (gen.DecideMandateResponseObject, error) {
	m, err := a.s.DecideMandate(ctx, call(ctx), r.O, r.ID, *r.Body)
	if err != nil {
		return nil, err
	}
	return gen.DecideMandate200JSONResponse(mandate(m)), nil
}

// EndMandate ends a mandate.
func (a *API) EndMandate(ctx context.Context, r gen.EndMandateRequestObject) (gen.EndMandateResponseObject, error) {
	m, err := a.s.EndMandate(ctx, call(ctx), r.O, r.ID, *r.Body)
	if err != nil {
		return nil, err
	}
	return gen.EndMandate200JSONResponse(mandate(m)), nil
}

func organisation(o models.OrganisationRow) gen.Organisation {
	out := gen.Organisation{
		Slug: o.Slug, Language: o.Language, Country: o.Country, Region: o.Region, StakeholderType: gen.OrganisationType(o.StakeholderType),
		StakeholderSubtype: opt(o.StakeholderSubtype), Domains: list[string](o.Domains), Website: opt(o.Website),
		Mandates: o.Mandates, Comments: o.Comments, CreatedAt: o.CreatedAt.UTC(), UpdatedAt: o.UpdatedAt.UTC(),
	}
	out.Name, out.Names = words(o.Name, o.Language)
	if o.Logo != "" {
		out.Logo = opt("/organisations/" + o.Slug + "/logo.png")
	}
	return out
}

// mandate shows a mandate without the person's address, which no token is shown.
func mandate(m models.MandateView) gen.Mandate {
	return gen.Mandate{
		Mandate: m.Ref, Organisation: m.Slug, PersonName: opt(m.PersonName), Title: opt(m.Title), State: gen.MandateState(m.State),
		How: opt(string(m.How)), AskedAt: m.AskedAt.UTC(), DecidedAt: utc(m.DecidedAt), EndedAt: utc(m.EndedAt), Reason: opt(m.Reason),
	}
}
