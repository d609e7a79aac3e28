package story

import (
	"travaux/internal/consult"
	"travaux/models"
)

// Draft is one draft of a consultation.
type Draft struct {
	c        *Consultation
	Slug     string
	Warnings []string // of the newest text that was read
}

// Draft makes a draft in the consultation's language and publishes its first version, from Markdown or HTML.
func (c *Consultation) Draft(slug, content string) *Draft {
	d := c.NewDraft(consult.NewDraft{Slug: slug, Title: slug, Language: c.Head().Language})
	d.Import(consult.NewVersion{Content: content})
	d.Publish("")
	return d
}

// NewDraft makes a draft without a version.
func (c *Consultation) NewDraft(in consult.NewDraft) *Draft {
	c.step("draft "+in.Slug, func() error {
		_, err := c.Service.CreateDraft(c.ctx, c.System(), c.Slug, in)
		return err
	})
	if c.first == "" {
		c.first = in.Slug
	}
	return &Draft{c: c, Slug: in.Slug}
}

// Import reads a text as the working version; in another language than the draft's, as a translation.
func (d *Draft) Import(in consult.NewVersion) models.Reading {
	var r models.Reading
	d.c.step("text of "+d.Slug, func() error {
		var err error
		r, d.Warnings, err = d.c.Service.ImportVersion(d.c.ctx, d.c.System(), d.c.Slug, d.Slug, in)
		return err
	})
	return r
}

// Translate keeps a translation of a version; number 0 is the working version, else the newest.
func (d *Draft) Translate(language, content string, number int) models.Reading {
	var r models.Reading
	d.c.step(language+" text of "+d.Slug, func() error {
		var err error
		r, d.Warnings, err = d.c.Service.Translate(d.c.ctx, d.c.System(), d.c.Slug, d.Slug, number,
			consult.NewVersion{Content: content, Language: language})
		return err
	})
	return r
}

// Publish publishes the working version, with a public reason or none.
func (d *Draft) Publish(reason string) models.Reading {
	var r models.Reading
	d.c.step("publish "+d.Slug, func() error {
		var err error
		r, err = d.c.Service.PublishVersion(d.c.ctx, d.c.System(), d.c.Slug, d.Slug, consult.NewPublication{Reason: reason})
		return err
	})
	return r
}

// Reading is a published version of the draft; number 0 is the newest, no language the draft's.
func (d *Draft) Reading(number int, language string) models.Reading {
	var r models.Reading
	d.c.step("read "+d.Slug, func() error {
		var err error
		r, err = d.c.Service.Reading(d.c.ctx, models.Actor{}, d.c.Slug, d.Slug, consult.Which{Number: number, Language: language})
		return err
	})
	return r
}
