package merkle

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Key signs the logs of an installation (Ed25519, RFC 8032).
type Key struct{ private ed25519.PrivateKey }

// PublicKey checks what a Key signed.
type PublicKey ed25519.PublicKey

// What can be wrong with what somebody hands in.
var (
	ErrKey       = errors.New("merkle: that is no key of a log")
	ErrNote      = errors.New("merkle: that is no signed note of a log")
	ErrSignature = errors.New("merkle: it is not signed with this key")
)

// ParseKey reads a key: 64 hexadecimal digits, the seed of RFC 8032. Error ErrKey.
func ParseKey(text string) (Key, error) {
	seed, err := hex.DecodeString(strings.TrimSpace(text))
	if err != nil || len(seed) != ed25519.SeedSize {
		return Key{}, ErrKey
	}
	return Key{ed25519.NewKeyFromSeed(seed)}, nil
}

// IsZero tells whether there is no key.
func (k Key) IsZero() bool { return k.private == nil }

// Public is the key that others check with.
func (k Key) Public() PublicKey { return PublicKey(k.private.Public().(ed25519.PublicKey)) }

// ParsePublicKey reads a public key as String writes it, or as a verifier key of a signed note. Error ErrKey.
func ParsePublicKey(text string) (PublicKey, error) {
	text = strings.TrimSpace(text)
	if name, rest, ok := strings.Cut(text, "+"); ok && len(rest) > 9 && rest[8] == '+' { // name+hash+key
		if _, err := note.NewVerifier(text); err != nil || name == "" {
			return nil, ErrKey
		}
		b, err := base64.StdEncoding.DecodeString(rest[9:])
		if err != nil || len(b) != 1+ed25519.PublicKeySize {
			return nil, ErrKey
		}
		return PublicKey(b[1:]), nil
	}
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(b) != ed25519.PublicKeySize {
		return nil, ErrKey
	}
	return PublicKey(b), nil
}

// String writes the key in base64.
func (p PublicKey) String() string { return base64.StdEncoding.EncodeToString(p) }

// Fingerprint is the key's SHA-256, hex.
func (p PublicKey) Fingerprint() string {
	sum := sha256.Sum256(p)
	return hex.EncodeToString(sum[:])
}

// Verifier writes the key as tools for signed notes read it, under the name of a log (C2SP signed-note).
func (p PublicKey) Verifier(origin string) string {
	return fmt.Sprintf("%s+%08x+%s", origin, keyHash(origin, p), base64.StdEncoding.EncodeToString(append([]byte{1}, p...)))
}

// keyHash tells keys of one name apart: the first four bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ key).
func keyHash(name string, p PublicKey) uint32 {
	sum := sha256.Sum256(append([]byte(name+"\n\x01"), p...))
	return binary.BigEndian.Uint32(sum[:4])
}

// signer is a Key under the name of a log.
type signer struct {
	name string
	key  Key
}

func (s signer) Name() string                    { return s.name }
func (s signer) KeyHash() uint32                 { return keyHash(s.name, s.key.Public()) }
func (s signer) Sign(msg []byte) ([]byte, error) { return ed25519.Sign(s.key.private, msg), nil }

// sign makes a signed note.
func (k Key) sign(name, text string) ([]byte, error) {
	out, err := note.Sign(&note.Note{Text: text}, signer{name, k})
	if err != nil {
		return nil, fmt.Errorf("sign a note: %w", err)
	}
	return out, nil
}

// open gives the text of a note that the key signed under a name. Errors ErrNote, ErrSignature.
func (p PublicKey) open(name string, signed []byte) (string, error) {
	v, err := note.NewVerifier(p.Verifier(name))
	if err != nil {
		return "", ErrNote // the name is none that a note can bear
	}
	n, err := note.Open(signed, note.VerifierList(v))
	if err != nil {
		return "", ErrSignature
	}
	return n.Text, nil
}

// Checkpoint is the head of a log: what C2SP tlog-checkpoint signs.
type Checkpoint struct {
	Origin string
	Size   int64
	Root   Hash
}

// SignCheckpoint writes a checkpoint as a signed note; the log's origin is the name of the key.
func (k Key) SignCheckpoint(c Checkpoint) ([]byte, error) {
	return k.sign(c.Origin, fmt.Sprintf("%s\n%d\n%s\n", c.Origin, c.Size, c.Root))
}

// OpenCheckpoint reads a checkpoint and checks that the key signed it. Errors ErrNote, ErrSignature.
func (p PublicKey) OpenCheckpoint(signed []byte) (Checkpoint, error) {
	origin, _, _ := bytes.Cut(signed, []byte("\n"))
	text, err := p.open(string(origin), signed)
	if err != nil {
		return Checkpoint{}, err
	}
	lines := strings.Split(text, "\n")
	if len(lines) < 4 {
		return Checkpoint{}, ErrNote
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return Checkpoint{}, ErrNote
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return Checkpoint{}, ErrNote
	}
	return Checkpoint{Origin: lines[0], Size: size, Root: root}, nil
}

// promiseSuffix keeps a promise from being taken for a checkpoint, whose first line is the origin itself.
const promiseSuffix = "/promise"

// Promise says that a leaf, received at an instant, will be in the log.
type Promise struct {
	Origin     string
	Leaf       Hash
	ReceivedAt time.Time
}

// SignPromise writes a promise as a signed note.
func (k Key) SignPromise(p Promise) ([]byte, error) {
	return k.sign(p.Origin, fmt.Sprintf("%s%s\n%s\n%s\n", p.Origin, promiseSuffix, p.Leaf, p.ReceivedAt.UTC().Format(time.RFC3339Nano)))
}

// OpenPromise reads a promise and checks that the key signed it. Errors ErrNote, ErrSignature.
func (p PublicKey) OpenPromise(signed []byte) (Promise, error) {
	first, _, _ := bytes.Cut(signed, []byte("\n"))
	origin, ok := strings.CutSuffix(string(first), promiseSuffix)
	if !ok {
		return Promise{}, ErrNote
	}
	text, err := p.open(origin, signed)
	if err != nil {
		return Promise{}, err
	}
	lines := strings.Split(text, "\n")
	if len(lines) != 4 {
		return Promise{}, ErrNote
	}
	leaf, err := tlog.ParseHash(lines[1])
	if err != nil {
		return Promise{}, ErrNote
	}
	at, err := time.Parse(time.RFC3339Nano, lines[2])
	if err != nil {
		return Promise{}, ErrNote
	}
	return Promise{Origin: origin, Leaf: leaf, ReceivedAt: at}, nil
}
