package models

import "time"

// Note is what somebody who works on a text wrote on a provision of it, for the others who do. It is never public.
type Note struct {
	ConsultationID int64  `gorm:"primaryKey;autoIncrement:false"`
	ID             int64  `gorm:"primaryKey;autoIncrement:false"`
	Ref            string // UUID, its address
	DraftID        int64  // of the draft, not of a version: it is found again after publication
	Language       string // of the text it was written on
	WID            string `gorm:"column:wid"` // empty: about the whole text
	Exact          string // the words it is about; empty: the provision
	Body           string // plain text
	FromFile       bool   // it was a comment of a Word file
	AuthorName     string // whom that file names; else empty
	PersonID       *int64 // who wrote it or brought it in; nil: a command, or whose data was erased
	SettledAt      *time.Time
	SettledBy      *int64
	CreatedAt      time.Time // from a file: what that says, else when it was brought in
}

// NoteView is a note as those who may read it see it.
type NoteView struct {
	Note
	Name string // of who wrote it, or whom the file names; empty: a command, or somebody whose data was erased
	Mine bool   // they wrote it or brought it in
}

// Notes are a page of them, newest first.
type Notes struct {
	Items []NoteView
	Next  string // cursor; empty on the last page
}

// NoteFilter narrows a list of notes.
type NoteFilter struct {
	WID    *string // on one provision; "": on the whole text
	Open   bool    // only those that are not settled
	Cursor string
	Limit  int `query:"limit"` // 0: as many as a page may have
}
