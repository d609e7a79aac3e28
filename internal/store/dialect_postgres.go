package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	gormpostgres "gorm.io/driver/postgres"
	"gorm.io/gorm"

	"travaux/internal/search"
)

//go:embed migrations/postgres/*.sql
var postgresMigrations embed.FS

var postgresDialect = &dialect{
	migrations: postgresMigrations,
	hits: func(consultationID int64, q search.Expr) (string, []any) {
		return "SELECT comment_id FROM comment_search WHERE consultation_id = ? AND tokens @@ ?::text::tsquery ORDER BY comment_id",
			[]any{consultationID, q.TSQuery()}
	},
	addSearch: func(consultationID, commentID int64, tokens string) (string, []any) {
		return "INSERT INTO comment_search (consultation_id, comment_id, tokens) VALUES (?, ?, ?::text::tsvector)",
			[]any{consultationID, commentID, search.Vector(tokens)}
	},
	dropSearch: func(consultationID, commentID int64) (string, []any) {
		return "DELETE FROM comment_search WHERE consultation_id = ? AND comment_id = ?", []any{consultationID, commentID}
	},
	compact:  []string{"SET statement_timeout = 0", "VACUUM FULL", "CHECKPOINT", "RESET statement_timeout"},
	isBusy:   func(err error) bool { return hasCode(err, "40001", "40P01") },                   // serialisation failure, deadlock
	isLate:   func(err error) bool { return hasCode(err, "55P03", "57014", "53300", "57P03") }, // lock or statement timeout, too many connections
	skew:     "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint",
	jobs:     func(db *sql.DB) riverdriver.Driver[*sql.Tx] { return riverdatabasesql.New(db) },
	version:  "SELECT 'PostgreSQL ' || current_setting('server_version')",
	snapshot: &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead},
}

// hasCode tells whether the server answered with one of these SQLSTATEs.
func hasCode(err error, codes ...string) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && slices.Contains(codes, e.Code)
}

// openPostgres opens one pool for reading and writing.
func openPostgres(ctx context.Context, databaseURL string, options []Option) (*Store, error) {
	pool, err := postgresPool(databaseURL, map[string]string{
		"statement_timeout": "20000", "lock_timeout": "10000", "idle_in_transaction_session_timeout": "30000",
	})
	if err != nil {
		return nil, err
	}
	if err := postgresDurable(ctx, pool); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	db, err := gorm.Open(gormpostgres.New(gormpostgres.Config{Conn: pool}), gormConfig(options))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the database: %w", err), pool.Close())
	}
	return opened(db, db, postgresDialect, pool.Close)
}

// errNotPostgresURL has no cause: it would quote the password.
var errNotPostgresURL = errors.New("read the database URL: it is not one PostgreSQL understands")

// postgresPool opens connections that speak UTC whatever this machine's zone is.
func postgresPool(databaseURL string, params map[string]string) (*sql.DB, error) {
	cfg, err := pgx.ParseConfig(databaseURL)
	if err != nil {
		return nil, errNotPostgresURL
	}
	cfg.RuntimeParams["timezone"] = "UTC"
	for k, v := range params {
		cfg.RuntimeParams[k] = v
	}
	utc := stdlib.OptionAfterConnect(func(_ context.Context, conn *pgx.Conn) error {
		conn.TypeMap().RegisterType(&pgtype.Type{
			Name: "timestamptz", OID: pgtype.TimestamptzOID,
			Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
		})
		return nil
	})
	pool := stdlib.OpenDB(*cfg, utc)
	pool.SetMaxOpenConns(16)
	pool.SetMaxIdleConns(16)
	pool.SetConnMaxLifetime(30 * time.Minute) // so that a failover heals
	return pool, nil
}

// postgresDurable refuses a server that could forget what it acknowledged when the power goes.
func postgresDurable(ctx context.Context, db *sql.DB) error {
	for _, name := range []string{"fsync", "full_page_writes", "synchronous_commit"} {
		var value string
		if err := db.QueryRowContext(ctx, "SELECT current_setting($1)", name).Scan(&value); err != nil {
			return fmt.Errorf("ask for %s: %w", name, err)
		}
		if value == "off" {
			return fmt.Errorf("%s is off: acknowledged comments could be lost", name)
		}
	}
	return nil
}

// migrationLock is the number of the lock that who migrates holds; any, the same for all instances.
const migrationLock = 4097083626

// postgresMigrate runs migrations on a pool of its own, one process at a time by an advisory lock.
func postgresMigrate(ctx context.Context, databaseURL string, run func(migrator) error) error {
	db, err := postgresPool(databaseURL, nil)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	locked, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("connect to migrate: %w", err)
	}
	defer func() { _ = locked.Close() }() // the pool is closed after it, which also unlocks
	if _, err := locked.ExecContext(ctx, "SELECT pg_advisory_lock($1)", migrationLock); err != nil {
		return fmt.Errorf("lock migrations: %w", err)
	}
	p, err := gooseProvider(goose.DialectPostgres, db, postgresMigrations, "migrations/postgres")
	if err != nil {
		return err
	}
	return run(&migration{p, migrateJobs(postgresDialect, db)})
}

// isPostgres tells whether a database URL is of PostgreSQL.
func isPostgres(databaseURL string) bool {
	return strings.HasPrefix(databaseURL, "postgres://") || strings.HasPrefix(databaseURL, "postgresql://")
}

// postgresPlace tells the server, the database and the user of a URL, without the password.
func postgresPlace(databaseURL string) (Place, error) {
	cfg, err := pgx.ParseConfig(databaseURL)
	if err != nil {
		return Place{}, errNotPostgresURL
	}
	server := fmt.Sprintf("%s:%d", cfg.Host, cfg.Port)
	return Place{Server: fmt.Sprintf("PostgreSQL at %s, database %s, user %s", server, cfg.Database, cfg.User)}, nil
}
