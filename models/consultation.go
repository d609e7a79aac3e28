package models

import "time"

// Consultation is one process on one charter.
type Consultation struct {
	ID            int64 `gorm:"primaryKey;autoIncrement:false"`
	Slug          string
	Title         Texts
	Summary       Texts
	Language      string     // the main one
	Languages     List       // those it is held in
	PreModeration bool       // comments wait for a moderator
	NoticeVersion int        // newest notices; 0: none, nothing may be contributed
	ChangeSeq     int64      // raised by every write transaction: what caches are keyed by
	CommentNumber int64      // last comment number given out
	SettledAt     *time.Time // when the published attributes of its comments became final
	RoundAt       *time.Time // when comments were taken again after that: the attributes of those before stay as they are
	CreatedAt     time.Time
}

// PartnerRole tells a co-lead from a partner.
type PartnerRole string

// The partner roles.
const (
	CoLead  PartnerRole = "co_lead"
	Partner PartnerRole = "partner"
)

// PartnerOrganisation stands behind a consultation and is named on its front page.
type PartnerOrganisation struct {
	ConsultationID  int64 `gorm:"primaryKey;autoIncrement:false"`
	ID              int64 `gorm:"primaryKey;autoIncrement:false"`
	Name            string
	Role            PartnerRole
	Country         string
	StakeholderType StakeholderType
	URL             string
	Position        int
}

// Document is background to read: a link, or a file kept here.
type Document struct {
	ConsultationID int64  `gorm:"primaryKey;autoIncrement:false"`
	ID             int64  `gorm:"primaryKey;autoIncrement:false"`
	Ref            string // UUIDv7, public
	Title          Texts
	URL            string // empty for a file
	FileName       string
	MediaType      string
	Size           int64
	SHA256         string `gorm:"column:sha256"`
	Position       int
	CreatedAt      time.Time
}

// DocumentFile is the content of a document that is a file.
type DocumentFile struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	DocumentID     int64 `gorm:"primaryKey;autoIncrement:false"`
	Content        []byte
}

// Notices are what a consultation tells before anything is contributed, one frozen row a version.
type Notices struct {
	ConsultationID int64  `gorm:"primaryKey;autoIncrement:false"`
	Version        int    `gorm:"primaryKey;autoIncrement:false"`
	Responsible    Texts  // who is responsible for what is kept
	Contact        Texts  // how to reach them
	Hosting        Texts  // where it is kept
	Privacy        Texts  // what is kept
	Readers        Texts  // who sees what
	Retention      Texts  // how long
	Law            Texts  // what the law may force out
	Publication    Texts  // what of a contribution is made public, and by which rules
	Licence        string // SPDX, default CC-BY-4.0
	CreatedAt      time.Time
}

// NoticePart is one part of the notices: its name on both surfaces and in the catalogues, and its words.
type NoticePart struct {
	Name  string
	Texts Texts
}

// Parts are the parts of the notices in the order they are read.
func (n Notices) Parts() []NoticePart {
	return []NoticePart{
		{"responsible", n.Responsible},
		{"contact", n.Contact},
		{"hosting", n.Hosting},
		{"privacy", n.Privacy},
		{"readers", n.Readers},
		{"retention", n.Retention},
		{"law", n.Law},
		{"publication", n.Publication},
	}
}

// Front is what the front page of a consultation needs.
type Front struct {
	Consultation
	Phases    []Phase
	Partners  []PartnerOrganisation
	Documents []Document
	Drafts    []DraftSummary
	Events    []Event // the next ones
	Comments  int     // published so far
	Answered  int
	Removed   Removed // those that are no longer shown
	Timeline  []PhaseView

	Signatures Newest[SignatureView] // of those that stand; where there is a phase for them
	Pledges    int                   // public ones that stand; likewise
}

// Open gives the phase of a kind that takes something at an instant, from some place at least; see OpenPhase.
func (f Front) Open(kind PhaseKind, at time.Time) (p Phase, late, ok bool) {
	return OpenPhase(f.Phases, kind, nil, at)
}

// Phase gives the first phase of a kind that is open, else the next one, else the last one.
func (f Front) Phase(kind PhaseKind, at time.Time) (Phase, bool) {
	return CurrentPhase(f.Phases, kind, at)
}
