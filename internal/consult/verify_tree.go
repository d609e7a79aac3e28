package consult

import (
	"bytes"
	"context"
	"fmt"

	"travaux/internal/document"
	"travaux/internal/merkle"
	"travaux/models"
)

const verifyBatch = 2000

// rebuilt is the tree of one epoch as it follows from its leaves. It keeps 64 bytes an entry.
type rebuilt struct {
	nodes []merkle.Hash
	size  int64
}

func (t *rebuilt) read(places []int64) ([]merkle.Hash, error) {
	out := make([]merkle.Hash, len(places))
	for i, p := range places {
		if p < 0 || p >= int64(len(t.nodes)) {
			return nil, fmt.Errorf("node %d is beyond the tree", p)
		}
		out[i] = t.nodes[p]
	}
	return out, nil
}

// epoch derives one epoch anew: leaves, nodes, signed heads.
func (v *verifier) epoch(ctx context.Context, epoch int64, in VerifyLogs) error {
	var t rebuilt
	if err := v.leaves(ctx, epoch, &t); err != nil {
		return err
	}
	v.out.Entries += int(t.size)
	if err := v.nodes(ctx, epoch, &t); err != nil {
		return err
	}
	newest, err := v.checkpoints(ctx, epoch, &t)
	if err != nil {
		return err
	}
	if newest != t.size {
		v.found(fmt.Sprintf("epoch %d", epoch), "checkpoint", "%d entries have a place, the newest head is of %d", t.size, newest)
	}
	if epoch == v.state.Epoch && v.state.Size != t.size {
		v.found(fmt.Sprintf("epoch %d", epoch), "size", "%d entries have a place, the log says %d", t.size, v.state.Size)
	}
	return v.outside(epoch, &t, in)
}

// leaves reads the entries in their order and hashes them again.
func (v *verifier) leaves(ctx context.Context, epoch int64, t *rebuilt) error {
	for from := int64(0); ; {
		batch, err := v.r.LogEntries(ctx, v.c.ID, epoch, from, verifyBatch)
		if err != nil {
			return err
		}
		var hashes []merkle.Hash
		for _, e := range batch {
			if *e.Idx != t.size+int64(len(hashes)) {
				v.found(fmt.Sprintf("entry %d", t.size+int64(len(hashes))), "log_entries", "it is missing")
				return nil
			}
			hashes = append(hashes, v.leaf(e))
		}
		added, _, err := merkle.Append(t.size, hashes, t.read)
		if err != nil {
			return err
		}
		t.nodes, t.size = append(t.nodes, added...), t.size+int64(len(hashes))
		if len(batch) < verifyBatch {
			return nil
		}
		from = t.size
	}
}

// leaf hashes an entry again; what the tree was built with is what the entry says of itself.
func (v *verifier) leaf(e models.LogEntry) merkle.Hash {
	what := fmt.Sprintf("entry %d", *e.Idx)
	hash := merkle.LeafHash([]byte(e.Leaf))
	if !bytes.Equal(hash[:], e.LeafHash) {
		v.found(what, "leaf", "its bytes are not those that were hashed")
	}
	leaf, err := readLeaf(e.Leaf)
	if err != nil || leaf.Kind != e.Kind || leaf.Consultation != v.c.Slug {
		v.found(what, "kind", "its bytes say otherwise")
	}
	return hash
}

// nodes compares the hashes that are kept with those that follow from the leaves.
func (v *verifier) nodes(ctx context.Context, epoch int64, t *rebuilt) error {
	place, wrong := int64(0), 0
	for {
		batch, err := v.r.LogNodesFrom(ctx, v.c.ID, epoch, place, verifyBatch)
		if err != nil {
			return err
		}
		for _, n := range batch {
			if n.Idx != place || place >= int64(len(t.nodes)) || !bytes.Equal(n.Hash, t.nodes[place][:]) {
				wrong++
			}
			place = n.Idx + 1
		}
		if len(batch) < verifyBatch {
			break
		}
	}
	if wrong > 0 || place != int64(len(t.nodes)) {
		v.found(fmt.Sprintf("epoch %d", epoch), "log_nodes", "the hashes that are kept do not follow from the entries")
	}
	return nil
}

// checkpoints checks every signed head against the tree and gives the size of the newest.
func (v *verifier) checkpoints(ctx context.Context, epoch int64, t *rebuilt) (newest int64, err error) {
	origin := v.s.epochOrigin(v.state, v.c.Slug, epoch)
	for {
		batch, err := v.r.CheckpointsFrom(ctx, v.c.ID, epoch, newest+1, verifyBatch)
		if err != nil {
			return 0, err
		}
		for _, c := range batch {
			newest = c.Size
			v.out.Checkpoints++
			v.checkpoint(origin, c, t)
		}
		if len(batch) < verifyBatch {
			return newest, nil
		}
	}
}

func (v *verifier) checkpoint(origin string, c models.LogCheckpoint, t *rebuilt) {
	what := fmt.Sprintf("head of %d entries", c.Size)
	signed, err := v.key.OpenCheckpoint([]byte(c.Note))
	if err != nil {
		v.found(what, "signature", "the key of the log did not sign it")
		return
	}
	if signed.Origin != origin || signed.Size != c.Size || !bytes.Equal(signed.Root[:], c.Root) {
		v.found(what, "checkpoint", "it is not what was signed")
		return
	}
	if c.Size > t.size {
		v.found(what, "size", "the log has %d entries", t.size)
		return
	}
	if root, err := merkle.Root(c.Size, t.read); err != nil || root != signed.Root {
		v.found(what, "root", "the entries do not lead to it: something before it was changed")
	}
}

// outside holds a head that somebody kept against the log: it must be the beginning of it.
func (v *verifier) outside(epoch int64, t *rebuilt, in VerifyLogs) error {
	if len(in.Checkpoint) == 0 {
		return nil
	}
	held, err := v.key.OpenCheckpoint(in.Checkpoint)
	if err != nil {
		return fmt.Errorf("read the checkpoint: %w", err)
	}
	if held.Origin != v.s.epochOrigin(v.state, v.c.Slug, epoch) {
		return nil
	}
	*v.held = true
	if held.Size > t.size {
		v.found("the checkpoint", "fork", "it is of %d entries, the log has %d", held.Size, t.size)
		return nil
	}
	if root, err := merkle.Root(held.Size, t.read); err != nil || root != held.Root {
		v.found("the checkpoint", "fork", "the log's first %d entries are not those that were signed: two logs were shown", held.Size)
	}
	return nil
}

// texts derives the canonical form of every published text anew.
func (v *verifier) texts(ctx context.Context) error {
	all, err := v.r.PublishedTexts(ctx, v.c.ID)
	if err != nil {
		return err
	}
	for _, t := range all {
		what := fmt.Sprintf("%s version %d (%s)", t.Draft.Slug, t.Version.Number, t.Text.Language)
		canonical, err := v.r.Canonical(ctx, v.c.ID, t.Version.ID, t.Text.Language)
		if err != nil {
			return err
		}
		if document.Sum([]byte(canonical)) != t.Text.SHA256 {
			v.found(what, "canonical", "the bytes are not those that were hashed")
		}
		provisions, err := v.r.Provisions(ctx, v.c.ID, t.Version.ID, t.Text.Language)
		if err != nil {
			return err
		}
		if string(document.Canonical(t.Draft.Slug, t.Version.Number, t.Text.Language, provisions)) != canonical {
			v.found(what, "provisions", "the text that is shown is not the one that was hashed")
		}
	}
	return nil
}
