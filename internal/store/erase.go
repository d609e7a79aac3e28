package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"travaux/models"
)

// Erase empties everything that a person said or stated in a comment, in the table, its revisions, the search index
// and the answers to repeated requests. What stays: that it was there, its number, what it was about, the commitment
// in the log, and the answer. False when it was erased before.
func (tx *Tx) Erase(ctx context.Context, e models.Erasure, seq int64) (bool, error) {
	n, err := tx.exec(ctx, `INSERT INTO erasures (consultation_id, comment_id, what, why, asked_by, at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, e.ConsultationID, e.CommentID, e.What, e.Why, e.AskedBy, e.At)
	if err != nil || n == 0 {
		return false, err
	}
	to := models.Erased
	if e.Why == models.ErasedLapsed {
		to = models.Lapsed
	}
	// What was hidden, disowned or refused stays counted as that.
	const comment = `UPDATE comments SET
		publication = CASE WHEN publication IN ('hidden', 'disowned', 'refused') THEN publication ELSE ? END,
		removed_at = CASE WHEN publication IN ('hidden', 'disowned') THEN removed_at ELSE ? END,
		country = 'not_stated', region = 'unassigned', stakeholder_type = 'not_stated', stakeholder_subtype = '',
		organisation = '', organisation_id = NULL, organisation_verified = ?, speaking_as = 'individual', stance = '', shown_country = '', shown_region = 'withheld',
		shown_stakeholder = 'withheld', name_shown = ?, external_id = NULL, seq = ?
		WHERE consultation_id = ? AND id = ?`
	const texts = "UPDATE comment_texts SET body = '', body_html = '', proposed_text = '', salt = '' WHERE consultation_id = ? AND comment_id = ?"
	search, args := tx.d.dropSearch(e.ConsultationID, e.CommentID)
	for _, s := range []statement{
		{comment, []any{to, e.At, false, false, seq, e.ConsultationID, e.CommentID}},
		{texts, []any{e.ConsultationID, e.CommentID}},
		{search, args},
		{"UPDATE reports SET body = '', email = '', email_key = '', reported_by = NULL WHERE consultation_id = ? AND comment_id = ?", []any{e.ConsultationID, e.CommentID}},
		{"DELETE FROM tokens WHERE consultation_id = ? AND comment_id = ?", []any{e.ConsultationID, e.CommentID}},
		{"DELETE FROM done_requests WHERE ref = (SELECT receipt FROM comments WHERE consultation_id = ? AND id = ?)", []any{e.ConsultationID, e.CommentID}},
	} {
		if _, err := tx.exec(ctx, s.sql, s.args...); err != nil {
			return false, err
		}
	}
	return true, tx.Unname(ctx, e.ConsultationID, e.CommentID, "", "")
}

// statement is one statement with what is put into it.
type statement struct {
	sql  string
	args []any
}

// Unname takes the personal part off a comment, and what was suspected of it; key is under whom it is counted from now
// on, empty for nobody, and salt what takes the place of the part's salt.
func (tx *Tx) Unname(ctx context.Context, consultationID, commentID int64, key, salt string) error {
	if _, err := tx.exec(ctx, "UPDATE comments SET name_shown = ? WHERE consultation_id = ? AND id = ?", false, consultationID, commentID); err != nil {
		return err
	}
	// What a program suspected was about who sent it.
	if _, err := tx.exec(ctx, "DELETE FROM comment_marks WHERE consultation_id = ? AND comment_id = ?", consultationID, commentID); err != nil {
		return err
	}
	_, err := tx.exec(ctx, `UPDATE comment_authors SET person_id = NULL, name = '', email = '', email_key = '', key = ?, publish_name = ?, salt = ?
		WHERE consultation_id = ? AND comment_id = ?`, key, false, salt, consultationID, commentID)
	return err
}

// Stand writes that a comment is no longer shown, or is again; false when its standing had changed meanwhile.
func (tx *Tx) Stand(ctx context.Context, c *models.Comment, from models.Publication) (bool, error) {
	n, err := tx.exec(ctx, `UPDATE comments SET publication = ?, removed_at = ?, removed_why = ?, seq = ?
		WHERE consultation_id = ? AND id = ? AND publication = ?`,
		c.Publication, c.RemovedAt, c.RemovedWhy, c.Seq, c.ConsultationID, c.ID, from)
	return n == 1, err
}

// HideName writes that a comment is no longer shown by name, and what is public of its attributes then.
func (tx *Tx) HideName(ctx context.Context, c *models.Comment) error {
	if _, err := tx.exec(ctx, `UPDATE comments SET name_shown = ?, shown_country = ?, shown_region = ?, shown_stakeholder = ?, seq = ?
		WHERE consultation_id = ? AND id = ?`,
		false, c.ShownCountry, c.ShownRegion, c.ShownStakeholder, c.Seq, c.ConsultationID, c.ID); err != nil {
		return err
	}
	_, err := tx.exec(ctx, "UPDATE comment_authors SET name_withdrawn = ? WHERE consultation_id = ? AND comment_id = ?",
		true, c.ConsultationID, c.ID)
	return err
}

// Removed counts a consultation's comments that are no longer shown.
func (r Reader) Removed(ctx context.Context, consultationID int64) (models.Removed, error) {
	var rows []struct {
		Publication models.Publication
		N           int
	}
	err := r.raw(ctx, &rows, `SELECT publication, COUNT(*) AS n FROM comments
		WHERE consultation_id = ? AND removed_at IS NOT NULL GROUP BY publication`, consultationID)
	var out models.Removed
	for _, row := range rows {
		switch row.Publication {
		case models.Hidden:
			out.Hidden = row.N
		case models.Withdrawn:
			out.Withdrawn = row.N
		case models.Disowned:
			out.Disowned = row.N
		case models.Lapsed:
			out.Lapsed = row.N
		case models.Erased:
			out.Erased = row.N
		}
	}
	return out, err
}

// RemovedViews gives the newest comments that stand as disowned or as hidden and whose words are there, from some
// regions (nil: from anywhere).
func (r Reader) RemovedViews(ctx context.Context, consultationID int64, as models.Publication, regions []string, limit int) ([]models.CommentView, error) {
	var out []models.CommentView
	err := r.raw(ctx, &out, viewSelect(true)+`WHERE c.consultation_id = ? AND c.publication = ? AND (? OR c.region IN ?)
		AND NOT EXISTS (SELECT 1 FROM erasures e WHERE e.consultation_id = c.consultation_id AND e.comment_id = c.id)
		ORDER BY c.id DESC LIMIT ?`, consultationID, as, regions == nil, regions, limit)
	return out, err
}

// Lapsing lists comments whose address was not confirmed by an instant: those whose consultation phases all closed
// before, those that came late received before too, and where one never closes those received before the other instant.
// At most n.
func (r Reader) Lapsing(ctx context.Context, closedBefore, receivedBefore time.Time, n int) ([]models.Comment, error) {
	var out []models.Comment
	err := r.raw(ctx, &out, `SELECT c.* FROM comments c WHERE c.publication = ? AND (
		(c.received_at < ? AND EXISTS (SELECT 1 FROM phases p WHERE p.consultation_id = c.consultation_id AND p.kind = ? AND p.closes_at IS NULL))
		OR ((NOT c.late OR c.received_at < ?)
		AND NOT EXISTS (SELECT 1 FROM phases p WHERE p.consultation_id = c.consultation_id AND p.kind = ? AND (p.closes_at IS NULL OR p.closes_at >= ?))))
		ORDER BY c.consultation_id, c.id LIMIT ?`,
		models.Unconfirmed, receivedBefore, models.PhaseConsultation, closedBefore, models.PhaseConsultation, closedBefore, n)
	return out, err
}

// Unpurged tells whether something was erased whose traces may still be on the disk.
func (r Reader) Unpurged(ctx context.Context) (bool, error) {
	var n int
	err := r.raw(ctx, &n, "SELECT COUNT(*) FROM (SELECT 1 FROM erasures WHERE purged_at IS NULL LIMIT 1) e")
	return n > 0, err
}

// MarkPurged remembers that the traces of what was erased before an instant are gone from the disk.
func (tx *Tx) MarkPurged(ctx context.Context, at time.Time) error {
	_, err := tx.exec(ctx, "UPDATE erasures SET purged_at = ? WHERE purged_at IS NULL AND at <= ?", at, at)
	return err
}

// Purge overwrites on the disk what was deleted from the search index, as far as that needs no rest of the service.
func (s *Store) Purge(ctx context.Context) error { return s.runAll(ctx, s.d.purge) }

// Compact writes the database anew so that nothing deleted is left in its files. It needs room for a second copy
// and holds up writes while it runs.
func (s *Store) Compact(ctx context.Context) error { return s.runAll(ctx, s.d.compact) }

// runAll runs statements that cannot stand in a transaction.
func (s *Store) runAll(ctx context.Context, statements []string) error {
	return s.write.WithContext(ctx).Connection(func(db *gorm.DB) error {
		for _, sql := range statements {
			if err := db.Exec(sql).Error; err != nil {
				return translate(err)
			}
		}
		return nil
	})
}

// Consents gives what was agreed to with a comment, oldest first.
func (r Reader) Consents(ctx context.Context, consultationID, commentID int64) ([]models.Consent, error) {
	all, err := rows[models.Consent](r.db).Where("consultation_id = ? AND comment_id = ?", consultationID, commentID).
		Order("id").Limit(100).Find(ctx)
	return all, translate(err)
}

// AddConsents keeps what somebody agreed to.
func (tx *Tx) AddConsents(ctx context.Context, all []models.Consent) error {
	return translate(rows[models.Consent](tx.db).CreateInBatches(ctx, &all, 100))
}

// WithdrawConsent remembers that somebody no longer agrees.
func (tx *Tx) WithdrawConsent(ctx context.Context, consultationID, commentID int64, kind models.ConsentKind, at time.Time) error {
	_, err := tx.exec(ctx, `UPDATE consents SET withdrawn_at = ? WHERE consultation_id = ? AND comment_id = ? AND kind = ? AND withdrawn_at IS NULL`,
		at, consultationID, commentID, kind)
	return err
}

// AddReport keeps what somebody told the moderators.
func (tx *Tx) AddReport(ctx context.Context, r *models.Report) error {
	return translate(rows[models.Report](tx.db).Create(ctx, r))
}

// Report finds a report; fault NotFound "report_not_found".
func (r Reader) Report(ctx context.Context, consultationID, id int64) (models.Report, error) {
	p, err := rows[models.Report](r.db).Where("consultation_id = ? AND id = ?", consultationID, id).Take(ctx)
	return p, found(err, "report")
}

// Reports gives the reports that wait, oldest first.
func (r Reader) Reports(ctx context.Context, consultationID int64, limit int) ([]models.Report, error) {
	all, err := rows[models.Report](r.db).Where("consultation_id = ? AND decision = ?", consultationID, models.ReportWaits).
		Order("id").Limit(limit).Find(ctx)
	return all, translate(err)
}

// DecideReport writes what moderators made of a report; false when it was decided before.
func (tx *Tx) DecideReport(ctx context.Context, r models.Report) (bool, error) {
	n, err := tx.exec(ctx, `UPDATE reports SET decision = ?, person_id = ?, decided_at = ? WHERE consultation_id = ? AND id = ? AND decision = ?`,
		r.Decision, r.PersonID, r.DecidedAt, r.ConsultationID, r.ID, models.ReportWaits)
	return n == 1, err
}
