package models

import (
	"database/sql/driver"
	"time"
)

// PledgeStatus is where the newest words of a pledge stand.
type PledgeStatus string

// Where they stand. What was published once stays public while an amendment of it is written and reviewed.
const (
	PledgeDraft     PledgeStatus = "draft"
	PledgeSubmitted PledgeStatus = "submitted"         // it waits for the secretariat
	PledgeChanges   PledgeStatus = "changes_requested" // the secretariat said what it asks for
	PledgePublished PledgeStatus = "published"
	PledgeWithdrawn PledgeStatus = "withdrawn"
)

// PledgeStatuses are all of them, in the order in which they are shown.
var PledgeStatuses = []PledgeStatus{PledgeDraft, PledgeSubmitted, PledgeChanges, PledgePublished, PledgeWithdrawn}

// PublicPledgeStatuses are those that everybody is told.
var PublicPledgeStatuses = []PledgeStatus{PledgePublished, PledgeWithdrawn}

// Pledge is what an organisation says it will do; its words are in its versions.
type Pledge struct {
	ConsultationID  int64  `gorm:"primaryKey;autoIncrement:false"`
	ID              int64  `gorm:"primaryKey;autoIncrement:false"`
	Ref             string // UUIDv7
	OrganisationID  int64
	Country         string
	Region          string
	StakeholderType StakeholderType
	Status          PledgeStatus
	Written         int // the number of the newest version
	Shown           int // the number of the one that is public; 0: none
	Late            bool
	CreatedAt       time.Time
	CreatedBy       *int64     // nil: the command line, or somebody whose data is erased
	SubmittedAt     *time.Time // the last time
	PublishedAt     *time.Time // of the first version that was
	WithdrawnAt     *time.Time
	WithdrawnReason string
	ReportedAt      *time.Time // of its newest progress report
	Grade           Completion // the newest one that is public; empty: none
	Seq             int64      // change_seq of its last change: the ETag
}

// Public tells whether everybody sees the pledge; one that was withdrawn after it was public stays in the record.
func (p Pledge) Public() bool { return p.Shown > 0 }

// Milestone is what will be there on a day between start and due date, as it was typed.
type Milestone struct {
	Title string `json:"title" validate:"max=500"`
	DueOn string `json:"due_on" validate:"max=40"`
}

// Milestones are some of them. Stored as JSON.
type Milestones []Milestone

// Value writes the milestones as JSON.
func (m Milestones) Value() (driver.Value, error) {
	if m == nil {
		return "[]", nil
	}
	return marshal(m)
}

// Scan reads the milestones from JSON.
func (m *Milestones) Scan(v any) error { return unmarshal(v, m) }

// GormDataType tells the column type.
func (Milestones) GormDataType() string { return "text" }

// PledgeText is what a pledge says, as it was typed: a draft may say anything.
type PledgeText struct {
	Language      string
	Title         string
	OutcomeArea   string
	Rationale     string
	Provisions    List // of the charter that it answers, by wid
	StartsOn      string
	DueOn         string
	Milestones    Milestones
	Kind          string
	Intent        bool   // a statement of intent
	Amount        string // decimal
	Currency      string // ISO 4217
	AmountPrivate bool   // the public is told that there is one
	Indicator     string
	Unit          string
	BaselineValue string
	BaselineOn    string
	TargetValue   string
	Direction     string
	Verification  string
	Frequency     string
	Resources     string
	Beneficiaries List // countries, ISO 3166-1
}

// PledgeVersion is what a pledge said at one time. It is never changed; an amendment is another.
type PledgeVersion struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	PledgeID       int64 `gorm:"primaryKey;autoIncrement:false"`
	Number         int   `gorm:"primaryKey;autoIncrement:false"`
	PledgeText     `gorm:"embedded"`
	NoticeVersion  int
	Salt           string
	Commitment     string // over what it says, of whom
	WrittenAt      time.Time
	WrittenBy      *int64
	ShownAt        *time.Time // when it became public
}

// PledgeNote is what the secretariat said to whoever pledges.
type PledgeNote struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	ID             int64 `gorm:"primaryKey;autoIncrement:false"`
	PledgeID       int64
	Version        int // to which it was said
	Body           string
	WrittenAt      time.Time
	WrittenBy      *int64
}

// PledgeView is a pledge with one of its versions and what its organisation is called.
type PledgeView struct {
	Pledge               `gorm:"embedded"`
	PledgeText           `gorm:"embedded"`
	Number               int // of the version
	Salt                 string
	Commitment           string
	WrittenAt            time.Time
	ShownAt              *time.Time
	Organisation         Texts
	OrganisationLanguage string
	OrganisationSlug     string
}

// Standing is where the pledge stands for whoever is shown this version of it: what is public is published, whatever
// becomes of an amendment.
func (v PledgeView) Standing() PledgeStatus {
	if v.Status != PledgeWithdrawn && v.Shown > 0 && v.Number == v.Shown {
		return PledgePublished
	}
	return v.Status
}

// Sent tells whether these words were submitted, whatever was written since.
func (v PledgeView) Sent() bool {
	return v.SubmittedAt != nil && !v.WrittenAt.After(*v.SubmittedAt)
}

// HasAmount tells whether there is an amount, perhaps one that is kept from the public.
func (v PledgeView) HasAmount() bool { return v.Amount != "" || v.AmountPrivate }

// PledgeFilter cuts the list of pledges; what is empty does not cut.
type PledgeFilter struct {
	Outcome      []string `query:"outcome" json:"outcome"`
	Kind         []string `query:"kind" json:"kind"`
	Type         []string `query:"type" json:"type"`
	Region       []string `query:"region" json:"region"`
	Country      []string `query:"country" json:"country"`
	Organisation []string `query:"organisation" json:"organisation"` // slugs
	Status       []string `query:"status" json:"status"`             // published, withdrawn; others for the organisation and the secretariat
	Freshness    []string `query:"freshness" json:"freshness"`
	Completion   []string `query:"completion" json:"completion"`
	Intent       []string `query:"intent" json:"intent"` // true, false
	Late         []string `query:"late" json:"late"`     // true, false
	Due          string   `query:"due" json:"due"`       // overdue
	Order        string   `query:"order" json:"order"`   // newest; due, which is also that of what is overdue
	Cursor       string   `query:"cursor" json:"cursor"`
	Limit        int      `query:"limit" json:"limit"`
	Own          string   `query:"own" json:"own"` // true: those of the organisations that the actor speaks for, as they are written
}

// Pledges is one page of the list.
type Pledges struct {
	Items []PledgeView
	Next  string
	Total int // that match
}
