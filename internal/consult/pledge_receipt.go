package consult

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"travaux/internal/fault"
	"travaux/internal/merkle"
	"travaux/internal/store"
	"travaux/models"
)

// keepPledge keeps what a pledge says now and, where it was sent to the secretariat, that it arrived.
func (s *Service) keepPledge(ctx context.Context, tx *store.Tx, by models.Call, was models.PledgeStatus, p models.Pledge, v models.PledgeVersion) error {
	if err := tx.AddPledgeVersion(ctx, v); err != nil {
		return err
	}
	return s.pledgeArrived(ctx, tx, by, was, p, v.Commitment)
}

// pledgeArrived has the log tell that a pledge was submitted; neither whose nor which it is nor when in the day. The
// secretariat is told unless it waited already.
func (s *Service) pledgeArrived(ctx context.Context, tx *store.Tx, by models.Call, was models.PledgeStatus, p models.Pledge, commitment string) error {
	if p.Status != models.PledgeSubmitted {
		return nil
	}
	if was != models.PledgeSubmitted {
		if err := s.tellSecretariat(ctx, tx, by, p, models.Mail{Kind: "pledge_submitted"}); err != nil {
			return err
		}
	}
	return s.record(ctx, tx, p.ConsultationID, models.Entry{Kind: models.PledgeSubmit, At: *p.SubmittedAt, DayOnly: true, Commitment: commitment, AboutID: p.ID})
}

// PledgeFile gives whoever pledged the receipt of the newest words that were submitted, as a file that proves itself with
// nothing but the log's key. Fault NotFound "pledge_not_found", also where nothing was submitted yet.
func (s *Service) PledgeFile(ctx context.Context, who models.Actor, slug, ref string) ([]byte, error) {
	card, err := s.Pledge(ctx, who, slug, ref)
	if err == nil && !card.Own {
		err = fault.Missing("pledge")
	}
	if err != nil {
		return nil, err
	}
	entries, err := s.st.EntriesAbout(ctx, card.ConsultationID, []int64{card.ID})
	if err != nil {
		return nil, err
	}
	slices.Reverse(entries)
	for _, e := range entries {
		if leaf, err := readLeaf(e.Leaf); err == nil && e.Kind == models.PledgeSubmit {
			i := slices.IndexFunc(card.Versions, func(v models.PledgeVersion) bool { return v.Commitment == leaf.Commitment })
			if i >= 0 {
				return s.pledgeReceipt(ctx, slug, card, card.Versions[i], e)
			}
		}
	}
	return nil, fault.Missing("pledge")
}

// pledgeReceipt is the receipt of one version of a pledge by the entry that tells of it.
func (s *Service) pledgeReceipt(ctx context.Context, slug string, card PledgeCard, v models.PledgeVersion, e models.LogEntry) ([]byte, error) {
	proof, err := s.provenBy(ctx, e, v.WrittenAt, slug)
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(merkle.Receipt{
		Format: merkle.ReceiptFormat, Consultation: slug, Receipt: card.Ref, Ref: strconv.Itoa(v.Number), ReceivedAt: v.WrittenAt,
		Commitment: v.Commitment, Leaf: proof.Leaf, Promise: proof.Promise, Key: proof.Key,
		Index: proof.Index, Checkpoint: proof.Checkpoint, Proof: proof.Proof, Salt: v.Salt,
		Content: string(pledgeContent(card.Ref, card.OrganisationSlug, v.Number, v.WrittenAt, v.PledgeText)),
	}, "", "  ")
}
