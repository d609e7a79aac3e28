// Package web is the Echo plumbing that the pages and the JSON API share: headers, request ids, the log,
// limits, the time of receipt, who is asking and in which language, decoding, and how an error is told.
//
// It writes no HTML of its own and knows no use-case: people are looked up through an interface, pages
// are rendered by a function it is given. Time comes from the injected clock.
package web

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"travaux/internal/fault"
	"travaux/internal/i18n"
	"travaux/models"
)

// People finds who is asking; *consult.Service does it.
type People interface {
	Actor(ctx context.Context, personID int64) (models.Actor, error)
	ActorByToken(ctx context.Context, bearer string) (models.Actor, error)
}

// Limits are how much and how long one request may take.
type Limits struct {
	Body    int64         // bytes of a body
	Upload  int64         // bytes of a multipart body, and of a text sent as JSON
	Text    int64         // bytes of a multipart body that brings a text, which may be a Word file
	Request time.Duration // until the request's context ends
}

// DefaultLimits suit a server that anybody can reach.
func DefaultLimits() Limits {
	return Limits{Body: 1 << 20, Upload: 4_500_000, Text: 34_000_000, Request: 50 * time.Second}
}

// Options are what the plumbing needs from the composition root.
type Options struct {
	Clock    func() time.Time
	Log      *slog.Logger
	Words    *i18n.Bundle
	People   People
	Sessions SessionStore
	Key      []byte // keys the hashes of browser cookies
	BaseURL  string // how people reach the server; https makes cookies Secure
	Proxies  []*net.IPNet
	Limits   Limits
	Page     ErrorPage // renders an error for people
	// MayUpload tells whether somebody may send a large body to a consultation, or else to an organisation, before it is
	// read; nil: nobody may.
	MayUpload func(ctx context.Context, who models.Actor, consultation, organisation string) error
	// Guess counts a secret that a client asked for and that is not there; a TooMany fault answers instead of a 404.
	Guess func(ctx context.Context, client string) error
}

// ErrorPage renders the page of an error; it must not write to the response.
type ErrorPage func(c echo.Context, status int, f *fault.Error) ([]byte, error)

// Server is Echo with the plumbing around it; the surfaces add their routes to it.
type Server struct {
	*echo.Echo
	o        Options
	sessions *sessions
	fallback map[string][]byte // by language: what is said when even the error page fails
}

// New makes a server whose every answer, also 404, 405, 413 and 500, has the headers, the log line and
// the form of an error that are promised.
func New(o Options) (*Server, error) {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = ipExtractor(o.Proxies)
	e.Binder = StrictBinder{}
	s := &Server{Echo: e, o: o, sessions: newSessions(o), fallback: fallbacks(o.Words)}
	guard, err := newOriginGuard(o.BaseURL)
	if err != nil {
		return nil, err
	}
	e.HTTPErrorHandler = s.handleError
	e.Pre(s.begin, s.record, s.recovering, s.plainPath)
	e.Use(s.language, s.receive, s.guesses, s.actor, guard.middleware, s.once)
	return s, nil
}

// ipExtractor says whose word about the client's address is taken: nobody's, unless proxies are named.
func ipExtractor(proxies []*net.IPNet) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		trust = append(trust, echo.TrustIPRange(p))
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}

// state is what the plumbing knows of one request.
type state struct {
	server     *Server
	id         string
	at         time.Time // when the request had been read in full
	actor      models.Actor
	identified bool   // the actor was looked up
	session    string // the name of the session that asks
	token      string // of the session, when it is another than the cookie's
	lapsed     int64  // whose session had lain unused too long
	bearer     string // the hash of the API token that asks
	lang       string
	langSaid   bool // the reader asked for it in some way
	once       models.Once
	body       []byte
	cut        bool  // only the beginning of the body was read
	form       *form // nil: no form was sent
	over       error // why the form of somebody who may send files was not read to its end
}

const stateKey = "travaux.state"

// of finds the state of a request; begin has put it there before anything else runs.
func of(c echo.Context) *state {
	st, _ := c.Get(stateKey).(*state)
	if st == nil {
		st = &state{}
		c.Set(stateKey, st)
	}
	return st
}

// RequestID is the id of the request in the log, which a person may quote.
func RequestID(c echo.Context) string { return of(c).id }

// Actor is who asks; the zero value for nobody in particular.
func Actor(c echo.Context) models.Actor { return of(c).actor }

// Call is the request as use-cases that change something need it.
func Call(c echo.Context) models.Call {
	st := of(c)
	return models.Call{
		Actor: st.actor, At: st.at, Once: st.once, Speaking: st.lang, Via: "web",
		Client: client(c), Pass: st.server.cookie(c, passCookie), Token: st.bearer,
	}
}

// IsAPI tells whether a path is of the JSON API and not of the pages.
func IsAPI(path string) bool { return strings.HasPrefix(path, "/api/") }

func unsafeMethod(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return false
	}
	return true
}
