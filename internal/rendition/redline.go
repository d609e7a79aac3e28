package rendition

import (
	"bytes"
	"strconv"

	"travaux/internal/document"
	"travaux/internal/docx"
	"travaux/internal/fault"
	"travaux/internal/i18n"
	"travaux/internal/redline"
	"travaux/models"
	"travaux/templates"
)

// Redline makes a file of what changed between two versions: a page that needs nothing else, or a word-processing file
// whose tracked changes bear the name of the new version. Fault NotFound "export_not_found" for another format.
func Redline(r models.Redline, f models.FileFormat) (File, error) {
	k, ok := kinds[f]
	file := File{
		Name:      r.New.Slug + "-" + named(r.Old.Version) + "-" + named(r.New.Version) + "-" + r.New.Text.Language + "." + k.ending,
		MediaType: k.mediaType,
	}
	var err error
	switch {
	case ok && f == models.FileDOCX:
		file.Body, err = tracked(r)
	case ok && f == models.FileHTML:
		p := wordsOf(r.New.Text.Language)
		page := templates.RedlineFilePage{Base: templates.Base{Lang: p.Lang(), Now: r.At}, Comparison: r.Comparison, About: aboutChanges(r)}
		file.Body, err = templates.RedlineFile.Render(p.Lang(), page)
	default:
		err = fault.Missing("export")
	}
	return file, err
}

// tracked is the file for Word.
func tracked(r models.Redline) ([]byte, error) {
	c := document.Cover{
		Title: r.New.Text.Title, Language: r.New.Text.Language, Direction: i18n.Dir(r.New.Text.Language), About: aboutChanges(r),
		Words: document.Words{Kinds: kindWords(r.New.Text.Language)},
	}
	changes := document.Redlined{Comparison: r.Comparison, Author: called(r.New.Version, wordsOf(r.New.Text.Language)), Date: r.At, Hunks: redline.Hunks}
	if r.New.Version.PublishedAt != nil {
		changes.Date = *r.New.Version.PublishedAt
	}
	var b bytes.Buffer
	err := docx.Write(&b, document.RedlineDOCX(c, changes))
	return b.Bytes(), err
}

// called is what people call a version.
func called(v models.Version, p *i18n.Printer) string {
	if v.Number == 0 {
		return p.T("version.working")
	}
	return p.T("version.number", "number", strconv.Itoa(v.Number))
}

// aboutChanges says which versions are compared, and where that is shown.
func aboutChanges(r models.Redline) []string {
	p := wordsOf(r.New.Text.Language)
	var lines []string
	if consultation, _ := r.Consultation.Title.In(r.New.Text.Language, r.Consultation.Language); consultation != "" && consultation != r.New.Text.Title {
		lines = append(lines, consultation)
	}
	address := r.URL + "/compare/" + templates.VersionSlug(r.Old.Version) + "/" + templates.VersionSlug(r.New.Version)
	if r.New.Text.Language != r.New.Language {
		address += "?text=" + r.New.Text.Language
	}
	lines = append(lines, p.T("compare.from_to", "old", called(r.Old.Version, p), "new", called(r.New.Version, p)))
	return append(lines, p.T("print.address")+" "+address)
}
