package web

import (
	"net/http"
	"net/netip"
	"strings"

	"github.com/labstack/echo/v4"

	"travaux/internal/fault"
)

// network is how much of an IPv6 address is one household's or one office's, in bits.
const network = 64

// client is the address that a request came from; of IPv6 the network, since one who has it has all its addresses.
func client(c echo.Context) string {
	a, err := netip.ParseAddr(c.RealIP())
	if err != nil {
		return ""
	}
	if a = a.Unmap().WithZone(""); a.Is4() {
		return a.String()
	}
	p, err := a.Prefix(network)
	if err != nil {
		return ""
	}
	return p.String()
}

// passCookie tells those apart who write comments from one address.
const passCookie = "pass"

// Pass gives this browser a pass unless it holds one that is good.
func Pass(c echo.Context, give func(held string) string) {
	s := of(c).server
	held := s.cookie(c, passCookie)
	if pass := give(held); pass != held {
		s.setCookie(c, passCookie, pass, 24*60*60)
	}
}

// guesses counts, for each client, the secrets it asked for that are not there: links, receipts, tokens. Whoever
// has a right one never waits and nothing is written for them.
func (s *Server) guesses(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		return s.counted(c, next(c))
	}
}

// counted counts a refusal if it is one because of a secret that is not there.
func (s *Server) counted(c echo.Context, err error) error {
	if s.o.Guess == nil || err == nil || !guessed(c, err) {
		return err
	}
	if tooMany := s.o.Guess(c.Request().Context(), client(c)); fault.Is(tooMany, fault.TooMany) {
		return tooMany
	}
	return err
}

// guessed tells whether a request was refused because a secret in it is not known.
func guessed(c echo.Context, err error) bool {
	status, f := explain(err)
	if f.Code == "bad_token" {
		return true
	}
	path := c.Path()
	secret := strings.Contains(path, ":token") || strings.Contains(path, ":receipt") || strings.Contains(path, ":secret") ||
		strings.HasSuffix(path, "/confirm")
	return secret && status == http.StatusNotFound
}
