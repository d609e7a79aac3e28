package templates

import (
	"time"

	"travaux/models"
)

func sampleGrades() []models.PledgeGrade {
	shown := models.PledgeGrade{
		Number: 1, Version: 1, Grade: models.Limited, Reasons: "Four of twenty registries are open.\nThe rest waits for a licence.", Language: "en",
		GradedAt: day(-60), AnswerUntil: day(-46), Answer: "Six are open since June.", AnswerLanguage: "fr", AnsweredAt: ref(day(-50)), PublicAt: ref(day(-50)),
	}
	silent := shown
	silent.Number, silent.Answer, silent.AnsweredAt = 2, "", nil
	nothing := silent
	nothing.Number, nothing.AnsweredAt = 3, ref(day(-40))
	waits := models.PledgeGrade{Number: 4, Version: 2, Grade: models.Substantial, Reasons: "Fifteen are open.", Language: "ar", GradedAt: day(-1), AnswerUntil: day(13)}
	return []models.PledgeGrade{waits, nothing, silent, shown}
}

// Samples are the examples of the page: with pledges, filtered to none, and before the first.
func (GradingPage) Samples() []GradingPage {
	b := sampleStaff(SectionGrading, "/c/sample-charter/manage/grading")
	one, g := samplePledges()[0], sampleGrades()[0]
	over := one
	over.DueOn = day(-9).Format(time.DateOnly)
	return []GradingPage{
		{Base: b, List: models.Grading{Items: []models.DuePledge{
			{PledgeView: over},
			{PledgeView: one, Last: g.Grade, LastAt: ref(g.GradedAt), LastUntil: ref(g.AnswerUntil)},
		}, Next: "2", Total: 60}},
		{Base: b, Filter: models.GradingFilter{Show: "due"}},
		{Base: b},
	}
}

// Samples are the examples of the page: at first, and when it came back.
func (GradeFormPage) Samples() []GradeFormPage {
	b := sampleStaff(SectionGrading, "/c/sample-charter/pledges/0190a1b2-0000-7000-8000-000000000901/grade")
	all := samplePledges()
	return []GradeFormPage{
		{Base: b, Pledge: all[0]},
		{Base: b, Pledge: all[1], Grades: sampleGrades()[1:], Form: Form{Errors: []FieldError{{"grade", "Choose one."}, {"reasons", "Write them."}}}},
	}
}

// Samples are the examples of the page: at first, and when it came back.
func (GradeAnswerPage) Samples() []GradeAnswerPage {
	b := sampleBase(SectionPledges, "/c/sample-charter/pledges/0190a1b2-0000-7000-8000-000000000901/grade/answer")
	p := GradeAnswerPage{Base: b, Pledge: samplePledges()[0], Grade: sampleGrades()[0], Notices: sampleNotices()}
	again := p
	again.Form = Form{Errors: []FieldError{{"answer", "Fill this in."}}}
	return []GradeAnswerPage{p, again}
}
