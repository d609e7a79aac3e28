package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"travaux/internal/config"
	"travaux/models"
)

// headsFile remembers, in the data folder, the newest signed head of each log. Instances with one data folder share
// it: it is read each time, and only who holds the lease of the sequencer writes.
type headsFile struct {
	path string
	mu   sync.Mutex
}

func newHeads(cfg config.Config) *headsFile { return &headsFile{path: cfg.Path("log-heads.json")} }

func (h *headsFile) read() (map[string]models.LogHead, error) {
	by := map[string]models.LogHead{}
	b, err := os.ReadFile(h.path)
	if errors.Is(err, fs.ErrNotExist) {
		return by, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the heads of the public logs: %w", err)
	}
	if err := json.Unmarshal(b, &by); err != nil {
		return nil, fmt.Errorf("read the heads of the public logs in %s: %w", h.path, err)
	}
	return by, nil
}

// Head gives the newest head of a log that was ever signed here.
func (h *headsFile) Head(base string) (models.LogHead, bool, error) {
	by, err := h.read()
	head, ok := by[base]
	return head, ok, err
}

// Keep remembers a head, whole or not at all, and returns once a power cut would not undo it.
func (h *headsFile) Keep(head models.LogHead) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	by, err := h.read()
	if err != nil {
		return err
	}
	by[head.Base] = head
	b, err := json.MarshalIndent(by, "", "  ")
	if err != nil {
		return fmt.Errorf("write the heads of the public logs: %w", err)
	}
	return writeDurably(h.path, b)
}

// writeDurably puts a file in the place of another: its bytes are on the disk before it has the name, and the name is
// before it returns.
func writeDurably(name string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".heads-*") // 0600
	if err != nil {
		return fmt.Errorf("write the heads of the public logs: %w", err)
	}
	defer func() { _ = os.Remove(f.Name()) }() // gone already unless something failed
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write the heads of the public logs: %w", err)
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return fmt.Errorf("keep the heads of the public logs: %w", err)
	}
	folder, err := os.Open(filepath.Dir(name))
	if err != nil {
		return fmt.Errorf("keep the heads of the public logs: %w", err)
	}
	if err := errors.Join(folder.Sync(), folder.Close()); err != nil {
		return fmt.Errorf("keep the heads of the public logs: %w", err)
	}
	return nil
}

// LogHeads lists the signed heads that are remembered in the data folder.
func LogHeads(cfg config.Config) ([]models.LogHead, error) {
	by, err := newHeads(cfg).read()
	return slices.Collect(maps.Values(by)), err
}
