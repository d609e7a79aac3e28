package main

import (
	"context"

	"travaux/internal/store"
)

// migrateCmd works on the schema; it is the one command besides doctor that does not migrate first.
type migrateCmd struct {
	Up     migrateUp     `cmd:"" help:"Run every migration that has not run."`
	Down   migrateDown   `cmd:"" help:"Take the newest migration back; what it made is lost."`
	Status migrateStatus `cmd:"" help:"List the migrations and whether they ran."`
}

type (
	migrateUp     struct{}
	migrateDown   struct{}
	migrateStatus struct{}
)

// Run migrates up.
func (migrateUp) Run(e *env) error { return e.migrating(store.Migrate) }

// Run takes the newest migration back.
func (migrateDown) Run(e *env) error { return e.migrating(store.MigrateDown) }

// Run lists the migrations.
func (migrateStatus) Run(e *env) error {
	url, err := e.cfg.Database()
	if err != nil {
		return err
	}
	return e.listMigrations(url)
}

// migrating changes the schema and then tells where it stands.
func (e *env) migrating(change func(ctx context.Context, databaseURL string) error) error {
	url, err := e.cfg.Database()
	if err != nil {
		return err
	}
	if err := change(e.ctx, url); err != nil {
		return err
	}
	return e.listMigrations(url)
}

func (e *env) listMigrations(url string) error {
	all, err := store.MigrationStatus(e.ctx, url)
	if err != nil {
		return err
	}
	for _, m := range all {
		state := "pending"
		if m.Applied {
			state = "applied"
		}
		if err := e.print("%s %s", state, m.Name); err != nil {
			return err
		}
	}
	return nil
}
