package testkit

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"travaux/internal/merkle"
	"travaux/models"
)

// LogKey signs the public logs of every Kit.
func LogKey() merkle.Key {
	key, err := merkle.ParseKey(strings.Repeat("7a", 32))
	if err != nil {
		panic(err)
	}
	return key
}

// Heads remembers signed heads as a data folder does, in memory.
type Heads struct {
	mu    sync.Mutex
	by    map[string]models.LogHead
	after error
}

// Head gives the newest head of a log.
func (h *Heads) Head(base string) (models.LogHead, bool, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	head, ok := h.by[base]
	return head, ok, nil
}

// Keep remembers a head.
func (h *Heads) Keep(head models.LogHead) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.by[head.Base] = head
	return h.after
}

// Interrupt lets what keeps a head go down as soon as the head is kept, until it is called with nil.
func (h *Heads) Interrupt(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.after = err
}

// All lists the heads.
func (h *Heads) All() []models.LogHead {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Collect(maps.Values(h.by))
}

// Sequence gives everything in the public logs its place, as a server does every half second.
func (k *Kit) Sequence(t testing.TB) {
	t.Helper()
	Must(t, k.Service.Sequence(t.Context(), "the test"))
}

// Forget is the loss of what was remembered.
func (h *Heads) Forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	clear(h.by)
}
