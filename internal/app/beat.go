package app

import (
	"context"
	"errors"
	"time"
)

// beatLook is how often it is looked whether to note that the service is up, which is done once a minute.
const beatLook = 30 * time.Second

// beat notes that the service is up, and puts closings off when it was not. An instance that answers nobody is not the
// service.
func (a *App) beat(ctx context.Context) {
	if a.cfg.Role == "worker" {
		return
	}
	if err := a.service.Beat(ctx); err != nil && !errors.Is(err, context.Canceled) {
		a.log.ErrorContext(ctx, "heartbeat", "error", err)
	}
}

// beats does so until the context ends.
func (a *App) beats(ctx context.Context) {
	t := time.NewTicker(beatLook)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			a.beat(ctx)
		}
	}
}
