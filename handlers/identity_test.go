package handlers_test

import (
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/oauth2-proxy/mockoidc"

	"travaux/internal/config"
	"travaux/internal/testkit"
)

// idp is a provider of identities on loopback.
type idp struct {
	*mockoidc.MockOIDC
	token func(map[string]any) // changes what its token endpoint answers, when set
}

func newIDP(t *testing.T) *idp {
	t.Helper()
	m, err := mockoidc.NewServer(nil)
	testkit.Must(t, err)
	p := &idp{MockOIDC: m}
	testkit.Must(t, m.AddMiddleware(p.change))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	testkit.Must(t, err)
	testkit.Must(t, m.Start(l, nil))
	t.Cleanup(func() { _ = m.Shutdown() })
	return p
}

// change edits the answer of the token endpoint.
func (p *idp) change(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p.token == nil || r.URL.Path != mockoidc.TokenEndpoint {
			next.ServeHTTP(w, r)
			return
		}
		kept := httptest.NewRecorder()
		next.ServeHTTP(kept, r)
		said := map[string]any{}
		_ = json.Unmarshal(kept.Body.Bytes(), &said) // an error answer has fields too
		p.token(said)
		if kept.Code != http.StatusOK {
			w.WriteHeader(kept.Code)
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(said)
	})
}

// somebody is an account at the provider whose tokens can be made wrong.
type somebody struct {
	mockoidc.MockUser
	edit func(*mockoidc.IDTokenClaims)
	more map[string]any
}

// Claims are those of its tokens.
func (u *somebody) Claims(_ []string, base *mockoidc.IDTokenClaims) (jwt.Claims, error) {
	if u.edit != nil {
		u.edit(base)
	}
	b, err := json.Marshal(base)
	if err != nil {
		return nil, err
	}
	all := jwt.MapClaims{}
	if err := json.Unmarshal(b, &all); err != nil {
		return nil, err
	}
	if u.Email != "" {
		all["email"], all["email_verified"] = u.Email, u.EmailVerified
	}
	for k, v := range u.more {
		all[k] = v
	}
	return all, nil
}

// withProvider runs a test on a fresh site of each engine that knows the provider "acme".
func withProvider(t *testing.T, test func(t *testing.T, s *site, p *idp)) {
	t.Helper()
	t.Parallel()
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			p := newIDP(t)
			acme := config.OIDCProvider{ID: "acme", Name: "Acme", Issuer: p.Issuer(), ClientID: p.ClientID, ClientSecret: p.ClientSecret, Domains: []string{"acme.example"}}
			other := acme
			other.ID = "other"
			test(t, newSiteWith(t, database(t), func(c *config.Config) { c.Limits, c.OIDC = "off", []config.OIDCProvider{acme, other} }), p)
		})
	}
}

// click follows a link of one of our pages.
func (b *browser) click(path string) page {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.s.url+path, nil)
	testkit.Must(b.t, err)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(r)
}

// leave follows the link to the provider and gives the path with which the provider sends the browser back.
func (b *browser) leave(path string, edit func(url.Values)) string {
	b.t.Helper()
	to, err := url.Parse(b.click(path).want(303).header.Get("Location"))
	testkit.Must(b.t, err)
	q := to.Query()
	if edit != nil {
		edit(q)
	}
	to.RawQuery = q.Encode()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, to.String(), nil)
	testkit.Must(b.t, err)
	back, err := url.Parse(b.do(r).want(302).header.Get("Location"))
	testkit.Must(b.t, err)
	return back.RequestURI()
}

const goAcme = "/sign-in/with/acme/go?return_to=%2Faccount"

func TestIdentity_theFirstTimeALinkProvesTheAddressAndThenItIsTheSamePerson(t *testing.T) {
	withProvider(t, func(t *testing.T, s *site, p *idp) {
		s.person(t, "ana@example.org", "") // known before: the identity becomes hers by the link alone
		for i, email := range []string{"ana@example.org", "new@example.org"} {
			who := &somebody{MockUser: mockoidc.MockUser{Subject: "sub-" + email, Email: email, EmailVerified: true}}
			b := s.browser(t)
			if page := b.get("/sign-in/with/acme?return_to=%2Faccount").want(200); !strings.Contains(page.body, p.Addr()[len("http://"):]) {
				t.Error("the page does not say where one goes")
			}
			p.QueueUser(who)
			if to := b.get(b.leave(goAcme, nil)).want(303).header.Get("Location"); to != "/sign-in/address/sent" {
				t.Fatalf("the first time led to %s", to)
			}
			b.get("/sign-in/address/sent").want(200)
			b.get("/account").want(303) // nobody is in yet
			link := s.link(t, email)
			s.browser(t).get(link).want(200)
			s.browser(t).post(link, nil).want(200) // a code for the browser that asked, and nobody in
			b.get(link).want(200)
			b.get(link).want(200) // what a scanner does
			if to := b.post(link, nil).want(303).header.Get("Location"); to != "/account" {
				t.Errorf("led to %s", to)
			}
			b.post(link, nil).want(404)
			if page := b.get("/account").want(200); !strings.Contains(page.body, email) {
				t.Errorf("not in as %s", email)
			}
			again := s.browser(t)
			who.Email, who.EmailVerified = "changed@example.org", true // says nothing about who it is
			p.QueueUser(who)
			again.get(again.leave(goAcme, nil)).want(303)
			if page := again.get("/account").want(200); !strings.Contains(page.body, email) {
				t.Errorf("the second time it is not %s", email)
			}
			if n := count(t, s, "SELECT COUNT(*) FROM identities"); n != i+1 {
				t.Errorf("%d identities", n)
			}
		}
		if n := count(t, s, "SELECT COUNT(*) FROM people"); n != 2 {
			t.Errorf("%d people", n)
		}
	})
}

// first comes from the provider for the first time and gives the mailed link.
func first(t *testing.T, s *site, p *idp, b *browser, email string) string {
	t.Helper()
	p.QueueUser(&somebody{MockUser: mockoidc.MockUser{Subject: "sub-" + email, Email: email, EmailVerified: true}})
	b.get(b.leave(goAcme, nil)).want(303)
	return s.link(t, email)
}

func TestIdentity_aLinkOpenedElsewhereShowsACodeForTheBrowserThatWasAtTheProvider(t *testing.T) {
	withProvider(t, func(t *testing.T, s *site, p *idp) {
		s.person(t, "ana@example.org", "")
		asked, phone := s.browser(t), s.browser(t)
		link := first(t, s, p, asked, "ana@example.org")
		if page := phone.get(link).want(200); !strings.Contains(page.body, "Acme") || !strings.Contains(page.body, "ana@example.org") {
			t.Errorf("the page does not say whose identity it is: %.2000s", page.body)
		}
		code := sixDigits.FindStringSubmatch(phone.post(link, nil).want(200).body)
		if code == nil || count(t, s, "SELECT COUNT(*) FROM identities") != 0 {
			t.Fatal("no code, or the other browser had it connected")
		}
		phone.get("/account").want(303)
		phone.submit("/sign-in/address/sent", url.Values{"code": {code[1]}}).want(422)
		if to := asked.submit("/sign-in/address/sent", url.Values{"code": {code[1]}}).want(303).header.Get("Location"); to != "/account" {
			t.Errorf("led to %s", to)
		}
		if page := asked.get("/account").want(200); !strings.Contains(page.body, "ana@example.org") {
			t.Error("not in")
		}
		if n := count(t, s, "SELECT COUNT(*) FROM identities"); n != 1 {
			t.Errorf("%d identities", n)
		}
	})
}

func TestIdentity_aLateLinkIsRenewedForTheBrowserThatWasAtTheProviderOnly(t *testing.T) {
	withProvider(t, func(t *testing.T, s *site, p *idp) {
		asked, victim := s.browser(t), s.person(t, "ana@example.org", "")
		late := first(t, s, p, asked, "ana@example.org")
		s.pass(time.Hour)
		_, form := victim.get(late).want(404).form()
		if form.Get("token") != "" {
			t.Error("who is signed in is offered a new link")
		}
		token := late[strings.LastIndex(late, "/")+1:]
		victim.post("/sign-in/renew", url.Values{"token": {token}}).want(303)
		fresh := s.link(t, "ana@example.org")
		if fresh == late {
			t.Fatal("no new link came")
		}
		victim.post(fresh, nil).want(200)
		if n := count(t, s, "SELECT COUNT(*) FROM identities"); n != 0 {
			t.Fatal("who only opened mail connected somebody else's identity")
		}
		asked.post(fresh, nil).want(303)
		if n := count(t, s, "SELECT COUNT(*) FROM identities"); n != 1 {
			t.Errorf("%d identities", n)
		}
		asked.post("/sign-in/renew", url.Values{"token": {token}}).want(404)
	})
}

func TestIdentity_aProvidersWordIsEnoughOnlyForItsOwnDomainAndNobodyKnown(t *testing.T) {
	withProvider(t, func(t *testing.T, s *site, p *idp) {
		s.person(t, "known@acme.example", "")
		for i, c := range []struct {
			email    string
			verified bool
			in       bool
		}{
			{"fresh@acme.example", true, true},
			{"unverified@acme.example", false, false},
			{"known@acme.example", true, false},
			{"else@example.org", true, false},
			{"else@sub.acme.example", true, false},
		} {
			b := s.browser(t)
			p.QueueUser(&somebody{MockUser: mockoidc.MockUser{Subject: "s" + c.email, Email: c.email, EmailVerified: c.verified}})
			to := b.get(b.leave(goAcme, nil)).want(303).header.Get("Location")
			if c.in != (to == "/account") || !c.in && to != "/sign-in/address/sent" {
				t.Errorf("%d %s: led to %s", i, c.email, to)
			}
		}
	})
}

func TestIdentity_whoseProviderTellsNoAddressGivesOne(t *testing.T) {
	withProvider(t, func(t *testing.T, s *site, p *idp) {
		b := s.browser(t)
		p.QueueUser(&somebody{MockUser: mockoidc.MockUser{Subject: "quiet"}})
		form := b.get(b.leave(goAcme, nil)).want(303).header.Get("Location")
		if !strings.HasPrefix(form, "/sign-in/address?") {
			t.Fatalf("led to %s", form)
		}
		s.browser(t).submit(form, url.Values{"email": {"evil@example.org"}}).want(403)
		b.submit(form, url.Values{"email": {"no address"}}).want(422)
		b.submit(form, url.Values{"email": {"quiet@example.org"}}).want(303)
		b.post(s.link(t, "quiet@example.org"), nil).want(303)
		if page := b.get("/account").want(200); !strings.Contains(page.body, "quiet@example.org") {
			t.Error("not in")
		}
	})
}

func TestIdentity_refusesEveryAnswerThatDoesNotFit(t *testing.T) {
	withProvider(t, func(t *testing.T, s *site, p *idp) {
		member := mockoidc.MockUser{Subject: "member", Email: "member@acme.example", EmailVerified: true}
		late := jwt.NewNumericDate(time.Now().Add(-time.Hour))
		for name, c := range map[string]struct {
			user  *somebody
			leave func(url.Values)
			back  func(url.Values)
			token func(map[string]any)
			code  string
		}{
			"another nonce":              {leave: func(q url.Values) { q.Set("nonce", "x") }},
			"no nonce":                   {leave: func(q url.Values) { q.Del("nonce") }},
			"another issuer":             {user: &somebody{edit: func(c *mockoidc.IDTokenClaims) { c.Issuer = "https://evil.example" }}},
			"another audience":           {user: &somebody{edit: func(c *mockoidc.IDTokenClaims) { c.Audience = jwt.ClaimStrings{"x"} }}},
			"two audiences and no party": {user: &somebody{edit: func(c *mockoidc.IDTokenClaims) { c.Audience = append(c.Audience, "x") }}},
			"another party":              {user: &somebody{more: map[string]any{"azp": "x"}}},
			"too late":                   {user: &somebody{edit: func(c *mockoidc.IDTokenClaims) { c.ExpiresAt = late }}},
			"no subject":                 {user: &somebody{edit: func(c *mockoidc.IDTokenClaims) { c.Subject = "" }}},
			"a subject without end":      {user: &somebody{edit: func(c *mockoidc.IDTokenClaims) { c.Subject = strings.Repeat("a", 300) }}},
			"another access token":       {user: &somebody{more: map[string]any{"at_hash": "x"}}},
			"another proof key":          {leave: func(q url.Values) { q.Set("code_challenge", "x") }},
			"another code":               {back: func(q url.Values) { q.Set("code", "x") }},
			"no code":                    {back: func(q url.Values) { q.Del("code") }},
			"another issuer's answer":    {back: func(q url.Values) { q.Set("iss", "https://evil.example") }},
			"an error we do not know":    {back: func(q url.Values) { q.Set("error", "<script>") }},
			"no identity token":          {token: func(said map[string]any) { delete(said, "id_token") }},
			"no signature":               {token: resign(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType)},
			"a signature by our secret":  {token: resign(jwt.SigningMethodHS256, []byte(p.ClientSecret))},
			"another state":              {back: func(q url.Values) { q.Set("state", "x") }, code: "began_elsewhere"},
			"no state":                   {back: func(q url.Values) { q.Del("state") }, code: "began_elsewhere"},
		} {
			if c.user == nil {
				c.user = &somebody{}
			}
			c.user.MockUser = member
			p.QueueUser(c.user)
			p.token = c.token
			b := s.browser(t)
			back, err := url.Parse(b.leave(goAcme, c.leave))
			testkit.Must(t, err)
			q := back.Query()
			if c.back != nil {
				c.back(q)
			}
			back.RawQuery = q.Encode()
			refused(t, name, b, back.RequestURI(), c.code)
		}
		p.token = nil
		for _, table := range []string{"identities", "people"} {
			if n := count(t, s, "SELECT COUNT(*) FROM "+table); n != 0 {
				t.Errorf("%d %s came of it", n, table)
			}
		}
	})
}

// refused expects words, nobody signed in, and nothing of the answer on the page.
func refused(t *testing.T, name string, b *browser, path, code string) {
	t.Helper()
	page := b.get(path)
	want := "does not fit"
	if code == "began_elsewhere" {
		want = "Begin again"
	}
	if page.status != 403 || !strings.Contains(page.body, want) || strings.Contains(page.body, "member") || strings.Contains(page.body, "<script>") {
		t.Errorf("%s: %d %.1500s", name, page.status, page.body)
	}
	b.get("/account").want(303)
}

// resign signs an identity token anew.
func resign(method jwt.SigningMethod, key any) func(map[string]any) {
	return func(said map[string]any) {
		raw, ok := said["id_token"].(string)
		if !ok {
			return // the secret is sent in another way next
		}
		claims := jwt.MapClaims{}
		_, _, _ = jwt.NewParser().ParseUnverified(raw, claims) // it is the provider's own
		said["id_token"], _ = jwt.NewWithClaims(method, claims).SignedString(key)
	}
}

func TestIdentity_anAnswerIsOfOneBrowserOneProviderAndOneTime(t *testing.T) {
	withProvider(t, func(t *testing.T, s *site, p *idp) {
		p.QueueUser(&somebody{MockUser: mockoidc.MockUser{Subject: "member", Email: "member@acme.example", EmailVerified: true}})
		b := s.browser(t)
		back := b.leave(goAcme, nil)
		kept := slices.Clone(b.c.Jar.Cookies(mustURL(t, s.url)))
		refused(t, "another browser", s.browser(t), back, "began_elsewhere")
		refused(t, "another provider's path", b, strings.Replace(back, "/acme/", "/other/", 1), "began_elsewhere")
		b.c.Jar.SetCookies(mustURL(t, s.url), kept)
		b.get(back).want(303)
		b.get("/account").want(200)
		thief := s.browser(t)
		thief.c.Jar.SetCookies(mustURL(t, s.url), kept)
		refused(t, "a copy of the browser, a second time", thief, back, "began_elsewhere")
		used := mustURL(t, back).Query().Get("code")
		fresh := mustURL(t, thief.leave(goAcme, nil))
		q := fresh.Query()
		q.Set("code", used)
		fresh.RawQuery = q.Encode()
		refused(t, "a used code", thief, fresh.RequestURI(), "")
		slow := s.browser(t)
		back = slow.leave(goAcme, nil)
		s.pass(11 * time.Minute)
		refused(t, "late", slow, back, "began_elsewhere")
	})
}

// count reads one number from the site's database.
func count(t *testing.T, s *site, query string) int {
	t.Helper()
	return testkit.Column[int](t, (&testkit.Kit{URL: s.database}).SQL(t), query)[0]
}

func mustURL(t *testing.T, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	testkit.Must(t, err)
	return u
}

func TestIdentity_whoStopsAtTheProviderComesBackToSigningIn(t *testing.T) {
	withProvider(t, func(t *testing.T, s *site, p *idp) {
		b := s.browser(t)
		back := mustURL(t, b.leave(goAcme, nil))
		back.RawQuery = url.Values{"error": {"access_denied"}, "state": {back.Query().Get("state")}}.Encode()
		to := b.get(back.RequestURI()).want(303).header.Get("Location")
		if page := b.get(to).want(200); !strings.Contains(page.body, "You stopped there") || !strings.Contains(page.body, `value="/account"`) {
			t.Errorf("%s: %.2000s", to, page.body)
		}
	})
}

func TestIdentity_isConnectedAndRemovedByWhoProvedAnewWhoTheyAre(t *testing.T) {
	withProvider(t, func(t *testing.T, s *site, p *idp) {
		ana, bela := s.person(t, "ana@example.org", ""), s.person(t, "bela@example.org", "")
		account := &somebody{MockUser: mockoidc.MockUser{Subject: "ana-at-acme", Email: "whatever@example.org"}}
		// Another site's page could have her connect an account of its own.
		if to := ana.get("/account/identities/acme").want(303).header.Get("Location"); to != "/account/identities" {
			t.Errorf("a link from elsewhere led to %s", to)
		}
		p.QueueUser(account)
		if to := ana.get(ana.leave("/account/identities/acme", nil)).want(303).header.Get("Location"); to != "/account/identities?flash=identity_connected" {
			t.Errorf("led to %s", to)
		}
		p.QueueUser(account)
		bela.get(bela.leave("/account/identities/acme", nil)).want(409)
		p.QueueUser(account)
		elsewhere := s.browser(t)
		elsewhere.get(elsewhere.leave(goAcme, nil)).want(303)
		if page := elsewhere.get("/account").want(200); !strings.Contains(page.body, "ana@example.org") {
			t.Error("it is not ana's")
		}
		list := ana.get("/account/identities").want(200)
		_, form := list.form()
		bela.post("/account/identities/remove", form).want(404)
		s.pass(6 * time.Minute)
		for _, p := range []page{ana.post("/account/identities/remove", form), ana.click("/account/identities/acme")} {
			if p.status != 403 && !strings.HasPrefix(p.header.Get("Location"), "/account/step-up") {
				t.Errorf("%s without a fresh proof: %d", p.what, p.status)
			}
		}
		late := s.person(t, "ana@example.org", "")
		late.post("/account/identities/remove", form).want(303)
		if n := count(t, s, "SELECT COUNT(*) FROM identities"); n != 0 {
			t.Errorf("%d identities are left", n)
		}
		if n := count(t, s, "SELECT COUNT(*) FROM mails WHERE kind = 'security'"); n != 2 { // when it was connected, and removed
			t.Errorf("%d messages say what happened to the account", n)
		}
	})
}

func TestIdentity_aProviderThatIsNotNamedIsNotThere(t *testing.T) {
	withProvider(t, func(t *testing.T, s *site, _ *idp) {
		b := s.browser(t)
		b.get("/sign-in/with/nobody").want(404)
		b.get("/sign-in/with/nobody/go").want(404)
		b.get("/sign-in/with/nobody/callback").want(404)
		b.get("/sign-in/with/acme/callback").want(403)
		b.get("/sign-in/address?with=nobody").want(404)
		b.get("/sign-in/link/made-up").want(404)
		if to := b.get("/sign-in/with/acme?return_to=" + url.QueryEscape("//evil.example")).want(200).body; !strings.Contains(to, `href="/sign-in/with/acme/go?return_to=%2F"`) {
			t.Error("it would lead elsewhere")
		}
	})
}
