package consult

import (
	"cmp"
	"context"
	"time"

	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/names"
	"travaux/internal/place"
	"travaux/internal/store"
	"travaux/models"
)

// interestWaits is how long the address of an interest can be confirmed; then the interest lapses.
const interestWaits = 14 * day

// NewInterest is an organisation's wish to take part.
type NewInterest struct {
	OrganisationName   string `json:"organisation_name" validate:"required,notblank,max=200,oneline"`
	Country            string `json:"country" validate:"required,land"`
	StakeholderType    string `json:"stakeholder_type" validate:"required,collective"`
	StakeholderSubtype string `json:"stakeholder_subtype" validate:"omitempty,subtype"`
	ContactName        string `json:"contact_name" validate:"required,notblank,max=200,oneline"`
	ContactEmail       string `json:"contact_email" validate:"required,email"` // of who is known: their own, whatever is given
	Motivation         string `json:"motivation" validate:"required,notblank,max=5000,bytes=20480"`
	OutcomeArea        string `json:"outcome_area" validate:"omitempty,area"`
	Language           string `json:"language" validate:"omitempty,bcp47_language_tag"` // to be written to in; empty: that of the request
	NoticeVersion      int    `json:"notice_version" validate:"min=0,max=1000000"`      // the notices that were shown; 0: those that stand
	Homepage           string `json:"-" form:"homepage"`                                // a field that people do not see; only programs fill it in
}

// ExpressInterest takes an organisation's wish to take part. Who is known is believed at once; anybody else is mailed
// a link, and nobody sees the interest before it is used. An organisation has one interest, whatever the spelling:
// who is known is told so, and a stranger only by mail, so that nobody can try names. Faults: Conflict "closed" outside
// a phase, "no_notices", "notices_changed", "interest_there"; Invalid naming every field.
func (s *Service) ExpressInterest(ctx context.Context, by models.Call, slug string, in NewInterest) (models.InterestRow, error) {
	var none models.InterestRow
	head, err := s.Head(ctx, slug)
	if err != nil {
		return none, err
	}
	if err := need(by.Actor, Can(by.Actor, Contribute, Thing{ConsultationID: head.ID})); err != nil {
		return none, err
	}
	if ref, ok, err := s.answered(ctx, by); ok || err != nil {
		return s.interestAgain(ctx, head.ID, ref, err)
	}
	if by.PersonID != 0 {
		in.ContactEmail, in.ContactName = by.Email, cmp.Or(in.ContactName, by.Name)
	}
	if err := s.check(&in, in.problems()...); err != nil {
		return none, err
	}
	late, err := mayExpress(head, in.NoticeVersion, place.RegionOf(in.Country), by.At)
	if err != nil {
		return none, err
	}
	i, contact := s.interest(by, head.Consultation, in, late)
	ref, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		return i.Ref, s.express(ctx, tx, by, head.Consultation, i, contact)
	})
	return s.interestAgain(ctx, head.ID, ref, err)
}

func (s *Service) interestAgain(ctx context.Context, consultationID int64, ref string, err error) (models.InterestRow, error) {
	if err != nil {
		return models.InterestRow{}, err
	}
	return s.st.InterestByRef(ctx, consultationID, ref)
}

// problems are the rules that no tag can say.
func (in *NewInterest) problems() []fault.Field {
	var out []fault.Field
	if in.StakeholderSubtype != "" && in.StakeholderType != string(models.CivilSociety) {
		out = append(out, fault.Field{Name: "stakeholder_subtype", Code: "not_of_type"})
	}
	if in.Homepage != "" { // a person whose browser filled it in presses once more
		out = append(out, fault.Field{Name: "contact_email", Code: "trapped"})
	}
	return out
}

// mayExpress tells whether an interest from a region that was received at an instant, under the notices shown, can be
// taken, and whether it comes late.
func mayExpress(head models.Front, shown int, region string, at time.Time) (late bool, err error) {
	if head.NoticeVersion == 0 {
		return false, fault.New(fault.Conflict, "no_notices")
	}
	if shown != 0 && shown != head.NoticeVersion {
		return false, fault.New(fault.Conflict, "notices_changed")
	}
	return mayIn(head, models.PhaseInterest, region, at)
}

// TakesInterest tells whether organisations from somewhere can express interest now, and whether that is late.
func (s *Service) TakesInterest(head models.Front) (open, late bool) {
	_, late, open = models.OpenPhase(head.Phases, models.PhaseInterest, nil, s.Now())
	return open && head.NoticeVersion > 0, late
}

// interest makes the rows of an interest.
func (s *Service) interest(by models.Call, c models.Consultation, in NewInterest, late bool) (models.Interest, models.InterestContact) {
	i := models.Interest{
		ConsultationID: c.ID, ID: s.ids.Next(by.At), Ref: ids.UUID(), OrganisationName: in.OrganisationName, NameKey: names.Key(in.OrganisationName),
		Country: in.Country, Region: place.RegionOf(in.Country), StakeholderType: models.StakeholderType(in.StakeholderType),
		StakeholderSubtype: in.StakeholderSubtype, OutcomeArea: in.OutcomeArea, Language: canonical(cmp.Or(in.Language, by.Speaking, c.Language)),
		State: models.InterestReceived, Late: late, NoticeVersion: c.NoticeVersion, Via: by.Via, Salt: salt(), ReceivedAt: by.At,
	}
	contact := models.InterestContact{
		ConsultationID: c.ID, InterestID: i.ID, Name: in.ContactName, Email: in.ContactEmail, EmailKey: models.EmailKey(in.ContactEmail),
		Motivation: in.Motivation, Salt: salt(), CreatedAt: by.At,
	}
	if by.PersonID != 0 {
		contact.PersonID, contact.EmailKey = &by.PersonID, ""
	}
	contact.Commitment = contactCommitment(contact)
	i.Commitment = interestCommitment(i, contact.Commitment)
	return i, contact
}

// express keeps an interest: of who is known for good, else until its address is confirmed.
func (s *Service) express(ctx context.Context, tx *store.Tx, by models.Call, c models.Consultation, i models.Interest, contact models.InterestContact) error {
	known := by.Known()
	if err := s.tallied(ctx, tx, by.At, s.comments(by, contact.Email, !known, false)...); err != nil { // it is read as a comment is
		return err
	}
	if _, err := tx.Touch(ctx, c.ID); err != nil { // from here on nobody else takes the name
		return err
	}
	there, err := tx.TakenInterest(ctx, c.ID, i.NameKey)
	if err != nil {
		return err
	}
	if !known {
		return s.askInterest(ctx, tx, by, c, i, contact, there != nil)
	}
	if there != nil {
		return interestThere()
	}
	if contact.PersonID == nil { // the command line answers for the address
		if contact, err = s.contactPerson(ctx, tx, by, contact); err != nil {
			return err
		}
	}
	i.ConfirmedAt = &by.At
	if err := tx.AddInterest(ctx, i, contact); err != nil {
		return err
	}
	return s.record(ctx, tx, c.ID, interestEntry(i, by.At))
}

// interestThere refuses a second interest of an organisation.
func interestThere() error {
	f := fault.New(fault.Conflict, "interest_there")
	f.Fields = []fault.Field{{Name: "organisation_name", Code: "interest_there"}}
	return f
}

// askInterest keeps a stranger's interest and mails the address a link to confirm it, or that one is there already. The
// asker is told the same either way.
func (s *Service) askInterest(ctx context.Context, tx *store.Tx, by models.Call, c models.Consultation, i models.Interest, contact models.InterestContact, there bool) error {
	secret := ids.Secret()
	contact.ConfirmHash = digest(secret)
	if err := tx.AddInterest(ctx, i, contact); err != nil {
		return err
	}
	data := map[string]any{"Consultation": c.Title, "Organisation": i.OrganisationName, "Link": s.baseURL + "/interests/" + secret}
	if there {
		data["Link"] = s.baseURL + "/c/" + c.Slug
		return s.post(ctx, tx, models.Mail{To: contact.Email, Language: i.Language, Kind: "interest_there", ConsultationID: &c.ID, Data: data})
	}
	return s.post(ctx, tx, models.Mail{To: contact.Email, Language: i.Language, Kind: "interest_confirm", ConsultationID: &c.ID, Data: data})
}

// contactPerson makes the person of a contact whose address is theirs, or finds them.
func (s *Service) contactPerson(ctx context.Context, tx *store.Tx, by models.Call, contact models.InterestContact) (models.InterestContact, error) {
	fresh := s.ids.Next(by.At)
	p, err := tx.AddPerson(ctx, models.Person{
		ID: fresh, Email: contact.Email, EmailKey: models.EmailKey(contact.Email), Name: contact.Name, Language: by.Speaking, CreatedAt: by.At,
	})
	if err == nil && p.Erasing != "" { // they asked that nothing of theirs stays
		err = fault.Missing("link")
	}
	contact.PersonID, contact.EmailKey, contact.Fresh = &p.ID, "", p.ID == fresh
	return contact, err
}

// toConfirm finds the interest that a mailed link confirms. Fault NotFound "link_not_found".
func (s *Service) toConfirm(ctx context.Context, r store.Reader, secret string, at time.Time) (models.Interest, models.InterestContact, error) {
	contact, err := r.ContactToConfirm(ctx, digest(secret))
	if err != nil {
		return models.Interest{}, contact, err
	}
	i, err := r.Interest(ctx, contact.ConsultationID, contact.InterestID)
	if err == nil && i.ConfirmedAt == nil && !at.Before(i.ReceivedAt.Add(interestWaits)) {
		err = fault.Missing("link")
	}
	return i, contact, err
}

// ConfirmingInterest gives what a mailed link would confirm, without doing it: mail scanners may look. Fault NotFound
// "link_not_found".
func (s *Service) ConfirmingInterest(ctx context.Context, secret string) (models.Consultation, models.Interest, models.InterestContact, error) {
	i, contact, err := s.toConfirm(ctx, s.st.Reader, secret, s.Now())
	if err != nil {
		return models.Consultation{}, i, contact, err
	}
	c, err := s.st.ConsultationByID(ctx, i.ConsultationID)
	return c, i, contact, err
}

// ConfirmInterest confirms the address of an interest: from then on organisers see it. Safe twice. Faults: NotFound
// "link_not_found"; Conflict "interest_there".
func (s *Service) ConfirmInterest(ctx context.Context, by models.Call, secret string) (models.Consultation, models.Interest, error) {
	var i models.Interest
	_, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (ref string, err error) {
		var contact models.InterestContact
		if i, contact, err = s.toConfirm(ctx, tx.Reader, secret, by.At); err != nil {
			return "", err
		}
		return i.Ref, s.confirmInterest(ctx, tx, by, i, contact)
	})
	if err != nil {
		return models.Consultation{}, i, err
	}
	c, i, _, err := s.ConfirmingInterest(ctx, secret)
	return c, i, err
}

func (s *Service) confirmInterest(ctx context.Context, tx *store.Tx, by models.Call, i models.Interest, contact models.InterestContact) error {
	if _, err := tx.Touch(ctx, i.ConsultationID); err != nil { // from here on nobody else takes the name
		return err
	}
	there, err := tx.TakenInterest(ctx, i.ConsultationID, i.NameKey)
	switch {
	case err != nil:
		return err
	case there != nil && there.ID == i.ID:
		return nil
	case there != nil:
		return interestThere()
	}
	if contact, err = s.contactPerson(ctx, tx, by, contact); err != nil {
		return err
	}
	if ok, err := tx.ConfirmInterest(ctx, i.ConsultationID, i.ID, by.At); err != nil || !ok {
		return cmpErr(err, fault.Missing("link"))
	}
	if err := tx.SetInterestContact(ctx, contact); err != nil {
		return err
	}
	return s.record(ctx, tx, i.ConsultationID, interestEntry(i, by.At))
}

// InterestReceipt gives an interest to who holds its reference. Fault NotFound "interest_not_found".
func (s *Service) InterestReceipt(ctx context.Context, slug, ref string) (models.InterestRow, error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return models.InterestRow{}, err
	}
	return s.st.InterestByRef(ctx, c.ID, ref)
}
