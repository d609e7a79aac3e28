package store

import (
	"context"
	"time"

	"travaux/models"
)

// Phases gives the phases of some consultations in order.
func (r Reader) Phases(ctx context.Context, consultationIDs ...int64) ([]models.Phase, error) {
	all, err := rows[models.Phase](r.db).Where("consultation_id IN ?", consultationIDs).
		Order("consultation_id, position").Find(ctx)
	return all, translate(err)
}

// PhaseByRef finds a phase by its public reference; fault NotFound "phase_not_found".
func (r Reader) PhaseByRef(ctx context.Context, consultationID int64, ref string) (models.Phase, error) {
	p, err := rows[models.Phase](r.db).Where("consultation_id = ? AND ref = ? AND ref <> ''", consultationID, ref).Take(ctx)
	return p, found(err, "phase")
}

// PhaseByID finds a phase by its id; fault NotFound "phase_not_found".
func (r Reader) PhaseByID(ctx context.Context, consultationID, id int64) (models.Phase, error) {
	p, err := rows[models.Phase](r.db).Where("consultation_id = ? AND id = ?", consultationID, id).Take(ctx)
	return p, found(err, "phase")
}

// PhaseChanges gives every change of the phases of a consultation, the oldest first.
func (r Reader) PhaseChanges(ctx context.Context, consultationID int64) ([]models.PhaseChange, error) {
	all, err := rows[models.PhaseChange](r.db).Where("consultation_id = ?", consultationID).Order("id").Find(ctx)
	return all, translate(err)
}

// PhaseChange finds a change; fault NotFound "phase_change_not_found".
func (r Reader) PhaseChange(ctx context.Context, consultationID, id int64) (models.PhaseChange, error) {
	c, err := rows[models.PhaseChange](r.db).Where("consultation_id = ? AND id = ?", consultationID, id).Take(ctx)
	return c, found(err, "phase_change")
}

// HeldPhases lists the phases, of all consultations, that are to open by an instant and whose gates have not held yet.
func (r Reader) HeldPhases(ctx context.Context, now, opening time.Time) ([]models.Phase, error) {
	all, err := rows[models.Phase](r.db).
		Where("passed_at IS NULL AND gates <> '[]' AND opens_at <= ? AND (closes_at IS NULL OR closes_at > ?)", opening, now).
		Order("consultation_id, position").Find(ctx)
	return all, translate(err)
}

// ClosingBetween lists the phases that close after an instant, up to another.
func (r Reader) ClosingBetween(ctx context.Context, after, upTo time.Time) ([]models.Phase, error) {
	all, err := rows[models.Phase](r.db).Where("closes_at > ? AND closes_at <= ?", after, upTo).Order("consultation_id, position").Find(ctx)
	return all, translate(err)
}

// Unanswered counts the comments that wait for an answer, or for a moderator.
func (r Reader) Unanswered(ctx context.Context, consultationID int64) (n int, err error) {
	err = r.raw(ctx, &n, "SELECT COUNT(*) FROM comments WHERE consultation_id = ? AND outcome = ? AND publication IN ?",
		consultationID, models.Open, []models.Publication{models.PublishedNow, models.ConfidentialP, models.Pending})
	return n, err
}

// AddPhase keeps a new phase.
func (tx *Tx) AddPhase(ctx context.Context, p *models.Phase) error {
	return translate(rows[models.Phase](tx.db).Create(ctx, p))
}

// SetPhase keeps what a phase is now.
func (tx *Tx) SetPhase(ctx context.Context, p models.Phase) error {
	_, err := tx.exec(ctx, `UPDATE phases SET kind = ?, name = ?, opens_at = ?, closes_at = ?, time_zone = ?, regions = ?, minimum_days = ?,
		gates = ?, passed_at = ?, held_told_at = ?, late = ? WHERE consultation_id = ? AND id = ?`,
		p.Kind, p.Name, p.OpensAt, p.ClosesAt, p.TimeZone, p.Regions, p.MinimumDays, p.Gates, p.PassedAt, p.HeldToldAt, p.Late, p.ConsultationID, p.ID)
	return err
}

// AddPhaseChange keeps a change of a phase.
func (tx *Tx) AddPhaseChange(ctx context.Context, c *models.PhaseChange) error {
	return translate(rows[models.PhaseChange](tx.db).Create(ctx, c))
}

// ExtendedFor tells whether a phase was extended for an outage.
func (r Reader) ExtendedFor(ctx context.Context, p models.Phase, outageID int64) (bool, error) {
	var n int
	err := r.raw(ctx, &n, "SELECT COUNT(*) FROM phase_changes WHERE consultation_id = ? AND phase_id = ? AND outage_id = ?", p.ConsultationID, p.ID, outageID)
	return n > 0, err
}

// concerned is, by kind of phase, who has contributed in it, as a SELECT of person_id: people with a confirmed address
// alone. It is filled with the consultation, from when and until when. Who is of no kind here is told nothing.
var concerned = map[models.PhaseKind]string{
	models.PhaseConsultation: `SELECT a.person_id FROM comment_authors a JOIN comments c ON c.consultation_id = a.consultation_id AND c.id = a.comment_id
		WHERE a.person_id IS NOT NULL AND a.consultation_id = ? AND c.received_at >= ? AND c.received_at < ?`,
	models.PhaseInterest: `SELECT i.person_id FROM interest_contacts i JOIN interests n ON n.consultation_id = i.consultation_id AND n.id = i.interest_id
		WHERE i.person_id IS NOT NULL AND n.confirmed_at IS NOT NULL AND n.consultation_id = ? AND n.received_at >= ? AND n.received_at < ?`,
	models.PhaseSignatures: `SELECT signed_by FROM signatures WHERE signed_by IS NOT NULL AND consultation_id = ? AND signed_at >= ? AND signed_at < ?`,
	models.PhasePledges: `SELECT v.written_by FROM pledge_versions v JOIN pledges p ON p.consultation_id = v.consultation_id AND p.id = v.pledge_id
		WHERE v.written_by IS NOT NULL AND p.status <> 'withdrawn' AND v.consultation_id = ? AND v.written_at >= ? AND v.written_at < ?`,
}

// Concerned lists, by their ids after one, those with a role in a consultation and those who contributed in a kind of
// phase from an instant until another.
func (r Reader) Concerned(ctx context.Context, consultationID int64, kind models.PhaseKind, from, until time.Time, after int64, n int) ([]int64, error) {
	sql, args := "SELECT person_id FROM grants WHERE consultation_id = ?", []any{consultationID}
	if more, ok := concerned[kind]; ok {
		sql, args = sql+" UNION "+more, append(args, consultationID, from, until)
	}
	var out []int64
	err := r.raw(ctx, &out, "SELECT person_id FROM ("+sql+") u WHERE person_id > ? ORDER BY person_id LIMIT ?", append(args, after, n)...)
	return out, err
}

// TellPhaseChange notes up to whom a change was told; false when another was quicker. at is set when all were.
func (tx *Tx) TellPhaseChange(ctx context.Context, c models.PhaseChange, through int64, at *time.Time) (bool, error) {
	n, err := tx.exec(ctx, "UPDATE phase_changes SET told_through = ?, told_at = ? WHERE consultation_id = ? AND id = ? AND told_through = ? AND told_at IS NULL",
		through, at, c.ConsultationID, c.ID, c.ToldThrough)
	return n == 1, err
}
