package consult

import (
	"slices"
	"time"

	"travaux/internal/fault"
	"travaux/internal/place"
	"travaux/models"
)

// NewPhase is one phase of a new consultation. A closing given as a date or as 23:59 is the end of that day.
type NewPhase struct {
	Kind        string       `json:"kind" validate:"required,kind"`
	Name        string       `json:"name" validate:"max=200"`
	Names       models.Texts `json:"names" validate:"max=20,dive,keys,bcp47_language_tag,endkeys,max=200"`
	OpensAt     string       `json:"opens_at" validate:"required"`
	ClosesAt    string       `json:"closes_at"`
	TimeZone    string       `json:"time_zone" validate:"required,zone"`
	Regions     []string     `json:"regions" validate:"max=30,dive,region"` // empty: from everywhere
	MinimumDays int          `json:"minimum_days" validate:"min=0,max=3650"`
	Gates       []string     `json:"gates" validate:"max=10,dive,gate"`
	Late        bool         `json:"late"`
}

// into reads what is stated of a phase into it; what cannot be read comes back, named under a prefix.
func (p NewPhase) into(out *models.Phase, language, field string) []fault.Field {
	var problems []fault.Field
	out.Kind, out.Name, out.TimeZone = models.PhaseKind(p.Kind), withMain(p.Names, language, p.Name), p.TimeZone
	out.Regions, out.Gates, out.MinimumDays, out.Late = unlike(p.Regions), unlike(p.Gates), p.MinimumDays, p.Late
	out.OpensAt = timeField(p.OpensAt, p.TimeZone, field+"opens_at", instant, &problems)
	if p.ClosesAt == "" {
		out.ClosesAt = nil
		return problems
	}
	closes := timeField(p.ClosesAt, p.TimeZone, field+"closes_at", closing, &problems)
	out.ClosesAt = &closes
	switch {
	case closes.IsZero() || out.OpensAt.IsZero():
	case !closes.After(out.OpensAt):
		problems = append(problems, fault.Field{Name: field + "closes_at", Code: "before_opening"})
	case closes.Before(models.Phase{OpensAt: out.OpensAt, TimeZone: out.TimeZone, MinimumDays: out.MinimumDays}.Minimum()):
		problems = append(problems, fault.Field{Name: field + "closes_at", Code: "below_minimum"})
	}
	return problems
}

// unlike is a list without what stands in it twice, in order.
func unlike(list []string) models.List {
	out := models.List(slices.Clone(list))
	slices.Sort(out)
	return slices.Compact(out)
}

// mayIn tells whether something of a kind of phase that comes from a region is taken at an instant, and whether it is
// late. Whoever takes contributions asks it. A region that is not known (unassigned) is in no phase that is for some
// regions only. Fault Conflict "closed", or "closed_region" where the phase that is open is for other regions.
func mayIn(head models.Front, kind models.PhaseKind, region string, at time.Time) (late bool, err error) {
	if _, late, ok := models.OpenPhase(head.Phases, kind, from(region), at); ok {
		return late, nil
	}
	if _, _, elsewhere := models.OpenPhase(head.Phases, kind, nil, at); elsewhere {
		return false, fault.New(fault.Conflict, "closed_region")
	}
	return false, fault.New(fault.Conflict, "closed")
}

// from is a region with all above it: nowhere, not anywhere, for one that is not known.
func from(region string) []string {
	if path := place.Path(region); path != nil {
		return path
	}
	return []string{}
}
