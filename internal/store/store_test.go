package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/ids"
	"travaux/internal/store"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

const charter = "# Charter\n\n## Article 1 Aim\n\n1. Services shall be open.\n"

func person(id int64, key string, at time.Time) models.Person {
	return models.Person{ID: id, Email: key, EmailKey: key, CreatedAt: at}
}

// On SQLite alone: it has a handle that cannot write; on PostgreSQL that a reader has no way to write is said by its type.
func TestReader_refusesToWrite(t *testing.T) {
	t.Parallel()
	k := testkit.One(t)
	err := store.Handle(k.Store.Reader).Exec("DELETE FROM people").Error
	if err == nil || !strings.Contains(err.Error(), "readonly") {
		t.Errorf("a write by the reader gave %v", err)
	}
}

func TestWrite_insideWriteIsRefusedAtOnce(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		start := time.Now()
		var inner error
		err := k.Store.Write(t.Context(), func(ctx context.Context, _ *store.Tx) error {
			inner = k.Store.Write(ctx, func(context.Context, *store.Tx) error { return nil })
			return inner
		})
		if err == nil || inner == nil || !strings.Contains(err.Error(), "Write inside Write") {
			t.Errorf("got %v", err)
		}
		if took := time.Since(start); took > time.Second {
			t.Errorf("that took %s", took)
		}
	})
}

func TestWrite_isThereAsAWholeOrNotAtAll(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		wrong := errors.New("wrong")
		err := k.Store.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.AddPerson(ctx, person(1, "a@example.org", k.Clock.Now()))
			testkit.Must(t, err)
			return wrong
		})
		if !errors.Is(err, wrong) {
			t.Errorf("got %v", err)
		}
		if n, err := k.Store.People(t.Context()); err != nil || n != 0 {
			t.Errorf("%d people are left, %v", n, err)
		}
	})
}

func TestWrite_isNotCutOffWhenTheCallerGoesAway(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		gone, leave := context.WithCancel(t.Context())
		testkit.Must(t, k.Store.Write(gone, func(ctx context.Context, tx *store.Tx) error {
			leave()
			_, err := tx.AddPerson(ctx, person(1, "a@example.org", k.Clock.Now()))
			return err
		}))
		if n, err := k.Store.People(t.Context()); err != nil || n != 1 {
			t.Errorf("%d people, %v", n, err)
		}
	})
}

func TestWrite_runsAgainWhenAskedTo(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		runs := 0
		testkit.Must(t, k.Store.Write(t.Context(), func(context.Context, *store.Tx) error {
			if runs++; runs < 3 {
				return store.ErrAgain
			}
			return nil
		}))
		if runs != 3 {
			t.Errorf("it ran %d times", runs)
		}
		runs = 0
		err := k.Store.Write(t.Context(), func(context.Context, *store.Tx) error { runs++; return store.ErrAgain })
		if !errors.Is(err, store.ErrAgain) || runs < 2 || runs > 10 {
			t.Errorf("after %d runs: %v", runs, err)
		}
	})
}

func TestWrite_fiftyAtOnceThatReadFirstAllSucceed(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := k.Story(t).Consultation("charter", story.Open()).Head()
		const n = 50
		numbers, errs := make([]int64, n), make([]error, n)
		var all sync.WaitGroup
		for i := range n {
			all.Go(func() {
				errs[i] = k.Store.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
					if _, err := tx.Consultation(ctx, "charter"); err != nil {
						return err
					}
					first, _, err := tx.TakeNumbers(ctx, c.ID, 1)
					numbers[i] = first
					return err
				})
			})
		}
		all.Wait()
		want := make([]int64, n)
		for i := range n {
			testkit.Must(t, errs[i])
			want[i] = int64(i + 1)
		}
		slices.Sort(numbers)
		if diff := cmp.Diff(numbers, want); diff != "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
	})
}

func TestCommentTexts_areNeverChangedOrDeleted(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := k.Story(t).Consultation("charter", story.Open())
		c.Draft("charter", charter)
		c.Person("ana")
		c.Comment(story.By("ana"), story.Saying("As it was said."))
		db := k.SQL(t)
		for _, statement := range []string{"UPDATE comment_texts SET body = 'otherwise'", "DELETE FROM comment_texts"} {
			if _, err := db.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "what was said is never") {
				t.Errorf("%s: %v", statement, err)
			}
		}
		if diff := cmp.Diff(testkit.Column[string](t, db, "SELECT body FROM comment_texts"), []string{"As it was said."}); diff != "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
	})
}

func TestTimes_comeBackToTheMicrosecondInUTC(t *testing.T) {
	nepal := time.FixedZone("+0545", 5*3600+45*60)
	times := []time.Time{
		time.Date(2026, 3, 14, 12, 0, 0, 123456000, time.UTC), time.Date(2026, 3, 14, 12, 0, 0, 1000, time.UTC),
		time.Date(1969, 12, 31, 23, 59, 59, 999999000, time.UTC), time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Date(2299, 12, 31, 23, 59, 59, 999999000, time.UTC), time.Date(2026, 3, 14, 12, 0, 0, 999999000, nepal),
	}
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		for i, want := range times {
			key := fmt.Sprintf("p%d@example.org", i)
			testkit.Must(t, k.Store.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.AddPerson(ctx, person(int64(i+1), key, want))
				return err
			}))
			got, err := k.Store.PersonByEmail(t.Context(), key)
			testkit.Must(t, err)
			if !got.CreatedAt.Equal(want) || got.CreatedAt.Location() != time.UTC {
				t.Errorf("%s came back as %s", want, got.CreatedAt)
			}
		}
	})
}

func TestIDs_comeBackInAllTheirBits(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		source := ids.NewSource()
		last := int64(0)
		for i := range 20 {
			id := source.Next(k.Clock.Now())
			if id <= last || id>>62 != 0 && id < 0 {
				t.Fatalf("%d comes after %d", id, last)
			}
			last = id
			key := fmt.Sprintf("p%d@example.org", i)
			testkit.Must(t, k.Store.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.AddPerson(ctx, person(id, key, k.Clock.Now()))
				return err
			}))
			if p, err := k.Store.Person(t.Context(), id); err != nil || p.EmailKey != key {
				t.Errorf("%d gave %+v, %v", id, p, err)
			}
		}
	})
}

func TestIDs_ofManyAtOnceAreDistinctAndGrowWithTime(t *testing.T) {
	t.Parallel()
	source := ids.NewSource()
	const workers, each = 8, 5000
	made := make([][]int64, workers)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for range each {
				made[w] = append(made[w], source.Next(testkit.Noon))
			}
		})
	}
	all.Wait()
	every := slices.Concat(made...)
	slices.Sort(every)
	if n := len(slices.Compact(every)); n != workers*each {
		t.Errorf("%d ids of %d are distinct", n, workers*each)
	}
	if later := source.Next(testkit.Noon.AddDate(0, 0, 1)); later <= every[len(every)-1] {
		t.Errorf("%d is not later than %d", later, every[len(every)-1])
	}
}

func TestAddPerson_ofAKnownAddressGivesTheKnownOne(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		got := make([]models.Person, 20)
		errs := make([]error, 20)
		var all sync.WaitGroup
		for i := range got {
			all.Go(func() {
				errs[i] = k.Store.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
					var err error
					got[i], err = tx.AddPerson(ctx, person(int64(i+1), "ana@example.org", k.Clock.Now()))
					return err
				})
			})
		}
		all.Wait()
		for i := range got {
			testkit.Must(t, errs[i])
			if got[i].ID != got[0].ID {
				t.Errorf("two people have one address: %d, %d", got[0].ID, got[i].ID)
			}
		}
	})
}
