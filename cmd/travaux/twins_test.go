package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"travaux/internal/testkit"
)

// twins are two processes on one PostgreSQL database, as behind a load balancer.
type twins struct {
	env  []string // of both, and of commands run beside them
	data string   // their common data folder
	all  [2]*serving
}

// startTwins starts two servers with the same secrets and a consultation with a published text.
func startTwins(t *testing.T, more ...string) *twins {
	t.Helper()
	env := append(environment(t, testkit.EmptyPostgres(t)), "TRAVAUX_SECRET="+strings.Repeat("twin", 10))
	env = append(env, more...)
	tw := &twins{env: env}
	for _, pair := range env {
		if dir, ok := strings.CutPrefix(pair, "TRAVAUX_DATA_DIR="); ok {
			tw.data = dir
		}
	}
	text := filepath.Join(t.TempDir(), "text.md")
	testkit.Must(t, os.WriteFile(text, []byte("# Doors\n\n## Article 1\n\nWe keep the doors open.\n"), 0o600))
	travaux(t, env, "consultation", "add", "--slug=charter", "--title=A charter", "--language=en")
	travaux(t, env, "import", "draft", "--consultation=charter", "--draft=text", "--language=en", "--publish", text)
	for i := range tw.all {
		tw.all[i] = serve(t, env, "--addr=127.0.0.1:0")
	}
	return tw
}

// browser is one browser; the load balancer decides which process it reaches.
func (tw *twins) browser(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	testkit.Must(t, err)
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// status asks one of the two for a page; a form is sent when there is one.
func (tw *twins) status(t *testing.T, c *http.Client, which int, path string, form url.Values) (int, http.Header) {
	t.Helper()
	address := tw.all[which].url + path
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if form != nil {
		req, err = http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	testkit.Must(t, err)
	res, err := c.Do(req)
	testkit.Must(t, err)
	_, err = io.Copy(io.Discard, res.Body)
	testkit.Must(t, err)
	_ = res.Body.Close()
	return res.StatusCode, res.Header
}

// comment sends a comment to one of the two and gives the answer.
func (tw *twins) comment(t *testing.T, which int, token, body string) (int, map[string]any) {
	t.Helper()
	sent, err := json.Marshal(map[string]any{
		"draft": "text", "target": map[string]any{"kind": "version"}, "country": "not_stated", "stakeholder_type": "not_stated", "body": body,
	})
	testkit.Must(t, err)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, tw.all[which].url+"/api/v1/consultations/charter/comments", bytes.NewReader(sent))
	testkit.Must(t, err)
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(req)
	testkit.Must(t, err)
	defer func() { _ = res.Body.Close() }()
	out := map[string]any{}
	testkit.Must(t, json.NewDecoder(res.Body).Decode(&out))
	return res.StatusCode, out
}

// until waits for something that the processes do by themselves.
func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !done(); {
		if time.Now().After(end) {
			t.Fatalf("in 30 seconds it did not happen that %s", what)
		}
	}
}

func TestTwins_aSessionOfOneIsASessionOfTheOther(t *testing.T) {
	t.Parallel()
	tw := startTwins(t)
	travaux(t, tw.env, "person", "add", "--email=olga@example.org", "--name=Olga", "--role=organiser", "--consultation=charter")
	link, err := url.Parse(strings.TrimSpace(travaux(t, tw.env, "person", "link", "--email=olga@example.org")))
	testkit.Must(t, err)
	c := tw.browser(t)
	if got, h := tw.status(t, c, 0, link.Path, url.Values{}); got != http.StatusSeeOther || h.Get("Set-Cookie") == "" {
		t.Fatalf("signing in at the first: %d", got)
	}
	jar := c.Jar.Cookies(parsed(t, tw.all[0].url))
	c.Jar.SetCookies(parsed(t, tw.all[1].url), jar) // cookies know no port; a jar by host shares them, this says so
	for i := range tw.all {
		if got, _ := tw.status(t, c, i, "/c/charter/manage", nil); got != http.StatusOK {
			t.Errorf("process %d does not know the session: %d", i, got)
		}
	}
	if got, _ := tw.status(t, c, 1, "/sign-out", url.Values{}); got != http.StatusSeeOther {
		t.Fatalf("signing out at the second: %d", got)
	}
	c.Jar.SetCookies(parsed(t, tw.all[0].url), jar) // somebody kept the cookie
	for i := range tw.all {
		if got, _ := tw.status(t, c, i, "/c/charter/manage", nil); got != http.StatusSeeOther {
			t.Errorf("process %d still takes the session that was ended at the second: %d", i, got)
		}
	}
}

func parsed(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	testkit.Must(t, err)
	return u
}

func TestTwins_numbersAndPlacesInTheLogAreGivenOnce(t *testing.T) {
	t.Parallel()
	const each = 20
	tw := startTwins(t, "TRAVAUX_LIMITS=off")
	token := strings.TrimSpace(travaux(t, tw.env, "person", "add", "--email=pia@example.org", "--name=Pia", "--token"))
	var mu sync.Mutex
	var wg sync.WaitGroup
	refs, receipts := map[string]int{}, map[string]bool{}
	for i := range 2 * each {
		wg.Go(func() {
			status, got := tw.comment(t, i%2, token, fmt.Sprintf("Remark %d.", i))
			mu.Lock()
			defer mu.Unlock()
			if status != http.StatusCreated {
				t.Errorf("comment %d: %d %v", i, status, got)
				return
			}
			refs[fmt.Sprint(got["ref"])]++
			card, _ := got["receipt"].(map[string]any)
			receipts[fmt.Sprint(card["receipt"])] = true
		})
	}
	wg.Wait()
	if len(refs) != 2*each {
		t.Errorf("%d comments have %d references: %v", 2*each, len(refs), refs)
	}
	until(t, "every comment has a place in the log", func() bool {
		places := map[string]bool{}
		for receipt := range receipts {
			places[tw.receipt(t, len(places)%2, receipt)] = true
		}
		delete(places, "<nil>")
		return len(places) == 2*each
	})
	if found := travaux(t, tw.env, "log", "verify"); !strings.Contains(found, `"findings":0`) { // while both run
		t.Errorf("log verify: %s", found)
	}
}

// receipt asks one of the two where in the log a receipt is.
func (tw *twins) receipt(t *testing.T, which int, receipt string) string {
	t.Helper()
	var out map[string]any
	testkit.Must(t, json.Unmarshal([]byte(tw.all[which].get(t, "/api/v1/receipts/"+receipt)), &out))
	return fmt.Sprint(out["index"])
}

func TestTwins_limitsAreSharedAndEachMailIsSentOnce(t *testing.T) {
	t.Parallel()
	tw := startTwins(t)
	c, taken := tw.browser(t), 0
	for i := range 30 {
		status, h := tw.status(t, c, i%2, "/sign-in", url.Values{"email": {"ana@example.org"}})
		if status == http.StatusSeeOther {
			taken++
		} else if status != http.StatusTooManyRequests || h.Get("Retry-After") == "" {
			t.Errorf("request %d: %d, Retry-After %q", i, status, h.Get("Retry-After"))
		}
	}
	if taken != 12 {
		t.Errorf("two processes sent %d links to one address within the hour, want 12", taken)
	}
	until(t, "every mail is sent", func() bool { return tw.mails(t) >= taken })
	tw.all[0].end(t)
	tw.all[1].end(t)
	if got := tw.mails(t); got != taken {
		t.Errorf("%d messages were sent for %d requests", got, taken)
	}
}

// mails counts the messages that the two have written into their common data folder.
func (tw *twins) mails(t *testing.T) int {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(tw.data, "mail", "*.eml"))
	testkit.Must(t, err)
	return len(all)
}
