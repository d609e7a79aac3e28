package store

import (
	"context"
	"time"

	"travaux/models"
)

// PledgeGrades gives the grades of a pledge, the newest first.
func (r Reader) PledgeGrades(ctx context.Context, consultationID, pledgeID int64) ([]models.PledgeGrade, error) {
	all, err := rows[models.PledgeGrade](r.db).Where("consultation_id = ? AND pledge_id = ?", consultationID, pledgeID).Order("number DESC").Find(ctx)
	return all, translate(err)
}

// involved says that a person has something to do with a pledge p: ever could speak for its organisation or for one that
// confirmed to be a partner of it, or wrote a version of it or a report on it.
const involved = `((p.created_by IS NOT NULL AND p.created_by = ?) OR EXISTS (SELECT 1 FROM mandates m WHERE m.person_id = ? AND m.state IN ('confirmed', 'ended')
	AND (m.organisation_id = p.organisation_id OR EXISTS (SELECT 1 FROM pledge_partners k WHERE k.consultation_id = p.consultation_id
	AND k.pledge_id = p.id AND k.organisation_id = m.organisation_id AND k.state = 'confirmed')))
	OR EXISTS (SELECT 1 FROM pledge_versions w WHERE w.consultation_id = p.consultation_id AND w.pledge_id = p.id AND w.written_by = ?)
	OR EXISTS (SELECT 1 FROM pledge_reports x WHERE x.consultation_id = p.consultation_id AND x.pledge_id = p.id AND x.reported_by = ?)) `

func involvedArgs(personID int64) []any { return []any{personID, personID, personID, personID} }

// IsInvolved tells whether a person has something to do with a pledge, now or before.
func (r Reader) IsInvolved(ctx context.Context, p models.Pledge, personID int64) (bool, error) {
	var n int
	err := r.raw(ctx, &n, "SELECT COUNT(*) FROM pledges p WHERE p.consultation_id = ? AND p.id = ? AND "+involved,
		append([]any{p.ConsultationID, p.ID}, involvedArgs(personID)...)...)
	return n > 0, err
}

// GradesOf gives the grades of some pledges, in their order.
func (r Reader) GradesOf(ctx context.Context, consultationID int64, pledgeIDs []int64) ([]models.PledgeGrade, error) {
	all, err := rows[models.PledgeGrade](r.db).Where("consultation_id = ? AND pledge_id IN ?", consultationID, pledgeIDs).
		Order("pledge_id, number").Find(ctx)
	return all, translate(err)
}

// DueGrades gives those grades that are not public and whose time to be answered is over, the oldest first.
func (r Reader) DueGrades(ctx context.Context, now time.Time, limit int) ([]models.PledgeGrade, error) {
	all, err := rows[models.PledgeGrade](r.db).Where("public_at IS NULL AND answer_until <= ?", now).
		Order("answer_until, consultation_id, pledge_id").Limit(limit).Find(ctx)
	return all, translate(err)
}

// AddPledgeGrade keeps a grade.
func (tx *Tx) AddPledgeGrade(ctx context.Context, g models.PledgeGrade) error {
	return translate(rows[models.PledgeGrade](tx.db).Create(ctx, &g))
}

// GradesToRemindOf gives those grades that wait for an answer until some time, and of which nobody was reminded.
func (r Reader) GradesToRemindOf(ctx context.Context, now, until time.Time, limit int) ([]models.PledgeGrade, error) {
	all, err := rows[models.PledgeGrade](r.db).Where("public_at IS NULL AND reminded_at IS NULL AND answer_until > ? AND answer_until <= ?", now, until).
		Order("answer_until, consultation_id, pledge_id").Limit(limit).Find(ctx)
	return all, translate(err)
}

// SetGradeReminded notes that whoever pledged was reminded of a grade; false when they were already.
func (tx *Tx) SetGradeReminded(ctx context.Context, g models.PledgeGrade, at time.Time) (bool, error) {
	n, err := tx.exec(ctx, "UPDATE pledge_grades SET reminded_at = ? WHERE consultation_id = ? AND pledge_id = ? AND number = ? AND reminded_at IS NULL AND public_at IS NULL",
		at, g.ConsultationID, g.PledgeID, g.Number)
	return n == 1, err
}

// ShowPledgeGrade makes a grade public with its answer, if it has one; false when it is public already.
func (tx *Tx) ShowPledgeGrade(ctx context.Context, g models.PledgeGrade) (bool, error) {
	n, err := tx.exec(ctx, `UPDATE pledge_grades SET answer = ?, answer_language = ?, answer_notices = ?, answered_at = ?, answered_by = ?,
		public_at = ?, commitment = ? WHERE consultation_id = ? AND pledge_id = ? AND number = ? AND public_at IS NULL`,
		g.Answer, g.AnswerLanguage, g.AnswerNotices, g.AnsweredAt, g.AnsweredBy, g.PublicAt, g.Commitment, g.ConsultationID, g.PledgeID, g.Number)
	return n == 1, err
}

// SetPledgeGrade notes on a pledge the newest of its grades that is public.
func (tx *Tx) SetPledgeGrade(ctx context.Context, g models.PledgeGrade, seq int64) error {
	_, err := tx.exec(ctx, "UPDATE pledges SET grade = ?, seq = ? WHERE consultation_id = ? AND id = ?", g.Grade, seq, g.ConsultationID, g.PledgeID)
	return err
}

// GradingCut is what of the public pledges that stand is in a reviewer's list; nil does not cut.
type GradingCut struct {
	Show     string   // one of models.GradingShows; empty: all
	DueUntil string   // the last day that is near
	Regions  []string // those of the reviewer
	Me       int64    // who reads it
}

// One row is one public pledge that stands, with the newest of its grades, if it has any.
const gradingFrom = pledgeFrom + `LEFT JOIN pledge_grades g ON g.consultation_id = p.consultation_id AND g.pledge_id = p.id AND g.number =
	(SELECT MAX(n.number) FROM pledge_grades n WHERE n.consultation_id = p.consultation_id AND n.pledge_id = p.id)
	WHERE p.consultation_id = ? AND p.status <> 'withdrawn' AND v.number = p.shown AND (? OR p.region IN ?) AND NOT ` + involved

// gradingShows is what is asked for in SQL.
var gradingShows = map[string]string{
	"":         "",
	"due":      "AND p.grade <> 'complete' AND v.due_on <= ? ",
	"reported": "AND p.reported_at IS NOT NULL AND (g.graded_at IS NULL OR p.reported_at > g.graded_at) ",
	"never":    "AND g.number IS NULL ",
	"waiting":  "AND g.number IS NOT NULL AND g.public_at IS NULL ",
}

func (c GradingCut) from(consultationID int64) (string, []any) {
	args := append([]any{consultationID, c.Regions == nil, c.Regions}, involvedArgs(c.Me)...)
	if c.Show == "due" {
		args = append(args, c.DueUntil)
	}
	return gradingFrom + gradingShows[c.Show], args
}

// Grading lists pledges as reviewers see them, the first due first, behind one of them (0: from the first).
func (r Reader) Grading(ctx context.Context, consultationID int64, c GradingCut, after int64, limit int) ([]models.DuePledge, error) {
	from, args := c.from(consultationID)
	var out []models.DuePledge
	err := r.raw(ctx, &out, pledgeColumns+", CASE WHEN g.public_at IS NOT NULL OR g.graded_by = ? THEN g.grade ELSE '' END AS last, g.graded_at AS last_at, g.answer_until AS last_until, g.public_at AS last_shown_at "+from+
		`AND (CAST(? AS BIGINT) = 0 OR (v.due_on, p.id) > (SELECT b.due_on, b.pledge_id FROM pledges a JOIN pledge_versions b
		ON b.consultation_id = a.consultation_id AND b.pledge_id = a.id AND b.number = a.shown WHERE a.consultation_id = ? AND a.id = ?))
		ORDER BY v.due_on, p.id LIMIT ?`, append(append([]any{c.Me}, args...), after, consultationID, after, limit)...)
	return out, err
}

// CountGrading counts them.
func (r Reader) CountGrading(ctx context.Context, consultationID int64, c GradingCut) (n int, err error) {
	from, args := c.from(consultationID)
	err = r.raw(ctx, &n, "SELECT COUNT(*) "+from, args...)
	return n, err
}
