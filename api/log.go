package api

import (
	"context"

	"travaux/api/gen"
	"travaux/internal/fault"
	"travaux/models"
)

// Log gives the head of a consultation's public log.
func (a *API) Log(ctx context.Context, r gen.LogRequestObject) (gen.LogResponseObject, error) {
	v, err := a.s.Log(ctx, r.C)
	if err != nil {
		return nil, err
	}
	out := gen.Log200JSONResponse{
		Origin: v.Origin, Epoch: v.Epoch, Size: int64(v.Size), Root: opt(v.Root), Checkpoint: opt(v.Checkpoint), Key: v.Key,
		Fingerprint: v.Fingerprint, Waiting: v.Waiting,
	}
	if !v.SignedAt.IsZero() {
		out.SignedAt = &v.SignedAt
	}
	out.Kinds = make([]struct {
		Count int    `json:"count"`
		Kind  string `json:"kind"`
	}, len(v.Kinds))
	for i, k := range v.Kinds {
		out.Kinds[i].Kind, out.Kinds[i].Count = string(k.Kind), k.Count
	}
	out.Received, out.Standing = v.Received(), make([]struct {
		Count       int    `json:"count"`
		Publication string `json:"publication"`
	}, len(v.Standing))
	for i, p := range v.Standing {
		out.Standing[i].Publication, out.Standing[i].Count = string(p.Publication), p.Count
	}
	return out, nil
}

// LogEntries lists the entries of a log, newest first.
func (a *API) LogEntries(ctx context.Context, r gen.LogEntriesRequestObject) (gen.LogEntriesResponseObject, error) {
	lines, err := a.s.LogLines(ctx, r.C, r.Params.Epoch, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	out := gen.LogEntries200JSONResponse{Items: []gen.LogEntry{}, Next: opt(lines.Next)}
	for _, l := range lines.Items {
		out.Items = append(out.Items, gen.LogEntry{Index: l.Index, Kind: string(l.Kind), Time: l.Time, Ref: opt(l.Ref), Leaf: l.Raw, Hash: l.Hash})
	}
	return out, nil
}

// LogProof proves that an entry is in the log.
func (a *API) LogProof(ctx context.Context, r gen.LogProofRequestObject) (gen.LogProofResponseObject, error) {
	index, epoch := r.Params.Index, r.Params.Epoch
	if receipt := given(r.Params.Receipt); receipt != "" {
		got, _, err := a.s.Receipt(ctx, receipt)
		if err != nil || got.Consultation != r.C {
			return nil, fault.Missing("receipt")
		}
		index, epoch = got.Proof.Index, got.Proof.Epoch // which may be an earlier one than the newest
	}
	if index == nil {
		return nil, fault.Missing("log_entry")
	}
	p, err := a.s.ProveEntry(ctx, r.C, epoch, *index, number(r.Params.Size))
	if err != nil {
		return nil, err
	}
	return gen.LogProof200JSONResponse{
		Index: p.Index, Size: p.Size, Leaf: p.Leaf, LeafHash: p.LeafHash, Root: p.Root, Proof: p.Proof, Checkpoint: opt(p.Checkpoint),
	}, nil
}

// LogConsistency proves that a log was only added to.
func (a *API) LogConsistency(ctx context.Context, r gen.LogConsistencyRequestObject) (gen.LogConsistencyResponseObject, error) {
	p, err := a.s.ProveConsistency(ctx, r.C, r.Params.Epoch, r.Params.From, number(r.Params.To))
	if err != nil {
		return nil, err
	}
	return gen.LogConsistency200JSONResponse{
		From: p.From, To: p.Size, FromRoot: p.FromRoot, ToRoot: p.Root, Proof: p.Proof, Checkpoint: opt(p.Checkpoint),
	}, nil
}

func number(n *int64) int64 {
	if n == nil {
		return 0
	}
	return *n
}

// proofOf is a proof's hashes, null while there is none.
func proofOf(p models.ReceiptProof) *[]string {
	if p.Index == nil {
		return nil
	}
	return &p.Proof
}
