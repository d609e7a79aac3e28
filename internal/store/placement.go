package store

import (
	"context"
	"strings"
	"time"

	"travaux/models"
)

// Uncarried is a comment that has no place yet in a later version, or one in another language than its words only.
type Uncarried struct {
	ID, VersionID  int64
	TargetKind     models.TargetKind
	WID            string `gorm:"column:wid"`
	AfterWID       string `gorm:"column:after_wid"`
	Exact          string
	StartAt, EndAt int
	AnchorLanguage string
	Reachable      bool // its author is known, and it is part of the record
}

// mayBeShown are the standings of comments that are shown, or may be yet or again.
var mayBeShown = []models.Publication{models.PublishedNow, models.ConfidentialP, models.Hidden, models.Pending, models.Unconfirmed}

// Uncarried lists comments made on earlier versions that have no place in a version, after an id, oldest first.
func (r Reader) Uncarried(ctx context.Context, v models.Version, after int64, limit int) ([]Uncarried, error) {
	var out []Uncarried
	const frozen = `EXISTS (SELECT 1 FROM version_texts t WHERE t.consultation_id = c.consultation_id AND t.language = c.anchor_language
		AND t.published_at IS NOT NULL AND t.version_id = `
	err := r.raw(ctx, &out, `SELECT c.id, c.version_id, c.target_kind, c.wid, c.after_wid, c.exact, c.start_at, c.end_at, c.anchor_language,
		a.person_id IS NOT NULL AND c.publication IN ('published', 'confidential') AS reachable
		FROM comments c
		JOIN versions o ON o.consultation_id = c.consultation_id AND o.id = c.version_id
		JOIN comment_authors a ON a.consultation_id = c.consultation_id AND a.comment_id = c.id
		LEFT JOIN placements p ON p.consultation_id = c.consultation_id AND p.comment_id = c.id AND p.version_id = ?
		WHERE c.consultation_id = ? AND c.draft_id = ? AND o.number > 0 AND o.number < ? AND c.id > ? AND c.publication IN ?
		AND (p.comment_id IS NULL OR p.placed_at IS NULL AND p.language <> c.anchor_language
			AND `+frozen+`c.version_id) AND `+frozen+`p.version_id))
		ORDER BY c.id LIMIT ?`, v.ID, v.ConsultationID, v.DraftID, v.Number, after, mayBeShown, limit)
	return out, err
}

// Placements gives where comments are in the versions of their draft, by comment, the oldest version first.
func (r Reader) Placements(ctx context.Context, consultationID int64, commentIDs []int64) (map[int64][]models.PlacementView, error) {
	return r.placements(ctx, []int64{consultationID}, commentIDs)
}

// placements are those of comments of some consultations.
func (r Reader) placements(ctx context.Context, consultationIDs, commentIDs []int64) (map[int64][]models.PlacementView, error) {
	var all []models.PlacementView
	out := map[int64][]models.PlacementView{}
	if len(commentIDs) == 0 {
		return out, nil
	}
	err := r.raw(ctx, &all, `SELECT p.*, v.number AS version FROM placements p
		JOIN versions v ON v.consultation_id = p.consultation_id AND v.id = p.version_id
		WHERE p.consultation_id IN ? AND p.comment_id IN ? ORDER BY v.number`, consultationIDs, commentIDs)
	for _, p := range all {
		out[p.CommentID] = append(out[p.CommentID], p)
	}
	return out, err
}

// withPlacements adds to comments of one consultation where they are in later versions, with one statement.
func (r Reader) withPlacements(ctx context.Context, views []models.CommentView) error {
	if len(views) == 0 {
		return nil
	}
	ids := make([]int64, len(views))
	for i, v := range views {
		ids[i] = v.ID
	}
	places, err := r.Placements(ctx, views[0].ConsultationID, ids)
	for i, v := range views {
		views[i].Placements = places[v.ID]
	}
	return err
}

// placementBatch is how many placements one statement keeps.
const placementBatch = 100

// Place keeps where comments are in a version. What is there already stays, unless it was carried in another language
// of the text; what a person placed stays in any case.
func (tx *Tx) Place(ctx context.Context, all []models.Placement) error {
	for len(all) > 0 {
		batch := all[:min(len(all), placementBatch)]
		all = all[len(batch):]
		values, args := make([]string, 0, len(batch)), make([]any, 0, 14*len(batch))
		for _, p := range batch {
			values = append(values, "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
			args = append(args, p.ConsultationID, p.CommentID, p.VersionID, p.State, p.WID, p.AfterWID, p.Exact, p.StartAt, p.EndAt,
				p.Language, p.Confidence, false, p.Tell)
		}
		if _, err := tx.exec(ctx, `INSERT INTO placements (consultation_id, comment_id, version_id, state, wid, after_wid, exact, start_at, end_at,
			language, confidence, shown, tell) VALUES `+strings.Join(values, ", ")+` ON CONFLICT (consultation_id, comment_id, version_id) DO UPDATE SET
			state = excluded.state, wid = excluded.wid, after_wid = excluded.after_wid, exact = excluded.exact, start_at = excluded.start_at,
			end_at = excluded.end_at, language = excluded.language, confidence = excluded.confidence, tell = placements.tell OR excluded.tell
			WHERE placements.placed_at IS NULL AND placements.language <> excluded.language`, args...); err != nil {
			return err
		}
	}
	return nil
}

// Placed has the comments that were given a place in a version show there as they are shown elsewhere, and change with it.
func (tx *Tx) Placed(ctx context.Context, v models.Version, commentIDs []int64, seq int64) error {
	if _, err := tx.exec(ctx, `UPDATE placements SET shown = (SELECT c.publication = 'published' FROM comments c
		WHERE c.consultation_id = placements.consultation_id AND c.id = placements.comment_id)
		WHERE consultation_id = ? AND version_id = ? AND comment_id IN ?`, v.ConsultationID, v.ID, commentIDs); err != nil {
		return err
	}
	_, err := tx.exec(ctx, "UPDATE comments SET seq = ? WHERE consultation_id = ? AND id IN ?", seq, v.ConsultationID, commentIDs)
	return err
}

// CarryLater remembers that comments on a version of a draft are still to be carried into each published version after
// a number, and tells how many had not been waiting.
func (tx *Tx) CarryLater(ctx context.Context, d models.Draft, afterNumber int, quiet bool, due time.Time) (int64, error) {
	return tx.exec(ctx, `INSERT INTO carryings (consultation_id, version_id, draft_id, quiet, due_at)
		SELECT v.consultation_id, v.id, v.draft_id, ?, ? FROM versions v
		WHERE v.consultation_id = ? AND v.draft_id = ? AND v.number > ? ON CONFLICT DO NOTHING`,
		quiet, due, d.ConsultationID, d.ID, afterNumber)
}

// CarryPast is CarryLater for every published version after one.
func (tx *Tx) CarryPast(ctx context.Context, c models.Comment, due time.Time) (int64, error) {
	return tx.exec(ctx, `INSERT INTO carryings (consultation_id, version_id, draft_id, quiet, due_at)
		SELECT v.consultation_id, v.id, v.draft_id, ?, ? FROM versions o
		JOIN versions v ON v.consultation_id = o.consultation_id AND v.draft_id = o.draft_id AND v.number > o.number
		WHERE o.consultation_id = ? AND o.id = ? ON CONFLICT DO NOTHING`, true, due, c.ConsultationID, c.VersionID)
}

// Carryings lists the versions of a draft into which comments are still to be carried, the oldest first.
func (r Reader) Carryings(ctx context.Context, consultationID, draftID int64) ([]models.Carrying, error) {
	var out []models.Carrying
	err := r.raw(ctx, &out, `SELECT c.* FROM carryings c JOIN versions v ON v.consultation_id = c.consultation_id AND v.id = c.version_id
		WHERE c.consultation_id = ? AND c.draft_id = ? ORDER BY v.number`, consultationID, draftID)
	return out, err
}

// CarryingsDue lists what should have been carried by an instant; at most n.
func (r Reader) CarryingsDue(ctx context.Context, now time.Time, n int) ([]models.Carrying, error) {
	all, err := rows[models.Carrying](r.db).Where("due_at <= ?", now).Order("consultation_id, version_id").Limit(n).Find(ctx)
	return all, translate(err)
}

// CarryAgain puts off when a draft's versions are asked for again.
func (tx *Tx) CarryAgain(ctx context.Context, c models.Carrying, due time.Time) error {
	_, err := tx.exec(ctx, "UPDATE carryings SET due_at = ? WHERE consultation_id = ? AND draft_id = ?", due, c.ConsultationID, c.DraftID)
	return err
}

// CarriedInto forgets that comments are to be carried into a version.
func (tx *Tx) CarriedInto(ctx context.Context, v models.Version) error {
	_, err := tx.exec(ctx, "DELETE FROM carryings WHERE consultation_id = ? AND version_id = ?", v.ConsultationID, v.ID)
	return err
}

// PeopleToTell lists the people who are still to be told that the words under their comments changed with a version.
func (r Reader) PeopleToTell(ctx context.Context, v models.Version, limit int) ([]int64, error) {
	var out []int64
	err := r.raw(ctx, &out, `SELECT DISTINCT a.person_id FROM placements p
		JOIN comment_authors a ON a.consultation_id = p.consultation_id AND a.comment_id = p.comment_id
		WHERE p.consultation_id = ? AND p.version_id = ? AND p.tell AND a.person_id IS NOT NULL ORDER BY a.person_id LIMIT ?`,
		v.ConsultationID, v.ID, limit)
	return out, err
}

// Changed is a comment whose words changed or went.
type Changed struct {
	ID          int64
	Number      *int64
	Receipt     string
	Publication models.Publication
	State       models.AnchorState
}

// ToTell lists a person's comments of which they are still to be told, and notes that they were.
func (tx *Tx) ToTell(ctx context.Context, v models.Version, personID int64) ([]Changed, error) {
	var out []Changed
	if err := tx.raw(ctx, &out, `SELECT c.id, c.number, c.receipt, c.publication, p.state FROM placements p
		JOIN comments c ON c.consultation_id = p.consultation_id AND c.id = p.comment_id
		JOIN comment_authors a ON a.consultation_id = p.consultation_id AND a.comment_id = p.comment_id
		WHERE p.consultation_id = ? AND p.version_id = ? AND p.tell AND a.person_id = ? ORDER BY c.id`,
		v.ConsultationID, v.ID, personID); err != nil {
		return nil, err
	}
	ids := make([]int64, len(out))
	for i, c := range out {
		ids[i] = c.ID
	}
	n, err := tx.exec(ctx, "UPDATE placements SET tell = ? WHERE consultation_id = ? AND version_id = ? AND comment_id IN ? AND tell",
		false, v.ConsultationID, v.ID, ids)
	if err == nil && n != int64(len(out)) {
		err = ErrAgain // another instance was quicker
	}
	return out, err
}

// PlaceByHand keeps where a person says that a comment is in a version, in place of what was there; what was carried
// from there into later versions is forgotten. It is false when the comment changed since ifSeq (0: not asked).
func (tx *Tx) PlaceByHand(ctx context.Context, p models.Placement, v models.Version, ifSeq, newSeq int64) (bool, error) {
	n, err := tx.exec(ctx, "UPDATE comments SET seq = ? WHERE consultation_id = ? AND id = ? AND (CAST(? AS BIGINT) = 0 OR seq = ?)",
		newSeq, p.ConsultationID, p.CommentID, ifSeq, ifSeq)
	if err != nil || n == 0 {
		return false, err
	}
	if _, err := tx.exec(ctx, `DELETE FROM placements WHERE consultation_id = ? AND comment_id = ? AND (version_id = ? OR placed_at IS NULL
		AND version_id IN (SELECT l.id FROM versions l WHERE l.consultation_id = ? AND l.draft_id = ? AND l.number > ?))`,
		p.ConsultationID, p.CommentID, v.ID, v.ConsultationID, v.DraftID, v.Number); err != nil {
		return false, err
	}
	if err := rows[models.Placement](tx.db).Create(ctx, &p); err != nil {
		return false, translate(err)
	}
	return true, tx.Placed(ctx, v, []int64{p.CommentID}, newSeq)
}
