package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"travaux/internal/fault"
)

// actor finds who asks: on the API by a bearer token and never by a cookie, on pages the other way round.
func (s *Server) actor(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := s.identify(c); err != nil {
			return err
		}
		return next(c)
	}
}

// identify looks who asks up, once: before a large body is read, of everybody else afterwards.
func (s *Server) identify(c echo.Context) error {
	if of(c).identified {
		return nil
	}
	of(c).identified = true
	switch path := c.Request().URL.Path; {
	case IsAPI(path):
		return s.bearer(c)
	case !strings.HasPrefix(path, "/assets/"): // the same for everybody, so nobody is looked up
		return s.session(c)
	}
	return nil
}

func (s *Server) bearer(c echo.Context) error {
	said := c.Request().Header.Values("Authorization")
	if len(said) == 0 {
		return nil
	}
	scheme, token, ok := strings.Cut(said[0], " ")
	if !ok || len(said) > 1 || !strings.EqualFold(scheme, "bearer") || token == "" || s.o.People == nil {
		return fault.New(fault.SignIn, "bad_token")
	}
	actor, err := s.o.People.ActorByToken(c.Request().Context(), token)
	of(c).actor, of(c).bearer = actor, s.hashed(token)
	return err
}

// hashed keys a value that browsers hold, so that what is stored gives nobody a cookie.
func (s *Server) hashed(value string) string {
	m := hmac.New(sha256.New, s.o.Key)
	m.Write([]byte(value))
	return hex.EncodeToString(m.Sum(nil))
}

const browserCookie = "browser"

// browserLasts is how long a browser is known by its cookie after it was last asked for: as long as what was typed
// in it is kept.
const browserLasts = 24*time.Hour + 10*time.Minute

// Browser is the keyed hash of this browser's cookie, to which a sign-in link and what was typed are bound. When it
// is to be remembered, the cookie is set, or set for longer; without one the hash is empty.
func Browser(c echo.Context, remember bool) string {
	s := of(c).server
	value := s.cookie(c, browserCookie)
	if value == "" && remember {
		value = rand.Text()
	}
	if value == "" {
		return ""
	}
	if remember {
		s.setCookie(c, browserCookie, value, int(browserLasts.Seconds()))
	}
	return s.hashed(value)
}
