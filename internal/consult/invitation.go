package consult

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/place"
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
// whether the address is known. Organisers and administrators in a browser, within their regions. Fault Forbidden
// "step_up" for the role of organisers.
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
	if err := s.steppedFor(by, in.Role); err != nil {
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

// regionNames names regions in a language, in a row.
func regionNames(regions []string, language string) string {
	out := make([]string, len(regions))
	for i, r := range regions {
		out[i] = place.RegionName(r, language)
	}
	return strings.Join(out, ", ")
}

// sealedInvitation is the purpose of the key with which it is sealed whom an invitation is for.
const sealedInvitation = "invitation"

func (s *Service) postInvitation(ctx context.Context, tx *store.Tx, by models.Call, c models.Consultation, i models.Invitation, whom models.Invited, secret string) error {
	return s.post(ctx, tx, models.Mail{
		To: whom.Email, Language: whom.Language, Kind: "invitation", ConsultationID: &c.ID,
		Data: map[string]any{"Consultation": c.Title, "Role": string(i.Role), "By": by.Name, "Regions": regionNames(i.Regions, whom.Language), "Link": s.baseURL + "/invitations/" + secret},
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

// forgetInvited deletes every invitation to an address.
func (s *Service) forgetInvited(ctx context.Context, tx *store.Tx, address string) error {
	all, err := s.invitationsTo(ctx, tx.Reader, address)
	for _, i := range all {
		if err := tx.DropInvitation(ctx, i); err != nil {
			return err
		}
	}
	return err
}

// invitationsTo lists the invitations to an address. They are sealed, so each is opened, and what cannot be opened says
// nothing; they are few, since they are deleted a month after they ran out.
func (s *Service) invitationsTo(ctx context.Context, r store.Reader, address string) ([]models.Invitation, error) {
	all, err := r.AllInvitations(ctx)
	return slices.DeleteFunc(all, func(i models.Invitation) bool {
		whom, err := s.invited(i)
		return err != nil || models.EmailKey(whom.Email) != address
	}), err
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
