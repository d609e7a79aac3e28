package store

import (
	"context"

	"travaux/models"
)

// LogCounts counts the entries of a consultation by kind and its comments by where they stand, both of one instant.
func (r Reader) LogCounts(ctx context.Context, consultationID int64) ([]models.KindCount, []models.StandingCount, error) {
	var found []struct {
		Kind        models.EntryKind
		Publication models.Publication
		Count       int
	}
	err := r.raw(ctx, &found, `SELECT kind, '' AS publication, COUNT(*) AS count FROM log_entries WHERE consultation_id = ? GROUP BY kind
		UNION ALL SELECT '' AS kind, publication, COUNT(*) AS count FROM comments WHERE consultation_id = ? GROUP BY publication
		ORDER BY kind, publication`, consultationID, consultationID)
	var kinds []models.KindCount
	var standing []models.StandingCount
	for _, row := range found {
		if row.Kind == "" {
			standing = append(standing, models.StandingCount{Publication: row.Publication, Count: row.Count})
			continue
		}
		kinds = append(kinds, models.KindCount{Kind: row.Kind, Count: row.Count})
	}
	return kinds, standing, err
}

// ErasuresBetween gives the erasures of comments with ids above one and up to another, by comment.
func (r Reader) ErasuresBetween(ctx context.Context, consultationID, after, last int64) ([]models.Erasure, error) {
	all, err := rows[models.Erasure](r.db).Where("consultation_id = ? AND comment_id > ? AND comment_id <= ?", consultationID, after, last).
		Order("comment_id").Find(ctx)
	return all, translate(err)
}
