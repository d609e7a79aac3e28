package api

import (
	"context"

	"travaux/api/gen"
	"travaux/internal/web"
	"travaux/models"
)

// Review gives a page of the drafters' queue.
func (a *API) Review(ctx context.Context, r gen.ReviewRequestObject) (gen.ReviewResponseObject, error) {
	f := models.ReviewFilter{}
	if err := web.Query(echoOf(ctx), &f); err != nil {
		return nil, err
	}
	page, err := a.s.Review(ctx, who(ctx), r.C, f)
	if err != nil {
		return nil, err
	}
	return gen.Review200JSONResponse{
		Items: each(page.Items, held), Next: opt(page.Next), Total: page.Total, TotalCapped: false,
		Facets: facets(page.Facets), Answered: page.Answered, All: page.All,
	}, nil
}

func facets(f map[string][]models.FacetCount) gen.Facets {
	of := func(name string) []gen.FacetCount {
		return each(f[name], func(n models.FacetCount) gen.FacetCount { return gen.FacetCount{Value: n.Value, Count: n.Count} })
	}
	return gen.Facets{
		Region: of("region"), Country: of("country"), StakeholderType: of("stakeholder_type"), Provision: of("provision"),
		Outcome: of("outcome"), Stance: of("stance"), Type: of("type"), Language: of("language"),
		Provenance: of("provenance"), Verified: of("verified"), Anchor: of("anchor"), Late: of("late"),
	}
}

// SetDisposition answers a comment that is still as the caller read it.
func (a *API) SetDisposition(ctx context.Context, r gen.SetDispositionRequestObject) (gen.SetDispositionResponseObject, error) {
	seen, err := web.IfMatch(echoOf(ctx))
	if err != nil {
		return nil, err
	}
	c, err := a.s.SetDisposition(ctx, call(ctx), r.C, r.Ref, *r.Body, models.Seen{Seq: seen})
	if err != nil {
		return nil, err
	}
	out := gen.SetDisposition200JSONResponse{Body: held(c)}
	out.Headers.ETag = etag(c.Seq)
	return out, nil
}

// PlaceComment places a comment, that is still as the caller read it, in a later version.
func (a *API) PlaceComment(ctx context.Context, r gen.PlaceCommentRequestObject) (gen.PlaceCommentResponseObject, error) {
	seen, err := web.IfMatch(echoOf(ctx))
	if err != nil {
		return nil, err
	}
	c, err := a.s.PlaceComment(ctx, call(ctx), r.C, r.Ref, r.N, *r.Body, seen)
	if err != nil {
		return nil, err
	}
	out := gen.PlaceComment200JSONResponse{Body: held(c)}
	out.Headers.ETag = etag(c.Seq)
	return out, nil
}

// Unplaced lists the comments that a person has to place in a version, or has placed.
func (a *API) Unplaced(ctx context.Context, r gen.UnplacedRequestObject) (gen.UnplacedResponseObject, error) {
	f := models.UnplacedFilter{What: models.UnplacedLost, Limit: 50}
	if err := web.Query(echoOf(ctx), &f); err != nil {
		return nil, err
	}
	n, err := web.Number(echoOf(ctx), "n", "version")
	if err != nil {
		return nil, err
	}
	p, err := a.s.Unplaced(ctx, who(ctx), r.C, r.D, n, f)
	if err != nil {
		return nil, err
	}
	out := gen.Unplaced200JSONResponse{Items: each(p.Items, unplaced), Next: opt(p.Next), Carrying: p.Carrying}
	out.Counts.Lost, out.Counts.Doubt = p.Counts[models.UnplacedLost], p.Counts[models.UnplacedDoubt]
	out.Counts.ByHand = p.Counts[models.UnplacedByHand]
	return out, nil
}

func unplaced(c models.UnplacedComment) gen.UnplacedComment {
	out := gen.UnplacedComment{Comment: held(c.CommentView), Placement: placement(c.CommentView, c.Place), Wids: list[string](c.Became.WIDs)}
	if c.Became.Fate != "" {
		fate := gen.ProvisionFate(c.Became.Fate)
		out.Fate = &fate
	}
	return out
}

// Waiting lists the comments that wait for a moderator.
func (a *API) Waiting(ctx context.Context, r gen.WaitingRequestObject) (gen.WaitingResponseObject, error) {
	page, err := a.s.Waiting(ctx, who(ctx), r.C, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	return gen.Waiting200JSONResponse{Items: each(page.Items, held), Next: opt(page.Next)}, nil
}

// Moderate publishes or refuses a waiting comment.
func (a *API) Moderate(ctx context.Context, r gen.ModerateRequestObject) (gen.ModerateResponseObject, error) {
	c, err := a.s.Moderate(ctx, call(ctx), r.C, r.Receipt, *r.Body)
	if err != nil {
		return nil, err
	}
	out := gen.Moderate200JSONResponse{Body: held(c)}
	out.Headers.ETag = etag(c.Seq)
	return out, nil
}

// HideComment hides a published comment.
func (a *API) HideComment(ctx context.Context, r gen.HideCommentRequestObject) (gen.HideCommentResponseObject, error) {
	c, err := a.s.HideComment(ctx, call(ctx), r.C, r.Ref, *r.Body)
	if err != nil {
		return nil, err
	}
	out := gen.HideComment200JSONResponse{Body: held(c)}
	out.Headers.ETag = etag(c.Seq)
	return out, nil
}

// ShowComment shows a hidden comment again.
func (a *API) ShowComment(ctx context.Context, r gen.ShowCommentRequestObject) (gen.ShowCommentResponseObject, error) {
	c, err := a.s.ShowComment(ctx, call(ctx), r.C, r.Ref)
	if err != nil {
		return nil, err
	}
	out := gen.ShowComment200JSONResponse{Body: held(c)}
	out.Headers.ETag = etag(c.Seq)
	return out, nil
}
