package api

import (
	"context"

	"travaux/api/gen"
	"travaux/internal/web"
	"travaux/models"
)

// Signing tells what can be signed now.
func (a *API) Signing(ctx context.Context, r gen.SigningRequestObject) (gen.SigningResponseObject, error) {
	s, err := a.s.Signing(ctx, r.C)
	if err != nil {
		return nil, err
	}
	return gen.Signing200JSONResponse(signing(s)), nil
}

func signing(s models.Signing) gen.Signing {
	return gen.Signing{
		Open: s.Open, Draft: opt(s.Draft.Slug), Version: optNumber(s.Version.Number), Language: opt(s.Draft.Language),
		Texts: each(s.Texts, func(t models.SigningText) gen.SigningText {
			return gen.SigningText{Language: t.Language, Title: t.Title, Sha256: t.SHA256}
		}),
		Terms: gen.SigningTerms{Version: s.Terms.Version, Act: gen.SigningAct(s.Terms.Act), Meaning: gen.Texts(s.Terms.Meaning), Sha256: s.Terms.SHA256},
	}
}

// SetTerms sets what signing means.
func (a *API) SetTerms(ctx context.Context, r gen.SetTermsRequestObject) (gen.SetTermsResponseObject, error) {
	if _, err := a.s.SetTerms(ctx, call(ctx), r.C, *r.Body); err != nil {
		return nil, err
	}
	now, err := a.s.Signing(ctx, r.C)
	return gen.SetTerms200JSONResponse(signing(now)), err
}

// OpenForSignature opens a published version for signature.
func (a *API) OpenForSignature(ctx context.Context, r gen.OpenForSignatureRequestObject) (gen.OpenForSignatureResponseObject, error) {
	now, err := a.s.OpenForSignature(ctx, call(ctx), r.C, *r.Body)
	if err != nil {
		return nil, err
	}
	return gen.OpenForSignature200JSONResponse(signing(now)), nil
}

// WithdrawSignature takes a signature back.
func (a *API) WithdrawSignature(ctx context.Context, r gen.WithdrawSignatureRequestObject) (gen.WithdrawSignatureResponseObject, error) {
	v, err := a.s.WithdrawSignature(ctx, call(ctx), r.C, r.Signature, *r.Body)
	if err != nil {
		return nil, err
	}
	return gen.WithdrawSignature200JSONResponse(signature(v)), nil
}

// DecideSignature verifies a signature that waits, or refuses it.
func (a *API) DecideSignature(ctx context.Context, r gen.DecideSignatureRequestObject) (gen.DecideSignatureResponseObject, error) {
	v, err := a.s.DecideSignature(ctx, call(ctx), r.C, r.Signature, *r.Body)
	if err != nil {
		return nil, err
	}
	return gen.DecideSignature200JSONResponse(signature(v)), nil
}

// Signatures gives the register.
func (a *API) Signatures(ctx context.Context, r gen.SignaturesRequestObject) (gen.SignaturesResponseObject, error) {
	f := models.SignatureFilter{}
	if err := web.Query(echoOf(ctx), &f); err != nil {
		return nil, err
	}
	page, err := a.s.Signatures(ctx, r.C, f)
	if err != nil {
		return nil, err
	}
	return gen.Signatures200JSONResponse{Items: each(page.Items, signature), Next: opt(page.Next), Total: page.Total}, nil
}

// Sign signs what is open for signature, and gives the receipt.
func (a *API) Sign(ctx context.Context, r gen.SignRequestObject) (gen.SignResponseObject, error) {
	receipt, err := a.s.Sign(ctx, call(ctx), r.C, *r.Body)
	if err != nil {
		return nil, err
	}
	out := gen.Sign201JSONResponse{Body: signatureReceipt(receipt)}
	out.Headers.Location, out.Headers.ETag = at(r.C, "signatures", receipt.Signature.Ref), etag(receipt.Signature.Seq)
	return out, nil
}

// Signature shows one signature, to its organisation with the receipt.
func (a *API) Signature(ctx context.Context, r gen.SignatureRequestObject) (gen.SignatureResponseObject, error) {
	v, own, err := a.s.Signature(ctx, who(ctx), r.C, r.Signature)
	if err != nil {
		return nil, err
	}
	out := gen.Signature200JSONResponse{}
	out.Headers.ETag = etag(v.Seq)
	if own {
		receipt, err := a.s.SignatureReceipt(ctx, who(ctx), r.C, r.Signature)
		out.Body = signatureReceipt(receipt)
		return out, err
	}
	proof, err := a.s.SignatureProof(ctx, r.C, v)
	out.Body = proven(signature(v), proof)
	return out, err
}

// signatureReceipt shows a signature to its organisation.
func signatureReceipt(r models.SignatureReceipt) gen.Signature {
	v, out := r.Signature, proven(signature(r.Signature), r.Proof)
	out.Receipt = &gen.ReceiptCard{
		Receipt: v.Ref, ReceivedAt: v.SignedAt.UTC(), Commitment: v.Commitment, Salt: r.Salt,
		Leaf: opt(r.Proof.Leaf), Promise: opt(r.Proof.Promise), Key: opt(r.Proof.Key),
	}
	return out
}

// proven adds the place in the public log.
func proven(s gen.Signature, p models.ReceiptProof) gen.Signature {
	s.Index, s.Checkpoint, s.Proof = p.Index, opt(p.Checkpoint), proofOf(p)
	return s
}

// signature shows a signature as the use-case gave it: what the reader may see of it is settled there.
func signature(v models.SignatureView) gen.Signature {
	out := gen.Signature{
		Signature: v.Ref, Number: int64(v.Number), Status: gen.SignatureStatus(v.Status), Act: gen.SigningAct(v.Act),
		Organisation: v.OrganisationSlug, LanguageOfName: v.OrganisationLanguage, Country: v.Country, Region: v.Region,
		StakeholderType: gen.OrganisationType(v.StakeholderType), StakeholderSubtype: opt(v.StakeholderSubtype),
		Draft: v.Draft, Version: v.Version, Language: v.Language, Title: v.Title, Sha256: v.SHA256,
		OfficerName: opt(v.OfficerName), OfficerTitle: opt(v.OfficerTitle), AuthorityStatement: opt(v.AuthorityStatement),
		Reservation: opt(v.Reservation), ReservationKind: opt(v.ReservationKind), TermsVersion: v.TermsVersion, VerifiedBy: opt(v.How),
		SignedAt: v.SignedAt.UTC(), PublishOn: v.PublishOn.UTC(), PublishedAt: utc(v.PublishedAt), WithdrawnAt: utc(v.WithdrawnAt),
		WithdrawnReason: opt(v.WithdrawnReason), Late: v.Late,
	}
	out.Name, out.Names = words(v.Organisation, v.OrganisationLanguage)
	if v.Logo {
		out.Logo = opt("/organisations/" + v.OrganisationSlug + "/logo.png")
	}
	return out
}
