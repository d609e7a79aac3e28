package main

import (
	"slices"

	"travaux/internal/app"
	"travaux/internal/consult"
	"travaux/models"
)

// personCmd adds people and makes sign-in links.
type personCmd struct {
	Add  personAdd  `cmd:"" help:"Add a person, or update the one whose address is known. The address counts as confirmed."`
	Link personLink `cmd:"" help:"Print a one-use sign-in link that is not bound to a browser."`
}

type personAdd struct {
	Email        string   `required:"" help:"The address."`
	Name         string   `required:"" help:"The name that is shown."`
	Role         []string `enum:"admin,organiser,facilitator,drafter,moderator,observer,translator,reviewer" help:"admin is of the installation, the others of a consultation; repeat for several: ${enum}."`
	Consultation string   `placeholder:"SLUG" help:"The consultation in which the roles are held."`
	Region       []string `placeholder:"M49" help:"Limit the roles to a region; repeat for several."`
	Token        bool     `help:"Print an API token, good for 90 days, alone on the last line."`
}

// Run adds the person, gives the roles and prints the token if one is wanted.
func (c *personAdd) Run(e *env) error {
	local := slices.ContainsFunc(c.Role, func(r string) bool { return r != string(models.Admin) })
	switch {
	case local && c.Consultation == "":
		return misused("--consultation is needed: every role but admin is held in a consultation")
	case !local && c.Consultation != "":
		return misused("--consultation needs a --role other than admin")
	case !local && len(c.Region) > 0:
		return misused("--region needs a --role other than admin")
	}
	return e.with(func(a *app.App) error {
		s := a.Consult()
		p, err := s.AddPerson(e.ctx, call(s), consult.NewPerson{
			Email: c.Email, Name: c.Name, Roles: c.Role, Consultation: c.Consultation, Regions: c.Region,
		})
		if err != nil {
			return flagsWrong(err)
		}
		e.notify("%s is known", p.Email)
		if !c.Token {
			return nil
		}
		token, err := s.NewAPIToken(e.ctx, call(s), p.ID)
		if err != nil {
			return err
		}
		return e.print("%s", token)
	})
}

type personLink struct {
	Email string `required:"" help:"The address of somebody who is known."`
}

// Run prints the link.
func (c *personLink) Run(e *env) error {
	return e.with(func(a *app.App) error {
		link, err := a.Consult().SignInLink(e.ctx, call(a.Consult()), c.Email)
		if err != nil {
			return err
		}
		return e.print("%s", link)
	})
}
