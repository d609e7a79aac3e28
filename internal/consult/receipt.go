package consult

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"travaux/internal/fault"
	"travaux/internal/merkle"
	"travaux/models"
)

// proven gives what proves that a comment was received: the promise, and its proof once it has a place in the log.
func (s *Service) proven(ctx context.Context, c models.Comment, slug string) (models.ReceiptProof, error) {
	e, err := s.st.Arrival(ctx, c.ConsultationID, c.ID)
	if err != nil || e == nil {
		return models.ReceiptProof{}, err
	}
	return s.provenBy(ctx, *e, c.ReceivedAt, slug)
}

// provenBy gives what proves that something was received at an instant, by the entry that tells so.
func (s *Service) provenBy(ctx context.Context, e models.LogEntry, at time.Time, slug string) (models.ReceiptProof, error) {
	out := models.ReceiptProof{Leaf: e.Leaf}
	state, err := s.st.LogState(ctx, e.ConsultationID)
	if err != nil {
		return out, err
	}
	origin := s.epochOrigin(state, slug, state.Epoch)
	if e.Epoch != nil {
		origin = s.epochOrigin(state, slug, *e.Epoch)
	}
	if !s.logKey.IsZero() {
		note, err := s.logKey.SignPromise(merkle.Promise{Origin: origin, Leaf: merkle.Hash(e.LeafHash), ReceivedAt: at})
		if err != nil {
			return out, err
		}
		out.Promise, out.Key = string(note), s.logKey.Public().Verifier(origin)
	}
	if e.Idx == nil {
		return out, nil
	}
	head, err := s.st.Checkpoint(ctx, e.ConsultationID, *e.Epoch, *e.Idx+1)
	if err != nil || head == nil {
		return out, err
	}
	hashes, err := merkle.Inclusion(head.Size, *e.Idx, s.nodes(ctx, s.st.Reader, e.ConsultationID, *e.Epoch))
	if err != nil {
		return out, fmt.Errorf("prove entry %d: %w", *e.Idx, err)
	}
	out.Epoch, out.Index, out.Checkpoint, out.Proof = *e.Epoch, e.Idx, head.Note, merkle.Texts(hashes)
	return out, nil
}

// epochOrigin names an epoch of a consultation's log.
func (s *Service) epochOrigin(state models.LogState, slug string, epoch int64) string {
	base := baseOrigin(state.Origin)
	if state.Origin == "" {
		base = s.originOf(slug)
	}
	if epoch <= 1 {
		return base
	}
	return fmt.Sprintf("%s/epoch%d", base, epoch)
}

// ReceiptFile gives a receipt as a file that proves itself with nothing but the log's key.
func (s *Service) ReceiptFile(ctx context.Context, receipt string) ([]byte, error) {
	r, v, err := s.Receipt(ctx, receipt)
	if err != nil {
		return nil, err
	}
	whole, err := s.st.WholeComments(ctx, v.ConsultationID, v.ID-1, 1)
	if err != nil || len(whole) == 0 {
		return nil, cmpErr(err, fault.Missing("comment"))
	}
	f := merkle.Receipt{
		Format: merkle.ReceiptFormat, Consultation: r.Consultation, Receipt: r.Receipt, Ref: r.Ref, ReceivedAt: r.ReceivedAt,
		Commitment: r.Commitment, Leaf: r.Proof.Leaf, Promise: r.Proof.Promise, Key: r.Proof.Key,
		Index: r.Proof.Index, Checkpoint: r.Proof.Checkpoint, Proof: r.Proof.Proof,
	}
	if r.Salt != "" {
		f.Salt, f.Content = r.Salt, string(said{whole[0]}.content())
	}
	return json.MarshalIndent(f, "", "  ")
}

// CheckReceipt checks the file of a receipt against the key of this installation's logs and against the log itself.
func (s *Service) CheckReceipt(ctx context.Context, slug string, file []byte) (models.CheckedReceipt, error) {
	var out models.CheckedReceipt
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return out, err
	}
	key, err := s.publicLogKey(ctx)
	if err != nil {
		return out, err
	}
	r, err := merkle.ReadReceipt(file)
	var found merkle.Proven
	if err == nil {
		out.Receipt = r.Receipt
		found, err = r.Check(key)
	}
	out.Words, out.Promised, out.Included, out.Index, out.Size = found.Words, found.Promised, found.Included, found.Index, found.Size
	var wrong merkle.Mismatch
	if errors.As(err, &wrong) {
		out.Wrong = string(wrong)
		return out, nil
	}
	if err == nil && r.Consultation != slug {
		out.Wrong = "leaf"
		return out, nil
	}
	if err != nil {
		return out, err
	}
	out.Ours, err = s.inOurLog(ctx, c, r)
	if err == nil && !out.Ours {
		out.Wrong = "fork"
	}
	return out, err
}

// inOurLog tells whether the head that a receipt bears is the beginning of the log as it is here; without a head,
// whether the entry that was promised is there.
func (s *Service) inOurLog(ctx context.Context, c models.Consultation, r merkle.Receipt) (bool, error) {
	if r.Checkpoint == "" {
		e, err := s.st.EntryByHash(ctx, c.ID, merkle.LeafHash([]byte(r.Leaf)))
		return e != nil, err
	}
	key, err := merkle.ParsePublicKey(r.Key)
	if err != nil {
		return false, nil // it was checked before
	}
	head, err := key.OpenCheckpoint([]byte(r.Checkpoint))
	if err != nil {
		return false, nil // it was checked before
	}
	return s.holds(ctx, c, head)
}

// holds tells whether a signed head is the beginning of the log as it is here.
func (s *Service) holds(ctx context.Context, c models.Consultation, head merkle.Checkpoint) (bool, error) {
	state, err := s.st.LogState(ctx, c.ID)
	if err != nil {
		return false, err
	}
	epoch := int64(1)
	for epoch <= state.Epoch && s.epochOrigin(state, c.Slug, epoch) != head.Origin {
		epoch++
	}
	newest, err := s.st.Checkpoint(ctx, c.ID, epoch, 0)
	if err != nil || newest == nil || newest.Size < head.Size {
		return false, err
	}
	if head.Size == 0 {
		return true, nil
	}
	root, err := merkle.Root(head.Size, s.nodes(ctx, s.st.Reader, c.ID, epoch))
	return root == head.Root, err
}

// publicLogKey is the key of the logs: of this instance, else as the database knows it.
func (s *Service) publicLogKey(ctx context.Context) (merkle.PublicKey, error) {
	if !s.logKey.IsZero() {
		return s.logKey.Public(), nil
	}
	keys, err := s.st.LogKeys(ctx)
	if err != nil || len(keys) == 0 {
		return nil, cmpErr(err, fault.Missing("log_entry"))
	}
	return merkle.ParsePublicKey(keys[0].PublicKey)
}
