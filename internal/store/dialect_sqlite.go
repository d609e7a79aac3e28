package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	gormsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
	modernc "modernc.org/sqlite"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riversqlite"

	"travaux/internal/search"
)

//go:embed migrations/sqlite/*.sql
var sqliteMigrations embed.FS

var sqliteDialect = &dialect{
	migrations: sqliteMigrations,
	hits: func(consultationID int64, q search.Expr) (string, []any) {
		return "SELECT rowid FROM comment_search WHERE comment_search MATCH ? ORDER BY rowid",
			[]any{fmt.Sprintf(`consultation : "%d" AND tokens : (%s)`, consultationID, q.FTS5())}
	},
	addSearch: func(consultationID, commentID int64, tokens string) (string, []any) {
		return "INSERT INTO comment_search (rowid, consultation, tokens) VALUES (?, ?, ?)", []any{commentID, fmt.Sprint(consultationID), tokens}
	},
	dropSearch: func(_, commentID int64) (string, []any) {
		return "DELETE FROM comment_search WHERE rowid = ?", []any{commentID}
	},
	// The index only marks a row as deleted until its segments are written anew; the journal keeps old pages.
	purge:   []string{"INSERT INTO comment_search (comment_search) VALUES ('optimize')", "PRAGMA wal_checkpoint(TRUNCATE)"},
	compact: []string{"INSERT INTO comment_search (comment_search) VALUES ('optimize')", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"},
	isLate:  func(error) bool { return false }, // one writer waits for no other
	isBusy: func(err error) bool {
		var e *modernc.Error
		return errors.As(err, &e) && e.Code()&0xff == 5 // SQLITE_BUSY
	},
	jobs:    func(db *sql.DB) riverdriver.Driver[*sql.Tx] { return riversqlite.New(db) },
	version: "SELECT 'SQLite ' || sqlite_version()", snapshot: &sql.TxOptions{ReadOnly: true},
}

// readers is how many reads run side by side; the writer is alone.
const readers = 4

// openSQLite opens a file with one writing connection and several that can only read.
func openSQLite(ctx context.Context, path string, options []Option) (*Store, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the database's folder: %w", err)
	}
	write, err := sqlitePool(path, 1, "_txlock=immediate")
	if err != nil {
		return nil, err
	}
	// The first connection makes the file and its journal mode; only then can a reader open it.
	if err := sqliteDurable(ctx, write); err != nil {
		return nil, errors.Join(err, write.Close())
	}
	read, err := sqlitePool(path, readers, "_pragma=query_only(1)")
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	w, err := gorm.Open(sqliteDialector{gormsqlite.Dialector{Conn: write}}, gormConfig(options))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	r, err := gorm.Open(sqliteDialector{gormsqlite.Dialector{Conn: read}}, gormConfig(options))
	if err != nil {
		return nil, fmt.Errorf("open %s to read: %w", path, err)
	}
	stop := func() error { return errors.Join(read.Close(), write.Close()) }
	return opened(r, w, sqliteDialect, stop)
}

// sqlitePool opens connections; the pragmas are in the DSN because each connection needs them.
func sqlitePool(path string, n int, extra string) (*sql.DB, error) {
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() + "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)" +
		"&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=secure_delete(1)&_pragma=cache_size(-16000)&_pragma=mmap_size(134217728)" +
		"&_time_integer_format=unix_micro&_inttotime=1&" + extra
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db, nil
}

// sqliteDurable refuses a database that could forget what it acknowledged when the power goes.
func sqliteDurable(ctx context.Context, db *sql.DB) error {
	var level int
	if err := db.QueryRowContext(ctx, "PRAGMA synchronous").Scan(&level); err != nil {
		return fmt.Errorf("ask for synchronous: %w", err)
	}
	if level < 2 {
		return fmt.Errorf("synchronous is %d: it must be FULL (2) or more", level)
	}
	return nil
}

// sqliteMigrate runs goose on a connection of its own, one process at a time by a lock on a file beside the database.
func sqliteMigrate(ctx context.Context, path string, run func(migrator) error) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the database's folder: %w", err)
	}
	lock, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("open the migration lock: %w", err)
	}
	defer func() { _ = lock.Close() }() // closing also unlocks
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return fmt.Errorf("lock migrations: %w", err)
	}
	db, err := sqlitePool(path, 1, "_txlock=immediate")
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	p, err := gooseProvider(goose.DialectSQLite3, db, sqliteMigrations, "migrations/sqlite")
	if err != nil {
		return err
	}
	return run(&migration{p, migrateJobs(sqliteDialect, db)})
}

// sqliteDialector adds what the official dialector cannot read from a pure Go driver: the error codes.
type sqliteDialector struct{ gormsqlite.Dialector }

// Translate turns the driver's codes into GORM's errors.
func (d sqliteDialector) Translate(err error) error {
	var e *modernc.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() {
	case 1555, 2067: // SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE
		return gorm.ErrDuplicatedKey
	case 787: // SQLITE_CONSTRAINT_FOREIGNKEY
		return gorm.ErrForeignKeyViolated
	case 275: // SQLITE_CONSTRAINT_CHECK
		return gorm.ErrCheckConstraintViolated
	}
	return err
}

// sqlitePath gives the file of a database URL: sqlite:var/travaux.db or sqlite:///abs/path.
func sqlitePath(databaseURL string) (string, bool) {
	rest, ok := strings.CutPrefix(databaseURL, "sqlite:")
	if !ok {
		return "", false
	}
	return strings.TrimPrefix(rest, "//"), rest != ""
}
