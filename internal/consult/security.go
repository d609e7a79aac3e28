package consult

import (
	"context"

	"travaux/internal/store"
	"travaux/models"
)

// What can happen to how somebody comes in; the catalogue's security.<what> says it.
const (
	passkeyAdded    = "passkey_added"
	passkeyRemoved  = "passkey_removed"
	identityLinked  = "identity_linked"
	identityRemoved = "identity_removed"
	tokenMade       = "token_made"
	adminMade       = "admin_made"
	adminEnded      = "admin_ended"
	accountDisabled = "account_disabled"
	accountEnabled  = "account_enabled"
)

// warn writes to somebody's own address that how they come in has changed, at once and whatever they want to be told
// otherwise: who was not it has to hear of it. name is how the thing is called; it may be empty. The command line, whose
// operator can change anything unseen, warns nobody.
func (s *Service) warn(ctx context.Context, tx *store.Tx, by models.Call, personID int64, what, name string) error {
	if by.System {
		return nil
	}
	p, err := tx.Person(ctx, personID)
	if err != nil || p.Email == "" {
		return forgotten(err)
	}
	if p.Language == "" {
		p.Language = by.Speaking
	}
	if name != "" {
		name = " – " + name
	}
	return s.post(ctx, tx, models.Mail{
		To: p.Email, Language: p.Language, Kind: "security", PersonID: &p.ID,
		Data: map[string]any{"Security": what, "Called": name, "Link": s.baseURL + "/account"},
	})
}
