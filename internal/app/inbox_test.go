package app_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"travaux/internal/app"
	"travaux/internal/i18n"
	"travaux/internal/mail"
	"travaux/models"
)

const markup = "<script>alert(1)</script>"

// filled is a folder with a message, and its name.
func filled(t *testing.T) (dir, name string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "mail")
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	by := mail.NewFolder(dir, mail.NewComposer("charter@example.org", words), time.Now)
	l := models.Letter{MessageID: "m", CreatedAt: time.Now(), Mail: models.Mail{
		To: "dana@example.org", Language: "en", Kind: "confirm",
		Data: map[string]any{"Link": "http://travaux.test/confirm/ABC", "Consultation": models.Texts{"en": markup}},
	}}
	if err := by.Send(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.eml"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%q, %v", files, err)
	}
	return dir, strings.TrimSuffix(filepath.Base(files[0]), ".eml")
}

// asked is the answer of an inbox to a request for a path, as it came over the wire.
func asked(t *testing.T, dir, method, host, path string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "/", nil)
	r.Host, r.URL.Path = host, path
	w := httptest.NewRecorder()
	app.InboxHandler(dir).ServeHTTP(w, r)
	return w
}

func TestInbox_listsAndShowsAMessageAndRunsNothingOfIt(t *testing.T) {
	t.Parallel()
	dir, name := filled(t)
	for path, want := range map[string]string{"/": "/" + name, "/" + name: "http://travaux.test/confirm/ABC", "/" + name + "/html": "http://travaux.test/confirm/ABC"} {
		w := asked(t, dir, http.MethodGet, "127.0.0.1:8025", path)
		if w.Code != 200 || !strings.Contains(w.Body.String(), want) || strings.Contains(w.Body.String(), markup) {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
		policy := w.Header().Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "script-src") {
			t.Errorf("%s: policy %q", path, policy)
		}
		if sandboxed := strings.HasPrefix(policy, "sandbox ") && !strings.Contains(policy, "allow-scripts") && !strings.Contains(policy, "allow-same-origin"); sandboxed != strings.HasSuffix(path, "/html") {
			t.Errorf("%s: sandbox %t: %q", path, sandboxed, policy)
		}
	}
	if w := asked(t, filepath.Join(dir, "none"), http.MethodGet, "localhost:8025", "/"); w.Code != 200 {
		t.Errorf("a folder that is not there: %d", w.Code)
	}
}

func TestInbox_isForThisMachineAndItsFolderOnly(t *testing.T) {
	t.Parallel()
	dir, name := filled(t)
	if err := os.WriteFile(filepath.Join(filepath.Dir(dir), "secret.eml"), []byte("Subject: no\r\n\r\nsecret words"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "other.eml"), []byte("Subject: no\r\n\r\nsecret words"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{
		"/../secret", "/..%2fsecret", "/%2e%2e/secret", "/..%2fsecret/html", "/other", "/" + name + ".eml", "/" + name + "/../../secret", "/assets/../secret.eml", "/assets/..%2fsecret.eml",
		`/..\secret`, "/" + name + "\x00", "//" + name,
	} {
		if w := asked(t, dir, http.MethodGet, "127.0.0.1:8025", path); strings.Contains(w.Body.String(), "secret words") || w.Code == 200 {
			t.Errorf("%q: %d %s", path, w.Code, w.Body)
		}
	}
	for _, host := range []string{"evil.example:8025", "127.0.0.1.evil.example:8025", "192.0.2.1:8025", "localhost.evil.example:80", "evil.example", ""} {
		if w := asked(t, dir, http.MethodGet, host, "/"); w.Code != 404 {
			t.Errorf("host %q: %d", host, w.Code)
		}
	}
	if w := asked(t, dir, http.MethodPost, "127.0.0.1:8025", "/"+name); w.Code != 405 {
		t.Errorf("POST: %d", w.Code)
	}
}
