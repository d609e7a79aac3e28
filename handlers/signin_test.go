package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"travaux/internal/config"
	"travaux/internal/testkit"
)

func TestSignIn_linkIsBoundToItsBrowserAndLeadsBack(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		open(t, s)
		b := s.browser(t)
		to := b.get("/c/charter/review?stance=oppose").want(303)
		b.submit(to.header.Get("Location"), url.Values{"email": {"admin@example.org"}}).want(303)
		link := s.link(t, "admin@example.org")
		s.browser(t).submit(link, nil).want(200).shows("Your code")
		back := b.submit(link, nil).want(303)
		if got := back.header.Get("Location"); got != "/c/charter/review?stance=oppose" {
			t.Errorf("led to %s", got)
		}
		b.get("/c/charter/review").want(200)
		b.post("/sign-out", nil).want(303)
		b.get("/c/charter/review").want(303)
		b.get(link).want(404)
		for _, evil := range []string{"//evil.example", `/\evil.example`, "https://evil.example", "/%09/evil.example"} {
			b.submit("/sign-in?return_to="+url.QueryEscape(evil), url.Values{"email": {"admin@example.org"}, "return_to": {evil}}).want(303)
			if got := b.submit(s.link(t, "admin@example.org"), nil).want(303).header.Get("Location"); got != "/" {
				t.Errorf("%q led to %q", evil, got)
			}
			b.post("/sign-out", nil).want(303)
		}
		b.submit("/sign-in", url.Values{"email": {"nobody"}}).want(422).shows("nobody")
	})
}

var sixDigits = regexp.MustCompile(`id="code">([0-9]{6})<`)

// codeOf opens a link in another browser and gives the code that is shown there.
func codeOf(t *testing.T, b *browser, link string) string {
	t.Helper()
	p := b.submit(link, nil).want(200).shows("Give the code to nobody.")
	m := sixDigits.FindStringSubmatch(p.body)
	if m == nil {
		t.Fatalf("no code: %.2500s", p.body)
	}
	return m[1]
}

func TestSignIn_aLinkOpenedElsewhereShowsACodeForTheFirstBrowser(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		open(t, s)
		first, second := s.browser(t), s.browser(t)
		first.submit("/sign-in?return_to=/c/charter/review", url.Values{"email": {"admin@example.org"}}).want(303)
		link := s.link(t, "admin@example.org")
		second.get(link).want(200).shows("You asked for this link in another browser.").hides("admin@example.org")
		code := codeOf(t, second, link)
		second.post("/sign-in/code", url.Values{"code": {code}}).want(422).shows("No code is waiting for this browser")
		wrong := "000000"
		if code == wrong {
			wrong = "000001"
		}
		first.submit("/sign-in/sent", url.Values{"code": {wrong}}).want(422).shows("That is not the code.", wrong)
		if to := first.submit("/sign-in/sent", url.Values{"code": {code[:3] + " " + code[3:]}}).want(303).location(); to != "/c/charter/review" {
			t.Errorf("led to %s", to)
		}
		first.get("/c/charter/review").want(200)
		second.get("/c/charter/review").want(303)
		second.get(link).want(404).shows("This link was used already.", "Ask for a link")
		first.get(link).want(404).shows("you need no link")
	})
}

func TestSignIn_aLateLinkIsRenewedWithOnePressByWhoHasIt(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		open(t, s)
		s.browser(t).submit("/sign-in?return_to=/c/charter", url.Values{"email": {"admin@example.org"}}).want(303)
		late := s.link(t, "admin@example.org")
		s.pass(11 * time.Minute)
		b := s.browser(t)
		p := b.get(late).want(404).shows("This link came too late", "Send a new one").hides("admin@example.org")
		action, values := p.form()
		b.post(late, nil).want(404).shows("Send a new one") // a page that was open since then
		if to := b.post(action, values).want(303).location(); to != "/sign-in/sent" {
			t.Errorf("led to %s", to)
		}
		b.post(action, values).want(303) // pressed twice
		if again := s.link(t, "admin@example.org"); again == late {
			t.Fatal("no new link")
		}
		if to := b.submit(s.link(t, "admin@example.org"), nil).want(303).location(); to != "/c/charter" {
			t.Errorf("led to %s", to)
		}
		stranger := s.browser(t)
		stranger.get(late).want(404).shows("used already").hides("Send a new one")
		for _, link := range []string{"/sign-in/" + strings.Repeat("A", 52), late[:len(late)-1], late + "x", "/sign-in/x"} {
			stranger.get(link).want(404).shows("Ask for a link").hides("Send a new one", "admin@")
			_, token, _ := strings.Cut(link, "/sign-in/")
			stranger.post("/sign-in/renew", url.Values{"token": {token}}).want(404)
		}
	})
}

func TestSignIn_oneLinkUsedTwentyTimesAtOnceGivesOneSession(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		b := s.browser(t)
		b.submit("/sign-in", url.Values{"email": {"ana@example.org"}}).want(303)
		link := s.link(t, "ana@example.org")
		_, values := b.get(link).want(200).form()
		values.Del("idempotency_key")
		statuses := make([]int, 20)
		var all sync.WaitGroup
		for i := range statuses {
			all.Go(func() { statuses[i] = b.post("/sign-in/confirm", values).status })
		}
		all.Wait()
		in := 0
		for _, status := range statuses {
			if status == 303 {
				in++
			} else if status != 404 {
				t.Errorf("an answer is %d", status)
			}
		}
		if n := s.count(t, "sessions"); n != 1 || in != 1 {
			t.Errorf("%d came in, %d sessions", in, n)
		}
	})
}

// count counts the rows of a table.
func (s *site) count(t *testing.T, table string) int {
	t.Helper()
	return (&testkit.Kit{URL: s.database}).Count(t, table, "1 = 1")
}

func TestSessions_endOnEveryInstanceAtOnce(t *testing.T) {
	t.Parallel()
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			where, dir := database(t), t.TempDir()
			same := func(cfg *config.Config) { cfg.DataDir, cfg.Limits = dir, "off" }
			a, b := newSiteWith(t, where, same), newSiteWith(t, where, same)
			desk := a.person(t, "ana@example.org", "")
			phone := a.browser(t)
			phone.submit("/sign-in", url.Values{"email": {"ana@example.org"}}).want(303)
			phone.submit(a.link(t, "ana@example.org"), nil).want(303)
			at := func(s *site, who *browser, path string) page { // the same cookies, another instance
				u, err := url.Parse(a.url)
				testkit.Must(t, err)
				v, err := url.Parse(s.url)
				testkit.Must(t, err)
				who.c.Jar.SetCookies(v, who.c.Jar.Cookies(u))
				return (&browser{t, s, who.c}).get(path)
			}
			list := at(b, desk, "/account/sessions").want(200).shows("this one")
			if n := strings.Count(list.body, `name="session"`); n != 2 {
				t.Errorf("%d sessions are listed", n)
			}
			action, values := list.form()
			(&browser{t, b, desk.c}).post(action, values).want(303) // everywhere else
			at(a, phone, "/account").want(303)
			at(b, desk, "/account").want(200)
			out := desk.post("/sign-out", nil).want(303)
			if got := out.header.Get("Clear-Site-Data"); got != `"cache", "storage"` {
				t.Errorf("Clear-Site-Data: %s", got)
			}
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.url+"/account", nil)
			testkit.Must(t, err)
			(&browser{t, b, desk.c}).do(r).want(303)
			if n := a.count(t, "sessions"); n != 0 {
				t.Errorf("%d sessions are left", n)
			}
		})
	}
}

func TestSessions_endingThisOneSignsOut(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		b := s.person(t, "ana@example.org", "")
		action, values := b.get("/account/sessions").want(200).form()
		b.post(action, values).want(303)
		b.get("/account").want(303)
		bela := s.person(t, "bela@example.org", "")
		bela.post("/account/sessions/end", url.Values{"session": values["session"]}).want(404)
	})
}
