package templates

import (
	"net/url"

	"travaux/models"
)

// AccountPage is the overview of what is somebody's own. Fields: name, language.
type AccountPage struct {
	Base
	Form
	Sections []AccountSection
}

// AccountSection is a page below the account's: the keys "account.<Name>" and "account.<Name>_hint" say what it is.
type AccountSection struct{ Name string }

// Path is where the section is.
func (s AccountSection) Path() string { return "/account/" + url.PathEscape(s.Name) }

// StepUpPage offers to prove anew who one is. Field: return_to (hidden).
type StepUpPage struct {
	Base
	ReturnTo string
	Ways     Ways
	Kept     bool // something was typed and is kept meanwhile
}

// SessionsPage lists the browsers in which one is signed in. Field: session.
type SessionsPage struct {
	Base
	Sessions []models.Session // last used first
	This     string           // the Ref of the one that asks
}
