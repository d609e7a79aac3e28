package web_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"travaux/internal/web"
	"travaux/models"
)

func TestOrigin_otherSitesCannotPost(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for name, c := range map[string]struct {
		h      header
		status int
	}{
		"same origin":                       {header{"Origin": "http://example.com", "Sec-Fetch-Site": "same-origin"}, 200},
		"typed by the user":                 {header{"Sec-Fetch-Site": "none"}, 200},
		"old browser, our page":             {header{"Referer": "http://example.com/x"}, 200},
		"no browser":                        {nil, 200},
		"other site":                        {header{"Sec-Fetch-Site": "cross-site"}, 403},
		"neighbour":                         {header{"Sec-Fetch-Site": "same-site", "Origin": "http://a.example.com"}, 403},
		"other origin":                      {header{"Origin": "https://evil.example"}, 403},
		"null origin":                       {header{"Origin": "null"}, 403},
		"other port":                        {header{"Origin": "http://example.com:81"}, 403},
		"origin that begins like ours":      {header{"Origin": "http://example.com.evil.example"}, 403},
		"origin that ends like ours":        {header{"Origin": "http://evil-example.com"}, 403},
		"origin with our name as user":      {header{"Origin": "http://example.com@evil.example"}, 403},
		"cross-site with our origin":        {header{"Origin": "http://example.com", "Sec-Fetch-Site": "cross-site"}, 403},
		"old browser, other page":           {header{"Referer": "https://evil.example/example.com"}, 403},
		"old browser, broken referer":       {header{"Referer": "http://[::1"}, 403},
		"other site with a method override": {header{"Sec-Fetch-Site": "cross-site", "X-HTTP-Method-Override": "GET"}, 403},
	} {
		if w := f.form("/form", "title=x", c.h); w.Code != c.status {
			t.Errorf("%s: %d, want %d", name, w.Code, c.status)
		}
	}
	if w := f.do("GET", "/ok", "", header{"Sec-Fetch-Site": "cross-site"}); w.Code != 200 {
		t.Errorf("a link from elsewhere: %d", w.Code)
	}
}

func TestLocalPath_onlyPathsOfOurs(t *testing.T) {
	t.Parallel()
	for _, ours := range []string{"/", "/c/x", "/c/x?one=C-000001&q=a%20b#y", "/c/é", "/c/x/drafts/d#art_1"} {
		if got := web.LocalPath(ours); got != ours {
			t.Errorf("%q became %q", ours, got)
		}
	}
	for _, evil := range []string{
		"", "evil", "//evil", "///evil", `/\evil`, `\\evil`, `\/evil`, "/%09/evil", "/\t/evil", "/%5cevil", "/%2fevil", "/%2F%2Fevil",
		"https://evil", "http:evil", "javascript:alert(1)", "data:text/html,x", "//evil/..", "/\n/evil", "/ /evil", "/%0d%0aSet-Cookie:x",
		"http://user@evil", "?x", "#x", "./x", "../x", "/%00", "/\u0085/evil", "/%20/evil", "/" + strings.Repeat("a", 2000), "/%zz",
	} {
		if got := web.LocalPath(evil); got != "/" {
			t.Errorf("%q is taken for ours: %q", evil, got)
		}
	}
}

func TestTrailingSlash_neverLeadsElsewhere(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for path, want := range map[string]string{
		"/ok/": "/ok", "/ok///": "/ok", "/ok/?q=1": "/ok?q=1", "//evil.example/": "", "/%5cevil.example/": "", "/%2fevil.example/": "", "/%20/evil.example/": "",
	} {
		r := httptest.NewRequest("GET", "http://example.com/", nil)
		raw, query, _ := strings.Cut(path, "?")
		u := *r.URL
		u.RawQuery = query
		var err error
		if u.Path, err = unescape(raw); err != nil {
			t.Fatal(err)
		}
		u.RawPath = raw
		r.URL = &u
		w := httptest.NewRecorder()
		f.ServeHTTP(w, r)
		if got := w.Header().Get("Location"); got != want {
			t.Errorf("%q leads to %q, want %q", path, got, want)
		}
	}
}

func unescape(s string) (string, error) {
	for _, p := range [][2]string{{"%5c", `\`}, {"%2f", "/"}, {"%20", " "}} {
		s = strings.ReplaceAll(s, p[0], p[1])
	}
	return s, nil
}

func TestHost_isNeverShown(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for _, name := range []string{"Host", "X-Forwarded-Host", "X-Forwarded-Server", "X-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Proto", "X-Forwarded-Prefix"} {
		for _, path := range []string{"/ok/", "/ok", "/nothing", "/api/v1/nothing", "/lang?lang=fr"} {
			r := httptest.NewRequest("GET", path, nil)
			r.Header.Set(name, "evil.example")
			if name == "Host" {
				r.Host = "evil.example"
			}
			w := httptest.NewRecorder()
			f.ServeHTTP(w, r)
			if all := fmt.Sprint(w.Header(), w.Body); strings.Contains(all, "evil.example") {
				t.Errorf("%s on %s: %s", name, path, all)
			}
		}
	}
}

func callOf(t *testing.T, w *httptest.ResponseRecorder) models.Call {
	t.Helper()
	var c models.Call
	if err := json.Unmarshal(w.Body.Bytes(), &c); err != nil {
		t.Fatalf("%d %s: %v", w.Code, w.Body, err)
	}
	return c
}

const aKey = "0190163d-8694-739b-aea5-966c26f8ad90"

func TestCall_timeKeyAndHash(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	first := callOf(t, f.form("/call/a", "title=x&body=y&idempotency_key="+aKey, nil))
	if want := noon.Truncate(time.Microsecond); !first.At.Equal(want) {
		t.Errorf("at %v, want %v", first.At, want)
	}
	if first.Once.Scope != "0 POST /call/:x" || first.Once.Key != aKey || len(first.Once.Hash) != 64 {
		t.Errorf("once %+v", first.Once)
	}
	same := callOf(t, f.form("/call/a", "body=y&idempotency_key="+aKey+"&title=x", nil))
	if same.Once != first.Once {
		t.Error("the order of fields changes the hash")
	}
	for name, other := range map[string]models.Call{
		"body":         callOf(t, f.form("/call/a", "title=x&body=z&idempotency_key="+aKey, nil)),
		"consultation": callOf(t, f.form("/call/b", "title=x&body=y&idempotency_key="+aKey, nil)),
	} {
		if other.Once.Hash == first.Once.Hash || other.Once.Scope != first.Once.Scope {
			t.Errorf("another %s is not told apart by the hash", name)
		}
	}
	if none := callOf(t, f.form("/call/a", "title=x", header{"Idempotency-Key": aKey})); none.Once.Key != "" {
		t.Error("a form takes its key from the header")
	}
}

func TestCall_keysOfTheAPI(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	do := func(body, key string) *httptest.ResponseRecorder {
		return f.do("POST", "/api/v1/call/a", body, header{"Content-Type": "application/json", "Idempotency-Key": key, "Authorization": "Bearer good"})
	}
	a, b := callOf(t, do(`{"a":1,"b":[2]}`, aKey)), callOf(t, do(" {\"b\": [2],\n\"a\":1}", strings.ToUpper(aKey)))
	if a.Once != b.Once || a.Once.Scope != "1 POST /api/v1/call/:x" {
		t.Errorf("the same request differs: %+v, %+v", a.Once, b.Once)
	}
	if c := callOf(t, do(`{"a":2,"b":[2]}`, aKey)); c.Once.Hash == a.Once.Hash {
		t.Error("another body has the same hash")
	}
	for _, bad := range []string{"x", "{" + aKey + "}", "urn:uuid:" + aKey, strings.ReplaceAll(aKey, "-", "")} {
		if w := do(`{}`, bad); w.Code != 400 {
			t.Errorf("key %q: %d", bad, w.Code)
		}
	}
}

func TestReceipt_isStampedWhenTheBodyHasArrived(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	r := httptest.NewRequest("POST", "/call/a", onRead{func() { f.pass(time.Hour) }, strings.NewReader("title=x")})
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	f.ServeHTTP(w, r)
	if got := callOf(t, w).At; got.Before(noon.Add(time.Hour)) {
		t.Errorf("at %v, which is before the body had been read", got)
	}
}

type onRead struct {
	do func()
	io.Reader
}

func (r onRead) Read(b []byte) (int, error) { r.do(); return r.Reader.Read(b) }

func TestActor_tokensOnTheAPIOnlyAndSessionsOnPagesOnly(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	token := header{"Authorization": "Bearer good"}
	if c := callOf(t, f.do("GET", "/api/v1/who", "", token)); c.PersonID != 1 {
		t.Errorf("token on the API: %d", c.PersonID)
	}
	if c := callOf(t, f.do("GET", "/who", "", token)); c.PersonID != 0 {
		t.Errorf("token on a page: %d", c.PersonID)
	}
	for _, bad := range []string{"Bearer bad", "Bearer", "Basic good", "good", "Bearer  good"} {
		if w := f.do("GET", "/api/v1/who", "", header{"Authorization": bad}); w.Code != 401 || w.Header().Get("WWW-Authenticate") != "Bearer" {
			t.Errorf("%q: %d", bad, w.Code)
		}
	}
	session := signIn(t, f, "xx", "")
	if c := callOf(t, f.do("GET", "/who", "", session)); c.PersonID != 2 {
		t.Errorf("session on a page: %d", c.PersonID)
	}
	if c := callOf(t, f.do("GET", "/api/v1/who", "", session)); c.PersonID != 0 {
		t.Errorf("session on the API: %d", c.PersonID)
	}
}

// signIn gives the header of a browser signed in as the person whose id is the length of id.
func signIn(t *testing.T, f *fixture, id, cookie string) header {
	t.Helper()
	w := f.form("/in/"+id, "", header{"Cookie": cookie})
	set := w.Result().Cookies()
	if len(set) != 1 || !set[0].HttpOnly || set[0].SameSite != http.SameSiteLaxMode || set[0].Path != "/" {
		t.Fatalf("cookies %v", set)
	}
	return header{"Cookie": set[0].Name + "=" + set[0].Value}
}

func TestSession_newIDAtSignInAndNothingAfterSignOut(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	planted := "travaux=planted"
	a := signIn(t, f, "xx", planted)
	b := signIn(t, f, "x", a["Cookie"])
	if a["Cookie"] == planted || a["Cookie"] == b["Cookie"] {
		t.Error("the session keeps its id")
	}
	if c := callOf(t, f.do("GET", "/who", "", a)); c.PersonID != 0 {
		t.Error("the old session lives on")
	}
	if c := callOf(t, f.do("GET", "/who", "", b)); c.PersonID != 1 {
		t.Errorf("the new session is of %d", c.PersonID)
	}
	for hash := range f.store.rows {
		if strings.Contains(b["Cookie"], hash) {
			t.Error("the cookie itself is stored")
		}
	}
	f.form("/out", "", b)
	if c := callOf(t, f.do("GET", "/who", "", b)); c.PersonID != 0 || len(f.store.rows) != 0 {
		t.Error("signed out, and still somebody")
	}
}

func TestSession_unusedOnesEnd(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		id   string
		idle time.Duration
		want int64
	}{
		"staff, 29 minutes":      {"x", 29 * time.Minute, 1},
		"staff, 31 minutes":      {"x", 31 * time.Minute, 0},
		"participant, 13 days":   {"xx", 13 * 24 * time.Hour, 2},
		"participant, 15 days":   {"xx", 15 * 24 * time.Hour, 0},
		"somebody who is erased": {"xxx", 0, 0},
	} {
		f := newFixture(t)
		h := signIn(t, f, c.id, "")
		f.gone.Store(true)
		f.pass(c.idle)
		if got := callOf(t, f.do("GET", "/who", "", h)); got.PersonID != c.want {
			t.Errorf("%s: person %d, want %d", name, got.PersonID, c.want)
		}
	}
}

func TestCookies_areBoundToTheHostOverHTTPS(t *testing.T) {
	t.Parallel()
	f := newFixture(t, func(o *web.Options) { o.BaseURL = "https://example.com" })
	var set []*http.Cookie
	for _, w := range []*httptest.ResponseRecorder{f.form("/in/x", "", nil), f.do("GET", "/lang?lang=ar", "", nil)} {
		set = append(set, w.Result().Cookies()...)
	}
	if len(set) != 2 {
		t.Fatalf("cookies %v", set)
	}
	for _, k := range set {
		if !strings.HasPrefix(k.Name, "__Host-") || !k.Secure || !k.HttpOnly || k.Domain != "" || k.Path != "/" {
			t.Errorf("cookie %v", k)
		}
	}
}

func TestLanguage_order(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for name, c := range map[string]struct {
		path string
		h    header
		want string
	}{
		"asked for":             {"/lang?lang=ru", header{"Cookie": "lang=ar", "Accept-Language": "es"}, "ru"},
		"kept":                  {"/lang", header{"Cookie": "lang=ar", "Accept-Language": "es"}, "ar"},
		"the browser's":         {"/lang", header{"Accept-Language": "tlh, es-MX;q=0.5"}, "es"},
		"English is a choice":   {"/lang", header{"Accept-Language": "en-GB"}, "en"},
		"the consultation's":    {"/lang", nil, "fr"},
		"nonsense asked for":    {"/lang?lang=../x", nil, "fr"},
		"nothing that we have":  {"/lang", header{"Accept-Language": "tlh"}, "fr"},
		"zone of the reader":    {"/lang", header{"Cookie": "zone=Africa/Nairobi"}, "fr Africa/Nairobi"},
		"zone that is no zone":  {"/lang", header{"Cookie": "zone=../../etc/passwd"}, "fr"},
		"zone of this computer": {"/lang", header{"Cookie": "zone=Local"}, "fr"},
	} {
		w := f.do("GET", c.path, "", c.h)
		lang, _, _ := strings.Cut(c.want, " ")
		if got := strings.TrimSpace(w.Body.String()); got != c.want || w.Header().Get("Content-Language") != lang {
			t.Errorf("%s: %q in %q, want %q", name, got, w.Header().Get("Content-Language"), c.want)
		}
	}
	if set := f.do("GET", "/lang?lang=ru", "", nil).Result().Cookies(); len(set) != 1 || set[0].Value != "ru" {
		t.Errorf("the choice is not kept: %v", set)
	}
	if set := f.do("GET", "/lang?lang=xx", "", nil).Result().Cookies(); len(set) != 0 {
		t.Errorf("nonsense is kept: %v", set)
	}
}

func TestIfMatch(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for said, want := range map[string]int{`"3"`: 200, ``: 428, `*`: 428, `3`: 412, `W/"3"`: 412, `"x"`: 412, `"-1"`: 412, `"3", "4"`: 412, `"3`: 412} {
		h := header{}
		if said != "" {
			h["If-Match"] = said
		}
		if w := f.do("PUT", "/api/v1/match", "", h); w.Code != want {
			t.Errorf("%s: %d, want %d", said, w.Code, want)
		}
	}
}

func TestPublic_unchangedPageIsNotSentAgain(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	w := f.do("GET", "/ok", "", nil)
	tag := w.Header().Get("ETag")
	if again := f.do("GET", "/ok", "", header{"If-None-Match": tag}); again.Code != 304 || again.Body.Len() != 0 {
		t.Errorf("got %d", again.Code)
	}
	if other := f.do("GET", "/ok", "", header{"If-None-Match": `"x", W/"y"`}); other.Code != 200 {
		t.Errorf("got %d", other.Code)
	}
	if own := f.do("GET", "/ok", "", signIn(t, f, "x", "")); own.Header().Get("Cache-Control") != "no-store" || own.Header().Get("ETag") != "" {
		t.Errorf("a page for somebody is public: %v", own.Header())
	}
}

func TestHTTPServer_slowClientsAreDropped(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	short := 50 * time.Millisecond
	srv, err := web.HTTPServer(f, web.Timeouts{Header: short, Read: 2 * short, Write: time.Second, Idle: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = srv.Serve(l) }()
	t.Cleanup(func() { _ = srv.Close() })
	for name, c := range map[string]struct{ said, answer string }{
		"half a header": {"GET /ok HTTP/1.1\r\nHost: x\r\nX-", "HTTP/1.1 400"}, // by net/http itself
		"half a body":   {"POST /form HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\ntit", "HTTP/1.1 408"},
		"honest":        {"GET /ok HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "HTTP/1.1 200"},
	} {
		conn, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, c.said)
		_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
		got, err := io.ReadAll(bufio.NewReader(conn))
		if err != nil || !strings.HasPrefix(string(got), c.answer) {
			t.Errorf("%s: %v %.200q, want %q", name, err, got, c.answer)
		}
		_ = conn.Close()
	}
}

func TestHTTPServer_headHasNoBodyAndAnswersAreCompressed(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	srv, err := web.HTTPServer(f, web.DefaultTimeouts())
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewServer(srv.Handler)
	t.Cleanup(ts.Close)
	ctx := context.Background()
	req, _ := http.NewRequestWithContext(ctx, http.MethodHead, ts.URL+"/ok", nil)
	res, err := ts.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if body := text(t, res.Body); res.StatusCode != 200 || body != "" {
		t.Errorf("HEAD: %d %q", res.StatusCode, body)
	}
	_ = res.Body.Close()
	post, _ := http.NewRequestWithContext(ctx, http.MethodPost, ts.URL+"/form", strings.NewReader("title="+strings.Repeat("a", 900)+"&title=b"))
	post.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err = ts.Client().Do(post)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != 400 || !strings.Contains(strings.Join(res.Header.Values("Vary"), ","), "Accept-Language") {
		t.Errorf("%d %v", res.StatusCode, res.Header)
	}
}
