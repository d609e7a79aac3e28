package templates

import (
	"net/url"
	"strconv"

	"travaux/models"
)

// TranslationsPage lists the translations of a draft for those who make them. Field (GET): language, of.
type TranslationsPage struct {
	Base
	Draft     models.Draft
	Versions  []models.Translations // the working version first
	Languages []string              // of the consultation
}

// In is where the translation of a version into a language is worked on.
func (p TranslationsPage) In(language string, number int) string {
	return translationIn(p.Base, p.Draft, language, number)
}

// Of is the version that a new translation is begun for.
func (p TranslationsPage) Of() int { return p.Versions[0].Version.Number }

// Others are the languages of the consultation that the text is not in.
func (p TranslationsPage) Others() []string {
	var out []string
	for _, l := range p.Languages {
		if l != p.Draft.Language {
			out = append(out, l)
		}
	}
	return out
}

// TranslationPage shows a translation provision by provision beside what it follows. Fields: of (the version, 0 the
// working one), unfinished (how much is left when it is published).
type TranslationPage struct {
	Base
	Form
	Reading models.Reading
	Begun   bool
	Source  string // the title of the text
	Numbers []int  // the versions that it can be of; 0 is the working one
	Items   []models.TranslatedProvision
	Count   models.TranslationCount
}

// TranslationItem is a provision with the next and the previous one that something is to be done about.
type TranslationItem struct {
	models.TranslatedProvision
	Called         models.Provision
	Next, Previous string // wids; empty: none
}

// Follows is the provision of the text.
func (t TranslationItem) Follows() *models.Provision { return &t.Source }

// Shown are the provisions that are listed: all, or with ?only=left those that something is to be done about.
func (p TranslationPage) Shown() []TranslationItem {
	above := map[string]models.Provision{}
	var out []TranslationItem
	left := ""
	for _, t := range p.Items {
		above[t.Source.WID] = called(t.Source, above[t.Source.Parent])
		if p.Only() && !t.Left() {
			continue
		}
		out = append(out, TranslationItem{TranslatedProvision: t, Called: above[t.Source.WID], Previous: left})
		if t.Left() {
			left = t.Source.WID
		}
	}
	left = ""
	for i := len(out) - 1; i >= 0; i-- {
		out[i].Next = left
		if out[i].Left() {
			left = out[i].Source.WID
		}
	}
	return out
}

// First is the first provision that something is to be done about; empty when there is none.
func (p TranslationPage) First() string {
	for _, t := range p.Items {
		if t.Left() {
			return t.Source.WID
		}
	}
	return ""
}

// Left are the provisions that something is to be done about, as they are called.
func (p TranslationPage) Left() []TranslationItem {
	p.Query = url.Values{"only": {"left"}}
	return p.Shown()
}

// Unfinished is how many those are.
func (p TranslationPage) Unfinished() int { return p.Count.Stale + p.Count.Gaps }

// Only tells whether what is done is left out.
func (p TranslationPage) Only() bool { return p.Query.Get("only") == "left" }

// OnlyPath is this page with only what is left to do, and AllPath with everything.
func (p TranslationPage) OnlyPath() string { return p.with("left") }

// AllPath is this page with everything.
func (p TranslationPage) AllPath() string { return p.with("") }

func (p TranslationPage) with(only string) string {
	q := url.Values{}
	if p.Reading.Version.Number > 0 {
		q.Set("of", strconv.Itoa(p.Reading.Version.Number))
	}
	if only != "" {
		q.Set("only", only)
	}
	if len(q) == 0 {
		return p.At()
	}
	return p.At() + "?" + q.Encode()
}

// At is where the translation is, without its version: where its forms are sent.
func (p TranslationPage) At() string {
	return translationIn(p.Base, p.Reading.Draft, p.Count.Language, 0)
}

// OfPath is the translation of another version.
func (p TranslationPage) OfPath(number int) string {
	return translationIn(p.Base, p.Reading.Draft, p.Count.Language, number)
}

// AllTranslations is the list of translations.
func (p TranslationPage) AllTranslations() string {
	return p.Root() + "/drafts/" + url.PathEscape(p.Reading.Slug) + "/translations"
}

// EditPath is where a provision is translated.
func (p TranslationPage) EditPath(wid string) string {
	return withText(p.Root()+"/drafts/"+url.PathEscape(p.Reading.Slug)+"/working/edit/"+url.PathEscape(wid), p.Reading)
}

// MayEdit tells whether it can still be changed.
func (p TranslationPage) MayEdit() bool { return p.Begun && !p.Count.Frozen }

// translationIn is where the translation of a version is worked on.
func translationIn(b Base, d models.Draft, language string, number int) string {
	at := b.Root() + "/drafts/" + url.PathEscape(d.Slug) + "/translations/" + url.PathEscape(language)
	if number > 0 {
		at += "?of=" + strconv.Itoa(number)
	}
	return at
}
