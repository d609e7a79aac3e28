package merkle

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// ReceiptFormat is the format of a Receipt as a file.
const ReceiptFormat = "travaux-receipt/1"

// Receipt is what somebody holds who said something: all that it takes to prove it with nothing but the log's key.
type Receipt struct {
	Format       string    `json:"format"`
	Consultation string    `json:"consultation"`
	Receipt      string    `json:"receipt"`
	Ref          string    `json:"ref,omitempty"`
	ReceivedAt   time.Time `json:"received_at"`
	Content      string    `json:"content,omitempty"` // the bytes the commitment is over
	Salt         string    `json:"salt,omitempty"`
	Commitment   string    `json:"commitment"` // SHA-256(salt ‖ content), hex
	Leaf         string    `json:"leaf"`       // the bytes of the entry
	Promise      string    `json:"promise,omitempty"`
	Key          string    `json:"key"` // the log's, as a verifier key; who checks knows it from elsewhere
	Index        *int64    `json:"index,omitempty"`
	Checkpoint   string    `json:"checkpoint,omitempty"`
	Proof        []string  `json:"proof,omitempty"` // hashes, base64
}

// Mismatch says what of a receipt does not fit: format, key, content, leaf, promise, checkpoint or proof.
type Mismatch string

// Error names it.
func (m Mismatch) Error() string { return "the receipt does not hold: " + string(m) }

// Proven is what a receipt was found to prove.
type Proven struct {
	Words    bool // the content is what was committed to
	Promised bool // the log's key promised to take the entry in
	Included bool // the entry is in the log whose signed head the receipt bears
	Origin   string
	Size     int64
	Index    int64
}

// ReadReceipt reads a receipt's file. Error Mismatch "format".
func ReadReceipt(b []byte) (Receipt, error) {
	var r Receipt
	if err := json.Unmarshal(b, &r); err != nil || r.Format != ReceiptFormat {
		return r, Mismatch("format")
	}
	return r, nil
}

// Check checks a receipt with a key and nothing else; no key means the one it bears. Error Mismatch: the first thing
// that does not fit.
func (r Receipt) Check(key PublicKey) (Proven, error) {
	var p Proven
	own, err := ParsePublicKey(r.Key)
	if err != nil || key != nil && !bytes.Equal(own, key) {
		return p, Mismatch("key")
	}
	if err := r.checkWords(&p); err != nil {
		return p, err
	}
	if r.Promise == "" && r.Checkpoint == "" {
		return p, Mismatch("promise")
	}
	if err := r.checkPromise(&p, own); err != nil {
		return p, err
	}
	return p, r.checkInclusion(&p, own)
}

func (r Receipt) checkWords(p *Proven) error {
	var leaf struct{ Commitment, Consultation string }
	if json.Unmarshal([]byte(r.Leaf), &leaf) != nil || leaf.Commitment != r.Commitment || leaf.Consultation != r.Consultation {
		return Mismatch("leaf")
	}
	if r.Salt == "" {
		return nil // it was erased
	}
	sum := sha256.Sum256([]byte(r.Salt + r.Content))
	if hex.EncodeToString(sum[:]) != r.Commitment {
		return Mismatch("content")
	}
	var content struct {
		ReceivedAt time.Time `json:"received_at"`
	}
	if json.Unmarshal([]byte(r.Content), &content) != nil || !content.ReceivedAt.Equal(r.ReceivedAt) {
		return Mismatch("content")
	}
	p.Words = true
	return nil
}

func (r Receipt) checkPromise(p *Proven, key PublicKey) error {
	if r.Promise == "" {
		return nil
	}
	promise, err := key.OpenPromise([]byte(r.Promise))
	if err != nil || promise.Leaf != LeafHash([]byte(r.Leaf)) || !promise.ReceivedAt.Equal(r.ReceivedAt) {
		return Mismatch("promise")
	}
	p.Promised, p.Origin = true, promise.Origin
	return nil
}

func (r Receipt) checkInclusion(p *Proven, key PublicKey) error {
	if r.Checkpoint == "" {
		return nil
	}
	c, err := key.OpenCheckpoint([]byte(r.Checkpoint))
	if err != nil || r.Index == nil {
		return Mismatch("checkpoint")
	}
	proof, err := ParseHashes(r.Proof)
	if err != nil || CheckInclusion(proof, c.Size, c.Root, *r.Index, LeafHash([]byte(r.Leaf))) != nil {
		return Mismatch("proof")
	}
	p.Included, p.Origin, p.Size, p.Index = true, c.Origin, c.Size, *r.Index
	return nil
}

// ParseHashes reads hashes in base64.
func ParseHashes(texts []string) ([]Hash, error) {
	out := make([]Hash, len(texts))
	for i, t := range texts {
		h, err := tlog.ParseHash(t)
		if err != nil {
			return nil, ErrProof
		}
		out[i] = h
	}
	return out, nil
}

// Texts writes hashes in base64.
func Texts(hashes []Hash) []string {
	out := make([]string, len(hashes))
	for i, h := range hashes {
		out[i] = h.String()
	}
	return out
}
