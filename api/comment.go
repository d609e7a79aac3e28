package api

import (
	"context"

	"travaux/api/gen"
	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/models"
)

// SubmitComment takes a comment and gives its receipt.
func (a *API) SubmitComment(ctx context.Context, r gen.SubmitCommentRequestObject) (gen.SubmitCommentResponseObject, error) {
	receipt, err := a.s.SubmitComment(ctx, call(ctx), r.C, newComment(*r.Body))
	if err != nil {
		return nil, err
	}
	out := gen.SubmitComment201JSONResponse{Body: submitted(receipt)}
	out.Headers.Location = Base + "/receipts/" + receipt.Receipt
	if receipt.Ref != "" {
		out.Headers.Location = at(r.C, "comments", receipt.Ref)
	}
	return out, nil
}

func newComment(in gen.NewComment) consult.NewComment {
	return consult.NewComment{
		Draft: in.Draft, Version: in.Version, Target: in.Target, Type: in.Type, Stance: given(in.Stance), Language: in.Language,
		SpeakingAs: in.SpeakingAs, Organisation: in.Organisation, Country: in.Country, Region: in.Region,
		StakeholderType: in.StakeholderType, StakeholderSubtype: given(in.StakeholderSubtype),
		AuthorName: in.AuthorName, AuthorEmail: in.AuthorEmail, PublishName: in.PublishName, Confidential: in.Confidential,
		Body: in.Body, ProposedText: in.ProposedText, NoticeVersion: in.NoticeVersion, Proof: in.Proof,
	}
}

// Challenge gives work that proves that a comment is not one of thousands.
func (a *API) Challenge(context.Context, gen.ChallengeRequestObject) (gen.ChallengeResponseObject, error) {
	w, err := a.s.Work()
	if err != nil {
		return nil, err
	}
	return gen.Challenge200JSONResponse{
		Algorithm: gen.ChallengeAlgorithm(w.Algorithm), Challenge: w.Challenge, MaxNumber: int(w.MaxNumber), Salt: w.Salt, Signature: w.Signature,
	}, nil
}

// ConfirmComment confirms the address of a comment by the token that was mailed to it.
func (a *API) ConfirmComment(ctx context.Context, r gen.ConfirmCommentRequestObject) (gen.ConfirmCommentResponseObject, error) {
	receipt, err := a.s.ConfirmComment(ctx, call(ctx), r.Token)
	if err != nil {
		return nil, err
	}
	return gen.ConfirmComment200JSONResponse(submitted(receipt)), nil
}

func submitted(r models.Receipt) gen.Submitted {
	return gen.Submitted{Ref: opt(r.Ref), Publication: gen.PublicationState(r.Publication), Receipt: card(r)}
}

func card(r models.Receipt) gen.ReceiptCard {
	return gen.ReceiptCard{
		Receipt: r.Receipt, Ref: opt(r.Ref), ReceivedAt: r.ReceivedAt.UTC(), Commitment: r.Commitment, Salt: r.Salt,
		Leaf: opt(r.Proof.Leaf), Promise: opt(r.Proof.Promise), Key: opt(r.Proof.Key),
	}
}

// Receipt tells who holds a receipt where its comment stands.
func (a *API) Receipt(ctx context.Context, r gen.ReceiptRequestObject) (gen.ReceiptResponseObject, error) {
	out, err := a.receipt(ctx, r.Receipt)
	if err != nil {
		return nil, err
	}
	return gen.Receipt200JSONResponse(out), nil
}

// ReceiptOf is Receipt at an address below its consultation.
func (a *API) ReceiptOf(ctx context.Context, r gen.ReceiptOfRequestObject) (gen.ReceiptOfResponseObject, error) {
	out, err := a.receipt(ctx, r.Receipt)
	if err != nil {
		return nil, err
	}
	if out.Consultation != r.C {
		return nil, fault.Missing("receipt")
	}
	return gen.ReceiptOf200JSONResponse(out), nil
}

func (a *API) receipt(ctx context.Context, id string) (gen.Receipt, error) {
	r, c, err := a.s.Receipt(ctx, id)
	if err != nil {
		return gen.Receipt{}, err
	}
	return gen.Receipt{
		Consultation: r.Consultation, Ref: opt(r.Ref), Publication: gen.PublicationState(r.Publication),
		Receipt: card(r), Comment: held(c), Index: r.Proof.Index, Checkpoint: opt(r.Proof.Checkpoint), Proof: proofOf(r.Proof),
	}, nil
}

// Comments lists the public comments.
func (a *API) Comments(ctx context.Context, r gen.CommentsRequestObject) (gen.CommentsResponseObject, error) {
	f := models.CommentFilter{}
	if err := web.Query(echoOf(ctx), &f); err != nil {
		return nil, err
	}
	page, err := a.s.Comments(ctx, r.C, f)
	if err != nil {
		return nil, err
	}
	return gen.Comments200JSONResponse{Items: each(page.Items, comment), Next: opt(page.Next), Total: page.Total}, nil
}

// Comment shows one comment.
func (a *API) Comment(ctx context.Context, r gen.CommentRequestObject) (gen.CommentResponseObject, error) {
	c, err := a.s.Comment(ctx, who(ctx), r.C, r.Ref)
	if err != nil {
		return nil, err
	}
	out := gen.Comment200JSONResponse{Body: comment(c)}
	if consult.Can(who(ctx), consult.ReadQueue, consult.Thing{ConsultationID: c.ConsultationID}) {
		out.Body = held(c)
	}
	out.Headers.ETag = etag(c.Seq)
	return out, nil
}

// Answers lists every answer to a comment.
func (a *API) Answers(ctx context.Context, r gen.AnswersRequestObject) (gen.AnswersResponseObject, error) {
	answers, err := a.s.Answers(ctx, who(ctx), r.C, r.Ref)
	if err != nil {
		return nil, err
	}
	return gen.Answers200JSONResponse{Items: each(answers, answer)}, nil
}

func answer(d models.Disposition) gen.Answer {
	return gen.Answer{Outcome: gen.Outcome(d.Outcome), Reason: opt(d.Reason), AnsweredAt: d.CreatedAt.UTC()}
}

// held shows a comment to staff, or to who holds its receipt: with the receipt.
func held(c models.CommentView) gen.Comment {
	out := comment(c)
	out.Receipt = opt(c.Receipt)
	return out
}

// comment shows a comment as the use-case gave it: which attributes the reader may have is settled there. The
// receipt is a secret of whom it was given to, and opens what is withheld here: it is never shown to all.
func comment(c models.CommentView) gen.Comment {
	return gen.Comment{
		Ref: opt(c.Ref()), Seq: c.Seq, Draft: c.Draft, Version: c.Version, Target: target(c.Target),
		Body: c.Body, BodyHTML: c.BodyHTML, ProposedText: c.ProposedText,
		Type: gen.CommentType(c.Type), Stance: opt(c.Stance), Language: c.Language,
		SpeakingAs: gen.SpeakingAs(c.SpeakingAs), AuthorName: opt(c.Name), Organisation: opt(c.Organisation),
		OrganisationSlug: opt(c.OrganisationSlug), OrganisationVerified: c.OrganisationVerified,
		Country: opt(c.Country), Region: c.Region, StakeholderType: gen.ShownStakeholderType(c.StakeholderType),
		StakeholderSubtype: opt(c.StakeholderSubtype), Verified: c.Verified, Provenance: gen.Provenance(c.Provenance),
		Publication: gen.PublicationState(c.Publication),
		ReceivedAt:  moment(c.ReceivedAt, c.DayOnly), CreatedAt: moment(c.CreatedAt, c.DayOnly),
		Outcome: gen.Outcome(c.Outcome), Reason: opt(c.Reason), AnsweredAt: utc(c.AnsweredAt), Late: c.Late,
		Placements: placements(c),
	}
}

// placements show where a comment is in later versions.
func placements(c models.CommentView) []gen.Placement {
	return each(c.Placements, func(p models.PlacementView) gen.Placement { return placement(c, p) })
}

func placement(c models.CommentView, p models.PlacementView) gen.Placement {
	out := gen.Placement{
		Version: p.Version, State: gen.AnchorState(p.State), Wid: opt(p.WID), Exact: opt(p.Exact), Language: p.Language,
		Confidence: p.Confidence, ByHand: p.ByHand(),
	}
	if c.TargetKind == models.TargetInsertion {
		out.After = &p.AfterWID
	}
	if p.EndAt > p.StartAt {
		out.Start, out.End = &p.StartAt, &p.EndAt
	}
	return out
}

// target shows what a comment is about; what does not belong to its kind is null.
func target(t models.Target) gen.Target {
	out := gen.Target{
		Kind: gen.TargetKind(t.TargetKind), ProvisionKind: opt(string(t.ProvisionKind)),
		ProvisionNumber: opt(t.ProvisionNumber), ProvisionTitle: opt(t.ProvisionTitle),
	}
	switch t.TargetKind {
	case models.TargetInsertion:
		out.After = &t.AfterWID
	case models.TargetRange:
		out.Exact, out.Prefix, out.Suffix = &t.Exact, &t.Prefix, &t.Suffix
		out.Start, out.End, out.Language = &t.StartAt, &t.EndAt, opt(t.AnchorLanguage)
		out.Wid = opt(t.WID)
	case models.TargetProvision:
		out.Wid = opt(t.WID)
	}
	return out
}
