package testkit

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"travaux/internal/store"
)

// sqliteFile makes a migrated database once in a process and gives its bytes.
var sqliteFile = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "travaux-template-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // nothing but the copy in memory is needed
	path := filepath.Join(dir, "template.db")
	if err := store.Migrate(context.Background(), "sqlite:"+path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// SQLite gives the URL of a fresh, migrated SQLite database.
func SQLite(t testing.TB) string {
	t.Helper()
	b, err := sqliteFile()
	Must(t, err)
	path := filepath.Join(t.TempDir(), "travaux.db")
	Must(t, os.WriteFile(path, b, 0o600))
	return "sqlite:" + path
}

// postgresVariable names a superuser's URL to any database of a PostgreSQL server that tests may use.
const postgresVariable = "TRAVAUX_TEST_POSTGRES_URL"

// Postgres gives the URL of a fresh, migrated PostgreSQL database, or skips the test when there is no server.
func Postgres(t testing.TB) string {
	t.Helper()
	server := postgresServer(t)
	template, err := postgresTemplate()
	Must(t, err)
	return create(t, server, " TEMPLATE "+template)
}

// EmptyPostgres gives the URL of a fresh PostgreSQL database without a schema, or skips the test.
func EmptyPostgres(t testing.TB) string {
	t.Helper()
	return create(t, postgresServer(t), "")
}

// EmptySQLite gives the URL of a SQLite database that is not there yet.
func EmptySQLite(t testing.TB) string {
	t.Helper()
	return "sqlite:" + filepath.Join(t.TempDir(), "empty.db")
}

func postgresServer(t testing.TB) string {
	t.Helper()
	server := os.Getenv(postgresVariable)
	if server == "" {
		t.Skip(postgresVariable + " names no PostgreSQL server")
	}
	return server
}

// create makes a database that is dropped when the test ends.
func create(t testing.TB, server, how string) string {
	t.Helper()
	name := "travaux_test_" + strings.ToLower(rand.Text())
	run := func(ctx context.Context, statement string) {
		t.Helper()
		Must(t, onServer(ctx, server, func(ctx context.Context, c *sql.Conn) error {
			_, err := c.ExecContext(ctx, statement)
			return err
		}))
	}
	run(t.Context(), "CREATE DATABASE "+name+how)
	t.Cleanup(func() { run(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)") })
	return named(server, name)
}

// named is the server's URL for one of its databases.
func named(server, database string) string {
	u, err := url.Parse(server)
	if err != nil {
		return server // then connecting says what is wrong with it
	}
	u.Path = "/" + database
	return u.String()
}

// onServer runs something on one connection to the server.
func onServer(ctx context.Context, server string, fn func(context.Context, *sql.Conn) error) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	db, err := sql.Open("pgx", server) // the store's driver
	if err != nil {
		return fmt.Errorf("open the server: %w", err)
	}
	defer func() { _ = db.Close() }()
	c, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("connect to the server: %w", err)
	}
	defer func() { _ = c.Close() }()
	return fn(ctx, c)
}

// postgresTemplate gives the name of a migrated database for these very migrations, once in a process. All
// processes share it: the first one makes it under a lock.
var postgresTemplate = sync.OnceValues(func() (string, error) {
	hash, err := migrationsHash()
	if err != nil {
		return "", err
	}
	name, server := "travaux_template_"+hash, os.Getenv(postgresVariable)
	return name, onServer(context.Background(), server, func(ctx context.Context, c *sql.Conn) error {
		if _, err := c.ExecContext(ctx, "SELECT pg_advisory_lock(7291134)"); err != nil { // any number, the same for all
			return fmt.Errorf("lock the template: %w", err)
		}
		// Closing the connection unlocks.
		var there bool
		if err := c.QueryRowContext(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&there); err != nil || there {
			return err
		}
		return makeTemplate(ctx, c, server, name)
	})
})

// makeTemplate migrates under another name first, so that a template is whole or not there.
func makeTemplate(ctx context.Context, c *sql.Conn, server, name string) error {
	for _, statement := range []string{"DROP DATABASE IF EXISTS " + name + "_new WITH (FORCE)", "CREATE DATABASE " + name + "_new"} {
		if _, err := c.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("make the template: %w", err)
		}
	}
	if err := store.Migrate(ctx, named(server, name+"_new")); err != nil {
		return err
	}
	if _, err := c.ExecContext(ctx, "ALTER DATABASE "+name+"_new RENAME TO "+name); err != nil {
		return fmt.Errorf("name the template: %w", err)
	}
	return nil
}

// migrationsHash tells one state of the migrations from another.
func migrationsHash() (string, error) {
	root, err := Root()
	if err != nil {
		return "", err
	}
	files := os.DirFS(filepath.Join(root, "internal", "store", "migrations", "postgres"))
	names, err := fs.Glob(files, "*")
	if err != nil || len(names) == 0 {
		return "", fmt.Errorf("find the migrations: %d, %w", len(names), err)
	}
	h := sha256.New()
	for _, name := range names {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return "", fmt.Errorf("read the migrations: %w", err)
		}
		fmt.Fprintf(h, "%s %d\n%s", name, len(b), b)
	}
	return hex.EncodeToString(h.Sum(nil))[:16], nil
}

// Root is the folder of the module that the test is of.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		above := filepath.Dir(dir)
		if above == dir {
			return "", fmt.Errorf("no go.mod above the working directory")
		}
		dir = above
	}
}

// Shared reads a file of the data that is kept beside the repository, or skips the test when it is not there.
func Shared(t testing.TB, name ...string) []byte {
	t.Helper()
	root, err := Root()
	Must(t, err)
	b, err := os.ReadFile(filepath.Join(append([]string{filepath.Dir(root), "shared", "data"}, name...)...))
	if os.IsNotExist(err) {
		t.Skip("the shared data is not beside the repository: " + filepath.Join(name...))
	}
	Must(t, err)
	return b
}
