package consult

import (
	"cmp"
	"context"
	"slices"
	"time"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// SignatureWithdrawal takes a signature back.
type SignatureWithdrawal struct {
	Reason string `json:"reason" validate:"max=2000"` // public beside the date, where the signature was
}

// SignatureDecision decides whether whoever signed may.
type SignatureDecision struct {
	Decision string `json:"decision" validate:"required,oneof=verify letter refuse"` // letter: by the letter that was sent in
	Reason   string `json:"reason" validate:"required_if=Decision refuse,omitempty,notblank,max=2000"`
}

// SignatureDate sets from when a signature may be public.
type SignatureDate struct {
	PublishOn string `json:"publish_on" validate:"max=40"` // empty: at once
}

// WithdrawSignature takes a signature back, at any time. One that was public stays in the register as withdrawn, with
// the date and the reason. Its organisation. Fault Conflict "already_withdrawn".
func (s *Service) WithdrawSignature(ctx context.Context, by models.Call, slug, ref string, in SignatureWithdrawal) (models.SignatureView, error) {
	v, err := s.ownSignature(ctx, by, slug, ref)
	if err != nil {
		return v, err
	}
	if err := s.check(&in); err != nil {
		return v, err
	}
	return s.moveSignature(ctx, by, slug, v, nobodyElse, func(v *models.SignatureView) ([]models.Entry, error) {
		if !v.Stands() {
			return nil, fault.New(fault.Conflict, "already_withdrawn")
		}
		return withdrawn(v, in.Reason, by.At), nil
	})
}

// withdrawn makes a signature a withdrawn one, and gives the entry that tells so.
func withdrawn(v *models.SignatureView, reason string, at time.Time) []models.Entry {
	v.Status, v.WithdrawnAt, v.WithdrawnReason = models.SignatureWithdrawn, &at, reason
	return []models.Entry{signatureEntry(models.SignatureWithdraw, v.Signature, at, map[string]string{"reason_sha256": plain([]byte(reason))})}
}

// ownSignature finds a signature of an organisation for which the actor may sign. Fault NotFound "signature_not_found".
func (s *Service) ownSignature(ctx context.Context, by models.Call, slug, ref string) (models.SignatureView, error) {
	v, _, err := s.Signature(ctx, by.Actor, slug, ref)
	if err != nil {
		return v, err
	}
	if err := need(by.Actor, by.Known()); err != nil {
		return v, err
	}
	if !Can(by.Actor, Sign, Thing{OrganisationID: v.OrganisationID}) {
		return v, noMandate()
	}
	return v, nil
}

// moveSignature changes where a signature stands, by what it is in the transaction, with the entries that tell so.
func (s *Service) moveSignature(ctx context.Context, by models.Call, slug string, seen models.SignatureView,
	tell func(ctx context.Context, tx *store.Tx) error, change func(v *models.SignatureView) ([]models.Entry, error),
) (models.SignatureView, error) {
	_, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		seq, err := tx.Touch(ctx, seen.ConsultationID)
		if err != nil {
			return "", err
		}
		v, err := tx.SignatureByRef(ctx, seen.ConsultationID, seen.Ref)
		if err != nil {
			return "", err
		}
		from := v.Status
		entries, err := change(&v)
		if err != nil {
			return "", err
		}
		v.Seq = seq
		if moved, err := tx.MoveSignature(ctx, v.Signature, from); err != nil || !moved {
			return "", cmp.Or(err, store.ErrAgain)
		}
		if err := s.recordAll(ctx, tx, v.ConsultationID, entries); err != nil {
			return "", err
		}
		if v.Status == models.SignatureVerified && !v.PublishOn.After(by.At) {
			if err := s.publishSignature(ctx, tx, v, by.At); err != nil {
				return "", err
			}
		}
		return v.Ref, tell(ctx, tx)
	})
	if err != nil {
		return models.SignatureView{}, err
	}
	v, _, err := s.Signature(ctx, by.Actor, slug, seen.Ref)
	return v, err
}

// DecideSignature verifies a signature that waits, or refuses it, which withdraws it. Organisers, as far as their regions
// reach, but nobody their own. Faults: Conflict "already_decided", "no_letter"; Forbidden "own_signature".
func (s *Service) DecideSignature(ctx context.Context, by models.Call, slug, ref string, in SignatureDecision) (models.SignatureView, error) {
	v, err := s.decidable(ctx, by, slug, ref)
	if err != nil {
		return v, err
	}
	if err := s.check(&in); err != nil {
		return v, err
	}
	letter, err := s.st.HasLetter(ctx, v.ConsultationID, v.ID)
	if err != nil {
		return v, err
	}
	if in.Decision == "letter" && !letter {
		return v, fault.New(fault.Conflict, "no_letter")
	}
	tell := func(ctx context.Context, tx *store.Tx) error { return s.tellSignatory(ctx, tx, v, in.Decision) }
	return s.moveSignature(ctx, by, slug, v, tell, func(v *models.SignatureView) ([]models.Entry, error) {
		if v.Status != models.SignaturePending {
			return nil, fault.New(fault.Conflict, "already_decided")
		}
		if in.Decision == "refuse" {
			return withdrawn(v, in.Reason, by.At), nil
		}
		v.Status, v.How, v.VerifiedAt, v.VerifiedBy = models.SignatureVerified, string(models.ByOrganiser), &by.At, actorID(by.Actor)
		if in.Decision == "letter" {
			v.How = models.ByLetter
		}
		return []models.Entry{signatureEntry(models.SignatureVerify, v.Signature, by.At, map[string]string{"how": v.How})}, nil
	})
}

// decidable finds a signature on which the actor may decide.
func (s *Service) decidable(ctx context.Context, by models.Call, slug, ref string) (models.SignatureView, error) {
	v, _, err := s.Signature(ctx, by.Actor, slug, ref)
	if err != nil {
		return v, err
	}
	if err := need(by.Actor, Can(by.Actor, VerifySignatures, Thing{ConsultationID: v.ConsultationID, Region: v.Region})); err != nil {
		return v, err
	}
	signed := v.SignedBy != nil && *v.SignedBy == by.PersonID
	if by.PersonID != 0 && (signed || slices.Contains(by.Organisations, v.OrganisationID)) { // whatever a token is limited to
		return v, fault.New(fault.Forbidden, "own_signature")
	}
	return v, nil
}

// tellSignatory tells whoever signed what was decided.
func (s *Service) tellSignatory(ctx context.Context, tx *store.Tx, v models.SignatureView, decision string) error {
	if v.SignedBy == nil {
		return nil
	}
	kind := "signature_verified"
	if decision == "refuse" {
		kind = "signature_refused"
	}
	c, err := tx.ConsultationByID(ctx, v.ConsultationID)
	if err != nil {
		return err
	}
	p, err := tx.Person(ctx, *v.SignedBy)
	if err != nil {
		return forgotten(err)
	}
	name, _ := v.Called(p.Language)
	return s.notify(ctx, tx, p.ID, c.Language, models.Mail{Kind: kind, ConsultationID: &c.ID, Data: map[string]any{
		"Link": s.baseURL + "/c/" + c.Slug + "/signatures/" + v.Ref, "Organisation": name, "Consultation": c.Title,
	}})
}

// nobodyElse is told.
func nobodyElse(context.Context, *store.Tx) error { return nil }

// SetSignatureDate sets from when a signature that is not public yet may be. Its organisation. Faults: Conflict
// "already_public", "already_withdrawn".
func (s *Service) SetSignatureDate(ctx context.Context, by models.Call, slug, ref string, in SignatureDate) (models.SignatureView, error) {
	v, err := s.ownSignature(ctx, by, slug, ref)
	if err != nil {
		return v, err
	}
	head, err := s.Head(ctx, slug)
	if err != nil {
		return v, err
	}
	var problems []fault.Field
	on := timeField(in.PublishOn, signingZone(head, by.At), "publish_on", instant, &problems)
	if err := s.check(&in, problems...); err != nil {
		return v, err
	}
	if in.PublishOn == "" {
		on = by.At
	}
	return s.moveSignature(ctx, by, slug, v, nobodyElse, func(v *models.SignatureView) ([]models.Entry, error) {
		switch {
		case !v.Stands():
			return nil, fault.New(fault.Conflict, "already_withdrawn")
		case v.PublishedAt != nil:
			return nil, fault.New(fault.Conflict, "already_public")
		}
		v.PublishOn = on
		return nil, nil
	})
}
