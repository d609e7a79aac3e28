package store

import (
	"context"
	"time"

	"travaux/models"
)

// PledgeReports gives the reports on some pledges with their files, by pledge, the first first.
func (r Reader) PledgeReports(ctx context.Context, consultationID int64, pledgeIDs []int64) ([]models.PledgeReportView, error) {
	all, err := rows[models.PledgeReport](r.db).Where("consultation_id = ? AND pledge_id IN ?", consultationID, pledgeIDs).Order("pledge_id, number").Find(ctx)
	if err != nil || len(all) == 0 {
		return nil, translate(err)
	}
	var files []models.PledgeReportFile
	if err := r.raw(ctx, &files, `SELECT f.consultation_id, f.report_id, f.number, f.file_name, f.media_type, f.size, f.sha256 FROM pledge_report_files f
		JOIN pledge_reports r ON r.consultation_id = f.consultation_id AND r.id = f.report_id
		WHERE r.consultation_id = ? AND r.pledge_id IN ? ORDER BY f.report_id, f.number`, consultationID, pledgeIDs); err != nil {
		return nil, err
	}
	of := map[int64][]models.PledgeReportFile{}
	for _, f := range files {
		of[f.ReportID] = append(of[f.ReportID], f)
	}
	out := make([]models.PledgeReportView, len(all))
	place := map[[2]int64]int{} // of a report among them, by pledge and number
	for i, x := range all {
		out[i] = models.PledgeReportView{PledgeReport: x, Files: of[x.ID]}
		place[[2]int64{x.PledgeID, int64(x.Number)}] = i
		if j, ok := place[[2]int64{x.PledgeID, int64(x.Corrects)}]; ok {
			out[j].CorrectedBy = x.Number
		}
	}
	return out, nil
}

// PledgeReportFile gives a file of a report with its content; fault NotFound "file_not_found".
func (r Reader) PledgeReportFile(ctx context.Context, consultationID, reportID int64, number int) (models.PledgeReportFile, error) {
	f, err := rows[models.PledgeReportFile](r.db).Where("consultation_id = ? AND report_id = ? AND number = ?", consultationID, reportID, number).Take(ctx)
	return f, found(err, "file")
}

// CountPledgeReports counts the reports on some pledges, by the pledge's id.
func (r Reader) CountPledgeReports(ctx context.Context, consultationID int64, pledgeIDs []int64) (map[int64]int, error) {
	var counts []struct {
		PledgeID int64
		Count    int
	}
	err := r.raw(ctx, &counts, "SELECT pledge_id, COUNT(*) AS count FROM pledge_reports WHERE consultation_id = ? AND pledge_id IN ? GROUP BY pledge_id", consultationID, pledgeIDs)
	out := map[int64]int{}
	for _, c := range counts {
		out[c.PledgeID] = c.Count
	}
	return out, err
}

// AddPledgeReport keeps a report with its files.
func (tx *Tx) AddPledgeReport(ctx context.Context, x models.PledgeReport, files []models.PledgeReportFile) error {
	if err := rows[models.PledgeReport](tx.db).Create(ctx, &x); err != nil {
		return translate(err)
	}
	return translate(rows[models.PledgeReportFile](tx.db).CreateInBatches(ctx, &files, 1))
}

// RedactPledgeReport empties the words and the files of a report; false when it was before.
func (tx *Tx) RedactPledgeReport(ctx context.Context, x models.PledgeReport) (bool, error) {
	n, err := tx.exec(ctx, `UPDATE pledge_reports SET narrative = '', links = '[]', salt = '', redacted_at = ?, redacted_reason = ?
		WHERE consultation_id = ? AND id = ? AND redacted_at IS NULL`, x.RedactedAt, x.RedactedReason, x.ConsultationID, x.ID)
	if err != nil || n == 0 {
		return false, err
	}
	_, err = tx.exec(ctx, "UPDATE pledge_report_files SET file_name = '', content = ? WHERE consultation_id = ? AND report_id = ?", []byte{}, x.ConsultationID, x.ID)
	return true, err
}

// SetPledgeReported notes that a pledge was reported on.
func (tx *Tx) SetPledgeReported(ctx context.Context, p models.Pledge) error {
	_, err := tx.exec(ctx, "UPDATE pledges SET reported_at = ?, seq = ? WHERE consultation_id = ? AND id = ?", p.ReportedAt, p.Seq, p.ConsultationID, p.ID)
	return err
}

// ReportCut is the time before which the last report on a pledge of a frequency lies, and that of the others.
type ReportCut struct {
	Monthly, Quarterly, HalfYearly, Others time.Time
}

// PledgesToRemind gives, by id and after one, public pledges that are awaited to be reported on and whose organisation
// may have to be reminded of a kind: those whose last report lies before the cut and who were not reminded since, or,
// of PledgeDue, those whose day lies from one day to another. The use-case looks at each more closely.
func (r Reader) PledgesToRemind(ctx context.Context, kind models.ReportReminder, cut ReportCut, from, to string, after int64, limit int) ([]models.PledgeView, error) {
	var out []models.PledgeView
	const awaited = publicWords + "WHERE p.id > ? AND p.shown > 0 AND p.status <> 'withdrawn' AND p.grade <> 'complete' AND NOT EXISTS "
	if kind == models.PledgeDue {
		err := r.raw(ctx, &out, pledgeView+awaited+`(SELECT 1 FROM pledge_reminders m WHERE m.consultation_id = p.consultation_id AND m.pledge_id = p.id
			AND m.kind = ? AND m.due_on = v.due_on) AND v.due_on >= ? AND v.due_on <= ? ORDER BY p.id LIMIT ?`, after, kind, from, to, limit)
		return out, err
	}
	err := r.raw(ctx, &out, pledgeView+awaited+`(SELECT 1 FROM pledge_reminders m WHERE m.consultation_id = p.consultation_id AND m.pledge_id = p.id
		AND m.kind = ? AND m.told_at > COALESCE(p.reported_at, p.published_at))
		AND (v.frequency = 'monthly' AND COALESCE(p.reported_at, p.published_at) <= ? OR v.frequency = 'quarterly' AND COALESCE(p.reported_at, p.published_at) <= ?
			OR v.frequency = 'half_yearly' AND COALESCE(p.reported_at, p.published_at) <= ? OR COALESCE(p.reported_at, p.published_at) <= ?
			OR v.due_on <= ? AND v.due_on >= ?) ORDER BY p.id LIMIT ?`,
		after, kind, cut.Monthly, cut.Quarterly, cut.HalfYearly, cut.Others, to, from, limit)
	return out, err
}

// AddPledgeReminder notes that a reminder is sent; false when it was before.
func (tx *Tx) AddPledgeReminder(ctx context.Context, m models.PledgeReminder) (bool, error) {
	n, err := tx.exec(ctx, `INSERT INTO pledge_reminders (consultation_id, pledge_id, kind, due_on, told_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (consultation_id, pledge_id, kind, due_on) DO NOTHING`, m.ConsultationID, m.PledgeID, m.Kind, m.DueOn, m.ToldAt)
	return n == 1, err
}

// AnsweredProvisions gives some provisions of the newest published versions of a consultation, without their words, in
// a language and in that of the text itself: the first first.
func (r Reader) AnsweredProvisions(ctx context.Context, consultationID int64, wids []string, language string) ([]models.PledgeProvision, error) {
	var found []struct {
		Draft string
		models.Provision
	}
	err := r.raw(ctx, &found, `SELECT d.slug AS draft, p.language, p.position, p.wid, p.eid, p.parent, p.depth, p.kind, p.number, p.heading FROM provisions p
		JOIN versions v ON v.consultation_id = p.consultation_id AND v.id = p.version_id
		JOIN drafts d ON d.consultation_id = v.consultation_id AND d.id = v.draft_id
		WHERE p.consultation_id = ? AND p.wid IN ? AND p.language IN (?, d.language) AND v.number > 0
			AND v.number = (SELECT MAX(n.number) FROM versions n WHERE n.consultation_id = v.consultation_id AND n.draft_id = v.draft_id)
		ORDER BY d.id, p.position, CASE WHEN p.language = ? THEN 0 ELSE 1 END`, consultationID, wids, language, language)
	out := make([]models.PledgeProvision, len(found))
	for i, f := range found {
		out[i] = models.PledgeProvision{Draft: f.Draft, Provision: f.Provision}
	}
	return out, err
}
