// Package fault is the one kind of error that may reach a person.
//
// A fault is data: a kind, a stable code and the fields it is about. It knows no HTTP, no
// language and no database; internal/web turns kinds into statuses and internal/i18n turns
// codes into sentences (keys "fault.<code>" and "field.<code>"). Every other error is internal.
package fault

import (
	"errors"
	"strings"
)

// Kind says what sort of refusal a fault is; the surfaces map it to a status.
type Kind int

// The kinds, each with the HTTP status that internal/web gives it.
const (
	Internal    Kind = iota // 500: nobody can mend it from outside
	Malformed               // 400: not JSON, unknown field, wrong type, bad cursor or filter
	SignIn                  // 401: no or bad credentials
	Forbidden               // 403: known, but not allowed
	NotFound                // 404: unknown, or not to be known
	Conflict                // 409: it is there already, or a phase is closed
	Stale                   // 412: changed by somebody else meanwhile
	NoMatch                 // 428: If-Match is missing
	TooLarge                // 413
	Unsupported             // 415
	Invalid                 // 422: values, each field named
	TooMany                 // 429
	Unavailable             // 503: try again
)

// Field is one field that must be mended.
type Field struct {
	Name string         // dotted JSON path, for example "target.exact"
	Code string         // stable word, for example "required"
	Args map[string]any // what the sentence needs, for example {"max": 200}
}

// Error is a fault. Cause is kept for logs and never shown.
type Error struct {
	Kind   Kind
	Code   string // stable word, also the catalogue key "fault.<code>"
	Fields []Field
	Args   map[string]any
	Cause  error
}

// Error says the code and the fields, for logs.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Code)
	for i, f := range e.Fields {
		if i == 0 {
			b.WriteString(":")
		}
		b.WriteString(" " + f.Name + "=" + f.Code)
	}
	if e.Cause != nil {
		b.WriteString(": " + e.Cause.Error())
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// New makes a fault of a kind with a stable code.
func New(kind Kind, code string) *Error { return &Error{Kind: kind, Code: code} }

// Wrap makes a fault that keeps its cause for the log.
func Wrap(kind Kind, code string, cause error) *Error {
	return &Error{Kind: kind, Code: code, Cause: cause}
}

// With adds one word for the sentence and returns the fault.
func (e *Error) With(name string, value any) *Error {
	if e.Args == nil {
		e.Args = map[string]any{}
	}
	e.Args[name] = value
	return e
}

// Missing is the NotFound fault for a noun, for example "consultation".
func Missing(noun string) *Error { return New(NotFound, noun+"_not_found") }

// Bad is an Invalid fault with one field.
func Bad(field, code string) *Error {
	return &Error{Kind: Invalid, Code: "invalid", Fields: []Field{{Name: field, Code: code}}}
}

// Fields is an Invalid fault for several fields, or nil when there are none.
func Fields(fields []Field) error {
	if len(fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Code: "invalid", Fields: fields}
}

// As finds the fault in an error's chain.
func As(err error) (*Error, bool) {
	var e *Error
	ok := errors.As(err, &e)
	return e, ok
}

// Is tells whether the error is a fault of this kind.
func Is(err error, kind Kind) bool {
	e, ok := As(err)
	return ok && e.Kind == kind
}
