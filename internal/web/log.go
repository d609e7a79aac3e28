package web

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"travaux/internal/fault"
)

// newID makes a request id: random, so that it says nothing and cannot be guessed.
func newID() string { return uuid.NewString() }

// record writes one event for a request: which, by whom, how it ended. Never a query, an address, a name or
// a text. It has the error answered first, so that the status it writes is the one that was sent.
func (s *Server) record(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := s.o.Clock()
		err := next(c)
		if err != nil {
			c.Error(err)
		}
		status := c.Response().Status
		attrs := []slog.Attr{
			slog.String("request", of(c).id),
			slog.String("method", c.Request().Method),
			slog.String("route", c.Path()),
			slog.Int("status", status),
			slog.Duration("took", s.o.Clock().Sub(start)),
			slog.Int64("actor", of(c).actor.PersonID),
		}
		level := slog.LevelInfo
		if f, ok := fault.As(err); ok {
			attrs = append(attrs, slog.String("code", f.Code))
		}
		if status >= http.StatusInternalServerError {
			level = slog.LevelError
			attrs = append(attrs, slog.Any("error", err))
		}
		s.o.Log.LogAttrs(c.Request().Context(), level, "request", attrs...)
		return nil
	}
}

// panicked is a panic of a handler, as an error with the place it came from.
type panicked struct {
	value any
	stack []byte
}

// Error says what was thrown and where.
func (p *panicked) Error() string { return fmt.Sprintf("panic: %v\n%s", p.value, p.stack) }

// recovering turns a panic into an internal error, so that the person gets an answer and the log the place.
func (s *Server) recovering(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if e, ok := v.(error); ok && errors.Is(e, http.ErrAbortHandler) {
				panic(v) // net/http's own way to cut a connection
			}
			err = &panicked{v, debug.Stack()}
		}()
		return next(c)
	}
}
