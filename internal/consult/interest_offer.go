package consult

import (
	"context"
	"net/url"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// InterestOffer is what the link of an invitation to sign leads to.
type InterestOffer struct {
	Consultation models.Consultation
	Interest     models.Interest
	Organisation models.Organisation
	Path         string // of the page on which one signs, filled in
}

// OfferedInterest tells what a link offers, without using it. Faults: NotFound "link_not_found"; Conflict
// "invitation_expired".
func (s *Service) OfferedInterest(ctx context.Context, secret string) (InterestOffer, error) {
	out, _, err := s.offeredInterest(ctx, s.st.Reader, models.Call{At: s.Now()}, secret)
	return out, err
}

func (s *Service) offeredInterest(ctx context.Context, r store.Reader, by models.Call, secret string) (out InterestOffer, contact models.InterestContact, err error) {
	if contact, err = r.InvitedContact(ctx, digest(secret)); err != nil {
		return out, contact, err
	}
	if contact.InviteUntil == nil || !by.At.Before(*contact.InviteUntil) {
		return out, contact, fault.New(fault.Conflict, "invitation_expired")
	}
	if out.Interest, err = r.Interest(ctx, contact.ConsultationID, contact.InterestID); err != nil {
		return out, contact, err
	}
	if out.Interest.State != models.InterestInvited || out.Interest.OrganisationID == nil || contact.PersonID == nil {
		return out, contact, fault.Missing("link")
	}
	if out.Consultation, err = r.ConsultationByID(ctx, contact.ConsultationID); err != nil {
		return out, contact, err
	}
	if out.Organisation, err = r.OrganisationByID(ctx, *out.Interest.OrganisationID); err != nil {
		return out, contact, err
	}
	out.Path = "/c/" + out.Consultation.Slug + "/sign?" + url.Values{"organisation": {out.Organisation.Slug}}.Encode()
	return out, contact, nil
}

// AcceptInterest takes up an invitation to sign: it gives the person who is to be signed in, or the actor, and what is
// offered. The link signs in only a person whom the interest made, and only the first time; it lay in a mailbox for
// days and opens no account that is in use. Fault SignIn "sign_in" where the actor is somebody else; then the link stays
// good.
func (s *Service) AcceptInterest(ctx context.Context, by models.Call, secret string) (models.Person, InterestOffer, error) {
	var p models.Person
	var out InterestOffer
	err := s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		offer, contact, err := s.offeredInterest(ctx, tx.Reader, by, secret)
		if err != nil {
			return err
		}
		out = offer
		if p, err = tx.Person(ctx, *contact.PersonID); err != nil {
			return err
		}
		here := p.ID == by.PersonID && !by.ByToken
		if !here {
			opens, err := s.opens(ctx, tx, offer.Interest, contact, p)
			if err != nil || !opens {
				return cmpErr(err, fault.New(fault.SignIn, "sign_in"))
			}
		}
		if ok, err := tx.AcceptInterest(ctx, contact.ConsultationID, contact.InterestID, by.At); err != nil || !ok && !here {
			return cmpErr(err, fault.New(fault.SignIn, "sign_in"))
		}
		return nil
	})
	return p, out, err
}

// opens tells whether the link of an invitation may sign its person in.
func (s *Service) opens(ctx context.Context, tx *store.Tx, i models.Interest, contact models.InterestContact, p models.Person) (bool, error) {
	if !contact.Fresh || i.AcceptedAt != nil || p.DisabledAt != nil || p.Erasing != "" {
		return false, nil
	}
	came, err := tx.CameIn(ctx, p)
	return !came, err
}
