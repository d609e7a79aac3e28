package templates

import (
	"net/url"
	"slices"
)

// Form is a form as it is shown: what was typed, exactly as it was sent, and what must be mended.
// It keeps words rather than a decoded struct, so that a number that is none is shown as typed.
type Form struct {
	Values url.Values   // by dotted name, for example "target.exact"
	Errors []FieldError // in the order they are listed on top of the page
}

// FieldError is one problem with one field, as a sentence in the reader's language.
type FieldError struct {
	Name string // dotted name
	Text string // "Write your comment, or propose another wording."
}

// Get is what was typed into a field, empty when nothing was.
func (f Form) Get(name string) string { return f.Values.Get(name) }

// Has tells whether a choice of the field was made: for radio buttons, check boxes and options.
func (f Form) Has(name, choice string) bool { return slices.Contains(f.Values[name], choice) }

// Error is the sentence about a field, empty when it is in order.
func (f Form) Error(name string) string {
	for _, e := range f.Errors {
		if Anchor(e.Name) == name {
			return e.Text
		}
	}
	return ""
}

// Failed tells whether the form came back with errors.
func (f Form) Failed() bool { return len(f.Errors) > 0 }

// Anchor is the field on the page that a problem with a name is about: positions and the parts of
// a quote have no field of their own and are mended where the quote is.
func Anchor(name string) string {
	switch name {
	case "target", "target.start", "target.end", "target.prefix", "target.suffix", "target.kind", "target.wid", "target.after", "target.language":
		return "target.exact"
	case "draft", "version":
		return "body"
	}
	return name
}
