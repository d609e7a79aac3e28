package web

import (
	"context"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"travaux/internal/fault"
)

// readIn reads a body within its limit. What is larger than an ordinary form is read on only from somebody who may send
// so much there. Of a page's form from somebody who has to sign in first only the beginning is kept meanwhile: what was typed
// stands there. The rest is read past.
func (s *Server) readIn(c echo.Context, r *http.Request, limit int64) ([]byte, error) {
	from, ordinary := http.MaxBytesReader(c.Response(), r.Body, limit), s.o.Limits.Body
	var body []byte
	if r.ContentLength <= ordinary { // or nobody said how much there is
		begun, err := io.ReadAll(io.LimitReader(from, ordinary+1))
		if err != nil || int64(len(begun)) <= ordinary {
			return begun, readFault(err, limit)
		}
		body = begun
	}
	rest := io.Reader(from)
	if err := s.mayUpload(c, r); err != nil {
		c.Response().Header().Set("Connection", "close")
		if IsAPI(r.URL.Path) || !fault.Is(err, fault.SignIn) {
			return nil, err
		}
		of(c).cut = true
		rest = io.LimitReader(from, ordinary-int64(len(body)))
	}
	more, err := io.ReadAll(rest)
	if of(c).cut && err == nil { // a browser listens only once all is sent; none of that is kept
		_, _ = io.Copy(io.Discard, from)
	}
	return append(body, more...), readFault(err, limit)
}

// mayUpload asks whether somebody may send a large body to a route. Faults SignIn, Forbidden, NotFound; TooLarge where
// nobody may.
func (s *Server) mayUpload(c echo.Context, r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), s.o.Limits.Request)
	defer cancel()
	c.SetRequest(r.WithContext(ctx))
	defer c.SetRequest(r)
	if err := s.identify(c); err != nil {
		return err
	}
	if !Actor(c).Known() {
		return fault.New(fault.SignIn, "sign_in")
	}
	consultation, organisation := c.Param("consultation")+c.Param("c"), c.Param("organisation")+c.Param("o")
	if s.o.MayUpload == nil || consultation+organisation == "" {
		return fault.New(fault.TooLarge, "too_large").With("max", s.o.Limits.Body)
	}
	return s.o.MayUpload(ctx, Actor(c), consultation, organisation)
}
