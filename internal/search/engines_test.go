package search

import (
	"database/sql"
	"fmt"
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

// long has more words than a tsvector has positions, and one of them more often than
// a lexeme has positions.
func long() string {
	var b strings.Builder
	for i := range 20000 {
		fmt.Fprintf(&b, "w%d often ", i)
	}
	b.WriteString("tailone tailtwo 尾巴")
	return b.String()
}

var corpus = []struct{ lang, text string }{
	1:  {"en", "We must protect the rights of all participants in the multi-stakeholder process."},
	2:  {"en", "Protecting data: e-mail a.b@example.org, see https://example.org/path?x=1e5 or v2, 9a; pi is 3.14."},
	3:  {"fr", "L’égalité d'accès aux données publiques est un droit."},
	4:  {"fr", "Qu'est-ce que le patrimoine numérique ? L'œuvre de tous."},
	5:  {"es", "La participación de los países en el año 2026."},
	6:  {"ru", "Хартия защищает права всех участников; ещё один проект."},
	7:  {"ar", "الميثاق يحمي حقوق المشاركين والمشاركات"},
	8:  {"zh", "本宪章保护参与者权利。AI治理需要透明。"},
	9:  {"ja", "データの公開に参加する。"},
	10: {"ko", "참여자의 권리를 보호한다"},
	11: {"de", "Die Straße der Gleichberechtigung führt über Maßnahmen."},
	12: {"th", "ปกป้องสิทธิของผู้เข้าร่วม"},
	13: {"hi", "प्रतिभागियों के अधिकारों की रक्षा करें"},
	14: {"en", "The Chinese word 参与 means participation."},
	15: {"pt", "A declaração dos direitos: participação já!"},
	16: {"", "To be, or not to be: the who 👍🏽 don't \x00 \xff it's people's"},
	17: {"en", long()},
	18: {"tr", "Türkiye'nin ISPARTA ilinde İzmir"},
	19: {"el", "Η ΔΙΑΚΉΡΥΞΗ των δικαιωμάτων όλους"},
	20: {"fa", "منشور می‌خواهد از حقوق شرکت‌کنندگان محافظت کند ۱۴۰۵"},
	21: {"en", "right of rights"},
}

var queries = []struct {
	q    string
	want []int
}{
	{"protecting participant", []int{1}},
	{"Participants", []int{1, 14}},
	{"PROTECT", []int{1, 2}},
	{"\"rights of all\"", []int{1}},
	{"“all rights”", []int{}},
	{"multi-stakeholder", []int{1}},
	{"multistakeholder", []int{}},
	{"stakeholder-multi", []int{}},
	{"stakeholder multi", []int{1}},
	{"a.b@example.org", []int{2}},
	{"https://example.org/path", []int{2}},
	{"1e5", []int{2}},
	{"v2", []int{2}},
	{"9A", []int{2}},
	{"3.14", []int{2}},
	{"14.3", []int{}},
	{"égalité", []int{3}},
	{"egalite", []int{3}},
	{"l'egalite", []int{3}},
	{"L’ÉGALITÉ", []int{3}},
	{"l'e\u0301galite\u0301", []int{3}},
	{"données", []int{3}},
	{"donnee", []int{3}},
	{"donnée publique", []int{3}},
	{"oeuvre", []int{4}},
	{"qu'est-ce que", []int{4}},
	{"participación", []int{5}},
	{"participacion", []int{5}},
	{"participação", []int{15}},
	{"participacao", []int{15}},
	{"países", []int{5}},
	{"pais", []int{5}},
	{"ano 2026", []int{5}},
	{"٢٠٢٦", []int{5}},
	{"защищать права", []int{6}},
	{"участник", []int{6}},
	{"еще", []int{6}},
	{"ميثاق", []int{7}},
	{"مشاركات", []int{7}},
	{"الحقوق", []int{7, 20}},
	{"حُقُوق", []int{7, 20}},
	{"参与者", []int{8}},
	{"参与", []int{8, 14}},
	{"参", []int{8, 9, 14}},
	{"利", []int{8}},
	{"与权", []int{}},
	{"数据", []int{}},
	{"AI治理", []int{8}},
	{"ＡＩ 治理", []int{8}},
	{"\"治理需要透明\"", []int{8}},
	{"\"权利 AI\"", []int{8}},
	{"\"权利 治\"", []int{}},
	{"データ", []int{9}},
	{"ﾃﾞｰﾀ", []int{9}},
	{"参加", []int{9}},
	{"참여자", []int{10}},
	{"권리", []int{10}},
	{"strasse", []int{11}},
	{"fuhrt massnahmen", []int{11}},
	{"สิทธิ", []int{12}},
	{"अधिकारों", []int{13}},
	{"chinese 参与", []int{14}},
	{"\"word 参\"", []int{14}},
	{"\"word 与\"", []int{}},
	{"to be or not to be", []int{16}},
	{"\"or not to be\"", []int{16}},
	{"the", []int{1, 14, 16}},
	{"don’t", []int{16}},
	{"people", []int{16}},
	{"👍", []int{}},
	{"", []int{}},
	{"\"", []int{}},
	{"isparta izmir", []int{18}},
	{"türkiye", []int{18}},
	{"διακηρυξη ΌΛΟΥΣ", []int{19}},
	{"می‌خواهد 1405", []int{20}},
	{"حقوق", []int{7, 20}},
	{"w0 often w19999", []int{17}},
	{"\"w5 often w6\"", []int{17}},
	{"\"w500 often w501\"", []int{}}, // the 256th «often» has no place in phrases
	{"\"w16000 often\"", []int{}},
	{"\"tailone tailtwo\"", []int{}}, // after the last position
	{"tailone tailtwo", []int{17}},
	{"tailtwo 巴", []int{17}},
	{"right", []int{1, 21}},
	{"\"right rights\"", []int{}},
	{"a* OR NOT (b) NEAR/2 c: ^d -e & | ! <-> \\ ' :*", []int{}},
	{"protect AND rights", []int{1}},
	{"rights' OR '1'='1", []int{}},
}

func fill(t testing.TB, e engine) {
	t.Helper()
	for id, c := range corpus {
		if id > 0 {
			e.put(t, id, Tokens(c.lang, c.text))
		}
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
