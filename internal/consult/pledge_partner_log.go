package consult

import (
	"context"
	"maps"
	"slices"
	"time"

	"travaux/internal/store"
	"travaux/models"
)

// partnerEntry tells that an organisation is a partner of a public pledge, or no longer.
func partnerEntry(v models.PledgeView, x models.PartnerView, at time.Time) models.Entry {
	return models.Entry{
		Kind: models.PledgePartnered, At: at, Ref: v.Ref, AboutID: v.ID,
		Facts: map[string]string{"organisation": x.OrganisationSlug, "state": string(x.State)},
	}
}

// partnersArePublic has the log tell of the partners that confirmed before the pledge was public.
func (s *Service) partnersArePublic(ctx context.Context, tx *store.Tx, v models.PledgeView, at time.Time) error {
	confirmed, err := tx.PartnersOf(ctx, v.ConsultationID, []int64{v.ID})
	if err != nil {
		return err
	}
	for _, x := range confirmed[v.ID] {
		if err := s.record(ctx, tx, v.ConsultationID, partnerEntry(v, x, at)); err != nil {
			return err
		}
	}
	return nil
}

// pledgePartners holds the partners of a pledge that are public against the entries that tell of them.
func (v *verifier) pledgePartners(p models.PledgeView, confirmed []models.PartnerView, leaves []models.Leaf) {
	told, there := map[string]bool{}, map[string]bool{}
	for _, l := range leaves {
		if l.Kind != models.PledgePartnered {
			continue
		}
		if l.Ref != p.Ref {
			v.found("pledge "+p.Ref, "partners", "an entry about it names another")
		}
		delete(told, l.Facts["organisation"])
		if l.Facts["state"] == string(models.PartnerConfirmed) {
			told[l.Facts["organisation"]] = true
		}
	}
	for _, x := range confirmed {
		if p.Public() {
			there[x.OrganisationSlug] = true
		}
	}
	if !maps.Equal(told, there) {
		v.found("pledge "+p.Ref, "partners", "by the log its partners are %v, %v are there", slices.Sorted(maps.Keys(told)), slices.Sorted(maps.Keys(there)))
	}
}
