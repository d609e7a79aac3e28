package consult_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/internal/testkit"
	"travaux/models"
)

// second is another instance on the database of a kit, which limits.
func second(t *testing.T, k *testkit.Kit) *consult.Service {
	t.Helper()
	st, err := store.Open(t.Context(), k.URL)
	testkit.Must(t, err)
	t.Cleanup(func() { testkit.Must(t, st.Close()) })
	return k.Limited(st)
}

func askLink(t *testing.T, k *testkit.Kit, s *consult.Service, email, client string) error {
	t.Helper()
	by := k.Call(models.Actor{})
	by.Client = client
	return s.AskSignIn(t.Context(), by, consult.NewSignIn{Email: email}, "")
}

// waits is how many seconds a refusal asks to wait.
func waits(t *testing.T, err error) int {
	t.Helper()
	f, ok := fault.As(err)
	if !ok || f.Kind != fault.TooMany || f.Code != "too_many" {
		t.Fatalf("got %v, want too_many", err)
	}
	return f.Args["seconds"].(int)
}

func TestAskSignIn_twelveAnHourOnTwoInstances(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		k.Story(t).Person("known")
		both := []*consult.Service{k.Limited(k.Store), second(t, k)}
		for _, email := range []string{"Known@example.org", "unknown@example.org"} {
			for i := range 12 {
				testkit.Must(t, askLink(t, k, both[i%2], email, "198.51.100.7"))
			}
			for _, s := range both {
				if n := waits(t, askLink(t, k, s, strings.ToLower(email), "198.51.100.7")); n < 3600 || n > 3960 {
					t.Errorf("%s waits %d seconds", email, n)
				}
			}
		}
		testkit.Must(t, askLink(t, k, both[0], "another@example.org", "198.51.100.7"))
		for i := range 18 { // whoever asks from elsewhere is not kept out, until it is a flood
			testkit.Must(t, askLink(t, k, both[i%2], "known@example.org", fmt.Sprintf("192.0.2.%d", i)))
		}
		waits(t, askLink(t, k, both[0], "known@example.org", "203.0.113.1"))
		k.Clock.Add(66 * time.Minute)
		testkit.Must(t, askLink(t, k, both[1], "known@example.org", "198.51.100.7"))
	})
}

func TestStepUpLink_isNotUsedUpByStrangers(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		ana, s := k.Story(t).Person("ana"), k.Limited(k.Store)
		for i := range 30 {
			testkit.Must(t, askLink(t, k, s, ana.Email, fmt.Sprintf("192.0.2.%d", i)))
		}
		waits(t, askLink(t, k, s, ana.Email, "198.51.100.7"))
		for range 12 {
			testkit.Must(t, s.AskStepUpLink(t.Context(), k.Call(ana), "/account", "mine"))
		}
		waits(t, s.AskStepUpLink(t.Context(), k.Call(ana), "/account", "mine"))
	})
}

func TestLimits_atOnceOnTwoInstancesGiveExactlyTheLimit(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		both := []*consult.Service{k.Limited(k.Store), second(t, k)}
		var mu sync.Mutex
		var all sync.WaitGroup
		sent := 0
		for i := range 40 {
			all.Go(func() {
				err := askLink(t, k, both[i%2], "one@example.org", "192.0.2.1")
				if err != nil && !fault.Is(err, fault.TooMany) {
					t.Error(err)
				}
				if err == nil {
					mu.Lock()
					sent++
					mu.Unlock()
				}
			})
		}
		all.Wait()
		if sent != models.LimitMail.Count {
			t.Errorf("%d were sent, want %d", sent, models.LimitMail.Count)
		}
	})
}

func TestLimits_lastBeyondMidnightAndAreForgotten(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		k.Clock.Set(time.Date(2026, 3, 14, 23, 50, 0, 0, time.UTC))
		s := k.Limited(k.Store)
		for range 12 {
			testkit.Must(t, askLink(t, k, s, "one@example.org", "192.0.2.1"))
		}
		k.Clock.Add(15 * time.Minute) // the key has changed
		waits(t, askLink(t, k, s, "one@example.org", "192.0.2.1"))
		waits(t, askLink(t, k, second(t, k), "one@example.org", "192.0.2.1"))
		testkit.Must(t, askLink(t, k, s, "two@example.org", "192.0.2.1"))
		if n := k.Count(t, "day_keys", "TRUE"); n != 2 {
			t.Errorf("%d keys", n)
		}
		k.Clock.Add(49 * time.Hour)
		testkit.Must(t, s.Periodic(t.Context()))
		if n := k.Count(t, "day_keys", "TRUE") + k.Count(t, "limit_counts", "TRUE"); n != 0 {
			t.Errorf("%d are left", n)
		}
	})
}

func TestLimits_nothingInTheDatabaseNamesWhoWasCounted(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		s := k.Limited(k.Store)
		testkit.Must(t, askLink(t, k, s, "one@example.org", "203.0.113.77"))
		for table, rows := range k.Snapshot(t, k.SQL(t)) {
			if strings.Contains(strings.Join(rows, "\n"), "203.0.113.77") {
				t.Errorf("%s has the client's address", table)
			}
		}
		keys := testkit.Column[string](t, k.SQL(t), "SELECT key FROM limit_counts")
		k.Clock.Add(24 * time.Hour)
		testkit.Must(t, askLink(t, k, s, "one@example.org", "203.0.113.77"))
		if n := k.Count(t, "limit_counts", "TRUE"); len(keys) != 3 || n != 6 {
			t.Errorf("%d and %d keys: those of another day are the same", len(keys), n)
		}
	})
}

func TestLimits_offNobodyWaits(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		for range 20 {
			testkit.Must(t, askLink(t, k, k.Service, "one@example.org", "192.0.2.1"))
		}
		if n := k.Count(t, "limit_counts", "TRUE"); n != 0 {
			t.Errorf("%d are counted", n)
		}
	})
}
