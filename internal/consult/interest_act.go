package consult

import (
	"context"
	"errors"
	"strings"
	"time"

	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/store"
	"travaux/models"
)

// How long an invitation to sign can be taken up, and after how long those who did not are reminded once.
const (
	inviteLasts = 30 * day
	remindAfter = 14 * day
	remindedFor = day // between two reminders by hand
)

// InterestInvitation invites who expressed interest to sign.
type InterestInvitation struct {
	Organisation string `json:"organisation" validate:"omitempty,max=60"` // slug; empty: the one that bears the name, else a new one; NewOne
}

// NewOne says that an organisation is none of those whose names are similar; no organisation has it as its slug.
const NewOne = "new"

// InviteInterested makes the organisation of an interest where it is not there, gives its contact the confirmed right to
// speak for it, and mails them one link that leads to signing. Organisers and administrators, within their regions.
// Faults: Conflict "organisation_similar" when its name could be taken for another's and nothing was said of it,
// "already_decided", "contact_gone"; Forbidden "own_mandate"; NotFound "interest_not_found", "organisation_not_found".
func (s *Service) InviteInterested(ctx context.Context, by models.Call, slug, ref string, in InterestInvitation) error {
	c, row, err := s.interestAt(ctx, by, slug, ref)
	if err != nil {
		return err
	}
	if err := s.check(&in); err != nil {
		return err
	}
	o, fresh, err := s.meant(ctx, by, row, in)
	if err != nil {
		return err
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if _, err := tx.Touch(ctx, c.ID); err != nil {
			return "", err
		}
		if fresh {
			if err := addOrganisation(ctx, tx, &o, ""); err != nil {
				return "", err
			}
		}
		return ref, s.inviteInterested(ctx, tx, by, c, row, o)
	})
	return err
}

// meant is the organisation of an interest: the one that was named, the one it became before, the one that bears the
// name, else a new one.
func (s *Service) meant(ctx context.Context, by models.Call, row models.InterestRow, in InterestInvitation) (o models.Organisation, fresh bool, err error) {
	slug := in.Organisation
	if slug == "" || slug == NewOne {
		slug = row.Slug
	}
	if slug == "" {
		known, err := s.st.OrganisationsByKey(ctx, []string{row.NameKey})
		if err != nil {
			return o, false, err
		}
		if len(known) > 0 {
			slug = known[0].Slug
		}
	}
	if slug == "" {
		return s.made(ctx, by, row, in.Organisation == NewOne)
	}
	if o, err = s.st.Organisation(ctx, slug); err == nil && !by.System && !answersFor(by.Actor, o.Region) {
		err = fault.Bad("organisation", "outside_role")
	}
	return o, false, err
}

// made is an organisation of what an interest says of it.
func (s *Service) made(ctx context.Context, by models.Call, row models.InterestRow, another bool) (models.Organisation, bool, error) {
	in := NewOrganisation{
		Name: row.OrganisationName, Language: row.Language, Country: row.Country, StakeholderType: string(row.StakeholderType),
		StakeholderSubtype: row.StakeholderSubtype,
	}
	o, err := s.organisation(by, &in)
	if err != nil {
		return o, true, err
	}
	o.ID, o.CreatedAt, o.Version, o.CreatedBy = s.ids.Next(by.At), by.At, 1, actorID(by.Actor)
	return o, true, s.distinct(ctx, by, o, another)
}

// inviteInterested gives the contact of an interest the mandate and mails the link.
func (s *Service) inviteInterested(ctx context.Context, tx *store.Tx, by models.Call, c models.Consultation, row models.InterestRow, o models.Organisation) error {
	contact, p, err := s.invitee(ctx, tx, by, row.Interest)
	if err != nil {
		return err
	}
	if p.ID == by.PersonID {
		return fault.New(fault.Forbidden, "own_mandate")
	}
	i := row.Interest
	from := i.State
	if !from.CanBecome(models.InterestInvited) || row.Signed {
		return fault.New(fault.Conflict, "already_decided")
	}
	i.State, i.OrganisationID, i.Reason, i.InvitedAt, i.AcceptedAt, i.DeclinedAt = models.InterestInvited, &o.ID, "", &by.At, nil, nil
	if ok, err := tx.MoveInterest(ctx, i, from); err != nil || !ok {
		return cmpErr(err, fault.New(fault.Conflict, "already_decided"))
	}
	how := models.ByOrganiser
	if by.System {
		how = models.ByCommand
	}
	if err := s.confirmMandate(ctx, tx, by, o, p, how); err != nil {
		return err
	}
	return s.postInterested(ctx, tx, by, c, i, contact, "interest_invited")
}

// invitee is the contact of an interest with their person. Fault Conflict "contact_gone" once they are erased.
func (s *Service) invitee(ctx context.Context, tx *store.Tx, by models.Call, i models.Interest) (models.InterestContact, models.Person, error) {
	contact, err := tx.InterestContact(ctx, i.ConsultationID, i.ID)
	if err == nil && (contact.PersonID == nil || contact.Email == "") {
		err = fault.New(fault.Conflict, "contact_gone")
	}
	if err != nil {
		return contact, models.Person{}, err
	}
	p, err := tx.Person(ctx, *contact.PersonID)
	if err == nil && (p.Erasing != "" || p.DisabledAt != nil) || fault.Is(err, fault.NotFound) {
		err = fault.New(fault.Conflict, "contact_gone")
	}
	return contact, p, err
}

// postInterested mails the contact of an interest a new link that leads to signing; the one before is good no longer.
func (s *Service) postInterested(ctx context.Context, tx *store.Tx, by models.Call, c models.Consultation, i models.Interest, contact models.InterestContact, kind string) error {
	secret := ids.Secret()
	until := by.At.Add(inviteLasts)
	contact.InviteHash, contact.InviteUntil = digest(secret), &until
	if err := tx.SetInterestContact(ctx, contact); err != nil || by.Quiet {
		return err
	}
	return s.post(ctx, tx, models.Mail{
		To: contact.Email, PersonID: contact.PersonID, Language: i.Language, Kind: kind, ConsultationID: &c.ID,
		Data: map[string]any{"Consultation": c.Title, "Organisation": i.OrganisationName, "Link": s.baseURL + "/interests/invitation/" + secret},
	})
}

// InterestRefusal declines an interest.
type InterestRefusal struct {
	Reason string `json:"reason" validate:"required,notblank,max=2000"` // as the organisation is told
}

// DeclineInterest declines an interest and tells its contact why; the link that was mailed leads nowhere any more.
// Organisers and administrators, within their regions. Faults: Conflict "already_decided"; NotFound
// "interest_not_found".
func (s *Service) DeclineInterest(ctx context.Context, by models.Call, slug, ref string, in InterestRefusal) error {
	c, row, err := s.interestAt(ctx, by, slug, ref)
	if err != nil {
		return err
	}
	if _, ok, err := s.answered(ctx, by); ok || err != nil {
		return err
	}
	if err := s.check(&in); err != nil {
		return err
	}
	i := row.Interest
	from := i.State
	if !from.CanBecome(models.InterestDeclined) || row.Signed {
		return fault.New(fault.Conflict, "already_decided")
	}
	i.State, i.Reason, i.DeclinedAt = models.InterestDeclined, in.Reason, &by.At
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if _, err := tx.Touch(ctx, c.ID); err != nil {
			return "", err
		}
		if ok, err := tx.MoveInterest(ctx, i, from); err != nil || !ok {
			return "", cmpErr(err, fault.New(fault.Conflict, "already_decided"))
		}
		return ref, s.tellDeclined(ctx, tx, by, c, i)
	})
	return err
}

func (s *Service) tellDeclined(ctx context.Context, tx *store.Tx, by models.Call, c models.Consultation, i models.Interest) error {
	contact, _, err := s.invitee(ctx, tx, by, i)
	if f, ok := fault.As(err); ok && f.Code == "contact_gone" { // there is nobody to tell
		return nil
	}
	if err != nil {
		return err
	}
	contact.InviteHash, contact.InviteUntil = "", nil
	if err := tx.SetInterestContact(ctx, contact); err != nil || by.Quiet {
		return err
	}
	return s.post(ctx, tx, models.Mail{
		To: contact.Email, PersonID: contact.PersonID, Language: i.Language, Kind: "interest_declined", ConsultationID: &c.ID,
		Data: map[string]any{"Consultation": c.Title, "Organisation": i.OrganisationName, "Reason": strings.TrimSpace(i.Reason), "Link": s.baseURL + "/c/" + c.Slug},
	})
}

// RemindInterested mails who was invited once more, with another link. Organisers and administrators, within their
// regions. Faults: Conflict "already_decided", "reminded_lately" within a day, "contact_gone".
func (s *Service) RemindInterested(ctx context.Context, by models.Call, slug, ref string) error {
	c, row, err := s.interestAt(ctx, by, slug, ref)
	if err != nil {
		return err
	}
	if _, ok, err := s.answered(ctx, by); ok || err != nil {
		return err
	}
	switch {
	case row.Standing() != models.InterestInvited:
		return fault.New(fault.Conflict, "already_decided")
	case row.RemindedAt != nil && by.At.Sub(*row.RemindedAt) < remindedFor, by.At.Sub(*row.InvitedAt) < remindedFor:
		return fault.New(fault.Conflict, "reminded_lately")
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		return ref, s.remind(ctx, tx, by, c, row.Interest)
	})
	return err
}

func (s *Service) remind(ctx context.Context, tx *store.Tx, by models.Call, c models.Consultation, i models.Interest) error {
	contact, _, err := s.invitee(ctx, tx, by, i)
	if err != nil {
		return err
	}
	if ok, err := tx.RemindInterest(ctx, i, by.At); err != nil || !ok {
		return cmpErr(err, fault.New(fault.Conflict, "reminded_lately"))
	}
	return s.postInterested(ctx, tx, by, c, i, contact, "interest_reminder")
}

// remindingAtOnce is how many are reminded in one round; a minute later come the next.
const remindingAtOnce = 50

// remindInvited reminds those once who were invited a while ago, where a consultation wants it. Safe on several
// instances.
func (s *Service) remindInvited(ctx context.Context, now time.Time) error {
	due, err := s.st.Reminding(ctx, now.Add(-remindAfter), remindingAtOnce)
	if err != nil {
		return err
	}
	var problems []error // of one of them; the others go on
	for _, i := range due {
		err := s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			c, err := tx.ConsultationByID(ctx, i.ConsultationID)
			if err != nil {
				return err
			}
			return s.remind(ctx, tx, models.Call{At: now}, c, i)
		})
		if f, ok := fault.As(err); ok && (f.Code == "contact_gone" || f.Code == "reminded_lately") {
			continue
		}
		problems = append(problems, err)
	}
	return errors.Join(problems...)
}

// NewInterestNote is a private note on an interest.
type NewInterestNote struct {
	Body string `json:"body" validate:"required,notblank,max=5000,bytes=20480"`
}

// AddInterestNote keeps a private note on an interest. Organisers and administrators, within their regions.
func (s *Service) AddInterestNote(ctx context.Context, by models.Call, slug, ref string, in NewInterestNote) error {
	c, row, err := s.interestAt(ctx, by, slug, ref)
	if err != nil {
		return err
	}
	if err := s.check(&in); err != nil {
		return err
	}
	n := models.InterestNote{
		ConsultationID: c.ID, ID: s.ids.Next(by.At), InterestID: row.ID, Ref: ids.UUID(), PersonID: actorID(by.Actor), Body: in.Body, CreatedAt: by.At,
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) { return n.Ref, tx.AddInterestNote(ctx, n) })
	return err
}

// DropInterestNote deletes a note of one's own. Fault NotFound "note_not_found".
func (s *Service) DropInterestNote(ctx context.Context, by models.Call, slug, ref, note string) error {
	c, row, err := s.interestAt(ctx, by, slug, ref)
	if err != nil {
		return err
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		ok, err := tx.DropInterestNote(ctx, c.ID, row.ID, note, by.PersonID)
		if err == nil && !ok {
			err = fault.Missing("note")
		}
		return note, err
	})
	return err
}
