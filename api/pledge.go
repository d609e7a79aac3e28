package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"travaux/api/gen"
	"travaux/internal/consult"
	"travaux/internal/pledge"
	"travaux/internal/web"
	"travaux/models"
)

// Pledges lists pledges.
func (a *API) Pledges(ctx context.Context, r gen.PledgesRequestObject) (gen.PledgesResponseObject, error) {
	f := models.PledgeFilter{}
	if err := web.Query(echoOf(ctx), &f); err != nil {
		return nil, err
	}
	page, err := a.s.Pledges(ctx, who(ctx), r.C, f)
	if err != nil {
		return nil, err
	}
	return gen.Pledges200JSONResponse{Items: each(page.Items, a.pledged), Next: opt(page.Next), Total: page.Total}, nil
}

// WritePledge keeps what an organisation pledges.
func (a *API) WritePledge(ctx context.Context, r gen.WritePledgeRequestObject) (gen.WritePledgeResponseObject, error) {
	p, err := a.s.WritePledge(ctx, call(ctx), r.C, *r.Body)
	if err != nil {
		return nil, err
	}
	out := gen.WritePledge201JSONResponse{Body: a.pledgeCard(p)}
	out.Headers.Location, out.Headers.ETag = at(r.C, "pledges", p.Ref), etag(p.Seq)
	return out, nil
}

// Pledge shows one pledge.
func (a *API) Pledge(ctx context.Context, r gen.PledgeRequestObject) (gen.PledgeResponseObject, error) {
	p, err := a.s.Pledge(ctx, who(ctx), r.C, r.Pledge)
	if err != nil {
		return nil, err
	}
	out := gen.Pledge200JSONResponse{Body: a.pledgeCard(p)}
	out.Headers.ETag, err = pledgeTag(p, out.Body)
	return out, err
}

// pledgeTag is the entity tag of a pledge: for who may change it the number of its last change; for everybody else over what
// they are shown, so that it does not tell that something changes which is not public.
func pledgeTag(p consult.PledgeCard, shown gen.Pledge) (string, error) {
	if p.Inside {
		return etag(p.Seq), nil
	}
	b, err := json.Marshal(shown)
	sum := sha256.Sum256(b)
	return `"` + hex.EncodeToString(sum[:8]) + `"`, err
}

// RewritePledge writes a pledge anew.
func (a *API) RewritePledge(ctx context.Context, r gen.RewritePledgeRequestObject) (gen.RewritePledgeResponseObject, error) {
	seen, err := web.IfMatch(echoOf(ctx))
	if err != nil {
		return nil, err
	}
	p, err := a.s.RewritePledge(ctx, call(ctx), r.C, r.Pledge, *r.Body, seen)
	if err != nil {
		return nil, err
	}
	out := gen.RewritePledge200JSONResponse{Body: a.pledgeCard(p)}
	out.Headers.ETag = etag(p.Seq)
	return out, nil
}

// ReviewPledge publishes a pledge, or asks for changes.
func (a *API) ReviewPledge(ctx context.Context, r gen.ReviewPledgeRequestObject) (gen.ReviewPledgeResponseObject, error) {
	seen, err := web.IfMatch(echoOf(ctx))
	if err != nil {
		return nil, err
	}
	p, err := a.s.ReviewPledge(ctx, call(ctx), r.C, r.Pledge, *r.Body, seen)
	if err != nil {
		return nil, err
	}
	out := gen.ReviewPledge200JSONResponse{Body: a.pledgeCard(p)}
	out.Headers.ETag = etag(p.Seq)
	return out, nil
}

// WithdrawPledge takes a pledge back.
func (a *API) WithdrawPledge(ctx context.Context, r gen.WithdrawPledgeRequestObject) (gen.WithdrawPledgeResponseObject, error) {
	p, err := a.s.WithdrawPledge(ctx, call(ctx), r.C, r.Pledge, *r.Body)
	if err != nil {
		return nil, err
	}
	out := gen.WithdrawPledge200JSONResponse{Body: a.pledgeCard(p)}
	out.Headers.ETag = etag(p.Seq)
	return out, nil
}

// pledgeCard shows a pledge with what goes with it: what the reader may see of it is settled in the use-case.
func (a *API) pledgeCard(p consult.PledgeCard) gen.Pledge {
	out := a.pledged(p.PledgeView)
	versions := each(p.Versions, func(v models.PledgeVersion) gen.PledgeEdition {
		return gen.PledgeEdition{Version: v.Number, WrittenAt: v.WrittenAt.UTC(), PublishedAt: utc(v.ShownAt)}
	})
	partners := each(p.Partners, pledgePartner)
	out.Versions, out.Partners = &versions, &partners
	if !p.Inside {
		return out
	}
	findings := each(p.Findings, func(f pledge.Finding) gen.PledgeFinding {
		return gen.PledgeFinding{Test: gen.PledgeFindingTest(f.Test), Field: f.Field, Code: f.Code, Severity: gen.PledgeFindingSeverity(f.Severity)}
	})
	notes := each(p.Notes, func(n models.PledgeNote) gen.PledgeNote {
		return gen.PledgeNote{Version: n.Version, Body: n.Body, WrittenAt: n.WrittenAt.UTC()}
	})
	out.Findings, out.Notes = &findings, &notes
	return out
}

// pledged shows a pledge with one of its versions.
func (a *API) pledged(v models.PledgeView) gen.Pledge {
	out := gen.Pledge{
		Pledge: v.Ref, Status: gen.PledgeStatus(v.Status), Version: v.Number, PublicVersion: optNumber(v.Shown), Organisation: v.OrganisationSlug,
		LanguageOfName: v.OrganisationLanguage, Country: v.Country, Region: v.Region, StakeholderType: gen.OrganisationType(v.StakeholderType),
		Late: v.Late, CreatedAt: v.CreatedAt.UTC(), SubmittedAt: utc(v.SubmittedAt), PublishedAt: utc(v.PublishedAt), WithdrawnAt: utc(v.WithdrawnAt),
		WithdrawnReason: opt(v.WithdrawnReason), HasAmount: v.HasAmount(),
		Language: v.Language, Title: v.Title, OutcomeArea: v.OutcomeArea, Rationale: v.Rationale, Provisions: list(v.Provisions), StartsOn: v.StartsOn,
		DueOn: v.DueOn, Kind: v.Kind, Intent: v.Intent, Amount: opt(v.Amount), Currency: opt(v.Currency), AmountPrivate: v.AmountPrivate,
		Indicator: v.Indicator, Unit: v.Unit, BaselineValue: v.BaselineValue, BaselineOn: v.BaselineOn, TargetValue: v.TargetValue,
		Direction: v.Direction, Verification: v.Verification, Frequency: v.Frequency, Resources: v.Resources, Beneficiaries: list(v.Beneficiaries),
		Milestones: each(v.Milestones, func(m models.Milestone) gen.Milestone { return gen.Milestone{Title: m.Title, DueOn: m.DueOn} }),
	}
	out.Name, out.Names = words(v.Organisation, v.OrganisationLanguage)
	out.ReportedAt, out.Completion, out.Overdue = utc(v.ReportedAt), opt(string(v.Grade)), v.Overdue(a.s.Now())
	if v.Awaited() {
		out.Freshness = opt(string(v.Freshness(a.s.Now())))
	}
	return out
}
