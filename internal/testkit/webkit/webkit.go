// Package webkit gives tests the whole program on a port of its own, and browsers and programs to use it with.
//
// It is apart from testkit so that what lies below the pages can be tested without them; tests of pages and of the
// API import both, from a package of their own (handlers_test), since this one imports them.
package webkit

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"travaux/internal/app"
	"travaux/internal/config"
	"travaux/internal/testkit"
	"travaux/models"
)

// Site is the program serving a kit's database, by the kit's clock and letter box.
type Site struct {
	URL string
	kit *testkit.Kit
	t   testing.TB
}

// Serve starts the program for a test; changes are made to its configuration first.
func Serve(t testing.TB, k *testkit.Kit, changes ...func(*config.Config)) *Site {
	t.Helper()
	cfg := config.Default()
	cfg.Addr, cfg.DatabaseURL, cfg.DataDir, cfg.Drain = "127.0.0.1:0", k.URL, t.TempDir(), 0
	for _, change := range changes {
		change(&cfg)
	}
	a, err := app.New(t.Context(), cfg, app.Clock(k.Clock.Now), app.Mailer(k.Mailer()), app.Output(io.Discard, io.Discard))
	testkit.Must(t, err)
	testkit.Must(t, a.Listen(cfg.Addr))
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		testkit.Must(t, <-ended)
		testkit.Must(t, a.Close())
	})
	return &Site{URL: a.URL(), kit: k, t: t}
}

// Demo shows /demo.
func Demo(c *config.Config) { c.Demo = true }

// patience is how long one request of a test may last.
const patience = 20 * time.Second

// Browser is somebody's browser: it keeps cookies and follows redirects.
type Browser struct {
	site   *Site
	client *http.Client
	Header http.Header // sent with each request
}

// Browser is a fresh one, of nobody in particular.
func (s *Site) Browser() *Browser {
	jar, err := cookiejar.New(nil)
	testkit.Must(s.t, err)
	return &Browser{site: s, client: &http.Client{Jar: jar, Timeout: patience}, Header: http.Header{}}
}

// SignedIn is the browser of somebody who came in by a link.
func (s *Site) SignedIn(email string) *Browser {
	s.t.Helper()
	link, err := s.kit.Service.SignInLink(s.t.Context(), s.kit.System(), email)
	testkit.Must(s.t, err)
	b := s.Browser()
	page := b.Get(strings.TrimPrefix(link, testkit.BaseURL)).Submit("form[action=/sign-in/confirm]", nil)
	if page.Status != http.StatusOK || len(b.client.Jar.Cookies(page.URL)) == 0 {
		s.t.Fatalf("signing in as %s: %d at %s", email, page.Status, page.URL)
	}
	return b
}

// Get reads a page.
func (b *Browser) Get(path string) *Page {
	b.site.t.Helper()
	return b.do(http.MethodGet, path, nil)
}

// Post sends a form.
func (b *Browser) Post(path string, form url.Values) *Page {
	b.site.t.Helper()
	return b.do(http.MethodPost, path, form)
}

func (b *Browser) do(method, path string, form url.Values) *Page {
	t := b.site.t
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, b.site.URL+path, strings.NewReader(form.Encode()))
	testkit.Must(t, err)
	r.Header = b.Header.Clone()
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := b.client.Do(r)
	testkit.Must(t, err)
	return read(b, res)
}

// Answer is what the API answered.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	t      testing.TB
}

// Into reads the answer's JSON.
func (a *Answer) Into(v any) {
	a.t.Helper()
	if err := json.Unmarshal(a.Body, v); err != nil {
		a.t.Fatalf("%v in %s", err, a.Body)
	}
}

// Program uses the API as somebody.
type Program struct {
	site   *Site
	token  string
	Header http.Header // sent with each request
}

// Program is one without a token, or with one that acts for a person.
func (s *Site) Program(who models.Actor) *Program {
	s.t.Helper()
	p := &Program{site: s, Header: http.Header{}}
	if who.PersonID != 0 {
		token, err := s.kit.Service.NewAPIToken(s.t.Context(), s.kit.Call(who), who.PersonID)
		testkit.Must(s.t, err)
		p.token = token
	}
	return p
}

// Do sends a request; body is made JSON unless nil, and path is below /api/v1.
func (p *Program) Do(method, path string, body any) *Answer {
	t := p.site.t
	t.Helper()
	var sent io.Reader
	header := p.Header.Clone()
	if body != nil {
		b, err := json.Marshal(body)
		testkit.Must(t, err)
		sent = strings.NewReader(string(b))
		header.Set("Content-Type", "application/json")
	}
	r, err := http.NewRequestWithContext(t.Context(), method, p.site.URL+"/api/v1"+path, sent)
	testkit.Must(t, err)
	r.Header = header
	if p.token != "" {
		r.Header.Set("Authorization", "Bearer "+p.token)
	}
	client := http.Client{Timeout: patience}
	res, err := client.Do(r)
	testkit.Must(t, err)
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	testkit.Must(t, err)
	return &Answer{Status: res.StatusCode, Header: res.Header, Body: b, t: t}
}
