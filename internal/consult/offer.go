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

// Offer is what an invitation offers to whoever has its link.
type Offer struct {
	Consultation models.Consultation
	Role         models.Role
	Regions      []string
	By           string
	ExpiresAt    time.Time
}

// Offered tells what a link offers, without using it. Faults: NotFound "link_not_found"; Conflict
// "invitation_accepted", "invitation_revoked", "invitation_expired".
func (s *Service) Offered(ctx context.Context, secret string) (Offer, error) {
	_, out, err := s.offered(ctx, secret, s.Now())
	return out, err
}

func (s *Service) offered(ctx context.Context, secret string, now time.Time) (i models.Invitation, out Offer, err error) {
	if i, err = s.st.Invitation(ctx, digest(secret)); err != nil {
		return i, out, err
	}
	inviter := models.Actor{System: true}
	if i.InvitedBy != nil {
		if inviter, err = s.Actor(ctx, *i.InvitedBy); err != nil && !fault.Is(err, fault.SignIn) && !fault.Is(err, fault.NotFound) {
			return i, out, err
		}
	}
	state := i.State(now)
	if state == "open" && !mayGive(inviter, Invite, i.ConsultationID, i.Regions) {
		state = "revoked" // who invited may not any more, so the invitation is worth nothing either
	}
	if state != "open" {
		return i, out, fault.New(fault.Conflict, "invitation_"+state)
	}
	c, err := s.st.ConsultationByID(ctx, i.ConsultationID)
	return i, Offer{Consultation: c, Role: i.Role, Regions: i.Regions, By: inviter.Name, ExpiresAt: i.ExpiresAt}, err
}

// AcceptInvitation gives the role to the person of the invited address. The link alone makes a new one, who is to be
// signed in; it lay in a mailbox for days and opens no account that is there, whose person accepts signed in. A role
// they have already is widened, never narrowed. Fault SignIn "sign_in" where the address is known and not the actor's;
// then the invitation stays open.
func (s *Service) AcceptInvitation(ctx context.Context, by models.Call, secret string) (models.Person, models.Consultation, error) {
	var p models.Person
	i, offer, err := s.offered(ctx, secret, by.At)
	if err != nil {
		return p, offer.Consultation, err
	}
	whom, err := s.invited(i)
	if err != nil {
		return p, offer.Consultation, err
	}
	err = s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if ok, err := tx.AcceptInvitation(ctx, i, by.At); err != nil || !ok {
			return cmpErr(err, fault.New(fault.Conflict, "invitation_accepted"))
		}
		if p, err = s.welcomed(ctx, tx, by, whom); err != nil {
			return err
		}
		return s.accept(ctx, tx, by, i, p)
	})
	return p, offer.Consultation, err
}

// welcomed is the person of an address: a new one, or the actor; a name that nobody gave before is taken over.
func (s *Service) welcomed(ctx context.Context, tx *store.Tx, by models.Call, whom models.Invited) (models.Person, error) {
	fresh := s.ids.Next(by.At)
	p, err := tx.AddPerson(ctx, models.Person{
		ID: fresh, Email: whom.Email, EmailKey: models.EmailKey(whom.Email), Name: whom.Name,
		Language: cmp.Or(by.Speaking, whom.Language), CreatedAt: by.At,
	})
	switch {
	case err != nil:
		return p, err
	case p.DisabledAt != nil:
		return p, fault.New(fault.Conflict, "invitation_revoked")
	case p.ID != fresh && (p.ID != by.PersonID || by.ByToken):
		return p, fault.New(fault.SignIn, "sign_in")
	case p.Name == "" && whom.Name != "":
		p.Name = whom.Name
		err = tx.SetPerson(ctx, p)
	}
	return p, err
}

// accept writes the role and keeps that it was given by whoever invited.
func (s *Service) accept(ctx context.Context, tx *store.Tx, by models.Call, i models.Invitation, p models.Person) error {
	all, err := s.lockGrants(ctx, tx, i.ConsultationID)
	if err != nil {
		return err
	}
	g := models.Grant{ConsultationID: i.ConsultationID, PersonID: p.ID, Role: i.Role, Regions: i.Regions}
	change := models.GrantGiven
	for _, had := range all {
		if had.PersonID != p.ID || had.Role != i.Role {
			continue
		}
		change = models.GrantChanged
		if len(had.Regions) == 0 || len(g.Regions) == 0 {
			g.Regions = nil
		} else {
			g.Regions = tidy(slices.Concat(had.Regions, g.Regions))
		}
	}
	if err := tx.SetGrant(ctx, g); err != nil {
		return err
	}
	return tx.AddGrantChange(ctx, models.GrantChange{
		ConsultationID: i.ConsultationID, ID: s.ids.Next(by.At), PersonID: p.ID, Role: g.Role, Regions: g.Regions, Change: change,
		ByPersonID: i.InvitedBy, CreatedAt: by.At,
	})
}
