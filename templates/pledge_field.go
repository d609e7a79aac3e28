package templates

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"travaux/internal/place"
	"travaux/models"
)

// asks describes a field of the form of a pledge, with every finding about it.
func (s speaker) asks(p PledgeFormPage, name string) Field {
	f := s.field(p.Form, "pledge", name)
	f.Watched = true
	for _, found := range p.Findings {
		if found.Field == name {
			f.Findings = append(f.Findings, found)
		}
	}
	f.Bad = p.Mend && slices.ContainsFunc(f.Findings, func(x Finding) bool { return x.Must })
	return f
}

// asksIn is asks for a field of a row of milestones.
func (s speaker) asksIn(p PledgeFormPage, row int, name string) Field {
	return s.asks(p, "milestones."+strconv.Itoa(row)+"."+name)
}

// Day makes the field one for a day; what cannot be read as one stays as it was typed.
func (f Field) Day() Field {
	if _, err := time.Parse(time.DateOnly, f.Value()); err == nil || f.Value() == "" {
		return f.As("date", "off")
	}
	return f.As("text", "off")
}

// Decimal asks phones for digits, and no browser to fill them in.
func (f Field) Decimal() Field { f.Mode, f.Auto = "decimal", "off"; return f }

// chosen lists the labels of the options that are chosen.
func (s speaker) chosen(f Field) string {
	var out []string
	for _, o := range f.Options {
		if f.Chosen(o.Value) {
			out = append(out, strings.TrimSpace(o.Label))
		}
	}
	return s.List(out)
}

// answerable are the provisions that a pledge can answer; what was chosen and is in the text no more stays.
func (s speaker) answerable(p PledgeFormPage) []Option {
	out := make([]Option, 0, len(p.Provisions))
	there := map[string]bool{}
	for _, v := range p.Provisions {
		there[v.WID] = true
		if v.Depth < 2 || slices.Contains(p.Values["provisions"], v.WID) {
			out = append(out, Option{Value: v.WID, Label: s.short(v), In: min(v.Depth, 2)})
		}
	}
	for _, wid := range p.Values["provisions"] {
		if wid != "" && !there[wid] {
			there[wid] = true
			out = append(out, Option{Value: wid, Label: s.T("pledge_form.gone", "name", wid)})
		}
	}
	return out
}

// holds says what a field holds, in the reader's words.
func (s speaker) holds(p PledgeFormPage, name, value string) string {
	switch {
	case value == "":
		return "–"
	case value == "true":
		return s.T("pledge_form.yes")
	}
	switch name {
	case "outcome_area":
		return s.word("outcome", value)
	case "kind", "frequency", "direction":
		return s.word("pledge."+name, value)
	case "language":
		return place.LanguageName(value, s.Lang())
	case "beneficiaries":
		return s.labels(s.countries(), value)
	case "provisions":
		return s.labels(s.answerable(p), value)
	}
	return value
}

// labels are those of some options, of which the values stand between commas.
func (s speaker) labels(options []Option, values string) string {
	out := strings.Split(values, ", ")
	for i, v := range out {
		if at := slices.IndexFunc(options, func(o Option) bool { return o.Value == v }); at >= 0 {
			out[i] = options[at].Label
		}
	}
	return s.List(out)
}

// pledgeLabel is what a field of the form is called.
func (s speaker) pledgeLabel(name string) string { return s.field(Form{}, "pledge", name).Label }

// unknownTests are the three before anything is written.
func unknownTests() []TestState {
	return []TestState{{Name: "relevant"}, {Name: "future_focused"}, {Name: "measurable"}}
}

// Test finds one of the tests by its name.
func (p PledgeFormPage) Test(name string) TestState {
	all := p.Tests
	if len(all) == 0 {
		all = unknownTests()
	}
	for _, t := range all {
		if t.Name == name {
			return t
		}
	}
	return TestState{Name: name}
}

// All are the three tests.
func (p PledgeFormPage) All() []TestState {
	if len(p.Tests) > 0 {
		return p.Tests
	}
	return unknownTests()
}

// NotesNow are what the secretariat said since the pledge was public last, the newest first.
func (p PledgeFormPage) NotesNow() []models.PledgeNote {
	if p.Pledge == nil {
		return nil
	}
	out := slices.DeleteFunc(slices.Clone(p.Notes), func(n models.PledgeNote) bool { return n.Version <= p.Pledge.Shown })
	slices.Reverse(out)
	return out
}
