package store

import (
	"context"

	"gorm.io/gorm"

	"travaux/models"
)

// AddLogEntries keeps entries that a sequencer will number.
func (tx *Tx) AddLogEntries(ctx context.Context, all []models.LogEntry) error {
	if len(all) == 0 {
		return nil
	}
	return translate(gorm.G[models.LogEntry](tx.db).CreateInBatches(ctx, &all, 200))
}
