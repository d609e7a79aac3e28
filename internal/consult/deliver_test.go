package consult_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/testkit"
	"travaux/models"
)

// carried is a Sender that answers as it is told and keeps what it was given.
type carried struct {
	err error
	got []models.Letter
}

func (c *carried) Send(_ context.Context, l models.Letter) error {
	c.got = append(c.got, l)
	return c.err
}

// newest is the number of the newest message.
func newest(t *testing.T, k *testkit.Kit) int64 {
	t.Helper()
	all := testkit.Letters(t, k.URL, k.Service)
	return all[len(all)-1].ID
}

func askedIn(t *testing.T, k *testkit.Kit) int64 {
	t.Helper()
	testkit.Must(t, k.Service.AskSignIn(t.Context(), k.Call(models.Actor{}), consult.NewSignIn{Email: "dana@example.org"}, "b"))
	return newest(t, k)
}

func TestDeliver_onceAndThenNothingIsLeftOfIt(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		id := askedIn(t, k)
		c := &carried{}
		for range 3 {
			again, err := k.Service.Deliver(t.Context(), id, c)
			testkit.Must(t, err)
			if again != 0 {
				t.Errorf("again after %s", again)
			}
		}
		if len(c.got) != 1 || c.got[0].To != "dana@example.org" {
			t.Errorf("carried %d: %+v", len(c.got), c.got)
		}
		if l, err := k.Service.Letter(t.Context(), id); err != nil || l.To != "" || l.State != models.MailSent {
			t.Errorf("%+v, %v", l, err)
		}
	})
}

func TestDeliver_whatIsTemporaryIsTriedAgainWithTheSameIdentityAndLink(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		id := askedIn(t, k)
		c := &carried{err: &models.MailError{Code: "451"}}
		var last time.Duration
		for range 8 {
			again, err := k.Service.Deliver(t.Context(), id, c)
			testkit.Must(t, err)
			if again <= 0 || again > 2*time.Minute {
				t.Fatalf("again after %s", again)
			}
			last = again
			n := len(c.got)
			if _, err := k.Service.Deliver(t.Context(), id, c); err != nil || len(c.got) != n {
				t.Error("it is tried before it is due")
			}
			k.Clock.Add(again)
		}
		if last < 100*time.Second {
			t.Errorf("after eight failures it waits %s", last)
		}
		c.err = nil
		_, err := k.Service.Deliver(t.Context(), id, c)
		testkit.Must(t, err)
		for _, l := range c.got {
			if l.MessageID != c.got[0].MessageID || l.Data["Link"] != c.got[0].Data["Link"] {
				t.Errorf("a repeat differs: %+v", l)
			}
		}
		if k.Count(t, "mails", "state = 'sent' AND attempts = 9") != 1 {
			t.Error("it was not sent at the ninth attempt")
		}
	})
}

func TestDeliver_isGivenUpWhenRefusedForGoodOrAfterThreeDaysAndCanBeTriedAgain(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		admin := k.Story(t).Person("admin", models.Admin)
		c := &carried{err: &models.MailError{Code: "550", Permanent: true}}
		_, err := k.Service.Deliver(t.Context(), askedIn(t, k), c)
		testkit.Must(t, err)
		late := askedIn(t, k)
		k.Clock.Add(73 * time.Hour)
		c.err = &models.MailError{Code: "connection"}
		_, err = k.Service.Deliver(t.Context(), late, c)
		testkit.Must(t, err)
		r, err := k.Service.MailReport(t.Context(), admin)
		testkit.Must(t, err)
		if r.Counts[models.MailDead] != 2 || len(r.Trouble) != 2 || strings.Contains(fmt.Sprintf("%+v", r), "example.org") {
			t.Errorf("%+v", r)
		}
		if _, err := k.Service.RetryMail(t.Context(), k.Call(models.Actor{PersonID: 1}), ""); !fault.Is(err, fault.Forbidden) {
			t.Errorf("anybody may try again: %v", err)
		}
		n, err := k.Service.RetryMail(t.Context(), k.Call(admin), r.Trouble[0].MessageID)
		testkit.Must(t, err)
		m, err := k.Service.RetryMail(t.Context(), k.Call(admin), "")
		testkit.Must(t, err)
		if n != 1 || m != 1 {
			t.Errorf("%d, then %d are tried again", n, m)
		}
		_, err = k.Service.RetryMail(t.Context(), k.Call(admin), "nonsense")
		wantFault(t, err, fault.NotFound, "mail_not_found")
		c.err = nil
		_, err = k.Service.Deliver(t.Context(), late, c)
		testkit.Must(t, err)
		if k.Count(t, "mails", "state = 'sent'") != 1 {
			t.Error("it was not sent")
		}
	})
}

// raw is every row of a database by its table, and what is in its files where it has any that can be read: SQLite's.
func raw(t *testing.T, k *testkit.Kit) map[string]string {
	t.Helper()
	out := map[string]string{}
	for table, rows := range k.Snapshot(t, k.SQL(t)) {
		out[table] = strings.Join(rows, "\n")
	}
	path, ok := strings.CutPrefix(k.URL, "sqlite:")
	if !ok {
		return out
	}
	files, err := filepath.Glob(path + "*")
	testkit.Must(t, err)
	for _, file := range files {
		b, err := os.ReadFile(file)
		testkit.Must(t, err)
		out[filepath.Base(file)] = string(b)
	}
	return out
}

func TestDeliver_theLinkIsNotInTheRawDatabaseNorTheAddressInTheQueue(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		askedIn(t, k)
		for where, held := range raw(t, k) {
			for _, never := range []string{k.Link(t, "dana@example.org"), k.Secret(t, "dana@example.org")} {
				if strings.Contains(held, never) {
					t.Errorf("%s holds %s", where, never)
				}
			}
		}
		if k.Count(t, "mails", "CAST(payload AS TEXT) LIKE '%dana%' OR recipient_hash LIKE '%dana%'") != 0 {
			t.Error("the queue can be read")
		}
		if k.Count(t, "river_job", "CAST(args AS TEXT) LIKE '%dana%'") != 0 {
			t.Error("the jobs can be read")
		}
	})
}

func TestDeliver_whoseReaderWasForgottenIsNotSent(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		id := askedIn(t, k)
		_, err := k.SQL(t).ExecContext(t.Context(), "DELETE FROM mails")
		testkit.Must(t, err)
		c := &carried{}
		again, err := k.Service.Deliver(t.Context(), id, c)
		if err != nil || again != 0 || len(c.got) != 0 {
			t.Errorf("again %s, %v, carried %d", again, err, len(c.got))
		}
	})
}

// whileSending does something while a message is on its way.
type whileSending func()

func (do whileSending) Send(context.Context, models.Letter) error { do(); return nil }

func TestRetryMail_leavesWhatIsOnItsWayToWhoHasItAndKeepsItsDate(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		admin := k.Story(t).Person("admin", models.Admin)
		id := askedIn(t, k)
		first, err := k.Service.Letter(t.Context(), id)
		testkit.Must(t, err)
		var again time.Duration
		for again <= time.Minute { // until it is put off for longer than sending lasts
			again, err = k.Service.Deliver(t.Context(), id, &carried{err: &models.MailError{Code: "451"}})
			testkit.Must(t, err)
			k.Clock.Add(again)
		}
		_, err = k.Service.Deliver(t.Context(), id, whileSending(func() {
			if n, err := k.Service.RetryMail(t.Context(), k.Call(admin), ""); n != 0 || err != nil {
				t.Errorf("%d on their way are tried again, %v", n, err)
			}
		}))
		testkit.Must(t, err)
		if l, err := k.Service.Letter(t.Context(), id); err != nil || l.State != models.MailSent || !l.CreatedAt.Equal(first.CreatedAt) {
			t.Errorf("%+v, %v", l, err)
		}

		late := askedIn(t, k)
		for again = 0; again <= time.Minute; {
			k.Clock.Add(again)
			again, err = k.Service.Deliver(t.Context(), late, &carried{err: &models.MailError{Code: "451"}})
			testkit.Must(t, err)
		}
		if n, err := k.Service.RetryMail(t.Context(), k.Call(admin), ""); n != 1 || err != nil {
			t.Errorf("%d that wait are tried again, %v", n, err)
		}
	})
}
