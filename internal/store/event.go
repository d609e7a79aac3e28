package store

import (
	"context"

	"travaux/models"
)

// Events lists the events of a consultation by their start.
func (r Reader) Events(ctx context.Context, consultationID int64) ([]models.Event, error) {
	all, err := rows[models.Event](r.db).Where("consultation_id = ?", consultationID).
		Order("starts_at, id").Limit(1000).Find(ctx)
	return all, translate(err)
}

// Event finds an event by slug; fault NotFound "event_not_found".
func (r Reader) Event(ctx context.Context, consultationID int64, slug string) (models.Event, error) {
	e, err := rows[models.Event](r.db).Where("consultation_id = ? AND slug = ?", consultationID, slug).Take(ctx)
	return e, found(err, "event")
}

// EventSlugs lists the slugs that are taken and begin with some letters.
func (r Reader) EventSlugs(ctx context.Context, consultationID int64, begin string) ([]string, error) {
	var out []string
	err := r.raw(ctx, &out, "SELECT slug FROM events WHERE consultation_id = ? AND substr(slug, 1, ?) = ?", consultationID, len(begin), begin)
	return out, err
}

// AddEvent keeps a new event; ErrDuplicate when the slug is taken.
func (tx *Tx) AddEvent(ctx context.Context, e *models.Event) error {
	return translate(rows[models.Event](tx.db).Create(ctx, e))
}
