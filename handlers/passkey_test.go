package handlers_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	virtual "github.com/descope/virtualwebauthn"
)

// device is an authenticator with one key at the site's name.
type device struct {
	rp   virtual.RelyingParty
	auth virtual.Authenticator
	key  virtual.Credential
}

func newDevice(s *site) *device {
	const whole = 77 // the authenticator of the tests cuts zeros from the front of a coordinate, which no real one does
	k := virtual.NewCredential(virtual.KeyTypeEC2)
	for len(k.Key.AttestationData()) != whole {
		k = virtual.NewCredential(virtual.KeyTypeEC2)
	}
	return &device{virtual.RelyingParty{ID: "localhost", Name: "Travaux", Origin: strings.Replace(s.URL(), "127.0.0.1", "localhost", 1)}, virtual.NewAuthenticator(), k}
}

// challenged asks for a challenge as passkey.mjs does.
func (b *browser) challenged(path string) (ceremony, options string) {
	b.t.Helper()
	p := b.post(path+"/options", nil).want(200)
	var c struct {
		Ceremony  string          `json:"ceremony"`
		PublicKey json.RawMessage `json:"publicKey"`
	}
	if err := json.Unmarshal([]byte(p.body), &c); err != nil || !strings.HasPrefix(p.header.Get("Content-Type"), "application/json") {
		b.t.Fatalf("%v: %s", err, p.body)
	}
	return c.Ceremony, string(c.PublicKey)
}

// make makes a passkey with the device.
func (d *device) make(b *browser, name string) page {
	b.t.Helper()
	ceremony, options := b.challenged("/account/passkeys")
	o, err := virtual.ParseAttestationOptions(options)
	if err != nil {
		b.t.Fatal(err)
	}
	d.auth.Options.UserHandle = []byte(o.UserID)
	return b.post("/account/passkeys", url.Values{"name": {name}, "ceremony": {ceremony}, "answer": {virtual.CreateAttestationResponse(d.rp, d.auth, d.key, *o)}})
}

// prove proves the passkey where a form asks for it.
func (d *device) prove(b *browser, path, back string) page {
	b.t.Helper()
	ceremony, options := b.challenged(path)
	o, err := virtual.ParseAssertionOptions(options)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.post(path, url.Values{"return_to": {back}, "ceremony": {ceremony}, "answer": {virtual.CreateAssertionResponse(d.rp, d.auth, d.key, *o)}})
}

func TestPasskeys_fromTheFirstToTheLast(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		ana := s.person(t, "ana@example.org", "")
		d := newDevice(s)
		if to := d.make(ana, "Phone").want(303).header.Get("Location"); to != "/account/passkeys?flash=passkey_added" {
			t.Errorf("made: %s", to)
		}
		list := ana.get("/account/passkeys").want(200)
		if !strings.Contains(list.body, "Phone") {
			t.Errorf("not listed: %.2000s", list.body)
		}
		path := "/account/passkeys/" + between(list.body, `href="/account/passkeys/`, `"`)
		ana.post(path, url.Values{"name": {" "}}).want(422)
		ana.post(path, url.Values{"name": {"Old phone"}}).want(303)
		stranger := s.browser(t)
		if to := d.prove(stranger, "/sign-in/passkey", "/account").want(303).header.Get("Location"); to != "/account" {
			t.Errorf("signed in to %s", to)
		}
		stranger.get("/account/passkeys").want(200)
		if again := d.prove(s.browser(t), "/sign-in/passkey", "//evil.example").want(303).header.Get("Location"); again != "/" {
			t.Errorf("led to %s", again)
		}
		s.pass(6 * time.Minute) // too long ago for what is guarded
		for _, guarded := range []string{path + "/remove", "/account/passkeys/options"} {
			if p := ana.post(guarded, nil); p.status != 403 && !strings.HasPrefix(p.header.Get("Location"), "/account/step-up") {
				t.Errorf("%s without a fresh proof: %d", guarded, p.status)
			}
		}
		d.prove(ana, "/account/step-up/passkey", "/account/passkeys").want(303)
		ana.post(path+"/remove", nil).want(303)
		d.prove(s.browser(t), "/sign-in/passkey", "/").want(403)
		ana.get(path).want(404)
	})
}

func TestPasskeys_areTheirPersonsOwn(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		ana, bela := s.person(t, "ana@example.org", ""), s.person(t, "bela@example.org", "")
		newDevice(s).make(ana, `<b>"Phone"</b>`).want(303)
		path := "/account/passkeys/" + between(ana.get("/account/passkeys").want(200).body, `href="/account/passkeys/`, `"`)
		bela.get(path).want(404)
		bela.post(path, url.Values{"name": {"mine"}}).want(404)
		bela.post(path+"/remove", nil).want(404)
		nobody := s.browser(t)
		nobody.post("/account/passkeys/options", nil).want(401)
		nobody.get("/account/passkeys").want(303)
		for _, v := range []url.Values{nil, {"ceremony": {"x"}, "answer": {"{}"}, "more": {"1"}}, {"ceremony": {"x"}, "answer": {strings.Repeat("a", 50_000)}}} {
			if p := nobody.post("/sign-in/passkey", v); p.status < 400 || p.status >= 500 {
				t.Errorf("%.40v: %d", v, p.status)
			}
		}
		if body := ana.get("/account/passkeys").body; strings.Contains(body, `<b>"Phone"`) {
			t.Error("a name is taken for markup")
		}
	})
}

// between is what stands between two texts, the first time.
func between(s, from, to string) string {
	_, s, _ = strings.Cut(s, from)
	s, _, _ = strings.Cut(s, to)
	return s
}
