package templates

import (
	"fmt"
	"net/url"

	"travaux/models"
)

// GradingPage is the list of pledges of those who grade them.
type GradingPage struct {
	Base
	Filter models.GradingFilter
	List   models.Grading
}

// GradeFormPage asks how far a pledge has come. Fields: grade, reasons, language.
type GradeFormPage struct {
	Base
	Form
	Pledge models.PledgeView
	Grades []models.PledgeGrade // those before
}

// GradeAnswerPage asks whoever pledged what they say to a grade. Fields: answer, nothing.
type GradeAnswerPage struct {
	Base
	Form
	Pledge  models.PledgeView
	Grade   models.PledgeGrade
	Notices models.Notices
}

// Graded are the grades of a pledge as a section of its page.
type Graded struct {
	Base     Base
	Path     string // of the pledge
	All      []models.PledgeGrade
	Own      bool // the reader speaks for whoever pledged
	Gradable bool // the reader may grade it now
}

// Graded are the grades of the pledge.
func (p PledgePage) Graded() Graded {
	return Graded{Base: p.Base, Path: pledgePath(p.Base, p.Pledge), All: p.Grades, Own: p.Own, Gradable: p.Gradable}
}

// Newest is the newest of them; there is one.
func (g Graded) Newest() OneGrade { return OneGrade{g.Base, g.All[0]} }

// Older are the others.
func (g Graded) Older() []OneGrade {
	var out []OneGrade
	for _, one := range g.All[1:] {
		out = append(out, OneGrade{g.Base, one})
	}
	return out
}

// Answerable tells whether the reader may answer the newest now.
func (g Graded) Answerable() bool { return g.Own && len(g.All) > 0 && g.All[0].Answerable(g.Base.Now) }

// OneGrade is a grade with what its page knows.
type OneGrade struct {
	Base Base
	G    models.PledgeGrade
}

// Before are the grades that were given before this one is.
func (p GradeFormPage) Before() []OneGrade {
	var out []OneGrade
	for _, g := range p.Grades {
		out = append(out, OneGrade{p.Base, g})
	}
	return out
}

// Keep is the name under which a browser keeps what is typed: of this pledge and this grade alone.
func (p GradeFormPage) Keep() string {
	return fmt.Sprintf("grade-%s-%d", p.Pledge.Ref, len(p.Grades)+1)
}

// Keep is the name under which a browser keeps what is typed: of this pledge and this grade alone.
func (p GradeAnswerPage) Keep() string {
	return fmt.Sprintf("grade-answer-%s-%d", p.Pledge.Ref, p.Grade.Number)
}

// PledgePath is the page of the pledge.
func (p GradeFormPage) PledgePath() string { return pledgePath(p.Base, p.Pledge) }

// PledgePath is the page of the pledge.
func (p GradeAnswerPage) PledgePath() string { return pledgePath(p.Base, p.Pledge) }

// One is the grade as it is shown.
func (p GradeAnswerPage) One() OneGrade { return OneGrade{p.Base, p.Grade} }

func pledgePath(b Base, v models.PledgeView) string {
	return b.Root() + "/pledges/" + url.PathEscape(v.Ref)
}

// Form is the filter as it was asked for.
func (p GradingPage) Form() Form { return Form{Values: p.values()} }

func (p GradingPage) values() url.Values {
	q := url.Values{}
	if p.Filter.Show != "" {
		q.Set("show", p.Filter.Show)
	}
	return q
}

// NextPath is the next page of the list.
func (p GradingPage) NextPath() string {
	q := p.values()
	q.Set("cursor", p.List.Next)
	return withQuery(p.Root()+"/manage/grading", q)
}

// PledgePath is one pledge.
func (p GradingPage) PledgePath(d models.DuePledge) string { return pledgePath(p.Base, d.PledgeView) }

// Overdue tells whether the due date of a pledge is over.
func (p GradingPage) Overdue(d models.DuePledge) bool { return d.Overdue(p.Now.Format("2006-01-02")) }
