package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"travaux/models"
)

// One row is one comment with the text that stands now. What is personal is joined only where staff read.
const viewColumns = `c.consultation_id, c.id, COALESCE(c.number, 0) AS number, c.seq,
	d.slug AS draft, d.title AS draft_title, v.number AS version,
	c.target_kind, c.wid, c.after_wid, c.exact, c.prefix, c.suffix, c.start_at, c.end_at, c.anchor_language,
	c.provision_kind, c.provision_number, c.provision_title, t.body, t.body_html, t.proposed_text,
	c.type, c.stance, c.language, c.speaking_as, c.organisation_verified, c.verified, c.confidential, c.provenance, c.publication,
	c.received_at, c.created_at, c.outcome, c.reason, c.answered_at, c.removed_at, c.removed_why, c.late, `

const publicColumns = `CASE WHEN c.name_shown THEN a.name ELSE '' END AS name, NOT c.name_shown AS day_only,
	CASE WHEN c.speaking_as = 'organisation' THEN c.organisation ELSE '' END AS organisation,
	CASE WHEN c.speaking_as = 'organisation' THEN COALESCE(o.slug, '') ELSE '' END AS organisation_slug,
	c.shown_country AS country, c.shown_region AS region, c.shown_stakeholder AS stakeholder_type,
	CASE WHEN c.name_shown OR c.speaking_as = 'organisation' THEN c.stakeholder_subtype ELSE '' END AS stakeholder_subtype`

// The receipt opens the salt and lets its holder take the comment back: the use-cases give staff another name.
const staffColumns = `c.receipt, a.name, c.organisation, COALESCE(o.slug, '') AS organisation_slug, c.country, c.region, c.stakeholder_type, c.stakeholder_subtype`

const viewTables = ` FROM comments c
	JOIN versions v ON v.consultation_id = c.consultation_id AND v.id = c.version_id
	JOIN drafts d ON d.consultation_id = c.consultation_id AND d.id = c.draft_id
	JOIN comment_texts t ON t.consultation_id = c.consultation_id AND t.comment_id = c.id AND t.revision = c.revision
	JOIN comment_authors a ON a.consultation_id = c.consultation_id AND a.comment_id = c.id
	LEFT JOIN organisations o ON o.id = c.organisation_id `

func viewSelect(staff bool) string {
	if staff {
		return "SELECT " + viewColumns + staffColumns + viewTables
	}
	return "SELECT " + viewColumns + publicColumns + viewTables
}

// StaffViews gives comments by id with their real attributes, newest first.
func (r Reader) StaffViews(ctx context.Context, consultationID int64, ids []int64) ([]models.CommentView, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var out []models.CommentView
	if err := r.raw(ctx, &out, viewSelect(true)+"WHERE c.consultation_id = ? AND c.id IN ? ORDER BY c.id DESC", consultationID, ids); err != nil {
		return nil, err
	}
	return out, r.withPlacements(ctx, out)
}

// PublicViews gives comments by number with their public attributes, highest first.
func (r Reader) PublicViews(ctx context.Context, consultationID int64, numbers []int64) ([]models.CommentView, error) {
	if len(numbers) == 0 {
		return nil, nil
	}
	var out []models.CommentView
	if err := r.raw(ctx, &out, viewSelect(false)+"WHERE c.consultation_id = ? AND c.number IN ? ORDER BY c.number DESC", consultationID, numbers); err != nil {
		return nil, err
	}
	daysOnly(out)
	return out, r.withPlacements(ctx, out)
}

// daysOnly takes the time of day off comments not shown by name, here, so that no page, zone or format can tell it.
func daysOnly(views []models.CommentView) {
	for i := range views {
		dayOnly(&views[i])
	}
}

func dayOnly(v *models.CommentView) {
	const day = 24 * time.Hour
	if v.DayOnly {
		v.ReceivedAt, v.CreatedAt = v.ReceivedAt.Truncate(day), v.CreatedAt.Truncate(day)
	}
}

// CommentByNumber finds a comment by its public number; fault NotFound "comment_not_found".
func (r Reader) CommentByNumber(ctx context.Context, consultationID, number int64, staff bool) (models.CommentView, error) {
	return r.oneView(ctx, viewSelect(staff)+"WHERE c.consultation_id = ? AND c.number = ?", consultationID, number)
}

// CommentByReceipt finds a comment by its receipt with its real attributes: who holds the receipt wrote it. Fault NotFound "comment_not_found".
func (r Reader) CommentByReceipt(ctx context.Context, receipt string) (models.CommentView, error) {
	return r.oneView(ctx, viewSelect(true)+"WHERE c.receipt = ?", receipt)
}

func (r Reader) oneView(ctx context.Context, sql string, args ...any) (models.CommentView, error) {
	var out []models.CommentView
	if err := r.raw(ctx, &out, sql, args...); err != nil {
		return models.CommentView{}, err
	}
	if len(out) == 0 {
		return models.CommentView{}, found(gorm.ErrRecordNotFound, "comment")
	}
	daysOnly(out)
	if err := r.withPlacements(ctx, out[:1]); err != nil {
		return models.CommentView{}, err
	}
	return out[0], nil
}

// WaitingViews gives the comments from some regions (nil: from anywhere) that wait for a moderator, oldest first,
// after an id.
func (r Reader) WaitingViews(ctx context.Context, consultationID, after int64, regions []string, limit int) ([]models.CommentView, error) {
	var out []models.CommentView
	err := r.raw(ctx, &out, viewSelect(true)+`WHERE c.consultation_id = ? AND c.publication = ? AND c.id > ?
		AND (? OR c.region IN ?) ORDER BY c.id LIMIT ?`, consultationID, models.Pending, after, regions == nil, regions, limit)
	return out, err
}

// CountWaiting counts them.
func (r Reader) CountWaiting(ctx context.Context, consultationID int64, regions []string) (n int, err error) {
	err = r.raw(ctx, &n, `SELECT COUNT(*) FROM comments c WHERE c.consultation_id = ? AND c.publication = ? AND (? OR c.region IN ?)`,
		consultationID, models.Pending, regions == nil, regions)
	return n, err
}

// Comment gives the row of a comment; fault NotFound "comment_not_found".
func (r Reader) Comment(ctx context.Context, consultationID, id int64) (models.Comment, error) {
	c, err := rows[models.Comment](r.db).Where("consultation_id = ? AND id = ?", consultationID, id).Take(ctx)
	return c, found(err, "comment")
}

// CommentAuthor gives the personal part of a comment.
func (r Reader) CommentAuthor(ctx context.Context, consultationID, id int64) (models.CommentAuthor, error) {
	a, err := rows[models.CommentAuthor](r.db).Where("consultation_id = ? AND comment_id = ?", consultationID, id).Take(ctx)
	return a, found(err, "comment")
}

// CommentText gives the newest text of a comment.
func (r Reader) CommentText(ctx context.Context, consultationID, id int64) (models.CommentText, error) {
	t, err := rows[models.CommentText](r.db).Where("consultation_id = ? AND comment_id = ?", consultationID, id).
		Order("revision DESC").Take(ctx)
	return t, found(err, "comment")
}

// KnownExternal tells which of these external ids are there already.
func (r Reader) KnownExternal(ctx context.Context, consultationID int64, externalIDs []string) ([]string, error) {
	var out []string
	err := r.raw(ctx, &out, "SELECT external_id FROM comments WHERE consultation_id = ? AND external_id IN ?", consultationID, externalIDs)
	return out, err
}

// Whole is a comment with its parts and its search tokens, as it is written, and the draft (slug) and version it is on.
type Whole struct {
	Comment models.Comment
	Text    models.CommentText
	Author  models.CommentAuthor
	Tokens  string
	Draft   string
	Version int
}

// AddComments keeps comments with their texts, personal parts and search tokens.
func (tx *Tx) AddComments(ctx context.Context, all []Whole) error {
	comments := make([]models.Comment, len(all))
	texts := make([]models.CommentText, len(all))
	authors := make([]models.CommentAuthor, len(all))
	for i, w := range all {
		comments[i], texts[i], authors[i] = w.Comment, w.Text, w.Author
	}
	if err := rows[models.Comment](tx.db).CreateInBatches(ctx, &comments, 100); err != nil {
		return translate(err)
	}
	if err := rows[models.CommentText](tx.db).CreateInBatches(ctx, &texts, 100); err != nil {
		return translate(err)
	}
	if err := rows[models.CommentAuthor](tx.db).CreateInBatches(ctx, &authors, 100); err != nil {
		return translate(err)
	}
	for _, w := range all {
		sql, args := tx.d.addSearch(w.Comment.ConsultationID, w.Comment.ID, w.Tokens)
		if _, err := tx.exec(ctx, sql, args...); err != nil {
			return err
		}
	}
	return nil
}

// Publish writes what a confirmation or a moderator's decision changes; false when the comment had moved on.
func (tx *Tx) Publish(ctx context.Context, c *models.Comment, from models.Publication) (bool, error) {
	n, err := tx.exec(ctx, `UPDATE comments SET number = ?, publication = ?, verified = ?, name_shown = ?,
		shown_country = ?, shown_region = ?, shown_stakeholder = ?, reason = ?, seq = ?
		WHERE consultation_id = ? AND id = ? AND publication = ?`,
		c.Number, c.Publication, c.Verified, c.NameShown, c.ShownCountry, c.ShownRegion, c.ShownStakeholder, c.Reason, c.Seq,
		c.ConsultationID, c.ID, from)
	return n == 1, err
}

// OwnComment ties a comment to the person who confirmed its address.
func (tx *Tx) OwnComment(ctx context.Context, consultationID, commentID, personID int64, key string) error {
	_, err := tx.exec(ctx, "UPDATE comment_authors SET person_id = ?, key = ?, email_key = '' WHERE consultation_id = ? AND comment_id = ?",
		personID, key, consultationID, commentID)
	return err
}

// LinkOrganisation ties a comment to the organisation that its author was found to speak for.
func (tx *Tx) LinkOrganisation(ctx context.Context, consultationID, commentID, organisationID int64) error {
	_, err := tx.exec(ctx, "UPDATE comments SET organisation_id = ?, organisation_verified = ? WHERE consultation_id = ? AND id = ?",
		organisationID, true, consultationID, commentID)
	return err
}

// AddVoice counts a person in a cell; false when they were counted before.
func (tx *Tx) AddVoice(ctx context.Context, v models.Voice) (bool, error) {
	n, err := tx.exec(ctx, `INSERT INTO voices (consultation_id, key, stakeholder_type, region) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		v.ConsultationID, v.Key, v.StakeholderType, v.Region)
	if err != nil || n == 0 {
		return false, err
	}
	_, err = tx.exec(ctx, `INSERT INTO cells (consultation_id, stakeholder_type, region, people, level) VALUES (?, ?, ?, 1, 0)
		ON CONFLICT (consultation_id, stakeholder_type, region) DO UPDATE SET people = cells.people + 1`,
		v.ConsultationID, v.StakeholderType, v.Region)
	return true, err
}

// Cells gives the cells of a stakeholder type; none once the consultation was settled, since what was shared by five
// is then public in finer pieces, beside which a latecomer would stand alone.
func (r Reader) Cells(ctx context.Context, consultationID int64, stakeholder models.StakeholderType) ([]models.Cell, error) {
	all, err := rows[models.Cell](r.db).Where("consultation_id = ? AND stakeholder_type = ?", consultationID, stakeholder).
		Where("NOT EXISTS (SELECT 1 FROM consultations c WHERE c.id = ? AND c.settled_at IS NOT NULL)", consultationID).
		Order("region").Find(ctx)
	return all, translate(err)
}

// RaiseCell makes more of a cell public: its level, and the attributes of its comments of this round not shown by name.
func (tx *Tx) RaiseCell(ctx context.Context, cell models.Cell, regions []string, shownRegion string, seq int64) error {
	if _, err := tx.exec(ctx, `UPDATE cells SET level = ? WHERE consultation_id = ? AND stakeholder_type = ? AND region = ?`,
		cell.Level, cell.ConsultationID, cell.StakeholderType, cell.Region); err != nil {
		return err
	}
	_, err := tx.exec(ctx, `UPDATE comments SET shown_region = ?, shown_stakeholder = stakeholder_type, seq = ?
		WHERE consultation_id = ? AND stakeholder_type = ? AND region IN ? AND NOT name_shown AND speaking_as = 'individual' AND `+thisRound("comments"),
		shownRegion, seq, cell.ConsultationID, cell.StakeholderType, regions)
	return err
}

// AddDisposition keeps an answer and makes it the comment's; false when the comment is not as it was seen.
func (tx *Tx) AddDisposition(ctx context.Context, d *models.Disposition, seen models.Seen, newSeq int64) (bool, error) {
	last := int64(-1)
	if seen.Answer != nil {
		last = *seen.Answer
	}
	n, err := tx.exec(ctx, `UPDATE comments SET outcome = ?, reason = ?, answered_at = ?, seq = ?
		WHERE consultation_id = ? AND id = ? AND (CAST(? AS BIGINT) = 0 OR seq = ?) AND (CAST(? AS BIGINT) < 0 OR ? =
		(SELECT COALESCE(MAX(d.id), 0) FROM dispositions d WHERE d.consultation_id = comments.consultation_id AND d.comment_id = comments.id))`,
		d.Outcome, d.Reason, answeredAt(d), newSeq, d.ConsultationID, d.CommentID, seen.Seq, seen.Seq, last, last)
	if err != nil || n == 0 {
		return false, err
	}
	return true, translate(rows[models.Disposition](tx.db).Create(ctx, d))
}

// answeredAt is empty when a comment is opened again.
func answeredAt(d *models.Disposition) *time.Time {
	if d.Outcome == models.Open {
		return nil
	}
	return &d.CreatedAt
}

// Dispositions gives every answer to a comment, newest first.
func (r Reader) Dispositions(ctx context.Context, consultationID, commentID int64) ([]models.Disposition, error) {
	all, err := rows[models.Disposition](r.db).Where("consultation_id = ? AND comment_id = ?", consultationID, commentID).
		Order("id DESC").Limit(200).Find(ctx)
	return all, translate(err)
}
