package templates

import (
	"net/url"

	"travaux/models"
)

func samplePledgeForm() PledgeFormPage {
	b := sampleBase(SectionPledges, "/c/sample-charter/pledge/coalition-for-open-tools")
	b.Actor = models.Actor{PersonID: 5, Name: "Welwit Fogbank"}
	o := sampleOrganisation().Organisation
	return PledgeFormPage{
		Base: b, Form: Form{Values: url.Values{"language": {"en"}}}, Organisation: o.Name, OrganisationLanguage: o.Language, OrganisationSlug: o.Slug,
		Provisions: sampleReading().Provisions, TextLanguage: "en", Held: []string{"en", "fr"}, Currencies: []string{"EUR", "KES", "USD"}, Notices: sampleNotices(),
	}
}

// samplePledgeDraft is a draft with findings on several fields, two on one.
func samplePledgeDraft() PledgeFormPage {
	p := samplePledgeForm()
	v := samplePledges()[0]
	v.Status, v.Shown = models.PledgeChanges, 0
	p.Pledge = &v
	p.Values = url.Values{
		"seq": {"7"}, "title": {v.Title}, "language": {"en"}, "due_on": {"in two years"}, "starts_on": {"2026-05-01"}, "kind": {"financial"},
		"provisions": {sampleReading().Provisions[0].WID, "art-99"}, "beneficiaries": {"KE", "UG"}, "milestones.0.title": {"Ten registries"}, "intent": {"true"},
	}
	p.Tests = []TestState{{"relevant", "passed"}, {"future_focused", "failed"}, {"measurable", "fair"}}
	p.Findings = []Finding{
		{"due_on", true, "“in two years” cannot be read as a date."},
		{"due_on", false, "Name an earlier one."},
		{"milestones", false, "One more."},
		{"milestones.0.due_on", true, "This milestone has no date."},
		{"intent", false, "This will be shown as a statement of intent."},
		{"provisions", true, "Choose some."},
	}
	p.Notes = []models.PledgeNote{{Version: 1, Body: "Which registries?", WrittenAt: day(-5)}}
	return p
}

// Samples are the examples of the page: with a choice, with one's own, refused, closed, without a mandate, and signed out.
func (PledgeForPage) Samples() []PledgeForPage {
	b := sampleBase(SectionPledges, "/c/sample-charter/pledge")
	mine := b
	mine.Actor = models.Actor{PersonID: 5, Name: "Welwit Fogbank"}
	one := sampleOrganisation().Organisation
	other := one
	other.ID, other.Slug = 6, "other"
	own := samplePledges()
	amended, asked, draft, sent := own[0], own[0], own[0], own[0]
	amended.Status, asked.Status, asked.Shown, draft.Status, draft.Shown, sent.Status, sent.Shown = models.PledgeDraft, models.PledgeChanges, 0, models.PledgeDraft, 0, models.PledgeSubmitted, 0
	for _, v := range []*models.PledgeView{&amended, &asked, &draft, &sent} {
		v.OrganisationID = one.ID
	}
	all := append(own, amended, asked, draft, sent)
	return []PledgeForPage{
		{Base: mine, Pledgers: []Pledger{{one, true, false}, {other, true, true}}, Own: all, Open: true},
		{Base: mine, Pledgers: []Pledger{{one, true, false}, {other, false, false}}, Own: all[:1], Open: true, Refused: &other},
		{Base: mine, Pledgers: []Pledger{{one, false, false}}, Own: all},
		{Base: mine, Open: true},
		{Base: b, Open: true},
	}
}

// Samples are the examples of the page: new, a draft, one to be mended, one that two wrote, and an amendment that waits.
func (PledgeFormPage) Samples() []PledgeFormPage {
	late, mend, met, same, amended := samplePledgeForm(), samplePledgeDraft(), samplePledgeDraft(), samplePledgeDraft(), samplePledgeDraft()
	late.Late, late.Errors = true, []FieldError{{"title", "Fill this in."}}
	mend.Mend = true
	met.Stale, met.Met = true, []Difference{
		{"due_on", "2027-03-01", "in two years"},
		{"intent", "", "true"},
		{"kind", "", "financial"},
		{"outcome_area", "products", ""},
		{"beneficiaries", "KE, UG", "KE"},
		{"provisions", sampleReading().Provisions[0].WID, "art-99"},
		{"language", "en", "fr"},
		{"milestones.0.title", "", "Ten"},
	}
	met.Errors = []FieldError{{"title", "Somebody changed this meanwhile."}}
	same.Stale = true
	v := *amended.Pledge
	v.Status, v.Shown, v.Number = models.PledgeSubmitted, 1, 2
	amended.Pledge = &v
	amended.Findings, amended.Tests = nil, []TestState{{"relevant", "passed"}, {"future_focused", "passed"}, {"measurable", "passed"}}
	return []PledgeFormPage{samplePledgeForm(), late, samplePledgeDraft(), mend, met, same, amended}
}

// Samples are the examples of the page: one that waits.
func (PledgeSentPage) Samples() []PledgeSentPage {
	v := samplePledges()[0]
	v.Status, v.Shown, v.SubmittedAt, v.Commitment, v.Salt = models.PledgeSubmitted, 0, ref(day(-1)), "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", "0a1b"
	b := sampleBase(SectionPledges, "/c/sample-charter/pledges/"+v.Ref+"/submitted")
	b.Actor = models.Actor{PersonID: 5, Name: "Welwit Fogbank"}
	return []PledgeSentPage{{b, v}}
}

// Samples are the examples of the page: one that is public, and a draft that came back.
func (PledgeWithdrawPage) Samples() []PledgeWithdrawPage {
	v := samplePledges()[0]
	draft := v
	draft.Shown, draft.Status = 0, models.PledgeDraft
	b := sampleBase(SectionPledges, "/c/sample-charter/pledges/"+v.Ref+"/withdraw")
	b.Actor = models.Actor{PersonID: 5, Name: "Welwit Fogbank"}
	return []PledgeWithdrawPage{{Base: b, Pledge: v}, {b, Form{Errors: []FieldError{{"reason", "Shorten this."}}}, draft}}
}
