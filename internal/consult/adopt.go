package consult

import (
	"context"
	"fmt"
	"slices"

	"travaux/internal/store"
	"travaux/models"
)

// adoptBatch is how many comments are taken into the log in one transaction.
const adoptBatch = 500

// adopt takes what was there before the log into it, once: each act gets its entry, each comment one of its own kind
// with a commitment made anew, since the one of its old receipt cannot be derived again. That one stays in the entry.
func (s *Service) adopt(ctx context.Context) error {
	all, err := s.st.AdoptingLogs(ctx)
	if err != nil {
		return err
	}
	for _, id := range all {
		if err := s.adoptOne(ctx, id); err != nil {
			return fmt.Errorf("take consultation %d into its log: %w", id, err)
		}
	}
	return nil
}

func (s *Service) adoptOne(ctx context.Context, consultationID int64) error {
	if err := s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return s.adoptActs(ctx, tx, consultationID) }); err != nil {
		return err
	}
	for after, more := int64(0), true; more; {
		err := s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			batch, err := tx.WholeComments(ctx, consultationID, after, adoptBatch)
			if err != nil {
				return err
			}
			if more = len(batch) > 0; more {
				after = batch[len(batch)-1].Comment.ID
			}
			return s.adoptComments(ctx, tx, consultationID, batch)
		})
		if err != nil {
			return err
		}
	}
	return s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		state, err := tx.LockLog(ctx, consultationID)
		if err != nil {
			return err
		}
		state.Adopting = false
		return tx.SetLogState(ctx, state)
	})
}

// adoptActs writes the entries of a consultation's own acts, unless an earlier, interrupted try did.
func (s *Service) adoptActs(ctx context.Context, tx *store.Tx, consultationID int64) error {
	kinds, _, err := tx.LogCounts(ctx, consultationID)
	if err != nil || slices.ContainsFunc(kinds, func(k models.KindCount) bool { return k.Kind == models.ConsultationCreated }) {
		return err
	}
	acts, err := s.acts(ctx, tx.Reader, consultationID)
	if err != nil {
		return err
	}
	known, err := tx.LogActs(ctx, consultationID)
	if err != nil {
		return err
	}
	have := map[string]bool{}
	for _, e := range known {
		leaf, err := readLeaf(e.Leaf)
		if err != nil {
			return err
		}
		have[actKey(leaf)] = true
	}
	return s.recordAll(ctx, tx, consultationID, slices.DeleteFunc(acts, func(e models.Entry) bool {
		return have[actKey(models.Leaf{Kind: e.Kind, Facts: e.Facts})]
	}))
}

func (s *Service) adoptComments(ctx context.Context, tx *store.Tx, consultationID int64, batch []store.Whole) error {
	if len(batch) == 0 {
		return nil
	}
	first, last := batch[0].Comment.ID, batch[len(batch)-1].Comment.ID
	there, err := tx.CommentsInLog(ctx, consultationID, first, last)
	if err != nil {
		return err
	}
	answers, err := tx.DispositionsBetween(ctx, consultationID, first, last)
	if err != nil {
		return err
	}
	var entries []models.Entry
	for _, w := range batch {
		if slices.Contains(there, w.Comment.ID) {
			continue
		}
		e, err := s.adoptComment(ctx, tx, w)
		if err != nil {
			return err
		}
		entries = append(entries, e)
		for _, d := range answers {
			if d.CommentID == w.Comment.ID {
				entries = append(entries, answerEntry(w.Comment, w.Text.Salt, d))
			}
		}
	}
	return s.recordAll(ctx, tx, consultationID, entries)
}

func (s *Service) adoptComment(ctx context.Context, tx *store.Tx, w store.Whole) (models.Entry, error) {
	earlier := w.Comment.Commitment
	w.Author.Salt = salt()
	w.Comment.Commitment = said{w}.commitment()
	e := entryOf(models.CommentAdopted, w.Comment, w.Comment.ReceivedAt)
	e.Facts = map[string]string{"earlier": earlier, "standing": string(w.Comment.Publication)}
	if w.Comment.Publication != models.Unconfirmed { // then it may still be found out
		e.Facts[organisationFact] = said{w}.organisation()
	}
	return e, tx.CommitAgain(ctx, w.Comment.ConsultationID, w.Comment.ID, w.Comment.Commitment, w.Author.Salt)
}
