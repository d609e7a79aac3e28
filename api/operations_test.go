package api

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"travaux/api/gen"
	"travaux/internal/consult"
)

func parsed(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := document()
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestDocument_isValidOpenAPI31(t *testing.T) {
	t.Parallel()
	doc := parsed(t)
	if doc.OpenAPI != "3.1.0" {
		t.Errorf("openapi: got %q, want 3.1.0", doc.OpenAPI)
	}
	if err := doc.Validate(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestOperations_haveAnImplementationASummaryAndRoles(t *testing.T) {
	t.Parallel()
	known := []string{"anyone", "known", "admin", "organiser", "drafter", "moderator", "observer", "facilitator", "translator", "reviewer", "mandated"}
	implemented := reflect.TypeFor[gen.StrictServerInterface]()
	ops := Operations()
	if got := implemented.NumMethod(); got != len(ops) {
		t.Errorf("operations: the document has %d, the generated code %d; run go generate ./api", len(ops), got)
	}
	for _, op := range ops {
		if _, ok := implemented.MethodByName(op.ID); !ok {
			t.Errorf("%s %s: no operation %q", op.Method, op.Path, op.ID)
		}
		if op.Summary == "" || op.Tag == "" || len(op.Roles) == 0 {
			t.Errorf("%s: no summary, tag or roles", op.ID)
		}
		for _, r := range op.Roles {
			if !slices.Contains(known, r) {
				t.Errorf("%s: unknown role %q", op.ID, r)
			}
		}
	}
}

func TestOperations_everyAnswerIsSaid(t *testing.T) {
	t.Parallel()
	for path, item := range parsed(t).Paths.Map() {
		for method, op := range item.Operations() {
			want := []string{"400", "500", "503"}
			if op.RequestBody != nil {
				want = append(want, "413", "415", "422")
			}
			if slices.Contains(roles(op), "anyone") == false {
				want = append(want, "401")
			}
			for _, status := range want {
				r := op.Responses.Value(status)
				if r == nil || r.Value.Content["application/problem+json"] == nil {
					t.Errorf("%s %s: %s has no problem", method, path, status)
				}
			}
			if method == "POST" && !hasHeader(op, "Idempotency-Key") {
				t.Errorf("%s %s: takes no Idempotency-Key", method, path)
			}
			if created := op.Responses.Value("201"); created != nil && created.Value.Headers["Location"] == nil {
				t.Errorf("%s %s: 201 without Location", method, path)
			}
		}
	}
}

func hasHeader(op *openapi3.Operation, name string) bool {
	return slices.ContainsFunc(op.Parameters, func(p *openapi3.ParameterRef) bool {
		return p.Value.In == openapi3.ParameterInHeader && p.Value.Name == name
	})
}

func TestPaths_haveWholeSegmentsAsParameters(t *testing.T) {
	t.Parallel()
	for _, path := range parsed(t).Paths.InMatchingOrder() {
		for segment := range strings.SplitSeq(path, "/") {
			if strings.Contains(segment, "{") && !(strings.HasPrefix(segment, "{") && strings.HasSuffix(segment, "}")) {
				t.Errorf("%s: Echo would take %q as one name", path, segment)
			}
		}
	}
}

func TestSchemas_ofObjectsAreClosedAndShowNoIDs(t *testing.T) {
	t.Parallel()
	for name, ref := range parsed(t).Components.Schemas {
		s := ref.Value
		if !s.Type.Is(openapi3.TypeObject) || name == "Texts" {
			continue
		}
		if s.AdditionalProperties.Has == nil || *s.AdditionalProperties.Has {
			t.Errorf("%s: additionalProperties is not false", name)
		}
		for property := range s.Properties {
			if name == "Change" {
				continue // its id is a hash of the words
			}
			if property == "id" || strings.HasSuffix(property, "_id") {
				t.Errorf("%s.%s: a row's number is shown", name, property)
			}
		}
		for _, required := range s.Required {
			if s.Properties[required] == nil {
				t.Errorf("%s: required %s is no property", name, required)
			}
		}
	}
}

// The bodies that are read straight into a use-case's input must have its fields, and no others.
func TestRequestBodies_haveTheFieldsOfTheUseCases(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]any{
		"NewConsultation": consult.NewConsultation{}, "NewPhase": consult.NewPhase{}, "NewPartner": consult.NewPartner{},
		"NewExtension": consult.NewExtension{}, "NewOverride": consult.NewOverride{}, "ChangedPhase": consult.ChangedPhase{}, "NewLateness": consult.NewLateness{},
		"NewMailPreference": consult.NewMailPreference{},
		"NewNotices":        consult.NewNotices{}, "NewDraft": consult.NewDraft{}, "NewVersion": consult.NewVersion{},
		"NewPublication": consult.NewPublication{}, "NewComment": consult.NewComment{}, "NewTarget": consult.NewTarget{},
		"NewDisposition": consult.NewDisposition{}, "Moderation": consult.Moderation{}, "NewEvent": consult.NewEvent{},
		"ImportEdit": consult.ImportEdit{}, "KeptImport": consult.KeptImport{},
	} {
		schema := parsed(t).Components.Schemas[name]
		if schema == nil {
			t.Errorf("%s: no schema", name)
			continue
		}
		got, want := sortedKeys(schema.Value.Properties), jsonNames(reflect.TypeOf(in))
		if !slices.Equal(got, want) {
			t.Errorf("%s: the document has %v, the use-case %v", name, got, want)
		}
	}
}

func jsonNames(t reflect.Type) []string {
	var out []string
	for f := range t.Fields() {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

func TestExamples_fitTheirSchemas(t *testing.T) {
	t.Parallel()
	for name, ref := range parsed(t).Components.Schemas {
		if ref.Value.Example == nil {
			continue
		}
		if err := ref.Value.VisitJSON(ref.Value.Example); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
