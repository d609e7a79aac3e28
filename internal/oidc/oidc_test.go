package oidc

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"travaux/internal/fault"
	"travaux/models"
)

func TestPublic_refusesEveryInwardForm(t *testing.T) {
	t.Parallel()
	for _, inward := range []string{
		"0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1",
		"192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1",
		"::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1",
		"2002:7f00:1::", "fc00::1", "fd12::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
	} {
		if public(netip.MustParseAddr(inward)) {
			t.Errorf("%s counts as public", inward)
		}
	}
	for _, outward := range []string{"9.9.9.9", "100.63.255.255", "172.32.0.1", "192.0.1.1", "2606:4700::1", "2a00:1450::1", "::ffff:9.9.9.9"} {
		if !public(netip.MustParseAddr(outward)) {
			t.Errorf("%s counts as inward", outward)
		}
	}
}

func TestClient_callsOnlyWhoIsAllowedWhateverTheNameSays(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("in")) }))
	defer s.Close()
	port := s.URL[strings.LastIndex(s.URL, ":"):]
	for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0"} {
		_, err := newClient(reach(false, false)).Get("http://" + host + port)
		if !errors.Is(err, errInward) {
			t.Errorf("%s: %v", host, err)
		}
	}
	for name, allowed := range map[string]func(netip.Addr) bool{"on loopback": reach(true, false), "allowed": reach(false, true)} {
		res, err := newClient(allowed).Get(s.URL)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		_ = res.Body.Close()
	}
	if reach(true, false)(netip.MustParseAddr("10.0.0.1")) {
		t.Error("an issuer on loopback leads into the network")
	}
}

// site is a provider that says of itself what it is told to.
func site(t *testing.T, edit func(s *httptest.Server, said map[string]any)) (*Provider, *httptest.Server) {
	t.Helper()
	var s *httptest.Server
	s = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/.well-known/openid-configuration" {
			http.Error(w, `{"error":"invalid_grant","error_description":"ana@example.org"}`, http.StatusBadRequest)
			return
		}
		said := map[string]any{
			"issuer": s.URL, "authorization_endpoint": s.URL + "/auth", "token_endpoint": s.URL + "/token", "jwks_uri": s.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256", "HS256", "none"},
		}
		edit(s, said)
		if to, ok := said["redirect"].(string); ok {
			http.Redirect(w, r, to, http.StatusFound)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(said)
	}))
	t.Cleanup(s.Close)
	p, err := New(Settings{ID: "acme", Name: "Acme", Issuer: s.URL, ClientID: "c"}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return p, s
}

func TestBegin_asksForACodeWithProofKeyNonceAndState(t *testing.T) {
	t.Parallel()
	p, s := site(t, func(*httptest.Server, map[string]any) {})
	to, err := p.Begin(t.Context(), "http://here/callback", models.Attempt{State: "s", Nonce: "n", Verifier: strings.Repeat("v", 52)})
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{s.URL + "/auth?", "response_type=code", "state=s", "nonce=n", "code_challenge_method=S256", "code_challenge=", "scope=openid+email+profile", "redirect_uri=http%3A%2F%2Fhere%2Fcallback"} {
		if !strings.Contains(to, part) {
			t.Errorf("%s lacks %s", to, part)
		}
	}
	if strings.Contains(to, "vvvv") {
		t.Error("the verifier is told")
	}
}

func TestBegin_believesNothingThatDoesNotFitTheIssuer(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(*httptest.Server, map[string]any){
		"another issuer":          func(_ *httptest.Server, said map[string]any) { said["issuer"] = "https://evil.example" },
		"a slash more":            func(s *httptest.Server, said map[string]any) { said["issuer"] = s.URL + "/" },
		"no endpoints":            func(_ *httptest.Server, said map[string]any) { delete(said, "token_endpoint") },
		"a script for an address": func(_ *httptest.Server, said map[string]any) { said["authorization_endpoint"] = "javascript:alert(1)" },
		"an address with a name":  func(_ *httptest.Server, said map[string]any) { said["jwks_uri"] = "http://me:too@127.0.0.1/keys" },
		"a redirect":              func(s *httptest.Server, said map[string]any) { said["redirect"] = s.URL + "/elsewhere" },
		"a redirect outside":      func(_ *httptest.Server, said map[string]any) { said["redirect"] = "http://10.0.0.1/" },
		"a mountain":              func(_ *httptest.Server, said map[string]any) { said["much"] = strings.Repeat("a", 2<<20) },
	} {
		p, _ := site(t, edit)
		if _, err := p.Begin(t.Context(), "http://here/callback", models.Attempt{}); !fault.Is(err, fault.Unavailable) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBegin_tellsThatAProviderDoesNotAnswer(t *testing.T) {
	t.Parallel()
	p, s := site(t, func(*httptest.Server, map[string]any) {})
	s.Close()
	_, err := p.Begin(t.Context(), "http://here/callback", models.Attempt{})
	if f, ok := fault.As(err); !ok || f.Kind != fault.Unavailable || f.Code != "provider_away" || f.Args["name"] != "Acme" {
		t.Errorf("%v", err)
	}
}

func TestFinish_wantsTheIssuerInTheAnswerWhereItIsPromised(t *testing.T) {
	t.Parallel()
	p, s := site(t, func(_ *httptest.Server, said map[string]any) {
		said["authorization_response_iss_parameter_supported"] = true
	})
	for issuer, why := range map[string]string{"": "the answer is another issuer's", "https://evil.example": "the answer is another issuer's", s.URL: "the code was not taken"} {
		_, err := p.Finish(t.Context(), "http://here/callback", models.Attempt{Nonce: "n"}, models.ProviderAnswer{Code: "c", Issuer: issuer})
		if f, ok := fault.As(err); !ok || f.Code != "provider_refused" || f.Cause.Error() != why {
			t.Errorf("%q: %v", issuer, err)
		}
		if strings.Contains(err.Error(), "ana@") {
			t.Errorf("what the provider wrote is told: %v", err)
		}
	}
}

func TestNew_wantsAnIssuerByHTTPSUnlessItIsNear(t *testing.T) {
	t.Parallel()
	for issuer, c := range map[string]struct{ inward, ok bool }{
		"https://login.example.org": {false, true}, "https://login.example.org/realm": {false, true}, "http://login.example.org": {false, false},
		"http://127.0.0.1:9000": {false, true}, "http://localhost:9000": {false, true}, "http://idp.internal": {true, true}, "": {false, false},
		"ftp://x": {true, false}, "https://a@b": {false, false}, "https://x?y": {false, false}, "login.example.org": {false, false},
	} {
		_, err := New(Settings{ID: "a", Issuer: issuer, ClientID: "c", Inward: c.inward}, time.Now)
		if (err == nil) != c.ok {
			t.Errorf("%q: %v", issuer, err)
		}
	}
	if _, err := New(Settings{ID: "a", Issuer: "https://x"}, time.Now); err == nil {
		t.Error("no client id is taken")
	}
}

func TestVouches_forWholeDomainsOnly(t *testing.T) {
	t.Parallel()
	p := &Provider{s: Settings{Domains: []string{"example.org"}}}
	for address, want := range map[string]bool{
		"a@example.org": true, "a@EXAMPLE.org": true, "a@sub.example.org": false, "a@evilexample.org": false, "a@example.org.evil": false, "example.org": false, "": false,
	} {
		if p.Vouches(address) != want {
			t.Errorf("%q: %v", address, !want)
		}
	}
}
