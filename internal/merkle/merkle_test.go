package merkle_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"travaux/internal/merkle"
)

func key(t interface{ Fatal(...any) }) merkle.Key {
	k, err := merkle.ParseKey(strings.Repeat("5c", 32))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// tree grows by random batches and keeps its nodes in memory.
type tree struct {
	nodes  []merkle.Hash
	leaves [][]byte
	root   merkle.Hash
}

func (t *tree) read(places []int64) ([]merkle.Hash, error) {
	out := make([]merkle.Hash, len(places))
	for i, p := range places {
		out[i] = t.nodes[p]
	}
	return out, nil
}

func (t *tree) grow(rt *rapid.T, leaves [][]byte) {
	hashes := make([]merkle.Hash, len(leaves))
	for i, l := range leaves {
		hashes[i] = merkle.LeafHash(l)
	}
	added, root, err := merkle.Append(int64(len(t.leaves)), hashes, t.read)
	if err != nil {
		rt.Fatal(err)
	}
	t.nodes, t.leaves, t.root = append(t.nodes, added...), append(t.leaves, leaves...), root
	if int64(len(t.nodes)) != merkle.NodeCount(int64(len(t.leaves))) {
		rt.Fatalf("%d nodes of %d leaves", len(t.nodes), len(t.leaves))
	}
}

func grown(rt *rapid.T) *tree {
	t := &tree{}
	for range rapid.IntRange(1, 6).Draw(rt, "batches") {
		t.grow(rt, rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 0, 40), 1, 60).Draw(rt, "leaves"))
	}
	return t
}

// The tree by hand, from RFC 9162 §2.1 alone.

func handLeaf(d []byte) []byte { s := sha256.Sum256(append([]byte{0}, d...)); return s[:] }

func handNode(l, r []byte) []byte {
	s := sha256.Sum256(append(append([]byte{1}, l...), r...))
	return s[:]
}

func split(n int) int {
	k := 1
	for k*2 < n {
		k *= 2
	}
	return k
}

func handRoot(leaves [][]byte) []byte {
	if len(leaves) == 1 {
		return handLeaf(leaves[0])
	}
	k := split(len(leaves))
	return handNode(handRoot(leaves[:k]), handRoot(leaves[k:]))
}

// handInclusion is RFC 9162 §2.1.3.2.
func handInclusion(leaf []byte, index, size int, path [][]byte, root []byte) bool {
	fn, sn, r := index, size-1, leaf
	for _, p := range path {
		if sn == 0 {
			return false
		}
		if fn&1 == 1 || fn == sn {
			r = handNode(p, r)
			for fn&1 == 0 && fn != 0 {
				fn, sn = fn>>1, sn>>1
			}
		} else {
			r = handNode(r, p)
		}
		fn, sn = fn>>1, sn>>1
	}
	return sn == 0 && bytes.Equal(r, root)
}

// handConsistency is RFC 9162 §2.1.4.2.
func handConsistency(first, second int, firstRoot, secondRoot []byte, path [][]byte) bool {
	if first == second {
		return len(path) == 0 && bytes.Equal(firstRoot, secondRoot)
	}
	if first&(first-1) == 0 {
		path = append([][]byte{firstRoot}, path...)
	}
	if len(path) == 0 {
		return false
	}
	fn, sn := first-1, second-1
	for fn&1 == 1 {
		fn, sn = fn>>1, sn>>1
	}
	fr, sr := path[0], path[0]
	for _, c := range path[1:] {
		if sn == 0 {
			return false
		}
		if fn&1 == 1 || fn == sn {
			fr, sr = handNode(c, fr), handNode(c, sr)
			for fn&1 == 0 && fn != 0 {
				fn, sn = fn>>1, sn>>1
			}
		} else {
			sr = handNode(sr, c)
		}
		fn, sn = fn>>1, sn>>1
	}
	return sn == 0 && bytes.Equal(fr, firstRoot) && bytes.Equal(sr, secondRoot)
}

func slices32(hashes []merkle.Hash) [][]byte {
	out := make([][]byte, len(hashes))
	for i := range hashes {
		out[i] = hashes[i][:]
	}
	return out
}

func TestInclusion_ofAnyLeafHoldsByHandAndNoFlippedBitDoes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		tr := grown(rt)
		size := rapid.IntRange(1, len(tr.leaves)).Draw(rt, "size")
		index := rapid.IntRange(0, size-1).Draw(rt, "index")
		root, err := merkle.Root(int64(size), tr.read)
		if err != nil || !bytes.Equal(root[:], handRoot(tr.leaves[:size])) {
			rt.Fatalf("the root of %d: %v", size, err)
		}
		proof, err := merkle.Inclusion(int64(size), int64(index), tr.read)
		if err != nil {
			rt.Fatal(err)
		}
		leaf := merkle.LeafHash(tr.leaves[index])
		if !handInclusion(handLeaf(tr.leaves[index]), index, size, slices32(proof), root[:]) {
			rt.Fatal("the proof does not hold by hand")
		}
		if err := merkle.CheckInclusion(proof, int64(size), root, int64(index), leaf); err != nil {
			rt.Fatal(err)
		}
		all := append([]*merkle.Hash{&root, &leaf}, pointers(proof)...)
		flipped := all[rapid.IntRange(0, len(all)-1).Draw(rt, "hash")]
		flipped[rapid.IntRange(0, 31).Draw(rt, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(rt, "bit")
		if err := merkle.CheckInclusion(proof, int64(size), root, int64(index), leaf); !errors.Is(err, merkle.ErrProof) {
			rt.Fatalf("a flipped bit: %v", err)
		}
	})
}

func pointers(hashes []merkle.Hash) []*merkle.Hash {
	out := make([]*merkle.Hash, len(hashes))
	for i := range hashes {
		out[i] = &hashes[i]
	}
	return out
}

func TestConsistency_ofAnyTwoSizesHoldsByHandAndNoFlippedBitDoes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		tr := grown(rt)
		size := rapid.IntRange(1, len(tr.leaves)).Draw(rt, "size")
		old := rapid.IntRange(1, size).Draw(rt, "old")
		root, _ := merkle.Root(int64(size), tr.read)
		oldRoot, _ := merkle.Root(int64(old), tr.read)
		proof, err := merkle.Consistency(int64(size), int64(old), tr.read)
		if err != nil {
			rt.Fatal(err)
		}
		if !handConsistency(old, size, oldRoot[:], root[:], slices32(proof)) {
			rt.Fatalf("from %d to %d it does not hold by hand", old, size)
		}
		if err := merkle.CheckConsistency(proof, int64(size), root, int64(old), oldRoot); err != nil {
			rt.Fatal(err)
		}
		all := append([]*merkle.Hash{&root, &oldRoot}, pointers(proof)...)
		flipped := all[rapid.IntRange(0, len(all)-1).Draw(rt, "hash")]
		flipped[rapid.IntRange(0, 31).Draw(rt, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(rt, "bit")
		if err := merkle.CheckConsistency(proof, int64(size), root, int64(old), oldRoot); !errors.Is(err, merkle.ErrProof) {
			rt.Fatalf("a flipped bit: %v", err)
		}
	})
}

func TestCheckpoint_isASignedNoteThatOthersCanRead(t *testing.T) {
	t.Parallel()
	const origin = "example.org/c/town/log"
	k := key(t)
	root := merkle.LeafHash([]byte("a leaf"))
	signed, err := k.SignCheckpoint(merkle.Checkpoint{Origin: origin, Size: 7, Root: root})
	if err != nil {
		t.Fatal(err)
	}
	// By hand, from C2SP signed-note and tlog-checkpoint: text, blank line, em dash, name, base64(hash ‖ signature).
	text, line, ok := strings.Cut(string(signed), "\n\n")
	if want := fmt.Sprintf("%s\n7\n%s", origin, base64.StdEncoding.EncodeToString(root[:])); !ok || text != want {
		t.Fatalf("the text is %q, want %q", text, want)
	}
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(strings.TrimPrefix(line, "— "+origin+" ")))
	if err != nil || len(raw) != 4+ed25519.SignatureSize {
		t.Fatalf("the signature line is %q", line)
	}
	id := sha256.Sum256(append([]byte(origin+"\n\x01"), k.Public()...))
	if binary.BigEndian.Uint32(raw) != binary.BigEndian.Uint32(id[:]) || !ed25519.Verify(ed25519.PublicKey(k.Public()), []byte(text+"\n"), raw[4:]) {
		t.Error("the signature does not hold by hand")
	}
	if c, err := k.Public().OpenCheckpoint(signed); err != nil || c.Size != 7 || c.Root != root || c.Origin != origin {
		t.Errorf("%+v, %v", c, err)
	}
	for i := range signed {
		bad := bytes.Clone(signed)
		bad[i] ^= 1
		if c, err := k.Public().OpenCheckpoint(bad); err == nil && (c.Size != 7 || c.Root != root || c.Origin != origin) {
			t.Errorf("byte %d changed: %+v is believed", i, c)
		}
	}
}

func TestPromise_isNoCheckpointAndACheckpointNoPromise(t *testing.T) {
	t.Parallel()
	k := key(t)
	promise := merkle.Promise{Origin: "example.org/c/town/log", Leaf: merkle.LeafHash([]byte("x")), ReceivedAt: time.Unix(1700000000, 5000).UTC()}
	signed, err := k.SignPromise(promise)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := k.Public().OpenPromise(signed); err != nil || got != promise {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := k.Public().OpenCheckpoint(signed); err == nil {
		t.Error("a promise is taken for a checkpoint")
	}
	head, _ := k.SignCheckpoint(merkle.Checkpoint{Origin: promise.Origin, Size: 1, Root: promise.Leaf})
	if _, err := k.Public().OpenPromise(head); err == nil {
		t.Error("a checkpoint is taken for a promise")
	}
}

func TestParsePublicKey_readsBothForms(t *testing.T) {
	t.Parallel()
	public := key(t).Public()
	for _, text := range []string{public.String(), public.Verifier("example.org/log")} {
		if got, err := merkle.ParsePublicKey(text); err != nil || got.Fingerprint() != public.Fingerprint() {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, text := range []string{"", "nonsense", "a+00000000+AAAA", public.Verifier("a")[1:]} {
		if _, err := merkle.ParsePublicKey(text); !errors.Is(err, merkle.ErrKey) {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, text := range []string{"", "zz", strings.Repeat("5c", 31)} {
		if _, err := merkle.ParseKey(text); !errors.Is(err, merkle.ErrKey) {
			t.Errorf("key %q: %v", text, err)
		}
	}
}

func TestTile_pathsAreThoseOfTheSpecification(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]merkle.Tile{
		"0/000": {Width: 256}, "0/x001/x234/067": {Index: 1234067, Width: 256}, "1/000.p/7": {Level: 1, Width: 7},
		"entries/000.p/255": {Entries: true, Width: 255}, "entries/x001/000": {Entries: true, Index: 1000, Width: 256},
	} {
		if got, err := merkle.ParseTile(path); err != nil || got != want {
			t.Errorf("%s: %+v, %v", path, got, err)
		}
	}
	for _, path := range []string{"", "0", "0/0", "0/001/000", "data/000", "0/000.p/0", "0/000.p/256", "-1/000", "64/000", "0/../../x"} {
		if got, err := merkle.ParseTile(path); !errors.Is(err, merkle.ErrPath) && got.In(1<<40) {
			t.Errorf("%s: %+v, %v", path, got, err)
		}
	}
	if !(merkle.Tile{Level: 1, Width: 1}).In(256) || (merkle.Tile{Level: 1, Width: 1}).In(255) || (merkle.Tile{Width: 8}).In(7) {
		t.Error("which tiles a log has")
	}
	if got := string(merkle.Bundle([]string{"ab", ""})); got != "\x00\x02ab\x00\x00" {
		t.Errorf("a bundle is %q", got)
	}
}
