package main

import (
	"travaux/internal/app"
	"travaux/internal/consult"
)

// organisationCmd adds organisations.
type organisationCmd struct {
	Add organisationAdd `cmd:"" help:"Add an organisation, or update the one whose slug is known."`
}

type organisationAdd struct {
	Slug               string   `required:"" help:"Its short name in addresses."`
	Name               string   `required:"" help:"Its name, in --language."`
	Language           string   `placeholder:"L" help:"The language of the name (BCP 47); that of an organisation that is known, else en."`
	Country            string   `required:"" placeholder:"CC" help:"Where it is (ISO 3166-1 alpha-2)."`
	StakeholderType    string   `required:"" enum:"government,private_sector,philanthropic_foundation,multilateral,civil_society" help:"One of ${enum}."`
	StakeholderSubtype string   `placeholder:"T" help:"Of civil society: ngo, academia, media or other."`
	Domain             []string `placeholder:"D" help:"A domain of its mail, whose addresses may speak for it; repeat for several."`
	Website            string   `placeholder:"URL" help:"Its address on the web."`
	Mandate            string   `placeholder:"EMAIL" help:"Give the person with this address, made if need be, the confirmed right to speak for it."`
}

// Run adds or updates the organisation and gives the mandate.
func (c *organisationAdd) Run(e *env) error {
	return e.with(func(a *app.App) error {
		s := a.Consult()
		o, err := s.PutOrganisation(e.ctx, call(s), consult.NewOrganisation{
			Slug: c.Slug, Name: c.Name, Language: c.Language, Country: c.Country, StakeholderType: c.StakeholderType,
			StakeholderSubtype: c.StakeholderSubtype, Domains: c.Domain, Website: c.Website,
		}, c.Mandate)
		if err != nil {
			return flagsWrong(err)
		}
		e.notify("%s is known", o.Slug)
		return nil
	})
}
