package handlers_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"travaux/internal/config"
	"travaux/internal/consult"
	"travaux/internal/testkit"
)

// onBothLimited runs a test on a site of each engine that limits as it is without a setting, and believes the
// proxy that every request of a test comes through.
func onBothLimited(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	t.Parallel()
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			test(t, newSiteWith(t, database(t), func(cfg *config.Config) { cfg.TrustedProxies = []string{"127.0.0.1"} }))
		})
	}
}

const sayWhole = "/c/charter/drafts/charter/v/1/comment?kind=version"

// send posts from an address.
func (b *browser) sendFrom(from, path, kind, body string) page {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.s.url+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("X-Forwarded-For", from)
	return b.do(r)
}

// typedComment is the comment form of a fresh browser, filled in.
func typedComment(b *browser, more url.Values) url.Values {
	b.t.Helper()
	_, values := b.get(sayWhole).want(200).form()
	maps.Copy(values, remark(more))
	return values
}

// posted sends a filled comment form under a key of its own.
func (b *browser) posted(from string, values url.Values) page {
	b.t.Helper()
	values.Del("idempotency_key")
	return b.sendFrom(from, "/c/charter/comments", "application/x-www-form-urlencoded", values.Encode())
}

// said sends a comment to the API, without a token.
func (b *browser) said(from, email string) page {
	b.t.Helper()
	body, err := json.Marshal(map[string]any{
		"draft": "charter", "target": map[string]any{"kind": "version"}, "country": "KE", "stakeholder_type": "individual",
		"body": "Say who pays.", "author_email": email,
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return b.sendFrom(from, "/api/v1/consultations/charter/comments", "application/json", string(body))
}

func TestLimits_twoHundredBehindOneAddressCommentOnceEach(t *testing.T) {
	onBothLimited(t, func(t *testing.T, s *site) {
		open(t, s)
		for range 100 {
			b := s.browser(t)
			b.posted("203.0.113.9", typedComment(b, nil)).want(303)
		}
		program := s.browser(t)
		for i := range 100 {
			program.said("203.0.113.9", fmt.Sprintf("person%d@example.com", i)).want(201)
		}
	})
}

func TestLimits_aScriptGetsThirtyInTenMinutes(t *testing.T) {
	onBothLimited(t, func(t *testing.T, s *site) {
		open(t, s)
		values := typedComment(s.browser(t), url.Values{"body": {"Words that took an hour."}})
		taken := 0
		var refused page
		for i := range 60 {
			b := s.browser(t) // keeps no cookies from one to the next
			var p page
			if i%2 == 0 {
				p = b.posted("203.0.113.9", values)
			} else {
				p = b.said("203.0.113.9", "")
			}
			switch {
			case p.status == 303 || p.status == 201:
				taken++
			case i%2 == 0:
				refused = p.want(429)
			default:
				p.want(429).shows(`"code":"too_many"`)
			}
		}
		if taken != 30 {
			t.Errorf("%d were taken, want 30", taken)
		}
		refused.shows("Nothing is lost: try again in", "Words that took an hour.", `id="field-body"`)
		if n, err := strconv.Atoi(refused.header.Get("Retry-After")); err != nil || n < 60 || n > 660 {
			t.Errorf("Retry-After is %q", refused.header.Get("Retry-After"))
		}
		s.browser(t).posted("203.0.113.10", values).want(303)    // somebody else
		s.browser(t).posted("2001:db8:1:2::1", values).want(303) // and else
		s.pass(11 * time.Minute)
		s.browser(t).posted("203.0.113.9", values).want(303)
	})
}

func TestLimits_oneBrowserAndOneAddressHaveFiveInTenMinutes(t *testing.T) {
	onBothLimited(t, func(t *testing.T, s *site) {
		open(t, s)
		b := s.browser(t)
		values := typedComment(b, nil)
		for i := range 8 {
			want := map[bool]int{true: 303, false: 429}[i < 5]
			b.posted(fmt.Sprintf("203.0.113.%d", i), values).want(want) // wherever it moves
			want = map[bool]int{true: 201, false: 429}[i < 5]
			b.said(fmt.Sprintf("198.51.100.%d", i), "one@example.com").want(want)
		}
		other := s.browser(t)
		other.posted("203.0.113.1", typedComment(other, nil)).want(303)
	})
}

func TestLimits_aPassCannotBeMadeUp(t *testing.T) {
	onBothLimited(t, func(t *testing.T, s *site) {
		open(t, s)
		values, taken := typedComment(s.browser(t), nil), 0
		for i := range 40 {
			b := s.browser(t)
			made := http.Cookie{Name: "pass", Value: fmt.Sprintf("MADEUP%d.%s.%064d", i, strconv.FormatInt(s.now().Unix(), 36), i), Path: "/"}
			at, err := url.Parse(s.url)
			testkit.Must(t, err)
			b.c.Jar.SetCookies(at, []*http.Cookie{&made})
			if b.posted("203.0.113.9", values).status == 303 {
				taken++
			}
		}
		if taken != 30 {
			t.Errorf("%d were taken, want 30", taken)
		}
	})
}

func TestLimits_aTokenHasItsOwnBudgetOfWrites(t *testing.T) {
	onBothLimited(t, func(t *testing.T, s *site) {
		open(t, s)
		p, err := s.Consult().AddPerson(t.Context(), s.system(), person("program@example.org"))
		testkit.Must(t, err)
		token, err := s.Consult().NewAPIToken(t.Context(), s.system(), p.ID)
		testkit.Must(t, err)
		b := s.browser(t)
		for i := range 601 {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/api/v1/consultations/charter/comments",
				strings.NewReader(`{"draft":"charter","target":{"kind":"version"},"country":"KE","stakeholder_type":"individual","body":"Yes."}`))
			testkit.Must(t, err)
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Authorization", "Bearer "+token)
			b.do(r).want(map[bool]int{true: 201, false: 429}[i < 600])
		}
	})
}

func TestLimits_secretsAreGuessedSixtyTimesAMinute(t *testing.T) {
	onBothLimited(t, func(t *testing.T, s *site) {
		open(t, s)
		b := s.browser(t)
		receipt := b.posted("203.0.113.9", typedComment(b, nil)).want(303).location()
		ways := []string{
			"/receipts/0190a1b2-0000-7000-8000-%012d", "/sign-in/%043d", "/confirm/%043d", "/c/charter/receipts/0190a1b2-0000-4000-8000-%012d",
			"/api/v1/receipts/0190a1b2-0000-7000-8000-%012d",
		}
		for i := range 70 {
			want := map[bool]int{true: 404, false: 429}[i < 60]
			b.get(fmt.Sprintf(ways[i%len(ways)], i)).want(want)
		}
		b.get(receipt).want(200) // whoever has a right one does not wait
		b.get("/c/nothing").want(404)
		s.pass(time.Minute + 10*time.Second)
		b.get("/sign-in/none").want(404)
	})
}

// On SQLite alone: whose a request is is told before any database is asked; that secrets are counted alike on both is
// TestLimits_secretsAreGuessedSixtyTimesAMinute's.
func TestLimits_aForgedAddressIsNotBelieved(t *testing.T) {
	t.Parallel()
	const real = "198.51.100.7"
	for name, said := range map[string]http.Header{
		"another":            {"X-Forwarded-For": {"192.0.2.1"}},
		"a chain":            {"X-Forwarded-For": {"192.0.2.2, 192.0.2.3"}},
		"this machine":       {"X-Forwarded-For": {"127.0.0.1"}},
		"this machine, v6":   {"X-Forwarded-For": {"::1"}},
		"a private one":      {"X-Forwarded-For": {"10.0.0.1, 192.168.0.1"}},
		"empty":              {"X-Forwarded-For": {""}},
		"commas":             {"X-Forwarded-For": {",,,"}},
		"words":              {"X-Forwarded-For": {"unknown"}},
		"with a port":        {"X-Forwarded-For": {"192.0.2.4:80"}},
		"in brackets":        {"X-Forwarded-For": {"[2001:db8::1]"}},
		"mapped":             {"X-Forwarded-For": {"::ffff:192.0.2.5"}},
		"twice":              {"X-Forwarded-For": {"192.0.2.6", "192.0.2.7"}},
		"very long":          {"X-Forwarded-For": {strings.Repeat("192.0.2.8, ", 500)}},
		"X-Real-IP":          {"X-Real-Ip": {"192.0.2.9"}},
		"Forwarded and more": {"Forwarded": {"for=192.0.2.10"}, "True-Client-Ip": {"192.0.2.11"}, "Cf-Connecting-Ip": {"192.0.2.12"}, "X-Client-Ip": {"192.0.2.13"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for proxies, remote := range map[string]string{"": real, "10.9.0.0/16": real} {
				s := newSiteWith(t, testkit.SQLite(t), func(cfg *config.Config) {
					if proxies != "" {
						cfg.TrustedProxies = []string{proxies}
					}
				})
				for i := range 62 {
					r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/sign-in/"+strconv.Itoa(i), nil)
					r.RemoteAddr = remote + ":4711"
					if i%2 == 0 {
						maps.Copy(r.Header, said)
					}
					want := map[bool]int{true: 404, false: 429}[i < 60]
					if got := status(s, r); got != want {
						t.Fatalf("proxies %q, request %d: %d, want %d", proxies, i, got, want)
					}
				}
			}
		})
	}
}

// status is that of an answer to a request made by hand.
func status(s *site, r *http.Request) int {
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w.Code
}

func person(email string) consult.NewPerson {
	return consult.NewPerson{Email: email, Name: "Name of " + email}
}

func TestGuard_theFormSaysWhatSufficesAndTheDeskHasTheSwitch(t *testing.T) {
	onBothLimited(t, func(t *testing.T, s *site) {
		admin := open(t, s)
		if _, err := s.Consult().AddPerson(t.Context(), s.system(), consult.NewPerson{
			Email: "admin@example.org", Name: "Admin", Roles: []string{"organiser"}, Consultation: "charter",
		}); err != nil {
			t.Fatal(err)
		}
		stranger := s.browser(t)
		stranger.get(sayWhole).want(200).hides("Very many comments")
		stranger.get("/c/charter/manage/guard").want(303)
		admin.submit("/c/charter/manage/guard", url.Values{"mode": {"on"}}).want(303)
		admin.get("/c/charter/manage/guard").want(200).shows("The guard stands now")
		admin.get(sayWhole).want(200).hides("Very many comments") // who is known is asked for nothing
		stranger.get(sayWhole).want(200).shows("Very many comments", "a moderator reads it first", `data-work="/challenge"`)
		work := stranger.get("/challenge").want(200).shows(`"algorithm":"SHA-256"`, `"maxNumber":50000`)
		if work.header.Get("Cache-Control") != "no-store" {
			t.Errorf("a challenge is kept: %q", work.header.Get("Cache-Control"))
		}
		stranger.submit(sayWhole, remark(url.Values{"homepage": {"http://spam.example"}})).want(303)
		admin.get("/c/charter/moderation").want(200).shows("came in a flood", "a field that people do not see was filled in")
		admin.get("/admin/limits").want(200).shows("Messages to one mail address", "12 in 60 minutes", "Counted:")
		admin.get("/admin").want(200).shows("/admin/limits")
	})
}

func TestSignIn_aTrappedFormComesBackInWords(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		b := s.browser(t)
		b.submit("/sign-in", url.Values{"email": {"ana@example.org"}, "homepage": {"x"}}).want(422).shows("perhaps by your browser", "ana@example.org")
		b.get("/").want(200).shows("Limits are off")
	})
}
