// Package testkit gives tests a real database of their own, the use-cases on it, a clock that stands still, and
// what was mailed. Tests import it, and nothing else does.
//
// Both runs a test on SQLite and on PostgreSQL. It refuses to know pages and the API, so that the
// tests of what lies below them build without them.
package testkit

import (
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/store"
	"travaux/internal/story"
	"travaux/models"
)

// Noon is the instant at which the clock of every Kit stands at first.
var Noon = time.Date(2026, 3, 14, 12, 0, 0, 123456000, time.UTC)

// BaseURL is where the program believes to be, for links in mail.
const BaseURL = "http://travaux.test"

// Kit is the use-cases on a fresh, migrated database, which is gone when the test ends.
type Kit struct {
	Engine  string // sqlite or postgres
	URL     string // of the database
	Store   *store.Store
	Service *consult.Service
	Clock   *Clock
	t       testing.TB
	Heads   *Heads // of the public logs, as a data folder remembers them
}

// Both runs a test on a fresh database of each engine, as the subtests "sqlite" and "postgres", side by side with
// others. Without TRAVAUX_TEST_POSTGRES_URL the second is skipped.
func Both(t *testing.T, test func(t *testing.T, k *Kit)) {
	t.Helper()
	t.Parallel()
	for engine, database := range map[string]func(testing.TB) string{"sqlite": SQLite, "postgres": Postgres} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			test(t, Open(t, engine, database(t)))
		})
	}
}

// One is a Kit on SQLite alone, for what does not depend on the database.
func One(t testing.TB) *Kit {
	t.Helper()
	return Open(t, "sqlite", SQLite(t))
}

// Open is a Kit on a database of an engine.
func Open(t testing.TB, engine, url string) *Kit {
	t.Helper()
	st, err := store.Open(t.Context(), url)
	Must(t, err)
	t.Cleanup(func() { Must(t, st.Close()) })
	k := &Kit{Heads: &Heads{by: map[string]models.LogHead{}}, Engine: engine, URL: url, Store: st, Clock: &Clock{now: Noon}, t: t}
	k.Service = k.Instance(st)
	return k
}

// Instance is another instance of the program on an open database: it shares the clock, and no memory.
// Nobody is told to wait by it.
func (k *Kit) Instance(st *store.Store) *consult.Service {
	return k.instance(st, true)
}

// Limited is an instance that limits how often one may do what could be abused, as it is without a setting.
func (k *Kit) Limited(st *store.Store) *consult.Service { return k.instance(st, false) }

func (k *Kit) instance(st *store.Store, noLimits bool) *consult.Service {
	return consult.New(consult.Options{
		Store: st, Clock: k.Clock.Now, BaseURL: BaseURL, Key: []byte("the key of every test, 32 bytes.."), NoLimits: noLimits,
		LogKey: LogKey(), Heads: k.Heads,
	})
}

// Story tells a story on the kit's database by its clock; the first refusal fails the test.
func (k *Kit) Story(t testing.TB) *story.Story {
	t.Helper()
	return story.New(t.Context(), k.Service, k.Clock.Now, func(err error) {
		t.Helper()
		Must(t, err)
	})
}

// Call is a request of an actor now, by the web.
func (k *Kit) Call(who models.Actor) models.Call {
	return models.Call{Actor: who, At: k.Clock.Now(), Via: "web", Speaking: "en"}
}

// Stepped is a request of an actor who has just proved anew who they are.
func (k *Kit) Stepped(who models.Actor) models.Call {
	who.SteppedUpAt = k.Clock.Now()
	return k.Call(who)
}

// System is a request of the command line now.
func (k *Kit) System() models.Call { return k.Call(models.Actor{System: true}) }

// Must fails the test when there is an error.
func Must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
