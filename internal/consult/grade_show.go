package consult

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"travaux/internal/document"
	"travaux/internal/store"
	"travaux/models"
)

// gradesAtOnce is how many grades one round makes public.
const gradesAtOnce = 200

// showGrades makes those grades public that nobody answered in time; safe twice and on several instances.
func (s *Service) showGrades(ctx context.Context, now time.Time) error {
	due, err := s.st.DueGrades(ctx, now, gradesAtOnce)
	if err != nil {
		return err
	}
	for _, g := range due {
		if err := s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			return s.showGrade(ctx, tx, models.Call{At: now}, g)
		}); err != nil {
			return err
		}
	}
	return nil
}

// remindBefore is how long before its end whoever pledged is reminded that they can answer a grade.
const remindBefore = 3 * day

// remindOfGrades reminds those who have not answered a grade, once; safe twice and on several instances.
func (s *Service) remindOfGrades(ctx context.Context, now time.Time) error {
	waiting, err := s.st.GradesToRemindOf(ctx, now, now.Add(remindBefore), gradesAtOnce)
	if err != nil {
		return err
	}
	for _, g := range waiting {
		if err := s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			if first, err := tx.SetGradeReminded(ctx, g, now); err != nil || !first {
				return err
			}
			v, err := tx.PledgeByID(ctx, g.ConsultationID, g.PledgeID)
			if err != nil {
				return err
			}
			return s.tellPledger(ctx, tx, models.Call{At: now}, v, g, "pledge_grade_reminder")
		}); err != nil {
			return err
		}
	}
	return nil
}

// showGrade makes a grade public with its answer, if there is one: on its pledge and in the log. It does nothing where
// somebody was quicker.
func (s *Service) showGrade(ctx context.Context, tx *store.Tx, by models.Call, g models.PledgeGrade) error {
	seq, err := tx.Touch(ctx, g.ConsultationID)
	if err != nil {
		return err
	}
	v, err := tx.PledgeByID(ctx, g.ConsultationID, g.PledgeID)
	if err != nil {
		return err
	}
	g.PublicAt, g.Commitment = &by.At, salted(g.Salt, gradeContent(v, g))
	first, err := tx.ShowPledgeGrade(ctx, g)
	if err != nil || !first {
		return err
	}
	if err := tx.SetPledgeGrade(ctx, g, seq); err != nil {
		return err
	}
	if err := s.record(ctx, tx, g.ConsultationID, gradeEntry(v, g)); err != nil {
		return err
	}
	if err := s.tellReviewer(ctx, tx, by, v, g); err != nil {
		return err
	}
	return s.tellPledger(ctx, tx, by, v, g, "pledge_grade_public")
}

// gradeEntry tells of a grade that is public.
func gradeEntry(v models.PledgeView, g models.PledgeGrade) models.Entry {
	return models.Entry{Kind: models.PledgeGraded, At: *g.PublicAt, Ref: v.Ref, Commitment: g.Commitment, AboutID: v.ID, Facts: map[string]string{
		"number": strconv.Itoa(g.Number), "version": strconv.Itoa(g.Version), "organisation": v.OrganisationSlug, "grade": string(g.Grade),
		"answered": strconv.FormatBool(g.AnsweredAt != nil),
	}}
}

// gradeContent is what the commitment to a grade and its answer is over.
func gradeContent(v models.PledgeView, g models.PledgeGrade) []byte {
	o := document.Object{
		"v": 1, "ref": v.Ref, "organisation": v.OrganisationSlug, "number": g.Number, "version": g.Version, "grade": string(g.Grade),
		"reasons": g.Reasons, "language": g.Language, "graded_at": instantText(g.GradedAt), "answer_until": instantText(g.AnswerUntil),
		"answer": g.Answer, "answer_language": g.AnswerLanguage, "answered": g.AnsweredAt != nil,
	}
	if g.AnsweredAt != nil {
		o["answered_at"] = instantText(*g.AnsweredAt)
	}
	return document.JSON(o)
}

// tellPledger tells those who speak for whoever pledged of a grade, but not who did it themselves.
func (s *Service) tellPledger(ctx context.Context, tx *store.Tx, by models.Call, v models.PledgeView, g models.PledgeGrade, kind string) error {
	people, err := tx.Mandated(ctx, v.OrganisationID)
	if err != nil {
		return err
	}
	path := "/grade/answer"
	if g.Public() {
		path = ""
	}
	for _, p := range people {
		if p.ID == by.PersonID {
			continue
		}
		if err := s.tellOfGrade(ctx, tx, by, p, v, models.Mail{Kind: kind, Data: map[string]any{"Until": g.AnswerUntil.UTC().Format("2006-01-02 15:04 MST")}}, path); err != nil {
			return err
		}
	}
	return nil
}

// tellReviewer tells whoever graded that there is an answer, if there is one.
func (s *Service) tellReviewer(ctx context.Context, tx *store.Tx, by models.Call, v models.PledgeView, g models.PledgeGrade) error {
	if g.GradedBy == nil || g.AnsweredAt == nil {
		return nil
	}
	p, err := tx.Person(ctx, *g.GradedBy)
	if err != nil {
		return forgotten(err)
	}
	return s.tellOfGrade(ctx, tx, by, p, v, models.Mail{Kind: "pledge_grade_answered", Data: map[string]any{}}, "")
}

// tellOfGrade tells a person something about a grade of a pledge, with a link to a page of it.
func (s *Service) tellOfGrade(ctx context.Context, tx *store.Tx, by models.Call, p models.Person, v models.PledgeView, m models.Mail, path string) error {
	if by.Quiet {
		return nil
	}
	c, err := tx.ConsultationByID(ctx, v.ConsultationID)
	if err != nil {
		return err
	}
	name, _ := v.Organisation.In(p.Language, v.OrganisationLanguage)
	m.ConsultationID = &c.ID
	m.Data["Link"], m.Data["Title"] = s.baseURL+"/c/"+c.Slug+"/pledges/"+v.Ref+path, v.Title
	m.Data["Organisation"], m.Data["Consultation"] = name, c.Title
	if path == "" {
		return s.notify(ctx, tx, p.ID, c.Language, m)
	}
	if p.Email == "" {
		return nil
	}
	m.To, m.PersonID, m.Language = p.Email, &p.ID, cmp.Or(p.Language, c.Language)
	return s.post(ctx, tx, m) // the time to answer runs: it waits for no digest, and is told to who wants no messages
}
