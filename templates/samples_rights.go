package templates

import (
	"net/url"
	"time"

	"travaux/models"
)

// sampleMe is a page of somebody without a role.
func sampleMe(path string) Base {
	b := sampleGlobal(path)
	b.Actor = models.Actor{PersonID: 9, Name: "Welwit Fogbank", Email: "welwit@example.org"}
	return b
}

// Samples are the examples of the page: with everything there can be, and of somebody of whom little is kept.
func (MyDataPage) Samples() []MyDataPage {
	said := models.MyComment{Consultation: "sample-charter", CommentView: sampleComments()[3], NoticeVersion: 1, PublishName: true, Consents: []models.Consent{
		{Kind: models.ConsentNotices, NoticeVersion: 1, Language: "en", GivenAt: day(-13)},
		{Kind: models.ConsentName, NoticeVersion: 1, Language: "en", Wording: "I agree that my name is shown.", GivenAt: day(-13), WithdrawnAt: ref(day(-2))},
	}}
	p := models.Person{Name: "Welwit Fogbank", Email: "welwit@example.org", Language: "en", Country: "KE", CreatedAt: day(-40)}
	kept := []models.KeptTable{{Name: "sessions", Columns: []string{"device", "standing", "created_at", "seen_at", "expires_at"}, Rows: []map[string]any{
		{"device": "Firefox, Linux", "standing": "participant", "created_at": day(-3), "seen_at": day(0), "expires_at": day(11)},
	}}}
	return []MyDataPage{
		{sampleMe("/account/data"), models.MyData{Person: p, Comments: []models.MyComment{said}, Kept: kept}},
		{sampleMe("/account/data"), models.MyData{Person: models.Person{Email: "welwit@example.org", CreatedAt: day(-1)}}},
	}
}

// Samples are the examples of the page: as it is opened, come back, and to be checked.
func (EraseMePage) Samples() []EraseMePage {
	b := sampleMe("/account/erase")
	return []EraseMePage{
		{Base: b, Comments: 3},
		{Base: b, Form: Form{Errors: []FieldError{{"comments", "Choose one."}}}},
		{Base: b, Form: Form{Values: url.Values{"comments": {"keep"}}}, Checking: true},
	}
}

// Samples are the examples of the page, one for each way.
func (TakeBackPage) Samples() []TakeBackPage {
	b := sampleBase(SectionComments, "/c/sample-charter/receipts/r/take-back")
	c := sampleComments()[3]
	return []TakeBackPage{{b, c.Receipt, "withdraw", c}, {b, c.Receipt, "erase", c}, {b, c.Receipt, "name", c}}
}

// Samples are the examples of the page: to be pressed, and done.
func (DisownPage) Samples() []DisownPage {
	b := sampleGlobal("/disown/1-2-3")
	return []DisownPage{{b, "1-2-3", sampleComments()[3], false}, {b, "1-2-3", sampleComments()[3], true}}
}

// Samples are the examples of the page: as it is opened, and come back.
func (ReportFormPage) Samples() []ReportFormPage {
	b := sampleBase(SectionComments, "/c/sample-charter/comments/C-000360/report")
	return []ReportFormPage{
		{Base: b, Comment: sampleComments()[3]},
		{b, Form{Values: url.Values{"email": {"me"}}, Errors: []FieldError{{"body", "Fill this in."}, {"email", "Write an address."}}}, sampleComments()[3]},
	}
}

// Samples are the examples of the page: with something to decide, come back, and with nothing.
func (ReportsPage) Samples() []ReportsPage {
	b := sampleStaff(SectionModeration, "/c/sample-charter/moderation/reports")
	r := ReportedComment{models.Report{ID: 5, Body: "I am Welwit and wrote no such thing.", Email: "w@example.org", CreatedAt: day(-1)}, sampleComments()[3]}
	gone := sampleComments()[3]
	gone.Publication, gone.RemovedAt = models.Disowned, ref(day(-1))
	return []ReportsPage{
		{Base: b, Waiting: []ReportedComment{r}, Disowned: []models.CommentView{gone}, Hidden: []models.CommentView{sampleHidden()}},
		{Base: b, Form: Form{Values: url.Values{"reason": {""}}, Errors: []FieldError{{"reason", "Say why."}}}, At: "5", Waiting: []ReportedComment{r}},
		{Base: b},
	}
}

// Samples are the examples of the page.
func (PrivacyPage) Samples() []PrivacyPage {
	return []PrivacyPage{{sampleGlobal("/privacy"), []Period{{"unconfirmed", 14 * 24 * time.Hour}, {"limits", 8 * time.Hour}, {"passkeys", 5 * time.Minute}, {"consents", 0}}}}
}

// sampleHidden is a comment that a moderator hid.
func sampleHidden() models.CommentView {
	c := sampleComments()[2]
	c.Publication, c.RemovedAt, c.RemovedWhy = models.Hidden, ref(day(-1)), "It gives the telephone number of somebody else."
	return c
}
