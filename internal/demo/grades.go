package demo

import "travaux/models"

// reviewer grades the example's pledges.
const reviewer = "wren-reviewer"

// grade is one of grades.json: how far a pledge has come, and what whoever pledged says to that; one without a day of its
// answer waits for it.
type grade struct {
	Pledge   string            `json:"pledge"`
	DaysAgo  int               `json:"days_ago"`
	Language string            `json:"language"`
	Grade    models.Completion `json:"grade"`
	Reasons  string            `json:"reasons"`
	Answered int               `json:"answered_days_ago"`
	Answer   string            `json:"answer"`
}

// graded has the reviewer grade pledges, and those who pledged answer.
func (ex *example) graded() []happening {
	by := map[string]string{}
	for _, p := range ex.pledges {
		by[p.Key] = p.By
	}
	var out []happening
	for _, g := range ex.grades {
		out = append(out, happening{ex.hour(-g.DaysAgo, 17, 30), func() { ex.c.Grade(reviewer, ex.pledgeRefs[g.Pledge], g.Grade, g.Reasons) }})
		if g.Answered > 0 {
			out = append(out, happening{ex.hour(-g.Answered, 17, 30), func() { ex.c.AnswerGrade(by[g.Pledge], ex.pledgeRefs[g.Pledge], 1, g.Answer) }})
		}
	}
	return out
}
