package templates

import (
	"net/url"

	"travaux/models"
)

func sampleReports() []models.PledgeReportView {
	file := models.PledgeReportFile{Number: 1, FileName: "audit.pdf", MediaType: "application/pdf", Size: 120_000, SHA256: "2c26"}
	gone := models.PledgeReport{Number: 4, Version: 2, Language: "en", MeasuredOn: "2026-10-01", ReportedAt: day(-1), RedactedAt: ref(day(0)), RedactedReason: "It named a child."}
	return []models.PledgeReportView{
		{PledgeReport: gone},
		{PledgeReport: models.PledgeReport{Number: 1, Version: 1, Language: "en", Value: "7.5", MeasuredOn: "2026-06-01", Narrative: "Four more are public.", ReportedAt: day(-20)}, CorrectedBy: 2},
		{
			PledgeReport: models.PledgeReport{Number: 2, Version: 1, Language: "ar", Value: "7", MeasuredOn: "2026-06-01", Narrative: "أربعة سجلات أخرى.", Links: models.List{"https://code.example.org/registries"}, Corrects: 1, ReportedAt: day(-10)},
			Files:        []models.PledgeReportFile{file},
		},
		{PledgeReport: models.PledgeReport{Number: 3, Version: 2, Language: "en", MeasuredOn: "2026-09-01", Narrative: "The next wait for a review.", ReportedAt: day(-2)}},
	}
}

// Samples are the examples of the page: public, with reports, overdue, withdrawn, and one's own while an amendment waits.
func (PledgePage) Samples() []PledgePage {
	b := sampleBase(SectionPledges, "/c/sample-charter/pledges/0190a1b2-0000-7000-8000-000000000901")
	all := samplePledges()
	amended := all[0]
	amended.Status, amended.Written, amended.Number, amended.SubmittedAt = models.PledgeSubmitted, 2, 2, ref(day(-2))
	versions := []PledgeEdition{
		{PledgeVersion: models.PledgeVersion{Number: 2, WrittenAt: day(-2), PledgeText: all[0].PledgeText}, Changes: []PledgeChange{
			{Field: "title", Was: "Publish code", Is: "Publish the code", Runs: []models.Run{{Text: "Publish "}, {Op: "insert", Text: "the "}, {Text: "code"}}},
			{Field: "due_on", Was: "2027-01-01", Is: "2027-03-01"},
			{Field: "milestones", Was: "2026-10-01 Ten"},
		}},
		{PledgeVersion: models.PledgeVersion{Number: 1, WrittenAt: day(-9), ShownAt: ref(day(-3)), PledgeText: all[0].PledgeText}},
	}
	mine, later := b, b
	mine.Actor = models.Actor{PersonID: 5, Name: "Welwit Fogbank"}
	later.Now = day(900)
	reported := all[0]
	reported.ReportedAt, reported.Grade = ref(day(-2)), models.Limited
	indicator := &models.Indicator{
		Unit: "registries", Baseline: models.Measured{Day: day(-40), Value: "3"}, Target: models.Measured{Day: day(300), Value: "20"},
		Reports: []models.Measured{{Day: day(-9), Value: "7", Report: 2}},
	}
	answers := []models.PledgeProvision{{Draft: "charter", Provision: sampleProvisions()[1]}}
	return []PledgePage{
		{Base: b, Pledge: all[0], Current: all[0], Versions: versions[1:], Provisions: answers, Indicator: &models.Indicator{Unit: "registries", Baseline: indicator.Baseline, Target: indicator.Target}},
		{Base: mine, Pledge: reported, Current: reported, Versions: versions, Reports: sampleReports(), Indicator: indicator, Provisions: answers, Own: true, Redacts: true},
		{Base: later, Pledge: all[0], Current: all[0], Versions: versions},
		{Base: b, Pledge: all[1], Current: all[1], Versions: versions},
		{Base: mine, Pledge: amended, Current: all[0], Versions: versions, Notes: []models.PledgeNote{{Version: 1, Body: "Which registries?", WrittenAt: day(-5)}}, Own: true},
	}
}

func sampleProgress() ProgressFormPage {
	b := sampleBase(SectionPledges, "/c/sample-charter/pledges/0190a1b2-0000-7000-8000-000000000901/report")
	b.Actor = models.Actor{PersonID: 5, Name: "Welwit Fogbank"}
	return ProgressFormPage{
		Base: b, Pledge: samplePledges()[0], Reports: sampleReports(), Notices: sampleNotices(), Measured: true,
		Form: Form{Values: url.Values{"value": {"7"}, "measured_on": {"2026-06-01"}, "narrative": {"Four more."}, "language": {"en"}, "addresses": {"https://example.org/"}, "corrects": {"0"}, "notice_version": {"1"}}},
	}
}

// Samples are the examples of the page: as it is opened, of a statement of intent, and with something to mend.
func (ProgressFormPage) Samples() []ProgressFormPage {
	p := sampleProgress()
	intent, wrong := p, p
	intent.Measured, intent.Reports, intent.Pledge = false, nil, samplePledges()[1]
	wrong.Errors = []FieldError{{Name: "value", Text: "Write a number."}, {Name: "addresses", Text: "Write a whole address."}, {Name: "corrects", Text: "It was corrected."}}
	return []ProgressFormPage{p, intent, wrong}
}

// Samples are the examples of the page: answers to be checked, and a file that cannot be taken.
func (ProgressCheckPage) Samples() []ProgressCheckPage {
	p := ProgressCheckPage{ProgressFormPage: sampleProgress(), Report: models.PledgeReport{
		Language: "en", Value: "7", MeasuredOn: "2026-06-01", Narrative: "Four more.", Links: models.List{"https://example.org/"}, Corrects: 1,
	}}
	wrong := p
	wrong.Report = models.PledgeReport{Language: "en", MeasuredOn: "2026-06-01", Narrative: "Four more."}
	wrong.Errors = []FieldError{{Name: "files.1", Text: "“a.svg” is of another kind."}}
	return []ProgressCheckPage{p, wrong}
}
