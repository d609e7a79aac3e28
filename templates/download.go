package templates

import (
	"net/url"

	"travaux/models"
)

// FileList is what can be saved: the text, or what changed in it.
type FileList struct {
	What  string // "text" or "changes"
	Links []FileLink
}

// FileLink is one file.
type FileLink struct {
	Format models.FileFormat
	Path   string
}

// Files are the files of the version that is shown, in its language; where words of an earlier version stand in for it, in the
// authoritative one.
func (p ReaderPage) Files() FileList {
	return files(p.VersionPath(p.Reading.Version.Number), p.Reading)
}

// Files are the files of the working version in the language in which it is shown.
func (p WorkingPage) Files() FileList {
	return files(p.Root()+"/drafts/"+url.PathEscape(p.Reading.Slug)+"/working", p.Reading)
}

// Files are the files of what changed, in the language in which it is shown.
func (p ComparePage) Files() FileList {
	at := p.DraftPath() + "/compare/" + VersionSlug(p.Comparison.Old.Version) + "/" + VersionSlug(p.Comparison.New.Version)
	return FileList{"changes", links(at, p.Comparison.New, models.RedlineFormats)}
}

func files(at string, r models.Reading) FileList {
	return FileList{"text", links(at, r, models.FileFormats)}
}

func links(at string, r models.Reading, formats []models.FileFormat) []FileLink {
	query := ""
	if r.Text.Language != r.Language && r.From == 0 {
		query = "?" + url.Values{"text": {r.Text.Language}}.Encode()
	}
	list := make([]FileLink, len(formats))
	for i, f := range formats {
		list[i] = FileLink{f, at + "/download/" + string(f) + query}
	}
	return list
}

// RedlineFilePage is what changed between two versions as a file by itself, with everything that did not change.
type RedlineFilePage struct {
	Base
	Comparison models.Comparison
	About      []string // lines that say what it is
}

// redlineFile puts its comparison into rows, sentences and counts.
func (s speaker) redlineFile(p RedlineFilePage) Redline {
	return s.redline(ComparePage{Base: p.Base, Comparison: p.Comparison, All: true})
}

// Samples are the examples of the page: in the text's language, right to left, and two versions that say the same.
func (RedlineFilePage) Samples() []RedlineFilePage {
	b := sampleBase(SectionNone, "")
	about := []string{"From Version 1 to Version 2", "Address: https://charter.example.org/c/sample-charter/drafts/charter/compare/1/2"}
	return []RedlineFilePage{
		{b, sampleComparison(), about}, {b, sampleArabic(), about}, {b, models.Comparison{Old: sampleOld(), New: sampleReading()}, about},
	}
}
