package handlers_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"travaux/internal/config"
	"travaux/internal/testkit"
)

// elsewhere are places that are not ours, as one writes them to get past a check of where somebody is sent on to.
func elsewhere() []string {
	const host = "evil.example"
	var out []string
	for _, prefix := range []string{
		"//", "///", "////", `\\`, `/\`, `\/`, `/\/`, `\\\`, `//\`, "/\t/", "/\n/", "/\r/", "\t//", "\n//", " //", "/ /", "/%09/", "/%0a/", "/%0d/", "/%20/", "/%5c",
		"/%5c/", "/%2f", "/%2f%2f", "%2f%2f", "/;//", "/.//", "/..//", "/%2e%2e//", "//%09/", "//user@", "//ours.example@", "//ours.example:80@", "///ours.example@",
		"http://", "https://", "HTTP://", "hTTps://", "http:", "https:", "http:/", "https:/", "http:///", `http:\\`, `https:/\`, "http://ours.example@", "http://ours.example%40",
		"ftp://", "javascript:alert(1)//", "JaVaScRiPt:alert(1)//", "java\tscript:alert(1)//", "\x01javascript:alert(1)//", "data:text/html,", "vbscript:", "file://", "blob:http://",
		"view-source:http://", "mailto:", "tel:", "ws://", "//[::1]@", "//0x7f.1/", "http://2130706433/", "//\u2025", "//\u3002", "/\u2215/", "\ufeff//", "/\u0000/", "/\x00/", "?//", "#//", "..//", "",
	} {
		out = append(out, prefix+host)
	}
	return out
}

// landsAt is the host on which a browser would end that is sent from ours to a place.
func landsAt(t *testing.T, location string) string {
	t.Helper()
	seen := strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/").Replace(strings.TrimSpace(location))
	u, err := url.Parse("http://ours.example/")
	testkit.Must(t, err)
	to, err := u.Parse(seen)
	if err != nil {
		return "unreadable"
	}
	return to.Scheme + "://" + to.Host
}

func TestSignIn_leadsNowhereElse(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		b := s.browser(t)
		places := elsewhere()
		t.Logf("%d places", len(places))
		if len(places) < 65 {
			t.Fatalf("only %d places", len(places))
		}
		for i, place := range places {
			email := fmt.Sprintf("p%d@example.org", i)
			p := b.post("/sign-in", url.Values{"email": {email}, "return_to": {place}})
			if p.status != http.StatusSeeOther { // refused, which is as well
				continue
			}
			to := b.post("/sign-in/confirm", url.Values{"token": {strings.TrimPrefix(s.link(t, email), "/sign-in/")}}).want(303).header.Get("Location")
			if got := landsAt(t, to); got != "http://ours.example" {
				t.Errorf("%q leads to %q on %s", place, to, got)
			}
			for _, path := range []string{"/account/step-up", "/sign-in"} {
				for _, f := range b.get(path + "?return_to=" + url.QueryEscape(place)).forms() {
					if back := f.values.Get("return_to"); back != "" && landsAt(t, back) != "http://ours.example" {
						t.Errorf("%s: %q is taken for a way back: %q", path, place, back)
					}
				}
			}
		}
	})
}

// forged are headers by which a request claims to have come to, or from, another place.
var forged = [][2]string{
	{"Host", "evil.example"},
	{"Host", "evil.example:80@ours"},
	{"X-Forwarded-Host", "evil.example"},
	{"X-Host", "evil.example"},
	{"X-Forwarded-Server", "evil.example"},
	{"X-HTTP-Host-Override", "evil.example"},
	{"X-Original-Host", "evil.example"},
	{"Forwarded", "for=203.0.113.9;host=evil.example;proto=https"},
	{"X-Forwarded-Proto", "https"},
	{"X-Forwarded-Scheme", "evil"},
	{"X-Forwarded-Port", "1234"},
	{"X-Forwarded-Prefix", "//evil.example"},
	{"X-Original-URL", "//evil.example/"},
	{"X-Rewrite-URL", "//evil.example/"},
	{"X-Forwarded-For", "203.0.113.9"},
	{"X-Real-IP", "203.0.113.9"},
	{"True-Client-IP", "203.0.113.9"},
	{"CF-Connecting-IP", "203.0.113.9"},
	{"Base-Url", "http://evil.example"},
}

// ours is a site that people reach by another name than its address.
func ours(cfg *config.Config) { cfg.Limits, cfg.BaseURL = "off", "http://ours.example" }

func TestSignIn_forgedHeadersChangeNothing(t *testing.T) {
	onBothWith(t, ours, func(t *testing.T, s *site) {
		for i, h := range forged {
			email := fmt.Sprintf("p%d@example.org", i)
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/sign-in", strings.NewReader(url.Values{"email": {email}}.Encode()))
			testkit.Must(t, err)
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if r.Header.Set(h[0], h[1]); h[0] == "Host" {
				r.Host = h[1]
			}
			p := s.browser(t).do(r)
			if p.status == http.StatusBadRequest { // no host at all
				continue
			}
			if strings.Contains(fmt.Sprint(p.header, p.body), "evil") || p.want(303).location() != "/sign-in/sent" {
				t.Errorf("%v: %v %s", h, p.header, p.body)
			}
			if link := testkit.LinkTo(t, s.database, s.Consult(), email); !strings.HasPrefix(link, "http://ours.example/sign-in/") {
				t.Errorf("%v: the link is %s", h, link)
			}
		}
		db := (&testkit.Kit{URL: s.database, Engine: s.engine()})
		for table, rows := range db.Snapshot(t, db.SQL(t)) {
			if strings.Contains(strings.Join(rows, "\n"), "203.0.113.9") {
				t.Errorf("an address of a client is kept in %s", table)
			}
		}
	})
}

// Somebody's browser is signed in; another site has it send a form.
func TestForms_otherSitesCannotSendThem(t *testing.T) {
	onBothWith(t, ours, func(t *testing.T, s *site) {
		b := s.person(t, "ana@example.org", "")
		for name, h := range map[string]map[string]string{
			"another site":            {"Sec-Fetch-Site": "cross-site"},
			"a neighbour":             {"Sec-Fetch-Site": "same-site"},
			"an odd word":             {"Sec-Fetch-Site": "anything"},
			"another origin":          {"Origin": "http://evil.example"},
			"no origin to speak of":   {"Origin": "null"},
			"another scheme":          {"Origin": "https://ours.example.evil"},
			"another port":            {"Origin": "http://ours.example:81"},
			"a longer name":           {"Origin": "http://ours.example.evil.example"},
			"an old browser":          {"Referer": "http://evil.example/x"},
			"an old browser's nought": {"Referer": "about:blank"},
			"our name as a path":      {"Referer": "http://evil.example/ours.example"},
			"both, and one is wrong":  {"Sec-Fetch-Site": "cross-site", "Origin": "http://ours.example.evil"},
			"a method in a header":    {"Sec-Fetch-Site": "cross-site", "X-HTTP-Method-Override": "GET"},
		} {
			for _, kind := range []string{"application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"} {
				r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/account", strings.NewReader("name=Eve&language=en"))
				testkit.Must(t, err)
				r.Header.Set("Content-Type", kind)
				for k, v := range h {
					r.Header.Set(k, v)
				}
				if p := b.do(r); p.status != http.StatusForbidden {
					t.Errorf("%s, %s: %d", name, kind, p.status)
				}
			}
		}
		b.get("/account").want(200).shows("Name of ana@example.org")
	})
}

// TestAddresses_knownAndUnknownOnesAreAnsweredAlike measures as well: what differs in time tells as much as words. On
// SQLite alone: the same statements run on both, and one server for all tests blurs what is measured.
func TestAddresses_knownAndUnknownOnesAreAnsweredAlike(t *testing.T) {
	t.Parallel()
	s := newSite(t, testkit.SQLite(t))
	open(t, s)
	say, values := s.browser(t).get("/c/charter/drafts/charter/v/1/comment").want(200).form()
	for name, ask := range map[string]func(b *browser, email string) page{
		"signing in": func(b *browser, email string) page { return b.post("/sign-in", url.Values{"email": {email}}) },
		"a comment": func(b *browser, email string) page {
			v := remark(url.Values{"author_email": {email}})
			for k, list := range values {
				if v[k] == nil && k != "idempotency_key" {
					v[k] = list
				}
			}
			return b.post(say, v)
		},
	} {
		took := map[bool][]time.Duration{}
		said := map[bool]string{}
		for i := range 40 {
			for _, known := range []bool{i%2 == 0, i%2 != 0} {
				email := map[bool]string{true: "admin@example.org", false: fmt.Sprintf("stranger%d@example.org", i)}[known]
				b := s.browser(t)
				began := time.Now()
				p := ask(b, email).want(303)
				took[known] = append(took[known], time.Since(began))
				at, _, _ := strings.Cut(p.header.Get("Location"), "receipts/")
				said[known] = fmt.Sprint(p.status, at, p.body, slices.Sorted(maps.Keys(p.header)))
			}
		}
		if said[true] != said[false] {
			t.Errorf("%s: known %s, unknown %s", name, said[true], said[false])
		}
		known, unknown := median(took[true]), median(took[false])
		if known-unknown > 20*time.Millisecond || unknown-known > 20*time.Millisecond {
			t.Errorf("%s: a known address takes %s, an unknown one %s", name, known, unknown)
		}
		t.Logf("%s: a known address takes %s, an unknown one %s (medians of %d)", name, known, unknown, len(took[true]))
	}
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}
