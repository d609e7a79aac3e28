package consult_test

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// busy is a consultation in which something of everything has happened, sequenced and signed.
func busy(t *testing.T, k *testkit.Kit) *story.Consultation {
	t.Helper()
	c := town(t, k)
	c.Comment(story.By("ana"), story.Named("Ana"), story.Saying("one"))
	c.Comment(story.By("bela"), story.Saying("two"))
	c.Comment(story.By("bela"), story.Confidentially(), story.Saying("three"))
	in := ministry("Lumen Ministry")
	in.Slug = "lumen"
	c.Story.Organisation(in, story.Address("ana"))
	waiting := c.Comment(story.Saying("four"))
	refused := c.Comment(story.Saying("five"))
	c.Comment(story.Mailed("dana@example.org"), story.Saying("six"))
	c.Moderate("moderator", waiting.Receipt, "publish", "")
	c.Moderate("moderator", refused.Receipt, "refuse", "not about the text")
	c.Comment(story.By("ana"), story.For("lumen"), story.From("KE", models.Government), story.Saying("seven"))
	c.Answer("drafter", "C-000001", "noted", "we saw it")
	c.Answer("drafter", "C-000001", "accepted", "")
	k.Sequence(t)
	return c
}

func verify(t *testing.T, k *testkit.Kit, in consult.VerifyLogs) models.LogReport {
	t.Helper()
	in.Heads = k.Heads.All()
	report, err := k.Service.VerifyLog(t.Context(), in)
	testkit.Must(t, err)
	return report
}

func TestVerifyLog_everythingHasItsEntry(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		busy(t, k)
		r := verify(t, k, consult.VerifyLogs{})
		for _, f := range r.Findings {
			t.Error(f)
		}
		if r.Comments != 7 || r.Entries < 15 || r.Waiting != 0 || r.Checkpoints == 0 {
			t.Errorf("%+v", r)
		}
		sum := 0
		for _, n := range r.Standing {
			sum += n
		}
		if sum != r.Comments {
			t.Errorf("received %d, standing %v", r.Comments, r.Standing)
		}
	})
}

// insider takes the triggers away, as who owns the database can, and gives a connection that writes.
func insider(t *testing.T, k *testkit.Kit) *sql.DB {
	t.Helper()
	db := k.SQL(t)
	names := "SELECT name FROM sqlite_master WHERE type = 'trigger'"
	if k.Engine == "postgres" {
		names = "SELECT tgname || ' ON ' || tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal"
	}
	for _, name := range testkit.Column[string](t, db, names) {
		exec(t, db, "DROP TRIGGER "+name)
	}
	return db
}

func exec(t *testing.T, db *sql.DB, query string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), query); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

const deleteFirst = `DELETE FROM dispositions; DELETE FROM comment_texts WHERE body = 'one';
	DELETE FROM comment_authors WHERE comment_id = (SELECT id FROM comments WHERE number = 1); DELETE FROM comments WHERE number = 1`

// edits are what an insider may try on the database by hand, and what the verification must name.
var edits = []struct{ name, sqlite, postgres, field string }{
	{name: "text", sqlite: "UPDATE comment_texts SET body = 'changed' WHERE body = 'one'", field: "C-000001: content"},
	{name: "time", sqlite: "UPDATE comments SET received_at = received_at + 1000000 WHERE number = 2", postgres: "UPDATE comments SET received_at = received_at + interval '1 second' WHERE number = 2", field: "C-000002: content"},
	{name: "author", sqlite: "UPDATE comment_authors SET name = 'Somebody' WHERE name = 'Ana'", field: "C-000001: content"},
	{name: "delete", sqlite: deleteFirst, postgres: "SET session_replication_role = replica; " + deleteFirst + "; SET session_replication_role = origin", field: "C-000001: comments"},
	{name: "insert", field: "the log has not received it"},
	{name: "swap", sqlite: `UPDATE comment_texts SET body = CASE body WHEN 'one' THEN 'two' ELSE 'one' END WHERE body IN ('one', 'two')`, field: "C-000002: content"},
	{name: "status", sqlite: "UPDATE comments SET publication = 'published' WHERE publication = 'refused'", field: "publication"},
	{name: "organisation", sqlite: "UPDATE comments SET organisation_id = organisation_id + 1 WHERE organisation_id IS NOT NULL", postgres: "SET session_replication_role = replica; UPDATE comments SET organisation_id = organisation_id + 1 WHERE organisation_id IS NOT NULL; SET session_replication_role = origin", field: "C-000005: organisation_id"},
	{name: "organisation added", sqlite: "UPDATE comments SET organisation_id = (SELECT id FROM organisations) WHERE number = 1", field: "C-000001: organisation_id"},
	{name: "organisation of a confidential comment", sqlite: "UPDATE comments SET organisation_id = (SELECT id FROM organisations) WHERE number = 3", field: "C-000003: organisation_id"},
	{name: "organisation taken away", sqlite: "UPDATE comments SET organisation_id = NULL WHERE organisation_id IS NOT NULL", field: "C-000005: organisation_id"},
	{name: "mandate", sqlite: "UPDATE comments SET organisation_verified = NOT organisation_verified WHERE number = 5", field: "C-000005: organisation_id"},
	{name: "log row", sqlite: `UPDATE log_entries SET leaf = REPLACE(leaf, '"noted"', '"accepted"') WHERE leaf LIKE '%"noted"%'`, field: "leaf"},
	{name: "counter", sqlite: "UPDATE consultations SET comment_number = comment_number + 1", field: "comment_number"},
	{name: "key row", sqlite: "UPDATE log_keys SET public_key = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='", field: "log_keys"},
	{name: "checkpoint row", sqlite: "UPDATE log_checkpoints SET note = REPLACE(note, 'test', 'tset')", field: "signature"},
	{name: "answer", sqlite: "UPDATE dispositions SET reason = 'other' WHERE reason = 'we saw it'", field: "C-000001: disposition"},
	{name: "phase", sqlite: "UPDATE phases SET time_zone = 'Asia/Tokyo'", field: "time_zone"},
	{name: "notices", sqlite: "UPDATE notices SET licence = 'none'", field: "licence"},
	{name: "version", sqlite: "UPDATE provisions SET html = html || '!'", field: "provisions"},
	{name: "node", sqlite: "DELETE FROM log_nodes WHERE idx = 1", field: "log_nodes"},
	{name: "end of the log", sqlite: `DELETE FROM log_entries WHERE idx = (SELECT MAX(idx) FROM log_entries)`, field: "checkpoint"},
}

func TestVerifyLog_everyEditByHandIsNamed(t *testing.T) {
	t.Parallel()
	for _, e := range edits {
		t.Run(e.name, func(t *testing.T) {
			testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
				busy(t, k)
				testkit.Must(t, k.Service.BeginLogs(t.Context()))
				if n := len(verify(t, k, consult.VerifyLogs{}).Findings); n != 0 {
					t.Fatalf("%d findings before the edit", n)
				}
				db, query := insider(t, k), e.sqlite
				if e.postgres != "" && k.Engine == "postgres" {
					query = e.postgres
				}
				if query == "" {
					query = forged(t, db)
				}
				exec(t, db, query)
				wantFinding(t, e.name, verify(t, k, consult.VerifyLogs{}), e.field)
			})
		})
	}
}

func TestVerifyLog_aChangedFileOnDiskIsNamed(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		busy(t, k)
		head := k.Heads.All()[0]
		head.Root = strings.Repeat("A", 43) + "="
		testkit.Must(t, k.Heads.Keep(head))
		wantFinding(t, "file on disk", verify(t, k, consult.VerifyLogs{}), "log-heads.json")
	})
}

// forged puts a comment into the database that nobody sent, under the next number.
func forged(t *testing.T, db *sql.DB) string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "SELECT * FROM comments WHERE FALSE")
	testkit.Must(t, err)
	columns, err := rows.Columns()
	testkit.Must(t, err)
	testkit.Must(t, errors.Join(rows.Err(), rows.Close()))
	values := strings.Join(columns, ", ")
	for column, value := range map[string]string{"id": "id + 1", "number": "number + 10", "receipt": "'forged'", "external_id": "NULL"} {
		values = strings.Replace(", "+values+", ", ", "+column+", ", ", "+value+", ", 1)
		values = strings.TrimSuffix(strings.TrimPrefix(values, ", "), ", ")
	}
	return fmt.Sprintf("INSERT INTO comments (%s) SELECT %s FROM comments WHERE number = 1", strings.Join(columns, ", "), values)
}

func wantFinding(t *testing.T, edit string, r models.LogReport, field string) {
	t.Helper()
	var all []string
	for _, f := range r.Findings {
		all = append(all, f.String())
		if strings.Contains(f.String(), field) {
			return
		}
	}
	t.Errorf("%s: %q is not named in %q", edit, field, all)
}
