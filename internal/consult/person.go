package consult

import (
	"context"
	"slices"
	"strings"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// Actor gives a person with their roles. Faults: NotFound "person_not_found"; SignIn "person_disabled" for somebody who
// is kept out.
func (s *Service) Actor(ctx context.Context, personID int64) (models.Actor, error) {
	p, err := s.st.Person(ctx, personID)
	if err != nil {
		return models.Actor{}, err
	}
	if p.Erasing != "" || p.ErasedAt != nil {
		return models.Actor{}, fault.Missing("person")
	}
	if p.DisabledAt != nil {
		return models.Actor{}, fault.New(fault.SignIn, "person_disabled")
	}
	a := models.Actor{PersonID: p.ID, Name: p.Name, Email: p.Email, Language: p.Language, Admin: p.Admin}
	a.Grants, a.Organisations, err = s.st.Held(ctx, personID)
	return a, err
}

// NewPerson is a person with roles, as an administrator adds them; the address counts as confirmed.
type NewPerson struct {
	Email           string   `json:"email" validate:"required,email"`
	Name            string   `json:"name" validate:"required,notblank,max=200"`
	Language        string   `json:"language" validate:"omitempty,bcp47_language_tag"`
	Country         string   `json:"country" validate:"omitempty,country"`
	StakeholderType string   `json:"stakeholder_type" validate:"omitempty,voice"`
	Organisation    string   `json:"organisation" validate:"max=200"`
	Roles           []string `json:"roles" validate:"max=10,dive,role|eq=admin"`
	Consultation    string   `json:"consultation" validate:"omitempty,slug"`
	Regions         []string `json:"regions" validate:"max=50,dive,region"`
}

// AddPerson adds a person, or updates the one whose address is known, and gives the roles. Administrators.
func (s *Service) AddPerson(ctx context.Context, by models.Call, in NewPerson) (models.Person, error) {
	var none models.Person
	if err := need(by.Actor, Can(by.Actor, ManageInstalled, Thing{})); err != nil {
		return none, err
	}
	local := slices.ContainsFunc(in.Roles, func(r string) bool { return r != string(models.Admin) })
	var more []fault.Field
	if local && in.Consultation == "" {
		more = append(more, fault.Field{Name: "consultation", Code: "required"})
	}
	if err := s.check(&in, more...); err != nil {
		return none, err
	}
	var consultationID int64
	if in.Consultation != "" {
		c, err := s.st.Consultation(ctx, in.Consultation)
		if err != nil {
			return none, inField(err, "consultation")
		}
		consultationID = c.ID
	}
	p := models.Person{ID: s.ids.Next(by.At), Email: in.Email, EmailKey: models.EmailKey(in.Email), CreatedAt: by.At}
	err := s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		if p, err = tx.AddPerson(ctx, p); err != nil {
			return err
		}
		update(&p, in)
		if err := tx.SetPerson(ctx, p); err != nil {
			return err
		}
		return grant(ctx, tx, p.ID, consultationID, in)
	})
	return p, err
}

// update takes over what was given; what was left out stays.
func update(p *models.Person, in NewPerson) {
	p.Name = in.Name
	p.Admin = p.Admin || slices.Contains(in.Roles, string(models.Admin))
	for to, from := range map[*string]string{&p.Language: in.Language, &p.Country: in.Country, &p.Organisation: in.Organisation} {
		if from != "" {
			*to = from
		}
	}
	if in.StakeholderType != "" {
		p.StakeholderType = models.StakeholderType(in.StakeholderType)
	}
}

func grant(ctx context.Context, tx *store.Tx, personID, consultationID int64, in NewPerson) error {
	for _, r := range in.Roles {
		if r == string(models.Admin) {
			continue
		}
		g := models.Grant{ConsultationID: consultationID, PersonID: personID, Role: models.Role(r), Regions: in.Regions}
		if err := tx.SetGrant(ctx, g); err != nil {
			return err
		}
	}
	return nil
}

// DemoPerson is one of the example's people, with their roles.
type DemoPerson struct {
	models.Person
	Roles []models.Role
}

// demoParticipants is how many people without a role the demo page offers.
const demoParticipants = 8

// DemoPeople lists the example's people whom one can be. Only their own addresses at example.org and
// example.net are given, so that no real person can be impersonated by a forgotten flag.
func (s *Service) DemoPeople(ctx context.Context) ([]DemoPerson, error) {
	staff, err := s.st.Staff(ctx)
	if err != nil {
		return nil, err
	}
	others, err := s.st.Participants(ctx, demoParticipants)
	if err != nil {
		return nil, err
	}
	people := slices.DeleteFunc(append(staff, others...), func(p models.Person) bool {
		return !strings.HasSuffix(p.EmailKey, "@example.org") && !strings.HasSuffix(p.EmailKey, "@example.net")
	})
	idsOf := make([]int64, len(people))
	for i, p := range people {
		idsOf[i] = p.ID
	}
	grants, err := s.st.Grants(ctx, idsOf...)
	if err != nil {
		return nil, err
	}
	out := make([]DemoPerson, len(people))
	for i, p := range people {
		out[i].Person = p
		if p.Admin {
			out[i].Roles = append(out[i].Roles, models.Admin)
		}
		for _, g := range grants {
			if g.PersonID == p.ID && !slices.Contains(out[i].Roles, g.Role) {
				out[i].Roles = append(out[i].Roles, g.Role)
			}
		}
	}
	return out, nil
}

// Empty tells whether nothing was ever put into the database.
func (s *Service) Empty(ctx context.Context) (bool, error) {
	n, err := s.st.People(ctx)
	if err != nil || n > 0 {
		return false, err
	}
	all, err := s.st.Consultations(ctx)
	return len(all) == 0, err
}
