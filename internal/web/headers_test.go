package web_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestHeaders_areOnEveryAnswer(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	form := header{"Content-Type": "application/x-www-form-urlencoded"}
	big := strings.Repeat("a", 1001)
	for name, c := range map[string]struct {
		method, path, body string
		h                  header
		status             int
	}{
		"200":                 {"GET", "/ok", "", nil, 200},
		"HEAD":                {"HEAD", "/ok", "", nil, 200},
		"304":                 {"GET", "/ok", "", header{"If-None-Match": "*"}, 304},
		"308":                 {"GET", "/ok/", "", nil, 308},
		"400 query":           {"GET", "/ok?q=%zz", "", nil, 400},
		"400 NUL in query":    {"GET", "/ok?q=%00", "", nil, 400},
		"400 form":            {"POST", "/form", "titel=x", form, 400},
		"403":                 {"POST", "/form", "title=x", header{"Origin": "https://evil.example"}, 403},
		"404":                 {"GET", "/nothing", "", nil, 404},
		"404 POST of JSON":    {"POST", "/nothing", "{}", header{"Content-Type": "application/json"}, 404},
		"404 control in path": {"GET", "/%00", "", nil, 404},
		"404 broken UTF-8":    {"GET", "/%ff", "", nil, 404},
		"405":                 {"DELETE", "/ok", "", nil, 405},
		"413 stated":          {"POST", "/form", big, form, 413},
		"415":                 {"POST", "/form", "{}", header{"Content-Type": "application/json"}, 415},
		"415 encoded":         {"POST", "/form", "x", header{"Content-Encoding": "gzip"}, 415},
		"422":                 {"GET", "/fault", "", nil, 422},
		"500":                 {"GET", "/internal", "", nil, 500},
		"panic":               {"GET", "/panic", "", nil, 500},
		"503":                 {"GET", "/busy", "", nil, 503},
		"page that fails":     {"GET", "/unrenderable", "", nil, 409},
		"API 200":             {"GET", "/api/v1/ok", "", nil, 200},
		"API 404":             {"GET", "/api/v1/nothing", "", nil, 404},
		"API 405":             {"PATCH", "/api/v1/ok", "", nil, 405},
		"API 401":             {"GET", "/api/v1/ok", "", header{"Authorization": "Bearer bad"}, 401},
		"API 413":             {"POST", "/api/v1/json", big, header{"Content-Type": "application/json"}, 413},
		"API panic":           {"GET", "/api/v1/panic", "", nil, 500},
		"file":                {"GET", "/file", "", nil, 200},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := f.do(c.method, c.path, c.body, c.h)
			if w.Code != c.status {
				t.Errorf("status %d, want %d", w.Code, c.status)
			}
			policy := "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; manifest-src 'self'; worker-src 'self'"
			switch {
			case strings.HasPrefix(c.path, "/api/"):
				policy = "default-src 'none'; frame-ancestors 'none'"
			case c.path == "/file":
				policy = "sandbox; default-src 'none'; frame-ancestors 'none'"
			}
			cache := "no-store"
			if strings.HasSuffix(c.path, "/ok") && (w.Code == 200 || w.Code == 304) {
				cache = "no-cache"
			}
			for k, want := range (header{
				"Content-Security-Policy":      policy,
				"Strict-Transport-Security":    "max-age=31536000; includeSubDomains",
				"X-Content-Type-Options":       "nosniff",
				"Referrer-Policy":              "same-origin",
				"Cross-Origin-Opener-Policy":   "same-origin",
				"Cross-Origin-Resource-Policy": "same-origin",
				"Cache-Control":                cache,
			}) {
				if got := w.Header().Values(k); len(got) != 1 || got[0] != want {
					t.Errorf("%s: got %q, want %q", k, got, want)
				}
			}
			if p := w.Header().Get("Permissions-Policy"); !strings.Contains(p, "camera=()") || strings.Contains(p, "*") {
				t.Errorf("Permissions-Policy: %q", p)
			}
			if w.Header().Get("X-Request-Id") == "" || w.Header().Get("Vary") == "" {
				t.Errorf("no request id or no Vary: %v", w.Header())
			}
			if w.Header().Get("Access-Control-Allow-Origin") != "" {
				t.Error("another origin is let in")
			}
			if strings.Contains(w.Body.String(), "innards") {
				t.Errorf("innards shown: %s", w.Body)
			}
		})
	}
}

func TestErrors_problemOnTheAPIAndPageElsewhere(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	w := f.do("GET", "/api/v1/fault", "", nil)
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("content type %q", got)
	}
	for _, want := range []string{`"status":422`, `"code":"invalid"`, `"field":"target.exact"`, `"code":"required"`, `"title":`, `"detail":`, `"type":`} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s is not in %s", want, w.Body)
		}
	}
	if w := f.do("GET", "/fault", "", nil); w.Body.String() != "page Unprocessable Entity invalid" {
		t.Errorf("page %q", w.Body)
	}
	if w := f.do("GET", "/busy", "", nil); w.Header().Get("Retry-After") != "7" {
		t.Errorf("Retry-After %q, want 7", w.Header().Get("Retry-After"))
	}
	w = f.do("GET", "/unrenderable", "", header{"Accept-Language": "ar"})
	if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), `<html lang="ar" dir="rtl">`) {
		t.Errorf("fallback: %d %s", w.Code, w.Body)
	}
}

func TestLog_oneEventWithoutAnythingPersonal(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.do("GET", "/ok?q=canary", "", header{"User-Agent": "canary", "X-Forwarded-For": "203.0.113.7"})
	line := f.log.String()
	if strings.Count(line, "\n") != 1 || !strings.Contains(line, `"route":"/ok"`) || !strings.Contains(line, `"status":200`) {
		t.Errorf("log %s", line)
	}
	for _, canary := range []string{"canary", "203.0.113.7", "192.0.2.1"} {
		if strings.Contains(line, canary) {
			t.Errorf("%q is in the log: %s", canary, line)
		}
	}
	f.log.Reset()
	f.do("GET", "/panic", "", nil)
	if line := f.log.String(); strings.Count(line, "\n") != 1 || !strings.Contains(line, "secret innards") || !strings.Contains(line, "ERROR") {
		t.Errorf("a panic is not logged once: %s", line)
	}
}
