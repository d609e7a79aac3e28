package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"travaux/internal/fault"
	"travaux/models"
)

// receive reads the body, within its limit, and stamps the time of receipt: the moment from which a deadline is
// counted. After it the request waits for nobody outside.
func (s *Server) receive(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if err := s.read(c, r); err != nil {
			return s.counted(c, err)
		}
		ctx, cancel := context.WithTimeout(r.Context(), s.o.Limits.Request)
		defer cancel()
		c.SetRequest(r.WithContext(ctx))
		return next(c)
	}
}

func (s *Server) read(c echo.Context, r *http.Request) error {
	st := of(c)
	if r.Header.Get("Content-Encoding") != "" {
		return fault.New(fault.Unsupported, "content_encoding")
	}
	limit := s.limit(c, r)
	if r.ContentLength > limit {
		c.Response().Header().Set("Connection", "close")
		if IsAPI(r.URL.Path) || s.mayUpload(c, r) != nil || !st.begun(r, limit) {
			return tooLarge(limit)
		}
		st.at = s.o.Clock().UTC().Truncate(time.Microsecond)
		return nil
	}
	body, err := s.readIn(c, r, limit)
	st.at = s.o.Clock().UTC().Truncate(time.Microsecond)
	if err != nil {
		return err
	}
	st.body = body
	r.Body = io.NopCloser(bytes.NewReader(body))
	return nil
}

// limit allows more for files, and for a whole text sent as JSON; most for a file with a text.
func (s *Server) limit(c echo.Context, r *http.Request) int64 {
	form, text := mediaType(r) == echo.MIMEMultipartForm, strings.Contains(c.Path(), "/versions") || strings.HasSuffix(c.Path(), "/imports")
	file := text || strings.HasSuffix(c.Path(), "/manage/import") || strings.HasSuffix(c.Path(), "/working/word")
	switch {
	case form && file:
		return s.o.Limits.Text
	case form || text:
		return s.o.Limits.Upload
	}
	return s.o.Limits.Body
}

func readFault(err error, limit int64) error {
	var over *http.MaxBytesError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &over):
		return tooLarge(limit)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return echo.NewHTTPError(http.StatusRequestTimeout)
	}
	return fault.Wrap(fault.Malformed, "body_incomplete", err)
}

func mediaType(r *http.Request) string {
	t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return t
}

// plainPath refuses what no path or query of ours can hold, before it reaches a database that would choke
// on it, and takes the slash from the end of an address somebody typed.
func (s *Server) plainPath(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if _, bad := models.CleanText(r.URL.Path); bad != models.TextOK || strings.ContainsAny(r.URL.Path, "\r\n\t") {
			return echo.ErrNotFound
		}
		if err := plainQuery(r.URL.RawQuery); err != nil {
			return err
		}
		if short := strings.TrimRight(r.URL.EscapedPath(), "/"); r.Method == http.MethodGet && short != "" && short != r.URL.EscapedPath() {
			if r.URL.RawQuery != "" {
				short += "?" + r.URL.RawQuery
			}
			if short == LocalPath(short) {
				return c.Redirect(http.StatusPermanentRedirect, short)
			}
		}
		return next(c)
	}
}

func plainQuery(raw string) error {
	q, err := url.ParseQuery(raw)
	if err != nil {
		return fault.New(fault.Malformed, "bad_query")
	}
	for name, values := range q {
		for _, v := range append(values, name) {
			if _, bad := models.CleanText(v); bad != models.TextOK {
				return fault.New(fault.Malformed, "bad_query")
			}
		}
	}
	return nil
}

// LocalPath gives back a path of ours that somebody may be sent to, or "/" for everything that could lead
// elsewhere: another scheme or host, also by backslashes, control characters or doubled slashes.
func LocalPath(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" || len(path) > 2000 {
		return "/"
	}
	for _, s := range []string{path, u.Path} {
		if !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") || strings.ContainsRune(s, '\\') {
			return "/"
		}
		if clean, bad := models.CleanText(s); bad != models.TextOK || strings.ContainsAny(clean, "\n\t") {
			return "/"
		}
	}
	// "/%09/evil" and "/ /evil": some browsers drop the blank and see two slashes.
	if squeezed := strings.Join(strings.Fields(u.Path), ""); strings.HasPrefix(squeezed, "//") {
		return "/"
	}
	return path
}
