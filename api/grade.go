package api

import (
	"context"

	"travaux/api/gen"
	"travaux/internal/web"
	"travaux/models"
)

// Grading lists the pledges that are to be graded.
func (a *API) Grading(ctx context.Context, r gen.GradingRequestObject) (gen.GradingResponseObject, error) {
	f := models.GradingFilter{}
	if err := web.Query(echoOf(ctx), &f); err != nil {
		return nil, err
	}
	page, err := a.s.Grading(ctx, who(ctx), r.C, f)
	if err != nil {
		return nil, err
	}
	return gen.Grading200JSONResponse{Items: each(page.Items, due), Next: opt(page.Next), Total: page.Total}, nil
}

// PledgeGrades lists the grades of a pledge.
func (a *API) PledgeGrades(ctx context.Context, r gen.PledgeGradesRequestObject) (gen.PledgeGradesResponseObject, error) {
	all, err := a.s.PledgeGrades(ctx, who(ctx), r.C, r.Pledge)
	if err != nil {
		return nil, err
	}
	return gen.PledgeGrades200JSONResponse{Items: each(all, graded)}, nil
}

// GradePledge keeps how far a pledge has come.
func (a *API) GradePledge(ctx context.Context, r gen.GradePledgeRequestObject) (gen.GradePledgeResponseObject, error) {
	g, err := a.s.GradePledge(ctx, call(ctx), r.C, r.Pledge, *r.Body)
	if err != nil {
		return nil, err
	}
	out := gen.GradePledge201JSONResponse{Body: graded(g)}
	out.Headers.Location = at(r.C, "pledges", r.Pledge, "grades")
	return out, nil
}

// AnswerGrade keeps what whoever pledged says to a grade.
func (a *API) AnswerGrade(ctx context.Context, r gen.AnswerGradeRequestObject) (gen.AnswerGradeResponseObject, error) {
	g, err := a.s.AnswerGrade(ctx, call(ctx), r.C, r.Pledge, r.Number, *r.Body)
	if err != nil {
		return nil, err
	}
	return gen.AnswerGrade200JSONResponse(graded(g)), nil
}

// graded shows a grade.
func graded(g models.PledgeGrade) gen.PledgeGrade {
	return gen.PledgeGrade{
		Number: g.Number, Version: g.Version, Grade: gen.Completion(g.Grade), Reasons: g.Reasons, Language: g.Language, GradedAt: g.GradedAt.UTC(),
		AnswerUntil: g.AnswerUntil.UTC(), Answer: opt(g.Answer), AnswerLanguage: opt(g.AnswerLanguage), AnsweredAt: utc(g.AnsweredAt), PublicAt: utc(g.PublicAt),
	}
}

// due shows a pledge as it stands in the list of those to be graded.
func due(d models.DuePledge) gen.DuePledge {
	return gen.DuePledge{
		Pledge: d.Ref, Organisation: d.OrganisationSlug, Title: d.Title, Language: d.Language, DueOn: d.DueOn, ReportedAt: utc(d.ReportedAt),
		Grade: opt(string(d.Last)), GradedAt: utc(d.LastAt), Waiting: d.Waiting(),
	}
}
