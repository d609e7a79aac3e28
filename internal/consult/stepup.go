package consult

import (
	"time"

	"travaux/internal/fault"
	"travaux/models"
)

// steppedUpLasts is how long somebody who proved anew who they are may do what is guarded by it.
const steppedUpLasts = 5 * time.Minute

// stepped refuses who did not prove who they are within five minutes, by a fresh link, a code or a passkey. The command
// line need not; an API token never can. Fault Forbidden "step_up", which the pages turn into asking for the proof.
func (s *Service) stepped(by models.Call) error {
	if by.System || !by.SteppedUpAt.IsZero() && by.At.Sub(by.SteppedUpAt) < steppedUpLasts {
		return nil
	}
	return fault.New(fault.Forbidden, "step_up")
}
