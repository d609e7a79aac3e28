package models

import "time"

// FileFormat is a format in which a version can be had as a file.
type FileFormat string

// The formats of files.
const (
	FileDOCX     FileFormat = "docx"
	FileAKN      FileFormat = "akn" // Akoma Ntoso 3.0
	FileMarkdown FileFormat = "markdown"
	FileHTML     FileFormat = "html"
	FileText     FileFormat = "text"
)

// FileFormats are all formats, the one that most people want first.
var FileFormats = []FileFormat{FileDOCX, FileHTML, FileText, FileMarkdown, FileAKN}

// Edition is a version in one language as a file of it needs it.
type Edition struct {
	Reading                   // without counts of comments
	Consultation Consultation // who consults
	URL          string       // of the draft
	Published    []Version    // the published versions up to this one, oldest first
	At           time.Time    // when it was asked for
	Mark         string       // of a working version: by it a Word file is known when it comes back
	Notes        []NoteView   // of a working version: those that are open on its text in this language, oldest first
}

// Redline is two versions in one language as a file of their difference needs them.
type Redline struct {
	Comparison
	Consultation Consultation // who consults
	URL          string       // of the draft
	At           time.Time    // when it was asked for
}

// RedlineFormats are the formats of such files.
var RedlineFormats = []FileFormat{FileDOCX, FileHTML}
