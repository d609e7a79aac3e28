package consult

import (
	"context"
	"slices"
	"strconv"

	"travaux/models"
)

// pledgeKinds are the entries that are about a pledge.
var pledgeKinds = []models.EntryKind{
	models.PledgeSubmit, models.PledgePublish, models.PledgeAmend, models.PledgeWithdraw, models.PledgeGraded, models.PledgeReported, models.PledgePartnered, models.PledgeRedacted,
}

// pledges holds every pledge against its entries, and what is public against what the log tells.
func (v *verifier) pledges(ctx context.Context) error {
	for after := int64(0); ; {
		batch, err := v.r.PledgesAfter(ctx, v.c.ID, after, adoptBatch)
		if err != nil {
			return err
		}
		if len(batch) == 0 {
			break
		}
		if err := v.pledgeBatch(ctx, batch); err != nil {
			return err
		}
		after = batch[len(batch)-1].ID
	}
	stray, err := v.r.StrayPledgeEntries(ctx, v.c.ID, pledgeKinds)
	if err == nil && stray > 0 {
		v.found("the pledges", "pledges", "the log tells of %d things about pledges that are not there", stray)
	}
	return err
}

func (v *verifier) pledgeBatch(ctx context.Context, batch []models.PledgeView) error {
	ids := make([]int64, len(batch))
	for i, p := range batch {
		ids[i] = p.ID
	}
	entries, err := v.r.EntriesAbout(ctx, v.c.ID, ids)
	if err != nil {
		return err
	}
	written, err := v.r.PledgeVersionsOf(ctx, v.c.ID, ids)
	if err != nil {
		return err
	}
	if err := v.grades(ctx, batch, entries); err != nil {
		return err
	}
	reports, err := v.r.PledgeReports(ctx, v.c.ID, ids)
	if err != nil {
		return err
	}
	partners, err := v.r.PartnersOf(ctx, v.c.ID, ids)
	if err != nil {
		return err
	}
	for _, p := range batch {
		var leaves []models.Leaf
		for _, e := range entries {
			if leaf, err := readLeaf(e.Leaf); err == nil && *e.AboutID == p.ID {
				leaves = append(leaves, leaf)
			}
		}
		var versions []models.PledgeVersion
		for _, x := range written {
			if x.PledgeID == p.ID {
				versions = append(versions, x)
			}
		}
		v.pledge(p, versions, leaves)
		v.pledgePartners(p, partners[p.ID], leaves)
		if err := v.pledgeReported(ctx, p, reports, leaves); err != nil {
			return err
		}
	}
	return nil
}

// pledge holds one pledge, with all its versions, against its entries.
func (v *verifier) pledge(p models.PledgeView, versions []models.PledgeVersion, leaves []models.Leaf) {
	what, withdrawn := "pledge "+p.Ref, false
	for _, x := range versions {
		if salted(x.Salt, pledgeContent(p.Ref, p.OrganisationSlug, x.Number, x.WrittenAt, x.PledgeText)) != x.Commitment {
			v.found(what, "content", "version %d is not what was committed to", x.Number)
		}
	}
	for _, l := range leaves {
		if l.Kind != models.PledgeWithdraw {
			continue
		}
		if withdrawn = true; l.Facts["reason_sha256"] != plain([]byte(p.WithdrawnReason)) {
			v.found(what, "withdrawn_reason", "it is not the reason that the log knows")
		}
		if p.WithdrawnAt == nil || instantText(*p.WithdrawnAt) != l.Time {
			v.found(what, "withdrawn_at", "it is not the time that the log knows")
		}
	}
	if withdrawn != (p.Status == models.PledgeWithdrawn && p.Public()) {
		v.found(what, "status", "the database and the log differ on whether it is withdrawn")
	}
	v.pledgeSent(what, p, versions, leaves)
	v.pledgeShown(what, p, versions, leaves)
}

// pledgeSent holds what was submitted against the entries that tell of it.
func (v *verifier) pledgeSent(what string, p models.PledgeView, versions []models.PledgeVersion, leaves []models.Leaf) {
	newest := ""
	for _, l := range leaves {
		if l.Kind != models.PledgeSubmit {
			continue
		}
		newest = l.Commitment
		if !slices.ContainsFunc(versions, func(x models.PledgeVersion) bool { return x.Commitment == l.Commitment }) {
			v.found(what, "submitted", "what was submitted by the log is not there")
		}
	}
	// An amendment that is being written is newer than what was submitted; then some entry has to be there.
	newestWords := p.Status == models.PledgeSubmitted || p.Status == models.PledgePublished
	if newestWords && newest != p.Commitment || p.Sent() && newest == "" {
		v.found(what, "submitted", "the log has not received what was submitted")
	}
}

// pledgeShown holds the versions that were public against the entries that made them so, one by one.
func (v *verifier) pledgeShown(what string, p models.PledgeView, versions []models.PledgeVersion, leaves []models.Leaf) {
	public := slices.DeleteFunc(slices.Clone(versions), func(x models.PledgeVersion) bool { return x.ShownAt == nil })
	told, shown := 0, 0
	for _, l := range leaves {
		if l.Kind != models.PledgePublish && l.Kind != models.PledgeAmend {
			continue
		}
		if told < len(public) && (l.Facts["version"] != strconv.Itoa(public[told].Number) || l.Commitment != public[told].Commitment ||
			l.Ref != p.Ref || l.Facts["organisation"] != p.OrganisationSlug) {
			v.found(what, "published", "what is public and the log differ")
		}
		if l.Kind == models.PledgePublish && (p.PublishedAt == nil || instantText(*p.PublishedAt) != l.Time) {
			v.found(what, "published_at", "it is not the time that the log knows")
		}
		if stand := [4]string{p.Country, p.Region, string(p.StakeholderType), strconv.FormatBool(p.Late)}; stand !=
			[4]string{l.Facts["country"], l.Facts["region"], l.Facts["stakeholder_type"], l.Facts["late"]} {
			v.found(what, "where", "whom it is counted with is not what the log knows")
		}
		told++
	}
	for _, x := range public {
		shown = x.Number
	}
	if told != len(public) || shown != p.Shown {
		v.found(what, "published", "%d versions were made public by the log, %d are there", told, len(public))
	}
}
