package consult

import (
	"context"
	"time"

	"travaux/internal/store"
	"travaux/models"
)

// publishedAtOnce is how many signatures one round makes public.
const publishedAtOnce = 200

// publishSignatures makes those signatures public whose date has come; safe twice and on several instances.
func (s *Service) publishSignatures(ctx context.Context, now time.Time) error {
	due, err := s.st.DueSignatures(ctx, now, publishedAtOnce)
	if err != nil {
		return err
	}
	for _, sig := range due {
		if err := s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			v, err := tx.SignatureByRef(ctx, sig.ConsultationID, sig.Ref)
			if err != nil || v.Status != models.SignatureVerified || v.PublishOn.After(now) { // somebody was quicker
				return err
			}
			return s.publishSignature(ctx, tx, v, now)
		}); err != nil {
			return err
		}
	}
	return nil
}

// publishSignature takes a verified signature into the register.
func (s *Service) publishSignature(ctx context.Context, tx *store.Tx, v models.SignatureView, now time.Time) error {
	var err error
	if v.Seq, err = tx.Touch(ctx, v.ConsultationID); err != nil {
		return err
	}
	v.Status, v.PublishedAt = models.SignaturePublished, &now
	moved, err := tx.MoveSignature(ctx, v.Signature, models.SignatureVerified)
	if err != nil || !moved {
		return err
	}
	terms, err := tx.AllSigningTerms(ctx, v.ConsultationID)
	if err != nil {
		return err
	}
	if err := s.record(ctx, tx, v.ConsultationID, signedUnder(v, termsAt(terms, v.TermsVersion)).published(now)); err != nil {
		return err
	}
	opened, err := tx.SigningOpening(ctx, v.ConsultationID)
	if err != nil || opened == nil || opened.VersionID == v.VersionID {
		return err
	}
	v.Status = models.SignatureNeedsReconsent // a newer version was opened before its day came
	if _, err := tx.MoveSignature(ctx, v.Signature, models.SignaturePublished); err != nil {
		return err
	}
	return s.record(ctx, tx, v.ConsultationID, signatureEntry(models.SignatureReconsent, v.Signature, now, nil))
}

// unnameSignatures takes a person who goes off the signatures that they gave as the officer; the log tells that a name is gone.
func (s *Service) unnameSignatures(ctx context.Context, tx *store.Tx, p models.Person, now time.Time) error {
	all, err := tx.SignaturesNaming(ctx, p.ID, p.Name)
	if err != nil {
		return err
	}
	for _, sig := range all {
		if sig.Seq, err = tx.Touch(ctx, sig.ConsultationID); err != nil {
			return err
		}
		if err := tx.UnnameSignature(ctx, sig); err != nil {
			return err
		}
		if err := s.record(ctx, tx, sig.ConsultationID, signatureEntry(models.SignatureUnnamed, sig, now, nil)); err != nil {
			return err
		}
	}
	return nil
}
