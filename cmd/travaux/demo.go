package main

import (
	"travaux/internal/app"
	"travaux/internal/consult"
	"travaux/internal/demo"
)

// demoCmd fills an empty database with the worked example.
type demoCmd struct {
	Comments int `placeholder:"N" help:"How many comments there are in the end; default: those of the example."`
}

// Run fills the database.
func (c *demoCmd) Run(e *env) error {
	if c.Comments < 0 {
		return misused("--comments is how many, so it cannot be less than nothing")
	}
	return e.with(func(a *app.App) error { return fill(e, a.Consult(), c.Comments) })
}

// fill puts the worked example into a database that nobody has used yet; any other is left alone.
func fill(e *env, s *consult.Service, comments int) error {
	empty, err := s.Empty(e.ctx)
	if err != nil {
		return err
	}
	if !empty {
		e.notify("the database is in use already: left as it is")
		return nil
	}
	return demo.Fill(e.ctx, s, s.Now(), comments)
}
