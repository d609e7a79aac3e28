package consult

import (
	"context"
	"slices"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// Member is somebody with roles in a consultation, as far as the reader's own role reaches.
type Member struct {
	models.Person
	Grants []models.Grant
}

// People is who does what in a consultation. Addresses are there only for who proved anew who they are.
type People struct {
	Members     []Member
	Invitations []Invitation
	Changes     []GrantChange
	Addresses   bool // whether addresses are shown
}

// GrantChange is what happened to a role, with names.
type GrantChange struct {
	models.GrantChange
	Name, By string
}

// How much of the past the page of the people shows.
const (
	shownChanges     = 50
	shownInvitations = 200
)

// mayGive tells whether roles with these regions are within the actor's reach: a role without a limit only for those
// whose own has none.
func mayGive(who models.Actor, a Action, consultationID int64, regions []string) bool {
	limits, may := reach(who, a, consultationID)
	if !may || limits == nil {
		return may
	}
	return len(regions) > 0 && !slices.ContainsFunc(regions, func(r string) bool { return !slices.Contains(limits, r) })
}

// People lists who has which role, who is invited, and what happened to roles. Organisers and administrators; a role
// limited to regions shows only roles within them.
func (s *Service) People(ctx context.Context, by models.Call, slug string) (People, error) {
	c, err := s.where(ctx, by.Actor, ReadPeople, slug)
	if err != nil {
		return People{}, err
	}
	out := People{Addresses: s.stepped(by) == nil}
	people, grants, err := s.st.PeopleWith(ctx, c.ID)
	if err != nil {
		return out, err
	}
	for _, p := range people {
		m := Member{Person: p}
		for _, g := range grants {
			if g.PersonID == p.ID && mayGive(by.Actor, ReadPeople, c.ID, g.Regions) {
				m.Grants = append(m.Grants, g)
			}
		}
		if !out.Addresses {
			m.Email, m.EmailKey = "", ""
		}
		if len(m.Grants) > 0 {
			out.Members = append(out.Members, m)
		}
	}
	if out.Changes, err = s.grantChanges(ctx, by.Actor, c.ID); err != nil {
		return out, err
	}
	out.Invitations, err = s.invitations(ctx, by.Actor, c.ID, out.Addresses)
	return out, err
}

func (s *Service) grantChanges(ctx context.Context, who models.Actor, consultationID int64) ([]GrantChange, error) {
	all, err := s.st.GrantChanges(ctx, consultationID, shownChanges)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(c models.GrantChange) bool { return !mayGive(who, ReadPeople, consultationID, c.Regions) })
	var people []int64
	for _, c := range all {
		people = append(people, c.PersonID)
		if c.ByPersonID != nil {
			people = append(people, *c.ByPersonID)
		}
	}
	names, err := s.st.Names(ctx, people)
	out := make([]GrantChange, len(all))
	for i, c := range all {
		out[i] = GrantChange{GrantChange: c, Name: names[c.PersonID]}
		if c.ByPersonID != nil {
			out[i].By = names[*c.ByPersonID]
		}
	}
	return out, err
}

// RoleInput is a role to be given to somebody, and where.
type RoleInput struct {
	Role    string   `json:"role" validate:"required,role"`
	Regions []string `json:"regions" validate:"max=50,dive,region"`
}

// SetRole gives somebody of the consultation a role, or changes the regions of one they have. Organisers and
// administrators, within their regions. Faults: NotFound "person_not_found" for whoever has no role that they may
// see; Invalid "regions"; Conflict "last_organiser"; Forbidden "step_up" for the role of organisers.
func (s *Service) SetRole(ctx context.Context, by models.Call, slug, person string, in RoleInput) (Member, error) {
	c, p, err := s.managed(ctx, by, slug, person)
	if err != nil {
		return Member{}, err
	}
	if err := s.check(&in); err != nil {
		return Member{}, err
	}
	if err := s.steppedFor(by, in.Role); err != nil {
		return Member{}, err
	}
	in.Regions = tidy(in.Regions)
	g := models.Grant{ConsultationID: c.ID, PersonID: p.ID, Role: models.Role(in.Role), Regions: in.Regions}
	if !mayGive(by.Actor, ManagePeople, c.ID, g.Regions) {
		return Member{}, fault.Bad("regions", "outside_role")
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		return person, s.setGrant(ctx, tx, by, c, p, g)
	})
	if err != nil {
		return Member{}, err
	}
	return s.member(ctx, by, c.ID, p)
}

// steppedFor asks who gives or takes the role that gives roles, by which a consultation can be taken over, to prove anew
// who they are. Other roles are taken back with one press.
func (s *Service) steppedFor(by models.Call, role string) error {
	if models.Role(role) != models.Organiser {
		return nil
	}
	return s.stepped(by)
}

// TakeRole takes a role from somebody. Organisers and administrators, within their regions. Faults: NotFound
// "person_not_found", "role_not_found"; Conflict "last_organiser"; Forbidden "step_up" for the role of organisers.
func (s *Service) TakeRole(ctx context.Context, by models.Call, slug, person, role string) error {
	c, p, err := s.managed(ctx, by, slug, person)
	if err != nil {
		return err
	}
	if err := s.steppedFor(by, role); err != nil {
		return err
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		all, err := s.lockGrants(ctx, tx, c.ID)
		if err != nil {
			return "", err
		}
		i := slices.IndexFunc(all, func(g models.Grant) bool { return g.PersonID == p.ID && g.Role == models.Role(role) })
		if i < 0 || !mayGive(by.Actor, ManagePeople, c.ID, all[i].Regions) {
			return "", fault.Missing("role")
		}
		if err := keepsOrganiser(by.Actor, all, slices.Delete(slices.Clone(all), i, i+1)); err != nil {
			return "", err
		}
		if _, err := tx.TakeGrant(ctx, all[i]); err != nil {
			return "", err
		}
		return person, s.grantChanged(ctx, tx, by, c, p, all[i], models.GrantTaken)
	})
	return err
}

// Member gives somebody who has a role that the actor may manage. Fault NotFound "person_not_found".
func (s *Service) Member(ctx context.Context, by models.Call, slug, person string) (Member, error) {
	c, p, err := s.managed(ctx, by, slug, person)
	if err != nil {
		return Member{}, err
	}
	return s.member(ctx, by, c.ID, p)
}

// managed finds somebody who has a role that the actor may manage.
func (s *Service) managed(ctx context.Context, by models.Call, slug, person string) (models.Consultation, models.Person, error) {
	c, err := s.where(ctx, by.Actor, ManagePeople, slug)
	if err != nil {
		return c, models.Person{}, err
	}
	p, err := s.st.PersonByPublicID(ctx, person)
	if err != nil {
		return c, p, err
	}
	grants, err := s.st.Grants(ctx, p.ID)
	if err != nil {
		return c, p, err
	}
	for _, g := range grants {
		if g.ConsultationID == c.ID && mayGive(by.Actor, ManagePeople, c.ID, g.Regions) {
			return c, p, nil
		}
	}
	return c, models.Person{}, fault.Missing("person")
}

func (s *Service) member(ctx context.Context, by models.Call, consultationID int64, p models.Person) (Member, error) {
	m := Member{Person: p}
	grants, err := s.st.Grants(ctx, p.ID)
	for _, g := range grants {
		if g.ConsultationID == consultationID && mayGive(by.Actor, ReadPeople, consultationID, g.Regions) {
			m.Grants = append(m.Grants, g)
		}
	}
	m.Email, m.EmailKey = "", ""
	return m, err
}
