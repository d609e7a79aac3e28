package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"travaux/internal/fault"
	"travaux/internal/i18n"
	"travaux/internal/web"
	"travaux/models"
)

var noon = time.Date(2026, 3, 14, 12, 0, 0, 123456789, time.UTC)

// memory is a SessionStore that keeps to what scs asks of one.
type memory struct {
	sync.Mutex
	rows         map[string][]byte
	beforeChange func() // runs between the reading of a session and its change
}

func (m *memory) FindCtx(_ context.Context, hash string) ([]byte, bool, error) {
	m.Lock()
	defer m.Unlock()
	b, ok := m.rows[hash]
	return b, ok, nil
}

func (m *memory) CommitCtx(_ context.Context, hash string, b []byte, _ time.Time) error {
	m.Lock()
	defer m.Unlock()
	m.rows[hash] = b
	return nil
}

func (m *memory) DeleteCtx(_ context.Context, hash string) error {
	m.Lock()
	defer m.Unlock()
	delete(m.rows, hash)
	return nil
}

func (m *memory) Touch(_ context.Context, hash string, at time.Time) error {
	return m.edit(hash, hash, func(s *models.Session) { s.SeenAt = at })
}

func (m *memory) Renew(_ context.Context, hash string, to models.Session) (bool, error) {
	there := false
	err := m.edit(hash, to.Hash, func(s *models.Session) { *s, there = to, true })
	return there, err
}

func (m *memory) edit(from, to string, change func(*models.Session)) error {
	if before := m.beforeChange; before != nil {
		m.beforeChange = nil
		before()
	}
	m.Lock()
	defer m.Unlock()
	var s models.Session
	b, ok := m.rows[from]
	if !ok {
		return nil
	}
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	change(&s)
	delete(m.rows, from)
	var err error
	m.rows[to], err = json.Marshal(s)
	return err
}

// people are those the tests know: 1 holds a role, or another one once promoted, 2 takes part, 3 does so until gone.
type people struct{ promoted, gone *atomic.Bool }

func (p people) Actor(_ context.Context, id int64) (models.Actor, error) {
	switch {
	case id == 1 && p.promoted.Load():
		return models.Actor{PersonID: 1, Grants: []models.Grant{{Role: models.Organiser}}}, nil
	case id == 1:
		return models.Actor{PersonID: 1, Grants: []models.Grant{{Role: models.Drafter}}}, nil
	case id == 2 || id == 3 && !p.gone.Load():
		return models.Actor{PersonID: id}, nil
	}
	return models.Actor{}, fault.Missing("person")
}

func (p people) ActorByToken(ctx context.Context, bearer string) (models.Actor, error) {
	if bearer == "good" {
		return p.Actor(ctx, 1)
	}
	return models.Actor{}, fault.New(fault.SignIn, "bad_token")
}

// fixture is a server with routes of every kind.
type fixture struct {
	*web.Server
	people
	log   *bytes.Buffer
	store *memory
	mu    sync.Mutex
	now   time.Time
}

func (f *fixture) clock() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

func (f *fixture) pass(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = f.now.Add(d)
}

type sample struct {
	Title  string            `json:"title"`
	Count  int               `json:"count"`
	Start  *int              `json:"start"`
	Agree  bool              `json:"agree"`
	Titles map[string]string `json:"titles"`
	Tags   []string          `json:"tags"`
	Target struct {
		Exact string `json:"exact"`
	} `json:"target"`
	Phases []samplePhase `json:"phases"`
	Secret string
	File   []byte `form:"-" json:"file"`
}

type samplePhase struct {
	Kind string `json:"kind"`
}

func newFixture(t *testing.T, edit ...func(*web.Options)) *fixture {
	t.Helper()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	f := &fixture{people: people{new(atomic.Bool), new(atomic.Bool)}, log: &bytes.Buffer{}, store: &memory{rows: map[string][]byte{}}, now: noon}
	o := web.Options{
		Clock: f.clock, Log: slog.New(slog.NewJSONHandler(f.log, nil)), Words: words, People: f.people,
		Sessions: f.store, Key: []byte("key"), Limits: web.Limits{Body: 1000, Upload: 2000, Text: 3000, Request: time.Second},
		Page: func(_ echo.Context, status int, e *fault.Error) ([]byte, error) {
			if e.Code == "unrenderable" {
				panic("template")
			}
			return []byte("page " + http.StatusText(status) + " " + e.Code), nil
		},
	}
	for _, e := range edit {
		e(&o)
	}
	if f.Server, err = web.New(o); err != nil {
		t.Fatal(err)
	}
	f.routes()
	return f
}

func (f *fixture) routes() {
	for _, root := range []string{"", "/api/v1"} {
		f.GET(root+"/ok", func(c echo.Context) error { return web.Public(c, "text/plain", []byte("fine")) })
		f.GET(root+"/panic", func(echo.Context) error { panic("secret innards") })
		f.GET(root+"/internal", func(echo.Context) error { return errors.New("secret innards") })
		f.GET(root+"/fault", func(c echo.Context) error {
			return &fault.Error{Kind: fault.Invalid, Code: "invalid", Fields: []fault.Field{{Name: "target.exact", Code: "required"}}}
		})
		f.GET(root+"/busy", func(echo.Context) error { return fault.New(fault.Unavailable, "busy").With("seconds", 7) })
	}
	f.GET("/unrenderable", func(echo.Context) error { return fault.New(fault.Conflict, "unrenderable") })
	f.POST("/form", func(c echo.Context) error {
		var in sample
		if err := web.Decode(c, &in); err != nil {
			return err
		}
		return c.JSON(http.StatusOK, in)
	})
	f.POST("/api/v1/json", func(c echo.Context) error {
		var in sample
		if err := c.Bind(&in); err != nil {
			return err
		}
		return c.JSON(http.StatusOK, in)
	})
	call := func(c echo.Context) error { return c.JSON(http.StatusOK, web.Call(c)) }
	f.POST("/call/:x", call)
	f.POST("/api/v1/call/:x", call)
	f.GET("/who", call)
	f.GET("/api/v1/who", call)
	f.GET("/lang", func(c echo.Context) error {
		web.FallBack(c, "tlh", "fr")
		return c.String(http.StatusOK, web.Lang(c)+" "+web.ReaderZone(c))
	})
	f.POST("/in/:id", func(c echo.Context) error { return web.SignIn(c, int64(len(c.Param("id")))) })
	f.POST("/out", func(c echo.Context) error { return web.SignOut(c) })
	f.POST("/step-up", func(c echo.Context) error { return web.StepUp(c) })
	f.GET("/file", func(c echo.Context) error { web.Sandbox(c); return c.String(http.StatusOK, "x") })
	f.PUT("/api/v1/match", func(c echo.Context) error {
		seq, err := web.IfMatch(c)
		if err != nil {
			return err
		}
		c.Response().Header().Set("ETag", strconv.Quote(strconv.FormatInt(seq, 10)))
		return c.NoContent(http.StatusOK)
	})
}

type header = map[string]string

func (f *fixture) do(method, target, body string, h header) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for k, v := range h {
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	f.ServeHTTP(w, r)
	return w
}

func (f *fixture) form(target, body string, h header) *httptest.ResponseRecorder {
	all := header{"Content-Type": "application/x-www-form-urlencoded"}
	for k, v := range h {
		all[k] = v
	}
	return f.do(http.MethodPost, target, body, all)
}

func (f *fixture) json(target, body string) *httptest.ResponseRecorder {
	return f.do(http.MethodPost, target, body, header{"Content-Type": "application/json"})
}

func text(t *testing.T, r io.Reader) string {
	t.Helper()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
