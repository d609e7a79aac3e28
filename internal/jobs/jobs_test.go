package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/jobs"
	"travaux/internal/store"
	"travaux/internal/testkit"
	"travaux/models"
)

// carrier is a Sender that counts what it carries, by Message-ID.
type carrier struct {
	mu   sync.Mutex
	got  map[string]int
	fail func(l models.Letter) error
}

func (c *carrier) Send(_ context.Context, l models.Letter) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fail != nil {
		if err := c.fail(l); err != nil {
			return err
		}
	}
	if c.got == nil {
		c.got = map[string]int{}
	}
	c.got[l.MessageID]++
	return nil
}

func (c *carrier) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.got)
}

// noted counts what is logged.
type noted struct{ n atomic.Int64 }

func (n *noted) Write(b []byte) (int, error) {
	n.n.Add(1)
	return len(b), nil
}

// work runs an instance's workers until the test ends, and gives what they log.
func work(t *testing.T, k *testkit.Kit, c *carrier) *noted {
	t.Helper()
	said := &noted{}
	st, err := store.Open(t.Context(), k.URL)
	testkit.Must(t, err)
	driver, err := st.JobQueue()
	testkit.Must(t, err)
	q, err := jobs.New(driver, jobs.Options{Service: k.Instance(st), Send: c, Log: slog.New(slog.NewTextHandler(said, nil)), Clock: time.Now})
	testkit.Must(t, err)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- q.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		testkit.Must(t, st.Close())
	})
	return said
}

// ask posts n mails.
func ask(t *testing.T, k *testkit.Kit, n int) {
	t.Helper()
	for i := range n {
		in := consult.NewSignIn{Email: fmt.Sprintf("dana%d@example.org", i)}
		testkit.Must(t, k.Service.AskSignIn(t.Context(), k.Call(models.Actor{}), in, "browser"))
	}
}

// patience is longer than a mail lies that was taken and not noted, on a machine that is busy.
const patience = 150 * time.Second

// wait lets the test's clock run until something is done: what failed once is due again after a while.
func wait(t *testing.T, k *testkit.Kit, what string, done func() bool) {
	t.Helper()
	const step = 20 * time.Millisecond
	late := time.After(patience)
	tick := time.NewTicker(step)
	defer tick.Stop()
	for !done() {
		select {
		case <-late:
			t.Fatalf("waited for %s\n%s", what, lying(t, k))
		case <-tick.C:
			k.Clock.Add(step)
		}
	}
}

// lying tells what was not done: the states of mails and jobs, and why.
func lying(t *testing.T, k *testkit.Kit) string {
	t.Helper()
	db := k.SQL(t)
	mails := testkit.Column[string](t, db, "SELECT state || ' ' || attempts || ' ' || last_error FROM mails WHERE state <> 'sent'")
	jobs := testkit.Column[string](t, db, "SELECT kind || ' ' || state || ' ' || attempt || ' ' || COALESCE(CAST(errors AS TEXT), '') FROM river_job WHERE state <> 'completed'")
	return fmt.Sprintf("mails %q\njobs %q", mails, jobs)
}

func TestRun_twoInstancesSendEachMailOnceAndEmptyIt(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		ask(t, k, 40)
		c := &carrier{}
		work(t, k, c)
		work(t, k, c)
		db := k.SQL(t)
		wait(t, k, "all mails", func() bool {
			return testkit.Column[int](t, db, "SELECT COUNT(*) FROM mails WHERE state = 'sent'")[0] == 40
		})
		if c.count() != 40 {
			t.Errorf("%d were sent", c.count())
		}
		for id, n := range c.got {
			if n != 1 {
				t.Errorf("%s was sent %d times", id, n)
			}
		}
		if n := k.Count(t, "mails", "LENGTH(payload) > 0"); n != 0 {
			t.Errorf("%d sent mails still hold their text", n)
		}
	})
}

func TestRun_workersThatCannotStartAreTriedAgain(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		ask(t, k, 1)
		db := k.SQL(t)
		_, err := db.ExecContext(t.Context(), "ALTER TABLE river_queue RENAME TO out_of_reach")
		testkit.Must(t, err)
		c := &carrier{}
		said := work(t, k, c)
		wait(t, k, "a start that fails", func() bool { return said.n.Load() > 0 })
		_, err = db.ExecContext(t.Context(), "ALTER TABLE out_of_reach RENAME TO river_queue")
		testkit.Must(t, err)
		wait(t, k, "the mail", func() bool { return c.count() == 1 })
	})
}

func TestDeliver_theMailServerIsAwayForTenMinutesAndThenAllGoOutWithinFive(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		const mails = 30
		ask(t, k, mails)
		away := map[int64]time.Duration{}
		c := &carrier{fail: func(models.Letter) error { return &models.MailError{Code: "connection"} }}
		all := testkit.Letters(t, k.URL, k.Service)
		began := k.Clock.Now()
		for k.Clock.Now().Sub(began) < 10*time.Minute { // what the queue does: each mail again when it said so
			deliverDue(t, k, c, all, away, began)
			k.Clock.Add(time.Second)
		}
		c.fail = nil
		back := k.Clock.Now()
		for c.count() < mails && k.Clock.Now().Sub(back) < 5*time.Minute {
			deliverDue(t, k, c, all, away, began)
			k.Clock.Add(time.Second)
		}
		if c.count() != mails {
			t.Errorf("%d of %d are out five minutes after", c.count(), mails)
		}
		for id, n := range c.got {
			if n != 1 {
				t.Errorf("%s went out %d times", id, n)
			}
		}
		t.Logf("the last went out %s after", k.Clock.Now().Sub(back))
	})
}

// deliverDue delivers what is due by the test's clock, as the workers do; due holds when each is, after the beginning.
func deliverDue(t *testing.T, k *testkit.Kit, c *carrier, all []models.Letter, due map[int64]time.Duration, began time.Time) {
	t.Helper()
	for _, l := range all {
		now := k.Clock.Now().Sub(began)
		if due[l.ID] < 0 || due[l.ID] > now {
			continue
		}
		again, err := k.Service.Deliver(t.Context(), l.ID, c)
		testkit.Must(t, err)
		if due[l.ID] = now + again; again == 0 {
			due[l.ID] = -1
		}
	}
}

func TestRun_whatWasRolledBackIsNeitherMailNorJob(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		boom := errors.New("boom")
		err := k.Store.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			now := k.Clock.Now()
			testkit.Must(t, tx.AddMail(ctx, models.QueuedMail{ID: 7, MessageID: "m", Kind: "sign_in", Payload: []byte{}, State: models.MailWaiting, CreatedAt: now, DueAt: now}))
			testkit.Must(t, tx.AddJob(ctx, models.SendMail{ID: 7}, time.Time{}))
			return boom
		})
		if !errors.Is(err, boom) {
			t.Fatal(err)
		}
		if n := k.Count(t, "mails", "true") + k.Count(t, "river_job", "true"); n != 0 {
			t.Errorf("%d rows are left", n)
		}
	})
}

func TestRun_whatIsDoneFromTimeToTimeIsDoneAtTheStart(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		old := testkit.Noon.AddDate(-1, 0, 0)
		testkit.Must(t, k.Store.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.AddMail(ctx, models.QueuedMail{ID: 7, MessageID: "m", Kind: "sign_in", Payload: []byte{}, State: models.MailSent, CreatedAt: old, DueAt: old, SentAt: &old})
		}))
		work(t, k, &carrier{})
		db := k.SQL(t)
		wait(t, k, "the old mail to be forgotten", func() bool { return testkit.Column[int](t, db, "SELECT COUNT(*) FROM mails")[0] == 0 })
	})
}
