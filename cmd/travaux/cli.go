package main

import "travaux/internal/config"

// cli is the whole command line; every flag of the configuration has its variable.
type cli struct {
	config.Config `embed:"" group:"configuration"`

	Serve        serveCmd        `cmd:"" help:"Migrate the database, then serve."`
	Migrate      migrateCmd      `cmd:"" help:"Bring the database's schema up to date, take it back, or tell where it stands."`
	Example      demoCmd         `cmd:"" name:"demo" help:"Fill an empty database with the worked example; safe to repeat."`
	Person       personCmd       `cmd:"" help:"Add people and let them in."`
	Organisation organisationCmd `cmd:"" help:"Add organisations and say who speaks for them."`
	Consultation consultationCmd `cmd:"" help:"Set up consultations."`
	Import       importCmd       `cmd:"" help:"Read drafts and comments from files."`
	Export       exportCmd       `cmd:"" help:"Write comments to a file."`
	Log          logCmd          `cmd:"" help:"Verify the public logs, and receipts."`
	Mail         mailCmd         `cmd:"" help:"Work on mail that was sent."`
	DevMail      devMailCmd      `cmd:"" help:"Show the mail that was written to files, as an inbox on this machine."`
	Maintenance  maintenanceCmd  `cmd:"" help:"Look after the database."`
	Doctor       doctorCmd       `cmd:"" help:"Check configuration, database, clock and disk; list outgoing connections."`
}
