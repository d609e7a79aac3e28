package templates

import (
	"slices"
	"strconv"

	"travaux/internal/place"
	"travaux/models"
)

// Column is a provision in the language that is read beside the text.
type Column struct {
	Lang      string
	Provision models.Provision
	Apart     *models.Apart
	Silent    bool // its words stand in the other column already, so only what is missing is said
}

// besides puts another language beside the provisions of a text.
func besides(list []Block, r, beside models.Reading) {
	there := make(map[string]models.Provision, len(beside.Provisions))
	for _, p := range beside.Provisions {
		there[p.WID] = p
	}
	for i := range list {
		b := &list[i]
		p := there[b.WID]
		c := Column{Lang: p.Language, Provision: p}
		if apart, ok := beside.Marked[b.WID]; ok {
			c.Apart = &apart
		}
		c.Silent = p.Language == b.Lang
		b.Silent = c.Silent && b.Foreign
		c.Silent = c.Silent && !b.Silent
		b.Beside = &c
	}
}

// TextChoices are the languages in which the version can be read: its own, then those of earlier versions.
func (p ReaderPage) TextChoices() []string {
	out := slices.Clone(p.Reading.Languages)
	for _, t := range p.Reading.Earlier {
		out = append(out, t.Language)
	}
	return out
}

// TextIn is this page with the text in another language.
func (p ReaderPage) TextIn(lang string) string { return p.with("text", lang, "") }

// BesideChoices are the languages that can be read beside the text.
func (p ReaderPage) BesideChoices() []string {
	return slices.DeleteFunc(p.TextChoices(), func(l string) bool { return l == p.Reading.Text.Language })
}

// BesideIn is this page with another language beside the text; empty: none.
func (p ReaderPage) BesideIn(lang string) string { return p.with("beside", lang, "") }

// BesideLang is the language that is read beside the text; empty: none.
func (p ReaderPage) BesideLang() string {
	if p.Beside == nil {
		return ""
	}
	return p.Beside.Text.Language
}

// Words is the provision, for what shows one.
func (c *Column) Words() *models.Provision { return &c.Provision }

// Standing is how a provision of a translation stands to the text, in words, with the other words.
type Standing struct {
	What  string
	Other *models.Provision
}

// apart says how a provision stands to the text where it is not current.
func (s speaker) apart(r models.Reading, a *models.Apart) Standing {
	switch {
	case a.Other == nil:
		return Standing{What: s.T("translation.gap")}
	case r.From > 0:
		return Standing{s.T("reader.changed_since", "number", strconv.Itoa(r.From)), a.Other}
	}
	return Standing{s.T("reader.stale", "language", place.LanguageName(r.Language, s.Lang())), a.Other}
}

func (s speaker) apartBeside(r *models.Reading, a *models.Apart) Standing { return s.apart(*r, a) }
