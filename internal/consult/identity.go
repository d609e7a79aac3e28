package consult

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"time"

	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/store"
	"travaux/models"
)

const (
	// attemptLasts is how long somebody may be away at a provider.
	attemptLasts = 10 * time.Minute
	// addressLasts is how long a new identity waits for its address to be given.
	addressLasts = 30 * time.Minute
)

// Provider is where people can show who they are elsewhere; internal/oidc talks to one.
type Provider interface {
	ID() string                // in paths
	Name() string              // for people
	Host() string              // where they are sent
	Vouches(email string) bool // its word for this address is enough
	Begin(ctx context.Context, redirect string, a models.Attempt) (string, error)
	Finish(ctx context.Context, redirect string, a models.Attempt, answer models.ProviderAnswer) (models.Claimed, error)
}

// attempt is what is sealed into the cookie of the browser that goes to a provider.
type attempt struct {
	models.Attempt
	Browser  string    `json:"browser"` // hash of its other cookie
	Back     string    `json:"back"`
	PersonID int64     `json:"person"` // who connects one more identity; 0: somebody signs in
	Expires  time.Time `json:"expires"`
}

// Outcome says how somebody came back from a provider.
type Outcome string

// The outcomes.
const (
	CameIn       Outcome = "in"        // known: sign them in
	Connected    Outcome = "connected" // who was signed in has one more identity
	Cancelled    Outcome = "cancelled" // they stopped there
	LinkSent     Outcome = "sent"      // a link proves the address
	NeedsAddress Outcome = "address"   // no address came along: ask for one
)

// Arrival is somebody who came back.
type Arrival struct {
	Outcome  Outcome
	PersonID int64  // of who came in
	Back     string // where they wanted to go
	Ceremony string // the secret by which an address is given, when one is needed
}

// Providers are those that the operator named.
func (s *Service) Providers() []Provider { return s.providers }

// Provider finds one; fault NotFound "provider_not_found".
func (s *Service) Provider(id string) (Provider, error) {
	i := slices.IndexFunc(s.providers, func(p Provider) bool { return p.ID() == id })
	if i < 0 {
		return nil, fault.Missing("provider")
	}
	return s.providers[i], nil
}

// providerName is how people read a provider; empty when the operator no longer names it.
func (s *Service) providerName(id string) string {
	p, err := s.Provider(id)
	if err != nil {
		return ""
	}
	return p.Name()
}

// redirect is where a provider sends people back: each to a path of its own, so that no provider's answer can be taken
// for another's.
func (s *Service) redirect(id string) string { return s.baseURL + "/sign-in/with/" + id + "/callback" }

func providerPurpose(id string) string { return "provider " + id }

// BeginProvider gives the address to send a browser to, and what it has to keep until it comes back. Where connect is set,
// the identity becomes one of the actor's, who proved anew who they are. Faults NotFound "provider_not_found",
// Unavailable "provider_away", Forbidden "step_up".
func (s *Service) BeginProvider(ctx context.Context, by models.Call, id, back string, connect bool, browser string) (to string, keep []byte, err error) {
	p, err := s.Provider(id)
	if err != nil {
		return "", nil, err
	}
	a := attempt{
		Attempt: models.Attempt{State: ids.Secret(), Nonce: ids.Secret(), Verifier: ids.Secret()},
		Browser: digest(browser), Back: back, Expires: by.At.Add(attemptLasts),
	}
	if !ourPath(back) {
		a.Back = "/"
	}
	if connect {
		if err := need(by.Actor, ownAccount(by.Actor)); err != nil {
			return "", nil, err
		}
		if err := s.stepped(by); err != nil {
			return "", nil, err
		}
		a.PersonID = by.PersonID
	}
	if to, err = p.Begin(ctx, s.redirect(id), a.Attempt); err != nil {
		return "", nil, s.logged(ctx, id, err)
	}
	plain, err := json.Marshal(a)
	return to, s.seal(providerPurpose(id), plain), err
}

// FinishProvider takes what a browser brings back, once. Faults Forbidden "began_elsewhere", "provider_refused"; Unavailable
// "provider_away"; Conflict "identity_there".
func (s *Service) FinishProvider(ctx context.Context, by models.Call, id string, kept []byte, answer models.ProviderAnswer, browser string) (Arrival, error) {
	p, err := s.Provider(id)
	if err != nil {
		return Arrival{}, err
	}
	a, err := s.attempted(ctx, by, id, kept, answer.State, browser)
	if err != nil {
		return Arrival{}, err
	}
	switch answer.Error {
	case "":
	case "access_denied", "login_required", "consent_required", "interaction_required", "account_selection_required":
		return Arrival{Outcome: Cancelled, Back: a.Back}, nil
	default:
		return Arrival{}, s.logged(ctx, id, fault.Wrap(fault.Forbidden, "provider_refused", errors.New("an error instead of a code")).With("name", p.Name()))
	}
	who, err := p.Finish(ctx, s.redirect(id), a.Attempt, answer)
	if err != nil {
		return Arrival{}, s.logged(ctx, id, err)
	}
	return s.arrive(ctx, by, p, a, who, browser)
}

// attempted opens what the browser kept and takes it for the first and only time.
func (s *Service) attempted(ctx context.Context, by models.Call, id string, kept []byte, state, browser string) (attempt, error) {
	var a attempt
	elsewhere := fault.New(fault.Forbidden, "began_elsewhere")
	plain, err := s.unseal(providerPurpose(id), kept)
	if err != nil || json.Unmarshal(plain, &a) != nil {
		return a, elsewhere
	}
	same := subtle.ConstantTimeCompare([]byte(a.State), []byte(state)) == 1
	if !same || browser == "" || a.Browser != digest(browser) || !by.At.Before(a.Expires) || a.PersonID != 0 && a.PersonID != by.PersonID {
		return a, elsewhere
	}
	return a, s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		first, err := tx.AddCeremony(ctx, models.Ceremony{Hash: digest(state), Kind: models.CeremonyProvider, State: []byte{}, ExpiresAt: a.Expires})
		if err == nil && !first {
			err = elsewhere
		}
		return err
	})
}

// logged writes down why a provider's answer was refused. The reasons are rules and name nobody.
func (s *Service) logged(ctx context.Context, id string, err error) error {
	if f, ok := fault.As(err); ok && f.Cause != nil {
		slog.InfoContext(ctx, "identity refused", "provider", id, "code", f.Code, "reason", f.Cause.Error())
	}
	return err
}

// arrive finds whose an identity is. Issuer and subject say it, and nothing else: an address makes nobody known. Whoever
// comes for the first time proves an address by a link, unless nobody here has it and the provider gives it out itself.
func (s *Service) arrive(ctx context.Context, by models.Call, p Provider, a attempt, who models.Claimed, browser string) (Arrival, error) {
	in := Arrival{Outcome: CameIn, Back: a.Back}
	known, err := s.st.Identity(ctx, who.Issuer, who.Subject)
	switch {
	case err == nil && a.PersonID != 0 && known.PersonID != a.PersonID:
		return Arrival{}, fault.New(fault.Conflict, "identity_there")
	case err == nil:
		if in.PersonID = known.PersonID; a.PersonID != 0 {
			in.Outcome = Connected
		}
		return in, s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.UseIdentity(ctx, known.ID, by.At) })
	case !fault.Is(err, fault.NotFound):
		return Arrival{}, err
	case a.PersonID != 0:
		in.Outcome, in.PersonID = Connected, a.PersonID
		return in, s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return s.connect(ctx, tx, by, a.PersonID, who) })
	}
	if s.check(&NewSignIn{Email: who.Email}) != nil {
		who.Email = ""
	}
	if in.PersonID, err = s.vouched(ctx, by, p, who); err != nil || in.PersonID != 0 {
		return in, err
	}
	w := waiting{who, a.Back}
	if who.Email == "" {
		in.Outcome = NeedsAddress
		in.Ceremony, err = s.wait(ctx, by, models.CeremonyAddress, browser, w)
		return in, err
	}
	in.Outcome = LinkSent
	return in, s.sendLink(ctx, by, p.Name(), w, browser)
}

// vouched makes a new person of somebody whose provider gives out the address itself; 0 when the address is somebody's
// already, or the provider's word is not enough.
func (s *Service) vouched(ctx context.Context, by models.Call, p Provider, who models.Claimed) (personID int64, err error) {
	if !who.EmailVerified || !p.Vouches(who.Email) {
		return 0, nil
	}
	err = s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		personID = 0
		if _, err := tx.PersonByEmail(ctx, models.EmailKey(who.Email)); !fault.Is(err, fault.NotFound) {
			return err
		}
		made, err := tx.AddPerson(ctx, s.newcomer(by, who))
		if err != nil {
			return err
		}
		personID = made.ID
		return s.connect(ctx, tx, by, made.ID, who)
	})
	return personID, err
}

func (s *Service) newcomer(by models.Call, who models.Claimed) models.Person {
	name := struct {
		Name string `json:"name" validate:"max=200"`
	}{who.Name}
	if s.check(&name) != nil {
		name.Name = ""
	}
	key := models.EmailKey(who.Email)
	return models.Person{ID: s.ids.Next(by.At), Email: key, EmailKey: key, Name: name.Name, Language: by.Speaking, CreatedAt: by.At}
}

// connect makes an identity a person's; fault Conflict "identity_there" when it is somebody else's.
func (s *Service) connect(ctx context.Context, tx *store.Tx, by models.Call, personID int64, who models.Claimed) error {
	added, err := tx.AddIdentity(ctx, models.Identity{
		ID: s.ids.Next(by.At), PersonID: personID, Provider: who.Provider, Issuer: who.Issuer, Subject: who.Subject, CreatedAt: by.At, LastUsedAt: &by.At,
	})
	if err == nil && added {
		return s.warn(ctx, tx, by, personID, identityLinked, s.providerName(who.Provider))
	}
	if err != nil {
		return err
	}
	known, err := tx.Identity(ctx, who.Issuer, who.Subject)
	if err == nil && known.PersonID != personID {
		err = fault.New(fault.Conflict, "identity_there")
	}
	return err
}

// Identities lists the actor's own identities.
func (s *Service) Identities(ctx context.Context, who models.Actor) ([]models.Identity, error) {
	if err := need(who, ownAccount(who)); err != nil {
		return nil, err
	}
	return s.st.Identities(ctx, who.PersonID)
}

// IdentityRef names an identity as lists of them do.
type IdentityRef struct {
	Issuer  string `json:"issuer" validate:"required,max=2000"`
	Subject string `json:"subject" validate:"required,max=255"`
}

// RemoveIdentity forgets one of the actor's identities; a mailed link always remains. Faults Forbidden "step_up", NotFound
// "identity_not_found".
func (s *Service) RemoveIdentity(ctx context.Context, by models.Call, in IdentityRef) error {
	if err := need(by.Actor, ownAccount(by.Actor)); err != nil {
		return err
	}
	if err := s.stepped(by); err != nil {
		return err
	}
	if err := s.check(&in); err != nil {
		return err
	}
	return s.changed(ctx, "identity", func(ctx context.Context, tx *store.Tx) (bool, error) {
		ok, err := tx.RemoveIdentity(ctx, by.PersonID, in.Issuer, in.Subject)
		if err != nil || !ok {
			return ok, err
		}
		return true, s.warn(ctx, tx, by, by.PersonID, identityRemoved, in.Issuer)
	})
}
