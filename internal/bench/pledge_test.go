package bench

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
)

// How many organisations signed, and how many pledges they made.
const (
	signatories = 5_000
	pledged     = 10_000
)

// What is copied has ids above those of the example.
const (
	copiedOrganisation = 9_000_000_000_000_000_000
	copiedPledge       = 9_100_000_000_000_000_000
)

// registers are the register and the tracker, as they are first seen and filtered, beside the statements that each needs.
var registers = []page{
	{"register", "/c/" + slug + "/signatures", false, registerSQL("")},
	{
		"register_filtered", "/c/" + slug + "/signatures?type=government&region=002&order=newest", false,
		registerSQL("AND s.stakeholder_type = 'government'"),
	},
	{"tracker", "/c/" + slug + "/pledges", false, trackerSQL("", "p.published_at DESC, p.id DESC")},
	{
		"tracker_filtered", "/c/" + slug + "/pledges?kind=financial&status=published&freshness=green", false,
		trackerSQL("AND v.kind = 'financial' AND p.status = 'published'", "p.published_at DESC, p.id DESC"),
	},
	{
		"tracker_overdue", "/c/" + slug + "/pledges?due=overdue", false,
		trackerSQL("AND v.due_on < '2026-11-22' AND p.status = 'published' AND p.grade <> 'complete'", "v.due_on, p.id"),
	},
}

// registerSQL lists fifty signatures, counts them, and counts the register by region, type and status.
func registerSQL(filter string) []string {
	from := `FROM signatures s WHERE s.consultation_id = ` + theConsultation + ` AND s.published_at IS NOT NULL AND s.status <> 'replaced' `
	return []string{
		strings.Replace("SELECT s.*, o.slug "+from, "WHERE", "JOIN organisations o ON o.id = s.organisation_id WHERE", 1) + filter + " ORDER BY s.number LIMIT 50",
		"SELECT COUNT(*) " + from + filter, "SELECT s.region, s.stakeholder_type, s.status, COUNT(*) " + from + " GROUP BY 1, 2, 3",
	}
}

// trackerSQL lists twenty-four pledges, and counts what matches in five ways.
func trackerSQL(filter, order string) []string {
	from := `FROM pledges p JOIN pledge_versions v ON v.consultation_id = p.consultation_id AND v.pledge_id = p.id AND v.number = p.shown
		WHERE p.consultation_id = ` + theConsultation + ` AND p.shown > 0 ` + filter
	out := []string{
		strings.Replace("SELECT p.*, v.*, o.name, o.slug "+from, "WHERE", "JOIN organisations o ON o.id = p.organisation_id WHERE", 1) + " ORDER BY " + order + " LIMIT 24",
		"SELECT COUNT(*) " + from,
	}
	for _, column := range []string{"v.outcome_area", "v.kind", "p.region", "p.stakeholder_type", "p.grade"} {
		out = append(out, "SELECT "+column+", v.intent, COUNT(*) "+from+" GROUP BY 1, 2")
	}
	return out
}

// BenchmarkRegisters measures the register of signatures and the public list of pledges, as BenchmarkPages does.
func BenchmarkRegisters(b *testing.B) {
	for _, url := range databases(b) {
		b.Run(url.name, func(b *testing.B) {
			s := start(b, url, "0")
			multiply(b, url)
			s.restart(b)
			for _, p := range registers {
				b.Run(p.name, func(b *testing.B) {
					s.measure(b, p)
					b.ReportMetric(s.compressedKB(b, p), "gzip-kB")
				})
			}
		})
	}
}

// multiply copies the organisations, signatures and pledges of the example until there are enough.
func multiply(b *testing.B, d database) {
	dsn := d.dsn
	if path, ok := strings.CutPrefix(d.url, "sqlite:"); ok {
		dsn = "file:" + path + "?_pragma=busy_timeout(10000)"
	}
	db, err := sql.Open(d.driver, dsn)
	check(b, err)
	defer func() { check(b, db.Close()) }()
	number := "LPAD(n.n::text, 12, '0')"
	if d.name == "sqlite" {
		number = "printf('%012d', n.n)"
	}
	ref := func(kind string) string { return "'0190a1b2-0000-7000-" + kind + "-' || " + number }
	pledge := fmt.Sprintf("%d + n.n", int64(copiedPledge))
	organisation := func(every int) string { return fmt.Sprintf("%d + n.n %% %d", int64(copiedOrganisation), every) }
	from := fmt.Sprintf("FROM pledges p JOIN pledge_versions v ON v.consultation_id = p.consultation_id AND v.pledge_id = p.id AND v.number = p.shown WHERE p.consultation_id = %s AND p.id < %d",
		theConsultation, int64(copiedPledge))
	copies(b, db, "organisations", fmt.Sprintf("SELECT o.*, ROW_NUMBER() OVER (ORDER BY o.id) - 1 AS k FROM organisations o WHERE o.id < %d", int64(copiedOrganisation)),
		signatories, map[string]string{"id": organisation(signatories), "slug": "'copy-' || n.n", "name": `'{"en":"Organisation ' || n.n || '"}'`, "language": "'en'"})
	copies(b, db, "signatures", fmt.Sprintf("SELECT s.*, ROW_NUMBER() OVER (ORDER BY s.id) - 1 AS k FROM signatures s WHERE s.published_at IS NOT NULL AND s.status = 'published' AND s.consultation_id = %s", theConsultation),
		signatories, map[string]string{
			"id": pledge, "ref": ref("8000"), "number": "1000 + n.n", "organisation_id": organisation(signatories), "organisation": `'{"en":"Organisation ' || n.n || '"}'`,
		})
	copies(b, db, "pledges", "SELECT p.*, ROW_NUMBER() OVER (ORDER BY p.id) - 1 AS k "+from, pledged,
		map[string]string{"id": pledge, "ref": ref("9000"), "organisation_id": organisation(signatories)})
	copies(b, db, "pledge_versions", "SELECT v.*, ROW_NUMBER() OVER (ORDER BY p.id) - 1 AS k "+from, pledged, map[string]string{
		"pledge_id": pledge, "title": "'Pledge ' || n.n || ' ' || t.title", "due_on": "'20' || (24 + n.n % 8) || '-0' || (1 + n.n % 9) || '-15'",
		"amount": "CASE WHEN t.amount = '' THEN '' ELSE (1000 + n.n) || '.50' END",
	})
	if d.name == "postgres" {
		_, err = db.Exec("ANALYZE") // as its own housekeeping does within a minute
		check(b, err)
	}
}

// copies adds rows to a table: the rows that a query gives, numbered from 0 by its last column k, again and again, with
// other values in some columns.
func copies(b *testing.B, db *sql.DB, table, query string, count int, other map[string]string) {
	rows, err := db.Query("SELECT * FROM " + table + " LIMIT 0")
	check(b, err)
	columns, err := rows.Columns()
	check(b, err)
	check(b, rows.Close())
	values := make([]string, len(columns))
	for i, c := range columns {
		if values[i] = "t." + c; other[c] != "" {
			values[i] = other[c]
		}
	}
	done, err := db.Exec(fmt.Sprintf(`WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < %d), t AS (%s)
		INSERT INTO %s (%s) SELECT %s FROM n JOIN t ON t.k = n.n %% (SELECT COUNT(*) FROM t)`,
		count, query, table, strings.Join(columns, ", "), strings.Join(values, ", ")))
	check(b, err)
	if made, err := done.RowsAffected(); err != nil || made != int64(count) {
		b.Fatalf("%d rows of %s were made: %v", made, table, err)
	}
}
