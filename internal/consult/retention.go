package consult

import (
	"context"
	"errors"
	"time"

	"travaux/internal/store"
	"travaux/models"
)

const day = 24 * time.Hour

// Retention is how long something is kept. The page /privacy and docs/privacy.md list exactly these.
type Retention struct {
	Name  string        // the catalogue's retention.<name> says what it is, and from when on the time counts
	Lasts time.Duration // whole minutes; 0: as long as the catalogue's retention.<name>_long says
	do    func(tx *store.Tx, ctx context.Context, before time.Time) error
}

// Retentions are all periods. Comments, answers and texts are the record, which is kept; what is personal in them
// goes when its author asks.
func Retentions() []Retention {
	return []Retention{
		// After the closing; see Service.lapse. Without a closing confirmWithoutEnd counts from the receipt.
		{Name: "unconfirmed", Lasts: confirmAfterClosing},
		{Name: "disowned", Lasts: disownedKept}, // see Service.forgetDisowned
		{Name: "reports", Lasts: 30 * day, do: (*store.Tx).ForgetReports},
		{Name: "invitations", Lasts: 30 * day, do: (*store.Tx).ForgetInvitations},
		{Name: "interests", Lasts: interestWaits, do: (*store.Tx).ForgetInterests},
		{Name: "mails", Lasts: 30 * day, do: (*store.Tx).ForgetSentMails},
		{Name: "links", Lasts: day, do: (*store.Tx).ForgetTokens},
		{Name: "text_imports", Lasts: 7 * day, do: (*store.Tx).ForgetTextImports},
		{Name: "word_returns", Lasts: 7 * day, do: (*store.Tx).ForgetWordReturns},
		{Name: "letters", Lasts: lettersKept, do: (*store.Tx).DropLetters},
		{Name: "preparations", Lasts: preparationsKept, do: (*store.Tx).ForgetPreparations},
		{Name: "open_edits", Lasts: day, do: (*store.Tx).ForgetOpenEdits},
		{Name: "sessions", Lasts: day, do: (*store.Tx).ForgetSessions},
		{Name: "repeats", Lasts: kept, do: (*store.Tx).ForgetDone},
		// What bears the instant at which it runs out goes then; see Service.forgetRunOut.
		{Name: "typed", Lasts: keptLasts},
		{Name: "passkeys", Lasts: passkeyLasts},
		{Name: "providers", Lasts: max(attemptLasts, addressLasts)},
		{Name: "limits", Lasts: countsLast()},
		{Name: "limit_keys", Lasts: dayKeyKept},
		{Name: "consents"},
		{Name: "record"},
	}
}

// countsLast is how long the longest count of a limit is of use, in whole hours.
func countsLast() time.Duration {
	var longest time.Duration
	for _, l := range models.Limits {
		longest = max(longest, l.Lasts())
	}
	return (longest + time.Hour - 1).Truncate(time.Hour)
}

// forgetRunOut deletes what bears the instant at which it runs out.
func (s *Service) forgetRunOut(ctx context.Context, tx *store.Tx, now time.Time) error {
	if err := tx.ForgetKeptForms(ctx, now); err != nil {
		return err
	}
	if err := tx.ForgetCeremonies(ctx, now); err != nil {
		return err
	}
	return s.forgetCounts(ctx, tx, now)
}

// forgetOld deletes what is past its period.
func forgetOld(ctx context.Context, tx *store.Tx, now time.Time) error {
	for _, r := range Retentions() {
		if r.do == nil {
			continue
		}
		if err := r.do(tx, ctx, now.Add(-r.Lasts)); err != nil {
			return err
		}
	}
	return nil
}

// disownedKept is how long it can still be asked whose address was misused.
const disownedKept = 30 * day

// forgetDisowned takes the personal part off comments that were disowned long enough ago. What it was committed to by
// stays, without the salt.
func (s *Service) forgetDisowned(ctx context.Context, now time.Time) error {
	due, err := s.st.DisownedAuthors(ctx, now.Add(-disownedKept), lapsingAtOnce)
	if err != nil || len(due) == 0 {
		return err
	}
	return s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		for _, a := range due {
			if err := tx.Unname(ctx, a.ConsultationID, a.CommentID, "", saltGone+said{store.Whole{Author: a}}.author()); err != nil {
				return err
			}
		}
		return nil
	})
}

// lapsingAtOnce is how many comments lapse in one round; a minute later come the next.
const lapsingAtOnce = 200

// lapse makes comments go whose address was not confirmed in time: the text is erased, the entry of the log stays.
func (s *Service) lapse(ctx context.Context, now time.Time) error {
	due, err := s.st.Lapsing(ctx, now.Add(-confirmAfterClosing), now.Add(-confirmWithoutEnd), lapsingAtOnce)
	if err != nil {
		return err
	}
	var problems []error // of one comment; the others go on
	for _, found := range due {
		problems = append(problems, s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			if _, err := tx.Touch(ctx, found.ConsultationID); err != nil { // from here on nobody confirms it
				return err
			}
			c, err := tx.Comment(ctx, found.ConsultationID, found.ID)
			if err != nil || c.Publication != models.Unconfirmed {
				return err
			}
			_, err = s.erase(ctx, tx, c, models.Erasure{What: models.ErasedAll, Why: models.ErasedLapsed, AskedBy: "retention", At: now})
			return err
		}))
	}
	return errors.Join(problems...)
}

// purge overwrites the traces of what was erased since the last time, where the database keeps some.
func (s *Service) purge(ctx context.Context, now time.Time) error {
	due, err := s.st.Unpurged(ctx)
	if err != nil || !due {
		return err
	}
	if err := s.st.Purge(ctx); err != nil {
		return err
	}
	return s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.MarkPurged(ctx, now) })
}

// Compact writes the database anew, so that nothing that was erased is left in its files. Command line only.
func (s *Service) Compact(ctx context.Context, by models.Call) error {
	if err := need(by.Actor, by.System); err != nil {
		return err
	}
	if err := s.st.Compact(ctx); err != nil {
		return err
	}
	return s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.MarkPurged(ctx, by.At) })
}
