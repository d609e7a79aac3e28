package store

import (
	"context"
	"time"

	"travaux/models"
)

// Stated is what somebody stated of themselves.
type Stated struct{ StakeholderType, Country, Region string }

// Unnamed is a person not shown by name, counted once with what they stated.
type Unnamed struct {
	Key    string
	Stated `gorm:"embedded"`
	Level  int // what the open phase had published of their cell
}

// ShownAs is what becomes public of somebody's attributes at closing.
type ShownAs struct{ Country, Region, StakeholderType string }

// Unsettled lists the consultations whose last phase that takes comments closed before an instant, and whose
// published attributes have not been settled since.
func (r Reader) Unsettled(ctx context.Context, now time.Time) ([]int64, error) {
	var out []int64
	err := r.raw(ctx, &out, `SELECT c.id FROM consultations c WHERE c.settled_at IS NULL
		AND EXISTS (SELECT 1 FROM phases p WHERE p.consultation_id = c.id AND p.kind = ?)
		AND NOT EXISTS (SELECT 1 FROM phases p WHERE p.consultation_id = c.id AND p.kind = ? AND (p.closes_at IS NULL OR p.closes_at > ?))
		ORDER BY c.id`, models.PhaseConsultation, models.PhaseConsultation, now)
	return out, err
}

// Unnamed lists the people of published comments who are told apart and not shown by name.
func (r Reader) Unnamed(ctx context.Context, consultationID int64) ([]Unnamed, error) {
	var out []Unnamed
	err := r.raw(ctx, &out, `SELECT a.key, c.stakeholder_type, c.country, c.region,
		MAX(CASE WHEN c.shown_stakeholder = ? THEN 0 WHEN c.shown_region = ? THEN 1 ELSE 2 END) AS level
		FROM comments c JOIN comment_authors a ON a.consultation_id = c.consultation_id AND a.comment_id = c.id
		WHERE c.consultation_id = ? AND c.publication = ? AND NOT c.name_shown AND c.speaking_as = 'individual' AND a.key <> '' AND `+thisRound("c")+`
		GROUP BY a.key, c.stakeholder_type, c.country, c.region ORDER BY a.key, c.stakeholder_type, c.country, c.region`,
		models.Withheld, models.Withheld, consultationID, models.PublishedNow)
	return out, err
}

// thisRound is the condition that a comment came since comments were taken again after the settling.
func thisRound(comments string) string {
	return `NOT EXISTS (SELECT 1 FROM consultations r WHERE r.id = ` + comments + `.consultation_id AND ` + comments + `.received_at < r.round_at)`
}

// NewRound lets comments be taken again where what is public of those there are was settled: whoever comments from now on
// is counted anew.
func (tx *Tx) NewRound(ctx context.Context, consultationID int64, at time.Time) error {
	n, err := tx.exec(ctx, "UPDATE consultations SET settled_at = NULL, round_at = ? WHERE id = ? AND settled_at IS NOT NULL", at, consultationID)
	if err != nil || n == 0 {
		return err
	}
	if _, err := tx.exec(ctx, "DELETE FROM voices WHERE consultation_id = ?", consultationID); err != nil {
		return err
	}
	_, err = tx.exec(ctx, "DELETE FROM cells WHERE consultation_id = ?", consultationID)
	return err
}

// Withhold takes back what is public of the comments of this round of all who are not shown by name.
func (tx *Tx) Withhold(ctx context.Context, consultationID, seq int64) error {
	_, err := tx.exec(ctx, `UPDATE comments SET shown_country = '', shown_region = ?, shown_stakeholder = ?, seq = ?
		WHERE consultation_id = ? AND NOT name_shown AND speaking_as = 'individual' AND `+thisRound("comments"),
		models.Withheld, models.Withheld, seq, consultationID)
	return err
}

// Settle writes what is public of the comments of this round of those who stated the same, also of those who cannot be told apart.
func (tx *Tx) Settle(ctx context.Context, consultationID int64, at Stated, as ShownAs, seq int64) error {
	_, err := tx.exec(ctx, `UPDATE comments SET shown_country = ?, shown_region = ?, shown_stakeholder = ?, seq = ?
		WHERE consultation_id = ? AND stakeholder_type = ? AND country = ? AND region = ? AND NOT name_shown AND speaking_as = 'individual' AND `+thisRound("comments"),
		as.Country, as.Region, as.StakeholderType, seq, consultationID, at.StakeholderType, at.Country, at.Region)
	return err
}

// MarkSettled remembers that a consultation's published attributes are final.
func (tx *Tx) MarkSettled(ctx context.Context, consultationID int64, at time.Time) error {
	_, err := tx.exec(ctx, "UPDATE consultations SET settled_at = ? WHERE id = ?", at, consultationID)
	return err
}
