// Package jobs does what was queued, and what has to be done from time to time: workers that take jobs from the
// database (River), each job once however many instances there are. It refuses to know what a job means: each worker
// calls one use-case.
package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"

	"travaux/internal/consult"
)

// How the queue is worked.
const (
	polls       = 500 * time.Millisecond // how long a job may lie before it is seen
	workers     = 10                     // jobs side by side
	longest     = time.Minute            // that a job may take
	rescueAfter = 2 * time.Minute        // when a job is taken from an instance that was killed
	stopWithin  = 8 * time.Second        // that running jobs have to end well when the program ends
	cancelled   = 4 * time.Second        // that they have to end at all
	tick        = time.Minute            // between two rounds of what is done from time to time
	startAgain  = time.Second            // after a start that failed
)

// Options is what the workers need.
type Options struct {
	Service *consult.Service
	Send    consult.Sender
	Log     *slog.Logger
	Clock   func() time.Time
}

// Queue is a running program's workers.
type Queue struct {
	hire func() (client, error)
	log  *slog.Logger
}

// client is what starts and ends workers.
type client interface {
	Start(ctx context.Context) error
	Stop(ctx context.Context) error
	StopAndCancel(ctx context.Context) error
}

// New makes the workers of a queue; Run starts them.
func New[T any](driver riverdriver.Driver[T], o Options) (*Queue, error) {
	all := river.NewWorkers()
	river.AddWorker(all, &sendMail{service: o.Service, send: o.Send})
	river.AddWorker(all, &keepHouse{service: o.Service})
	river.AddWorker(all, &makeDigests{service: o.Service})
	river.AddWorker(all, &carryAnchors{service: o.Service})
	river.AddWorker(all, &tellPhaseChange{service: o.Service})
	hire := func() (client, error) {
		return river.NewClient(driver, &river.Config{
			Queues:  map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}},
			Workers: all, PeriodicJobs: periodic(), Logger: slog.New(warnings{o.Log.Handler()}), PollOnly: true,
			FetchPollInterval: polls, JobTimeout: longest, RescueStuckJobsAfter: rescueAfter, RetryPolicy: steady{o.Clock},
			CompletedJobRetentionPeriod: time.Hour,
		})
	}
	if _, err := hire(); err != nil { // what is wrong with them is told now
		return nil, fmt.Errorf("make the workers: %w", err)
	}
	return &Queue{hire, o.Log}, nil
}

// Run works until the context ends, and then gives running jobs a few seconds to end. One that does not is done again
// by whoever is there two minutes later.
func (q *Queue) Run(ctx context.Context) error {
	c := q.begin(ctx)
	if c == nil {
		return nil
	}
	<-ctx.Done()
	rest := context.WithoutCancel(ctx)
	well, cancel := context.WithTimeout(rest, stopWithin)
	defer cancel()
	if err := c.Stop(well); err == nil {
		return nil
	}
	last, cancel := context.WithTimeout(rest, cancelled)
	defer cancel()
	if err := c.StopAndCancel(last); err != nil {
		return fmt.Errorf("some jobs did not end in time: %w", err)
	}
	return nil
}

// begin starts the workers; a database that does not answer is asked again until it does, because a program that
// answers requests and sends no mail would not be noticed. It gives nil when the context ended before.
func (q *Queue) begin(ctx context.Context) client {
	for {
		c, err := q.hire() // new ones: those that failed to start do not start again
		if err == nil {
			err = c.Start(context.WithoutCancel(ctx))
		}
		if err == nil {
			return c
		}
		q.log.WarnContext(ctx, "the workers do not start, and are tried again", "error", err, "after", startAgain)
		wait := time.NewTimer(startAgain)
		select {
		case <-ctx.Done():
			wait.Stop()
			return nil
		case <-wait.C:
		}
	}
}

// steady tries what failed for a reason of its own again after a while that grows to ten minutes.
type steady struct{ clock func() time.Time }

// NextRetry is when.
func (s steady) NextRetry(job *rivertype.JobRow) time.Time {
	return s.clock().Add(min(time.Duration(job.Attempt)*10*time.Second, 10*time.Minute))
}

// warnings lets through what somebody should know of; the queue's own life is nobody's business.
type warnings struct{ slog.Handler }

// Enabled is for warnings and worse.
func (w warnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && w.Handler.Enabled(ctx, level)
}

// WithAttrs keeps the limit.
func (w warnings) WithAttrs(attrs []slog.Attr) slog.Handler {
	return warnings{w.Handler.WithAttrs(attrs)}
}

// WithGroup keeps the limit.
func (w warnings) WithGroup(name string) slog.Handler { return warnings{w.Handler.WithGroup(name)} }
