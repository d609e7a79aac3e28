package templates

import (
	"net/url"

	"travaux/models"
)

// Samples are the examples of the page: to see another, come back, and with something kept.
func (SignInPage) Samples() []SignInPage {
	b := sampleGlobal("/sign-in")
	ways := Ways{"/sign-in/passkey", "localhost", "/c/sample-charter/review", []ProviderLink{{"acme", "Commons Ministry", "login.example.org"}}}
	return []SignInPage{
		{Base: b, ReturnTo: "/c/sample-charter/review", Ways: ways},
		{Base: b, Form: Form{Values: url.Values{"email": {"me"}}, Errors: []FieldError{{"email", "Write an address such as name@example.org."}}}},
		{Base: b, ReturnTo: "/typed/0190a1b2-0000-7000-8000-000000000001", Kept: true},
	}
}

// Samples are the examples of the page: as it is opened, and with a wrong code.
func (SignInSentPage) Samples() []SignInSentPage {
	b := sampleGlobal("/sign-in/sent")
	return []SignInSentPage{{Base: b}, {b, Form{Values: url.Values{"code": {"123"}}, Errors: []FieldError{{"code", "It is another code."}}}}}
}

// Samples are the examples of the page: in the browser that asked, and in another; with an identity
// that comes along, and without.
func (SignInConfirmPage) Samples() []SignInConfirmPage {
	b := sampleGlobal("/sign-in/confirm")
	return []SignInConfirmPage{{b, "k3y", false, "", ""}, {b, "k3y", true, "", ""}, {b, "k3y", false, "Commons Ministry", "ana@example.org"}, {b, "k3y", true, "Commons Ministry", "ana@example.org"}}
}

// Samples are the examples of the page.
func (SignInCodePage) Samples() []SignInCodePage {
	return []SignInCodePage{{sampleGlobal("/sign-in/confirm"), "041873"}}
}

// Samples are the examples of the page: late, used, and used by somebody signed in.
func (BadLinkPage) Samples() []BadLinkPage {
	b, in := sampleGlobal("/sign-in/confirm"), sampleGlobal("/sign-in/confirm")
	in.Actor = models.Actor{PersonID: 7, Name: "Delta Inkhorn"}
	return []BadLinkPage{{b, "This link came too late.", "k3y"}, {b, "This link was used already.", ""}, {in, "This link was used already.", ""}}
}

// Samples are the examples of the page: as it is opened, and come back.
func (FirstPage) Samples() []FirstPage {
	b := sampleGlobal("/first/k3y")
	return []FirstPage{{Base: b, Token: "k3y"}, {b, Form{Values: url.Values{"email": {"me"}}, Errors: []FieldError{{"email", "Write an address such as name@example.org."}}}, "k3y"}}
}

// Samples are the examples of the page.
func (TypedPage) Samples() []TypedPage {
	b := sampleGlobal("/typed/0190a1b2-0000-7000-8000-000000000001")
	b.Actor = models.Actor{PersonID: 7, Name: "Delta Inkhorn"}
	return []TypedPage{{
		b,
		models.Kept{Ref: "0190a1b2-0000-7000-8000-000000000001", Path: "/c/sample-charter/comments/C-000412/answer", Files: true},
		[]TypedField{{"answer", "outcome", "not_accepted"}, {"answer", "reason", "The law already says so,\nin its second part."}, {"answer", "seq", "9"}},
	}}
}

// Samples are the examples of the page: opened, and with something kept.
func (StepUpPage) Samples() []StepUpPage {
	b := sampleStaff(SectionNone, "/account/step-up")
	b.Consultation = nil
	ways := Ways{Passkey: "/account/step-up/passkey", Domain: "localhost", ReturnTo: "/account"}
	return []StepUpPage{{b, "/account", ways, false}, {b, "/typed/0190a1b2-0000-7000-8000-000000000001", Ways{}, true}}
}

// Samples are the examples of the page: several, and one alone.
func (SessionsPage) Samples() []SessionsPage {
	b := sampleStaff(SectionNone, "/account/sessions")
	b.Consultation = nil
	all := []models.Session{
		{Ref: "0190a1b2-0000-7000-8000-000000000001", Device: "Firefox, Linux", CreatedAt: day(-3), SeenAt: sampleNow},
		{Ref: "0190a1b2-0000-7000-8000-000000000002", CreatedAt: day(-9), SeenAt: day(-1)},
	}
	return []SessionsPage{{b, all, all[0].Ref}, {b, all[:1], all[0].Ref}}
}

// Samples are the examples of the page: as it is opened, and come back.
func (AccountPage) Samples() []AccountPage {
	b := sampleStaff(SectionNone, "/account")
	b.Consultation = nil
	return []AccountPage{
		{b, Form{Values: url.Values{"name": {"Delta Inkhorn"}, "language": {"fr"}}}, []AccountSection{{"sessions"}, {"passkeys"}, {"identities"}, {"tokens"}, {"mail"}, {"organisations"}, {"data"}}},
		{b, Form{Values: url.Values{"name": {"Delta"}}, Errors: []FieldError{{"name", "It is too long."}}}, nil},
	}
}
