package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"sync"
	"time"

	"travaux/internal/config"
	"travaux/internal/ids"
	"travaux/internal/merkle"
	"travaux/models"
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
	a.heads, err = readHeads(a.cfg)
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

// headsFile remembers, in the data folder, the newest signed head of each log.
type headsFile struct {
	path string
	mu   sync.Mutex
	by   map[string]models.LogHead
}

func readHeads(cfg config.Config) (*headsFile, error) {
	h := &headsFile{path: cfg.Path("log-heads.json"), by: map[string]models.LogHead{}}
	b, err := os.ReadFile(h.path)
	if errors.Is(err, fs.ErrNotExist) {
		return h, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the heads of the public logs: %w", err)
	}
	if err := json.Unmarshal(b, &h.by); err != nil {
		return nil, fmt.Errorf("read the heads of the public logs in %s: %w", h.path, err)
	}
	return h, nil
}

// Head gives the newest head of a log that was ever signed here.
func (h *headsFile) Head(base string) (models.LogHead, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	head, ok := h.by[base]
	return head, ok
}

// Keep remembers a head, whole or not at all.
func (h *headsFile) Keep(head models.LogHead) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.by[head.Base] = head
	b, err := json.MarshalIndent(h.by, "", "  ")
	if err != nil {
		return fmt.Errorf("write the heads of the public logs: %w", err)
	}
	if err := os.WriteFile(h.path+".new", b, 0o600); err != nil {
		return fmt.Errorf("write the heads of the public logs: %w", err)
	}
	if err := os.Rename(h.path+".new", h.path); err != nil {
		return fmt.Errorf("keep the heads of the public logs: %w", err)
	}
	return nil
}

// LogHeads lists the signed heads that are remembered in the data folder.
func LogHeads(cfg config.Config) ([]models.LogHead, error) {
	h, err := readHeads(cfg)
	if err != nil {
		return nil, err
	}
	return slices.Collect(maps.Values(h.by)), nil
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
