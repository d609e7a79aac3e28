package store_test

import (
	"database/sql"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm/schema"

	"travaux/internal/store"
	"travaux/internal/testkit"
	"travaux/models"
)

// schemaOf writes down everything a migration can make.
func schemaOf(t *testing.T, k *testkit.Kit, db *sql.DB) []string {
	t.Helper()
	query := `SELECT type || ' ' || name || ': ' || coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%'`
	if k.Engine == "postgres" {
		query = `SELECT 'column ' || table_name || '.' || column_name || ': ' || data_type || ' ' || is_nullable || coalesce(column_default, '')
				FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'goose%'
			UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'goose%'
			UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ': ' || pg_get_constraintdef(oid) FROM pg_constraint
				WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE 'goose%'
			UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
			UNION ALL SELECT 'function ' || proname || ': ' || prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace`
	}
	out := testkit.Column[string](t, db, query)
	slices.Sort(out)
	return out
}

func applied(t *testing.T, url string) int {
	t.Helper()
	all, err := store.MigrationStatus(t.Context(), url)
	testkit.Must(t, err)
	n := 0
	for _, m := range all {
		if m.Applied {
			n++
		}
	}
	return n
}

// ready asks at the time of the database, which the kit's clock does not show.
func ready(t *testing.T, k *testkit.Kit) error {
	t.Helper()
	now := k.Clock.Now()
	if k.Engine == "postgres" {
		now = testkit.Column[time.Time](t, k.SQL(t), "SELECT clock_timestamp()")[0]
	}
	return k.Store.Ready(t.Context(), func() time.Time { return now })
}

func TestMigrate_upDownUpGivesTheSameSchema(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		db := k.SQL(t)
		before := schemaOf(t, k, db)
		if len(before) < 30 {
			t.Fatalf("only %d things were made", len(before))
		}
		for applied(t, k.URL) > 0 {
			testkit.Must(t, store.MigrateDown(t.Context(), k.URL))
		}
		if left := schemaOf(t, k, db); len(left) > 0 {
			t.Errorf("down leaves %q", left)
		}
		if pending, err := k.Store.Pending(t.Context()); err != nil || pending == 0 {
			t.Errorf("%d pending, %v", pending, err)
		}
		testkit.Must(t, store.Migrate(t.Context(), k.URL))
		if diff := cmp.Diff(before, schemaOf(t, k, db)); diff != "" {
			t.Errorf("(-first +second):\n%s", diff)
		}
		testkit.Must(t, ready(t, k))
	})
}

func TestMigrate_atOnceBySeveralHappensOnce(t *testing.T) {
	t.Parallel()
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.EmptySQLite, "postgres": testkit.EmptyPostgres} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url := database(t)
			errs := make([]error, 2)
			var all sync.WaitGroup
			for i := range errs {
				all.Go(func() { errs[i] = store.Migrate(t.Context(), url) })
			}
			all.Wait()
			for _, err := range errs {
				testkit.Must(t, err)
			}
			st, err := store.Open(t.Context(), url)
			testkit.Must(t, err)
			defer func() { _ = st.Close() }()
			if pending, err := st.Pending(t.Context()); err != nil || pending != 0 {
				t.Errorf("%d pending, %v", pending, err)
			}
		})
	}
}

// columns lists table.column and whether it may be empty.
func columns(t *testing.T, k *testkit.Kit, db *sql.DB) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	for _, table := range k.Tables(t, db) {
		if table == "comment_search" {
			continue // the index of each engine's own
		}
		query := fmt.Sprintf(`SELECT name, "notnull" = 0 FROM pragma_table_info('%s')`, table)
		if k.Engine == "postgres" {
			query = fmt.Sprintf("SELECT column_name, is_nullable = 'YES' FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '%s'", table)
		}
		rows, err := db.QueryContext(t.Context(), query)
		testkit.Must(t, err)
		for rows.Next() {
			var name string
			var null bool
			testkit.Must(t, rows.Scan(&name, &null))
			out[table+"."+name] = null
		}
		testkit.Must(t, rows.Err())
		testkit.Must(t, rows.Close())
	}
	return out
}

// nouns are all models that are kept.
var nouns = []any{
	&models.QueuedMail{}, &models.MailPreference{},
	&models.Person{}, &models.Consultation{}, &models.Phase{}, &models.PhaseChange{}, &models.Outage{}, &models.Heartbeat{}, &models.PartnerOrganisation{}, &models.Document{}, &models.DocumentFile{},
	&models.Notices{}, &models.Draft{}, &models.Version{}, &models.VersionText{}, &models.Provision{}, &models.Comment{}, &models.CommentText{},
	&models.CommentAuthor{}, &models.Voice{}, &models.Cell{}, &models.Disposition{}, &models.Event{}, &models.Grant{}, &models.Token{},
	&models.APIToken{}, &models.GrantChange{}, &models.Invitation{}, &models.Session{}, &models.Done{},
	&models.Passkey{}, &models.PasskeyHandle{}, &models.Ceremony{}, &models.Identity{},
	&models.Erasure{}, &models.Consent{}, &models.Report{},
	&models.KeptForm{},
	&models.LogEntry{}, &models.LogNode{}, &models.LogCheckpoint{}, &models.LogState{}, &models.LogKey{}, &models.Lease{},
	&models.LimitCount{}, &models.DayKey{}, &models.Guard{}, &models.CommentMark{}, &models.Proof{},
	&models.ProvisionEdit{}, &models.OpenEdit{}, &models.TranslationBase{}, &models.Placement{}, &models.Carrying{}, &models.TextImport{}, &models.ImportedComment{}, &models.WordReturn{}, &models.Note{},
	&models.Interest{}, &models.InterestContact{}, &models.InterestNote{}, &models.InterestSettings{},
	&models.Organisation{}, &models.OrganisationName{}, &models.OrganisationLogo{}, &models.Mandate{},
	&models.SigningTerms{}, &models.SigningOpening{}, &models.Signature{}, &models.SignatureLetter{}, &models.Preparation{}, &models.PreparationRevision{}, &models.SignatureLink{},
	&models.Pledge{}, &models.PledgeVersion{}, &models.PledgeNote{}, &models.PledgePartner{},
	&models.PledgeReport{}, &models.PledgeReportFile{}, &models.PledgeReminder{},
	models.PledgeGrade{},
}

func TestSchema_hasAColumnForEachFieldAndNoOther(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		want := map[string]bool{}
		for _, noun := range nouns {
			s, err := schema.Parse(noun, &sync.Map{}, store.Handle(k.Store.Reader).NamingStrategy)
			testkit.Must(t, err)
			for _, f := range s.Fields {
				if f.DBName != "" {
					want[s.Table+"."+f.DBName] = f.FieldType.Kind().String() == "ptr"
				}
			}
		}
		if diff := cmp.Diff(columns(t, k, k.SQL(t)), want); diff != "" {
			t.Errorf("(-columns +fields, true: may be empty):\n%s", diff)
		}
	})
}

// On PostgreSQL alone: SQLite has no clock but this machine's.
func TestReady_wantsTheSameTimeAsTheDatabase(t *testing.T) {
	t.Parallel()
	url := testkit.Postgres(t)
	st, err := store.Open(t.Context(), url)
	testkit.Must(t, err)
	defer func() { _ = st.Close() }()
	k := &testkit.Kit{URL: url}
	there := func() time.Time { return testkit.Column[time.Time](t, k.SQL(t), "SELECT clock_timestamp()")[0] }
	for _, off := range []time.Duration{10 * time.Second, -10 * time.Second} {
		if err := st.Ready(t.Context(), func() time.Time { return there().Add(off) }); err == nil {
			t.Errorf("%s apart are ready", off)
		}
	}
	asked := there()
	later := []time.Time{asked, asked.Add(10 * time.Second)} // a database that is long about its answer
	if err := st.Ready(t.Context(), func() time.Time { now := later[0]; later = later[1:]; return now }); err != nil {
		t.Error(err)
	}
}
