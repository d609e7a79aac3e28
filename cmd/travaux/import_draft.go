package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"

	"travaux/internal/app"
	"travaux/internal/consult"
	"travaux/internal/document"
	"travaux/models"
)

// importCmd reads files; summaries are one JSON object, alone on standard output.
type importCmd struct {
	Draft    importDraft    `cmd:"" help:"Read a text in Markdown or HTML as the draft's next version, or as a translation of its newest."`
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
	File         string `arg:"" help:"The file; its format is told by its content."`
}

// draftSummary is what an import of a draft answers. Version is null while it is a working version.
type draftSummary struct {
	Provisions int      `json:"provisions"`
	Version    *int     `json:"version"`
	Warnings   []string `json:"warnings"`
}

// Run makes the draft if need be, reads the file and publishes what it became.
func (c *importDraft) Run(e *env) error {
	if c.Reason != "" && !c.Publish {
		return misused("--reason needs --publish")
	}
	content, err := readText(c.File)
	if err != nil {
		return err
	}
	return e.with(func(a *app.App) error {
		s := a.Consult()
		if err := c.makeDraft(e, s, content); err != nil {
			return err
		}
		in := consult.NewVersion{Content: content, Label: c.Label, Language: c.Language}
		r, warnings, err := s.ImportVersion(e.ctx, call(s), c.Consultation, c.Draft, in)
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

// makeDraft makes the draft when it is not there. The text is read first, so that a file that cannot be read
// leaves no empty draft behind.
func (c *importDraft) makeDraft(e *env, s *consult.Service, content string) error {
	drafts, err := s.Drafts(e.ctx, models.Actor{System: true}, c.Consultation)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(drafts, func(d models.DraftSummary) bool { return d.Slug == c.Draft }) {
		return nil
	}
	tree, err := document.Read(document.Detect([]byte(content)), []byte(content), c.Language)
	if err != nil {
		return fmt.Errorf("read %s: %w", c.File, err)
	}
	title := cmp.Or(c.Title, tree.Title, firstHeading(tree), c.Draft)
	_, err = s.CreateDraft(e.ctx, call(s), c.Consultation, consult.NewDraft{Slug: c.Draft, Title: title, Language: c.Language})
	return flagsWrong(err)
}

func firstHeading(t document.Tree) string {
	for _, p := range t.Provisions {
		if p.Heading != "" {
			return p.Heading
		}
	}
	return ""
}

// readText reads a file, at most one byte more than a draft may have, so that the refusal is the reader's.
func readText(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // it was only read
	b, err := io.ReadAll(io.LimitReader(f, document.MaxBytes+1))
	if err != nil {
		return "", fmt.Errorf("read %s: %w", name, err)
	}
	return string(b), nil
}
