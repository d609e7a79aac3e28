package templates

import (
	"net/url"

	"travaux/models"
)

// LimitsPage shows administrators the limits and how they are used now.
type LimitsPage struct {
	Base
	States    []models.LimitState
	Forwarded bool // this request came through a proxy that nobody trusts: all people count as one
}

// GuardPage asks how a consultation is guarded against floods. Field: mode.
type GuardPage struct {
	Base
	Form
	Stands bool // now
}

// Samples are the examples of the page: in use, and off behind a proxy that nobody trusts.
func (LimitsPage) Samples() []LimitsPage {
	b := sampleGlobal("/admin/limits")
	b.Actor, b.Rights = models.Actor{PersonID: 1, Name: "Ash Keyhole"}, Rights{Admin: true}
	off := b
	off.Unlimited = true
	return []LimitsPage{
		{Base: b, States: []models.LimitState{{Limit: models.LimitMail, Counted: 7, Full: 1}, {Limit: models.LimitToken}}},
		{Base: off, Forwarded: true},
	}
}

// Samples are the examples of the page: as it is, while the guard stands, and come back.
func (GuardPage) Samples() []GuardPage {
	b := sampleStaff(SectionManage, "/c/sample-charter/manage/guard")
	return []GuardPage{
		{Base: b, Form: Form{Values: url.Values{"mode": {"automatic"}}}},
		{Base: b, Form: Form{Values: url.Values{"mode": {"on"}}}, Stands: true},
		{Base: b, Form: Form{Errors: []FieldError{{"mode", "Choose one of the values offered."}}}},
	}
}
