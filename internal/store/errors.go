package store

import (
	"errors"
	"fmt"

	"gorm.io/gorm"

	"travaux/internal/fault"
)

// ErrDuplicate is met when a unique rule was broken. On PostgreSQL the transaction is then dead:
// where a duplicate is expected, insert with ON CONFLICT instead.
var ErrDuplicate = errors.New("store: already there")

// translate keeps GORM's errors inside this package.
func translate(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gorm.ErrDuplicatedKey):
		return fmt.Errorf("%w: %w", ErrDuplicate, err)
	case errors.Is(err, gorm.ErrRecordNotFound):
		return fault.New(fault.NotFound, "not_found")
	}
	return err
}

// found turns "no such row" into a fault for the noun.
func found(err error, noun string) error {
	if err = translate(err); fault.Is(err, fault.NotFound) {
		return fault.Missing(noun)
	}
	return err
}
