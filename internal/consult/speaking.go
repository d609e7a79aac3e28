package consult

import (
	"context"

	"travaux/internal/fault"
	"travaux/internal/names"
	"travaux/internal/store"
	"travaux/models"
)

// speaking finds the organisation that a comment is made for, where it is one that is known and who comments may
// speak for it: by slug or by name. The comment is then of its country, region and type. A name without the mandate
// stays what somebody claims; nil. Faults: Forbidden "no_mandate" for a slug without the mandate; the fields that
// contradict the organisation come back.
func (s *Service) speaking(ctx context.Context, by models.Call, in *NewComment) (*models.Organisation, []fault.Field, error) {
	said, problem := models.CleanText(in.Organisation)
	if in.SpeakingAs != "organisation" || problem != models.TextOK || models.Blank(said) || len(said) > 1000 {
		return nil, nil, nil // what is wrong with it is told with the other fields
	}
	o, err := s.st.Organisation(ctx, said)
	if err == nil && !speaksFor(by.Actor, o.ID) {
		return nil, nil, &fault.Error{Kind: fault.Forbidden, Code: "no_mandate", Fields: []fault.Field{{Name: "organisation", Code: "no_mandate"}}}
	}
	if fault.Is(err, fault.NotFound) {
		if o, err = bearer(ctx, s.st.Reader, said); err == nil && !speaksFor(by.Actor, o.ID) {
			return nil, nil, nil
		}
	}
	if err != nil || o.ID == 0 {
		return nil, nil, err
	}
	var problems []fault.Field
	if stated := models.StakeholderType(in.StakeholderType); stated != "" && stated != models.NotStated && stated != o.StakeholderType {
		problems = append(problems, fault.Field{Name: "stakeholder_type", Code: "organisation_type"})
	} else {
		in.StakeholderType, in.StakeholderSubtype = string(o.StakeholderType), o.StakeholderSubtype
	}
	in.Country, in.Region = o.Country, ""
	in.Organisation, _ = o.Name.In(o.Language)
	return &o, problems, nil
}

// bearer finds the organisation that bears a name, in whatever spelling; the zero value when none does.
func bearer(ctx context.Context, r store.Reader, name string) (models.Organisation, error) {
	all, err := r.OrganisationsByKey(ctx, []string{names.Key(name)})
	if err != nil || len(all) == 0 {
		return models.Organisation{}, err
	}
	return all[0], nil
}

// speaksFor tells whether an actor has a confirmed mandate of an organisation.
func speaksFor(who models.Actor, organisationID int64) bool {
	return organisationID != 0 && Can(who, SpeakFor, Thing{OrganisationID: organisationID})
}

// claim links a comment to the organisation that it names, once its author is confirmed and speaks for it. What was said
// is committed to and stays: where it contradicts the organisation's type or country, it remains what somebody claims.
func claim(ctx context.Context, tx *store.Tx, c *models.Comment, p models.Person) error {
	if c.SpeakingAs != "organisation" || c.OrganisationID != nil || p.DisabledAt != nil {
		return nil
	}
	o, err := bearer(ctx, tx.Reader, c.Organisation)
	if err != nil || o.ID == 0 || o.StakeholderType != c.StakeholderType || o.Country != c.Country {
		return err
	}
	m, err := tx.OpenMandate(ctx, o.ID, p.ID)
	if err != nil || m == nil || m.State != models.MandateConfirmed {
		return err
	}
	c.OrganisationID, c.OrganisationVerified = &o.ID, true
	return tx.LinkOrganisation(ctx, c.ConsultationID, c.ID, o.ID)
}
