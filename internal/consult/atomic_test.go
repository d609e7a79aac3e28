package consult_test

import (
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/testkit"
	"travaux/models"
)

// breaking makes every insert into a table, every update and every deletion fail; it gives what mends it.
func breaking(t *testing.T, k *testkit.Kit, db *sql.DB, table, when string) (mend func()) {
	t.Helper()
	run := func(statements ...string) {
		t.Helper()
		for _, s := range statements {
			_, err := db.ExecContext(t.Context(), s)
			testkit.Must(t, err)
		}
	}
	if k.Engine == "sqlite" {
		for _, what := range []string{"insert", "update", "delete"} {
			run(fmt.Sprintf("CREATE TRIGGER broken_%s %s %s ON %s BEGIN SELECT RAISE(ABORT, 'broken'); END", what, when, what, table))
		}
		return func() { run("DROP TRIGGER broken_insert", "DROP TRIGGER broken_update", "DROP TRIGGER broken_delete") }
	}
	run("CREATE OR REPLACE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$",
		fmt.Sprintf("CREATE TRIGGER broken %s INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION broken()", when, table))
	return func() { run("DROP TRIGGER broken ON " + table) }
}

// touched tells which tables of an engine each write changes, by letting it.
func touched(t *testing.T, engine string) map[string][]string {
	t.Helper()
	database := map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres}[engine]
	k := testkit.Open(t, engine, database(t))
	c := town(t, k)
	c.Story.Person("admin", models.Admin)
	db := k.SQL(t)
	out := map[string][]string{}
	all := withRights(t, k, c)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		before := k.Snapshot(t, db)
		by := c.Call(all[name].who)
		by.Once = models.Once{Scope: name, Key: key, Hash: "body"}
		testkit.Must(t, all[name].do(k, t, by))
		for table, rows := range k.Snapshot(t, db) {
			if !slices.Equal(rows, before[table]) && table != "comment_search" { // triggers cannot be put on SQLite's index
				out[name] = append(out[name], table)
			}
		}
	}
	return out
}

// Whatever statement fails, what was to be written is there as a whole or not at all.
func TestWrites_thatFailHalfwayLeaveNothing(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		c.Story.Person("admin", models.Admin)
		db := k.SQL(t)
		tables, all := touched(t, k.Engine), withRights(t, k, c)
		failures := 0
		for _, name := range slices.Sorted(maps.Keys(all)) {
			before, mails := k.Snapshot(t, db), len(k.Mails())
			by := c.Call(all[name].who)
			by.Once = models.Once{Scope: name, Key: key, Hash: "body"}
			for _, table := range tables[name] {
				for _, when := range []string{"BEFORE", "AFTER"} {
					mend := breaking(t, k, db, table, when)
					err := all[name].do(k, t, by)
					mend()
					if err == nil {
						t.Fatalf("%s did not write %s", name, table)
					}
					failures++
					if diff := cmp.Diff(before, k.Snapshot(t, db)); diff != "" || len(k.Mails()) != mails {
						t.Errorf("%s, stopped %s writing %s, left (-before +after), %d mails:\n%s", name, when, table, len(k.Mails())-mails, diff)
					}
				}
			}
			if err := all[name].do(k, t, by); err != nil {
				t.Errorf("%s, with everything mended: %v", name, err)
			}
		}
		if failures < 60 {
			t.Errorf("only %d failures were tried", failures)
		}
	})
}
