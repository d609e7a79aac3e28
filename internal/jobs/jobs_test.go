package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
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

// work runs an instance's workers until the test ends.
func work(t *testing.T, k *testkit.Kit, c *carrier) {
	t.Helper()
	st, err := store.Open(t.Context(), k.URL)
	testkit.Must(t, err)
	driver, err := st.JobQueue()
	testkit.Must(t, err)
	q, err := jobs.New(driver, jobs.Options{Service: k.Instance(st), Send: c, Log: slog.New(slog.DiscardHandler), Clock: time.Now})
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
}

// ask posts n mails.
func ask(t *testing.T, k *testkit.Kit, n int) {
	t.Helper()
	for i := range n {
		in := consult.NewSignIn{Email: fmt.Sprintf("dana%d@example.org", i)}
		testkit.Must(t, k.Service.AskSignIn(t.Context(), k.Call(models.Actor{}), in, "browser"))
	}
}

func wait(t *testing.T, what string, done func() bool) {
	t.Helper()
	late := time.After(60 * time.Second)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-late:
			t.Fatalf("waited for %s", what)
		case <-tick.C:
		}
	}
}

func TestRun_twoInstancesSendEachMailOnceAndEmptyIt(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		ask(t, k, 40)
		c := &carrier{}
		work(t, k, c)
		work(t, k, c)
		db := k.SQL(t)
		wait(t, "all mails", func() bool {
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
		wait(t, "the old mail to be forgotten", func() bool { return testkit.Column[int](t, db, "SELECT COUNT(*) FROM mails")[0] == 0 })
	})
}
