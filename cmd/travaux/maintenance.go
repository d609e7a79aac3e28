package main

import "travaux/internal/app"

// maintenanceCmd is work on the database that an operator asks for.
type maintenanceCmd struct {
	Compact compactCmd `cmd:"" help:"Write the database anew, so that nothing that was erased is left in its files."`
}

type compactCmd struct{}

// Help says what it takes.
func (compactCmd) Help() string {
	return "Needs room for a second copy of the database; what is to be written waits meanwhile. What a transaction under way may still see stays for the next time."
}

// Run compacts.
func (compactCmd) Run(e *env) error {
	return e.with(func(a *app.App) error { return a.Consult().Compact(e.ctx, call(a.Consult())) })
}
