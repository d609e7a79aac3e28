package testkit

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// SQL opens the kit's database beside the program, to look where the program has no door, or to break something.
func (k *Kit) SQL(t testing.TB) *sql.DB {
	t.Helper()
	db := openSQL(t, k.URL)
	t.Cleanup(func() { _ = db.Close() }) // before the database is dropped
	return db
}

func openSQL(t testing.TB, url string) *sql.DB {
	t.Helper()
	driver, dsn := "pgx", url
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		driver, dsn = "sqlite", "file:"+path+"?_pragma=busy_timeout(5000)"
	}
	db, err := sql.Open(driver, dsn)
	Must(t, err)
	db.SetMaxOpenConns(2)
	return db
}

// Tables lists the program's tables in order; those of the migrations, the job queue and the full-text index are left out.
func (k *Kit) Tables(t testing.TB, db *sql.DB) []string {
	t.Helper()
	query := "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
	if k.Engine == "sqlite" {
		query = "SELECT name FROM sqlite_master WHERE type = 'table'"
	}
	names := Column[string](t, db, query)
	slices.Sort(names)
	return slices.DeleteFunc(names, func(n string) bool {
		return strings.HasPrefix(n, "goose_") || strings.HasPrefix(n, "river_") || strings.HasPrefix(n, "sqlite_") || strings.HasPrefix(n, "comment_search_")
	})
}

// Column reads one column of a query.
func Column[T any](t testing.TB, db *sql.DB, query string, args ...any) []T {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query, args...)
	Must(t, err)
	defer func() { _ = rows.Close() }()
	var out []T
	for rows.Next() {
		var v T
		Must(t, rows.Scan(&v))
		out = append(out, v)
	}
	Must(t, rows.Err())
	return out
}

// Count counts the rows of a table that match a condition.
func (k *Kit) Count(t testing.TB, table, where string) int {
	t.Helper()
	return Column[int](t, k.SQL(t), "SELECT COUNT(*) FROM "+table+" WHERE "+where)[0]
}

// Snapshot is every row of every table, to tell whether anything changed.
func (k *Kit) Snapshot(t testing.TB, db *sql.DB) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, table := range k.Tables(t, db) {
		out[table] = allRows(t, db, table)
	}
	return out
}

func allRows(t testing.TB, db *sql.DB, table string) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "SELECT * FROM "+table)
	Must(t, err)
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	Must(t, err)
	var out []string
	for rows.Next() {
		cells, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		Must(t, rows.Scan(into...))
		for i, c := range cells {
			switch c := c.(type) {
			case time.Time:
				cells[i] = c.UnixMicro()
			case []byte:
				cells[i] = string(c)
			}
		}
		out = append(out, fmt.Sprintf("%v", cells))
	}
	Must(t, rows.Err())
	slices.Sort(out)
	return out
}
