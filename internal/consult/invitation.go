package consult

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/store"
	"travaux/models"
)

// invitationLasts is how long an invitation can be accepted.
const invitationLasts = 14 * 24 * time.Hour

// Invitation is an invitation as organisers see it. Whom it is for is there only for who proved anew who they are.
type Invitation struct {
	models.Invitation
	models.Invited
	By    string // who invited
	State string
}

// NewInvitation invites somebody to a role by mail.
type NewInvitation struct {
	Email    string   `json:"email" validate:"required,email"`
	Name     string   `json:"name" validate:"max=200"`
	Role     string   `json:"role" validate:"required,role"`
	Regions  []string `json:"regions" validate:"max=50,dive,region"`
	Language string   `json:"language" validate:"omitempty,bcp47_language_tag"`
}

// Invite sends an address a link with which its reader takes on a role. Nothing that is said or done depends on
// whether the address is known. Organisers and administrators in a browser, within their regions.
func (s *Service) Invite(ctx context.Context, by models.Call, slug string, in NewInvitation) error {
	c, err := s.where(ctx, by.Actor, Invite, slug)
	if err != nil {
		return err
	}
	var more []fault.Field
	in.Regions = tidy(in.Regions)
	if !mayGive(by.Actor, Invite, c.ID, in.Regions) {
		more = append(more, fault.Field{Name: "regions", Code: "outside_role"})
	}
	if err := s.check(&in, more...); err != nil {
		return err
	}
	whom := models.Invited{Name: in.Name, Email: in.Email, Language: cmp.Or(in.Language, c.Language)}
	plain, err := json.Marshal(whom)
	if err != nil {
		return err
	}
	secret := ids.Secret()
	i := models.Invitation{
		ConsultationID: c.ID, ID: s.ids.Next(by.At), PublicID: ids.UUID(), Hash: digest(secret), Role: models.Role(in.Role),
		Regions: in.Regions, InvitedBy: actorID(by.Actor), Sealed: s.seal(sealedInvitation, plain), CreatedAt: by.At,
		ExpiresAt: by.At.Add(invitationLasts),
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if err := tx.AddInvitation(ctx, i); err != nil {
			return "", err
		}
		return i.PublicID, s.postInvitation(ctx, tx, by, c, i, whom, secret)
	})
	return err
}

// sealedInvitation is the purpose of the key with which it is sealed whom an invitation is for.
const sealedInvitation = "invitation"

func (s *Service) postInvitation(ctx context.Context, tx *store.Tx, by models.Call, c models.Consultation, i models.Invitation, whom models.Invited, secret string) error {
	return s.post(ctx, tx, models.Mail{
		To: whom.Email, Language: whom.Language, Kind: "invitation", ConsultationID: &c.ID,
		Data: map[string]any{"Consultation": c.Title, "Role": string(i.Role), "By": by.Name, "Link": s.baseURL + "/invitations/" + secret},
	})
}

// invitations lists those within the actor's reach.
func (s *Service) invitations(ctx context.Context, who models.Actor, consultationID int64, addresses bool) ([]Invitation, error) {
	all, err := s.st.Invitations(ctx, consultationID, shownInvitations)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(i models.Invitation) bool { return !mayGive(who, ReadPeople, consultationID, i.Regions) })
	var people []int64
	for _, i := range all {
		if i.InvitedBy != nil {
			people = append(people, *i.InvitedBy)
		}
	}
	names, err := s.st.Names(ctx, people)
	if err != nil {
		return nil, err
	}
	out := make([]Invitation, len(all))
	for n, i := range all {
		out[n] = Invitation{Invitation: i, State: i.State(s.Now())}
		if i.InvitedBy != nil {
			out[n].By = names[*i.InvitedBy]
		}
		if whom, err := s.invited(i); err == nil && addresses {
			out[n].Invited = whom
		} else if err == nil {
			out[n].Name = whom.Name
		}
	}
	return out, nil
}

// invited opens whom an invitation is for.
func (s *Service) invited(i models.Invitation) (whom models.Invited, err error) {
	plain, err := s.unseal(sealedInvitation, i.Sealed)
	if err != nil {
		return whom, err
	}
	return whom, json.Unmarshal(plain, &whom)
}

// forgetInvited deletes every invitation to an address. They are sealed, so each is opened; they last two weeks.
func (s *Service) forgetInvited(ctx context.Context, tx *store.Tx, address string) error {
	all, err := tx.AllInvitations(ctx)
	if err != nil {
		return err
	}
	for _, i := range all {
		if whom, err := s.invited(i); err != nil || models.EmailKey(whom.Email) != address {
			continue // what cannot be opened says nothing
		}
		if err := tx.DropInvitation(ctx, i); err != nil {
			return err
		}
	}
	return nil
}

// invitation finds one within the actor's reach. Fault NotFound "invitation_not_found".
func (s *Service) invitation(ctx context.Context, by models.Call, slug, id string) (models.Consultation, models.Invitation, error) {
	c, err := s.where(ctx, by.Actor, Invite, slug)
	if err != nil {
		return c, models.Invitation{}, err
	}
	i, err := s.st.InvitationByID(ctx, c.ID, id)
	if err == nil && !mayGive(by.Actor, Invite, c.ID, i.Regions) {
		err = fault.Missing("invitation")
	}
	return c, i, err
}

// InviteAgain sends an invitation once more, with another link; the first one is good no longer. Fault Conflict
// "invitation_ended" when it was accepted or revoked.
func (s *Service) InviteAgain(ctx context.Context, by models.Call, slug, id string) error {
	c, i, err := s.invitation(ctx, by, slug, id)
	if err != nil {
		return err
	}
	whom, err := s.invited(i)
	if err != nil {
		return err
	}
	secret := ids.Secret()
	i.Hash, i.ExpiresAt = digest(secret), by.At.Add(invitationLasts)
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if ok, err := tx.RenewInvitation(ctx, i); err != nil || !ok {
			return "", cmpErr(err, fault.New(fault.Conflict, "invitation_ended"))
		}
		return id, s.postInvitation(ctx, tx, by, c, i, whom, secret)
	})
	return err
}

// RevokeInvitation ends an invitation. Fault Conflict "invitation_ended" when it was accepted or revoked before.
func (s *Service) RevokeInvitation(ctx context.Context, by models.Call, slug, id string) error {
	_, i, err := s.invitation(ctx, by, slug, id)
	if err != nil {
		return err
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		ok, err := tx.RevokeInvitation(ctx, i, by.At)
		if err == nil && !ok {
			err = fault.New(fault.Conflict, "invitation_ended")
		}
		return id, err
	})
	return err
}

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
		if inviter, err = s.Actor(ctx, *i.InvitedBy); err != nil && !fault.Is(err, fault.SignIn) {
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

// AcceptInvitation gives whoever has the link the role: the link proves the address, whose person is made if need be
// and is to be signed in. A role they have already is widened, never narrowed.
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

// welcomed is the person of an address, made if need be; a name that nobody gave before is taken over.
func (s *Service) welcomed(ctx context.Context, tx *store.Tx, by models.Call, whom models.Invited) (models.Person, error) {
	p, err := tx.AddPerson(ctx, models.Person{
		ID: s.ids.Next(by.At), Email: whom.Email, EmailKey: models.EmailKey(whom.Email), Name: whom.Name,
		Language: cmp.Or(by.Speaking, whom.Language), CreatedAt: by.At,
	})
	switch {
	case err != nil:
		return p, err
	case p.DisabledAt != nil:
		return p, fault.New(fault.Conflict, "invitation_revoked")
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
