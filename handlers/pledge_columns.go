package handlers

import (
	"time"

	"travaux/internal/export"
	"travaux/models"
)

// pledgeColumns are those of pledges in files; docs/data.md says what they mean.
var pledgeColumns = []pledgeColumn[models.PledgeRecord]{
	col("pledge", false, func(v models.PledgeRecord) any { return v.Ref }),
	col("status", false, func(v models.PledgeRecord) any { return string(v.Status) }),
	col("version", false, func(v models.PledgeRecord) any { return v.Number }),
	col("organisation", false, func(v models.PledgeRecord) any { return v.OrganisationSlug }),
	col("name", true, func(v models.PledgeRecord) any {
		name, _ := v.Organisation.In(v.OrganisationLanguage, v.OrganisationLanguage)
		return name
	}),
	col("country", false, func(v models.PledgeRecord) any { return v.Country }),
	col("region", false, func(v models.PledgeRecord) any { return v.Region }),
	col("stakeholder_type", false, func(v models.PledgeRecord) any { return string(v.StakeholderType) }),
	col("language", false, func(v models.PledgeRecord) any { return v.Language }),
	col("title", true, func(v models.PledgeRecord) any { return v.Title }),
	col("outcome_area", false, func(v models.PledgeRecord) any { return v.OutcomeArea }),
	col("rationale", true, func(v models.PledgeRecord) any { return v.Rationale }),
	col("provisions", false, func(v models.PledgeRecord) any { return listOf(v.Provisions) }),
	col("starts_on", false, func(v models.PledgeRecord) any { return dayOf(v.StartsOn) }),
	col("due_on", false, func(v models.PledgeRecord) any { return dayOf(v.DueOn) }),
	col("milestones", true, func(v models.PledgeRecord) any { return append(models.Milestones{}, v.Milestones...) }),
	col("partners", false, func(v models.PledgeRecord) any {
		return each(v.Partners, func(p models.PartnerView) string { return p.OrganisationSlug })
	}),
	col("kind", false, func(v models.PledgeRecord) any { return v.Kind }),
	col("intent", false, func(v models.PledgeRecord) any { return v.Intent }),
	col("amount", true, func(v models.PledgeRecord) any { return v.Amount }),
	col("currency", false, func(v models.PledgeRecord) any { return v.Currency }),
	col("has_amount", false, func(v models.PledgeRecord) any { return v.HasAmount() }),
	col("indicator", true, func(v models.PledgeRecord) any { return v.Indicator }),
	col("unit", true, func(v models.PledgeRecord) any { return v.Unit }),
	col("baseline_value", true, func(v models.PledgeRecord) any { return v.BaselineValue }),
	col("baseline_on", false, func(v models.PledgeRecord) any { return dayOf(v.BaselineOn) }),
	col("target_value", true, func(v models.PledgeRecord) any { return v.TargetValue }),
	col("direction", false, func(v models.PledgeRecord) any { return v.Direction }),
	col("verification", true, func(v models.PledgeRecord) any { return v.Verification }),
	col("frequency", false, func(v models.PledgeRecord) any { return v.Frequency }),
	col("resources", true, func(v models.PledgeRecord) any { return v.Resources }),
	col("beneficiaries", false, func(v models.PledgeRecord) any { return listOf(v.Beneficiaries) }),
	col("late", false, func(v models.PledgeRecord) any { return v.Late }),
	col("published_at", false, func(v models.PledgeRecord) any { return instantIn(v.PublishedAt) }),
	col("withdrawn_at", false, func(v models.PledgeRecord) any { return instantIn(v.WithdrawnAt) }),
	col("withdrawn_reason", true, func(v models.PledgeRecord) any { return v.WithdrawnReason }),
	col("reported_at", false, func(v models.PledgeRecord) any { return instantIn(v.ReportedAt) }),
	{"freshness", false, func(v models.PledgeRecord, now time.Time) any {
		if !v.Awaited() {
			return nil
		}
		return string(v.Freshness(now))
	}},
	col("completion", false, func(v models.PledgeRecord) any { return orNothing(string(v.Grade)) }),
	{"overdue", false, func(v models.PledgeRecord, now time.Time) any { return v.Overdue(now) }},
}

// reportColumns are those of the reports on the progress of a pledge.
var reportColumns = []pledgeColumn[models.PledgeReportView]{
	col("number", false, func(r models.PledgeReportView) any { return r.Number }),
	col("version", false, func(r models.PledgeReportView) any { return r.Version }),
	col("reported_at", false, func(r models.PledgeReportView) any { return r.ReportedAt.UTC() }),
	col("measured_on", false, func(r models.PledgeReportView) any { return dayOf(r.MeasuredOn) }),
	col("value", true, func(r models.PledgeReportView) any { return r.Value }),
	col("narrative", true, func(r models.PledgeReportView) any { return r.Narrative }),
	col("language", false, func(r models.PledgeReportView) any { return r.Language }),
	col("links", true, func(r models.PledgeReportView) any { return listOf(r.Links) }),
	col("files", true, func(r models.PledgeReportView) any {
		return each(r.Files, func(f models.PledgeReportFile) string { return f.SHA256 })
	}),
	col("corrects", false, func(r models.PledgeReportView) any { return orNone(r.Corrects) }),
	col("corrected_by", false, func(r models.PledgeReportView) any { return orNone(r.CorrectedBy) }),
}

// gradeColumns are those of the grades of a pledge.
var gradeColumns = []pledgeColumn[models.PledgeGrade]{
	col("number", false, func(g models.PledgeGrade) any { return g.Number }),
	col("version", false, func(g models.PledgeGrade) any { return g.Version }),
	col("grade", false, func(g models.PledgeGrade) any { return string(g.Grade) }),
	col("reasons", true, func(g models.PledgeGrade) any { return g.Reasons }),
	col("language", false, func(g models.PledgeGrade) any { return g.Language }),
	col("graded_at", false, func(g models.PledgeGrade) any { return g.GradedAt.UTC() }),
	col("answer", true, func(g models.PledgeGrade) any { return g.Answer }),
	col("answer_language", false, func(g models.PledgeGrade) any { return orNothing(g.AnswerLanguage) }),
	col("answered_at", false, func(g models.PledgeGrade) any { return instantIn(g.AnsweredAt) }),
	col("public_at", false, func(g models.PledgeGrade) any { return instantIn(g.PublicAt) }),
}

// listOf is a list that is there even when it is empty.
func listOf(list models.List) any { return append([]string{}, list...) }

func orNothing(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func orNone(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

func instantIn(t *time.Time) any {
	if t == nil {
		return nil
	}
	return t.UTC()
}

// dayOf is a day, or what was written where it is none.
func dayOf(written string) any {
	day, err := time.Parse(time.DateOnly, written)
	if err != nil {
		return orNothing(written)
	}
	return export.Day(day)
}
