package store

import (
	"context"

	"travaux/models"
)

// AdoptingLogs lists consultations whose comments from before the log may not be in it yet.
func (r Reader) AdoptingLogs(ctx context.Context) ([]int64, error) {
	var out []int64
	err := r.raw(ctx, &out, "SELECT consultation_id FROM log_state WHERE adopting ORDER BY consultation_id")
	return out, err
}

// WholeComments gives comments with their parts by id, after an id: what their commitments are made of. A part that was
// erased is empty.
func (r Reader) WholeComments(ctx context.Context, consultationID, after int64, limit int) ([]Whole, error) {
	comments, err := rows[models.Comment](r.db).Where("consultation_id = ? AND id > ?", consultationID, after).Order("id").Limit(limit).Find(ctx)
	if err != nil || len(comments) == 0 {
		return nil, translate(err)
	}
	first, last := comments[0].ID, comments[len(comments)-1].ID
	const between = "consultation_id = ? AND comment_id BETWEEN ? AND ?"
	texts, err := rows[models.CommentText](r.db).Where(between+" AND revision = 1", consultationID, first, last).Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	authors, err := rows[models.CommentAuthor](r.db).Where(between, consultationID, first, last).Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	versions, err := r.PublishedVersions(ctx, consultationID)
	if err != nil {
		return nil, err
	}
	out := make([]Whole, len(comments))
	at := make(map[int64]int, len(comments))
	for i, c := range comments {
		out[i].Comment, at[c.ID] = c, i
		for _, v := range versions {
			if v.ID == c.VersionID && v.DraftID == c.DraftID {
				out[i].Draft, out[i].Version = v.Slug, v.Number
			}
		}
	}
	for _, t := range texts {
		if i, ok := at[t.CommentID]; ok {
			out[i].Text = t
		}
	}
	for _, a := range authors {
		if i, ok := at[a.CommentID]; ok {
			out[i].Author = a
		}
	}
	return out, nil
}

// CommitAgain replaces a commitment from before the log, with a salt for what the author gave of themselves.
func (tx *Tx) CommitAgain(ctx context.Context, consultationID, commentID int64, commitment, authorSalt string) error {
	if _, err := tx.exec(ctx, "UPDATE comments SET commitment = ? WHERE consultation_id = ? AND id = ?", commitment, consultationID, commentID); err != nil {
		return err
	}
	_, err := tx.exec(ctx, "UPDATE comment_authors SET salt = ? WHERE consultation_id = ? AND comment_id = ?", authorSalt, consultationID, commentID)
	return err
}

// CommentsInLog tells which of these comments have an entry in the log.
func (r Reader) CommentsInLog(ctx context.Context, consultationID, from, to int64) ([]int64, error) {
	var out []int64
	err := r.raw(ctx, &out, "SELECT DISTINCT comment_id FROM log_entries WHERE consultation_id = ? AND comment_id BETWEEN ? AND ?", consultationID, from, to)
	return out, err
}

// AllNotices gives every version of the notices.
func (r Reader) AllNotices(ctx context.Context, consultationID int64) ([]models.Notices, error) {
	all, err := rows[models.Notices](r.db).Where("consultation_id = ?", consultationID).Order("version").Find(ctx)
	return all, translate(err)
}

// DispositionsBetween gives the answers to some comments, in their order.
func (r Reader) DispositionsBetween(ctx context.Context, consultationID, first, last int64) ([]models.Disposition, error) {
	all, err := rows[models.Disposition](r.db).Where("consultation_id = ? AND comment_id BETWEEN ? AND ?", consultationID, first, last).
		Order("comment_id, id").Find(ctx)
	return all, translate(err)
}

// PublishedText is a text that was published, without its canonical form, of its version of a draft.
type PublishedText struct {
	Draft   models.Draft
	Version models.Version
	Text    models.VersionText
}

// PublishedTexts gives every text of a consultation that was published.
func (r Reader) PublishedTexts(ctx context.Context, consultationID int64) ([]PublishedText, error) {
	drafts, err := rows[models.Draft](r.db).Where("consultation_id = ?", consultationID).Order("id").Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	versions, err := rows[models.Version](r.db).Where("consultation_id = ? AND number > 0", consultationID).Order("draft_id, number").Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	texts, err := rows[models.VersionText](r.db).Select("consultation_id, version_id, language, title, sha256, published_at").
		Where("consultation_id = ? AND published_at IS NOT NULL", consultationID).Order("version_id, language").Find(ctx)
	var out []PublishedText
	for _, v := range versions {
		for _, t := range texts {
			if t.VersionID != v.ID {
				continue
			}
			for _, d := range drafts {
				if d.ID == v.DraftID {
					out = append(out, PublishedText{d, v, t})
				}
			}
		}
	}
	return out, translate(err)
}

// LogActs gives the entries that are not about a comment or another thing with a row of its own, in their order.
func (r Reader) LogActs(ctx context.Context, consultationID int64) ([]models.LogEntry, error) {
	all, err := rows[models.LogEntry](r.db).Where("consultation_id = ? AND comment_id IS NULL AND about_id IS NULL", consultationID).Order("id").Find(ctx)
	return all, translate(err)
}

// CountWaitingEntries counts the entries of a consultation that have no place yet.
func (r Reader) CountWaitingEntries(ctx context.Context, consultationID int64) (n int, err error) {
	err = r.raw(ctx, &n, "SELECT COUNT(*) FROM log_entries WHERE consultation_id = ? AND idx IS NULL", consultationID)
	return n, err
}

// LogNodesFrom gives hashes of an epoch's tree from a place on, in order.
func (r Reader) LogNodesFrom(ctx context.Context, consultationID, epoch, from int64, limit int) ([]models.LogNode, error) {
	all, err := rows[models.LogNode](r.db).Where("consultation_id = ? AND epoch = ? AND idx >= ?", consultationID, epoch, from).
		Order("idx").Limit(limit).Find(ctx)
	return all, translate(err)
}

// CheckpointsFrom gives the signed heads of an epoch from a size on, in order.
func (r Reader) CheckpointsFrom(ctx context.Context, consultationID, epoch, from int64, limit int) ([]models.LogCheckpoint, error) {
	all, err := rows[models.LogCheckpoint](r.db).Where("consultation_id = ? AND epoch = ? AND size >= ?", consultationID, epoch, from).
		Order("size").Limit(limit).Find(ctx)
	return all, translate(err)
}

// EntriesBetween gives the entries about comments with ids above one and up to another, by comment.
func (r Reader) EntriesBetween(ctx context.Context, consultationID, after, last int64) ([]models.LogEntry, error) {
	all, err := rows[models.LogEntry](r.db).Where("consultation_id = ? AND comment_id > ? AND comment_id <= ?", consultationID, after, last).
		Order("comment_id, id").Find(ctx)
	return all, translate(err)
}

// WholeInterest is an interest with its personal part.
type WholeInterest struct {
	models.Interest
	models.InterestContact
}

// AllInterests gives every interest of a consultation that was confirmed.
func (r Reader) AllInterests(ctx context.Context, consultationID int64) ([]WholeInterest, error) {
	all, err := rows[models.Interest](r.db).Where("consultation_id = ? AND confirmed_at IS NOT NULL", consultationID).Order("id").Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	contacts, err := rows[models.InterestContact](r.db).Where("consultation_id = ?", consultationID).Find(ctx)
	of := map[int64]models.InterestContact{}
	for _, c := range contacts {
		of[c.InterestID] = c
	}
	out := make([]WholeInterest, len(all))
	for n, i := range all {
		out[n] = WholeInterest{i, of[i.ID]}
	}
	return out, translate(err)
}
