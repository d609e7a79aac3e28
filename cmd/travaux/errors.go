package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"travaux/internal/fault"
	"travaux/internal/i18n"
)

// wrongUse is an error of the command line itself: the program exits with 2.
type wrongUse struct{ error }

// Unwrap gives the error.
func (w wrongUse) Unwrap() error { return w.error }

func misused(format string, args ...any) error { return wrongUse{fmt.Errorf(format, args...)} }

// flagsWrong turns a fault about values that only flags gave into wrong use; what is merely not there is not.
func flagsWrong(err error) error {
	f, ok := fault.As(err)
	if !ok || f.Kind != fault.Invalid {
		return err
	}
	for _, field := range f.Fields {
		if field.Code == "not_found" {
			return err
		}
	}
	return wrongUse{err}
}

// tell says an error in one line and gives the exit code.
func tell(stderr io.Writer, err error) int {
	if err == nil {
		return 0
	}
	_, _ = fmt.Fprintln(stderr, "travaux:", strings.Join(strings.Fields(sentence(err)), " ")) // nobody is left to tell
	if errors.As(err, &wrongUse{}) {
		return 2
	}
	return 1
}

// sentence says what went wrong: a fault in the words its reader would get, and for the operator its cause too.
func sentence(err error) string {
	f, ok := fault.As(err)
	if !ok {
		return err.Error()
	}
	words, loading := i18n.Load()
	if loading != nil {
		return err.Error()
	}
	p := words.For("en")
	var parts []string
	for _, field := range f.Fields {
		parts = append(parts, field.Name+": "+said(p, "err.", field.Code, field.Args))
	}
	if len(parts) == 0 {
		parts = append(parts, said(p, "fault.", f.Code, f.Args))
	}
	if f.Cause != nil {
		parts = append(parts, "("+f.Cause.Error()+")")
	}
	return strings.Join(parts, " ")
}

// said gives the sentence of a code, or the code itself in words.
func said(p *i18n.Printer, prefix, code string, args map[string]any) string {
	if !p.Has(prefix + code) {
		return strings.ReplaceAll(code, "_", " ")
	}
	var pairs []any
	for name, value := range args {
		pairs = append(pairs, name, value)
	}
	return p.T(prefix+code, pairs...)
}
