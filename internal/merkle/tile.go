package merkle

import (
	"encoding/binary"
	"errors"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// TileWidth is how many hashes a full tile holds (C2SP tlog-tiles: height 8).
const TileWidth = 256

const tileHeight = 8

// ErrPath says that there is no such tile.
var ErrPath = errors.New("merkle: that is no path of a tile")

// Tile is a part of a log that never changes once it is full (C2SP tlog-tiles).
type Tile struct {
	Entries bool // the leaves themselves, not hashes
	Level   int
	Index   int64
	Width   int
}

// ParseTile reads what stands behind "tile/": L/N, L/N.p/W, entries/N or entries/N.p/W, where N is in groups of
// three digits, all but the last with an x before them. Error ErrPath.
func ParseTile(path string) (Tile, error) {
	level, rest, ok := strings.Cut(path, "/")
	if level == "entries" {
		level = "data"
	} else if level == "data" {
		return Tile{}, ErrPath
	}
	t, err := tlog.ParseTilePath("tile/8/" + level + "/" + rest)
	if err != nil || !ok {
		return Tile{}, ErrPath
	}
	if t.L < 0 {
		return Tile{Entries: true, Index: t.N, Width: t.W}, nil
	}
	return Tile{Level: t.L, Index: t.N, Width: t.W}, nil
}

// Full tells whether nothing can be added to the tile any more.
func (t Tile) Full() bool { return t.Width == TileWidth }

// In tells whether a log of some size has the tile.
func (t Tile) In(size int64) bool {
	if t.Level > 7 {
		return false
	}
	level := max(0, t.Level)
	return t.Index*TileWidth+int64(t.Width) <= size>>(level*tileHeight)
}

// First is the index of the first leaf in a tile of entries.
func (t Tile) First() int64 { return t.Index * TileWidth }

// Hashes gives the bytes of a tile of hashes.
func (t Tile) Hashes(nodes Nodes) ([]byte, error) {
	return tlog.ReadTileData(tlog.Tile{H: tileHeight, L: t.Level, N: t.Index, W: t.Width}, tlog.HashReaderFunc(nodes))
}

// Bundle writes leaves as a tile of entries: each after its length in two bytes, big-endian.
func Bundle(leaves []string) []byte {
	var out []byte
	for _, l := range leaves {
		out = append(binary.BigEndian.AppendUint16(out, uint16(len(l))), l...) // leaves are far shorter, see MostLeaf
	}
	return out
}

// MostLeaf is how many bytes a leaf has at most, so that its length fits a tile of entries.
const MostLeaf = 1<<16 - 1
