package testkit

import (
	"testing"

	"travaux/models"
)

// Carry carries every comment that waits into the later versions, as the workers of a server do.
func (k *Kit) Carry(t testing.TB) {
	t.Helper()
	db := k.SQL(t)
	consultations := Column[int64](t, db, "SELECT consultation_id FROM carryings GROUP BY consultation_id, draft_id ORDER BY consultation_id, draft_id")
	for i, draft := range Column[int64](t, db, "SELECT draft_id FROM carryings GROUP BY consultation_id, draft_id ORDER BY consultation_id, draft_id") {
		for more := true; more; {
			var err error
			more, err = k.Service.Carry(t.Context(), models.CarryAnchors{ConsultationID: consultations[i], DraftID: draft})
			Must(t, err)
		}
	}
}
