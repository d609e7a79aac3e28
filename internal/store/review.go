package store

import (
	"context"

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
	Verified, Confidential                      bool
}

// Columns gives the columns of the comments changed after seq, oldest first.
func (r Reader) Columns(ctx context.Context, consultationID, afterSeq int64) ([]Column, error) {
	rows, err := r.db.WithContext(ctx).Raw(`SELECT id, seq, draft_id, COALESCE(number, 0), target_kind, wid, after_wid, country, region, stakeholder_type,
		shown_region, shown_stakeholder, type, stance, language, outcome, provenance, publication, verified, confidential
		FROM comments WHERE consultation_id = ? AND seq > ? ORDER BY id`, consultationID, afterSeq).Rows()
	if err != nil {
		return nil, translate(err)
	}
	defer func() { _ = rows.Close() }()
	var out []Column
	for rows.Next() {
		var c Column
		if err := rows.Scan(&c.ID, &c.Seq, &c.DraftID, &c.Number, &c.TargetKind, &c.WID, &c.AfterWID, &c.Country, &c.Region, &c.StakeholderType,
			&c.ShownRegion, &c.ShownStakeholder, &c.Type, &c.Stance, &c.Language, &c.Outcome, &c.Provenance, &c.Publication,
			&c.Verified, &c.Confidential); err != nil {
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

// Marks gives the words of a version's text that were commented on, most commented first. The two constants stand
// in the statement so that the index of exactly these rows serves it.
func (r Reader) Marks(ctx context.Context, consultationID, versionID int64, language string) ([]Mark, error) {
	var out []Mark
	err := r.raw(ctx, &out, `SELECT wid, start_at, end_at, COUNT(*) AS comments FROM comments
		WHERE consultation_id = ? AND version_id = ? AND anchor_language = ? AND target_kind = 'range' AND publication = 'published'
		GROUP BY wid, start_at, end_at ORDER BY comments DESC, wid, start_at LIMIT 2000`,
		consultationID, versionID, language)
	return out, err
}
