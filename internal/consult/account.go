package consult

import (
	"context"

	"travaux/internal/store"
	"travaux/models"
)

// Account is what people may change of themselves.
type Account struct {
	Name     string `json:"name" validate:"max=200"`
	Language string `json:"language" validate:"omitempty,bcp47_language_tag"`
}

// SetAccount changes how somebody is called and the language they are written to in.
func (s *Service) SetAccount(ctx context.Context, by models.Call, in Account) error {
	if err := need(by.Actor, Can(by.Actor, OwnAccount, Thing{PersonID: by.PersonID})); err != nil {
		return err
	}
	if err := s.check(&in); err != nil {
		return err
	}
	_, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		return "", tx.SetAccount(ctx, by.PersonID, in.Name, in.Language)
	})
	return err
}
