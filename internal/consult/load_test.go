package consult_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/merkle"
	"travaux/internal/store"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// throng is everybody who does something to comments at once.
type throng struct {
	t    *testing.T
	k    *testkit.Kit
	db   *sql.DB
	in   consult.NewComment
	ana  models.Call
	mod  models.Call
	none models.Call
	next atomic.Int64
}

func newThrong(t *testing.T, k *testkit.Kit, c *story.Consultation) *throng {
	t.Helper()
	_, in := c.Say()
	return &throng{t: t, k: k, db: k.SQL(t), in: in, ana: c.Call("ana"), mod: c.Call("moderator"), none: c.Call("")}
}

// run lets n people act until stopped is closed.
func (w *throng) run(n int, stopped <-chan struct{}) *sync.WaitGroup {
	var all sync.WaitGroup
	for range n {
		all.Go(func() {
			for {
				select {
				case <-stopped:
					return
				default:
				}
				if err := w.step(w.t.Context(), int(w.next.Add(1))); err != nil {
					w.t.Error(err)
					return
				}
			}
		})
	}
	return &all
}

// step makes a comment and lets it go one of the ways that comments go.
func (w *throng) step(ctx context.Context, n int) error {
	in, by, way := w.in, w.ana, n%8
	in.Body = fmt.Sprintf("comment %d", n)
	if way > 3 {
		by = w.none // waits for a moderator, or for its address
	}
	if way > 5 {
		in.AuthorEmail = fmt.Sprintf("w%d@example.org", n)
	}
	r, err := w.k.Service.SubmitComment(ctx, by, "town", in)
	if err != nil {
		return err
	}
	switch way {
	case 1:
		return w.takeBack(ctx, by, r, "withdraw")
	case 2:
		return w.takeBack(ctx, by, r, "erase")
	case 3:
		return errors.Join(w.takeBack(ctx, by, r, "withdraw"), w.takeBack(ctx, by, r, "erase"))
	case 4:
		return w.moderate(ctx, r, consult.Moderation{Decision: "publish"})
	case 5:
		return w.moderate(ctx, r, consult.Moderation{Decision: "refuse", Reason: "not about the text"})
	case 6:
		_, err := w.k.Service.ConfirmComment(ctx, by, w.k.Secret(w.t, in.AuthorEmail))
		return err
	}
	return nil
}

func (w *throng) takeBack(ctx context.Context, by models.Call, r models.Receipt, what string) error {
	by.SteppedUpAt = by.At
	_, err := w.k.Service.TakeBack(ctx, by, r.Receipt, consult.Removal{What: what})
	return err
}

func (w *throng) moderate(ctx context.Context, r models.Receipt, m consult.Moderation) error {
	_, err := w.k.Service.Moderate(ctx, w.mod, "town", r.Receipt, m)
	return err
}

// Promise I7: at every instant what was received is the sum of where it stands, by the figures that are public and by
// what log verify finds, which fits while everybody writes.
func TestLog_theFiguresAddUpAtEveryInstantUnderLoad(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		samples, wanted := drill(50, 500), drill(100, 2000)
		w := newThrong(t, k, town(t, k))
		stop := make(chan struct{})
		all := w.run(8, stop)
		wrong, last, i := 0, 0, 0
		for ; (i < samples || last < wanted) && !t.Failed(); i++ {
			k.Sequence(t)
			v, err := k.Service.Log(t.Context(), "town")
			testkit.Must(t, err)
			sum := 0
			for _, p := range v.Standing {
				sum += p.Count
			}
			if sum != v.Received() || sum < last {
				wrong++
			}
			if last = sum; i%(samples/5) == 0 {
				r := verify(t, k, consult.VerifyLogs{})
				for _, n := range r.Standing {
					r.Comments -= n
				}
				if r.Comments != 0 || len(r.Findings) > 0 {
					t.Errorf("%d comments stand nowhere, %v", r.Comments, r.Findings)
				}
			}
		}
		close(stop)
		all.Wait()
		sound(t, k, "the load")
		t.Logf("%s: %d samples while 8 worked, %d comments received: %d samples do not add up", k.Engine, i, last, wrong)
		if wrong != 0 {
			t.Errorf("%d of %d samples do not add up", wrong, i)
		}
	})
}

// drill gives the few rounds that every test run has, or all of them (make drill NAME=log).
func drill(few, full int) int {
	if os.Getenv("TRAVAUX_DRILL") == "full" {
		return full
	}
	return few
}

// TestDrill_logByTwo: two instances sequence while two others write. No place is given twice, no size is signed with two
// roots, and every signed head continues the one before. On PostgreSQL alone: several machines do not share a SQLite.
func TestDrill_logByTwo(t *testing.T) {
	t.Parallel()
	k := testkit.Open(t, "postgres", testkit.Postgres(t))
	c := town(t, k)
	want := drill(200, 1000)
	instance := func() *consult.Service {
		st, err := store.Open(t.Context(), k.URL)
		testkit.Must(t, err)
		t.Cleanup(func() { testkit.Must(t, st.Close()) })
		return k.Instance(st)
	}
	by, in := c.Say(story.By("ana"))
	written := make(chan struct{})
	var writers, sequencers sync.WaitGroup
	for range 2 {
		s := instance()
		writers.Go(func() {
			for i := range want / 4 { // two entries a comment
				in := in
				in.Body = fmt.Sprint("comment ", i)
				if _, err := s.SubmitComment(t.Context(), by, "town", in); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for name := range 2 {
		s := instance()
		sequencers.Go(func() {
			for done := false; !done; {
				select {
				case <-written:
					done = true
				default:
				}
				if err := s.Sequence(t.Context(), fmt.Sprint("instance ", name)); err != nil {
					t.Error(err)
					return
				}
				k.Clock.Add(time.Second) // so that the lease goes to and fro
			}
		})
	}
	writers.Wait()
	close(written)
	sequencers.Wait()
	k.Clock.Add(time.Minute)
	k.Sequence(t)
	consistent(t, k, want)
}

// consistent follows every signed head from the one before, as somebody who kept each.
func consistent(t *testing.T, k *testkit.Kit, want int) {
	t.Helper()
	db := k.SQL(t)
	places := testkit.Column[int64](t, db, "SELECT idx FROM log_entries ORDER BY idx")
	for i, p := range places {
		if p != int64(i) {
			t.Fatalf("place %d was given to the entry that stands at %d", p, i)
		}
	}
	notes := testkit.Column[string](t, db, "SELECT note FROM log_checkpoints ORDER BY size")
	var before merkle.Checkpoint
	for _, note := range notes {
		head, err := testkit.LogKey().Public().OpenCheckpoint([]byte(note))
		testkit.Must(t, err)
		proof, err := k.Service.ProveConsistency(t.Context(), "town", 0, max(before.Size, 1), head.Size)
		testkit.Must(t, err)
		if head.Size <= before.Size || proof.Root != head.Root.String() || (before.Size > 0 && proof.FromRoot != before.Root.String()) {
			t.Errorf("the head of %d does not continue that of %d", head.Size, before.Size)
		}
		before = head
	}
	findings := verify(t, k, consult.VerifyLogs{}).Findings
	t.Logf("%d entries, each place once; %d signed heads, each continues the one before; %d findings", len(places), len(notes), len(findings))
	if len(places) < want || before.Size != int64(len(places)) || len(findings) > 0 {
		t.Errorf("%d entries, wanted %d; the newest head is of %d; %v", len(places), want, before.Size, findings)
	}
}
