// Package merkle is the arithmetic of a public log: an append-only Merkle tree (RFC 6962 §2.1, RFC 9162 §2), its
// proofs, and checkpoints as signed notes (C2SP tlog-checkpoint, signed-note). It stands on golang.org/x/mod's tlog
// and note, which other people's tools read.
//
// It is pure: it refuses to know what the leaves say, where hashes are kept, and what time it is.
package merkle

import "golang.org/x/mod/sumdb/tlog"

// Hash is a SHA-256 of a leaf or of a node.
type Hash = tlog.Hash

// LeafHash is the hash of a leaf: SHA-256(0x00 ‖ leaf), RFC 6962 §2.1.
func LeafHash(leaf []byte) Hash { return tlog.RecordHash(leaf) }
