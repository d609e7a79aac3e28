package handlers_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"travaux/internal/app"
	"travaux/internal/config"
	"travaux/internal/consult"
	"travaux/internal/testkit"
	"travaux/models"
)

// link is the path of the link in the newest mail to an address.
func (s *site) link(t *testing.T, to string) string {
	t.Helper()
	u, err := url.Parse(testkit.LinkTo(t, s.database, s.Consult(), to))
	if err != nil {
		t.Fatal(err)
	}
	return u.RequestURI()
}

// site is the whole program on a database of its own.
type site struct {
	*app.App
	url      string
	database string
	mu       sync.Mutex
	late     time.Duration // how much later than now it is there
}

func (s *site) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Now().Add(s.late)
}

func (s *site) pass(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.late += d
}

// onBoth runs a test on a fresh site of each engine.
func onBoth(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	onBothWith(t, unlimited, test)
}

// onBothWith is onBoth on sites that are configured in another way.
func onBothWith(t *testing.T, configure func(*config.Config), test func(t *testing.T, s *site)) {
	t.Helper()
	t.Parallel()
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			test(t, newSiteWith(t, database(t), configure))
		})
	}
}

func unlimited(cfg *config.Config) { cfg.Limits = "off" }

// engine names the kind of database of a site.
func (s *site) engine() string {
	if strings.HasPrefix(s.database, "sqlite:") {
		return "sqlite"
	}
	return "postgres"
}

func newSite(t *testing.T, database string, options ...app.Option) *site {
	t.Helper()
	return newSiteWith(t, database, unlimited, options...)
}

// newSiteWith is a site that is configured in another way.
func newSiteWith(t *testing.T, database string, configure func(*config.Config), options ...app.Option) *site {
	t.Helper()
	cfg := config.Default()
	cfg.DataDir, cfg.Demo = t.TempDir(), true
	cfg.DatabaseURL = database
	configure(&cfg)
	s := &site{database: database}
	var err error
	options = append([]app.Option{app.Clock(s.now), app.Output(io.Discard, onlyErrors{t})}, options...)
	s.App, err = app.New(t.Context(), cfg, options...)
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewServer(s.Handler())
	t.Cleanup(func() { ts.Close(); _ = s.Close() })
	s.url = ts.URL
	return s
}

// onlyErrors shows what of the log is an error.
type onlyErrors struct{ t *testing.T }

func (o onlyErrors) Write(b []byte) (int, error) {
	if bytes.Contains(b, []byte("level=ERROR")) {
		o.t.Errorf("log: %s", b)
	}
	return len(b), nil
}

// system is the command line, which may do everything.
func (s *site) system() models.Call {
	return models.Call{Actor: models.Actor{System: true}, At: s.Consult().Now(), Speaking: "en"}
}

// browser is somebody with a browser.
type browser struct {
	t *testing.T
	s *site
	c *http.Client
}

func (s *site) browser(t *testing.T) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &browser{t, s, &http.Client{Jar: jar, CheckRedirect: stay}}
}

// person is somebody with roles, signed in through a mailed link.
func (s *site) person(t *testing.T, email, consultation string, roles ...string) *browser {
	t.Helper()
	in := consult.NewPerson{Email: email, Name: "Name of " + email, Roles: roles, Consultation: consultation}
	if _, err := s.Consult().AddPerson(t.Context(), s.system(), in); err != nil {
		t.Fatal(err)
	}
	b := s.browser(t)
	b.submit("/sign-in", url.Values{"email": {email}}).want(303)
	b.submit(s.link(t, email), nil).want(303)
	return b
}

// page is an answer.
type page struct {
	t      *testing.T
	what   string
	status int
	header http.Header
	body   string
}

func (b *browser) do(r *http.Request) page {
	b.t.Helper()
	res, err := b.c.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return page{b.t, r.Method + " " + r.URL.RequestURI(), res.StatusCode, res.Header, string(body)}
}

func (b *browser) get(path string) page {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.s.url+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.do(r)
}

func (b *browser) post(path string, v url.Values) page {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.s.url+path, strings.NewReader(v.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(r)
}

// upload sends a form with a file.
func (b *browser) upload(path string, v url.Values, name, content string) page {
	b.t.Helper()
	return b.uploadAs(path, v, "file", name, content)
}

// uploadAs is upload with the name of the field that the file is in.
func (b *browser) uploadAs(path string, v url.Values, field, name, content string) page {
	b.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for k, list := range v {
		for _, s := range list {
			_ = m.WriteField(k, s)
		}
	}
	f, err := m.CreateFormFile(field, name)
	if err != nil {
		b.t.Fatal(err)
	}
	_, _ = io.WriteString(f, content)
	_ = m.Close()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.s.url+path, &body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", m.FormDataContentType())
	return b.do(r)
}

// submit opens a page and sends the form on it that posts, with what is typed into it.
func (b *browser) submit(path string, typed url.Values) page {
	b.t.Helper()
	p := b.get(path).want(200)
	action, values := p.form()
	for k, v := range typed {
		values[k] = v
	}
	return b.post(action, values)
}

func (p page) want(status int) page {
	p.t.Helper()
	if p.status != status {
		p.t.Fatalf("%s: status %d, want %d: %.1500s", p.what, p.status, status, p.body)
	}
	return p
}

func (p page) shows(texts ...string) page {
	p.t.Helper()
	for _, s := range texts {
		if !strings.Contains(html.UnescapeString(p.body), s) {
			p.t.Errorf("%s does not show %q: %.3000s", p.what, s, p.body)
		}
	}
	return p
}

func (p page) hides(texts ...string) page {
	p.t.Helper()
	for _, s := range texts {
		if strings.Contains(html.UnescapeString(p.body), s) {
			p.t.Errorf("%s shows %q", p.what, s)
		}
	}
	return p
}

// location is where the answer leads, without the message to be shown there.
func (p page) location() string {
	p.t.Helper()
	path, _, _ := strings.Cut(p.header.Get("Location"), "?")
	return path
}

// sent is a form as a browser would send it untouched.
type sent struct {
	action string
	values url.Values
}

// forms are all forms of the page that post.
func (p page) forms() []sent {
	p.t.Helper()
	doc, err := html.Parse(strings.NewReader(p.body))
	if err != nil {
		p.t.Fatal(err)
	}
	var out []sent
	for n := range doc.Descendants() {
		// The form of a passkey is for browsers with scripts.
		if n.Type == html.ElementNode && n.Data == "form" && attr(n, "method") == "post" && attr(n, "data-passkey") == "" {
			out = append(out, sent{attr(n, "action"), fieldsOf(n)})
		}
	}
	return out
}

// form is the last form of the page that posts, as a browser would send it untouched. Sign-out is in the
// header of every page of somebody signed in, so it is never the last where there is another.
func (p page) form() (action string, values url.Values) {
	p.t.Helper()
	all := p.forms()
	if len(all) == 0 {
		p.t.Fatalf("%s has no form: %.2000s", p.what, p.body)
	}
	last := all[len(all)-1]
	return last.action, last.values
}

func fieldsOf(form *html.Node) url.Values {
	v := url.Values{}
	for n := range form.Descendants() {
		name := attr(n, "name")
		if n.Type != html.ElementNode || name == "" {
			continue
		}
		switch {
		case n.Data == "textarea":
			text := ""
			if n.FirstChild != nil {
				text = n.FirstChild.Data
			}
			v.Add(name, text)
		case n.Data == "select":
			v.Add(name, chosen(n))
		case attr(n, "type") == "radio" || attr(n, "type") == "checkbox":
			if has(n, "checked") {
				v.Add(name, attr(n, "value"))
			}
		case attr(n, "type") == "file" || n.Data == "button":
		default:
			v.Add(name, attr(n, "value"))
		}
	}
	return v
}

// chosen is the option of a select that is selected, else its first.
func chosen(n *html.Node) string {
	first, seen := "", false
	for o := range n.Descendants() {
		if o.Data != "option" || o.Type != html.ElementNode {
			continue
		}
		if has(o, "selected") {
			return attr(o, "value")
		}
		if !seen {
			first, seen = attr(o, "value"), true
		}
	}
	return first
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}
