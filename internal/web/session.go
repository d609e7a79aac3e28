package web

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"travaux/internal/fault"
	"travaux/models"
)

// SessionStore keeps sessions by the hash of their cookie, each a models.Session as JSON; internal/store implements
// it. Touch and Renew change a session only while it is there: one that was ended does not come back.
type SessionStore interface {
	FindCtx(ctx context.Context, hash string) (data []byte, found bool, err error)
	CommitCtx(ctx context.Context, hash string, data []byte, expiry time.Time) error
	DeleteCtx(ctx context.Context, hash string) error
	Touch(ctx context.Context, hash string, at time.Time) error
	Renew(ctx context.Context, hash string, to models.Session) (bool, error)
}

// touchEvery is how stale "last used" may be, so that reading pages does not write each time.
const touchEvery = time.Minute

// sessionCookie is the name of the cookie, which gets the prefix __Host- over https.
const sessionCookie = "travaux"

// keySession is the one value of a session.
const keySession = "session"

// sessions are signed-in browsers.
type sessions struct {
	*scs.SessionManager
	store SessionStore // nil: nobody signs in
}

// hashing gives the store the hash of a token, and scs the methods without a context that it asks for and never calls.
type hashing struct{ SessionStore }

func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func (h hashing) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	return h.SessionStore.FindCtx(ctx, hashOf(token))
}

func (h hashing) CommitCtx(ctx context.Context, token string, b []byte, expiry time.Time) error {
	return h.SessionStore.CommitCtx(ctx, hashOf(token), b, expiry)
}

func (h hashing) DeleteCtx(ctx context.Context, token string) error {
	return h.SessionStore.DeleteCtx(ctx, hashOf(token))
}

func (h hashing) Find(token string) ([]byte, bool, error) {
	return h.FindCtx(context.Background(), token)
}

func (h hashing) Commit(token string, b []byte, expiry time.Time) error {
	return h.CommitCtx(context.Background(), token, b, expiry)
}

func (h hashing) Delete(token string) error { return h.DeleteCtx(context.Background(), token) }

// asRow writes a session as the row it is (scs.Codec).
type asRow struct{}

// Encode implements scs.Codec.
func (asRow) Encode(_ time.Time, values map[string]any) ([]byte, error) {
	row, ok := values[keySession].(models.Session)
	if !ok {
		return nil, errors.New("a session of nobody")
	}
	return json.Marshal(row)
}

// Decode implements scs.Codec.
func (asRow) Decode(b []byte) (time.Time, map[string]any, error) {
	var row models.Session
	if err := json.Unmarshal(b, &row); err != nil {
		return time.Time{}, nil, fmt.Errorf("read a session: %w", err)
	}
	return row.ExpiresAt, map[string]any{keySession: row}, nil
}

func newSessions(o Options) *sessions {
	m := scs.New()
	m.Codec, m.Lifetime = asRow{}, models.SessionLife
	if o.Sessions != nil {
		m.Store = hashing{o.Sessions}
	}
	return &sessions{m, o.Sessions}
}

// token is that of the session of this browser, as the request brought it or as it was renewed since.
func (s *Server) token(c echo.Context) string {
	if st := of(c); st.token != "" {
		return st.token
	}
	return s.cookie(c, sessionCookie)
}

// session loads who is signed in. A session whose person is gone, or that lay unused, ends.
func (s *Server) session(c echo.Context) error {
	token := s.cookie(c, sessionCookie)
	if token == "" || s.sessions.store == nil {
		return nil
	}
	ctx, err := s.sessions.Load(c.Request().Context(), token)
	if err != nil {
		return err
	}
	row, ok := s.sessions.Get(ctx, keySession).(models.Session)
	if !ok {
		return nil // expired, or never ours; another answer on its way may hold its successor, so it is not taken away
	}
	actor, err := s.o.People.Actor(ctx, row.PersonID)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.SignIn) {
		return SignOut(c)
	}
	if err != nil {
		return err
	}
	if s.o.Clock().Sub(row.SeenAt) > actor.IdleLimit() {
		of(c).lapsed = row.PersonID
		return SignOut(c)
	}
	return s.admit(c, row, actor)
}

// admit says who asks and keeps the session of somebody who is about. One whose person may do other things than when
// it began gets a new id.
func (s *Server) admit(c echo.Context, row models.Session, actor models.Actor) error {
	st := of(c)
	st.actor, st.session = actor, row.Ref
	st.actor.SteppedUpAt = deref(row.SteppedUpAt)
	if row.Standing != standing(actor) {
		return s.renew(c, row, actor)
	}
	if s.o.Clock().Sub(row.SeenAt) < touchEvery {
		return nil
	}
	return s.o.Sessions.Touch(c.Request().Context(), hashOf(s.token(c)), s.o.Clock())
}

// renew gives the session of this browser a new id. One that was ended meanwhile stays so.
func (s *Server) renew(c echo.Context, row models.Session, actor models.Actor) error {
	token, now := rand.Text()+rand.Text(), s.o.Clock().UTC()
	row.Standing, row.SeenAt = standing(actor), now
	old := hashOf(s.token(c))
	row.Hash = hashOf(token)
	ok, err := s.o.Sessions.Renew(c.Request().Context(), old, row)
	if err != nil {
		return err
	}
	if !ok {
		of(c).actor, of(c).session = models.Actor{}, ""
		return nil
	}
	of(c).actor.SteppedUpAt, of(c).token = deref(row.SteppedUpAt), token
	s.setCookie(c, sessionCookie, token, int(row.ExpiresAt.Sub(now).Seconds()))
	return nil
}

func deref(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

// standing is a hash of what a person may do, to see that it changed.
func standing(a models.Actor) string {
	var all []string
	for _, g := range a.Grants {
		all = append(all, fmt.Sprintf("%d %s %q", g.ConsultationID, g.Role, []string(g.Regions)))
	}
	slices.Sort(all)
	organisations := slices.Sorted(slices.Values(a.Organisations))
	return hashOf(fmt.Sprint(a.Admin, organisations) + strings.Join(all, "\n"))
}

// SignIn makes this browser the person's, under a new session id; it counts as a proof of who uses it.
func SignIn(c echo.Context, personID int64) error { return signIn(c, personID, true) }

// ComeIn is SignIn by what proves nothing anew: a link that lay in a mailbox for days, another site's session.
func ComeIn(c echo.Context, personID int64) error { return signIn(c, personID, false) }

func signIn(c echo.Context, personID int64, proven bool) error {
	server, ctx := of(c).server, c.Request().Context()
	if err := SignOut(c); err != nil { // whatever session the browser came with is used no longer
		return err
	}
	actor, err := server.o.People.Actor(ctx, personID)
	if err != nil {
		return err
	}
	now := server.o.Clock().UTC().Truncate(time.Microsecond)
	if ctx, err = server.sessions.Load(ctx, ""); err != nil {
		return err
	}
	row := models.Session{
		Ref: uuid.NewString(), PersonID: personID, Device: device(c.Request().UserAgent()), Standing: standing(actor),
		CreatedAt: now, SeenAt: now, ExpiresAt: now.Add(models.SessionLife),
	}
	if proven {
		row.SteppedUpAt = &now
	}
	server.sessions.Put(ctx, keySession, row)
	token, _, err := server.sessions.Commit(ctx)
	if err != nil {
		return err
	}
	server.setCookie(c, sessionCookie, token, int(models.SessionLife.Seconds()))
	return nil
}

// StepUp notes that who is signed in here has just proved anew who they are; the session gets a new id.
func StepUp(c echo.Context) error {
	s, ctx := of(c).server, c.Request().Context()
	if !Actor(c).Known() || s.sessions.store == nil {
		return fault.New(fault.SignIn, "sign_in")
	}
	ctx, err := s.sessions.Load(ctx, s.token(c))
	if err != nil {
		return err
	}
	row, ok := s.sessions.Get(ctx, keySession).(models.Session)
	if !ok {
		return fault.New(fault.SignIn, "sign_in")
	}
	now := s.o.Clock().UTC().Truncate(time.Microsecond)
	row.SteppedUpAt = &now
	return s.renew(c, row, Actor(c))
}

// SignOut ends the session of this browser, on every instance at once.
func SignOut(c echo.Context) error {
	s := of(c).server
	of(c).actor, of(c).session = models.Actor{}, ""
	token := s.token(c)
	if token == "" || s.sessions.store == nil {
		return nil
	}
	of(c).token = ""
	if err := s.o.Sessions.DeleteCtx(c.Request().Context(), hashOf(token)); err != nil {
		return err
	}
	s.setCookie(c, sessionCookie, "", -1)
	return nil
}

// Session is the name of the session that asks, as the list of sessions has it; empty when nobody is signed in.
func Session(c echo.Context) string { return of(c).session }

// Lapsed is the person whose session was found to have lain unused too long by this request; 0: nobody's.
func Lapsed(c echo.Context) int64 { return of(c).lapsed }
