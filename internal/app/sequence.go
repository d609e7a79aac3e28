package app

import (
	"context"
	"errors"
	"os"
	"time"

	"travaux/internal/config"
	"travaux/internal/ids"
	"travaux/internal/merkle"
)

const (
	// sequenceEvery is how often entries of the public logs that wait are looked for.
	sequenceEvery = 500 * time.Millisecond
	// lateEvery is how often a promise that is not kept is told of.
	lateEvery = time.Minute
)

var errNoKey = errors.New("TRAVAUX_LOG_KEY is not 64 hexadecimal digits")

// Command says that no requests are served: nothing is promised or signed, so the key of the logs is not needed.
func Command() Option { return func(a *App) { a.unsigned = true } }

// signing reads the key of the public logs and what was last signed with it.
func (a *App) signing() error {
	if a.unsigned {
		return nil
	}
	seed, err := a.cfg.LogSeed()
	if err != nil {
		return err
	}
	if a.logKey, err = merkle.ParseKey(seed); err != nil {
		return errNoKey
	}
	a.heads = newHeads(a.cfg)
	_, err = a.heads.read() // a file that cannot be read is told of before anything is served
	return err
}

// beginLogs ties the database to the key and begins new epochs where the database is older than what was signed.
func (a *App) beginLogs(ctx context.Context) error {
	if a.unsigned {
		return nil
	}
	return a.service.BeginLogs(ctx)
}

// sequence numbers what is written into the public logs and signs their heads, until the context ends.
func (a *App) sequence(ctx context.Context) {
	holder := ids.UUID()
	t := time.NewTicker(sequenceEvery)
	defer t.Stop()
	var told time.Time
	for {
		if err := a.service.Sequence(ctx, holder); err != nil && !errors.Is(err, context.Canceled) {
			a.log.ErrorContext(ctx, "public log", "error", err)
		}
		if behind, late, err := a.service.LogBehind(ctx); err == nil && late && a.clock().Sub(told) > lateEvery {
			told = a.clock()
			a.log.ErrorContext(ctx, "public log: a promise is not kept", "behind", behind)
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}

// PublicLogKey is the public half of the key of the logs, where it is at hand; it is not made.
func PublicLogKey(cfg config.Config) (string, error) {
	if cfg.LogKey == "" && cfg.LogKeyFile == "" {
		if _, err := os.Stat(cfg.Path("log-key")); err != nil {
			return "", nil // the database's is used then
		}
	}
	seed, err := cfg.LogSeed()
	if err != nil {
		return "", err
	}
	key, err := merkle.ParseKey(seed)
	if err != nil {
		return "", errNoKey
	}
	return key.Public().String(), nil
}
