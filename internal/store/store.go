// Package store keeps and finds everything; it is the only package that knows GORM and SQL.
//
// Reads hang on Reader, writes on Tx, and the only way to a Tx is Store.Write, so that a write outside a
// transaction does not compile. It refuses to know who may do what (internal/consult) and HTTP.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"travaux/internal/fault"
	"travaux/internal/search"
)

// Reader reads. The zero value is of no use; Store and Tx are readers.
type Reader struct {
	db *gorm.DB
	d  *dialect
}

// Tx is a transaction: it reads what it wrote, and it is the only thing that writes.
type Tx struct {
	Reader
	jobs *river.Client[*sql.Tx]
}

// Store is an open database.
type Store struct {
	Reader
	write *gorm.DB
	jobs  *river.Client[*sql.Tx] // only queues
	stop  func() error
}

// dialect is what differs between the databases; its two values stand in dialect_*.go.
type dialect struct {
	migrations fs.FS
	// hits selects the ids of a consultation's comments that match, ascending.
	hits func(consultationID int64, q search.Expr) (sql string, args []any)
	// addSearch files a comment under its tokens.
	addSearch func(consultationID, commentID int64, tokens string) (sql string, args []any)
	// dropSearch takes a comment out of the index.
	dropSearch func(consultationID, commentID int64) (sql string, args []any)
	purge      []string         // overwrites what was deleted from the index and the journal
	compact    []string         // writes all files anew
	isBusy     func(error) bool // worth another try
	isLate     func(error) bool // it waited too long: the database is overloaded
	jobs       func(*sql.DB) riverdriver.Driver[*sql.Tx]
	skew       string         // SELECT the database's clock in microseconds; empty: it has none of its own
	version    string         // SELECT its name and version
	snapshot   *sql.TxOptions // under which several reads see one state
}

type inWrite struct{}

// ErrAgain is returned by a closure that lost a race and wants to run again.
var ErrAgain = errors.New("store: run again")

var errNested = errors.New("store: Write inside Write")

// tries is how often a transaction that met another one is run again.
const tries = 5

// Write runs a transaction. What it does is there as a whole or not at all. It is not cut off when the
// caller goes away: an acknowledgement never precedes a rollback. The closure may run several times.
func (s *Store) Write(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	if ctx.Value(inWrite{}) != nil {
		return errNested
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	ctx = context.WithValue(ctx, inWrite{}, true)
	var err error
	for range tries {
		err = s.write.WithContext(ctx).Transaction(func(db *gorm.DB) error {
			return fn(ctx, &Tx{Reader{db: db, d: s.d}, s.jobs})
		})
		if err == nil || (!s.d.isBusy(err) && !errors.Is(err, ErrAgain)) {
			break
		}
	}
	if s.d.isBusy(err) || s.d.isLate(err) || errors.Is(err, ErrAgain) {
		return fault.Wrap(fault.Unavailable, "busy", err)
	}
	return err
}

// Snapshot runs several reads that see one state of the database.
func (s *Store) Snapshot(ctx context.Context, fn func(r Reader) error) error {
	return s.db.WithContext(ctx).Transaction(func(db *gorm.DB) error { return fn(Reader{db: db, d: s.d}) }, s.d.snapshot)
}

// Close ends all connections.
func (s *Store) Close() error { return s.stop() }

// clocksDiffer is by how much this machine's clock and the database's may differ.
const clocksDiffer = 100 * time.Millisecond

// Ready tells whether the database answers, is migrated, and keeps nearly the same time as this machine. However long
// it takes to answer, its time must lie between those at which it was asked and heard.
func (s *Store) Ready(ctx context.Context, now func() time.Time) error {
	pending, err := s.Pending(ctx)
	if err != nil {
		return err
	}
	if pending > 0 {
		return fmt.Errorf("%d migrations are pending", pending)
	}
	if s.d.skew == "" {
		return nil
	}
	asked := now()
	var micro int64
	if err := s.db.WithContext(ctx).Raw(s.d.skew).Scan(&micro).Error; err != nil {
		return fmt.Errorf("ask the database's clock: %w", err)
	}
	there := time.UnixMicro(micro)
	if early, late := asked.Sub(there), there.Sub(now()); max(early, late) > clocksDiffer {
		return fmt.Errorf("this machine's clock and the database's differ by %s", max(early, late))
	}
	return nil
}

// raw runs a hand-written SELECT; one statement, scanned into slim structs.
func (r Reader) raw(ctx context.Context, into any, sql string, args ...any) error {
	return translate(r.db.WithContext(ctx).Raw(sql, args...).Scan(into).Error)
}

// exec runs a hand-written statement and tells how many rows it changed.
func (tx *Tx) exec(ctx context.Context, sql string, args ...any) (int64, error) {
	res := tx.db.WithContext(ctx).Exec(sql, args...)
	return res.RowsAffected, translate(res.Error)
}

// Option changes how a store is opened.
type Option func(*gorm.Config)

// Traced calls a function for each statement, so that a test can count what a page costs. It never sees values.
func Traced(seen func()) Option {
	return func(c *gorm.Config) { c.Logger = tracer{logger.Discard, seen} }
}

// tracer tells of statements and writes nothing: a log of statements would hold people's texts.
type tracer struct {
	logger.Interface
	seen func()
}

func (t tracer) LogMode(logger.LogLevel) logger.Interface { return t }

func (t tracer) Trace(context.Context, time.Time, func() (string, int64), error) { t.seen() }

// gormConfig is the same for both databases: no statement of GORM's own around ours, UTC microseconds, and no
// logger, since it would write the values of people's texts.
func gormConfig(options []Option) *gorm.Config {
	c := &gorm.Config{SkipDefaultTransaction: true, TranslateError: true, Logger: logger.Discard}
	for _, o := range options {
		o(c)
	}
	return c
}
