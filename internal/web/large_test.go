package web_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/models"
)

// counted is a body that counts what of it is read.
type counted struct {
	io.Reader
	n int
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	c.n += n
	return n, err
}

// uploads is a server where organisers of a town may send files to it, on both surfaces.
func uploads(t *testing.T, edit ...func(*web.Options)) *fixture {
	t.Helper()
	f := newFixture(t, append(edit, func(o *web.Options) {
		o.MayUpload = func(_ context.Context, who models.Actor, consultation, organisation string) error {
			if consultation != "town" && organisation != "acme" {
				return fault.Missing("consultation")
			}
			if len(who.Grants) == 0 {
				return fault.New(fault.Forbidden, "forbidden")
			}
			return nil
		}
	})...)
	take := func(c echo.Context) error {
		if !web.Actor(c).Known() {
			return c.String(http.StatusSeeOther, fmt.Sprintf("%s with %d files", web.Typed(c).Encode(), web.Uploads(c)))
		}
		if err := web.Decode(c, &struct {
			Title string `form:"title"`
		}{}, "file"); err != nil {
			return err
		}
		return c.NoContent(http.StatusOK)
	}
	for _, path := range []string{"/c/:consultation/manage/import", "/api/v1/consultations/:c/imports", "/organisations/:organisation", "/new"} {
		f.POST(path, take)
	}
	f.POST("/open", func(c echo.Context) error { return web.Decode(c, &struct{}{}, "title", "file") })
	return f
}

// send sends a form with a file of so many bytes, and tells the answer and how much of it was read.
func (f *fixture) send(target string, size int, said bool, h header) (w *httptest.ResponseRecorder, read, whole int) {
	form := "--cut\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nMy title\r\n" +
		"--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.docx\"\r\n\r\n" + strings.Repeat("x", size) + "\r\n--cut--\r\n"
	body := &counted{Reader: strings.NewReader(form)}
	r := httptest.NewRequest("POST", target, body)
	if said {
		r.ContentLength = int64(len(form))
	}
	r.Header.Set("Content-Type", "multipart/form-data; boundary=cut")
	for k, v := range h {
		r.Header.Set(k, v)
	}
	w = httptest.NewRecorder()
	f.ServeHTTP(w, r)
	return w, body.n, len(form)
}

func TestLargeBodies_areReadFromThoseWhoMaySendThemOnly(t *testing.T) {
	t.Parallel()
	f := uploads(t)
	may, mayNot := signIn(t, f, "x", ""), signIn(t, f, "xx", "")
	const all, begin, nothing = "all", "the beginning", "nothing"
	for name, c := range map[string]struct {
		path   string
		h      header
		size   int
		status int
		said   string // what is read when the length is said
	}{
		"the API without a token":             {"/api/v1/consultations/town/imports", nil, 2500, 401, nothing},
		"the API with a bad token":            {"/api/v1/consultations/town/imports", header{"Authorization": "Bearer bad"}, 2500, 401, nothing},
		"the API":                             {"/api/v1/consultations/town/imports", header{"Authorization": "Bearer good"}, 2500, 200, all},
		"the API, elsewhere":                  {"/api/v1/consultations/village/imports", header{"Authorization": "Bearer good"}, 2500, 404, nothing},
		"the API, too much":                   {"/api/v1/consultations/town/imports", header{"Authorization": "Bearer good"}, 3500, 413, nothing},
		"a page":                              {"/c/town/manage/import", may, 2500, 200, all},
		"a page, without the right":           {"/c/town/manage/import", mayNot, 2500, 403, nothing},
		"a page, nobody signed in":            {"/c/town/manage/import", nil, 2500, 303, all},
		"a page for anybody":                  {"/open", nil, 1500, 413, all},
		"a page that takes no files":          {"/new", may, 1500, 413, nothing},
		"an organisation's page":              {"/organisations/acme", may, 1500, 200, all},
		"an ordinary form, nobody signed in":  {"/c/town/manage/import", nil, 500, 303, all},
		"an ordinary form, without the right": {"/c/town/manage/import", mayNot, 500, 200, all},
	} {
		for _, said := range []bool{true, false} {
			w, read, whole := f.send(c.path, c.size, said, c.h)
			least, most := whole, whole
			switch {
			case c.said == begin, c.said == nothing && !said: // until it is larger than a form
				least, most = 1000, 1001
			case c.said == nothing:
				least, most = 0, 0
			}
			if name == "the API, too much" && !said {
				least, most = 3000, 3600
			}
			if w.Code != c.status || read < least || read > most {
				t.Errorf("%s, length said %v: %d and %d of %d bytes read; want %d and %d to %d", name, said, w.Code, read, whole, c.status, least, most)
			}
			if c.said != all && w.Header().Get("Connection") != "close" && name != "the API, too much" {
				t.Errorf("%s: the connection stays open", name)
			}
		}
	}
}

func TestLargeBodies_ofSomebodyWhoHasToSignInLoseTheFileAndNotTheWords(t *testing.T) {
	t.Parallel()
	f := uploads(t)
	w, _, _ := f.send("/c/town/manage/import", 2500, true, nil)
	if want := (url.Values{"title": {"My title"}}).Encode() + " with 1 files"; w.Body.String() != want {
		t.Errorf("what is known: %q, want %q", w.Body.String(), want)
	}
}

// A browser that cannot send all that it wants to says that the connection was reset, whatever was answered.
func TestLargeBodies_ofSomebodyWhoHasToSignInAreAnsweredOnARealConnection(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(uploads(t, func(o *web.Options) { o.Limits.Upload, o.Limits.Text = 32<<20, 36<<20 }))
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	form := "--cut\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nMy title\r\n" +
		"--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.docx\"\r\n\r\n" + strings.Repeat("x", 20<<20) + "\r\n--cut--\r\n"
	_, err = fmt.Fprintf(conn, "POST /c/town/manage/import HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=cut\r\nContent-Length: %d\r\n\r\n%s", len(form), form)
	if err != nil {
		t.Fatalf("sending it: %v", err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("hearing the answer: %v", err)
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	if want := (url.Values{"title": {"My title"}}).Encode() + " with 1 files"; err != nil || answer.StatusCode != http.StatusSeeOther || string(said) != want {
		t.Errorf("%d: %q, %v", answer.StatusCode, said, err)
	}
}

func TestLargeBodies_withBadTokensAreGuesses(t *testing.T) {
	t.Parallel()
	guesses := 0
	f := newFixture(t, func(o *web.Options) {
		o.Guess = func(context.Context, string) error { guesses++; return nil }
	})
	f.POST("/api/v1/consultations/:c/imports", func(c echo.Context) error { return c.NoContent(http.StatusOK) })
	f.send("/api/v1/consultations/town/imports", 2500, true, header{"Authorization": "Bearer bad"})
	if guesses != 1 {
		t.Errorf("%d guesses are counted", guesses)
	}
}
