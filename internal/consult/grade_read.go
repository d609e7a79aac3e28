package consult

import (
	"context"
	"slices"
	"time"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// dueNear is how long before its due date a pledge is in a reviewer's list of those that are due.
const dueNear = 30 * day

// gradesFor are those grades of a pledge that an actor may see, the newest first: everybody those that are public; all of
// them its organisation, and the one that waits for its answer who gave it.
func gradesFor(who models.Actor, card PledgeCard, all []models.PledgeGrade) []models.PledgeGrade {
	var out []models.PledgeGrade
	for _, g := range all {
		gave := g.GradedBy != nil && *g.GradedBy == who.PersonID && Can(who, ReadGrading, Thing{ConsultationID: card.ConsultationID, Region: card.Region})
		if !g.Public() && !card.Own && !who.System && !gave {
			continue
		}
		g.GradedBy, g.AnsweredBy, g.Salt = nil, nil, ""
		out = append(out, g)
	}
	return out
}

// PledgeGrades gives the grades of a pledge that an actor may see, the newest first. Fault NotFound "pledge_not_found".
func (s *Service) PledgeGrades(ctx context.Context, who models.Actor, slug, ref string) ([]models.PledgeGrade, error) {
	card, err := s.Pledge(ctx, who, slug, ref)
	return card.Grades, err
}

// Grading lists the public pledges that stand as those who grade them see them, the first due first, within their regions
// and without those of which they are not independent. Of a grade that is not public they are told which one it is only where
// it is theirs. Faults: Forbidden "not_independent"; Malformed "bad_filter", "bad_cursor".
func (s *Service) Grading(ctx context.Context, who models.Actor, slug string, f models.GradingFilter) (models.Grading, error) {
	var out models.Grading
	c, err := s.where(ctx, who, ReadGrading, slug)
	if err != nil {
		return out, err
	}
	limit := f.Limit
	switch {
	case !impartial(who, c.ID):
		return out, fault.New(fault.Forbidden, "not_independent")
	case f.Show != "" && !slices.Contains(models.GradingShows, f.Show):
		return out, badFilter("show")
	case limit < 0 || limit > maxLimit:
		return out, badFilter("limit")
	case limit == 0:
		limit = defaultLimit
	}
	after, err := readCursor(f.Cursor)
	if err != nil {
		return out, err
	}
	cut := store.GradingCut{
		Show: f.Show, DueUntil: s.Now().Add(dueNear).Format(time.DateOnly), Regions: Within(who, ReadGrading, c.ID), Me: who.PersonID,
	}
	if out.Items, err = s.st.Grading(ctx, c.ID, cut, after, limit+1); err != nil {
		return out, err
	}
	if len(out.Items) > limit {
		out.Items, out.Next = out.Items[:limit], cursorOf(out.Items[limit-1].ID)
	}
	for i := range out.Items {
		pledgeForEverybody(&out.Items[i].PledgeView)
	}
	out.Total, err = s.st.CountGrading(ctx, c.ID, cut)
	return out, err
}

// OpenGrade gives the grade of a pledge of one's organisation that can be answered now; where none can, the newest with a fault. Faults: NotFound
// "grade_not_found"; those of ownPledge.
func (s *Service) OpenGrade(ctx context.Context, by models.Call, slug, ref string) (PledgeCard, models.PledgeGrade, error) {
	card, err := s.Pledge(ctx, by.Actor, slug, ref)
	switch {
	case err != nil:
		return card, models.PledgeGrade{}, err
	case !card.Own:
		return card, models.PledgeGrade{}, noMandate()
	case len(card.Grades) == 0:
		return card, models.PledgeGrade{}, fault.Missing("grade")
	case !card.Grades[0].Answerable(by.At):
		return card, card.Grades[0], fault.Missing("grade")
	}
	return card, card.Grades[0], nil
}
