package templates

import (
	"net/url"
	"time"

	"travaux/models"
)

// MailPreferencesPage asks how somebody wants to be told. Field: digest.
type MailPreferencesPage struct {
	Base
	Form
	Preference models.MailPreference
}

// UnsubscribePage ends messages at the press of a button, or says that they ended.
type UnsubscribePage struct {
	Base
	Token string
	Done  bool
}

// MailPage tells an operator how mail does. It names nobody.
type MailPage struct {
	Base
	Report models.MailReport
}

// MailCount is how many messages are in a state.
type MailCount struct {
	State models.MailState
	N     int
}

// Counts are the states in the order they are shown, those in which nothing is too.
func (p MailPage) Counts() []MailCount {
	var out []MailCount
	for _, s := range []models.MailState{models.MailWaiting, models.MailHeld, models.MailFailed, models.MailDead, models.MailBounced, models.MailSent} {
		out = append(out, MailCount{s, p.Report.Counts[s]})
	}
	return out
}

// Minutes is for how many minutes a message has been on its way.
func (p MailPage) Minutes(m models.QueuedMail) int {
	return int(p.Report.At.Sub(m.CreatedAt) / time.Minute)
}

// Samples are the examples of the page: fresh, with an address that takes no mail, and come back.
func (MailPreferencesPage) Samples() []MailPreferencesPage {
	b := sampleGlobal("/account/mail")
	b.Actor = models.Actor{PersonID: 1, Name: "Dana Dell"}
	bounced := models.MailPreference{PersonID: 1, Digest: models.DigestEach, BouncedAt: ref(day(-2))}
	return []MailPreferencesPage{
		{b, Form{Values: url.Values{"digest": {"each"}}}, models.MailPreference{PersonID: 1, Digest: models.DigestEach}},
		{b, Form{Values: url.Values{"digest": {"each"}}}, bounced},
		{b, Form{Values: url.Values{"digest": {"x"}}, Errors: []FieldError{{"digest", "Choose one."}}}, models.MailPreference{}},
	}
}

// Samples are the examples of the page: asked, and done.
func (UnsubscribePage) Samples() []UnsubscribePage {
	return []UnsubscribePage{{sampleGlobal("/unsubscribe/x"), "x", false}, {sampleGlobal("/unsubscribe/x"), "x", true}}
}

// Samples are the examples of the page: trouble, and none.
func (MailPage) Samples() []MailPage {
	b := sampleGlobal("/admin/mail")
	b.Actor, b.Rights = models.Actor{PersonID: 1, Name: "Ash Keyhole"}, Rights{Admin: true}
	trouble := []models.QueuedMail{
		{MessageID: "0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11", Kind: "confirm", State: models.MailDead, Attempts: 1, LastError: "550", CreatedAt: day(-1), DueAt: day(-1), Payload: []byte{1}},
		{MessageID: "0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c12", Kind: "sign_in", State: models.MailFailed, Attempts: 7, LastError: "connection", CreatedAt: day(0), DueAt: day(0)},
	}
	counts := map[models.MailState]int{models.MailWaiting: 3, models.MailFailed: 1, models.MailDead: 1, models.MailSent: 1204}
	return []MailPage{{b, models.MailReport{At: day(0).Add(time.Hour), Counts: counts, Bouncing: 2, Trouble: trouble}}, {b, models.MailReport{At: day(0)}}}
}
