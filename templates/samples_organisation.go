package templates

import (
	"fmt"
	"net/url"

	"travaux/models"
)

func sampleOrganisation() models.OrganisationRow {
	return models.OrganisationRow{
		Organisation: models.Organisation{
			ID: 5, Slug: "coalition-for-open-tools", Name: models.Texts{"en": "Coalition for Open Tools", "ar": "تحالف الأدوات المفتوحة"}, Language: "en",
			Country: "KE", Region: "014", StakeholderType: models.CivilSociety, StakeholderSubtype: "ngo", Domains: models.List{"tools.example", "open.example"},
			Vouched: models.List{"tools.example"}, Website: "https://tools.example.org/", Logo: "9f86d081884c7d65", CreatedAt: day(-40), UpdatedAt: day(-2), Version: 3,
		},
		Mandates: 2, Comments: 3, Asked: 1,
	}
}

func sampleMandates() []models.MandateView {
	m := func(id, person int64, name string, state models.MandateState, how models.MandateHow) models.MandateView {
		return models.MandateView{
			Mandate: models.Mandate{ID: id, Ref: fmt.Sprintf("0190a1b2-0000-7000-8000-%012d", id), OrganisationID: 5, PersonID: person, State: state, How: how, Title: "Programme lead", AskedAt: day(-9)},
			Slug:    "coalition-for-open-tools", Organisation: sampleOrganisation().Name, Language: "en", PersonName: name, PersonEmail: "someone@tools.example",
		}
	}
	ended := m(1, 3, "Kola Mangrove", models.MandateEnded, models.ByMandated)
	ended.DecidedAt, ended.EndedAt, ended.Reason = ref(day(-30)), ref(day(-3)), "Left in spring."
	stands := m(2, 4, "Marula Stonebridge", models.MandateConfirmed, models.ByOrganiser)
	stands.DecidedAt = ref(day(-8))
	return []models.MandateView{m(3, 5, "", models.MandateAsked, ""), m(4, 7, "Delta Inkhorn", models.MandateAsked, ""), stands, ended}
}

func sampleSimilar() []models.SimilarName {
	return []models.SimilarName{{Slug: "coalition-for-open-too1s", Name: "Coalition for Open Too1s", Language: "en", Country: "US", StakeholderType: models.PrivateSector}}
}

// Samples are the examples of the page: the list, what waits, and nothing found.
func (OrganisationsPage) Samples() []OrganisationsPage {
	other := sampleOrganisation()
	other.Slug, other.Name, other.Logo, other.Country, other.StakeholderType, other.StakeholderSubtype, other.Asked = "ministry", models.Texts{"ar": "ديوان السجلات المفتوحة"}, "", "TN", models.Government, "", 0
	list := models.Organisations{Items: []models.OrganisationRow{sampleOrganisation(), other}, Next: "ministry", Total: 71}
	staff := sampleStaff(SectionNone, "/organisations")
	return []OrganisationsPage{
		{Base: sampleGlobal("/organisations"), List: list},
		{Base: staff, List: models.Organisations{Items: list.Items[:1], Total: 1}, Asked: true, Decides: true},
		{Base: sampleGlobal("/organisations"), Filter: models.OrganisationFilter{Q: "nobody", Type: []string{"government"}}},
		{Base: sampleGlobal("/organisations")},
	}
}

// sampleRecords are what the sample organisation did in two consultations.
func sampleRecords() []models.OrganisationRecord {
	full := models.OrganisationRecord{Consultation: sampleConsultation(), At: day(-1)}
	for _, c := range sampleComments() {
		full.Comments.Add(c, 40)
	}
	for _, v := range sampleSignatures() {
		full.Signatures.Add(v, 12)
	}
	for _, v := range samplePledges() {
		full.Pledges.Add(v, 12)
	}
	for n, value := range []string{"12", ""} {
		full.Reports.Add(models.ReportedPledge{
			PledgeReport: models.PledgeReport{Number: 2 - n, Value: value, ReportedAt: day(-n)}, Pledge: samplePledges()[0].Ref,
			Title: samplePledges()[0].Title, TitleLanguage: "en", Unit: "registries", CorrectedLater: n == 1,
		}, 12)
	}
	few := full
	few.Consultation.Slug, few.Consultation.Language = "second-charter", "fr"
	few.Comments, few.Signatures, few.Pledges.Total = models.Newest[models.CommentView]{}, models.Newest[models.SignatureView]{}, 2
	return []models.OrganisationRecord{full, few}
}

// Samples are the examples of the page: for everybody, for somebody who asks, and for who speaks for it.
func (OrganisationPage) Samples() []OrganisationPage {
	known := sampleGlobal("/organisations/coalition-for-open-tools")
	known.Actor = models.Actor{PersonID: 9, Name: "Welwit Fogbank"}
	bare := sampleOrganisation()
	bare.Logo, bare.Website, bare.Name = "", "", models.Texts{"en": "Coalition for Open Tools"}
	return []OrganisationPage{
		{Base: sampleGlobal("/organisations/coalition-for-open-tools"), Organisation: sampleOrganisation(), Records: sampleRecords()},
		{Base: known, Organisation: bare, Form: Form{Values: url.Values{"title": {"x"}}, Errors: []FieldError{{"title", "This is too long."}}}},
		{Base: known, Organisation: sampleOrganisation(), Edits: true, Decides: true, Mine: &models.Mandate{State: models.MandateConfirmed}},
	}
}

// Samples are the examples of the page: to add, come back because of a similar one, and to change.
func (OrganisationFormPage) Samples() []OrganisationFormPage {
	b := sampleGlobal("/organisations/new")
	b.Actor = models.Actor{PersonID: 9, Name: "Welwit Fogbank"}
	typed := Form{
		Values: url.Values{"name": {"Coalition for Open Tools"}, "language": {"en"}, "country": {"KE"}, "stakeholder_type": {"civil_society"}, "names.fr": {"Coalition des outils ouverts"}},
		Errors: []FieldError{{"another", "This name looks like that of another organisation."}, {"domains", "Write domains such as example.org."}},
	}
	return []OrganisationFormPage{
		{Base: b, Form: Form{Values: url.Values{"language": {"en"}}}},
		{Base: b, Form: typed, Similar: sampleSimilar()},
		{Base: b, Form: Form{Values: typed.Values}, Slug: "coalition-for-open-tools", Logo: true},
	}
}

// Samples are the examples of the page: with mandates, and without.
func (MyOrganisationsPage) Samples() []MyOrganisationsPage {
	b := sampleGlobal("/account/organisations")
	b.Actor = models.Actor{PersonID: 5, Name: "Welwit Fogbank"}
	return []MyOrganisationsPage{{b, sampleMandates()}, {Base: b}}
}

// Samples are the examples of the page.
func (MandatesPage) Samples() []MandatesPage {
	b := sampleStaff(SectionNone, "/organisations/coalition-for-open-tools/mandates")
	return []MandatesPage{
		{Base: b, Organisation: sampleOrganisation().Organisation, Mandates: sampleMandates(), Similar: sampleSimilar()},
		{Base: b, Organisation: sampleOrganisation().Organisation, Form: Form{Errors: []FieldError{{"reason", "Fill this in."}}}},
	}
}
