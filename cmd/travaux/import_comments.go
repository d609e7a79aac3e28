package main

import (
	"os"
	"time"

	"travaux/internal/app"
	"travaux/internal/consult"
)

type importComments struct {
	Consultation string `required:"" placeholder:"SLUG" help:"The consultation."`
	Draft        string `required:"" placeholder:"SLUG" help:"The draft the comments are on."`
	Map          string `placeholder:"FILE" help:"JSON {columns, constants, values} that says how the file's columns become ours."`
	DryRun       bool   `help:"Check the whole file and store nothing."`
	TimeZone     string `placeholder:"ZONE" help:"The zone of times that state no offset (IANA); default: UTC."`
	Raw          bool   `help:"The file was not guarded against formulas: leave apostrophes at the start of cells."`
	File         string `arg:"" help:"The CSV file."`
}

// Run reads the file and prints the summary.
func (c *importComments) Run(e *env) error {
	if _, err := time.LoadLocation(c.TimeZone); err != nil {
		return misused("--time-zone %q is not a zone", c.TimeZone)
	}
	o := consult.ImportOptions{DryRun: c.DryRun, TimeZone: c.TimeZone, Raw: c.Raw}
	if c.Map != "" {
		if err := readJSON(c.Map, &o.Map); err != nil {
			return err
		}
	}
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was only read
	return e.with(func(a *app.App) error {
		s := a.Consult()
		sum, err := s.ImportComments(e.ctx, call(s), c.Consultation, c.Draft, o, f)
		if err != nil {
			return err
		}
		if c.DryRun {
			e.notify("dry run: nothing was stored")
		}
		return e.summary(sum)
	})
}
