package consult

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/store"
	"travaux/models"
)

// What was typed by somebody who had to sign in first is kept for a day, so much of it, and so many forms a browser.
const (
	keptLasts   = 24 * time.Hour
	keptBytes   = 200_000
	keptForms   = 5
	keptPurpose = "typed"
)

// Keep keeps what was typed into a form that could not be taken yet, sealed, for the browser it was typed in and, if
// that is known, for the person; it gives the reference. Faults
// SignIn "typed_too_long", "typed_no_room" when what is kept for a client or for all strangers would be too much: the
// page has it still; TooMany "too_many".
func (s *Service) Keep(ctx context.Context, by models.Call, k models.Kept, browser string, personID int64) (string, error) {
	plain, err := json.Marshal(k)
	if err != nil {
		return "", fmt.Errorf("write what was typed: %w", err)
	}
	if len(plain) > keptBytes {
		return "", fault.New(fault.SignIn, "typed_too_long")
	}
	row := models.KeptForm{
		Ref: ids.UUID(), Browser: digest(browser), Sealed: s.seal(keptPurpose, plain), CreatedAt: by.At, ExpiresAt: by.At.Add(keptLasts),
	}
	if personID != 0 {
		row.PersonID = &personID
	}
	return row.Ref, s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := s.tallied(ctx, tx, by.At, tally{models.LimitKept, by.Client, 1}); err != nil {
			return err
		}
		if err := s.tallied(ctx, tx, by.At, keptRoom(by, len(row.Sealed), personID)...); err != nil {
			return cmpErr(unlessFull(err), fault.New(fault.SignIn, "typed_no_room"))
		}
		return tx.AddKeptForm(ctx, row, keptForms)
	})
}

// everybody is under whom what all strangers use is counted.
const everybody = "everybody"

// keptRoom counts the kilobytes that a form takes: a stranger's for their client and for all of them, somebody known's for
// that person.
func keptRoom(by models.Call, bytes int, personID int64) []tally {
	kilobytes := (bytes + 999) / 1000
	if personID != 0 {
		return []tally{{models.LimitKeptBytes, personKey(personID), kilobytes}}
	}
	return []tally{{models.LimitKeptBytes, by.Client, kilobytes}, {models.LimitKeptAll, everybody, kilobytes}}
}

// unlessFull is an error but for a limit that is used up.
func unlessFull(err error) error {
	if fault.Is(err, fault.TooMany) {
		return nil
	}
	return err
}

// Typed gives back what was typed in this browser. Fault NotFound "typed_not_found", also for another person than
// the one who typed it.
func (s *Service) Typed(ctx context.Context, who models.Actor, ref, browser string) (models.Kept, error) {
	row, err := s.st.KeptForm(ctx, ref, digest(browser), s.Now())
	if err != nil {
		return models.Kept{}, err
	}
	if row.PersonID != nil && *row.PersonID != who.PersonID {
		return models.Kept{}, fault.Missing("typed")
	}
	plain, err := s.unseal(keptPurpose, row.Sealed)
	if err != nil {
		return models.Kept{}, err
	}
	k := models.Kept{}
	if err := json.Unmarshal(plain, &k); err != nil {
		return k, fmt.Errorf("read what was typed: %w", err)
	}
	k.Ref = ref
	return k, nil
}

// DropTyped forgets what was typed in this browser: it was sent, or is not wanted any more.
func (s *Service) DropTyped(ctx context.Context, ref, browser string) error {
	return s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.DropKeptForm(ctx, ref, digest(browser)) })
}
