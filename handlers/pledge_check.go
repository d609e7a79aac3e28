package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"travaux/internal/fault"
	"travaux/internal/pledge"
	"travaux/internal/web"
	"travaux/templates"
)

// testsOf says how far the findings let a pledge come in each test.
func testsOf(found []pledge.Finding) []templates.TestState {
	out := make([]templates.TestState, len(pledge.Tests))
	for i, test := range pledge.Tests {
		out[i] = templates.TestState{Name: string(test), State: string(pledge.StateOf(found, test))}
	}
	return out
}

// findingsOf are what the tests find, in the reader's language.
func findingsOf(c echo.Context, found []pledge.Finding) []templates.Finding {
	out := make([]templates.Finding, len(found))
	for i, f := range found {
		args := map[string]any{}
		for name, value := range f.Args {
			args[name] = value
		}
		out[i] = templates.Finding{
			Field: f.Field, Must: f.Severity == pledge.Must, Text: web.FieldText(web.Words(c), fault.Field{Name: f.Field, Code: f.Code, Args: args}),
		}
	}
	return out
}

// checked answers pledge.mjs: the state of each test with its word, and what is to be said below each field.
type checked struct {
	Tests    []checkedTest    `json:"tests"` // none where something could not be read
	Findings []checkedFinding `json:"findings"`
}

type checkedTest struct {
	Name  string `json:"name"`
	Says  string `json:"says"`
	State string `json:"state"`
	Word  string `json:"word"`
}

type checkedFinding struct {
	Field string `json:"field"`
	Must  bool   `json:"must"`
	Text  string `json:"text"`
}

// checkPledge tells what the tests find in a pledge as far as it is typed. It keeps nothing.
func (h *Handlers) checkPledge(c echo.Context) error {
	var in writing
	err := web.Decode(c, &in)
	var found []pledge.Finding
	if err == nil {
		in.Organisation = c.Param("organisation")
		found, err = h.Consult.CheckPledge(c.Request().Context(), web.Call(c), c.Param("consultation"), in.NewPledge)
	}
	out := checked{Tests: []checkedTest{}, Findings: []checkedFinding{}}
	words := web.Words(c)
	if f, ok := fault.As(err); ok && f.Kind == fault.Invalid {
		for _, field := range f.Fields {
			out.Findings = append(out.Findings, checkedFinding{templates.Anchor(field.Name), true, web.FieldText(words, field)})
		}
		return c.JSON(http.StatusOK, out)
	}
	if err != nil {
		return err
	}
	for _, t := range testsOf(found) {
		out.Tests = append(out.Tests, checkedTest{t.Name, words.T("pledge.test." + t.Name), t.State, words.T("pledge.state." + t.State)})
	}
	for _, f := range findingsOf(c, found) {
		out.Findings = append(out.Findings, checkedFinding(f))
	}
	return c.JSON(http.StatusOK, out)
}
