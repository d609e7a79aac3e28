package main

import (
	"time"

	"travaux/internal/app"
	"travaux/internal/consult"
	"travaux/models"
)

// consultationCmd sets up consultations.
type consultationCmd struct {
	Add consultationAdd `cmd:"" help:"Set up a consultation with the default notices; it is visible at once."`
}

type consultationAdd struct {
	Slug     string `required:"" help:"Its short name in addresses: small letters, digits and hyphens."`
	Title    string `required:"" help:"Its title."`
	Language string `required:"" placeholder:"TAG" help:"Its main language (BCP 47)."`
	Phases   string `placeholder:"FILE" help:"A JSON array of the API's phases; without it one phase of each kind is open from now without end, for trials."`
}

// Run sets it up and prints its address.
func (c *consultationAdd) Run(e *env) error {
	in := consult.NewConsultation{Slug: c.Slug, Title: c.Title, Language: c.Language}
	if c.Phases != "" {
		if err := readJSON(c.Phases, &in.Phases); err != nil {
			return err
		}
	}
	return e.with(func(a *app.App) error {
		s := a.Consult()
		if c.Phases == "" {
			in.Phases = everythingOpen(s.Now())
		}
		made, err := s.CreateConsultation(e.ctx, call(s), in)
		if err != nil {
			return flagsWrong(err)
		}
		if c.Phases == "" {
			e.notify("warning: every phase is open from now without end; that is for trials. Give --phases for a real consultation")
		}
		return e.print("%s/c/%s", a.URL(), made.Slug)
	})
}

// everythingOpen is one phase of each kind, from an instant on, without end.
func everythingOpen(from time.Time) []consult.NewPhase {
	phases := make([]consult.NewPhase, len(models.PhaseKinds))
	for i, kind := range models.PhaseKinds {
		phases[i] = consult.NewPhase{Kind: string(kind), OpensAt: from.Format(time.RFC3339Nano), TimeZone: "UTC"}
	}
	return phases
}
