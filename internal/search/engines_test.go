package search

import (
	"database/sql"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"
)

// engine is one of the two databases with the column as the package comment asks
// for it.
type engine struct {
	db    *sql.DB
	write string
	match string
	text  func(tokens string) string
	query func(Expr) string
}

func (e engine) put(t testing.TB, id int, tokens string) {
	t.Helper()
	if _, err := e.db.Exec(e.write, id, e.text(tokens)); err != nil {
		t.Fatalf("write row %d: %v", id, err)
	}
}

func (e engine) hits(t testing.TB, q Expr) []int {
	t.Helper()
	rows, err := e.db.Query(e.match, e.query(q))
	if err != nil {
		t.Fatalf("match %q: %v", e.query(q), err)
	}
	defer rows.Close()
	ids := []int{}
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("match %q: %v", e.query(q), err)
	}
	return ids
}

func open(t testing.TB, driver, dsn string, ddl ...string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1) // the tables live in the connection
	t.Cleanup(func() { _ = db.Close() })
	for _, s := range ddl {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	return db
}

func sqlite(t testing.TB) engine {
	t.Helper()
	return engine{
		db: open(t, "sqlite", ":memory:",
			`CREATE VIRTUAL TABLE found USING fts5(tokens, content='', contentless_delete=1, tokenize='ascii')`),
		write: `INSERT OR REPLACE INTO found(rowid, tokens) VALUES (?, ?)`,
		match: `SELECT rowid FROM found WHERE found MATCH ? ORDER BY rowid`,
		text:  func(tokens string) string { return tokens },
		query: Expr.FTS5,
	}
}

func postgres(t testing.TB) engine {
	t.Helper()
	dsn := os.Getenv("TRAVAUX_TEST_POSTGRES_URL")
	if dsn == "" {
		t.Skip("TRAVAUX_TEST_POSTGRES_URL is not set: no PostgreSQL to compare with")
	}
	return engine{
		db: open(t, "pgx", dsn,
			`CREATE TEMP TABLE found (id bigint PRIMARY KEY, tokens tsvector NOT NULL)`,
			`CREATE INDEX found_tokens ON found USING gin (tokens)`,
			`SET enable_seqscan = off`),
		write: `INSERT INTO found(id, tokens) VALUES ($1, $2::text::tsvector)
			ON CONFLICT (id) DO UPDATE SET tokens = excluded.tokens`,
		match: `SELECT id FROM found WHERE tokens @@ $1::text::tsquery ORDER BY id`,
		text:  Vector,
		query: Expr.TSQuery,
	}
}

func fill(t testing.TB, e engine) {
	t.Helper()
	for id, c := range corpus {
		if id > 0 {
			e.put(t, id, Tokens(c.lang, c.text))
		}
	}
}

// TestTokens_replacedAndDeletedRowsAreNotFound is about the table the package comment
// asks for: an FTS5 table without content can still be changed.
func TestTokens_replacedAndDeletedRowsAreNotFound(t *testing.T) {
	t.Parallel()
	e := sqlite(t)
	e.put(t, 1, Tokens("en", "first wording"))
	e.put(t, 2, Tokens("en", "first wording"))
	e.put(t, 1, Tokens("en", "second wording"))
	if diff := cmp.Diff(e.hits(t, Parse("first")), []int{2}); diff != "" {
		t.Errorf("replaced (got -, want +)\n%s", diff)
	}
	if _, err := e.db.Exec(`DELETE FROM found WHERE rowid = 2`); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(e.hits(t, Parse("wording")), []int{1}); diff != "" {
		t.Errorf("deleted (got -, want +)\n%s", diff)
	}
}

func TestParse_sqliteFindsTheTexts(t *testing.T) {
	t.Parallel()
	e := sqlite(t)
	fill(t, e)
	for _, c := range queries {
		if diff := cmp.Diff(e.hits(t, Parse(c.q)), c.want); diff != "" {
			t.Errorf("%q = %s (got -, want +)\n%s", c.q, Parse(c.q).FTS5(), diff)
		}
	}
}

func TestParse_postgresFindsTheSameTexts(t *testing.T) {
	t.Parallel()
	e := postgres(t)
	fill(t, e)
	for _, c := range queries {
		if diff := cmp.Diff(e.hits(t, Parse(c.q)), c.want); diff != "" {
			t.Errorf("%q = %s (got -, want +)\n%s", c.q, Parse(c.q).TSQuery(), diff)
		}
	}
}

// TestParse_enginesAgreeOnRandomTexts makes texts and queries of the same few pieces,
// so that phrases, pairs and prefixes meet often.
func TestParse_enginesAgreeOnRandomTexts(t *testing.T) {
	t.Parallel()
	pg, lite := postgres(t), sqlite(t)
	pieces := []string{
		"the", "rights", "right", "données", "donnee", "参", "参与", "与者", "者", "3.14", "1e5", "l'eau", "eau",
		"ещё", "право", "الحق", "it's", "-", ".", "\"", "'", "\\", "&", "a-b", "x@y.z", "/path", "สิทธิ", "👍", "हक़", "K", "ﬁ", "²", "Ⅷ", "\x00", "\xc3",
	}
	r := rand.New(rand.NewPCG(1, 2))
	draw := func(n int) string {
		var b strings.Builder
		for range 1 + r.IntN(n) {
			b.WriteString(pieces[r.IntN(len(pieces))])
			b.WriteString([]string{" ", "", " ", "\n"}[r.IntN(4)])
		}
		return b.String()
	}
	langs := append(slices.Clone(languages), "zh", "de")
	for id := 1; id <= 300; id++ {
		tokens := Tokens(langs[r.IntN(len(langs))], draw(12))
		pg.put(t, id, tokens)
		lite.put(t, id, tokens)
	}
	found := 0
	for range 1500 {
		text := draw(3)
		if r.IntN(3) == 0 {
			text = "\"" + text + "\""
		}
		q := Parse(text)
		got, want := pg.hits(t, q), lite.hits(t, q)
		found += len(want)
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("%q = %s (PostgreSQL -, SQLite +)\n%s", text, q.TSQuery(), diff)
		}
	}
	if found < 1500 {
		t.Errorf("the random queries had only %d hits: they test little", found)
	}
}
