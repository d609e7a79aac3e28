package models

import (
	"slices"
	"time"
)

// PreparationState is where a signature that a colleague prepares for an officer stands.
type PreparationState string

// The states of a preparation.
const (
	PreparationClearing  PreparationState = "clearing"  // somebody is still to clear it
	PreparationWaiting   PreparationState = "waiting"   // the officer has the link
	PreparationReturned  PreparationState = "returned"  // the officer sent it back with a remark
	PreparationSigned    PreparationState = "signed"    // it became a signature
	PreparationCancelled PreparationState = "cancelled" // a colleague called it off
)

// Preparation is a signature that a colleague prepares for an officer; an organisation has one that is under way.
type Preparation struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	ID             int64 `gorm:"primaryKey;autoIncrement:false"`
	Ref            string
	OrganisationID int64
	State          PreparationState
	Revision       int    // the number of the one that counts
	SignatureID    *int64 // what it became
	CreatedAt      time.Time
	Until          time.Time // when it ended, or its newest link runs out; what is personal goes some days later
}

// Open tells whether it can still become a signature.
func (p Preparation) Open() bool {
	return p.State != PreparationSigned && p.State != PreparationCancelled
}

// PreparationRevision is what would be signed, frozen; a change makes another.
type PreparationRevision struct {
	ConsultationID     int64 `gorm:"primaryKey;autoIncrement:false"`
	PreparationID      int64 `gorm:"primaryKey;autoIncrement:false"`
	Number             int   `gorm:"primaryKey;autoIncrement:false"`
	Organisation       Texts // its names when it was prepared
	DraftID            int64
	VersionID          int64
	Language           string
	SHA256             string `gorm:"column:sha256"`
	TermsVersion       int
	TermsSHA256        string `gorm:"column:terms_sha256"`
	OfficerName        string
	OfficerTitle       string
	OfficerEmail       string
	OfficerEmailKey    string
	AuthorityStatement string
	Reservation        string
	ReservationKind    string
	PublishOn          string // the day as it was given; empty: at once
	PreparedAt         time.Time
	PreparedBy         *int64 // nil: they are erased
}

// TableName is where revisions are kept.
func (PreparationRevision) TableName() string { return "signature_revisions" }

// TableName is where preparations are kept.
func (Preparation) TableName() string { return "signature_preparations" }

// The kinds of links that a preparation mails.
const (
	LinkClear   = "clear"
	LinkOfficer = "officer"
)

// LinkState is what became of a link.
type LinkState string

// The states of a link.
const (
	LinkAsked    LinkState = "asked"
	LinkCleared  LinkState = "cleared"
	LinkObjected LinkState = "objected"
	LinkSigned   LinkState = "signed"
	LinkReturned LinkState = "returned"
	LinkReplaced LinkState = "replaced" // by a newer one
)

// SignatureLink is a link of a revision that was mailed to one address; the database has its hash alone.
type SignatureLink struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	ID             int64 `gorm:"primaryKey;autoIncrement:false"`
	Ref            string
	PreparationID  int64
	Revision       int
	Kind           string
	Name           string
	Email          string
	EmailKey       string
	Hash           string // empty once whom it was for is erased
	State          LinkState
	Remark         string // what stands against it; for those who prepare it
	NoticeVersion  int    // of the privacy notice that was shown; 0: before an answer
	CreatedAt      time.Time
	Until          time.Time
	RemindedAt     *time.Time
	AnsweredAt     *time.Time
}

// PreparationView is a preparation with what it says, on what, and who has which link.
type PreparationView struct {
	Preparation  Preparation
	Revision     PreparationRevision
	Organisation Organisation
	Draft        Draft
	Version      int
	Title        string          // of the text
	Preparer     string          // who prepared the revision; empty: they are erased
	Links        []SignatureLink // of the revision, those that were replaced left out
	Earlier      []SignatureLink // answers on earlier revisions, newest first
	Signature    string          // the reference of what it became
	Why          error           // why it could not be signed now; nil: it could
}

// Clearers are those who are asked to clear it.
func (v PreparationView) Clearers() []SignatureLink {
	return slices.DeleteFunc(slices.Clone(v.Links), func(l SignatureLink) bool { return l.Kind != LinkClear })
}

// Officer is the officer's link; nil before it is mailed.
func (v PreparationView) Officer() *SignatureLink {
	for i := range v.Links {
		if v.Links[i].Kind == LinkOfficer {
			return &v.Links[i]
		}
	}
	return nil
}
