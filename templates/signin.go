package templates

import "travaux/models"

// SignInPage asks for an address. Fields: email, return_to (hidden).
type SignInPage struct {
	Base
	Form
	ReturnTo string
	Ways     Ways
	Kept     bool // something was typed and is kept until one is signed in
}

// SignInSentPage says that a link is on its way, whether or not the address is known. Field: code, which the link
// shows when it is opened elsewhere.
type SignInSentPage struct {
	Base
	Form
}

// SignInConfirmPage asks to press a button, so that a mail scanner does not use the link up. Field: token.
type SignInConfirmPage struct {
	Base
	Token     string
	Elsewhere bool   // another browser asked for the link, so that a code comes next
	Provider  string // the name of the provider whose identity comes along; empty: none does
	Email     string // that identity's
}

// SignInCodePage shows the code to type into the browser that asked.
type SignInCodePage struct {
	Base
	Code string // six digits
}

// BadLinkPage says why a link does not work and what to do next. Field: token, of one that came too late.
type BadLinkPage struct {
	Base
	Message string // the sentence, in the reader's language
	Late    string // the token; empty: no new link can be had for this one
}

// FirstPage asks who the first administrator is. Fields: name, email.
type FirstPage struct {
	Base
	Form
	Token string
}

// TypedPage shows what was typed before one had to sign in. Its form sends all of it to where it was meant for.
type TypedPage struct {
	Base
	Kept   models.Kept
	Fields []TypedField // by name; those that have nothing to show are sent all the same
}

// TypedField is one value of a form as it was typed.
type TypedField struct{ Form, Name, Value string }

// DemoPage lets one be each person of the example. Field: email.
type DemoPage struct {
	Base
	People []DemoPerson
	Home   string // path of the example's consultation, to go on to
}

// DemoPerson is a person of the example with what they may do.
type DemoPerson struct {
	models.Person
	Roles []models.Role
}

// typed is a value as it is read: the word for a choice. It is empty for what only programs read, which has no label
// in its form.
func (s speaker) typed(f TypedField) string {
	if f.Form != "" && s.field(Form{}, f.Form, f.Name).Label == "" {
		return ""
	}
	switch f.Name {
	case "seq", "token", "return_to", "session", "kept", "submit", "back", "version":
		return ""
	case "outcome", "stance", "type", "attendance":
		return s.word(f.Name, f.Value)
	case "stakeholder_type":
		return s.word("stakeholder", f.Value)
	}
	return f.Value
}

// typedLabel names a field as its form does, else as programs do.
func (s speaker) typedLabel(f TypedField) string {
	if label := s.field(Form{}, f.Form, f.Name).Label; label != "" {
		return label
	}
	return f.Name
}
