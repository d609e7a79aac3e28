package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	"travaux/api"
	"travaux/internal/consult"
	"travaux/internal/i18n"
	"travaux/internal/testkit"
	"travaux/internal/web"
)

// rig is the API on a database of its own. Every answer it gives was held against openapi.yaml.
type rig struct {
	t      *testing.T
	k      *testkit.Kit
	server *web.Server
	spec   routers.Router
	tokens map[string]string // by name of a role
	seen   map[string]bool   // operations that gave a 2xx
}

func TestMain(m *testing.M) {
	// kin-openapi does not know lines of JSON; walkComments holds each line against the schema of a comment.
	openapi3filter.RegisterBodyDecoder("application/x-ndjson", openapi3filter.FileBodyDecoder)
	for _, kind := range []string{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/akn+xml", "text/markdown", "text/html"} {
		openapi3filter.RegisterBodyDecoder(kind, openapi3filter.FileBodyDecoder)
	}
	os.Exit(m.Run())
}

func newRig(t *testing.T, k *testkit.Kit) *rig {
	t.Helper()
	r := &rig{t: t, k: k, tokens: map[string]string{}, seen: map[string]bool{}}
	words, err := i18n.Load()
	testkit.Must(t, err)
	r.server, err = web.New(web.Options{
		Clock: k.Clock.Now, Log: slog.New(slog.DiscardHandler), Words: words, People: k.Service, Key: []byte("key"), Limits: web.DefaultLimits(), MayUpload: k.Service.MayUpload,
	})
	testkit.Must(t, err)
	testkit.Must(t, api.Register(r.server.Echo, k.Service))
	doc, err := api.Document()
	testkit.Must(t, err)
	r.spec, err = legacy.NewRouter(doc)
	testkit.Must(t, err)
	r.person("admin", "")
	return r
}

// person adds somebody with a role, and keeps their token under its name.
func (r *rig) person(role, consultation string) {
	r.t.Helper()
	roles := []string{role}
	if role == "participant" {
		roles = nil
	}
	p, err := r.k.Service.AddPerson(r.t.Context(), r.k.System(), consult.NewPerson{
		Email: role + "@example.org", Name: "A " + role, Roles: roles, Consultation: consultation,
	})
	testkit.Must(r.t, err)
	r.tokens[role], err = r.k.Service.NewAPIToken(r.t.Context(), r.k.System(), p.ID)
	testkit.Must(r.t, err)
}

// ask is one request.
type ask struct {
	method, path string
	as           string // whose token; empty: nobody's
	body         any    // marshalled, unless it is a string
	kind         string // Content-Type, where it is not JSON
	header       map[string]string
}

// answer is what came back.
type answer struct {
	t      *testing.T
	status int
	header http.Header
	body   []byte
	of     string
}

// do asks, and holds the answer against the document.
func (r *rig) do(a ask) *answer {
	r.t.Helper()
	req := r.request(a)
	w := httptest.NewRecorder()
	r.server.ServeHTTP(w, req)
	out := &answer{t: r.t, status: w.Code, header: w.Header(), body: w.Body.Bytes(), of: a.method + " " + a.path}
	r.check(req, out)
	return out
}

func (r *rig) request(a ask) *http.Request {
	var body io.Reader
	kind := a.kind
	switch b := a.body.(type) {
	case nil:
	case string:
		body = strings.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		testkit.Must(r.t, err)
		body = bytes.NewReader(raw)
	}
	if kind == "" && body != nil {
		kind = "application/json"
	}
	req := httptest.NewRequest(a.method, api.Base+a.path, body)
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	if a.as != "" {
		req.Header.Set("Authorization", "Bearer "+r.tokens[a.as])
	}
	for k, v := range a.header {
		req.Header.Set(k, v)
	}
	return req
}

// check holds an answer against the document: status, headers and body.
func (r *rig) check(req *http.Request, a *answer) {
	r.t.Helper()
	route, params, err := r.spec.FindRoute(req)
	if err != nil {
		r.t.Fatalf("%s: not in the document: %v", a.of, err)
	}
	if a.status < 300 {
		r.seen[route.Operation.OperationID] = true
	}
	err = openapi3filter.ValidateResponse(r.t.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: req, PathParams: params, Route: route},
		Status:                 a.status, Header: a.header, Body: io.NopCloser(bytes.NewReader(a.body)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	})
	if err != nil {
		r.t.Errorf("%s gave %d, which the document does not know: %v\n%s", a.of, a.status, err, a.body)
	}
}

// want fails the test unless the answer has this status.
func (a *answer) want(status int) *answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("%s: got %d, want %d\n%s", a.of, a.status, status, a.body)
	}
	return a
}

// json gives the value at a dotted path of the body.
func (a *answer) json(path string) any {
	a.t.Helper()
	var v any
	if err := json.Unmarshal(a.body, &v); err != nil {
		a.t.Fatalf("%s: %v\n%s", a.of, err, a.body)
	}
	for step := range strings.SplitSeq(path, ".") {
		switch at := v.(type) {
		case map[string]any:
			v = at[step]
		case []any:
			i := 0
			if _, err := fmt.Sscan(step, &i); err != nil || i >= len(at) {
				a.t.Fatalf("%s: no %s in %s", a.of, path, a.body)
			}
			v = at[i]
		default:
			a.t.Fatalf("%s: no %s in %s", a.of, path, a.body)
		}
	}
	return v
}

// text is json as a text.
func (a *answer) text(path string) string { a.t.Helper(); return fmt.Sprint(a.json(path)) }

// problem is the code of a refusal and its fields.
func (a *answer) problem() (code string, fields map[string]string) {
	a.t.Helper()
	p := web.Problem{}
	if err := json.Unmarshal(a.body, &p); err != nil {
		a.t.Fatalf("%s: %v\n%s", a.of, err, a.body)
	}
	fields = map[string]string{}
	for _, f := range p.Errors {
		fields[f.Field] = f.Code
	}
	return p.Code, fields
}

// object is a JSON object.
type object = map[string]any

// with gives an object with one thing changed; nil takes it away.
func with(o object, name string, value any) object {
	out := maps.Clone(o)
	out[name] = value
	if value == nil {
		delete(out, name)
	}
	return out
}
