package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"travaux/internal/app"
	"travaux/internal/config"
	"travaux/internal/consult"
	"travaux/models"
)

// env is what a command is run with.
type env struct {
	ctx            context.Context
	cfg            config.Config
	stdout, stderr io.Writer
}

// notify is how the program says on standard error what is not an error.
func (e *env) notify(format string, args ...any) {
	_, _ = fmt.Fprintf(e.stderr, format+"\n", args...) // a closed standard error hides a notice, nothing more
}

// print writes a line to standard output, where others may read it.
func (e *env) print(format string, args ...any) error {
	if _, err := fmt.Fprintf(e.stdout, format+"\n", args...); err != nil {
		return fmt.Errorf("write the answer: %w", err)
	}
	return nil
}

// summary writes one JSON object, alone on standard output.
func (e *env) summary(v any) error {
	enc := json.NewEncoder(e.stdout)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("write the summary: %w", err)
	}
	return nil
}

// with opens the database, made and migrated if need be, and runs a command on the use-cases.
func (e *env) with(run func(a *app.App) error) (err error) {
	if err := e.cfg.Check(); err != nil {
		return wrongUse{err}
	}
	a, err := app.New(e.ctx, e.cfg, app.Output(e.stdout, e.stderr), app.Command())
	if err != nil {
		return err
	}
	defer func() {
		if closing := a.Close(); err == nil {
			err = closing
		}
	}()
	return run(a)
}

// call is a change made by the command line, now.
func call(s *consult.Service) models.Call {
	return models.Call{Actor: models.Actor{System: true}, At: s.Now(), Via: "import", Speaking: "en"}
}

// readJSON reads a file that holds one JSON value and nothing else that is not known.
func readJSON(name string, into any) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was only read
	d := json.NewDecoder(f)
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("read %s: more than one JSON value", name)
	}
	return nil
}

// forgetEmpty makes a variable of ours that is set to nothing the same as one that is not set.
func forgetEmpty(environ []string) {
	for _, pair := range environ {
		if name, value, _ := strings.Cut(pair, "="); value == "" && strings.HasPrefix(name, "TRAVAUX_") {
			_ = os.Unsetenv(name) // fails for a name that is no name only
		}
	}
}
