package consult

import (
	"cmp"
	"context"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// SignByLink signs what was prepared, as the officer whom the link was mailed to: it proves that the address is theirs,
// and the signature is verified as officerVerified says. Pressed twice it signs once. Faults as of Linked; Invalid
// "sha256"; Conflict "terms_changed", "notices_changed", "preparation_returned" and why it cannot be signed.
func (s *Service) SignByLink(ctx context.Context, by models.Call, secret string, in LinkSignature) (LinkedPreparation, error) {
	if err := s.check(&in); err != nil {
		return LinkedPreparation{}, err
	}
	_, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		p, err := s.heldLink(ctx, tx, by, secret)
		if err != nil {
			return "", err
		}
		switch {
		case p.Link.Kind != models.LinkOfficer:
			return "", fault.Missing("link")
		case p.Link.State == models.LinkSigned: // the button was pressed twice
			return p.Signature, nil
		case p.Preparation.State != models.PreparationWaiting:
			return "", fault.New(fault.Conflict, "preparation_returned")
		}
		return s.signByLink(ctx, tx, by, p, in)
	})
	if err != nil {
		return LinkedPreparation{}, err
	}
	return s.Linked(ctx, secret)
}

func (s *Service) signByLink(ctx context.Context, tx *store.Tx, by models.Call, p LinkedPreparation, in LinkSignature) (string, error) {
	w, err := s.signable(ctx, tx.Reader, p.Head, p.PreparationView, in.NoticeVersion, by.At)
	if err != nil {
		return "", err
	}
	switch {
	case in.Revision != p.Revision.Number:
		return "", fault.New(fault.Conflict, "preparation_changed")
	case in.SHA256 != p.Revision.SHA256:
		return "", &fault.Error{Kind: fault.Invalid, Code: "sha256", Fields: []fault.Field{{Name: "sha256", Code: "sha256"}}}
	case in.TermsVersion != p.Revision.TermsVersion:
		return "", fault.New(fault.Conflict, "terms_changed")
	}
	officer, err := s.officer(ctx, tx, by, p)
	if err != nil {
		return "", err
	}
	w.signature.SignedBy = &officer.ID
	ref, err := s.addSignature(ctx, tx, by, w, func(ctx context.Context, tx *store.Tx) (string, error) {
		return s.officerVerified(ctx, tx.Reader, p.PreparationView, officer)
	})
	if err != nil {
		return "", err
	}
	done := p.Preparation
	done.State, done.SignatureID, done.Until = models.PreparationSigned, &w.signature.ID, by.At
	if moved, err := tx.MovePreparation(ctx, done, p.Preparation); err != nil || !moved {
		return "", cmp.Or(err, store.ErrAgain)
	}
	l := p.Link
	l.State, l.NoticeVersion, l.AnsweredAt = models.LinkSigned, in.NoticeVersion, &by.At
	if ok, err := tx.AnswerLink(ctx, l); err != nil || !ok {
		return "", cmp.Or(err, store.ErrAgain)
	}
	if err := s.mailSignLink(ctx, tx, by, p.Head.Consultation, p.Organisation, p.Revision, l, "signing_receipt"); err != nil {
		return "", err
	}
	return ref, s.tellPreparer(ctx, tx, by, p.Head.Consultation, p.Organisation, p.Revision, "signed")
}

// officer is the person of the address that the link was mailed to, made if need be; it lets nobody in. Faults: NotFound
// "link_not_found" for who asked that nothing of theirs stays; Forbidden "person_disabled".
func (s *Service) officer(ctx context.Context, tx *store.Tx, by models.Call, p LinkedPreparation) (models.Person, error) {
	l := p.Link
	language, err := spoken(p.Revision.Language, p.Head.Language)
	if err != nil {
		return models.Person{}, err
	}
	person, err := tx.AddPerson(ctx, models.Person{
		ID: s.ids.Next(by.At), Email: l.Email, EmailKey: l.EmailKey, Name: l.Name, Language: language, CreatedAt: by.At,
	})
	switch {
	case err != nil:
		return person, err
	case person.Erasing != "":
		return person, fault.Missing("link")
	case person.DisabledAt != nil:
		return person, fault.New(fault.Forbidden, "person_disabled")
	}
	return person, nil
}
