package handlers

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/templates"
)

// gradeRoutes are those by which it is said how far pledges have come.
var gradeRoutes = []route{
	{get, "/c/:consultation/manage/grading", signedIn, (*Handlers).grading, "grading"},
	{get, "/c/:consultation/pledges/:pledge/grade", signedIn, (*Handlers).gradeForm, "gradeForm"},
	{post, "/c/:consultation/pledges/:pledge/grade", signedIn, (*Handlers).gradePledge, "gradePledge"},
	{get, "/c/:consultation/pledges/:pledge/grade/answer", signedIn, (*Handlers).gradeAnswerForm, "gradeAnswerForm"},
	{post, "/c/:consultation/pledges/:pledge/grade/answer", signedIn, (*Handlers).answerGrade, "answerGrade"},
}

// grading is the list of pledges of those who grade them.
func (h *Handlers) grading(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	p := templates.GradingPage{Base: h.baseAt(c, templates.SectionGrading, a)}
	if err := web.Query(c, &p.Filter); err != nil {
		return err
	}
	if p.List, err = h.Consult.Grading(c.Request().Context(), web.Actor(c), a.Slug, p.Filter); err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.Grading, p)
}

// gradeForm asks how far a pledge has come.
func (h *Handlers) gradeForm(c echo.Context) error {
	p, err := h.gradeFormPage(c, empty(url.Values{"language": {web.Lang(c)}}))
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.GradeForm, p)
}

func (h *Handlers) gradeFormPage(c echo.Context, form templates.Form) (templates.GradeFormPage, error) {
	a, err := h.at(c)
	if err != nil {
		return templates.GradeFormPage{}, err
	}
	card, err := h.Consult.Gradable(c.Request().Context(), web.Actor(c), a.Slug, c.Param("pledge"))
	return templates.GradeFormPage{Base: h.baseAt(c, templates.SectionGrading, a), Form: form, Pledge: card.PledgeView, Grades: card.Grades}, err
}

// gradePledge keeps how far a pledge has come.
func (h *Handlers) gradePledge(c echo.Context) error {
	var in consult.NewGrade
	err := web.Decode(c, &in)
	if err == nil {
		_, err = h.Consult.GradePledge(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("pledge"), in)
	}
	form, status, ok := again(c, err)
	if !ok && err != nil {
		return err
	}
	if !ok {
		return see(c, manage(c, "grading"), "grade_sent")
	}
	p, err := h.gradeFormPage(c, form)
	if err != nil && !(fault.Is(err, fault.Conflict) && p.Pledge.Ref != "") { // what was typed is shown whoever was quicker
		return err
	}
	ofWhole(p.Errors, "reasons", "grade", "reasons", "language")
	asked(&p.Base, p.PledgePath()+"/grade", nil)
	return show(c, status, templates.GradeForm, p)
}

// gradeAnswerForm asks whoever pledged what they say to a grade.
func (h *Handlers) gradeAnswerForm(c echo.Context) error {
	p, err := h.gradeAnswerPage(c, empty(nil))
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.GradeAnswer, p)
}

func (h *Handlers) gradeAnswerPage(c echo.Context, form templates.Form) (templates.GradeAnswerPage, error) {
	a, err := h.at(c)
	if err != nil {
		return templates.GradeAnswerPage{}, err
	}
	ctx := c.Request().Context()
	p := templates.GradeAnswerPage{Base: h.baseAt(c, templates.SectionPledges, a), Form: form}
	card, g, closed := h.Consult.OpenGrade(ctx, web.Call(c), a.Slug, c.Param("pledge"))
	if p.Pledge, p.Grade = card.PledgeView, g; g.Number == 0 {
		return p, closed
	}
	if p.Notices, err = h.Consult.Notices(ctx, web.Actor(c), a.Slug); err != nil {
		return p, err
	}
	return p, closed
}

// gradeAnswerForm is an answer with the number of the grade that was read.
type gradeAnswerForm struct {
	consult.GradeAnswer
	Number int `form:"number"`
}

// answerGrade keeps what whoever pledged says to a grade.
func (h *Handlers) answerGrade(c echo.Context) error {
	var in gradeAnswerForm
	err := web.Decode(c, &in)
	if err == nil {
		_, err = h.Consult.AnswerGrade(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("pledge"), in.Number, in.GradeAnswer)
	}
	form, status, ok := again(c, err)
	if !ok && err != nil {
		return err
	}
	if !ok {
		return see(c, "/c/"+c.Param("consultation")+"/pledges/"+c.Param("pledge"), "grade_answered")
	}
	p, err := h.gradeAnswerPage(c, form)
	if err != nil && p.Grade.Number == 0 { // what was typed is shown whoever was quicker
		return err
	}
	ofWhole(p.Errors, "answer", "answer", "nothing")
	asked(&p.Base, p.PledgePath()+"/grade/answer", nil)
	return show(c, status, templates.GradeAnswer, p)
}

// ofWhole tells what is about a whole form, and not about one of its fields, at one of these.
func ofWhole(errors []templates.FieldError, at string, fields ...string) {
	for i, e := range errors {
		if !slices.Contains(fields, e.Name) {
			errors[i].Name = at
		}
	}
}
