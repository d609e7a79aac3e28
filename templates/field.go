package templates

import (
	"slices"
	"strings"

	"travaux/models"
)

// Field is one field as the partials input, area, select, radios, check and checks show it.
type Field struct {
	Form
	Name     string // dotted
	Label    string
	Hint     string
	Problem  string // the sentence about it, empty when it is in order
	Kind     string // the type attribute of an input
	Auto     string // the autocomplete attribute
	Mode     string // the inputmode attribute
	Rows     int    // of a text area
	Max      int    // characters, or MB of a file, counted by form.mjs; 0: not counted
	Optional bool
	Options  []Option
	First    string // the label of the empty choice of a select, none when empty
	Watched  bool   // there is a place for findings below it, though there may be none yet
	Findings []Finding
	Bad      bool // what was found must be mended now
}

// Option is one choice of a field.
type Option struct {
	Value, Label string
	Hint         string
	In           int    // how far below the top of a tree, in steps
	Group        string // for grouped lists: the label of the group it begins, else empty
}

// field describes a field of a form: its label is the text "field.<form>.<name>" of the catalogue,
// or "field.<name>", and its hint is looked for in the same way. Numbers in the name do not count.
func (s speaker) field(f Form, form, name string) Field {
	key := name
	if parts := strings.Split(name, "."); len(parts) > 2 {
		key = strings.Join(slices.DeleteFunc(parts, isNumber), ".")
	}
	return Field{
		Form: f, Name: name, Kind: "text", Rows: 4,
		Label: s.first("field."+form+"."+key, "field."+key), Hint: s.first("hint."+form+"."+key, "hint."+key),
		Problem: f.Error(name),
	}
}

// Problem is a line of the summary on top: which field, what is wrong, and where it is on the page.
type Problem struct{ Target, Text string }

// problems lists what must be mended; a problem with something that has no label stands by itself.
func (s speaker) problems(f Form, form string) []Problem {
	var out []Problem
	for _, e := range inOrder(f.Errors, order[form]) {
		name := Anchor(e.Name)
		p := Problem{"field-" + name, e.Text}
		if label := s.field(f, form, name).Label; label != "" {
			p.Text = s.T("form.problem", "field", label, "problem", e.Text)
		}
		out = append(out, p)
	}
	return out
}

// order are the fields of a form as they stand on its page, where they are sent in another order.
var order = map[string][]string{
	"comment": {
		"target.exact", "body", "proposed_text", "stance", "type", "language", "speaking_as", "organisation", "stakeholder_type",
		"stakeholder_subtype", "country", "region", "author_name", "author_email", "publish_name", "confidential",
	},
	"organisation": {
		"another", "name", "language", "names.ar", "names.en", "names.es", "names.fr", "names.ru", "names.zh", "stakeholder_type",
		"stakeholder_subtype", "country", "website", "domains", "logo", "title",
	},
	"progress":          {"value", "measured_on", "narrative", "language", "addresses", "corrects", "files.0", "files.1", "files.2", "files.3", "files.4"},
	"manage_signatures": {"reason", "version", "act"},
	"prepare":           {"sha256", "officer_name", "officer_title", "officer_email", "authority_statement", "reservation", "reservation_kind", "publish_on", "clearers"},
	"sign":              {"sha256", "officer_name", "officer_title", "authority_statement", "reservation", "reservation_kind", "publish_on"},
	"pledge": {
		"title", "language", "outcome_area", "rationale", "provisions", "starts_on", "due_on", "milestones", "kind", "intent", "amount", "currency",
		"amount_private", "indicator", "unit", "baseline_value", "baseline_on", "target_value", "direction", "verification", "frequency", "resources",
		"beneficiaries",
	},
	"interest":     {"organisation_name", "stakeholder_type", "stakeholder_subtype", "country", "motivation", "outcome_area", "contact_name", "contact_email", "language"},
	"notices":      {"language", "responsible", "contact", "hosting", "privacy", "readers", "retention", "law", "publication", "licence"},
	"phase":        {"kind", "name", "time_zone", "opens_at", "closes_at", "minimum_days", "gates", "late", "regions", "reason"},
	"consultation": {"title", "slug", "summary", "language", "languages", "pre_moderation"},
	"draft":        {"draft", "title", "slug", "language", "format", "file", "content", "label"},
	"event": {
		"title", "description", "kind", "attendance", "time_zone", "starts_at", "ends_at", "country", "region", "venue",
		"online_url", "languages", "seats", "attribution", "slug",
	},
}

// inOrder sorts problems as their fields stand on the page; what has no place there keeps its own, at the end.
func inOrder(errors []FieldError, fields []string) []FieldError {
	at := func(e FieldError) int {
		if i := slices.Index(fields, Anchor(e.Name)); i >= 0 {
			return i
		}
		return len(fields)
	}
	sorted := slices.Clone(errors)
	slices.SortStableFunc(sorted, func(a, b FieldError) int { return at(a) - at(b) })
	return sorted
}

func isNumber(s string) bool { return strings.Trim(s, "0123456789") == "" }

// first says the first of the keys that the catalogue has.
func (s speaker) first(keys ...string) string {
	for _, k := range keys {
		if s.Has(k) {
			return s.T(k)
		}
	}
	return ""
}

// Value is what was typed.
func (f Field) Value() string { return f.Get(f.Name) }

// Chosen tells whether an option is the one chosen.
func (f Field) Chosen(value string) bool { return f.Has(f.Name, value) }

// Described lists the ids of the field's hint, counter and error for aria-describedby.
func (f Field) Described() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, "hint-"+f.Name)
	}
	if f.Problem != "" {
		ids = append(ids, "error-"+f.Name)
	}
	if f.Watched {
		ids = append(ids, "found-"+f.Name)
	}
	return strings.Join(ids, " ")
}

// Wrong tells whether the field must be mended before the form is taken.
func (f Field) Wrong() bool { return f.Problem != "" || f.Bad }

// From offers words that can be typed, as the options of a list below the field.
func (f Field) From(words []string) Field {
	for _, w := range words {
		f.Options = append(f.Options, Option{Value: w})
	}
	return f
}

// FromRows offers organisations that can be typed, by their slugs and names.
func (f Field) FromRows(rows []models.OrganisationRow) Field {
	for _, o := range rows {
		name, _ := o.Called(o.Language)
		f.Options = append(f.Options, Option{Value: o.Slug, Label: name})
	}
	return f
}

// Called sets the label of a field whose words are not in the catalogue.
func (f Field) Called(label string) Field { f.Label = label; return f }

// As sets the input's type and its autocomplete.
func (f Field) As(kind, auto string) Field { f.Kind, f.Auto = kind, auto; return f }

// Upload is a field for a file of so many MB at most.
func (f Field) Upload(most int) Field { f.Kind, f.Auto, f.Max = "file", "off", most; return f }

// May marks the field as optional.
func (f Field) May() Field { f.Optional = true; return f }

// Tall sets the rows of a text area and the most characters it may hold.
func (f Field) Tall(rows, most int) Field { f.Rows, f.Max = rows, most; return f }

// With sets the choices.
func (f Field) With(options []Option) Field { f.Options = options; return f }

// WithMore adds choices.
func (f Field) WithMore(options []Option) Field {
	f.Options = slices.Concat(f.Options, options)
	return f
}

// Saying sets the hint.
func (f Field) Saying(hint string) Field {
	if hint != "" {
		f.Hint = hint
	}
	return f
}

// Else sets the words of a select's empty choice.
func (f Field) Else(label string) Field { f.First = label; return f }

// Numeric asks phones for digits.
func (f Field) Numeric() Field { f.Mode = "numeric"; return f }
