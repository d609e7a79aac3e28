package main

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"testing"

	"travaux/internal/testkit"
)

// firstLink reads the line below the first and gives the link in it.
func (s *serving) firstLink(t *testing.T) string {
	t.Helper()
	_, link, ok := strings.Cut(s.line(t), "within the hour, at "+s.url)
	if !ok || !strings.HasPrefix(link, "/first/") {
		t.Fatalf("no link for the first administrator: %q", link)
	}
	return link
}

// sendForm sends a form of ours and gives the status and the place it leads to.
func sendForm(t *testing.T, c *http.Client, address string, v url.Values) (int, string) {
	t.Helper()
	res, err := c.PostForm(address, v)
	testkit.Must(t, err)
	defer func() { _ = res.Body.Close() }()
	_, err = io.Copy(io.Discard, res.Body)
	testkit.Must(t, err)
	return res.StatusCode, res.Header.Get("Location")
}

func status(t *testing.T, c *http.Client, address string) int {
	t.Helper()
	res, err := c.Get(address)
	testkit.Must(t, err)
	testkit.Must(t, res.Body.Close())
	return res.StatusCode
}

func TestServe_givesAnEmptyInstallationItsFirstAdministrator(t *testing.T) {
	t.Parallel()
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			env := append(environment(t, database(t)), "TRAVAUX_ADDR=127.0.0.1:0")
			s := serve(t, env)
			old := s.firstLink(t)
			s.end(t)
			s = serve(t, env)
			link := s.firstLink(t)

			jar, err := cookiejar.New(nil)
			testkit.Must(t, err)
			c := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
			if got := status(t, c, s.url+old); got != 404 {
				t.Errorf("the link of the first start is %d after the second", got)
			}
			for range 3 { // a look uses nothing up
				if got := status(t, c, s.url+link); got != 200 {
					t.Errorf("the link is %d", got)
				}
			}
			ada := url.Values{"name": {"Ada"}, "email": {"ada@example.org"}}
			if got, _ := sendForm(t, c, s.url+link, url.Values{"name": {"Ada"}, "email": {"ada"}}); got != 422 {
				t.Errorf("without an address: %d", got)
			}
			if got, to := sendForm(t, c, s.url+link, ada); got != 303 || to != "/" {
				t.Errorf("%d to %q", got, to)
			}
			if got := status(t, c, s.url+"/new"); got != 200 {
				t.Errorf("the first administrator may not open the form of a consultation: %d", got)
			}
			if got, _ := sendForm(t, http.DefaultClient, s.url+link, url.Values{"name": {"Eve"}, "email": {"eve@example.org"}}); got != 404 {
				t.Errorf("the link is good twice: %d", got)
			}
			s.end(t)
			s = serve(t, env)
			testkit.Must(t, s.cmd.Process.Signal(os.Interrupt))
			if rest, err := io.ReadAll(s.out); err != nil || len(rest) > 0 {
				t.Errorf("with an administrator it says more: %s, %v", rest, err)
			}
		})
	}
}
