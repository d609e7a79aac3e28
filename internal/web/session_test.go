package web_test

import (
	"encoding/json"
	"net/http/httptest"
	"testing"
	"time"

	"travaux/models"
)

// next is the header of the browser after an answer: with the cookie that was set, if one was.
func next(w *httptest.ResponseRecorder, before header) header {
	for _, k := range w.Result().Cookies() {
		if k.Name == "travaux" {
			return header{"Cookie": k.Name + "=" + k.Value}
		}
	}
	return before
}

func (f *fixture) onlySession(t *testing.T) models.Session {
	t.Helper()
	if len(f.store.rows) != 1 {
		t.Fatalf("%d sessions", len(f.store.rows))
	}
	var s models.Session
	for _, b := range f.store.rows {
		if err := json.Unmarshal(b, &s); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestSession_getsANewIDWhenThePersonMayDoOtherThings(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	before := signIn(t, f, "x", "")
	ref := f.onlySession(t).Ref
	f.promoted.Store(true)
	w := f.do("GET", "/who", "", before)
	after := next(w, before)
	if callOf(t, w).PersonID != 1 || after["Cookie"] == before["Cookie"] {
		t.Error("the id stays")
	}
	if c := callOf(t, f.do("GET", "/who", "", before)); c.PersonID != 0 {
		t.Error("the old id is still good")
	}
	w = f.do("GET", "/who", "", after)
	if callOf(t, w).PersonID != 1 || len(w.Result().Cookies()) != 0 || f.onlySession(t).Ref != ref {
		t.Error("it is not the same session, or it changes again")
	}
}

func TestStepUp_isNotedUnderANewIDAndForThisPersonOnly(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	before := signIn(t, f, "xx", "")
	if c := callOf(t, f.do("GET", "/who", "", before)); !c.SteppedUpAt.Equal(noon.Truncate(time.Microsecond)) {
		t.Errorf("signing in counts as a proof: %v", c.SteppedUpAt)
	}
	f.pass(time.Hour)
	if c := callOf(t, f.do("GET", "/who", "", before)); time.Duration(f.clock().Sub(c.SteppedUpAt)) < time.Hour {
		t.Error("using a session is not a proof")
	}
	after := next(f.form("/step-up", "", before), before)
	if after["Cookie"] == before["Cookie"] {
		t.Error("the id stays")
	}
	if c := callOf(t, f.do("GET", "/who", "", after)); c.PersonID != 2 || f.clock().Sub(c.SteppedUpAt) > time.Second {
		t.Errorf("it is not noted: %+v", c)
	}
	if w := f.form("/step-up", "", nil); w.Code != 401 {
		t.Errorf("nobody steps up: %d", w.Code)
	}
}

// An answer that is on its way when a session is ended must not bring it back.
func TestSession_thatWasEndedDoesNotComeBack(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for _, path := range []string{"/who", "/step-up"} {
		h := signIn(t, f, "x", "")
		f.pass(2 * time.Minute)
		f.promoted.Store(path == "/who")
		f.store.beforeChange = func() { f.form("/out", "", h) } // which may itself renew the session first
		method := map[bool]string{true: "GET", false: "POST"}[path == "/who"]
		f.do(method, path, "", h)
		if len(f.store.rows) != 0 {
			t.Errorf("%s: the session is back", path)
		}
		f.promoted.Store(false)
	}
}

func TestSession_knowsTheDeviceRoughlyAndNothingElseOfTheBrowser(t *testing.T) {
	t.Parallel()
	for agent, want := range map[string]string{
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                           "Firefox, Linux",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0 Safari/537.36 Edg/138.0":            "Edge, Windows",
		"Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0 Mobile Safari/537.36":                "Chrome, Android",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile Safari/604.1": "Safari, iOS",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15":            "Safari, macOS",
		"Mozilla/5.0 (Linux; Android 13; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0 Safari/537.36":  "Samsung Internet, Android",
		"": "", "curl/8.1": "", "<script>Firefox/": "Firefox",
	} {
		f := newFixture(t)
		f.form("/in/xx", "", header{"User-Agent": agent, "X-Forwarded-For": "203.0.113.9"})
		if got := f.onlySession(t); got.Device != want {
			t.Errorf("%q is %q, want %q", agent, got.Device, want)
		}
	}
}
