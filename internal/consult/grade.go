package consult

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// answerLasts is how long whoever pledged can answer a grade before it is public.
const answerLasts = 14 * day

// NewGrade says how far a pledge has come.
type NewGrade struct {
	Grade    string `json:"grade" validate:"required,completion"`
	Reasons  string `json:"reasons" validate:"required,notblank,max=5000"`
	Language string `json:"language" validate:"omitempty,bcp47_language_tag"` // of the reasons; that of the one who asks
	Version  int    `json:"version" validate:"min=0,max=1000000"`             // of the pledge, as it was read; 0: not asked
}

// GradePledge says how far a public pledge has come. Reviewers, within their regions, who are independent of it: this is
// asked again with what is written. The pledge's organisation has 14 days to answer; nobody but it and who graded sees the
// grade before that. Faults: Forbidden "not_independent"; Conflict "grade_waits", "pledge_withdrawn"; Stale "stale".
func (s *Service) GradePledge(ctx context.Context, by models.Call, slug, ref string, in NewGrade) (models.PledgeGrade, error) {
	v, err := s.toGrade(ctx, by.Actor, slug, ref)
	if err != nil {
		return models.PledgeGrade{}, err
	}
	if number, ok, err := s.answered(ctx, by); ok || err != nil {
		return s.gradedAgain(ctx, v, number, err)
	}
	if _, err := nextGrade(ctx, s.st.Reader, by.Actor, v); err != nil {
		return models.PledgeGrade{}, err
	}
	if err := s.check(&in); err != nil {
		return models.PledgeGrade{}, err
	}
	number, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if _, err := tx.Touch(ctx, v.ConsultationID); err != nil {
			return "", err
		}
		v, err := tx.PledgeByRef(ctx, v.ConsultationID, ref, true)
		if err != nil {
			return "", err
		}
		if in.Version != 0 && in.Version != v.Shown {
			return "", fault.New(fault.Stale, "stale")
		}
		who, err := asNow(ctx, tx, by.Actor)
		if err != nil {
			return "", err
		}
		number, err := nextGrade(ctx, tx.Reader, who, v)
		if err != nil {
			return "", err
		}
		g := models.PledgeGrade{
			ConsultationID: v.ConsultationID, PledgeID: v.ID, Number: number, Version: v.Shown, Grade: models.Completion(in.Grade), Reasons: in.Reasons,
			Language: canonical(cmp.Or(in.Language, by.Speaking)), GradedAt: by.At, GradedBy: actorID(by.Actor), AnswerUntil: by.At.Add(answerLasts), Salt: salt(),
		}
		if err := tx.AddPledgeGrade(ctx, g); err != nil {
			return "", err
		}
		return strconv.Itoa(number), s.tellPledger(ctx, tx, by, v, g, "pledge_graded")
	})
	return s.gradedAgain(ctx, v, number, err)
}

// gradedAgain gives a grade by its number.
func (s *Service) gradedAgain(ctx context.Context, v models.PledgeView, number string, err error) (models.PledgeGrade, error) {
	if err != nil {
		return models.PledgeGrade{}, err
	}
	all, err := s.st.PledgeGrades(ctx, v.ConsultationID, v.ID)
	i := slices.IndexFunc(all, func(g models.PledgeGrade) bool { return strconv.Itoa(g.Number) == number })
	if err != nil || i < 0 {
		return models.PledgeGrade{}, cmp.Or(err, error(fault.Missing("grade")))
	}
	return all[i], nil
}

// Gradable gives a public pledge that the actor may grade now, as everybody sees it, with its grades. Where they may not
// because of where it stands it is given as well. Faults: NotFound "pledge_not_found", and those of GradePledge.
func (s *Service) Gradable(ctx context.Context, who models.Actor, slug, ref string) (PledgeCard, error) {
	v, err := s.toGrade(ctx, who, slug, ref)
	if err != nil {
		return PledgeCard{}, err
	}
	grades, err := s.st.PledgeGrades(ctx, v.ConsultationID, v.ID)
	if err == nil {
		err = ungradable(ctx, s.st.Reader, who, v, grades)
	}
	return PledgeCard{PledgeView: v, Grades: gradesFor(who, PledgeCard{PledgeView: v}, grades), Gradable: err == nil}, err
}

// toGrade finds a public pledge for somebody who grades in its consultation.
func (s *Service) toGrade(ctx context.Context, who models.Actor, slug, ref string) (models.PledgeView, error) {
	c, err := s.where(ctx, who, GradePledges, slug)
	if err != nil {
		return models.PledgeView{}, err
	}
	if !isRef(ref) {
		return models.PledgeView{}, fault.Missing("pledge")
	}
	v, err := s.st.PledgeByRef(ctx, c.ID, ref, true)
	pledgeForEverybody(&v)
	return v, err
}

// nextGrade tells the number of the grade that an actor may give a pledge. Faults: those of GradePledge.
func nextGrade(ctx context.Context, r store.Reader, who models.Actor, v models.PledgeView) (int, error) {
	all, err := r.PledgeGrades(ctx, v.ConsultationID, v.ID)
	if err != nil {
		return 0, err
	}
	return len(all) + 1, ungradable(ctx, r, who, v, all)
}

// ungradable tells why an actor may not grade a pledge with these grades, the newest first; nil where they may.
func ungradable(ctx context.Context, r store.Reader, who models.Actor, v models.PledgeView, grades []models.PledgeGrade) error {
	if !Can(who, GradePledges, Thing{ConsultationID: v.ConsultationID, Region: v.Region}) {
		return fault.New(fault.Forbidden, "forbidden")
	}
	involved, err := r.IsInvolved(ctx, v.Pledge, who.PersonID)
	switch {
	case err != nil:
		return err
	case involved || !impartial(who, v.ConsultationID) || slices.Contains(who.Organisations, v.OrganisationID):
		return fault.New(fault.Forbidden, "not_independent")
	case v.Status == models.PledgeWithdrawn:
		return fault.New(fault.Conflict, "pledge_withdrawn")
	case len(grades) > 0 && !grades[0].Public():
		return fault.New(fault.Conflict, "grade_waits")
	}
	return nil
}

// impartial tells whether an actor neither organises a consultation nor administers the installation.
func impartial(who models.Actor, consultationID int64) bool {
	organises := func(g models.Grant) bool { return g.ConsultationID == consultationID && g.Role == models.Organiser }
	return !who.Admin && !slices.ContainsFunc(who.Grants, organises)
}

// asNow is an actor with the roles and mandates that they have now, which may be others than when they began to ask.
func asNow(ctx context.Context, tx *store.Tx, who models.Actor) (models.Actor, error) {
	if who.PersonID == 0 {
		return who, nil
	}
	p, err := tx.Person(ctx, who.PersonID)
	if err != nil {
		return who, err
	}
	who.Admin = p.Admin
	who.Grants, who.Organisations, err = tx.Held(ctx, who.PersonID)
	return who, err
}

// GradeAnswer is what whoever pledged says to a grade.
type GradeAnswer struct {
	Answer        string `json:"answer" validate:"max=5000"`
	Nothing       bool   `json:"nothing"`                                          // there is nothing to add
	Language      string `json:"language" validate:"omitempty,bcp47_language_tag"` // of the answer; that of the one who asks
	NoticeVersion int    `json:"notice_version" validate:"min=0,max=1000000"`      // those that were shown; 0: those that stand
}

// AnswerGrade answers a grade of a pledge of one's organisation, or says that there is nothing to add; both are public from
// then on. Within 14 days of the grade. Faults: NotFound "grade_not_found"; Conflict "grade_answered", "answer_late",
// "no_notices", "notices_changed"; Invalid "nothing"; Forbidden "no_mandate".
func (s *Service) AnswerGrade(ctx context.Context, by models.Call, slug, ref string, number int, in GradeAnswer) (models.PledgeGrade, error) {
	head, v, err := s.ownPledge(ctx, by, slug, ref)
	if err != nil {
		return models.PledgeGrade{}, err
	}
	if number, ok, err := s.answered(ctx, by); ok || err != nil {
		return s.gradedAgain(ctx, v, number, err)
	}
	var problems []fault.Field
	switch blank := models.Blank(in.Answer); {
	case in.Nothing && !blank:
		problems = append(problems, fault.Field{Name: "nothing", Code: "answer_or_nothing"})
	case !in.Nothing && blank:
		problems = append(problems, fault.Field{Name: "answer", Code: "required"})
	}
	if err := s.check(&in, problems...); err != nil {
		return models.PledgeGrade{}, err
	}
	if err := noticed(head, in.NoticeVersion); err != nil {
		return models.PledgeGrade{}, err
	}
	given, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		g, err := answerable(ctx, tx, v, number, by.At)
		if err == nil {
			err = stillSpeaks(ctx, tx, by, v.OrganisationID)
		}
		if err != nil {
			return "", err
		}
		g.AnsweredAt, g.AnsweredBy, g.AnswerNotices = &by.At, actorID(by.Actor), head.NoticeVersion
		if !in.Nothing {
			g.Answer, g.AnswerLanguage = in.Answer, canonical(cmp.Or(in.Language, by.Speaking))
		}
		return strconv.Itoa(number), s.showGrade(ctx, tx, by, g)
	})
	return s.gradedAgain(ctx, v, given, err)
}

// answerable finds the grade of a pledge that is to be answered, with its consultation locked.
func answerable(ctx context.Context, tx *store.Tx, v models.PledgeView, number int, at time.Time) (models.PledgeGrade, error) {
	if _, err := tx.Touch(ctx, v.ConsultationID); err != nil {
		return models.PledgeGrade{}, err
	}
	all, err := tx.PledgeGrades(ctx, v.ConsultationID, v.ID)
	i := slices.IndexFunc(all, func(g models.PledgeGrade) bool { return g.Number == number })
	switch {
	case err != nil:
		return models.PledgeGrade{}, err
	case i < 0:
		return models.PledgeGrade{}, fault.Missing("grade")
	case all[i].AnsweredAt != nil:
		return models.PledgeGrade{}, fault.New(fault.Conflict, "grade_answered")
	case !all[i].Answerable(at):
		return models.PledgeGrade{}, fault.New(fault.Conflict, "answer_late")
	}
	return all[i], nil
}
