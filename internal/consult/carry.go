package consult

import (
	"context"
	"slices"
	"time"

	"travaux/internal/store"
	"travaux/models"
)

// carryBatch is how many comments are carried in one transaction, carryRun how many batches one run of the job does,
// and carryAgain after how long a version that still waits is asked for again.
const (
	carryBatch = 500
	carryRun   = 20
	carryAgain = 10 * time.Minute
)

// carryLater has the comments on a draft carried into every published version after a number, once the transaction is
// committed.
func (s *Service) carryLater(ctx context.Context, tx *store.Tx, by models.Call, d models.Draft, number int) error {
	n, err := tx.CarryLater(ctx, d, number, by.Quiet, by.At.Add(carryAgain))
	if err != nil || n == 0 {
		return err
	}
	return tx.AddJob(ctx, models.CarryAnchors{ConsultationID: d.ConsultationID, DraftID: d.ID}, time.Time{})
}

// carryTranslation has the comments whose words are in a language carried in it where a version is published in that
// language now: into the version, and into the later ones.
func (s *Service) carryTranslation(ctx context.Context, tx *store.Tx, by models.Call, d models.Draft, v models.Version) error {
	return s.carryLater(ctx, tx, by, d, max(1, v.Number-1))
}

// catchUp has comments that were taken on a version that is no longer the newest carried into the later ones.
func (s *Service) catchUp(ctx context.Context, tx *store.Tx, comments ...models.Comment) error {
	seen := map[int64]bool{}
	for _, c := range comments {
		if seen[c.VersionID] {
			continue
		}
		seen[c.VersionID] = true
		n, err := tx.CarryPast(ctx, c, s.Now().Add(carryAgain))
		if err == nil && n > 0 {
			err = tx.AddJob(ctx, models.CarryAnchors{ConsultationID: c.ConsultationID, DraftID: c.DraftID}, time.Time{})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Carry carries the comments of a draft into the versions that wait for them, a batch in a transaction, and then tells
// their authors where the words changed. What a run that was cut off had done stays done. more is true when there is
// something left for another run.
func (s *Service) Carry(ctx context.Context, job models.CarryAnchors) (more bool, err error) {
	return s.carry(ctx, job, carryRun)
}

func (s *Service) carry(ctx context.Context, job models.CarryAnchors, batches int) (more bool, err error) {
	waiting, err := s.st.Carryings(ctx, job.ConsultationID, job.DraftID)
	if err != nil || len(waiting) == 0 {
		return false, err
	}
	k, err := s.newCarrying(ctx, job)
	if err != nil {
		return false, err
	}
	for _, w := range waiting {
		i := slices.IndexFunc(k.versions, func(v models.Version) bool { return v.ID == w.VersionID })
		if i < 0 {
			continue
		}
		n, err := s.carryInto(ctx, k, k.versions[i], w.Quiet, batches)
		if err != nil {
			return false, err
		}
		if batches -= n; batches <= 0 {
			return true, nil
		}
		if err := s.tellChanged(ctx, k.draft, k.versions[i]); err != nil {
			return false, err
		}
		if more, err = s.carriedInto(ctx, k.versions[i]); err != nil || more {
			return more, err
		}
	}
	return false, nil
}

// carryInto carries into one version, at most some number of batches; it tells how many it took. Fewer than it may
// means that all are carried.
func (s *Service) carryInto(ctx context.Context, k *carrying, v models.Version, quiet bool, batches int) (int, error) {
	after := int64(0)
	for n := range batches {
		batch, err := s.st.Uncarried(ctx, v, after, carryBatch)
		if err != nil || len(batch) == 0 {
			return n, err
		}
		after = batch[len(batch)-1].ID
		if err := s.carryBatch(ctx, k, v, quiet, batch); err != nil {
			return n, err
		}
	}
	return batches, nil
}

// carryBatch finds the places of some comments in a version and keeps them in one transaction. Finding them needs none:
// published texts stay as they are, and what somebody kept meanwhile wins.
func (s *Service) carryBatch(ctx context.Context, k *carrying, v models.Version, quiet bool, batch []store.Uncarried) error {
	keep, err := s.findPlaces(ctx, k, v, quiet, batch)
	if err != nil {
		return err
	}
	return keep()
}

// findPlaces finds them and gives what keeps them. A comment that somebody placed meanwhile in an earlier version is left
// for another round, which goes on from there.
func (s *Service) findPlaces(ctx context.Context, k *carrying, v models.Version, quiet bool, batch []store.Uncarried) (keep func() error, err error) {
	numbers := make([]int64, len(batch))
	for i, c := range batch {
		numbers[i] = c.ID
	}
	before, err := s.st.Placements(ctx, v.ConsultationID, numbers)
	if err != nil {
		return nil, err
	}
	all := make([]models.Placement, len(batch))
	for i, c := range batch {
		if all[i], err = k.place(ctx, c, v, before[c.ID]); err != nil {
			return nil, err
		}
		all[i].Tell = all[i].Tell && c.Reachable && !quiet
	}
	return func() error { return s.keepPlaces(ctx, v, numbers, all, before) }, nil
}

func (s *Service) keepPlaces(ctx context.Context, v models.Version, numbers []int64, all []models.Placement, before map[int64][]models.PlacementView) error {
	return s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		seq, err := tx.Touch(ctx, v.ConsultationID)
		if err != nil {
			return err
		}
		now, err := tx.Placements(ctx, v.ConsultationID, numbers)
		if err != nil {
			return err
		}
		moved := func(id int64) bool { return !slices.EqualFunc(before[id], now[id], samePlace) }
		numbers = slices.DeleteFunc(slices.Clone(numbers), moved)
		all = slices.DeleteFunc(slices.Clone(all), func(p models.Placement) bool { return moved(p.CommentID) })
		if len(all) == 0 {
			return nil
		}
		if err := tx.Place(ctx, all); err != nil {
			return err
		}
		return tx.Placed(ctx, v, numbers, seq)
	})
}

// samePlace tells whether nobody placed a comment anew.
func samePlace(a, b models.PlacementView) bool {
	return a.VersionID == b.VersionID && (a.PlacedAt == nil) == (b.PlacedAt == nil) && (a.PlacedAt == nil || a.PlacedAt.Equal(*b.PlacedAt))
}

// carriedInto forgets that a version waits, unless a comment was taken meanwhile.
func (s *Service) carriedInto(ctx context.Context, v models.Version) (more bool, err error) {
	err = s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.Touch(ctx, v.ConsultationID); err != nil { // what takes comments waits
			return err
		}
		left, err := tx.Uncarried(ctx, v, 0, 1)
		if more = len(left) > 0; err != nil || more {
			return err
		}
		return tx.CarriedInto(ctx, v)
	})
	return more, err
}

// carryOverdue queues what should have been carried by now: what was published before there was this job, and what a
// queue lost.
func (s *Service) carryOverdue(ctx context.Context, now time.Time) error {
	due, err := s.st.CarryingsDue(ctx, now, 100)
	if err != nil || len(due) == 0 {
		return err
	}
	return s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		queued := map[int64]bool{}
		for _, c := range due {
			if queued[c.DraftID] {
				continue
			}
			queued[c.DraftID] = true
			if err := tx.CarryAgain(ctx, c, now.Add(carryAgain)); err != nil {
				return err
			}
			if err := tx.AddJob(ctx, models.CarryAnchors{ConsultationID: c.ConsultationID, DraftID: c.DraftID}, time.Time{}); err != nil {
				return err
			}
		}
		return nil
	})
}
