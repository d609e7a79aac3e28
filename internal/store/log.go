package store

import (
	"context"

	"travaux/models"
)

// AddLogEntries keeps entries that a sequencer will number.
func (tx *Tx) AddLogEntries(ctx context.Context, all []models.LogEntry) error {
	if len(all) == 0 {
		return nil
	}
	return translate(rows[models.LogEntry](tx.db).CreateInBatches(ctx, &all, 200))
}
