package store

import (
	"context"
	"slices"

	"travaux/internal/search"
	"travaux/models"
)

// Column is what the queue and the public list filter and count a comment by.
type Column struct {
	ID, Seq, DraftID, Number                    int64
	TargetKind                                  models.TargetKind
	WID                                         string `gorm:"column:wid"`
	AfterWID                                    string `gorm:"column:after_wid"`
	Country, Region, StakeholderType            string
	ShownRegion, ShownStakeholder               string
	Type, Stance, Language, Outcome, Provenance string
	Publication                                 models.Publication
	Verified, Confidential, Late                bool
	VersionID                                   int64
	Placed                                      models.AnchorState // in the newest version; empty: not carried into it
	PlacedWID, PlacedAfter                      string
}

// Columns gives the columns of the comments changed after seq, oldest first; newest are the newest versions of the
// drafts.
func (r Reader) Columns(ctx context.Context, consultationID, afterSeq int64, newest []int64) ([]Column, error) {
	rows, err := r.db.WithContext(ctx).Raw(`SELECT c.id, c.seq, c.draft_id, COALESCE(c.number, 0), c.target_kind, c.wid, c.after_wid, c.country, c.region, c.stakeholder_type,
		c.shown_region, c.shown_stakeholder, c.type, c.stance, c.language, c.outcome, c.provenance, c.publication, c.verified, c.confidential, c.late,
		c.version_id, COALESCE(p.state, ''), COALESCE(p.wid, ''), COALESCE(p.after_wid, '')
		FROM comments c LEFT JOIN placements p ON p.consultation_id = c.consultation_id AND p.comment_id = c.id AND p.version_id IN ?
		WHERE c.consultation_id = ? AND c.seq > ? ORDER BY c.id`, newest, consultationID, afterSeq).Rows()
	if err != nil {
		return nil, translate(err)
	}
	defer func() { _ = rows.Close() }()
	var out []Column
	for rows.Next() {
		var c Column
		if err := rows.Scan(&c.ID, &c.Seq, &c.DraftID, &c.Number, &c.TargetKind, &c.WID, &c.AfterWID, &c.Country, &c.Region, &c.StakeholderType,
			&c.ShownRegion, &c.ShownStakeholder, &c.Type, &c.Stance, &c.Language, &c.Outcome, &c.Provenance, &c.Publication,
			&c.Verified, &c.Confidential, &c.Late, &c.VersionID, &c.Placed, &c.PlacedWID, &c.PlacedAfter); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

// Hits gives the ids of a consultation's comments that match a search, ascending.
func (r Reader) Hits(ctx context.Context, consultationID int64, q search.Expr) ([]int64, error) {
	sql, args := r.d.hits(consultationID, q)
	rows, err := r.db.WithContext(ctx).Raw(sql, args...).Rows()
	if err != nil {
		return nil, translate(err)
	}
	defer func() { _ = rows.Close() }()
	out := []int64{}
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, rows.Err()
}

// Mark is a stretch of words of a version, and how many published comments are on exactly it.
type Mark struct {
	WID            string `gorm:"column:wid"`
	StartAt, EndAt int
	Comments       int
}

// Marks gives the words of a version's text that comments are on, made on it or carried into it, most commented first,
// in some provisions or, nil, in all.
// The constants stand in the statement so that the indexes of exactly these rows serve it.
func (r Reader) Marks(ctx context.Context, consultationID, versionID int64, language string, only []string) ([]Mark, error) {
	var out []Mark
	some, wids := among(only)
	err := r.raw(ctx, &out, `SELECT wid, start_at, end_at, SUM(comments) AS comments FROM (
		SELECT wid, start_at, end_at, COUNT(*) AS comments FROM comments
		WHERE consultation_id = ? AND version_id = ? AND anchor_language = ? AND target_kind = 'range' AND publication = 'published'
		`+some+`GROUP BY wid, start_at, end_at
		UNION ALL SELECT wid, start_at, end_at, COUNT(*) FROM placements
		WHERE consultation_id = ? AND version_id = ? AND language = ? AND end_at > start_at AND shown
		`+some+`GROUP BY wid, start_at, end_at) m
		GROUP BY wid, start_at, end_at ORDER BY SUM(comments) DESC, wid, start_at LIMIT 2000`,
		slices.Concat([]any{consultationID, versionID, language}, wids, []any{consultationID, versionID, language}, wids)...)
	return out, err
}

// among is the condition that a row is about one of some provisions; nil: about any.
func among(only []string) (condition string, args []any) {
	if only == nil {
		return "", nil
	}
	return "AND wid IN ? ", []any{only}
}

// SaidIn counts the published comments on each provision of a version, made on it or carried into it; "" is the whole
// text.
func (r Reader) SaidIn(ctx context.Context, consultationID, versionID int64) (map[string]int, error) {
	var rows []struct {
		WID string `gorm:"column:wid"`
		N   int
	}
	err := r.raw(ctx, &rows, `SELECT wid || after_wid AS wid, COUNT(*) AS n FROM comments
		WHERE consultation_id = ? AND version_id = ? AND publication = 'published' GROUP BY wid, after_wid
		UNION ALL SELECT wid || after_wid, COUNT(*) FROM placements
		WHERE consultation_id = ? AND version_id = ? AND state <> 'detached' AND shown GROUP BY wid, after_wid`,
		consultationID, versionID, consultationID, versionID)
	out := map[string]int{}
	for _, row := range rows {
		out[row.WID] += row.N
	}
	return out, err
}

// NumbersOn gives the newest published comments on a provision of a version, made on it or carried into it.
func (r Reader) NumbersOn(ctx context.Context, consultationID, versionID int64, wid string, limit int) ([]int64, error) {
	var out []int64
	err := r.raw(ctx, &out, `SELECT number FROM comments
		WHERE consultation_id = ? AND version_id = ? AND publication = 'published' AND (wid = ? OR after_wid = ?)
		UNION ALL SELECT c.number FROM placements p JOIN comments c ON c.consultation_id = p.consultation_id AND c.id = p.comment_id
		WHERE p.consultation_id = ? AND p.version_id = ? AND p.state <> 'detached' AND p.shown AND (p.wid = ? OR p.after_wid = ?)
		ORDER BY 1 DESC LIMIT ?`, consultationID, versionID, wid, wid, consultationID, versionID, wid, wid, limit)
	return out, err
}
