package merkle

import (
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Nodes reads hashes of a tree by their place (tlog.StoredHashIndex); all that are asked for, in that order.
type Nodes func(places []int64) ([]Hash, error)

// ErrProof says that a proof does not lead from what it should prove to the root.
var ErrProof = errors.New("merkle: the proof does not hold")

// Append adds leaves to a tree of some size. It gives the nodes that become final with them, which stand one after
// the other from the place NodeCount(size), and the root of the grown tree.
func Append(size int64, leaves []Hash, nodes Nodes) (added []Hash, root Hash, err error) {
	first := NodeCount(size)
	grown := func(places []int64) ([]Hash, error) {
		out := make([]Hash, len(places))
		var older, at []int64
		for i, p := range places {
			if p >= first {
				out[i] = added[p-first]
				continue
			}
			older, at = append(older, p), append(at, int64(i))
		}
		if len(older) == 0 {
			return out, nil
		}
		read, err := nodes(older)
		for i := range read {
			out[at[i]] = read[i]
		}
		return out, err
	}
	for i, leaf := range leaves {
		more, err := tlog.StoredHashesForRecordHash(size+int64(i), leaf, tlog.HashReaderFunc(grown))
		if err != nil {
			return nil, Hash{}, fmt.Errorf("append a leaf: %w", err)
		}
		added = append(added, more...)
	}
	root, err = tlog.TreeHash(size+int64(len(leaves)), tlog.HashReaderFunc(grown))
	return added, root, err
}

// NodeCount is how many nodes are final in a tree of some size.
func NodeCount(size int64) int64 { return tlog.StoredHashCount(size) }

// Root is the root of a tree of some size (RFC 6962 §2.1).
func Root(size int64, nodes Nodes) (Hash, error) {
	return tlog.TreeHash(size, tlog.HashReaderFunc(nodes))
}

// Inclusion proves that the leaf at an index is in the tree of some size (RFC 6962 §2.1.1).
func Inclusion(size, index int64, nodes Nodes) ([]Hash, error) {
	return tlog.ProveRecord(size, index, tlog.HashReaderFunc(nodes))
}

// Consistency proves that the tree of the size old is the beginning of that of the size size (RFC 6962 §2.1.2).
func Consistency(size, old int64, nodes Nodes) ([]Hash, error) {
	return tlog.ProveTree(size, old, tlog.HashReaderFunc(nodes))
}

// CheckInclusion checks a proof of Inclusion. Error ErrProof.
func CheckInclusion(proof []Hash, size int64, root Hash, index int64, leaf Hash) error {
	if index < 0 || index >= size || tlog.CheckRecord(proof, size, root, index, leaf) != nil {
		return ErrProof
	}
	return nil
}

// CheckConsistency checks a proof of Consistency. Error ErrProof.
func CheckConsistency(proof []Hash, size int64, root Hash, old int64, oldRoot Hash) error {
	if old < 1 || old > size || tlog.CheckTree(proof, size, root, old, oldRoot) != nil {
		return ErrProof
	}
	return nil
}
