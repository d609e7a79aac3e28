package handlers_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"
	"testing"
	"time"

	"travaux/internal/app"
	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
)

// isle is a consultation whose charter is signed, with somebody who may sign for the isle.
func isle(t *testing.T, s *site) *browser {
	t.Helper()
	tale := story.New(t.Context(), s.Consult(), s.Consult().Now, func(err error) { t.Helper(); testkit.Must(t, err) })
	c := tale.Consultation("quay", story.Signing(), story.Languages("en", "fr"))
	c.Draft("charter", charter)
	ana := s.person(t, "ana@example.org", "")
	tale.Organisation(consult.NewOrganisation{Slug: "isle", Name: "Republic of the Isle", Country: "KE", StakeholderType: "government"}, "ana@example.org")
	return ana
}

// prepares fills in the form for an officer and gives what was sent.
func prepares(b *browser, more url.Values) (string, url.Values) {
	b.t.Helper()
	action, values := b.get("/c/quay/sign/isle/prepare").want(200).formTo("/prepare")
	for k, v := range map[string]string{
		"officer_name": "Amara Okoye", "officer_title": "Minister", "officer_email": "amara@isle.example", "authority_statement": "By decree.",
		"reservation": "Subject to <our> budget.",
	} {
		values.Set(k, v)
	}
	for k, v := range more {
		values[k] = v
	}
	return action, values
}

func TestJourney_aColleaguePreparesOthersClearAndTheOfficerSigns(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		ana, stranger := isle(t, s), s.browser(t)
		ana.get("/c/quay/sign").want(200).shows(`href="/c/quay/sign/isle/prepare"`)
		action, values := prepares(ana, url.Values{"officer_email": {"nobody"}, "clearers.0.name": {"Kito"}, "clearers.1.email": {"KITO@isle.example"}, "clearers.0.email": {"kito@isle.example"}})
		ana.post(action, values).want(422).shows("#field-officer_email", "#field-clearers.1.email", "#field-clearers.1.name", "Subject to <our> budget.")
		values.Set("submit", "more")
		ana.post(action, values).want(200).shows("clearers.4.email", "Kito").hides("clearers.5.email")
		action, values = prepares(ana, url.Values{"clearers.0.name": {"Kito"}, "clearers.0.email": {"kito@isle.example"}})
		if to := ana.post(action, values).want(303).location(); to != "/c/quay/sign/isle/prepared" {
			t.Errorf("led to %s", to)
		}
		ana.post(action, values).want(303) // the same form once more
		ana.get("/c/quay/sign/isle/prepared").want(200).shows("Being cleared", "Kito", "kito@isle.example", "Subject to <our> budget.")
		ana.get("/c/quay/sign").want(200).shows("/c/quay/sign/isle/prepared")
		clears := s.link(t, "kito@isle.example")
		stranger.get(clears).want(200).shows("The commons belong to all", "Amara Okoye", "Clear it").hides("kito@isle.example", "amara@isle.example", `value="sign"`)
		token := path.Base(clears)
		stranger.post("/signing", url.Values{"token": {token}, "do": {"object"}}).want(422).shows("#field-remark")
		stranger.post("/signing", url.Values{"token": {token}, "do": {"object"}, "remark": {"Our <b>law</b>."}}).want(303)
		ana.get("/c/quay/sign/isle/prepared").want(200).shows("Something stands against it", "Our <b>law</b>.")
		stranger.submit(clears, url.Values{"do": {"clear"}}).want(303)
		stranger.get(clears).want(200).shows("It is with the officer now").hides(`value="clear"`)
		signsByLink(t, s, ana, stranger)
	})
}

// signsByLink is the officer, whose link is in the mail.
func signsByLink(t *testing.T, s *site, ana, stranger *browser) {
	t.Helper()
	link := s.link(t, "amara@isle.example")
	if strings.Contains(stranger.get(link).body, "<our>") {
		t.Error("what was typed is markup")
	}
	stranger.get(link).want(200).shows("Subject to <our> budget.", "Cleared by", "Kito", "you sign as Amara Okoye", "Republic of the Isle")
	action, values := stranger.get(link).form()
	values.Set("do", "sign")
	changed := url.Values{}
	for k, v := range values {
		changed[k] = v
	}
	changed.Set("sha256", strings.Repeat("0", 64))
	changed.Del("idempotency_key")
	stranger.post(action, changed).want(422).shows("#field-sha256")
	if to := stranger.post(action, values).want(303).location(); to != link {
		t.Errorf("led to %s, not %s", to, link)
	}
	stranger.post(action, values).want(303)
	values.Set("idempotency_key", "0190a1b2-0000-7000-8000-000000000042") // pressed twice
	stranger.post(action, values).want(303)
	stranger.get(link).want(200).shows("You signed for Republic of the Isle", "An organiser will verify").hides(`value="sign"`)
	stranger.get("/account").want(303) // the link lets nobody in
	ana.get("/c/quay/sign/isle/prepared").want(200).shows("Signed", "/c/quay/signatures/")
	for _, page := range []string{"/c/quay/signatures", "/c/quay/log", "/c/quay/signatures.json"} {
		stranger.get(page).want(200).hides("Kito", "Amara Okoye", "isle.example")
	}
}

// gathered is everything that was logged.
type gathered struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (g *gathered) Write(b []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.b.Write(b)
}

func (g *gathered) String() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.b.String()
}

func TestSigningLink_isToldNobodyAndDoesNothingByItself(t *testing.T) {
	t.Parallel()
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			logged := &gathered{}
			s := newSite(t, database(t), app.Output(io.Discard, logged))
			ana, stranger := isle(t, s), s.browser(t)
			action, values := prepares(ana, nil)
			ana.post(action, values).want(303)
			link := s.link(t, "amara@isle.example")
			for _, method := range []string{http.MethodHead, http.MethodGet, http.MethodGet} {
				r, err := http.NewRequestWithContext(t.Context(), method, s.url+link, http.NoBody)
				testkit.Must(t, err)
				r.Header.Set("Sec-Purpose", "prefetch")
				p := stranger.do(r).want(200)
				if p.header.Get("Referrer-Policy") != "strict-origin" || p.header.Get("Cache-Control") != "no-store" {
					t.Errorf("%v", p.header)
				}
			}
			ana.get("/c/quay/sign/isle/prepared").want(200).shows("With the officer")
			stranger.get("/signing/" + strings.Repeat("0", 64)).want(404)
			stranger.get(link + "0").want(404)
			stranger.post("/signing", url.Values{"token": {strings.Repeat("0", 64)}, "do": {"sign"}, "revision": {"1"}, "sha256": {"x"}, "terms_version": {"1"}, "notice_version": {"1"}}).want(404)
			stranger.post("/signing", url.Values{"token": {path.Base(link)}, "do": {"clear"}}).want(404)
			stranger.post("/signing", url.Values{"token": {path.Base(link)}, "do": {"x"}}).want(422)
			if n := s.count(t, "signatures"); n != 0 {
				t.Errorf("%d are signed", n)
			}
			action, values = stranger.get(link).form()
			values.Set("do", "sign")
			stranger.post(action, values).want(303)
			if strings.Contains(logged.String(), path.Base(link)) || strings.Contains(logged.String(), "amara@") || !strings.Contains(logged.String(), "/signing/:token") {
				t.Error("the log has the secret of a link, or an address, or nothing of it")
			}
		})
	}
}

func TestSigningLink_saysInWordsWhyItLeadsNowhere(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		ana, stranger := isle(t, s), s.browser(t)
		action, values := prepares(ana, nil)
		ana.post(action, values).want(303)
		first := s.link(t, "amara@isle.example")
		_, buttons := ana.get("/c/quay/sign/isle/prepared").formTo("/prepared")
		buttons.Set("do", "remind")
		ana.post("/c/quay/sign/isle/prepared", buttons).want(409).shows("Wait a day")
		buttons.Set("do", "replace")
		buttons.Set("idempotency_key", "0190a1b2-0000-7000-8000-000000000043")
		ana.post("/c/quay/sign/isle/prepared", buttons).want(303)
		stranger.get(first).want(409).shows("replaced by a newer one")
		second := s.link(t, "amara@isle.example")
		action, values = prepares(ana, url.Values{"officer_title": {"Prime Minister"}})
		ana.get("/c/quay/sign/isle/prepare").shows("clearances start anew", "Minister")
		ana.post(action, values).want(303)
		stranger.get(second).want(409).shows("was changed since")
		third := s.link(t, "amara@isle.example")
		action, values = stranger.get(third).form()
		values.Set("do", "sign")
		_, err := s.Consult().SetTerms(t.Context(), s.system(), "quay", consult.NewTerms{Act: "endorse"})
		testkit.Must(t, err)
		stranger.get(third).want(200).shows("It cannot be signed now", "What signing means was changed").hides(`value="sign"`)
		stranger.post(action, values).want(409).shows("What signing means was changed", "Prime Minister")
		s.pass(31 * 24 * time.Hour)
		stranger.get(third).want(409).shows("This link ran out")
		ana = (&staged{site: s}).fresh(t, "ana@example.org")
		ana.post("/c/quay/sign/isle/prepared", url.Values{"do": {"cancel"}}).want(303)
		stranger.get(third).want(409).shows("called this off")
		if n := s.count(t, "signatures"); n != 0 {
			t.Errorf("%d are signed", n)
		}
	})
}

// linked are the pages of a preparation, and what each may ask of the database.
var linked = map[string]int64{"prepared": 24, "form": 38, "of a link": 27, "for whom": 20}

func TestPrepared_costsTheSameStatementsHoweverManyAreAsked(t *testing.T) {
	sameCosts(t, linked, [2]int{1, 10}, func(t *testing.T, m *meter, size int) {
		ana := isle(t, m.site)
		more := url.Values{}
		for i := range size {
			more.Set(fmt.Sprintf("clearers.%d.name", i), "Kito")
			more.Set(fmt.Sprintf("clearers.%d.email", i), fmt.Sprintf("kito%d@isle.example", i))
		}
		action, values := prepares(ana, more)
		ana.post(action, values).want(303)
		link := m.site.link(t, "kito0@isle.example")
		for what, at := range map[string]string{"prepared": "/c/quay/sign/isle/prepared", "form": "/c/quay/sign/isle/prepare", "of a link": link, "for whom": "/c/quay/sign"} {
			m.count(what, func() { ana.get(at).want(http.StatusOK) })
		}
	})
}
