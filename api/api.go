// Package api is the JSON API, version 1. openapi.yaml is its contract: gen/ is generated from it, so an
// operation without an implementation does not compile. There is one file per noun.
//
// It decodes, calls one use-case of internal/consult and shows what came back; it decides nothing, opens no
// database and writes no sentence for people. Refusals are faults, which internal/web answers as problems.
package api

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"travaux/api/gen"
	"travaux/internal/consult"
	"travaux/internal/web"
	"travaux/models"
)

//go:generate go tool -modfile=../tools/go.mod oapi-codegen -config oapi.yaml openapi.yaml

// Base is the path below which every operation lies.
const Base = "/api/v1"

// API answers the operations of openapi.yaml.
type API struct {
	s        *consult.Service
	document json.RawMessage
}

var _ gen.StrictServerInterface = (*API)(nil)

// Register adds every operation to the router, which must bear internal/web's plumbing (its binder, error
// handler and middlewares). The error is a fault in openapi.yaml itself.
func Register(e *echo.Echo, s *consult.Service) error {
	doc, err := document()
	if err != nil {
		return err
	}
	shown, err := json.Marshal(doc)
	if err != nil {
		return fmt.Errorf("write the OpenAPI document as JSON: %w", err)
	}
	a := &API{s: s, document: shown}
	g := e.Group("", plainQuery(doc), remember)
	gen.RegisterHandlersWithBaseURL(g, gen.NewStrictHandler(a, nil), Base)
	return nil
}

// OpenAPI gives the document itself.
func (a *API) OpenAPI(context.Context, gen.OpenAPIRequestObject) (gen.OpenAPIResponseObject, error) {
	return rawJSON{body: a.document}, nil
}

// rawJSON is an answer whose bytes are settled: the document, or what was hashed.
type rawJSON struct {
	body []byte
	etag string
}

// VisitOpenAPIResponse implements gen.OpenAPIResponseObject.
func (r rawJSON) VisitOpenAPIResponse(w http.ResponseWriter) error { return r.write(w) }

// VisitCanonicalResponse implements gen.CanonicalResponseObject.
func (r rawJSON) VisitCanonicalResponse(w http.ResponseWriter) error { return r.write(w) }

func (r rawJSON) write(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", echo.MIMEApplicationJSON)
	if r.etag != "" {
		w.Header().Set("ETag", r.etag)
	}
	_, err := w.Write(r.body)
	return err
}

// echoKey is where the context of an operation holds Echo's, since a strict handler is given only the former.
type echoKey struct{}

// remember puts Echo's context where echoOf finds it.
func remember(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		c.SetRequest(r.WithContext(context.WithValue(r.Context(), echoKey{}, c)))
		return next(c)
	}
}

// echoOf is the one way from an operation's context to its request.
func echoOf(ctx context.Context) echo.Context {
	c, _ := ctx.Value(echoKey{}).(echo.Context) // remember wraps every operation
	return c
}

// call is the request as a use-case that changes something needs it.
func call(ctx context.Context) models.Call {
	by := web.Call(echoOf(ctx))
	by.Via = "api"
	return by
}

// optionalBody reads a JSON body, if one was sent.
func optionalBody(ctx context.Context, into any) error {
	c := echoOf(ctx)
	sent, err := io.Copy(io.Discard, c.Request().Body) // the plumbing holds what it read in full
	if err != nil || sent == 0 {
		return err
	}
	return c.Bind(into)
}

// who is who asks.
func who(ctx context.Context) models.Actor { return web.Actor(echoOf(ctx)) }
