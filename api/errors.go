package api

import (
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"

	"travaux/internal/fault"
)

// malformed is the refusal of something in the query or the body, with its name.
func malformed(code, name string) error {
	return &fault.Error{Kind: fault.Malformed, Code: code, Fields: []fault.Field{{Name: name, Code: code}}}
}

// plainQuery refuses a query parameter that the operation does not have (unknown_parameter), so that a
// misspelled filter never gives the unfiltered list, and one that is given twice but is no list (bad_filter).
func plainQuery(doc *openapi3.T) echo.MiddlewareFunc {
	known := parameters(doc)
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			mine := known[c.Request().Method+" "+c.Path()]
			q := c.QueryParams()
			for _, name := range sortedKeys(q) {
				list, ok := mine[name]
				switch {
				case !ok:
					return malformed("unknown_parameter", shownName(name))
				case !list && len(q[name]) > 1:
					return malformed("bad_filter", name)
				}
			}
			return next(c)
		}
	}
}

// parameters gives the query parameters of each route, by "METHOD path" as Echo writes it; true: a list.
func parameters(doc *openapi3.T) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			mine := map[string]bool{}
			for _, p := range op.Parameters {
				if p.Value.In == openapi3.ParameterInQuery {
					mine[p.Value.Name] = p.Value.Schema.Value.Type.Is(openapi3.TypeArray)
				}
			}
			out[method+" "+Base+route(path)] = mine
		}
	}
	return out
}

// route writes /a/{b} as Echo does: /a/:b.
func route(path string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// shownName keeps what somebody sent as a name out of the answer unless it looks like one.
func shownName(name string) string {
	plain := func(r rune) bool {
		return r == '_' || r == '-' || r == '.' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	if len(name) > 64 || strings.ContainsFunc(name, func(r rune) bool { return !plain(r) }) {
		return ""
	}
	return name
}
