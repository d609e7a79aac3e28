package web

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"travaux/internal/fault"
	"travaux/models"
)

// SessionStore keeps sessions by the hash of their cookie; internal/store implements it.
type SessionStore interface {
	FindCtx(ctx context.Context, hash string) (data []byte, found bool, err error)
	CommitCtx(ctx context.Context, hash string, data []byte, expiry time.Time) error
	DeleteCtx(ctx context.Context, hash string) error
}

// How long a session lasts: whatever happens, unused by a participant, unused by somebody with a role.
const (
	sessionLife     = 90 * 24 * time.Hour
	idleParticipant = 14 * 24 * time.Hour
	idleStaff       = 30 * time.Minute
	// touchEvery is how stale "last used" may be, so that reading pages does not write each time.
	touchEvery = time.Minute
)

// sessionCookie is the name of the cookie, which gets the prefix __Host- over https.
const sessionCookie = "travaux"

const (
	keyPerson = "person"
	keySeen   = "seen" // Unix seconds
)

// sessions are signed-in browsers.
type sessions struct {
	*scs.SessionManager
	on bool
}

// ctxStore gives scs the methods without a context that its interface asks for; it never calls them.
type ctxStore struct{ SessionStore }

func (s ctxStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

func (s ctxStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

func (s ctxStore) Commit(token string, b []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, b, expiry)
}

func newSessions(o Options) *sessions {
	m := scs.New()
	m.HashTokenInStore = true
	m.Lifetime = sessionLife
	if o.Sessions == nil {
		return &sessions{SessionManager: m}
	}
	m.Store = ctxStore{o.Sessions}
	return &sessions{SessionManager: m, on: true}
}

// actor finds who asks: on the API by a bearer token and never by a cookie, on pages the other way round.
func (s *Server) actor(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		var err error
		switch path := c.Request().URL.Path; {
		case IsAPI(path):
			err = s.bearer(c)
		case !strings.HasPrefix(path, "/assets/"): // the same for everybody, so nobody is looked up
			err = s.session(c)
		}
		if err != nil {
			return err
		}
		return next(c)
	}
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
	of(c).actor = actor
	return err
}

// session loads who is signed in. A session whose person is gone, or that lay unused, ends.
func (s *Server) session(c echo.Context) error {
	token := s.cookie(c, sessionCookie)
	if token == "" || !s.sessions.on {
		return nil
	}
	ctx, err := s.sessions.Load(c.Request().Context(), token)
	if err != nil {
		return err
	}
	c.SetRequest(c.Request().WithContext(ctx))
	person := s.sessions.GetInt64(ctx, keyPerson)
	if person == 0 {
		s.setCookie(c, sessionCookie, "", -1) // expired, or never ours
		return nil
	}
	actor, err := s.o.People.Actor(ctx, person)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.SignIn) {
		return SignOut(c)
	}
	if err != nil {
		return err
	}
	return s.touch(c, actor)
}

// touch keeps the session of somebody who is about, and ends one that lay unused.
func (s *Server) touch(c echo.Context, actor models.Actor) error {
	ctx, now := c.Request().Context(), s.o.Clock()
	idle := now.Sub(time.Unix(s.sessions.GetInt64(ctx, keySeen), 0))
	if idle > idleParticipant || idle > idleStaff && (actor.Admin || len(actor.Grants) > 0) {
		return SignOut(c)
	}
	of(c).actor = actor
	if idle < touchEvery {
		return nil
	}
	s.sessions.Put(ctx, keySeen, now.Unix())
	_, _, err := s.sessions.Commit(ctx)
	return err
}

// SignIn makes this browser the person's, under a new session id.
func SignIn(c echo.Context, personID int64) error {
	s := of(c).server.sessions
	now := of(c).server.o.Clock()
	if err := SignOut(c); err != nil { // whatever session the browser came with is used no longer
		return err
	}
	ctx, err := s.Load(c.Request().Context(), "")
	if err != nil {
		return err
	}
	s.Put(ctx, keyPerson, personID)
	s.Put(ctx, keySeen, now.Unix())
	token, expiry, err := s.Commit(ctx)
	if err != nil {
		return err
	}
	c.SetRequest(c.Request().WithContext(ctx))
	of(c).server.setCookie(c, sessionCookie, token, int(expiry.Sub(now).Seconds()))
	return nil
}

// SignOut ends the session of this browser, on every instance at once.
func SignOut(c echo.Context) error {
	s := of(c).server.sessions
	of(c).actor = models.Actor{}
	token := of(c).server.cookie(c, sessionCookie)
	if token == "" {
		return nil
	}
	ctx, err := s.Load(c.Request().Context(), token)
	if err != nil {
		return err
	}
	if err := s.Destroy(ctx); err != nil {
		return err
	}
	c.SetRequest(c.Request().WithContext(ctx))
	of(c).server.setCookie(c, sessionCookie, "", -1)
	return nil
}

// hashed keys a value that browsers hold, so that what is stored gives nobody a cookie.
func (s *Server) hashed(value string) string {
	m := hmac.New(sha256.New, s.o.Key)
	m.Write([]byte(value))
	return hex.EncodeToString(m.Sum(nil))
}

const browserCookie = "browser"

// Browser is the keyed hash of this browser's cookie, to which a sign-in link is bound. The cookie is set
// when there is none and it is asked to; without one the hash is empty.
func Browser(c echo.Context, remember bool) string {
	s := of(c).server
	value := s.cookie(c, browserCookie)
	if value == "" && remember {
		value = rand.Text()
		s.setCookie(c, browserCookie, value, int(time.Hour.Seconds()))
	}
	if value == "" {
		return ""
	}
	return s.hashed(value)
}
