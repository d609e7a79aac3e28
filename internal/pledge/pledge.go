// Package pledge tests a pledge while it is written: is it relevant, future-focused and measurable? It is pure, and
// knows what is written, the day of the signature and today.
//
// Only what is missing or contradicts itself must be mended. How something is worded is met with advice at most,
// whatever the language: word lists stand in data/, one file for each of the six, and a rule that reads them never
// keeps a pledge back. It refuses to know who pledges, who may, how anything is kept, and the words for people: a
// finding is a code with what its sentence needs.
package pledge

import (
	"slices"
	"time"
)

// Written is a pledge as far as it is written: text as it was typed, with the contract's names.
type Written struct {
	Language    string `json:"language"` // BCP 47, of the text; empty: numbers are read as programs write them
	Title       string `json:"title"`
	OutcomeArea string `json:"outcome_area"`
	Rationale   string `json:"rationale"`
	// Provisions of the charter that it answers, by wid.
	Provisions []string `json:"provisions"`

	StartsOn   string      `json:"starts_on"`
	DueOn      string      `json:"due_on"`
	Milestones []Milestone `json:"milestones"`

	Kind string `json:"kind"`
	// Intent makes it a statement of intent: the measurable test asks for nothing then.
	Intent        bool   `json:"intent"`
	Amount        string `json:"amount"`
	Currency      string `json:"currency"`
	AmountPrivate bool   `json:"amount_private"` // the public is told that there is one
	Indicator     string `json:"indicator"`
	Unit          string `json:"unit"`
	BaselineValue string `json:"baseline_value"`
	BaselineOn    string `json:"baseline_on"`
	TargetValue   string `json:"target_value"`
	Direction     string `json:"direction"` // empty: whichever way the target lies
	Verification  string `json:"verification"`
	Frequency     string `json:"frequency"`
}

// Milestone is what will be there on a day between start and due date.
type Milestone struct {
	Title string `json:"title"`
	DueOn string `json:"due_on"`
}

// Setting is what a pledge is held against. Of both times the day counts, in the zone that they bear.
type Setting struct {
	Today  time.Time
	Signed time.Time // the day of the organisation's signature; zero: it has not signed
}

// Areas, Kinds, Directions and Frequencies are what may be chosen, in the order in which a form offers them.
var (
	Areas       = []string{"products", "capacity", "implementation", "safeguards_inclusion", "ecosystem"}
	Kinds       = []string{financial, "products_services", "research_knowledge"}
	Directions  = []string{increase, decrease}
	Frequencies = []string{"monthly", "quarterly", "half_yearly", "yearly", atEnd}
)

const (
	financial = "financial"
	increase  = "increase"
	decrease  = "decrease"
	atEnd     = "at_end"
)

// Test is one of the three.
type Test string

// The tests, in their order.
const (
	Relevant      Test = "relevant"
	FutureFocused Test = "future_focused"
	Measurable    Test = "measurable"
)

// Tests are all of them.
var Tests = []Test{Relevant, FutureFocused, Measurable}

// Severity says what follows from a finding.
type Severity string

// The severities.
const (
	Must   Severity = "must"   // be mended before the pledge is submitted
	Advice Severity = "advice" // would make it better, or says how it will be shown
)

// Finding is something that is missing or weak. Its sentence, which also says how to mend it, is in the catalogues.
type Finding struct {
	Test     Test
	Field    string // dotted, as in Written: "due_on", "milestones.0.due_on"
	Code     string // stable word
	Severity Severity
	Args     map[string]string // what the sentence needs; days are written 2006-01-02
}

// Key is the sentence's key in the catalogues.
func (f Finding) Key() string { return "pledge.finding." + f.Code }

// Check holds a pledge against the three tests. Findings come by test, and in each in the order of a form.
func Check(w Written, at Setting) []Finding {
	c := check{Written: w, at: at, words: lexica(w.Language)}
	c.starts, c.startsRead = ReadDay(w.StartsOn)
	c.due, c.dueRead = ReadDay(w.DueOn)
	c.relevant()
	c.future()
	c.measurable()
	return c.found
}

// Ready tells whether nothing must be mended.
func Ready(found []Finding) bool {
	return !slices.ContainsFunc(found, func(f Finding) bool { return f.Severity == Must })
}

// State is how far a pledge has come in one test.
type State string

// The states of a test.
const (
	Passed State = "passed" // nothing was found
	Fair   State = "fair"   // there is advice only
	Failed State = "failed" // something must be mended
)

// StateOf says how far the findings let a pledge come in a test.
func StateOf(found []Finding, test Test) State {
	s := Passed
	for _, f := range found {
		switch {
		case f.Test != test:
		case f.Severity == Must:
			return Failed
		default:
			s = Fair
		}
	}
	return s
}

// check is one run of the tests.
type check struct {
	Written
	at                  Setting
	words               []*lexicon
	starts, due         time.Time
	startsRead, dueRead bool
	test                Test
	found               []Finding
}

// must notes what has to be mended; args are name, value, name, value, …
func (c *check) must(field, code string, args ...string) { c.note(Must, field, code, args) }

// advise notes what would be better.
func (c *check) advise(field, code string, args ...string) { c.note(Advice, field, code, args) }

func (c *check) note(s Severity, field, code string, args []string) {
	f := Finding{Test: c.test, Field: field, Code: code, Severity: s}
	for i := 0; i+1 < len(args); i += 2 {
		if f.Args == nil {
			f.Args = map[string]string{}
		}
		f.Args[args[i]] = args[i+1]
	}
	c.found = append(c.found, f)
}

// placeholder advises where a text only says that it will be written later.
func (c *check) placeholder(field, text string) {
	if c.isWhole(nothing, text) {
		c.advise(field, "placeholder", "written", short(text))
	}
}

// short cuts what somebody wrote to what fits in a sentence.
func short(s string) string {
	const most = 60
	s = tidy(s)
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
