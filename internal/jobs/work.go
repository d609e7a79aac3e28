package jobs

import (
	"context"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"travaux/internal/consult"
	"travaux/models"
)

// sendMail sends one message.
type sendMail struct {
	river.WorkerDefaults[models.SendMail]
	service *consult.Service
	send    consult.Sender
}

// Work sends it, or puts it off.
func (w *sendMail) Work(ctx context.Context, job *river.Job[models.SendMail]) error {
	again, err := w.service.Deliver(ctx, job.Args.ID, w.send)
	if err == nil && again > 0 {
		return river.JobSnooze(again)
	}
	return err
}

// keepHouse does what has to be done from time to time.
type keepHouse struct {
	river.WorkerDefaults[models.KeepHouse]
	service *consult.Service
}

// Work does it.
func (w *keepHouse) Work(ctx context.Context, _ *river.Job[models.KeepHouse]) error {
	return w.service.Periodic(ctx)
}

// makeDigests puts what was held for people into one message each.
type makeDigests struct {
	river.WorkerDefaults[models.MakeDigests]
	service *consult.Service
}

// Work does it for whom it is due.
func (w *makeDigests) Work(ctx context.Context, _ *river.Job[models.MakeDigests]) error {
	return w.service.Digests(ctx)
}

// carryAnchors carries comments into later versions, so much at a time that a run ends soon.
type carryAnchors struct {
	river.WorkerDefaults[models.CarryAnchors]
	service *consult.Service
}

// Work does it, and has the rest done at once.
func (w *carryAnchors) Work(ctx context.Context, job *river.Job[models.CarryAnchors]) error {
	more, err := w.service.Carry(ctx, job.Args)
	if err == nil && more {
		return river.JobSnooze(0)
	}
	return err
}

// tellPhaseChange tells those concerned of a change of a phase, so many at a time that a run ends soon.
type tellPhaseChange struct {
	river.WorkerDefaults[models.TellPhaseChange]
	service *consult.Service
}

// Work does it, and has the rest done at once.
func (w *tellPhaseChange) Work(ctx context.Context, job *river.Job[models.TellPhaseChange]) error {
	more, err := w.service.TellPhaseChange(ctx, job.Args)
	if err == nil && more {
		return river.JobSnooze(0)
	}
	return err
}

// periodic lists what is queued every minute by the one instance that leads, unless the last one is still there.
func periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{every(models.KeepHouse{}), every(models.MakeDigests{})}
}

// notDone are the states of a job that was not done yet.
var notDone = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled,
}

func every(job river.JobArgs) *river.PeriodicJob {
	once := &river.InsertOpts{MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByState: notDone}} // the next one is a minute away
	return river.NewPeriodicJob(river.PeriodicInterval(tick),
		func() (river.JobArgs, *river.InsertOpts) { return job, once }, &river.PeriodicJobOpts{RunOnStart: true})
}
