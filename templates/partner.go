package templates

import (
	"net/url"

	"travaux/models"
)

// PledgePartnersPage is where whoever pledges names partners. Field: organisation, by slug or name.
type PledgePartnersPage struct {
	Base
	Form
	Pledge   models.PledgeView
	Partners []models.PartnerView
	Known    []models.OrganisationRow // that are offered while one types
}

// At is where they are.
func (p PledgePartnersPage) At() string { return p.PledgeAt(p.Pledge.Ref, "partners") }

// Standing tells whether others can still be named.
func (p PledgePartnersPage) Standing() bool { return p.Pledge.Status != models.PledgeWithdrawn }

// PledgePartnerPage is a pledge as an organisation sees it that is asked to be its partner. decision is a button.
type PledgePartnerPage struct {
	Base
	Form
	Pledge     models.PledgeView
	Partner    models.PartnerView
	Provisions []models.Provision
	Named, Own bool // for which side the reader speaks
}

// At is where it is.
func (p PledgePartnerPage) At() string {
	return p.PledgeAt(p.Pledge.Ref, "partners", url.PathEscape(p.Partner.OrganisationSlug))
}

// Tests are the three tests by which its words are told.
func (PledgePartnerPage) Tests() []string {
	return []string{"relevant", "future_focused", "measurable"}
}

// Undone tells whether there is something to take back.
func (p PledgePartnerPage) Undone() bool {
	return p.Partner.State == models.PartnerConfirmed || p.Own && p.Partner.State == models.PartnerAsked
}

func samplePartners() []models.PartnerView {
	one := models.PartnerView{
		PledgePartner: models.PledgePartner{PledgeID: 1, OrganisationID: 6, State: models.PartnerConfirmed, Version: 1, AskedAt: day(-4), DecidedAt: ref(day(-3))},
		Organisation:  models.Texts{"en": "Harbour Authority", "ar": "هيئة الميناء"}, OrganisationLanguage: "en", OrganisationSlug: "harbour-authority",
	}
	two, three := one, one
	two.State, two.DecidedAt, two.OrganisationSlug = models.PartnerAsked, nil, "works"
	three.State, three.OrganisationSlug = models.PartnerDeclined, "mills"
	return []models.PartnerView{one, two, three}
}

// Samples are the examples of the page: with partners, refused, and none yet.
func (PledgePartnersPage) Samples() []PledgePartnersPage {
	b := sampleBase(SectionPledges, "/c/sample-charter/pledges/0190a1b2-0000-7000-8000-000000000901/partners")
	b.Actor = models.Actor{PersonID: 5, Name: "Welwit Fogbank"}
	known := []models.OrganisationRow{{Organisation: models.Organisation{Slug: "works", Name: models.Texts{"en": "Works"}, Language: "en"}}}
	p := PledgePartnersPage{Base: b, Pledge: samplePledges()[0], Partners: samplePartners(), Known: known}
	back, gone := p, PledgePartnersPage{Base: b, Pledge: samplePledges()[1]}
	back.Form = Form{Values: url.Values{"organisation": {"nobody"}}, Errors: []FieldError{{"organisation", "There is no such organisation."}}}
	return []PledgePartnersPage{p, back, gone, {Base: b, Pledge: samplePledges()[0]}}
}

// Samples are the examples of the page: asked, refused, confirmed, and as whoever pledges sees it.
func (PledgePartnerPage) Samples() []PledgePartnerPage {
	b := sampleBase(SectionPledges, "/c/sample-charter/pledges/0190a1b2-0000-7000-8000-000000000901/partners/works")
	b.Actor = models.Actor{PersonID: 5, Name: "Welwit Fogbank"}
	all := samplePartners()
	asked := PledgePartnerPage{Base: b, Pledge: samplePledges()[0], Partner: all[1], Provisions: sampleProvisions(), Named: true}
	back, done, own := asked, asked, asked
	back.Form = Form{Errors: []FieldError{{"decision", "This was decided already."}}}
	done.Partner, done.Pledge.Provisions = all[0], models.List{"art-2"}
	own.Named, own.Own = false, true
	return []PledgePartnerPage{asked, back, done, own}
}
