package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

// migrator is goose's and, tied to it, the job queue's own migrations.
type migrator interface {
	Up(ctx context.Context) ([]*goose.MigrationResult, error)
	Down(ctx context.Context) (*goose.MigrationResult, error)
	Status(ctx context.Context) ([]*goose.MigrationStatus, error)
}

func gooseProvider(name goose.Dialect, db *sql.DB, files fs.FS, dir string) (migrator, error) {
	folder, err := fs.Sub(files, dir)
	if err != nil {
		return nil, fmt.Errorf("find the migrations: %w", err)
	}
	p, err := goose.NewProvider(name, db, folder)
	if err != nil {
		return nil, fmt.Errorf("read the migrations: %w", err)
	}
	return p, nil
}

var errUnknownURL = errors.New("the database URL must begin with sqlite: or postgres://")

// Open opens the database of a URL: sqlite:PATH, or postgres://…; the file and its folder are made if need be.
func Open(ctx context.Context, databaseURL string, options ...Option) (*Store, error) {
	if isPostgres(databaseURL) {
		return openPostgres(ctx, databaseURL, options)
	}
	path, ok := sqlitePath(databaseURL)
	if !ok {
		return nil, errUnknownURL
	}
	return openSQLite(ctx, path, options)
}

// Migrate brings the schema up to date, one process at a time.
func Migrate(ctx context.Context, databaseURL string) error {
	return migrating(ctx, databaseURL, func(m migrator) error {
		if _, err := m.Up(ctx); err != nil {
			return fmt.Errorf("migrate: %w", err)
		}
		return nil
	})
}

// MigrateDown takes the newest migration back.
func MigrateDown(ctx context.Context, databaseURL string) error {
	return migrating(ctx, databaseURL, func(m migrator) error {
		if _, err := m.Down(ctx); err != nil {
			return fmt.Errorf("take a migration back: %w", err)
		}
		return nil
	})
}

// MigrationState is one migration and whether it ran.
type MigrationState struct {
	Version int64
	Name    string
	Applied bool
}

// MigrationStatus lists the migrations in order.
func MigrationStatus(ctx context.Context, databaseURL string) ([]MigrationState, error) {
	var out []MigrationState
	err := migrating(ctx, databaseURL, func(m migrator) error {
		all, err := m.Status(ctx)
		for _, s := range all {
			out = append(out, MigrationState{s.Source.Version, s.Source.Path, s.State == goose.StateApplied})
		}
		return err
	})
	return out, err
}

func migrating(ctx context.Context, databaseURL string, run func(migrator) error) error {
	if isPostgres(databaseURL) {
		return postgresMigrate(ctx, databaseURL, run)
	}
	path, ok := sqlitePath(databaseURL)
	if !ok {
		return errUnknownURL
	}
	return sqliteMigrate(ctx, path, run)
}

// Pending counts the migrations that have not run.
func (s *Store) Pending(ctx context.Context) (int, error) {
	files, err := fs.Glob(s.d.migrations, "migrations/*/*.sql")
	if err != nil {
		return 0, fmt.Errorf("list the migrations: %w", err)
	}
	var applied int
	if err := s.raw(ctx, &applied, "SELECT COUNT(DISTINCT version_id) FROM goose_db_version WHERE version_id > 0 AND is_applied"); err != nil {
		return 0, fmt.Errorf("ask which migrations ran: %w", err)
	}
	return len(files) - applied, nil
}
