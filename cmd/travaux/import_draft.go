package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"

	"travaux/internal/app"
	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/models"
)

// importCmd reads files; summaries are one JSON object, alone on standard output.
type importCmd struct {
	Draft    importDraft    `cmd:"" help:"Read a text in Word, Markdown, HTML or Akoma Ntoso as the draft's next version, or as a translation of its newest."`
	Comments importComments `cmd:"" help:"Read comments from a CSV file; reading it twice takes it once."`
}

type importDraft struct {
	Consultation string `required:"" placeholder:"SLUG" help:"The consultation."`
	Draft        string `required:"" placeholder:"SLUG" help:"The draft; it is made if it is not there."`
	Language     string `required:"" placeholder:"TAG" help:"The language of the file; one other than the draft's makes it a translation."`
	Title        string `help:"The title of a new draft; default: the first heading, else the slug."`
	Label        string `help:"A name for the version."`
	Publish      bool   `help:"Publish the version: it is frozen and hashed."`
	Reason       string `help:"Why it is published, for the public; with --publish."`
	Changes      string `enum:"accepted,refused," default:"" placeholder:"accepted|refused" help:"What becomes of the changes that a Word file tracks; default: accepted, with a warning."`
	File         string `arg:"" help:"The file; its format is told by its content."`
}

// draftSummary is what an import of a draft answers. Version is null while it is a working version.
type draftSummary struct {
	Provisions int      `json:"provisions"`
	Version    *int     `json:"version"`
	Warnings   []string `json:"warnings"`
}

// Run reads the file, makes the draft with it if need be, and publishes what it became.
func (c *importDraft) Run(e *env) error {
	if c.Reason != "" && !c.Publish {
		return misused("--reason needs --publish")
	}
	content, err := readFile(c.File)
	if err != nil {
		return err
	}
	return e.with(func(a *app.App) error {
		s := a.Consult()
		r, warnings, err := c.take(e, s, content)
		if err != nil {
			return err
		}
		if c.Publish && r.Version.Number == 0 {
			published, err := s.PublishVersion(e.ctx, call(s), c.Consultation, c.Draft, consult.NewPublication{Reason: c.Reason})
			if err != nil {
				return err
			}
			r.Version = published.Version
		}
		sum := draftSummary{Provisions: len(r.Provisions), Warnings: append([]string{}, warnings...)}
		if r.Version.Number > 0 {
			sum.Version = &r.Version.Number
		}
		return e.summary(sum)
	})
}

// take imports the file into its draft, or makes the draft with it.
func (c *importDraft) take(e *env, s *consult.Service, content []byte) (models.Reading, []string, error) {
	drafts, err := s.Drafts(e.ctx, models.Actor{System: true}, c.Consultation)
	if err != nil {
		return models.Reading{}, nil, err
	}
	in := consult.NewVersion{File: content, Changes: c.Changes, Label: c.Label, Language: c.Language}
	if slices.ContainsFunc(drafts, func(d models.DraftSummary) bool { return d.Slug == c.Draft }) {
		return s.ImportVersion(e.ctx, call(s), c.Consultation, c.Draft, in)
	}
	draft := consult.NewDraft{Slug: c.Draft, Title: c.title(content), Language: c.Language}
	r, warnings, err := s.StartDraft(e.ctx, call(s), c.Consultation, draft, in)
	if f, ok := fault.As(err); ok && slices.ContainsFunc(f.Fields, func(f fault.Field) bool { return f.Name == "file" }) {
		return r, nil, err
	}
	return r, warnings, flagsWrong(err)
}

// title is what a new draft is called: as was asked, else by the first heading, else by its slug. What cannot be
// read is refused where it is taken in.
func (c *importDraft) title(content []byte) string {
	if c.Title != "" {
		return c.Title
	}
	return cmp.Or(consult.FirstHeading(content, c.Language), c.Draft)
}

// readFile reads a file, at most one byte more than a draft may have, so that the refusal is the reader's.
func readFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	b, err := io.ReadAll(io.LimitReader(f, consult.MaxTextFile+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return b, nil
}
