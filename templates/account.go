package templates

import "net/url"

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
