package passkey_test

import (
	"encoding/json"
	"errors"
	"testing"

	virtual "github.com/descope/virtualwebauthn"

	"travaux/internal/passkey"
)

// device is an authenticator at a site, with one key.
type device struct {
	rp   virtual.RelyingParty
	auth virtual.Authenticator
	key  virtual.Credential
}

// newKey makes a key. The authenticator of the tests cuts zeros from the front of a coordinate, which no real one does.
func newKey() virtual.Credential {
	for {
		const whole = 77 // bytes of a COSE key of two coordinates of 32 bytes
		if k := virtual.NewCredential(virtual.KeyTypeEC2); len(k.Key.AttestationData()) == whole {
			return k
		}
	}
}

func newDevice(o passkey.Owner, origin string) *device {
	return &device{
		virtual.RelyingParty{ID: "example.org", Name: "Travaux", Origin: origin},
		virtual.NewAuthenticatorWithOptions(virtual.AuthenticatorOptions{UserHandle: o.Handle}), newKey(),
	}
}

func (d *device) make(t *testing.T, options []byte) []byte {
	t.Helper()
	parsed, err := virtual.ParseAttestationOptions(string(options))
	if err != nil {
		t.Fatal(err)
	}
	return []byte(virtual.CreateAttestationResponse(d.rp, d.auth, d.key, *parsed))
}

func (d *device) prove(t *testing.T, options []byte) []byte {
	t.Helper()
	parsed, err := virtual.ParseAssertionOptions(string(options))
	if err != nil {
		t.Fatal(err)
	}
	return []byte(virtual.CreateAssertionResponse(d.rp, d.auth, d.key, *parsed))
}

const site = "https://example.org"

func party(t *testing.T) *passkey.Party {
	t.Helper()
	p, err := passkey.New(site, "Travaux")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func owner() passkey.Owner {
	return passkey.Owner{Handle: []byte("0123456789abcdef0123456789abcdef"), Name: "somebody"}
}

// registered is an owner with one key, and the device that holds it.
func registered(t *testing.T, p *passkey.Party) (passkey.Owner, *device) {
	t.Helper()
	o := owner()
	d := newDevice(o, site)
	options, state, err := p.Offer(o, false)
	if err != nil {
		t.Fatal(err)
	}
	k, err := p.Register(o, state, d.make(t, options))
	if err != nil {
		t.Fatal(err)
	}
	o.Keys = append(o.Keys, k)
	return o, d
}

func is(o passkey.Owner) func(string, []byte) (passkey.Owner, error) {
	return func(string, []byte) (passkey.Owner, error) { return o, nil }
}

func TestNew_bindsToANameOrToLocalhost(t *testing.T) {
	t.Parallel()
	for base, want := range map[string]string{
		"https://example.org": "example.org", "https://EXAMPLE.org:8443": "example.org", "http://localhost:8080": "localhost",
		"http://127.0.0.1:8080": "localhost", "http://[::1]:8080": "localhost", "https://192.0.2.1": "", "https://[2001:db8::1]": "", "": "", "nonsense": "",
	} {
		p, err := passkey.New(base, "Travaux")
		switch {
		case want == "" && !errors.Is(err, passkey.ErrNoName):
			t.Errorf("%q: %v", base, err)
		case want != "" && (err != nil || p.Domain() != want):
			t.Errorf("%q: %v, want %s", base, err, want)
		}
	}
}

func TestOffer_asksForNoAttestationAndForAKeyThatKnowsItsOwner(t *testing.T) {
	t.Parallel()
	p := party(t)
	o, _ := registered(t, p)
	options, _, err := p.Offer(o, true)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		RP struct {
			ID string `json:"id"`
		} `json:"rp"`
		Attestation            string `json:"attestation"`
		AuthenticatorSelection struct {
			ResidentKey      string `json:"residentKey"`
			UserVerification string `json:"userVerification"`
		} `json:"authenticatorSelection"`
		ExcludeCredentials []struct {
			ID string `json:"id"`
		} `json:"excludeCredentials"`
	}
	if err := json.Unmarshal(options, &got); err != nil {
		t.Fatal(err)
	}
	if got.RP.ID != "example.org" || got.Attestation != "none" || got.AuthenticatorSelection.ResidentKey != "required" ||
		got.AuthenticatorSelection.UserVerification != "required" || len(got.ExcludeCredentials) != 1 || got.ExcludeCredentials[0].ID != o.Keys[0].ID {
		t.Errorf("%s", options)
	}
}

func TestCheck_provesAKeyAndCountsItsUse(t *testing.T) {
	t.Parallel()
	p := party(t)
	o, d := registered(t, p)
	for use := range uint32(2) {
		for _, of := range []*passkey.Owner{nil, &o} {
			d.key.Counter++
			options, state, err := p.Ask(of, false)
			if err != nil {
				t.Fatal(err)
			}
			proof, err := p.Check(state, d.prove(t, options), is(o))
			if err != nil || proof.Copied || !proof.Verified || proof.Count != d.key.Counter || proof.Key.ID != o.Keys[0].ID {
				t.Fatalf("use %d: %+v, %v", use, proof, err)
			}
			o.Keys[0] = proof.Key
		}
	}
}

func TestCheck_tellsACounterThatGoesBack(t *testing.T) {
	t.Parallel()
	p := party(t)
	o, d := registered(t, p)
	for i, counter := range []uint32{7, 7, 3} {
		d.key.Counter = counter
		options, state, _ := p.Ask(nil, false)
		proof, err := p.Check(state, d.prove(t, options), is(o))
		if err != nil || proof.Copied != (i > 0) {
			t.Fatalf("counter %d: copied %t, %v", counter, proof.Copied, err)
		}
		o.Keys[0] = proof.Key
	}
}

func TestCheck_refusesWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	p := party(t)
	o, d := registered(t, p)
	other := passkey.Owner{Handle: []byte("another handle of another person"), Name: "other"}
	options, state, _ := p.Ask(nil, true)
	_, foreign, _ := p.Ask(nil, true)
	for name, c := range map[string]struct {
		edit  func(*device)
		state []byte
		owner passkey.Owner
	}{
		"another challenge":       {func(*device) {}, foreign, o},
		"another origin":          {func(d *device) { d.rp.Origin = "https://example.com" }, state, o},
		"another port":            {func(d *device) { d.rp.Origin = "https://example.org:8443" }, state, o},
		"a page without TLS":      {func(d *device) { d.rp.Origin = "http://example.org" }, state, o},
		"another party":           {func(d *device) { d.rp.ID = "example.com" }, state, o},
		"another key":             {func(d *device) { d.key.Key = newKey().Key }, state, o},
		"another credential":      {func(d *device) { d.key.ID = []byte("another credential") }, state, o},
		"another person's handle": {func(d *device) { d.auth.Options.UserHandle = other.Handle }, state, o},
		"no handle":               {func(d *device) { d.auth.Options.UserHandle = nil }, state, o},
		"nobody there":            {func(d *device) { d.auth.Options.UserNotPresent = true }, state, o},
		"nobody known":            {func(d *device) { d.auth.Options.UserNotVerified = true }, state, o},
		"another owner":           {func(*device) {}, state, other},
	} {
		changed := *d
		c.edit(&changed)
		if _, err := p.Check(c.state, changed.prove(t, options), is(c.owner)); !errors.Is(err, passkey.ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, answer := range []string{"", "null", "{}", "[]", `{"id":"x"}`, "\x00"} {
		if _, err := p.Check(state, []byte(answer), is(o)); !errors.Is(err, passkey.ErrRefused) {
			t.Errorf("%q: %v", answer, err)
		}
		if _, err := p.Register(o, state, []byte(answer)); !errors.Is(err, passkey.ErrRefused) {
			t.Errorf("register %q: %v", answer, err)
		}
	}
	if _, err := p.Check(state, d.prove(t, options), is(o)); err != nil {
		t.Errorf("what fits: %v", err)
	}
}

func TestRegister_refusesWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	p, o := party(t), owner()
	options, state, _ := p.Offer(o, true)
	_, foreign, _ := p.Offer(o, true)
	for name, c := range map[string]struct {
		edit  func(*device)
		state []byte
	}{
		"another challenge": {func(*device) {}, foreign},
		"another origin":    {func(d *device) { d.rp.Origin = "https://example.com" }, state},
		"another party":     {func(d *device) { d.rp.ID = "example.com" }, state},
		"nobody known":      {func(d *device) { d.auth.Options.UserNotVerified = true }, state},
	} {
		d := newDevice(o, site)
		c.edit(d)
		if _, err := p.Register(o, c.state, d.make(t, options)); !errors.Is(err, passkey.ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := p.Register(o, state, newDevice(o, site).make(t, options)); err != nil {
		t.Errorf("what fits: %v", err)
	}
}
