package templates

import (
	"net/url"

	"travaux/models"
)

// ImportPage shows a text that was brought in as it is recognised, to be corrected before it is kept. Fields: kind, number
// and heading of the provision of On; title; changes; comments.
type ImportPage struct {
	Base
	Form
	Import   models.TextImport
	Reading  models.Reading             // as the text would be read
	On       string                     // the wid whose tools are shown
	Undo     bool                       // there is a correction to be undone
	Warnings []string                   // in words
	Changes  string                     // what became of the changes that the Word file tracks
	Tracked  int                        // how many there are
	Count    int                        // comments in the file
	Comments map[string][]ImportComment // by wid; "": about the whole text
	Matched  *models.Matched            // with the newest version; nil: there is none
	Missing  int                        // of a translation: provisions of the text without words
	Unplaced []string                   // of a translation: what has no place in the text
}

// ImportComment is a comment of a Word file. Start and End are code points of the words it is about; 0, 0: the provision.
type ImportComment struct {
	Author, Body string
	Start, End   int
}

// Here is where the text is looked at.
func (p ImportPage) Here() string {
	return p.Root() + "/manage/imports/" + url.PathEscape(p.Import.Ref)
}

// OnPath is this page with the tools for a provision.
func (p ImportPage) OnPath(wid string) string {
	return p.Here() + "?" + url.Values{"on": {wid}}.Encode() + "#" + url.PathEscape(wid)
}

// Translated tells whether it is a translation, whose structure is that of the text.
func (p ImportPage) Translated() bool { return p.Import.Language != p.Reading.Language }

// Blocks are the provisions in reading order, with the words marked that comments are about.
func (p ImportPage) Blocks() []Block {
	marks := map[string][]Mark{}
	for wid, list := range p.Comments {
		for _, c := range list {
			if c.End > c.Start {
				marks[wid] = append(marks[wid], Mark{Start: c.Start, End: c.End, Count: 1})
			}
		}
	}
	return blocks(p.Reading, marks, nil)
}

// Cuts are the places after the sentences of a provision.
func (p ImportPage) Cuts(text string) []Cut { return cuts(text) }

// Retitled is the form for the title of the text.
func (p ImportPage) Retitled() Form {
	return Form{Values: url.Values{"title": {p.Reading.Text.Title}}}
}

// Brought is the form for the comments of the file: they are taken unless somebody chose to leave them.
func (p ImportPage) Brought() Form {
	if p.Get("comments") == "false" {
		return p.Form
	}
	return Form{Values: url.Values{"comments": {"true"}}}
}

// Chosen is the form for the tracked changes.
func (p ImportPage) Chosen() Form { return Form{Values: url.Values{"changes": {p.Changes}}} }

// ImportPath is where a text that was brought in is looked at.
func (p DraftFormPage) ImportPath(t models.TextImport) string {
	return p.Root() + "/manage/imports/" + url.PathEscape(t.Ref)
}

// joins are the acts that take a provision away.
func joins() []string { return []string{"join", "delete"} }
