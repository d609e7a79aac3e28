package store

import (
	"context"

	"gorm.io/gorm"

	"travaux/models"
)

// One row is one pledge with one of its versions; which one is said by what follows.
const (
	pledgeView    = pledgeColumns + " " + pledgeFrom
	pledgeColumns = `SELECT p.*, v.number, v.language, v.title, v.outcome_area, v.rationale, v.provisions, v.starts_on, v.due_on, v.milestones, v.kind,
	v.intent, v.amount, v.currency, v.amount_private, v.indicator, v.unit, v.baseline_value, v.baseline_on, v.target_value, v.direction,
	v.verification, v.frequency, v.resources, v.beneficiaries, v.salt, v.commitment, v.written_at, v.shown_at,
	o.name AS organisation, o.language AS organisation_language, o.slug AS organisation_slug`
	pledgeFrom = `FROM pledges p
	JOIN pledge_versions v ON v.consultation_id = p.consultation_id AND v.pledge_id = p.id
	JOIN organisations o ON o.id = p.organisation_id `
	newestWords = "AND v.number = p.written "
	publicWords = "AND v.number = p.shown "
	// The words that were submitted last; those that are public where they are newer.
	sentWords = `AND v.number = (SELECT MAX(w.number) FROM pledge_versions w WHERE w.consultation_id = p.consultation_id AND w.pledge_id = p.id
		AND (w.number = p.shown OR w.written_at <= p.submitted_at)) `
)

// PledgeByRef finds a pledge with its newest words, or those that are public; fault NotFound "pledge_not_found".
func (r Reader) PledgeByRef(ctx context.Context, consultationID int64, ref string, public bool) (models.PledgeView, error) {
	if public {
		return r.pledgeIn(ctx, consultationID, ref, publicWords)
	}
	return r.pledgeIn(ctx, consultationID, ref, newestWords)
}

// SentPledge finds a pledge with the words that were submitted last; fault NotFound "pledge_not_found" where none were.
func (r Reader) SentPledge(ctx context.Context, consultationID int64, ref string) (models.PledgeView, error) {
	return r.pledgeIn(ctx, consultationID, ref, sentWords)
}

func (r Reader) pledgeIn(ctx context.Context, consultationID int64, ref, words string) (models.PledgeView, error) {
	var out []models.PledgeView
	if err := r.raw(ctx, &out, pledgeView+"WHERE p.consultation_id = ? AND p.ref = ? "+words+"LIMIT 1", consultationID, ref); err != nil {
		return models.PledgeView{}, err
	}
	if len(out) == 0 {
		return models.PledgeView{}, found(gorm.ErrRecordNotFound, "pledge")
	}
	return out[0], nil
}

// PledgeByID finds a pledge by its number, with those of its words that are public; fault NotFound "pledge_not_found".
func (r Reader) PledgeByID(ctx context.Context, consultationID, id int64) (models.PledgeView, error) {
	var out []models.PledgeView
	if err := r.raw(ctx, &out, pledgeView+"WHERE p.consultation_id = ? AND p.id = ? "+publicWords+"LIMIT 1", consultationID, id); err != nil {
		return models.PledgeView{}, err
	}
	if len(out) == 0 {
		return models.PledgeView{}, found(gorm.ErrRecordNotFound, "pledge")
	}
	return out[0], nil
}

// PledgeCut is a filter of pledges as the database needs it; nil does not cut.
type PledgeCut struct {
	Outcomes, Kinds, Types, Regions, Countries, Statuses []string
	Organisations                                        []int64
	Newest                                               bool // their newest words that were submitted, not those that are public
	Own                                                  bool // as they are written
}

func (c PledgeCut) where() (string, []any) {
	words, standing := publicWords, "CASE WHEN p.status = 'withdrawn' THEN 'withdrawn' ELSE 'published' END"
	if c.Newest {
		words, standing = sentWords, "p.status"
	}
	if c.Own {
		words, standing = newestWords, "p.status"
	}
	return "WHERE p.consultation_id = ? " + words + `AND (? OR v.outcome_area IN ?) AND (? OR v.kind IN ?) AND (? OR p.stakeholder_type IN ?)
		AND (? OR p.region IN ?) AND (? OR p.country IN ?) AND (? OR ` + standing + ` IN ?) AND (? OR p.organisation_id IN ?) `, []any{
		c.Outcomes == nil, c.Outcomes, c.Kinds == nil, c.Kinds, c.Types == nil, c.Types, c.Regions == nil, c.Regions, c.Countries == nil, c.Countries,
		c.Statuses == nil, c.Statuses, c.Organisations == nil, c.Organisations,
	}
}

// Pledges lists pledges, the newest first, below an id (0: from the newest).
func (r Reader) Pledges(ctx context.Context, consultationID int64, c PledgeCut, before int64, limit int) ([]models.PledgeView, error) {
	where, args := c.where()
	args = append(append([]any{consultationID}, args...), before, before, limit)
	var out []models.PledgeView
	err := r.raw(ctx, &out, pledgeView+where+"AND (CAST(? AS BIGINT) = 0 OR p.id < ?) ORDER BY p.id DESC LIMIT ?", args...)
	return out, err
}

// CountPledges counts them.
func (r Reader) CountPledges(ctx context.Context, consultationID int64, c PledgeCut) (n int, err error) {
	where, args := c.where()
	err = r.raw(ctx, &n, "SELECT COUNT(*) "+pledgeFrom+where, append([]any{consultationID}, args...)...)
	return n, err
}

// PledgeVersions gives what a pledge said, the first version first.
func (r Reader) PledgeVersions(ctx context.Context, consultationID, pledgeID int64) ([]models.PledgeVersion, error) {
	all, err := rows[models.PledgeVersion](r.db).Where("consultation_id = ? AND pledge_id = ?", consultationID, pledgeID).Order("number").Find(ctx)
	return all, translate(err)
}

// PledgeNotes gives what the secretariat said about a pledge, the first first.
func (r Reader) PledgeNotes(ctx context.Context, consultationID, pledgeID int64) ([]models.PledgeNote, error) {
	all, err := rows[models.PledgeNote](r.db).Where("consultation_id = ? AND pledge_id = ?", consultationID, pledgeID).Order("id").Find(ctx)
	return all, translate(err)
}

// AddPledge keeps a pledge.
func (tx *Tx) AddPledge(ctx context.Context, p models.Pledge) error {
	return translate(rows[models.Pledge](tx.db).Create(ctx, &p))
}

// AddPledgeVersion keeps what a pledge says now.
func (tx *Tx) AddPledgeVersion(ctx context.Context, v models.PledgeVersion) error {
	return translate(rows[models.PledgeVersion](tx.db).Create(ctx, &v))
}

// AddPledgeNote keeps what the secretariat says about a pledge.
func (tx *Tx) AddPledgeNote(ctx context.Context, n models.PledgeNote) error {
	return translate(rows[models.PledgeNote](tx.db).Create(ctx, &n))
}

// MovePledge writes where a pledge stands now; false when it had moved on since the change it was read at.
func (tx *Tx) MovePledge(ctx context.Context, p models.Pledge, from int64) (bool, error) {
	n, err := tx.exec(ctx, `UPDATE pledges SET status = ?, written = ?, shown = ?, late = ?, submitted_at = ?, published_at = ?, withdrawn_at = ?,
		withdrawn_reason = ?, seq = ? WHERE consultation_id = ? AND id = ? AND seq = ?`,
		p.Status, p.Written, p.Shown, p.Late, p.SubmittedAt, p.PublishedAt, p.WithdrawnAt, p.WithdrawnReason, p.Seq, p.ConsultationID, p.ID, from)
	return n == 1, err
}

// ShowPledgeVersion notes when a version of a pledge became public.
func (tx *Tx) ShowPledgeVersion(ctx context.Context, v models.PledgeView) error {
	_, err := tx.exec(ctx, "UPDATE pledge_versions SET shown_at = ? WHERE consultation_id = ? AND pledge_id = ? AND number = ?", v.ShownAt, v.ConsultationID, v.ID, v.Number)
	return err
}

// PledgesAfter gives the pledges of a consultation by id, after an id, with their newest words.
func (r Reader) PledgesAfter(ctx context.Context, consultationID, after int64, limit int) ([]models.PledgeView, error) {
	var out []models.PledgeView
	err := r.raw(ctx, &out, pledgeView+"WHERE p.consultation_id = ? AND p.id > ? "+newestWords+"ORDER BY p.id LIMIT ?", consultationID, after, limit)
	return out, err
}

// PledgeVersionsOf gives all versions of some pledges, in their order.
func (r Reader) PledgeVersionsOf(ctx context.Context, consultationID int64, pledgeIDs []int64) ([]models.PledgeVersion, error) {
	all, err := rows[models.PledgeVersion](r.db).Where("consultation_id = ? AND pledge_id IN ?", consultationID, pledgeIDs).
		Order("pledge_id, number").Find(ctx)
	return all, translate(err)
}

// StrayPledgeEntries counts entries of some kinds that are about no pledge that is there.
func (r Reader) StrayPledgeEntries(ctx context.Context, consultationID int64, kinds []models.EntryKind) (n int, err error) {
	err = r.raw(ctx, &n, `SELECT COUNT(*) FROM log_entries e WHERE e.consultation_id = ? AND e.kind IN ? AND NOT EXISTS
		(SELECT 1 FROM pledges p WHERE p.consultation_id = e.consultation_id AND p.id = e.about_id)`, consultationID, kinds)
	return n, err
}
