package main

import (
	"io"
	"strconv"

	"travaux/internal/app"
	"travaux/internal/consult"
	"travaux/internal/rendition"
	"travaux/models"
)

type exportDraft struct {
	Consultation string `required:"" placeholder:"SLUG" help:"The consultation."`
	Draft        string `required:"" placeholder:"SLUG" help:"The draft."`
	Version      string `placeholder:"N" help:"The number of a published version, or working; default: the newest published one."`
	Language     string `placeholder:"TAG" help:"The language of the text; default: the draft's."`
	Format       string `required:"" enum:"docx,akn,markdown,html,text" help:"${enum}; akn is Akoma Ntoso 3.0."`
	Out          string `placeholder:"FILE" help:"Where to write; default: standard output."`
}

// Run writes the file.
func (c *exportDraft) Run(e *env) error {
	w := consult.Which{Language: c.Language}
	switch c.Version {
	case "":
	case "working":
		w.Working = true
	default:
		n, err := strconv.Atoi(c.Version)
		if err != nil || n < 1 {
			return misused("--version is a number from 1, or working")
		}
		w.Number = n
	}
	return e.with(func(a *app.App) error {
		edition, err := a.Consult().Edition(e.ctx, models.Actor{System: true}, c.Consultation, c.Draft, w)
		if err != nil {
			return err
		}
		f, err := rendition.Of(edition, models.FileFormat(c.Format))
		if err != nil {
			return err
		}
		return written(c.Out, e.stdout, func(w io.Writer) error {
			_, err := w.Write(f.Body)
			return err
		})
	})
}
