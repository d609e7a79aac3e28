// Package ids makes the numbers by which rows are told apart inside: 63 bits, growing with time, never shown.
// It refuses to know what they identify; what people see are references, slugs and UUIDs.
package ids

import (
	"crypto/rand"
	"encoding/binary"
	"sync"
	"time"

	"github.com/google/uuid"
)

// epoch is the first instant that can be told: 2025-01-01 UTC, in milliseconds.
const epoch = 1735689600000

const (
	nodeBits  = 12
	countBits = 10
)

// Source makes ids of 41 bits of milliseconds, 12 bits of a node chosen at random when the process starts,
// and 10 bits of a counter. Later ids of one source are larger. Safe for concurrent use.
type Source struct {
	mu   sync.Mutex
	node int64
	last int64 // milliseconds and counter of the last id
}

// NewSource makes a source with a random node.
func NewSource() *Source {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand documentation)
	return &Source{node: int64(binary.BigEndian.Uint64(b[:]) & (1<<nodeBits - 1))}
}

// Next gives an id for something that happens at this instant. More than 1,024 in a millisecond borrow from the next.
func (s *Source) Next(at time.Time) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = max(s.last+1, (at.UnixMilli()-epoch)<<countBits)
	return s.last>>countBits<<(nodeBits+countBits) | s.node<<countBits | s.last&(1<<countBits-1)
}

// UUID gives a random identifier that may be shown: UUIDv7 (RFC 9562).
func UUID() string { return uuid.Must(uuid.NewV7()).String() }

// Secret gives 256 random bits, as 52 letters and digits.
func Secret() string { return rand.Text() + rand.Text() }
