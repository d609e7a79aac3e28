package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"maps"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"travaux/internal/fault"
	"travaux/internal/i18n"
)

// statuses is the only place where a fault meets HTTP.
var statuses = map[fault.Kind]int{
	fault.Internal:    http.StatusInternalServerError,
	fault.Malformed:   http.StatusBadRequest,
	fault.SignIn:      http.StatusUnauthorized,
	fault.Forbidden:   http.StatusForbidden,
	fault.NotFound:    http.StatusNotFound,
	fault.Conflict:    http.StatusConflict,
	fault.Stale:       http.StatusPreconditionFailed,
	fault.NoMatch:     http.StatusPreconditionRequired,
	fault.TooLarge:    http.StatusRequestEntityTooLarge,
	fault.Unsupported: http.StatusUnsupportedMediaType,
	fault.Invalid:     http.StatusUnprocessableEntity,
	fault.TooMany:     http.StatusTooManyRequests,
	fault.Unavailable: http.StatusServiceUnavailable,
}

// Status is the HTTP status of a kind of fault.
func Status(kind fault.Kind) int {
	if s, ok := statuses[kind]; ok {
		return s
	}
	return http.StatusInternalServerError
}

// plainFaults are what Echo and the plumbing say without a fault of their own.
var plainFaults = map[int]fault.Error{
	http.StatusNotFound:              {Kind: fault.NotFound, Code: "not_found"},
	http.StatusMethodNotAllowed:      {Kind: fault.Malformed, Code: "method_not_allowed"},
	http.StatusRequestTimeout:        {Kind: fault.Malformed, Code: "too_slow"},
	http.StatusRequestEntityTooLarge: {Kind: fault.TooLarge, Code: "too_large"},
	http.StatusUnsupportedMediaType:  {Kind: fault.Unsupported, Code: "media_type"},
	http.StatusUnauthorized:          {Kind: fault.SignIn, Code: "bad_token"},
	http.StatusForbidden:             {Kind: fault.Forbidden, Code: "forbidden"},
	http.StatusBadRequest:            {Kind: fault.Malformed, Code: "bad_request"},
}

// explain makes of any error a status and a fault; what it does not know is internal and stays unsaid.
func explain(err error) (int, *fault.Error) {
	if f, ok := fault.As(err); ok {
		return Status(f.Kind), f
	}
	var h *echo.HTTPError
	if errors.As(err, &h) {
		if f, ok := plainFaults[h.Code]; ok {
			return h.Code, &f
		}
		if h.Code >= 400 && h.Code < 500 {
			return http.StatusBadRequest, &fault.Error{Kind: fault.Malformed, Code: "bad_request"}
		}
	}
	return http.StatusInternalServerError, &fault.Error{Kind: fault.Internal, Code: "internal"}
}

// handleError answers every error of both surfaces. An answer that has begun can only be cut.
func (s *Server) handleError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	st := of(c)
	if st.lang == "" { // it broke before a language was settled
		st.lang = i18n.Negotiate("", "", c.Request().Header.Get("Accept-Language"), "en")
	}
	status, f := explain(err)
	h := c.Response().Header()
	h.Set("Cache-Control", "no-store")
	setHeadersAgain(h, IsAPI(c.Request().URL.Path))
	switch status {
	case http.StatusServiceUnavailable, http.StatusTooManyRequests:
		Wait(c, f)
	case http.StatusUnauthorized:
		if IsAPI(c.Request().URL.Path) {
			h.Set("WWW-Authenticate", "Bearer")
		}
	}
	if IsAPI(c.Request().URL.Path) {
		s.problem(c, status, f)
		return
	}
	s.errorPage(c, status, f)
}

// setHeadersAgain takes back what a handler said of the answer it did not come to give.
func setHeadersAgain(h http.Header, api bool) {
	for _, name := range []string{"ETag", "Content-Disposition", "Content-Length", "Last-Modified"} {
		h.Del(name)
	}
	h.Set("Content-Security-Policy", pagePolicy)
	if api {
		h.Set("Content-Security-Policy", apiPolicy)
	}
}

// Wait tells a program how long to wait, where a refusal is only for now.
func Wait(c echo.Context, f *fault.Error) {
	if f.Kind == fault.TooMany || f.Kind == fault.Unavailable {
		c.Response().Header().Set("Retry-After", retryAfter(f))
	}
}

// retryAfter is the fault's own word for the seconds to wait, else a few.
func retryAfter(f *fault.Error) string {
	if n, ok := f.Args["seconds"].(int); ok && n > 0 {
		return strconv.Itoa(n)
	}
	return "5"
}

func (s *Server) errorPage(c echo.Context, status int, f *fault.Error) {
	page, err := s.render(c, status, f)
	if err != nil {
		s.o.Log.ErrorContext(c.Request().Context(), "error page", "request", of(c).id, "error", err)
		page = s.fallback[s.o.Words.For(of(c).lang).Lang()]
	}
	_ = c.HTMLBlob(status, page) // the reader is gone: there is nobody to tell
}

func (s *Server) render(c echo.Context, status int, f *fault.Error) (page []byte, err error) {
	if s.o.Page == nil {
		return nil, errors.New("no error page")
	}
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("the error page panicked: %v", v)
		}
	}()
	return s.o.Page(c, status, f)
}

// fallbacks renders, at start, what is said when the error page itself fails.
func fallbacks(words *i18n.Bundle) map[string][]byte {
	out := map[string][]byte{}
	for _, lang := range i18n.Languages() {
		p := words.For(lang)
		text := html.EscapeString(p.T("fault.internal"))
		out[lang] = fmt.Appendf(nil, "<!doctype html>\n<html lang=%q dir=%q><meta charset=\"utf-8\"><title>%s</title><h1>%s</h1></html>\n",
			p.Lang(), p.Dir(), text, text)
	}
	return out
}

// Problem is an error of the API: RFC 9457, with the stable code and the fields that must be mended.
type Problem struct {
	Type   string         `json:"type"`
	Title  string         `json:"title"`
	Status int            `json:"status"`
	Detail string         `json:"detail"`
	Code   string         `json:"code"`
	Errors []ProblemField `json:"errors,omitempty"`
}

// ProblemField is one field of a Problem, by its dotted JSON path.
type ProblemField struct {
	Field  string `json:"field"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// MIMEProblem is the media type of a Problem.
const MIMEProblem = "application/problem+json"

func (s *Server) problem(c echo.Context, status int, f *fault.Error) {
	words := s.o.Words.For(of(c).lang)
	p := Problem{
		Type: "about:blank", Title: kindText(words, f.Kind), Status: status,
		Code: f.Code, Detail: FaultText(words, f),
	}
	for _, field := range f.Fields {
		p.Errors = append(p.Errors, ProblemField{field.Name, field.Code, FieldText(words, field)})
	}
	body, err := json.Marshal(p)
	if err != nil {
		body = []byte(`{"type":"about:blank","status":500,"code":"internal"}`)
	}
	_ = c.Blob(status, MIMEProblem, body) // the caller is gone: there is nobody to tell
}

// general are the sentences for a kind of fault, whatever its code: the catalogue's "fault.<word>".
var general = map[fault.Kind]string{
	fault.Malformed: "bad_request", fault.SignIn: "sign_in", fault.Forbidden: "forbidden", fault.NotFound: "not_found",
	fault.Conflict: "conflict", fault.Stale: "stale", fault.NoMatch: "if_match_missing", fault.TooLarge: "too_large",
	fault.Unsupported: "media_type", fault.Invalid: "invalid", fault.TooMany: "too_many", fault.Unavailable: "unavailable",
}

func kindText(words *i18n.Printer, kind fault.Kind) string {
	word, ok := general[kind]
	if !ok {
		word = "internal"
	}
	return words.T("fault." + word)
}

// FaultText is what a fault says in a language; where the catalogues have no sentence for its code, what
// its kind says.
func FaultText(words *i18n.Printer, f *fault.Error) string {
	if n, ok := f.Args["seconds"].(int); ok && f.Kind == fault.TooMany {
		return words.N("fault.too_many_wait", (n+59)/60)
	}
	if limit, ok := f.Args["max"].(int64); ok && f.Kind == fault.TooLarge && limit >= 1<<20 {
		return words.T("fault.too_large_max", "max", limit>>20)
	}
	return sentence(words, "fault."+f.Code, kindText(words, f.Kind), f.Args)
}

// FieldText is what is wrong with a field, in a language. What the tests of a pledge find has sentences of its own.
func FieldText(words *i18n.Printer, f fault.Field) string {
	if key := "pledge.finding." + f.Code; words.Has(key) {
		return sentence(words, key, "", daysSaid(words, f.Args))
	}
	return sentence(words, "err."+f.Code, words.T("err.invalid"), f.Args)
}

// daysSaid writes the days that a finding names as readers write them; what somebody typed stays as it is.
func daysSaid(words *i18n.Printer, args map[string]any) map[string]any {
	out := maps.Clone(args)
	for _, name := range []string{"start", "due", "signed", "today"} {
		said, _ := args[name].(string)
		if day, err := time.Parse(time.DateOnly, said); err == nil {
			out[name] = words.Date(day, "UTC")
		}
	}
	return out
}

// sentence is the text of a key, or another where no catalogue has it.
func sentence(words *i18n.Printer, key, otherwise string, args map[string]any) string {
	if !words.Has(key) {
		return otherwise
	}
	var flat []any
	for name, value := range args {
		flat = append(flat, name, value)
	}
	return words.T(key, flat...)
}
