package consult_test

import (
	"slices"
	"testing"

	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// charter is a short text with every kind of place to comment on.
const charter = `# Charter of Open Things

## Preamble

1. Openness alone is not enough.

## Article 1 Purpose

1. Signatories shall publish what they build. What they build shall be open.
2. This charter is a statement of will:
   - (a) for governments;
   - (b) for everybody else.

## Article 2 Openness

1. Systems should use open standards wherever suitable ones exist.
`

// town is an open consultation on the charter, with one person for each role, called by it, and two without one.
func town(t *testing.T, k *testkit.Kit, settings ...story.Setting) *story.Consultation {
	t.Helper()
	if len(settings) == 0 {
		settings = []story.Setting{story.Open()}
	}
	c := k.Story(t).Consultation("town", settings...)
	for _, r := range models.Roles {
		c.Person(string(r), r)
	}
	c.Story.Person("ana")
	c.Story.Person("bela")
	c.Draft("charter", charter)
	return c
}

// wantFault expects a refusal of a kind with a code.
func wantFault(t *testing.T, err error, kind fault.Kind, code string) {
	t.Helper()
	f, ok := fault.As(err)
	if !ok || f.Kind != kind || f.Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

// wantField expects a refusal that names a field with a code.
func wantField(t *testing.T, err error, field, code string) {
	t.Helper()
	f, ok := fault.As(err)
	if !ok || f.Kind != fault.Invalid || !slices.ContainsFunc(f.Fields, func(f fault.Field) bool { return f.Name == field && f.Code == code }) {
		t.Errorf("got %v, want %s=%s", err, field, code)
	}
}
