package consult

import (
	"context"
	"strings"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// foundPeople is how many people a search among all of them shows.
const foundPeople = 50

// FindPeople lists people of the installation whose names hold some words. Administrators; addresses are there only
// for who proved anew who they are.
func (s *Service) FindPeople(ctx context.Context, by models.Call, text string) ([]models.Person, error) {
	if err := need(by.Actor, Can(by.Actor, ManageInstalled, Thing{})); err != nil {
		return nil, err
	}
	clean, problem := models.CleanText(text)
	if problem != models.TextOK || len(clean) > 200 {
		return nil, badFilter("q")
	}
	like := strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(strings.ToLower(strings.TrimSpace(clean)))
	people, err := s.st.FindPeople(ctx, "%"+like+"%", foundPeople)
	if s.stepped(by) != nil {
		for i := range people {
			people[i].Email, people[i].EmailKey = "", ""
		}
	}
	return people, err
}

// Standing is what an administrator changes about somebody: admin or not, in or out.
type Standing struct {
	Do string `json:"do" validate:"required,oneof=admin not_admin disable enable"`
}

// toldOf is what somebody is told of each change of their standing.
var toldOf = map[string]string{"admin": adminMade, "not_admin": adminEnded, "disable": accountDisabled, "enable": accountEnabled}

// SetStanding makes somebody an administrator or no longer one, keeps them out or lets them in again. Who is kept out
// is signed out everywhere, and their tokens end. Administrators who proved anew who they are. Faults: NotFound
// "person_not_found"; Conflict "last_admin"; Forbidden "step_up".
func (s *Service) SetStanding(ctx context.Context, by models.Call, person string, in Standing) (models.Person, error) {
	var p models.Person
	err := need(by.Actor, Can(by.Actor, ManageInstalled, Thing{}))
	if err == nil {
		err = s.stepped(by)
	}
	if err == nil {
		err = s.check(&in)
	}
	if err == nil {
		p, err = s.st.PersonByPublicID(ctx, person)
	}
	if err != nil {
		return p, err
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if err := s.setStanding(ctx, tx, by, p, in.Do); err != nil {
			return "", err
		}
		return person, s.warn(ctx, tx, by, p.ID, toldOf[in.Do], "")
	})
	return p, err
}

func (s *Service) setStanding(ctx context.Context, tx *store.Tx, by models.Call, p models.Person, do string) error {
	if err := tx.LockAdmins(ctx); err != nil {
		return err
	}
	switch do {
	case "admin":
		if p.DisabledAt != nil {
			return fault.New(fault.Conflict, "person_disabled")
		}
		return tx.SetAdmin(ctx, p.ID, true)
	case "not_admin":
		if err := tx.SetAdmin(ctx, p.ID, false); err != nil {
			return err
		}
	case "enable":
		return tx.SetDisabled(ctx, p.ID, nil)
	case "disable":
		if err := tx.SetDisabled(ctx, p.ID, &by.At); err != nil {
			return err
		}
		if err := tx.EndSessions(ctx, p.ID); err != nil {
			return err
		}
		if err := tx.RevokeAPITokens(ctx, p.ID, by.At); err != nil {
			return err
		}
	}
	left, err := tx.Admins(ctx)
	if err == nil && left == 0 && p.Admin {
		err = fault.New(fault.Conflict, "last_admin")
	}
	return err
}
