package consult

import (
	"context"
	"fmt"
	"time"

	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/store"
	"travaux/models"
)

// begin keeps what is needed at the end of an exchange with a browser, sealed, and gives the secret by which it is found.
// Only the same browser, for the same person (0: nobody yet), can end it.
func (s *Service) begin(ctx context.Context, by models.Call, kind models.CeremonyKind, browser string, state []byte, lasts time.Duration) (string, error) {
	secret := ids.Secret()
	c := models.Ceremony{
		Hash: digest(secret), Kind: kind, Browser: digest(browser),
		State: s.seal(ceremonyPurpose(kind, by.PersonID), state), ExpiresAt: by.At.Add(lasts),
	}
	return secret, s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.AddCeremony(ctx, c) // nobody guesses a secret that is there already
		return err
	})
}

// peek reads what begin kept and leaves it. Fault Forbidden "began_elsewhere" when it is over, late, or another's.
func (s *Service) peek(ctx context.Context, by models.Call, kind models.CeremonyKind, browser, secret string) (models.Ceremony, []byte, error) {
	c, err := s.st.Ceremony(ctx, digest(secret), kind, by.At)
	if fault.Is(err, fault.NotFound) || err == nil && (browser == "" || c.Browser != digest(browser)) {
		return c, nil, fault.New(fault.Forbidden, "began_elsewhere")
	}
	if err != nil {
		return c, nil, err
	}
	state, err := s.unseal(ceremonyPurpose(kind, by.PersonID), c.State)
	if err != nil {
		return c, nil, fault.Wrap(fault.Forbidden, "began_elsewhere", err)
	}
	return c, state, nil
}

// end ends an exchange, whatever comes of it, and gives what begin kept. Faults as peek.
func (s *Service) end(ctx context.Context, by models.Call, kind models.CeremonyKind, browser, secret string) ([]byte, error) {
	c, state, err := s.peek(ctx, by, kind, browser, secret)
	if err != nil {
		return nil, err
	}
	ended := false
	err = s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		ended, err = tx.EndCeremony(ctx, c.Hash)
		return err
	})
	if err == nil && !ended {
		err = fault.New(fault.Forbidden, "began_elsewhere")
	}
	return state, err
}

func ceremonyPurpose(kind models.CeremonyKind, personID int64) string {
	return fmt.Sprintf("ceremony %s %d", kind, personID)
}
