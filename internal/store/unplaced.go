package store

import (
	"context"

	"travaux/models"
)

// unplaced are the placements of each list. What was placed by a person is never to be placed; what is gone or not to be
// found has no confidence. The constants are those of the index of exactly these rows.
var unplaced = map[models.Unplaced]string{
	models.UnplacedLost:   "p.placed_at IS NULL AND p.confidence < 500 AND p.state IN ('text_removed', 'detached')",
	models.UnplacedDoubt:  "p.placed_at IS NULL AND p.confidence < 500 AND p.state NOT IN ('text_removed', 'detached')",
	models.UnplacedByHand: "p.placed_at IS NOT NULL",
}

// readable are the comments that somebody may read: published ones and confidential ones, each from some regions (nil:
// from anywhere).
const readable = `(c.publication = 'published' AND (? OR c.region IN ?) OR c.publication = 'confidential' AND (? OR c.region IN ?))`

const placedComments = ` FROM placements p JOIN comments c ON c.consultation_id = p.consultation_id AND c.id = p.comment_id `

// Unplaced gives the ids of the comments in one of a version's lists, after an id, the oldest first.
func (r Reader) Unplaced(ctx context.Context, v models.Version, what models.Unplaced, after int64, published, confidential []string, limit int) ([]int64, error) {
	var out []int64
	err := r.raw(ctx, &out, "SELECT p.comment_id"+placedComments+"WHERE p.consultation_id = ? AND p.version_id = ? AND "+unplaced[what]+
		" AND p.comment_id > ? AND "+readable+" ORDER BY p.comment_id LIMIT ?",
		v.ConsultationID, v.ID, after, published == nil, published, confidential == nil, confidential, limit)
	return out, err
}

// CountUnplaced counts the comments in each of a version's lists.
func (r Reader) CountUnplaced(ctx context.Context, v models.Version, published, confidential []string) (map[models.Unplaced]int, error) {
	var rows []struct {
		What models.Unplaced
		N    int
	}
	sql := "SELECT CASE WHEN p.placed_at IS NOT NULL THEN 'by_hand' WHEN p.state IN ('text_removed', 'detached') THEN 'lost' ELSE 'doubt' END AS what, COUNT(*) AS n" +
		placedComments + "WHERE p.consultation_id = ? AND p.version_id = ? AND (p.placed_at IS NOT NULL OR p.confidence < 500) AND " + readable + " GROUP BY 1"
	err := r.raw(ctx, &rows, sql, v.ConsultationID, v.ID, published == nil, published, confidential == nil, confidential)
	out := map[models.Unplaced]int{}
	for _, row := range rows {
		out[row.What] = row.N
	}
	return out, err
}

// UnplacedByVersion counts the comments that are still to be placed in each version of each draft of a consultation.
func (r Reader) UnplacedByVersion(ctx context.Context, consultationID int64, published, confidential []string) ([]models.UnplacedCount, error) {
	var out []models.UnplacedCount
	err := r.raw(ctx, &out, "SELECT d.slug AS draft, v.number AS version, COUNT(*) AS comments"+placedComments+`
		JOIN versions v ON v.consultation_id = p.consultation_id AND v.id = p.version_id
		JOIN drafts d ON d.consultation_id = v.consultation_id AND d.id = v.draft_id
		WHERE p.consultation_id = ? AND p.placed_at IS NULL AND p.confidence < 500 AND `+readable+` GROUP BY d.slug, v.number ORDER BY d.slug, v.number`,
		consultationID, published == nil, published, confidential == nil, confidential)
	return out, err
}
