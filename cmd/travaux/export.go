package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"travaux/api"
	"travaux/internal/app"
	"travaux/models"
)

// exportCmd writes files in the formats of the download links.
type exportCmd struct {
	Comments exportComments `cmd:"" help:"Write every public comment, with its published attributes, newest first."`
	Draft    exportDraft    `cmd:"" help:"Write a version of a text in one language."`
}

type exportComments struct {
	Consultation string `required:"" placeholder:"SLUG" help:"The consultation."`
	Format       string `required:"" enum:"csv,jsonl" help:"${enum}."`
	Out          string `placeholder:"FILE" help:"Where to write; default: standard output."`
	Raw          bool   `help:"Leave cells that a spreadsheet could run as they are; jsonl always does."`
}

// Run writes the file.
func (c *exportComments) Run(e *env) error {
	return e.with(func(a *app.App) error {
		if _, err := a.Consult().Head(e.ctx, c.Consultation); err != nil {
			return err // before anything is written
		}
		return written(c.Out, e.stdout, func(w io.Writer) error {
			rows := a.Consult().ExportComments(e.ctx, c.Consultation, models.CommentFilter{})
			return api.WriteComments(w, c.Format, c.Raw, rows)
		})
	})
}

// written writes a file whole or not at all; without a name, to the writer.
func written(name string, otherwise io.Writer, write func(io.Writer) error) error {
	if name == "" {
		return write(otherwise)
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".export-*") // 0600: it may hold names
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }() // gone already when it was renamed
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return os.Rename(f.Name(), name)
}
