package models

import "time"

// TextImport is a text that somebody brought in, as it was recognised, until it is kept.
type TextImport struct {
	ConsultationID int64  `gorm:"primaryKey;autoIncrement:false"`
	ID             int64  `gorm:"primaryKey;autoIncrement:false"`
	Ref            string // UUID, its address
	Draft          string // the slug of its draft
	NewDraft       bool   // the draft is made when the text is kept
	DraftTitle     string // of a new draft
	Language       string
	Label          string // of the version it becomes
	FileName       string // empty: it was pasted
	File           []byte // a Word file, whose tracked changes can still be taken or refused
	Text, Undo     string // JSON: as it was corrected, and as it was before the last correction, if there was one
	Revision       int64  // counts the corrections
	PersonID       *int64 // nil: whose data was erased
	CreatedAt      time.Time
}

// ImportedComment is a comment of a Word file, which becomes a comment when the version is published.
type ImportedComment struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	ID             int64 `gorm:"primaryKey;autoIncrement:false"`
	VersionID      int64
	ExternalID     string // of the file and of the comment in it, so that none is taken twice
	WID            string `gorm:"column:wid"` // empty: about the whole text
	StartAt        int    // code points; where Exact began
	Exact          string // the words it is about; empty: the provision
	Body           string
	AuthorName     string // as in the file
	PublishName    bool   // never: a name is shown only once its address was confirmed, and a file has none
	PersonID       *int64 // who brought it in
	CreatedAt      time.Time
}

// Matched counts what became of the provisions of the newest version in a text that was brought in.
type Matched struct {
	Of      int // provisions of the newest version
	Kept    int // found again
	Changed int // of them, those with other words
	New     int
	Gone    int
}
