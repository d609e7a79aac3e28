package templates

import (
	"net/url"

	"travaux/models"
)

func samplePledges() []models.PledgeView {
	one := models.PledgeView{
		Pledge: models.Pledge{
			ID: 1, Ref: "0190a1b2-0000-7000-8000-000000000901", OrganisationID: 5, Country: "KE", Region: "014", StakeholderType: models.CivilSociety,
			Status: models.PledgePublished, Written: 1, Shown: 1, CreatedAt: day(-9), PublishedAt: ref(day(-3)),
		},
		PledgeText: models.PledgeText{
			Language: "en", Title: "Publish the source code of twenty registries", OutcomeArea: "products", Rationale: "Small ports cannot afford their own.",
			StartsOn: "2026-05-01", DueOn: "2027-03-01", Milestones: models.Milestones{{Title: "Ten registries", DueOn: "2026-10-01"}}, Kind: "financial",
			Amount: "250000.50", Currency: "EUR", Indicator: "Registries whose code is published", Unit: "registries", BaselineValue: "3", BaselineOn: "2026-02-01",
			TargetValue: "20", Direction: "increase", Verification: "The list of repositories.", Frequency: "half_yearly", Resources: "Two developers.", Beneficiaries: models.List{"KE", "UG"},
		},
		Number: 1, Organisation: models.Texts{"en": "Coalition for Open Tools", "ar": "تحالف الأدوات المفتوحة"}, OrganisationLanguage: "en", OrganisationSlug: "coalition-for-open-tools",
	}
	two := one
	two.Ref, two.Intent, two.AmountPrivate, two.Amount, two.Currency, two.Late = "0190a1b2-0000-7000-8000-000000000902", true, true, "", "", true
	two.Status, two.WithdrawnAt, two.WithdrawnReason, two.Milestones, two.Unit, two.TargetValue = models.PledgeWithdrawn, ref(day(-1)), "The budget was cut.", nil, "", ""
	return []models.PledgeView{one, two}
}

func sampleFigures() models.PledgeFigures {
	rows := func(values ...string) []models.PledgeTally {
		out := make([]models.PledgeTally, len(values))
		for i, v := range values {
			out[i].Value = v
		}
		out[0].Pledges, out[0].Intents, out[1].Pledges = 1200, 2, 3
		return out
	}
	f := models.PledgeFigures{
		Pledges: 1203, Intents: 2, Withdrawn: 1, Late: 3, Overdue: 1, Withheld: 2,
		Amounts: []models.PledgeAmounts{{Currency: "EUR", Sum: "1250000.50", Count: 2}, {Currency: "KES", Sum: "90000000", Count: 1}},
	}
	for i, values := range [][]string{
		models.OutcomeAreas, pledgeKinds,
		{"002", "150", models.Unassigned},
		names(models.OrganisationTypes),
		append(names(models.Freshnesses), string(models.NotAwaited)), append(names(models.Completions), string(models.NotGraded)),
		{"false", "true"},
	} {
		f.By = append(f.By, models.PledgeTallies{Axis: models.PledgeAxes[i], Rows: rows(values...)})
	}
	return f
}

// Samples are the examples of the page: with pledges, filtered to none, what is overdue, four in all, and before the first.
func (PledgesPage) Samples() []PledgesPage {
	b := sampleBase(SectionPledges, "/c/sample-charter/pledges")
	list := models.Tracker{Pledges: models.Pledges{Items: samplePledges(), Next: "3", Total: 60}, Figures: sampleFigures()}
	list.Items[0].Grade = models.Substantial
	few := list
	few.Figures = models.PledgeFigures{Pledges: 4, By: []models.PledgeTallies{{Axis: "kind", Rows: []models.PledgeTally{{Value: "financial", Pledges: 4}}}}}
	return []PledgesPage{
		{Base: b, List: list, Now: day(0), Any: true},
		{Base: b, Filter: models.PledgeFilter{Kind: []string{"financial"}}, Now: day(0), Any: true},
		{Base: b, Filter: models.PledgeFilter{Due: models.PledgeOverdue, Late: []string{"true"}}, Now: day(0), Any: true},
		{Base: b, List: list, Filter: models.PledgeFilter{Due: models.PledgeOverdue}, Now: day(900), Any: true},
		{Base: b, List: few, Filter: models.PledgeFilter{Kind: []string{"financial"}}, Now: day(0), Any: true},
		{Base: b},
	}
}

// Samples are the examples of the page: what waits, filtered to none, and what is published to who only reads.
func (ManagePledgesPage) Samples() []ManagePledgesPage {
	b := sampleStaff(SectionManage, "/c/sample-charter/manage/pledges")
	waiting := samplePledges()[:1]
	waiting[0].Status, waiting[0].Number, waiting[0].Written, waiting[0].SubmittedAt = models.PledgeSubmitted, 2, 2, ref(day(-3))
	counts := map[models.PledgeStatus]int{models.PledgeDraft: 4, models.PledgeSubmitted: 51, models.PledgePublished: 9}
	return []ManagePledgesPage{
		{Base: b, List: models.Pledges{Items: waiting, Next: "3", Total: 51}, Counts: counts, Reviews: true},
		{Base: b, Filter: models.PledgeFilter{Outcome: []string{"capacity"}}, Limits: []string{"014"}, Reviews: true},
		{Base: b, Filter: models.PledgeFilter{Status: []string{"published"}}, List: models.Pledges{Items: samplePledges(), Total: 2}, Counts: counts},
		{Base: b},
	}
}

// Samples are the examples of the page: an amendment, one that was changed while it was read, one of one's own, and decided.
func (PledgeReviewPage) Samples() []PledgeReviewPage {
	b := sampleStaff(SectionManage, "/c/sample-charter/manage/pledges/0190a1b2-0000-7000-8000-000000000901")
	v := samplePledges()[0]
	v.Status, v.Number, v.Written, v.SubmittedAt, v.Seq, v.Provisions, v.AmountPrivate = models.PledgeSubmitted, 2, 2, ref(day(-3)), 9, models.List{"art-2"}, true
	p := PledgeReviewPage{
		Base: b, Pledge: v, Notes: []models.PledgeNote{{Version: 1, Body: "Which registries?", WrittenAt: day(-5)}}, Since: 1, Public: true, Reviews: true, Similar: samplePledges()[:1],
		Provisions: sampleProvisions(), Tests: []PledgeTest{
			{"relevant", "passed", nil},
			{"future_focused", "failed", []PledgeFound{{"due_on", "The due date is over.", true}}},
			{"measurable", "fair", []PledgeFound{{"frequency", "Say how often.", false}}},
		},
		Changes: []PledgeChange{
			{"title", "", "", []models.Run{{Op: "equal", Text: "Publish "}, {Op: "delete", Text: "ten"}, {Op: "insert", Text: "twenty"}}},
			{"outcome_area", "capacity", "products", nil},
			{"due_on", "2027-01-01", "2027-03-01", nil},
			{"frequency", "", "half_yearly", nil},
			{"intent", "pledge.intent", "", nil},
			{"provisions", "", "art-2", nil},
			{"beneficiaries", "KE", "KE UG", nil},
			{"target_value", "10", "20", nil},
		},
	}
	moved, mine, done := p, p, p
	moved.Form, moved.Moved, moved.Public = Form{Values: url.Values{"note": {"Thank you."}}, Errors: []FieldError{{"note", "Somebody changed this meanwhile."}}}, true, false
	mine.Mine, mine.Reviews, mine.Changes, mine.Since, mine.Notes = true, false, nil, 0, nil
	done.Pledge = samplePledges()[1]
	done.Moved, done.Changes = true, nil
	return []PledgeReviewPage{p, moved, mine, done}
}
