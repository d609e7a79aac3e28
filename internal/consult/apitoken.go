package consult

import (
	"context"
	"time"

	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/store"
	"travaux/models"
)

const (
	tokenDays  = 90  // how long a token is good unless said
	mostTokens = 200 // how many are listed
)

// NewToken is a token that its person wants for a program.
type NewToken struct {
	Name   string   `json:"name" validate:"required,notblank,max=100"`
	Scopes []string `json:"scopes" validate:"max=10,dive,scope"` // none: all that the person may
	Days   int      `json:"days" validate:"min=0,max=365"`       // 0: 90
}

// NewAPIToken makes a token that may do all that the person may, for 90 days. It is shown once.
func (s *Service) NewAPIToken(ctx context.Context, by models.Call, personID int64) (string, error) {
	return s.addToken(ctx, by, personID, NewToken{})
}

// MakeAPIToken makes a token for the actor, who must be a person in a browser. It is shown once; a repeat of the
// request gives none. Faults Forbidden "step_up", Conflict "token_made".
func (s *Service) MakeAPIToken(ctx context.Context, by models.Call, in NewToken) (string, error) {
	if err := need(by.Actor, ownAccount(by.Actor)); err != nil {
		return "", err
	}
	if err := s.stepped(by); err != nil {
		return "", err
	}
	if err := s.check(&in); err != nil {
		return "", err
	}
	return s.addToken(ctx, by, by.PersonID, in)
}

func (s *Service) addToken(ctx context.Context, by models.Call, personID int64, in NewToken) (string, error) {
	if err := need(by.Actor, Can(by.Actor, OwnAccount, Thing{PersonID: personID})); err != nil {
		return "", err
	}
	if in.Days == 0 {
		in.Days = tokenDays
	}
	secret := "trv_" + ids.Secret()
	t := models.APIToken{
		Hash: digest(secret), ID: ids.UUID(), PersonID: personID, Name: in.Name, Scopes: in.Scopes, CreatedAt: by.At,
		ExpiresAt: by.At.Add(time.Duration(in.Days) * 24 * time.Hour),
	}
	made, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if err := tx.AddAPIToken(ctx, t); err != nil {
			return "", err
		}
		return t.ID, s.warn(ctx, tx, by, personID, tokenMade, in.Name)
	})
	if err == nil && made != t.ID {
		err = fault.New(fault.Conflict, "token_made")
	}
	return secret, err
}

// APITokens lists the actor's own tokens, newest first.
func (s *Service) APITokens(ctx context.Context, who models.Actor) ([]models.APIToken, error) {
	if err := need(who, Can(who, ReadOwn, Thing{PersonID: who.PersonID})); err != nil {
		return nil, err
	}
	return s.st.APITokens(ctx, who.PersonID, mostTokens)
}

// RevokeAPIToken ends one of the actor's own tokens at once. A token may end any that its person could, itself too:
// less is never more. Fault NotFound "token_not_found".
func (s *Service) RevokeAPIToken(ctx context.Context, by models.Call, id string) error {
	if err := need(by.Actor, Can(by.Actor, ReadAccount, Thing{PersonID: by.PersonID})); err != nil {
		return err
	}
	_, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		ok, err := tx.RevokeAPIToken(ctx, by.PersonID, id, by.At)
		if err == nil && !ok {
			err = fault.Missing("token")
		}
		return id, err
	})
	return err
}

// ActorByToken gives the person an API token acts for, limited to its scopes. Fault SignIn "bad_token".
func (s *Service) ActorByToken(ctx context.Context, bearer string) (models.Actor, error) {
	now := s.Now()
	t, err := s.st.APIToken(ctx, digest(bearer), now)
	if err != nil {
		return models.Actor{}, badToken(err)
	}
	who, err := s.Actor(ctx, t.PersonID)
	if err != nil {
		return models.Actor{}, badToken(err)
	}
	who.ByToken = true
	for _, scope := range t.Scopes {
		who.Scopes = append(who.Scopes, models.Scope(scope))
	}
	if day := now.Format(time.DateOnly); t.LastUsedOn < day {
		err = s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.UsedAPIToken(ctx, t.Hash, day) })
	}
	return who, err
}

// badToken does not tell a token that never was from one that ended.
func badToken(err error) error {
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.SignIn) {
		return fault.New(fault.SignIn, "bad_token")
	}
	return err
}
