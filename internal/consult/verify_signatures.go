package consult

import (
	"context"
	"slices"
	"strconv"

	"travaux/models"
)

// signatureKinds are the entries that are about a signature.
var signatureKinds = []models.EntryKind{
	models.SignatureSigned, models.SignatureVerify, models.SignaturePublish, models.SignatureReconsent, models.SignatureReplace,
	models.SignatureWithdraw, models.SignatureUnnamed,
}

// signatureAfter tells where a signature stands after an entry.
var signatureAfter = map[models.EntryKind]models.SignatureStatus{
	models.SignatureSigned: models.SignaturePending, models.SignatureVerify: models.SignatureVerified,
	models.SignaturePublish: models.SignaturePublished, models.SignatureReconsent: models.SignatureNeedsReconsent,
	models.SignatureReplace: models.SignatureReplaced, models.SignatureWithdraw: models.SignatureWithdrawn,
}

// signatures holds every signature against its entries, and the register's figures against the log's.
func (v *verifier) signatures(ctx context.Context) error {
	terms, err := v.r.AllSigningTerms(ctx, v.c.ID)
	if err != nil {
		return err
	}
	registered, published := 0, 0
	for after := int64(0); ; {
		batch, err := v.r.SignaturesAfter(ctx, v.c.ID, after, adoptBatch)
		if err != nil {
			return err
		}
		if len(batch) == 0 {
			break
		}
		ids := make([]int64, len(batch))
		for i, s := range batch {
			ids[i] = s.ID
		}
		entries, err := v.r.EntriesAbout(ctx, v.c.ID, ids)
		if err != nil {
			return err
		}
		leaves := leavesAbout(entries)
		for _, s := range batch {
			v.signature(signedUnder(s, termsAt(terms, s.TermsVersion)), leaves[s.ID])
			if s.PublishedAt != nil {
				registered++
			}
			published += countKind(leaves[s.ID], models.SignaturePublish)
		}
		after = batch[len(batch)-1].ID
	}
	if registered != published {
		v.found("the register", "count", "%d signatures were made public by the log, %d are there", published, registered)
	}
	stray, err := v.r.StrayEntries(ctx, v.c.ID, signatureKinds)
	if err == nil && stray > 0 {
		v.found("the register", "signatures", "the log tells of %d things about signatures that are not there", stray)
	}
	return err
}

// leavesAbout reads entries, by the id of what they are about.
func leavesAbout(entries []models.LogEntry) map[int64][]models.Leaf {
	out := map[int64][]models.Leaf{}
	for _, e := range entries {
		if leaf, err := readLeaf(e.Leaf); err == nil {
			out[*e.AboutID] = append(out[*e.AboutID], leaf)
		}
	}
	return out
}

func countKind(leaves []models.Leaf, kind models.EntryKind) (n int) {
	for _, l := range leaves {
		if l.Kind == kind {
			n++
		}
	}
	return n
}

// signature holds one signature against its entries.
func (v *verifier) signature(x signed, leaves []models.Leaf) {
	what := "signature " + x.Ref
	if len(leaves) == 0 || leaves[0].Kind != models.SignatureSigned {
		v.found(what, "log_entries", "it is in the database, the log has not received it")
		return
	}
	if leaves[0].Commitment != x.Commitment || x.commitment() != x.Commitment {
		v.found(what, "content", "it is not what was committed to")
	}
	unnamed := countKind(leaves, models.SignatureUnnamed) > 0
	switch {
	case unnamed && (x.OfficerName != "" || x.OfficerSalt != ""):
		v.found(what, "officer_name", "the log tells that it was erased, it is still there")
	case !unnamed && officerOf(x.Signature) != x.OfficerCommitment:
		v.found(what, "officer_name", "the officer is not the one who was committed to")
	}
	v.signatureStands(what, x, leaves)
}

// signatureStands tells whether a signature stands where its newest entry says.
func (v *verifier) signatureStands(what string, x signed, leaves []models.Leaf) {
	var stands models.SignatureStatus
	for _, l := range leaves {
		if next, ok := signatureAfter[l.Kind]; ok {
			stands = next
		}
		if l.Kind == models.SignaturePublish && !slices.Equal(
			[]string{l.Ref, l.Facts["number"], l.Facts["organisation"], l.Facts["version"], l.Facts["sha256"]},
			[]string{x.Ref, strconv.Itoa(x.Number), x.organisation, strconv.Itoa(x.version), x.SHA256}) {
			v.found(what, "published", "the register and the log differ")
		}
		if l.Kind == models.SignatureWithdraw && l.Facts["reason_sha256"] != plain([]byte(x.WithdrawnReason)) {
			v.found(what, "withdrawn_reason", "it is not the reason that the log knows")
		}
	}
	if stands != x.Status {
		v.found(what, "status", "it stands as %s, the log says %s", x.Status, stands)
	}
	if (x.PublishedAt != nil) != (countKind(leaves, models.SignaturePublish) == 1) {
		v.found(what, "published_at", "the database and the log differ on whether it is public")
	}
}
