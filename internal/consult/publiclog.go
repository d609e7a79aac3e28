package consult

import (
	"context"
	"strconv"

	"travaux/internal/fault"
	"travaux/internal/merkle"
	"travaux/models"
)

// logPage is how many entries a page of the log shows.
const logPage = 50

// Log gives a consultation's public log: its signed head, its key, and what is in it.
func (s *Service) Log(ctx context.Context, slug string) (models.LogView, error) {
	var out models.LogView
	c, state, err := s.logOf(ctx, slug)
	if err != nil {
		return out, err
	}
	out.Origin, out.Epoch = s.epochOrigin(state, slug, state.Epoch), state.Epoch
	if key, err := s.publicLogKey(ctx); err == nil {
		out.Key, out.Fingerprint = key.Verifier(out.Origin), key.Fingerprint()
	} else if !fault.Is(err, fault.NotFound) {
		return out, err
	}
	head, err := s.st.Checkpoint(ctx, c.ID, state.Epoch, 0)
	if err != nil {
		return out, err
	}
	if head != nil {
		out.Size, out.Root, out.Checkpoint, out.SignedAt = int(head.Size), merkle.Hash(head.Root).String(), head.Note, head.SignedAt.UTC().Truncate(day)
	}
	if out.Kinds, out.Standing, err = s.st.LogCounts(ctx, c.ID); err != nil {
		return out, err
	}
	out.Waiting, err = s.st.CountWaitingEntries(ctx, c.ID)
	return out, err
}

// LogVerifier gives the key of the newest epoch as tools for signed notes read it. Fault NotFound "log_entry_not_found"
// before there is one.
func (s *Service) LogVerifier(ctx context.Context, slug string) (string, error) {
	_, state, err := s.logOf(ctx, slug)
	if err != nil {
		return "", err
	}
	key, err := s.publicLogKey(ctx)
	if err != nil {
		return "", err
	}
	return key.Verifier(s.epochOrigin(state, slug, state.Epoch)), nil
}

func (s *Service) logOf(ctx context.Context, slug string) (models.Consultation, models.LogState, error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return c, models.LogState{}, err
	}
	state, err := s.st.LogState(ctx, c.ID)
	return c, state, err
}

// epochOf is logOf with an epoch in the place of the newest; 0 means the newest. Fault NotFound "log_entry_not_found".
func (s *Service) epochOf(ctx context.Context, slug string, epoch int64) (models.Consultation, models.LogState, error) {
	c, state, err := s.logOf(ctx, slug)
	if err == nil && (epoch < 0 || epoch > state.Epoch) {
		err = fault.Missing("log_entry")
	}
	if epoch != 0 {
		state.Epoch = epoch
	}
	return c, state, err
}

// LogLines gives the entries that have their place in an epoch (0: the newest), newest first.
func (s *Service) LogLines(ctx context.Context, slug string, epoch int64, cursor string) (models.LogLines, error) {
	var out models.LogLines
	c, state, err := s.epochOf(ctx, slug, epoch)
	if err != nil {
		return out, err
	}
	below := int64(-1)
	if cursor != "" {
		if below, err = strconv.ParseInt(cursor, 10, 64); err != nil || below < 0 {
			return out, badFilter("cursor")
		}
	}
	entries, err := s.st.LogPage(ctx, c.ID, state.Epoch, below, logPage)
	if err != nil {
		return out, err
	}
	for _, e := range entries {
		leaf, err := readLeaf(e.Leaf)
		if err != nil {
			return out, err
		}
		out.Items = append(out.Items, models.LogLine{Epoch: *e.Epoch, Index: *e.Idx, Hash: merkle.Hash(e.LeafHash).String(), Raw: e.Leaf, Leaf: leaf})
	}
	if n := len(entries); n == logPage && *entries[n-1].Idx > 0 {
		out.Next = strconv.FormatInt(*entries[n-1].Idx, 10)
	}
	return out, nil
}

// ProveEntry proves that an entry of an epoch (0: the newest) is in the log; size 0 means its newest signed head's.
func (s *Service) ProveEntry(ctx context.Context, slug string, epoch, index, size int64) (models.LogProof, error) {
	var out models.LogProof
	c, state, err := s.epochOf(ctx, slug, epoch)
	if err != nil {
		return out, err
	}
	if out, err = s.upTo(ctx, c, state, size); err != nil {
		return out, err
	}
	entries, err := s.st.LogEntries(ctx, c.ID, state.Epoch, index, 1)
	if err != nil {
		return out, err
	}
	if index < 0 || index >= out.Size || len(entries) == 0 {
		return out, fault.Missing("log_entry")
	}
	hashes, err := merkle.Inclusion(out.Size, index, s.nodes(ctx, s.st.Reader, c.ID, state.Epoch))
	out.Index, out.Leaf, out.LeafHash = index, entries[0].Leaf, merkle.Hash(entries[0].LeafHash).String()
	out.Proof = merkle.Texts(hashes)
	return out, err
}

// upTo gives the root of an epoch at a size; 0 means that of its newest signed head, which is then given too.
func (s *Service) upTo(ctx context.Context, c models.Consultation, state models.LogState, size int64) (models.LogProof, error) {
	head, err := s.st.Checkpoint(ctx, c.ID, state.Epoch, 1)
	if err != nil || head == nil {
		return models.LogProof{}, cmpErr(err, fault.Missing("log_entry"))
	}
	if size == 0 || size == head.Size {
		return models.LogProof{Size: head.Size, Root: merkle.Hash(head.Root).String(), Checkpoint: head.Note}, nil
	}
	if size < 0 || size > head.Size {
		return models.LogProof{}, fault.Bad("size", "not_found")
	}
	root, err := merkle.Root(size, s.nodes(ctx, s.st.Reader, c.ID, state.Epoch))
	return models.LogProof{Size: size, Root: root.String()}, err
}

// ProveConsistency proves that an epoch (0: the newest) at one size is the beginning of what it is at a later one; to 0
// means its newest signed head's.
func (s *Service) ProveConsistency(ctx context.Context, slug string, epoch, from, to int64) (models.LogProof, error) {
	var out models.LogProof
	c, state, err := s.epochOf(ctx, slug, epoch)
	if err != nil {
		return out, err
	}
	if out, err = s.upTo(ctx, c, state, to); err != nil {
		return out, err
	}
	if from < 1 || from > out.Size {
		return out, fault.Bad("from", "not_found")
	}
	nodes := s.nodes(ctx, s.st.Reader, c.ID, state.Epoch)
	hashes, err := merkle.Consistency(out.Size, from, nodes)
	if err != nil {
		return out, err
	}
	root, err := merkle.Root(from, nodes)
	out.From, out.FromRoot, out.Proof = from, root.String(), merkle.Texts(hashes)
	return out, err
}

// LogNote gives the newest signed head of an epoch; 0 means the newest epoch.
func (s *Service) LogNote(ctx context.Context, slug string, epoch int64) (string, error) {
	c, state, err := s.logOf(ctx, slug)
	if err != nil {
		return "", err
	}
	if epoch == 0 {
		epoch = state.Epoch
	}
	head, err := s.st.Checkpoint(ctx, c.ID, epoch, 0)
	if err != nil || head == nil {
		return "", cmpErr(err, fault.Missing("log_entry"))
	}
	return head.Note, nil
}

// LogTile gives a tile of an epoch (C2SP tlog-tiles); path is what stands behind "tile/". full tells that it never changes.
func (s *Service) LogTile(ctx context.Context, slug string, epoch int64, path string) (tile []byte, full bool, err error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return nil, false, err
	}
	t, err := merkle.ParseTile(path)
	if err != nil {
		return nil, false, fault.Missing("log_entry")
	}
	head, err := s.st.Checkpoint(ctx, c.ID, epoch, 0)
	if err != nil || head == nil || !t.In(head.Size) {
		return nil, false, cmpErr(err, fault.Missing("log_entry"))
	}
	if !t.Entries {
		tile, err = t.Hashes(s.nodes(ctx, s.st.Reader, c.ID, epoch))
		return tile, t.Full(), err
	}
	entries, err := s.st.LogEntries(ctx, c.ID, epoch, t.First(), t.Width)
	leaves := make([]string, len(entries))
	for i, e := range entries {
		leaves[i] = e.Leaf
	}
	return merkle.Bundle(leaves), t.Full(), err
}
