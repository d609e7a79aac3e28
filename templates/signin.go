package templates

import "travaux/models"

// SignInPage asks for an address. Fields: email, return_to (hidden).
type SignInPage struct {
	Base
	Form
	ReturnTo string
	Ways     Ways
}

// SignInSentPage says that a link is on its way, whether or not the address is known.
type SignInSentPage struct {
	Base
	Email string // as typed, empty when the page is opened again
}

// SignInConfirmPage asks to press a button, so that a mail scanner does not use the link up. Field: token.
type SignInConfirmPage struct {
	Base
	Token string
}

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
