package consult

import (
	"cmp"
	"context"
	"slices"
	"time"

	"travaux/internal/place"
	"travaux/models"
)

// SignatureFigures are the register's figures: each row counts one kind of organisation of one region.
func (s *Service) SignatureFigures(ctx context.Context, slug string) ([]models.SignatureFigure, error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return nil, err
	}
	counts, err := s.registerCounts(ctx, c)
	var out []models.SignatureFigure
	for _, g := range counts.groups {
		f := models.SignatureFigure{
			Region: cmp.Or(place.FirstLevel(g.Region), models.Unassigned), StakeholderType: models.StakeholderType(g.StakeholderType), Status: g.Status, Count: g.Count,
		}
		i := slices.IndexFunc(out, func(o models.SignatureFigure) bool {
			return o.Region == f.Region && o.StakeholderType == f.StakeholderType && o.Status == f.Status
		})
		if i < 0 {
			out = append(out, f)
			continue
		}
		out[i].Count += f.Count
	}
	return out, err
}

// SignatureMonths counts the signatures of the register that stand by the month in which they were given, none left out
// in between.
func (s *Service) SignatureMonths(ctx context.Context, slug string) ([]models.MonthCount, error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return nil, err
	}
	counts, err := s.registerCounts(ctx, c)
	return counts.months, err
}

// monthsOf counts instants, the first first, by their months.
func monthsOf(all []time.Time) (out []models.MonthCount) {
	for _, at := range all {
		at = at.UTC()
		month := time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC)
		for len(out) == 0 || out[len(out)-1].Month.Before(month) {
			next := month
			if len(out) > 0 {
				next = out[len(out)-1].Month.AddDate(0, 1, 0)
			}
			out = append(out, models.MonthCount{Month: next})
		}
		out[len(out)-1].Count++
	}
	for i := range out {
		out[i].Sum = out[i].Count
		if i > 0 {
			out[i].Sum += out[i-1].Sum
		}
	}
	return out
}

// SignatureCountries counts the organisations in the register that match a filter by their countries, the most first.
// Those that withdrew count only where they are asked for. Fault Malformed "bad_filter".
func (s *Service) SignatureCountries(ctx context.Context, slug string, f models.SignatureFilter) ([]models.CountryCount, error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return nil, err
	}
	cut, err := s.signatureCut(ctx, f)
	if err != nil {
		return nil, err
	}
	if cut.Statuses == nil {
		cut.Statuses = []string{string(models.SignaturePublished), string(models.SignatureNeedsReconsent)}
	}
	if cut.Organisations != nil {
		return s.st.SignatureCountries(ctx, c.ID, cut)
	}
	counts, err := s.registerCounts(ctx, c)
	return counts.countries(cut), err
}
