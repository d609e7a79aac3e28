package consult

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"travaux/internal/fault"
	"travaux/internal/passkey"
	"travaux/internal/store"
	"travaux/models"
)

const (
	// passkeyLasts is how long a browser may take to answer.
	passkeyLasts = 5 * time.Minute
	// mostPasskeys is how many one person may have.
	mostPasskeys = 20
)

// Challenge is what a browser is given to begin with a passkey. It sends the ceremony's secret back with its answer.
type Challenge struct {
	Ceremony string          `json:"ceremony"`
	Options  json.RawMessage `json:"publicKey"` // of navigator.credentials.create or get
}

// PasskeyAnswer is what a browser made of a challenge, the JSON of a PublicKeyCredential, and where to go on to.
type PasskeyAnswer struct {
	Ceremony string `json:"ceremony" validate:"required,max=200"`
	Answer   string `json:"answer" validate:"required,max=40000"`
	ReturnTo string `json:"return_to" validate:"max=2000"`
}

// NewPasskey is a passkey that a device made, and how its person calls it.
type NewPasskey struct {
	Ceremony string `json:"ceremony" validate:"required,max=200"`
	Answer   string `json:"answer" validate:"required,max=40000"`
	Name     string `json:"name" validate:"required,notblank,max=100"`
}

// PasskeyDomain is the host name at which passkeys can be used; empty: nowhere.
func (s *Service) PasskeyDomain() string {
	if s.party == nil {
		return ""
	}
	return s.party.Domain()
}

// Passkeys lists the actor's own passkeys.
func (s *Service) Passkeys(ctx context.Context, who models.Actor) ([]models.Passkey, error) {
	if err := need(who, ownAccount(who)); err != nil {
		return nil, err
	}
	return s.st.Passkeys(ctx, who.PersonID)
}

// OfferPasskey begins to make a passkey for the actor. Faults Forbidden "step_up", "no_passkeys" where the site has no
// name, Conflict "most_passkeys".
func (s *Service) OfferPasskey(ctx context.Context, by models.Call, browser string) (Challenge, error) {
	o, err := s.mine(ctx, by)
	if err == nil {
		err = s.stepped(by)
	}
	if err == nil {
		err = room(o)
	}
	if err != nil {
		return Challenge{}, err
	}
	options, state, err := s.party.Offer(o, staff(by.Actor))
	return s.challenge(ctx, by, models.CeremonyRegister, browser, options, state, err)
}

// room refuses a passkey more than a person may have.
func room(o passkey.Owner) error {
	if len(o.Keys) < mostPasskeys {
		return nil
	}
	return fault.New(fault.Conflict, "most_passkeys").With("max", mostPasskeys)
}

// AddPasskey keeps the passkey that a device made. That its person proved anew who they are was asked when it began.
// Faults Forbidden "began_elsewhere", "passkey_refused"; Conflict "passkey_there".
func (s *Service) AddPasskey(ctx context.Context, by models.Call, in NewPasskey, browser string) error {
	o, err := s.mine(ctx, by)
	if err == nil {
		err = room(o)
	}
	if err != nil {
		return err
	}
	if err := s.check(&in); err != nil {
		return err
	}
	state, err := s.end(ctx, by, models.CeremonyRegister, browser, in.Ceremony)
	if err != nil {
		return err
	}
	key, err := s.party.Register(o, state, []byte(in.Answer))
	if err != nil {
		return passkeyFault(ctx, err)
	}
	p := models.Passkey{
		ID: s.ids.Next(by.At), PersonID: by.PersonID, Credential: key.ID, Name: in.Name,
		Record: s.seal(passkeyPurpose(by.PersonID), key.Record), CreatedAt: by.At,
	}
	return s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		added, err := tx.AddPasskey(ctx, p)
		if err == nil && !added {
			err = fault.New(fault.Conflict, "passkey_there")
		}
		if err != nil {
			return err
		}
		return s.warn(ctx, tx, by, by.PersonID, passkeyAdded, in.Name)
	})
}

// PasskeyName is how its person calls a passkey.
type PasskeyName struct {
	Name string `json:"name" validate:"required,notblank,max=100"`
}

// RenamePasskey gives one of the actor's passkeys another name. Fault NotFound "passkey_not_found".
func (s *Service) RenamePasskey(ctx context.Context, by models.Call, credential string, in PasskeyName) error {
	if err := need(by.Actor, ownAccount(by.Actor)); err != nil {
		return err
	}
	if err := s.check(&in); err != nil {
		return err
	}
	return s.changed(ctx, "passkey", func(ctx context.Context, tx *store.Tx) (bool, error) {
		return tx.RenamePasskey(ctx, by.PersonID, credential, in.Name)
	})
}

// RemovePasskey forgets one of the actor's passkeys; a mailed link always remains. Faults Forbidden "step_up", NotFound
// "passkey_not_found".
func (s *Service) RemovePasskey(ctx context.Context, by models.Call, credential string) error {
	if err := need(by.Actor, ownAccount(by.Actor)); err != nil {
		return err
	}
	if err := s.stepped(by); err != nil {
		return err
	}
	return s.changed(ctx, "passkey", func(ctx context.Context, tx *store.Tx) (bool, error) {
		ok, err := tx.RemovePasskey(ctx, by.PersonID, credential)
		if err != nil || !ok {
			return ok, err
		}
		return true, s.warn(ctx, tx, by, by.PersonID, passkeyRemoved, "")
	})
}

// changed runs a change of one thing, which is not there when it changed nothing.
func (s *Service) changed(ctx context.Context, noun string, fn func(ctx context.Context, tx *store.Tx) (bool, error)) error {
	return s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		ok, err := fn(ctx, tx)
		if err == nil && !ok {
			err = fault.Missing(noun)
		}
		return err
	})
}

// staff tells whether somebody holds a role, so that their device has to know them.
func staff(a models.Actor) bool { return a.Admin || len(a.Grants) > 0 }

// mine is the actor as their devices know them.
func (s *Service) mine(ctx context.Context, by models.Call) (passkey.Owner, error) {
	if err := need(by.Actor, ownAccount(by.Actor)); err != nil {
		return passkey.Owner{}, err
	}
	if s.party == nil {
		return passkey.Owner{}, fault.New(fault.Forbidden, "no_passkeys")
	}
	return s.owner(ctx, by.PersonID)
}

// owner is a person as their devices know them; who has no random id yet is given one.
func (s *Service) owner(ctx context.Context, personID int64) (passkey.Owner, error) {
	p, err := s.st.Person(ctx, personID)
	if err != nil {
		return passkey.Owner{}, err
	}
	handle, err := s.handle(ctx, personID)
	if err != nil {
		return passkey.Owner{}, err
	}
	o := passkey.Owner{Name: p.Email}
	if o.Handle, err = base64.RawURLEncoding.DecodeString(handle); err != nil {
		return o, fmt.Errorf("read the handle of person %d: %w", personID, err)
	}
	keys, err := s.st.Passkeys(ctx, personID)
	if err != nil {
		return o, err
	}
	for _, k := range keys {
		record, err := s.unseal(passkeyPurpose(personID), k.Record)
		if err != nil {
			return o, fmt.Errorf("open passkey %d: %w", k.ID, err)
		}
		o.Keys = append(o.Keys, passkey.Key{ID: k.Credential, Record: record})
	}
	return o, nil
}

func (s *Service) handle(ctx context.Context, personID int64) (string, error) {
	known, err := s.st.PasskeyHandle(ctx, personID)
	if err != nil || known != "" {
		return known, err
	}
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails, see crypto/rand
	h := models.PasskeyHandle{PersonID: personID, Handle: base64.RawURLEncoding.EncodeToString(b[:])}
	err = s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		known, err = tx.AddPasskeyHandle(ctx, h)
		return err
	})
	return known, err
}

// passkeyPurpose seals a passkey for one person, so that a row that was moved to another person opens nothing.
func passkeyPurpose(personID int64) string { return fmt.Sprintf("passkey %d", personID) }
