// Package passkey runs the two ceremonies of Web Authentication (W3C WebAuthn, level 3): making a passkey and proving
// that one holds it.
//
// What goes to the browser and what comes from it is JSON as bytes, and so is what has to be kept between the two. The
// package refuses to know HTTP, the database, the clock and whose key it is: it is told by its caller, who also sees to
// it that an exchange is answered once, in time, and by the browser that began it.
package passkey

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// ErrRefused says that a browser's answer does not fit: another site, challenge or key, or a broken signature.
var ErrRefused = errors.New("passkey: the answer does not fit")

// ErrNoName says that an address has no name to which a browser would bind a passkey.
var ErrNoName = errors.New("passkey: needs a host with a name")

// Party is the site for which passkeys are good.
type Party struct {
	w      *webauthn.WebAuthn
	domain string
}

// New is the party of a site at a base URL. On a loopback address it is http://localhost with the same port, since
// browsers bind no passkey to a number. Error ErrNoName for any other number.
func New(baseURL, name string) (*Party, error) {
	u, err := url.Parse(baseURL)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("%w: %q", ErrNoName, baseURL)
	}
	domain, origin := strings.ToLower(u.Hostname()), u.Scheme+"://"+u.Host
	if a, err := netip.ParseAddr(domain); err == nil {
		if !a.IsLoopback() {
			return nil, fmt.Errorf("%w: %s", ErrNoName, domain)
		}
		domain, origin = "localhost", u.Scheme+"://localhost"
		if u.Port() != "" {
			origin += ":" + u.Port()
		}
	}
	w, err := webauthn.New(&webauthn.Config{
		RPID: domain, RPDisplayName: name, RPOrigins: []string{origin},
		AttestationPreference: protocol.PreferNoAttestation,
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoName, err)
	}
	return &Party{w, domain}, nil
}

// Domain is the name to which browsers bind passkeys of this party.
func (p *Party) Domain() string { return p.domain }

// Owner is whose passkeys they are, as far as a device has to know.
type Owner struct {
	Handle []byte // random, never a row's id
	Name   string // shown by the device when one of several is to be chosen
	Keys   []Key
}

// Key is a passkey's public half.
type Key struct {
	ID     string // of the credential, base64url
	Record []byte // JSON
}

// Proof is that somebody holds a key.
type Proof struct {
	Key      Key    // with the counter as it stands now
	Count    uint32 // the authenticator's counter; 0: it keeps none
	Verified bool   // the device knew its person by PIN, finger or face
	Copied   bool   // the counter did not rise: somebody else has the same key (§6.1.1)
}

// Offer begins the making of a passkey: options for the browser, and the state to keep for Register. Where verify is
// set, the device has to know its person.
func (p *Party) Offer(o Owner, verify bool) (options, state []byte, err error) {
	known, err := o.credentials()
	if err != nil {
		return nil, nil, err
	}
	creation, session, err := p.w.BeginRegistration(user{o, known},
		webauthn.WithResidentKeyRequirement(protocol.ResidentKeyRequirementRequired),
		webauthn.WithAuthenticatorSelection(protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: verification(verify),
		}),
		webauthn.WithExclusions(webauthn.Credentials(known).CredentialDescriptors()))
	if err != nil {
		return nil, nil, fmt.Errorf("begin a passkey: %w", err)
	}
	return both(creation.Response, session)
}

// Register ends the making of a passkey. Error ErrRefused.
func (p *Party) Register(o Owner, state, answer []byte) (Key, error) {
	var session webauthn.SessionData
	if err := json.Unmarshal(state, &session); err != nil {
		return Key{}, fmt.Errorf("read a passkey's state: %w", err)
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return Key{}, refused(err)
	}
	c, err := p.w.CreateCredential(user{o, nil}, session, parsed)
	if err != nil {
		return Key{}, refused(err)
	}
	c.Attestation, c.AttestationType, c.AttestationFormat = webauthn.CredentialAttestation{}, "", "" // asked for none, so none is kept
	return keyOf(*c)
}

// Ask begins the proof of a passkey: of this owner's, or of anybody's when there is no owner.
func (p *Party) Ask(o *Owner, verify bool) (options, state []byte, err error) {
	if o == nil {
		assertion, session, err := p.w.BeginDiscoverableLogin(webauthn.WithUserVerification(verification(verify)))
		if err != nil {
			return nil, nil, fmt.Errorf("ask for a passkey: %w", err)
		}
		return both(assertion.Response, session)
	}
	known, err := o.credentials()
	if err != nil {
		return nil, nil, err
	}
	assertion, session, err := p.w.BeginLogin(user{*o, known}, webauthn.WithUserVerification(verification(verify)))
	if err != nil {
		return nil, nil, fmt.Errorf("ask for a passkey: %w", err)
	}
	return both(assertion.Response, session)
}

// Check ends the proof of a passkey. find is asked whose the key is; where it does not know, its error is given back.
// Error ErrRefused.
func (p *Party) Check(state, answer []byte, find func(id string, handle []byte) (Owner, error)) (Proof, error) {
	var session webauthn.SessionData
	if err := json.Unmarshal(state, &session); err != nil {
		return Proof{}, fmt.Errorf("read a passkey's state: %w", err)
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return Proof{}, refused(err)
	}
	o, err := find(base64.RawURLEncoding.EncodeToString(parsed.RawID), parsed.Response.UserHandle)
	if err != nil {
		return Proof{}, err
	}
	known, err := o.credentials()
	if err != nil {
		return Proof{}, err
	}
	c, err := p.check(session, parsed, user{o, known})
	if err != nil {
		return Proof{}, refused(err)
	}
	key, err := keyOf(*c)
	return Proof{
		Key: key, Count: c.Authenticator.SignCount, Copied: c.Authenticator.CloneWarning,
		Verified: parsed.Response.AuthenticatorData.Flags.HasUserVerified(),
	}, err
}

func (p *Party) check(session webauthn.SessionData, parsed *protocol.ParsedCredentialAssertionData, who user) (*webauthn.Credential, error) {
	if len(session.UserID) > 0 {
		return p.w.ValidateLogin(who, session, parsed)
	}
	return p.w.ValidateDiscoverableLogin(func(_, _ []byte) (webauthn.User, error) { return who, nil }, session, parsed)
}

func verification(verify bool) protocol.UserVerificationRequirement {
	if verify {
		return protocol.VerificationRequired
	}
	return protocol.VerificationPreferred
}

// both writes options and state as JSON.
func both(options, session any) (o, s []byte, err error) {
	if o, err = json.Marshal(options); err == nil {
		s, err = json.Marshal(session)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("write a passkey's options: %w", err)
	}
	return o, s, nil
}

// refused keeps the library's reason, which names no person.
func refused(err error) error {
	var p *protocol.Error
	if errors.As(err, &p) {
		return fmt.Errorf("%w: %s: %s", ErrRefused, p.Type, p.Details)
	}
	return fmt.Errorf("%w: %w", ErrRefused, err)
}

func keyOf(c webauthn.Credential) (Key, error) {
	record, err := json.Marshal(c)
	if err != nil {
		return Key{}, fmt.Errorf("write a passkey: %w", err)
	}
	return Key{ID: base64.RawURLEncoding.EncodeToString(c.ID), Record: record}, nil
}

func (o Owner) credentials() ([]webauthn.Credential, error) {
	out := make([]webauthn.Credential, len(o.Keys))
	for i, k := range o.Keys {
		if err := json.Unmarshal(k.Record, &out[i]); err != nil {
			return nil, fmt.Errorf("read a passkey: %w", err)
		}
	}
	return out, nil
}

// user is an owner as the library asks for one.
type user struct {
	o    Owner
	keys []webauthn.Credential
}

func (u user) WebAuthnID() []byte                         { return u.o.Handle }
func (u user) WebAuthnName() string                       { return u.o.Name }
func (u user) WebAuthnDisplayName() string                { return u.o.Name }
func (u user) WebAuthnCredentials() []webauthn.Credential { return u.keys }
