package templates

import (
	"net/url"

	"travaux/models"
)

// FileLink is a version as a file.
type FileLink struct {
	Format models.FileFormat
	Path   string
}

// Files are the files of the version that is shown, in its language; where words of an earlier version stand in for it, in the
// authoritative one.
func (p ReaderPage) Files() []FileLink {
	return files(p.VersionPath(p.Reading.Version.Number), p.Reading)
}

// Files are the files of the working version in the language in which it is shown.
func (p WorkingPage) Files() []FileLink {
	return files(p.Root()+"/drafts/"+url.PathEscape(p.Reading.Slug)+"/working", p.Reading)
}

func files(at string, r models.Reading) []FileLink {
	query := ""
	if r.Text.Language != r.Language && r.From == 0 {
		query = "?" + url.Values{"text": {r.Text.Language}}.Encode()
	}
	list := make([]FileLink, len(models.FileFormats))
	for i, f := range models.FileFormats {
		list[i] = FileLink{f, at + "/download/" + string(f) + query}
	}
	return list
}
