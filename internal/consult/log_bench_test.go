package consult_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"travaux/internal/story"
	"travaux/internal/testkit"
)

// BenchmarkLog_page measures what the head of the log's page asks, with its counts, in a log of 100,000 entries.
func BenchmarkLog_page(b *testing.B) {
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		b.Run(engine, func(b *testing.B) {
			k := testkit.Open(b, engine, database(b))
			c := k.Story(b).Consultation("town", story.Open())
			c.Draft("charter", charter)
			c.Comment()
			numbers := "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
			execute(b, k.SQL(b), numbers+` INSERT INTO log_entries (consultation_id, id, kind, leaf, leaf_hash, epoch, idx, created_at)
				SELECT e.consultation_id, n.i, CASE n.i % 2 WHEN 0 THEN e.kind ELSE 'comment.published' END, e.leaf, e.leaf_hash, 1, n.i, e.created_at
				FROM n, (SELECT * FROM log_entries WHERE kind = 'comment.received') e`)
			var took []time.Duration
			for b.Loop() {
				began := time.Now()
				if _, err := k.Service.Log(b.Context(), "town"); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
}

// BenchmarkLog_submit measures comments a second, eight at once with their entries in the log, beside the bare rows that
// are written for each, in one transaction, by as many connections.
func BenchmarkLog_submit(b *testing.B) {
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		for _, bare := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/bare=%v", engine, bare), func(b *testing.B) {
				k := testkit.Open(b, engine, database(b))
				c := k.Story(b).Consultation("town", story.Open())
				c.Draft("charter", charter)
				c.Comment()
				by, in := c.Say()
				db, id := k.SQL(b), atomic.Int64{}
				columns := rowsOfComment(b, db)
				b.SetParallelism(4)
				b.ResetTimer()
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						if bare {
							insertBare(b, db, columns, id.Add(1))
						} else if _, err := k.Service.SubmitComment(b.Context(), by, "town", in); err != nil {
							b.Error(err)
						}
					}
				})
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "a-second")
			})
		}
	}
}

// rowsOfComment are the statements that write again the rows of the one comment there is, as another.
func rowsOfComment(b *testing.B, db *sql.DB) (out []string) {
	for _, table := range []string{"comments", "comment_texts", "comment_authors", "log_entries"} {
		rows, err := db.QueryContext(b.Context(), "SELECT * FROM "+table+" WHERE FALSE")
		testkit.Must(b, err)
		names, err := rows.Columns()
		testkit.Must(b, err)
		testkit.Must(b, rows.Close())
		values := slices.Clone(names)
		key := "comment_id"
		if table == "comments" || table == "log_entries" {
			key = "id"
		}
		for i, name := range names {
			switch name {
			case key:
				values[i] = "%[1]d"
			case "receipt":
				values[i] = "'bare-%[1]d'"
			case "number", "external_id":
				values[i] = "NULL"
			}
		}
		where := key + " > 1000000"
		out = append(out, "INSERT INTO "+table+" ("+strings.Join(names, ", ")+") SELECT "+strings.Join(values, ", ")+" FROM "+table+" WHERE "+where+" LIMIT 1")
	}
	return out
}

func insertBare(b *testing.B, db *sql.DB, statements []string, id int64) {
	tx, err := db.BeginTx(b.Context(), nil)
	if err != nil {
		b.Error(err)
		return
	}
	for _, s := range statements {
		if _, err := tx.ExecContext(b.Context(), fmt.Sprintf(s, id)); err != nil {
			b.Error(err, s)
			_ = tx.Rollback()
			return
		}
	}
	if err := tx.Commit(); err != nil {
		b.Error(err)
	}
}

func execute(b *testing.B, db *sql.DB, query string) {
	b.Helper()
	if _, err := db.ExecContext(b.Context(), query); err != nil {
		b.Fatal(err)
	}
}
