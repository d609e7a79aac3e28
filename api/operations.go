package api

import (
	_ "embed" // the document
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

//go:embed openapi.yaml
var source []byte

// document is the parsed openapi.yaml.
var document = sync.OnceValues(func() (*openapi3.T, error) {
	doc, err := openapi3.NewLoader().LoadFromData(source)
	if err != nil {
		return nil, fmt.Errorf("read openapi.yaml: %w", err)
	}
	return doc, nil
})

// Operation is one operation of the API, as the page /api lists it.
type Operation struct {
	Method  string
	Path    string // from the root of the site, with its parameters in braces
	ID      string // the use-case
	Summary string // English, as in the document
	Tag     string // the noun it belongs to
	Roles   []string
}

// Operations lists every operation, by path and method. It is empty only if Register would fail.
func Operations() []Operation {
	doc, err := document()
	if err != nil {
		return nil
	}
	var out []Operation
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			o := Operation{Method: method, Path: Base + path, ID: op.OperationID, Summary: op.Summary, Roles: roles(op)}
			if len(op.Tags) > 0 {
				o.Tag = op.Tags[0]
			}
			out = append(out, o)
		}
	}
	slices.SortFunc(out, func(a, b Operation) int {
		return strings.Compare(a.Path+" "+a.Method, b.Path+" "+b.Method)
	})
	return out
}

// roles reads x-roles: who may.
func roles(op *openapi3.Operation) []string {
	said, err := json.Marshal(op.Extensions["x-roles"])
	if err != nil {
		return nil
	}
	var out []string
	if json.Unmarshal(said, &out) != nil {
		return nil
	}
	return out
}
