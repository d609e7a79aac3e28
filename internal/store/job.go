package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivermigrate"
	"gorm.io/gorm"
)

// jobsSince is our migration from which on there is a queue of jobs; the queue's tables come and go with it.
const jobsSince = 2

// Job says what is to be done later; River finds the worker by the kind and keeps the struct as JSON.
type Job interface{ Kind() string }

// AddJob queues a job that is done after the transaction, and only if it is committed: at once, or not before an instant.
func (tx *Tx) AddJob(ctx context.Context, job Job, notBefore time.Time) error {
	within, ok := tx.db.Statement.ConnPool.(*sql.Tx)
	if !ok {
		return fmt.Errorf("queue a %s job: the transaction is a %T", job.Kind(), tx.db.Statement.ConnPool)
	}
	if _, err := tx.jobs.InsertTx(ctx, within, job, &river.InsertOpts{MaxAttempts: jobAttempts, ScheduledAt: notBefore}); err != nil {
		return fmt.Errorf("queue a %s job: %w", job.Kind(), err)
	}
	return nil
}

// jobAttempts is never reached: each worker says itself when it gives up.
const jobAttempts = 30000

// JobQueue gives what a worker takes jobs from. On a file it is the one connection that writes, so that it waits its turn.
func (s *Store) JobQueue() (riverdriver.Driver[*sql.Tx], error) {
	db, err := s.write.DB()
	if err != nil {
		return nil, fmt.Errorf("find the connections: %w", err)
	}
	return s.d.jobs(db), nil
}

// opened puts a store together.
func opened(read, write *gorm.DB, d *dialect, stop func() error) (*Store, error) {
	jobs, err := river.NewClient(d.jobs(nil), &river.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("make the queue: %w", err), stop())
	}
	return &Store{Reader: Reader{db: read, d: d}, write: write, jobs: jobs, stop: stop}, nil
}

// migration is ours and the queue's together.
type migration struct {
	migrator
	queue func(ctx context.Context, way rivermigrate.Direction) error
}

// Up runs ours first.
func (m *migration) Up(ctx context.Context) ([]*goose.MigrationResult, error) {
	done, err := m.migrator.Up(ctx)
	if err == nil {
		err = m.queue(ctx, rivermigrate.DirectionUp)
	}
	return done, err
}

// Down takes the queue back together with the migration it came with; its jobs are about rows that go then.
func (m *migration) Down(ctx context.Context) (*goose.MigrationResult, error) {
	done, err := m.migrator.Down(ctx)
	if err == nil && done.Source.Version == jobsSince {
		err = m.queue(ctx, rivermigrate.DirectionDown)
	}
	return done, err
}

// migrateJobs runs River's own migrations.
func migrateJobs(d *dialect, db *sql.DB) func(ctx context.Context, way rivermigrate.Direction) error {
	return func(ctx context.Context, way rivermigrate.Direction) error {
		m, err := rivermigrate.New(d.jobs(db), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
		if err != nil {
			return fmt.Errorf("read the queue's migrations: %w", err)
		}
		opts := &rivermigrate.MigrateOpts{}
		if way == rivermigrate.DirectionDown {
			opts.TargetVersion = -1 // all of them
		}
		if _, err := m.Migrate(ctx, way, opts); err != nil {
			return fmt.Errorf("migrate the queue: %w", err)
		}
		return nil
	}
}
