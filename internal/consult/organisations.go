package consult

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"travaux/internal/fault"
	"travaux/internal/names"
	"travaux/internal/place"
	"travaux/internal/store"
	"travaux/models"
)

// OrganisationPage is an organisation with what is public of it.
type OrganisationPage struct {
	models.OrganisationRow
	Edits   bool            // the actor may change it
	Decides bool            // and decide who speaks for it
	Mine    *models.Mandate // the actor's own, asked for or confirmed
}

// Editable gives an organisation to who may change it. Faults NotFound "organisation_not_found", Forbidden.
func (s *Service) Editable(ctx context.Context, who models.Actor, slug string) (models.Organisation, error) {
	o, err := s.st.Organisation(ctx, slug)
	if err != nil {
		return o, err
	}
	return o, need(who, Can(who, EditOrganisation, Thing{OrganisationID: o.ID}))
}

// Organisation shows an organisation. How many may speak for it is public, who they are is not. Fault NotFound
// "organisation_not_found".
func (s *Service) Organisation(ctx context.Context, who models.Actor, slug string) (OrganisationPage, error) {
	row, err := s.st.OrganisationRow(ctx, slug)
	if err != nil {
		return OrganisationPage{}, err
	}
	p := OrganisationPage{
		OrganisationRow: row, Edits: Can(who, EditOrganisation, Thing{OrganisationID: row.ID}), Decides: decides(who, row.Organisation),
	}
	if !p.Decides {
		p.Asked = 0
	}
	if who.PersonID == 0 {
		return p, nil
	}
	p.Mine, err = s.st.OpenMandate(ctx, row.ID, who.PersonID)
	return p, err
}

// Organisations lists organisations by slug. asked cuts the list to those with a mandate that waits, for those who
// decide there. Faults: Malformed "bad_filter", "bad_cursor".
func (s *Service) Organisations(ctx context.Context, who models.Actor, f models.OrganisationFilter, asked bool) (models.Organisations, error) {
	var out models.Organisations
	regions, may := decidesIn(who)
	if err := need(who, may || !asked); err != nil {
		return out, err
	}
	cut, err := organisationCut(f)
	if err != nil {
		return out, err
	}
	if cut.Asked = asked; asked {
		cut.Regions = common(cut.Regions, regions)
	}
	limit := f.Limit
	switch {
	case limit < 0 || limit > maxLimit:
		return out, badFilter("limit")
	case limit == 0:
		limit = defaultLimit
	}
	if f.Cursor != "" && !slugPattern.MatchString(f.Cursor) {
		return out, fault.New(fault.Malformed, "bad_cursor")
	}
	if out.Items, err = s.st.OrganisationRows(ctx, cut, f.Cursor, limit+1); err != nil {
		return out, err
	}
	if len(out.Items) > limit {
		out.Items, out.Next = out.Items[:limit], out.Items[limit-1].Slug
	}
	for i := range out.Items {
		if !decides(who, out.Items[i].Organisation) {
			out.Items[i].Asked = 0
		}
	}
	out.Total, err = s.st.CountOrganisations(ctx, cut)
	return out, err
}

func organisationCut(f models.OrganisationFilter) (store.OrganisationCut, error) {
	cut := store.OrganisationCut{Types: given(f.Type), Countries: given(f.Country), Key: names.Key(f.Q)}
	for _, t := range cut.Types {
		if !slices.Contains(models.OrganisationTypes, models.StakeholderType(t)) {
			return cut, badFilter("type")
		}
	}
	for _, c := range cut.Countries {
		if !place.IsCountry(c) {
			return cut, badFilter("country")
		}
	}
	for _, r := range given(f.Region) {
		if !place.IsRegion(r) && r != place.Unassigned {
			return cut, badFilter("region")
		}
		cut.Regions = append(cut.Regions, regionMatches(r)...)
	}
	if len([]rune(f.Q)) > 200 || !utf8.ValidString(f.Q) {
		return cut, badFilter("q")
	}
	return cut, nil
}

// common is what two cuts of a list leave; nil does not cut.
func common[T comparable](a, b []T) []T {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return slices.DeleteFunc(a, func(v T) bool { return !slices.Contains(b, v) })
}

// given leaves out what was left empty; nil when nothing is left.
func given(values []string) []string {
	var out []string
	for _, v := range values {
		if strings.TrimSpace(v) != "" {
			out = append(out, v)
		}
	}
	return out
}

// PutOrganisation adds an organisation under a slug or changes the one that has it, and gives the person with an
// address, made if need be, the confirmed right to speak for it. Command line only.
func (s *Service) PutOrganisation(ctx context.Context, by models.Call, in NewOrganisation, mandate string) (models.Organisation, error) {
	var none models.Organisation
	if err := need(by.Actor, by.System); err != nil {
		return none, err
	}
	if mandate != "" && !validEmail(mandate) {
		return none, fault.Bad("mandate", "email")
	}
	o, err := s.st.Organisation(ctx, in.Slug)
	switch {
	case fault.Is(err, fault.NotFound):
		o, err = s.AddOrganisation(ctx, by, in)
	case err == nil:
		facts := OrganisationFacts{
			Name: in.Name, Names: o.Name, Language: in.Language, Country: in.Country, StakeholderType: in.StakeholderType,
			StakeholderSubtype: in.StakeholderSubtype, Domains: append(slices.Clone(o.Domains), in.Domains...), Website: in.Website,
		}
		if facts.Language == "" {
			facts.Language = o.Language
		}
		if facts.Website == "" {
			facts.Website = o.Website
		}
		if facts.StakeholderSubtype == "" && facts.StakeholderType == string(o.StakeholderType) {
			facts.StakeholderSubtype = o.StakeholderSubtype
		}
		o, err = s.SetOrganisation(ctx, by, in.Slug, facts, 0)
	}
	if err != nil || mandate == "" {
		return o, err
	}
	return o, s.giveMandate(ctx, by, o, mandate)
}
