// Package rendition makes files of a version of a text, with the words that such a file needs in the text's own
// language. It is what the pages, the API and the command line share.
//
// It refuses to know who asks, the database, the web and the clock.
package rendition

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"sync"

	"travaux/internal/akn"
	"travaux/internal/document"
	"travaux/internal/docx"
	"travaux/internal/fault"
	"travaux/internal/i18n"
	"travaux/internal/place"
	"travaux/models"
)

// File is what somebody saves. Its name is of ASCII letters, digits, stops and hyphens.
type File struct {
	Name, MediaType string
	Body            []byte
}

// kind is a format as files have it.
type kind struct {
	ending, mediaType string
	write             func(w io.Writer, e models.Edition) error
}

var kinds = map[models.FileFormat]kind{
	models.FileDOCX: {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", func(w io.Writer, e models.Edition) error {
		return docx.Write(w, document.ToDOCX(cover(e), e.Provisions))
	}},
	models.FileAKN: {"akn.xml", "application/akn+xml", func(w io.Writer, e models.Edition) error {
		return akn.Write(w, meta(e), e.Provisions)
	}},
	models.FileMarkdown: {"md", "text/markdown; charset=utf-8", func(w io.Writer, e models.Edition) error {
		return document.WriteMarkdown(w, cover(e), e.Provisions)
	}},
	models.FileHTML: {"html", "text/html; charset=utf-8", func(w io.Writer, e models.Edition) error {
		return document.WriteHTML(w, cover(e), e.Provisions)
	}},
	models.FileText: {"txt", "text/plain; charset=utf-8", func(w io.Writer, e models.Edition) error {
		return document.WriteText(w, cover(e), e.Provisions)
	}},
}

// Of makes the file of a version in a format: the same bytes for the same text, but a working version says of which day
// it is. Fault NotFound "export_not_found" for an unknown format.
func Of(e models.Edition, f models.FileFormat) (File, error) {
	k, ok := kinds[f]
	if !ok {
		return File{}, fault.Missing("export")
	}
	var b bytes.Buffer
	if err := k.write(&b, e); err != nil {
		return File{}, err
	}
	return File{Name: e.Slug + "-" + named(e.Version) + "-" + e.Text.Language + "." + k.ending, MediaType: k.mediaType, Body: b.Bytes()}, nil
}

// named is a version in the name of a file.
func named(v models.Version) string {
	if v.Number == 0 {
		return "working"
	}
	return "v" + strconv.Itoa(v.Number)
}

// bundle are the catalogues; they are part of the program, and a test loads them.
var bundle = sync.OnceValue(func() *i18n.Bundle {
	b, err := i18n.Load()
	if err != nil {
		panic(err)
	}
	return b
})

// wordsOf speaks the language of a text, or English where the house does not.
func wordsOf(language string) *i18n.Printer {
	base, _, _ := strings.Cut(language, "-")
	return bundle().For(base)
}

// number is where a word for a kind takes the number.
const number = "{number}"

// kindWords are the words for kinds in the language of a text. Where the house does not speak it there are none, and
// numbers stand alone. Paragraphs and points are called by their number alone, as laws do.
func kindWords(language string) map[models.ProvisionKind]string {
	p := wordsOf(language)
	out := map[models.ProvisionKind]string{}
	if base, _, _ := strings.Cut(language, "-"); p.Lang() != base {
		return out
	}
	for _, k := range models.ProvisionKinds {
		if k != models.Paragraph && k != models.Point {
			out[k] = p.T("provision."+string(k), "number", number)
		}
	}
	return out
}

// cover is what a file says of itself.
func cover(e models.Edition) document.Cover {
	language := e.Text.Language
	c := document.Cover{
		Title: e.Text.Title, Language: language, Direction: i18n.Dir(language), About: about(e), Mark: e.Mark,
		Words: document.Words{Contents: wordsOf(language).T("reader.contents"), Kinds: kindWords(language)},
	}
	for _, n := range e.Notes {
		c.Remarks = append(c.Remarks, document.Remark{WID: n.WID, Exact: n.Exact, Author: n.Name, Text: n.Body, Date: n.CreatedAt})
	}
	return c
}

// about says where the text comes from, which version it is, whether it decides, and how to tell that it is this one.
func about(e models.Edition) []string {
	p := wordsOf(e.Text.Language)
	consultation, _ := e.Consultation.Title.In(e.Text.Language, e.Consultation.Language)
	lines := []string{version(e, p)}
	if consultation != e.Text.Title && consultation != "" {
		lines = append([]string{consultation}, lines...)
	}
	address := e.URL + "/v/" + strconv.Itoa(e.Version.Number)
	if e.Version.Number == 0 {
		address = e.URL + "/working"
	}
	if e.Text.Language != e.Language {
		lines = append(lines, p.T("reader.authoritative", "language", place.LanguageName(e.Language, p.Lang())))
		address += "?text=" + e.Text.Language
	}
	lines = append(lines, p.T("print.address")+" "+address)
	if e.Text.SHA256 != "" {
		lines = append(lines, p.T("reader.fingerprint")+" "+e.Text.SHA256)
	}
	return lines
}

// version says which version a file is of, its name if it has one, and its day.
func version(e models.Edition, p *i18n.Printer) string {
	line := p.T("file.working", "date", p.Date(e.At, "UTC"))
	if e.Version.Number > 0 {
		line = p.T("version.number", "number", strconv.Itoa(e.Version.Number))
	}
	if e.Version.Label != "" {
		line += " · " + e.Version.Label
	}
	if e.Text.PublishedAt != nil {
		line += " · " + p.T("version.published", "date", p.Date(*e.Text.PublishedAt, "UTC"))
	}
	return line
}

// meta is the same for Akoma Ntoso.
func meta(e models.Edition) akn.Meta {
	publisher, _ := e.Consultation.Title.In(e.Text.Language, e.Consultation.Language)
	m := akn.Meta{
		Consultation: e.Consultation.Slug, Draft: e.Slug, Version: e.Version.Number, Language: e.Text.Language, Original: e.Language,
		Title: e.Text.Title, PublishedAt: e.At, Languages: e.Languages, URL: e.URL, Publisher: publisher, Kinds: kindWords(e.Text.Language),
	}
	if e.Text.PublishedAt != nil {
		m.PublishedAt = *e.Text.PublishedAt
	}
	for _, v := range e.Published {
		if v.PublishedAt != nil {
			m.Published = append(m.Published, akn.Event{Version: v.Number, At: *v.PublishedAt})
		}
	}
	return m
}
