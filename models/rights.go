package models

import "time"

// Erasure says that the words of a comment are gone. Without its row the database lets nobody empty or delete them.
type Erasure struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	CommentID      int64 `gorm:"primaryKey;autoIncrement:false"`
	What           ErasedPart
	Why            ErasureReason
	AskedBy        string // author, retention
	At             time.Time
	PurgedAt       *time.Time // when its traces were overwritten on the disk
}

// ErasedPart says how much of a comment is gone.
type ErasedPart string

// What can be erased.
const ErasedAll ErasedPart = "text_and_person"

// ErasureReason says why a comment was erased.
type ErasureReason string

// The reasons.
const (
	ErasedByAuthor ErasureReason = "author" // who wrote it asked
	ErasedPerson   ErasureReason = "person" // its author asked that everything about them goes
	ErasedLapsed   ErasureReason = "lapsed" // its address was not confirmed in time
)

// ConsentKind says to what somebody agreed.
type ConsentKind string

// The kinds of consent.
const (
	ConsentName    ConsentKind = "publish_name" // to be shown by name
	ConsentNotices ConsentKind = "notices"      // to contribute under the notices shown
)

// Consent is what somebody agreed to with a comment, in the words they saw. The words of notices are those of their
// version, which never changes.
type Consent struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	ID             int64 `gorm:"primaryKey;autoIncrement:false"`
	CommentID      int64
	Kind           ConsentKind
	NoticeVersion  int
	Language       string
	Wording        string
	GivenAt        time.Time
	WithdrawnAt    *time.Time
}

// ReportDecision is what moderators made of a report; empty while it waits.
type ReportDecision string

// The decisions.
const (
	ReportWaits     ReportDecision = ""
	ReportHidden    ReportDecision = "hidden"
	ReportDismissed ReportDecision = "dismissed"
)

// ReportNotMine is the kind of report that says that a comment is not by whom it is shown to be.
const ReportNotMine = "not_mine"

// Report is what somebody told the moderators about a published comment.
type Report struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	ID             int64 `gorm:"primaryKey;autoIncrement:false"`
	CommentID      int64
	Kind           string
	Body           string
	Email          string // where to answer, if they said; anybody can type any
	EmailKey       string // of that address
	ReportedBy     *int64 // who was signed in and said it
	CreatedAt      time.Time
	Decision       ReportDecision
	PersonID       *int64 // who decided
	DecidedAt      *time.Time
}

// Removed counts the comments of a consultation that were there and are no longer shown.
type Removed struct{ Hidden, Withdrawn, Disowned, Lapsed, Erased int }

// ErasureWish is what becomes of the comments of a person who asks that everything about them goes.
type ErasureWish string

// The wishes.
const (
	EraseComments ErasureWish = "erase" // their texts go as well
	KeepComments  ErasureWish = "keep"  // they stay, without the name
)

// KeptTable is what is kept about somebody in one table: its name and columns are in the catalogues.
type KeptTable struct {
	Name    string
	Columns []string
	Rows    []map[string]any
}

// MyComment is a comment as its author sees it.
type MyComment struct {
	Consultation string // slug
	CommentView
	Commitment    string
	NoticeVersion int
	PublishName   bool
	Consents      []Consent
}

// MyData is everything that is kept about a person.
type MyData struct {
	Person   Person
	Comments []MyComment
	Kept     []KeptTable
}
