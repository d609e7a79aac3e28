package templates

import (
	"net/url"

	"travaux/models"
)

func sampleInterest() models.InterestRow {
	return models.InterestRow{
		Interest: models.Interest{
			ConsultationID: 1, ID: 9, Ref: "0190a1b2-0000-7000-8000-000000000009", OrganisationName: "Observatoire du fleuve", Country: "SN", Region: "011",
			StakeholderType: models.CivilSociety, StakeholderSubtype: "academia", OutcomeArea: "capacity", Language: "fr", State: models.InterestReceived,
			NoticeVersion: 1, ReceivedAt: day(-12), ConfirmedAt: ref(day(-12)),
		},
		Notes: 2,
	}
}

// sampleInterests has one in each state.
func sampleInterests() []models.InterestRow {
	invited, signed, declined := sampleInterest(), sampleInterest(), sampleInterest()
	invited.OrganisationName, invited.State, invited.InvitedAt, invited.RemindedAt, invited.Late = "Ministry of Ledgers", models.InterestInvited, ref(day(-20)), ref(day(-3)), true
	invited.StakeholderType, invited.StakeholderSubtype, invited.Country, invited.Region = models.Government, "", "KE", "014"
	signed.OrganisationName, signed.State, signed.Signed, signed.Slug = "تحالف الأدوات المفتوحة", models.InterestInvited, true, "coalition-for-open-tools"
	declined.OrganisationName, declined.State, declined.DeclinedAt, declined.Reason = "Kite & Sons", models.InterestDeclined, ref(day(-2)), "You work on another subject; please comment on the text."
	return []models.InterestRow{sampleInterest(), invited, signed, declined}
}

func sampleContact() models.InterestContact {
	person := int64(12)
	return models.InterestContact{PersonID: &person, Name: "Awa Sandbank", Email: "…@fleuve.example", Motivation: "Nous mesurons le fleuve\net voulons que ces données restent ouvertes."}
}

// Samples are the examples of the page: open, come back with errors, and closed.
func (InterestFormPage) Samples() []InterestFormPage {
	b := sampleBase(SectionFront, "/c/sample-charter/interest")
	phase := samplePhases()[0]
	p := InterestFormPage{Base: b, Form: Form{Values: url.Values{"language": {"en"}}}, Notices: sampleNotices(), Open: true, Held: []string{"en", "fr"}, Phase: &phase}
	known, failed := p, p
	known.Late = true
	known.Actor = models.Actor{PersonID: 9, Name: "Welwit Fogbank"}
	known.Speaking = []string{"Coalition for Open Tools"}
	failed.Form = Form{
		Values: url.Values{"organisation_name": {"Observatoire du fleuve"}},
		Errors: []FieldError{{"organisation_name", "We have it already."}, {"country", "Choose one."}, {"contact_email", "Fill this in."}},
	}
	return []InterestFormPage{p, known, failed, {Base: b, Form: Form{Values: url.Values{}}, Phase: &phase}}
}

// Samples are the examples of the page: not confirmed, and in each state.
func (InterestReceiptPage) Samples() []InterestReceiptPage {
	b := sampleBase(SectionFront, "/c/sample-charter/interest/0190a1b2-0000-7000-8000-000000000009")
	waits := sampleInterest()
	waits.ConfirmedAt = nil
	out := []InterestReceiptPage{{b, waits}}
	for _, i := range sampleInterests() {
		out = append(out, InterestReceiptPage{b, i})
	}
	return out
}

// Samples are the examples of the page.
func (InterestConfirmPage) Samples() []InterestConfirmPage {
	return []InterestConfirmPage{{Base: sampleGlobal("/interests/k3y"), Token: "k3y", To: sampleConsultation(), Interest: sampleInterest().Interest, Contact: sampleContact()}}
}

// Samples are the examples of the page.
func (InterestOfferPage) Samples() []InterestOfferPage {
	return []InterestOfferPage{{Base: sampleGlobal("/interests/invitation/k3y"), Token: "k3y", To: sampleConsultation(), Organisation: sampleOrganisation().Organisation}}
}

// Samples are the examples of the page: the board, one state, nothing found, nothing there.
func (InterestsPage) Samples() []InterestsPage {
	b := sampleStaff(SectionManage, "/c/sample-charter/manage/interests")
	all := sampleInterests()
	board := models.InterestBoard{Newest: all, Counts: []models.InterestCount{
		{Region: "011", StakeholderType: models.CivilSociety, State: models.InterestReceived, Late: 0, Count: 17},
		{Region: "014", StakeholderType: models.Government, State: models.InterestInvited, Late: 1, Count: 3},
		{Region: "011", StakeholderType: models.CivilSociety, State: models.InterestSigned, Late: 0, Count: 2},
		{Region: models.Unassigned, StakeholderType: models.Multilateral, State: models.InterestDeclined, Late: 0, Count: 1},
	}}
	whole := InterestsPage{Base: b, Board: board, Decides: true, Whole: true}
	listed, reminds := whole, whole
	listed.Filter.State, listed.List = []string{"received"}, models.Interests{Items: all[:1], Next: "Q"}
	reminds.Board.Settings.Remind, reminds.Limits = true, []string{"011"}
	return []InterestsPage{whole, listed, reminds, {Base: b, Filter: models.InterestFilter{Q: "nobody"}}, {Base: b}}
}

// Samples are the examples of the page: one in each state, a name that is there, one that is like another's, and one
// whose contact is gone.
func (InterestPage) Samples() []InterestPage {
	b := sampleStaff(SectionManage, "/c/sample-charter/manage/interests/0190a1b2-0000-7000-8000-000000000009")
	var out []InterestPage
	notes := []models.InterestNoteView{
		{InterestNote: models.InterestNote{Ref: "n1", Body: "Met them in Dakar.", CreatedAt: day(-3)}, Name: "Olive Lanternfield", Mine: true},
		{InterestNote: models.InterestNote{Ref: "n2", Body: "Ask the board.", CreatedAt: day(-2)}},
	}
	for _, i := range sampleInterests() {
		out = append(out, InterestPage{Base: b, Form: Form{Values: url.Values{}}, Interest: i, Contact: sampleContact(), Notes: notes, Decides: true})
	}
	known, like, gone := out[0], out[0], out[0]
	o := sampleOrganisation().Organisation
	known.Known, known.Addresses, known.Disposable = &o, true, true
	like.Similar, like.Asks = sampleSimilar(), true
	like.Errors = []FieldError{{"organisation", "This name looks like that of another."}}
	gone.Contact = models.InterestContact{}
	return append(out, known, like, gone)
}
