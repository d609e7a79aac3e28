package consult

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/names"
	"travaux/internal/place"
	"travaux/internal/store"
	"travaux/models"
)

// NewOrganisation is an organisation to be added.
type NewOrganisation struct {
	Slug               string       `json:"slug" validate:"omitempty,slug"` // made from the name when empty
	Name               string       `json:"name" validate:"required,notblank,max=200,oneline"`
	Names              models.Texts `json:"names" validate:"max=20,dive,keys,bcp47_language_tag,endkeys,max=200,oneline"`
	Language           string       `json:"language" validate:"omitempty,bcp47_language_tag"` // of Name; empty: that of who speaks
	Country            string       `json:"country" validate:"required,land"`
	StakeholderType    string       `json:"stakeholder_type" validate:"required,collective"`
	StakeholderSubtype string       `json:"stakeholder_subtype" validate:"omitempty,subtype"`
	Domains            []string     `json:"domains" validate:"max=10,dive,max=253"`
	Website            string       `json:"website" validate:"omitempty,weblink"`
	Title              string       `json:"title" validate:"max=200,oneline"` // what the adder is there
	Another            bool         `json:"another"`                          // although its name is similar to one that is here
}

// OrganisationFacts are what can be changed of an organisation.
type OrganisationFacts struct {
	Name               string       `json:"name"`
	Names              models.Texts `json:"names"`
	Language           string       `json:"language"`
	Country            string       `json:"country"`
	StakeholderType    string       `json:"stakeholder_type"`
	StakeholderSubtype string       `json:"stakeholder_subtype"`
	Domains            []string     `json:"domains"`
	Website            string       `json:"website"`
	DropLogo           bool         `json:"drop_logo"`
	Logo               []byte       `json:"-"` // a picture as it was sent; nil leaves the one there is
}

// as is the facts as those of a new organisation, so that both are held to the same rules.
func (f OrganisationFacts) as() NewOrganisation {
	return NewOrganisation{
		Name: f.Name, Names: f.Names, Language: f.Language, Country: f.Country, StakeholderType: f.StakeholderType,
		StakeholderSubtype: f.StakeholderSubtype, Domains: f.Domains, Website: f.Website,
	}
}

// AddOrganisation adds an organisation. Everybody who is known may; who is not an organiser or administrator asks for
// its mandate at once. Faults: Conflict "organisation_there" with its slug when one of the names is another's,
// "organisation_similar" when one could be taken for another's and nothing was said of it, "slug_taken".
func (s *Service) AddOrganisation(ctx context.Context, by models.Call, in NewOrganisation) (models.Organisation, error) {
	var none models.Organisation
	if err := need(by.Actor, by.Known() && Can(by.Actor, Contribute, Thing{})); err != nil {
		return none, err
	}
	if slug, ok, err := s.answered(ctx, by); ok || err != nil {
		return s.organisationAgain(ctx, slug, err)
	}
	o, err := s.organisation(by, &in)
	if err != nil {
		return none, err
	}
	o.ID, o.CreatedAt, o.Version = s.ids.Next(by.At), by.At, 1
	o.CreatedBy = actorID(by.Actor)
	if answersFor(by.Actor, o.Region) {
		o.Vouched = o.Domains
	}
	if err := s.distinct(ctx, by, o, in.Another); err != nil {
		return none, err
	}
	slug, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if err := addOrganisation(ctx, tx, &o, in.Slug); err != nil || answersFor(by.Actor, o.Region) {
			return o.Slug, err
		}
		if err := s.mayName(ctx, tx, by); err != nil {
			return "", err
		}
		return o.Slug, s.ask(ctx, tx, by, o, in.Title)
	})
	return s.organisationAgain(ctx, slug, err)
}

func (s *Service) organisationAgain(ctx context.Context, slug string, err error) (models.Organisation, error) {
	if err != nil {
		return models.Organisation{}, err
	}
	return s.st.Organisation(ctx, slug)
}

// organisation checks an input and makes of it what is kept, but for what is not the input's to say.
func (s *Service) organisation(by models.Call, in *NewOrganisation) (models.Organisation, error) {
	if in.Language == "" {
		in.Language = cmp.Or(by.Speaking, "en")
	}
	domains, problems := domains(in.Domains)
	if in.StakeholderSubtype != "" && in.StakeholderType != string(models.CivilSociety) {
		problems = append(problems, fault.Field{Name: "stakeholder_subtype", Code: "not_of_type"})
	}
	for l, n := range in.Names {
		if n != "" && models.Blank(n) {
			problems = append(problems, fault.Field{Name: "names." + l, Code: "blank"})
		}
	}
	if err := s.check(in, problems...); err != nil {
		return models.Organisation{}, err
	}
	language := canonical(in.Language)
	o := models.Organisation{
		Name: models.Texts{}, Language: language, Country: in.Country, Region: place.RegionOf(in.Country),
		StakeholderType: models.StakeholderType(in.StakeholderType), StakeholderSubtype: in.StakeholderSubtype,
		Domains: domains, Website: in.Website, UpdatedAt: by.At,
	}
	for l, n := range withMain(in.Names, in.Language, in.Name) {
		o.Name[canonical(l)] = strings.TrimSpace(n)
	}
	return o, nil
}

// domains reads domains as they were typed, several in one field too.
func domains(typed []string) (models.List, []fault.Field) {
	var out models.List
	for _, field := range typed {
		for _, t := range strings.FieldsFunc(field, func(r rune) bool { return r == ',' || r == ';' || r == ' ' || r == '\n' || r == '\r' || r == '\t' }) {
			d, ok := names.Domain(t)
			switch {
			case !ok:
				return nil, []fault.Field{{Name: "domains", Code: "domain"}}
			case names.IsProvider(d):
				return nil, []fault.Field{{Name: "domains", Code: "mail_provider"}}
			case !slices.Contains(out, d):
				out = append(out, d)
			}
		}
	}
	if len(out) > 10 {
		return nil, []fault.Field{{Name: "domains", Code: "too_many", Args: map[string]any{"max": 10}}}
	}
	return out, nil
}

// namesOf are the rows of an organisation's names, in an order that is the same for all who write them at once.
func namesOf(o models.Organisation) []models.OrganisationName {
	var out []models.OrganisationName
	for l, n := range o.Name {
		out = append(out, models.OrganisationName{OrganisationID: o.ID, Language: l, Name: n, Key: names.Key(n), Skeleton: names.Skeleton(n)})
	}
	slices.SortFunc(out, func(a, b models.OrganisationName) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Language, b.Language))
	})
	for i := range out {
		out[i].Repeats = i > 0 && out[i].Key == out[i-1].Key
	}
	return out
}

// addOrganisation writes a new organisation, under the slug that was asked for or one near its name.
func addOrganisation(ctx context.Context, tx *store.Tx, o *models.Organisation, asked string) error {
	if err := unused(ctx, tx.Reader, *o); err != nil {
		return err
	}
	name, _ := o.Name.In("en", o.Language)
	base := cmp.Or(asked, slugFrom(name), "organisation-"+shortID())
	taken, err := tx.OrganisationSlugs(ctx, base)
	if err != nil {
		return err
	}
	taken = append(taken, "new") // the page at which one is added
	o.Slug = base
	for n := 2; slices.Contains(taken, o.Slug); n++ {
		if asked != "" {
			return slugTaken()
		}
		o.Slug = fmt.Sprintf("%s-%d", base, n)
	}
	added, err := tx.AddOrganisation(ctx, *o)
	if err == nil && !added { // somebody was quicker: look again at what is there now
		return store.ErrAgain
	}
	if err != nil {
		return err
	}
	return setNames(ctx, tx, *o)
}

// setNames writes the names; where another organisation was quicker with one of them, it is named.
func setNames(ctx context.Context, tx *store.Tx, o models.Organisation) error {
	taken, err := tx.SetOrganisationNames(ctx, o.ID, namesOf(o))
	if err != nil || taken == nil {
		return err
	}
	if err := unused(ctx, tx.Reader, o); err != nil {
		return err
	}
	return store.ErrAgain
}

func shortID() string { id := ids.UUID(); return id[len(id)-8:] }

// SetOrganisation changes an organisation that is still at the version seen (0: not asked). Those with its mandate,
// administrators. Faults: Stale "stale", Conflict "organisation_there", Invalid.
func (s *Service) SetOrganisation(ctx context.Context, by models.Call, slug string, facts OrganisationFacts, seen int64) (models.Organisation, error) {
	var none models.Organisation
	was, err := s.st.Organisation(ctx, slug)
	if err != nil {
		return none, err
	}
	if err := need(by.Actor, Can(by.Actor, EditOrganisation, Thing{OrganisationID: was.ID})); err != nil {
		return none, err
	}
	in := facts.as()
	o, err := s.organisation(by, &in)
	picture, undrawn := s.draw(facts.Logo)
	if err := together(err, undrawn); err != nil {
		return none, err
	}
	o.ID, o.Slug, o.CreatedBy, o.CreatedAt, o.Logo = was.ID, was.Slug, was.CreatedBy, was.CreatedAt, was.Logo
	if err := s.renamed(ctx, by, was, o); err != nil {
		return none, err
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if err := keepLogo(ctx, tx, &o, picture, facts.DropLogo); err != nil {
			return "", err
		}
		if o.Vouched, err = vouched(ctx, tx, by, was, o.Domains); err != nil {
			return "", err
		}
		ok, err := tx.SetOrganisation(ctx, o, seen)
		if err != nil || !ok {
			return "", cmpErr(err, fault.New(fault.Stale, "stale"))
		}
		if err := unused(ctx, tx.Reader, o); err != nil {
			return "", err
		}
		return slug, setNames(ctx, tx, o)
	})
	return s.organisationAgain(ctx, slug, err)
}

// vouched are those of an organisation's domains that confirm a mandate by themselves: all, where who sets them is
// answerable here or had their own mandate from somebody who is; else those that did before. So nobody confirms
// themselves, or a friend, with a domain of their own.
func vouched(ctx context.Context, tx *store.Tx, by models.Call, was models.Organisation, now models.List) (models.List, error) {
	m, err := tx.OpenMandate(ctx, was.ID, by.PersonID)
	if err != nil {
		return nil, err
	}
	if by.System || by.Admin || m != nil && m.Vouches() {
		return now, nil
	}
	return slices.DeleteFunc(slices.Clone(now), func(d string) bool { return !slices.Contains(was.Vouched, d) }), nil
}
