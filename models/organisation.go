package models

import (
	"slices"
	"time"
)

// Organisation is an actor of its own. It is of the installation and speaks in any consultation.
type Organisation struct {
	ID                 int64 `gorm:"primaryKey;autoIncrement:false"`
	Slug               string
	Name               Texts
	Language           string // the main one, Name has it
	Country            string // ISO 3166-1 alpha-2
	Region             string // finest M49 region of the country, or unassigned
	StakeholderType    StakeholderType
	StakeholderSubtype string // of civil society
	Domains            List   // of its mail, as names.Domain writes them
	Vouched            List   // those of them that confirm a mandate by themselves
	Website            string
	Logo               string // SHA-256 of the picture, hex; empty: none
	CreatedBy          *int64 // the person; nil: the command line
	CreatedAt          time.Time
	UpdatedAt          time.Time
	Version            int64 // raised by every change: the ETag
}

// OrganisationTypes are the stakeholder types an organisation can be of.
var OrganisationTypes = slices.DeleteFunc(slices.Clone(StakeholderTypes), func(t StakeholderType) bool {
	return t == Individual || t == NotStated
})

// Called is the name in the wanted language, else in the organisation's own, else in any; with the language it is in.
func (o Organisation) Called(language string) (name, in string) {
	return o.Name.In(language, o.Language)
}

// OrganisationName is one name of an organisation, as it is told to be the same as another's, or alike.
type OrganisationName struct {
	OrganisationID int64  `gorm:"primaryKey;autoIncrement:false"`
	Language       string `gorm:"primaryKey"`
	Name           string
	Key            string // names.Key: one organisation's alone
	Skeleton       string // names.Skeleton
	Repeats        bool   // the organisation bears it in another language too
}

// SimilarName is a name that can be taken for another organisation's.
type SimilarName struct {
	Slug, Name, Language, Skeleton string
	OrganisationID                 int64
	Country                        string
	StakeholderType                StakeholderType
}

// OrganisationLogo is the picture of an organisation: PNG, as it was encoded here.
type OrganisationLogo struct {
	OrganisationID int64 `gorm:"primaryKey;autoIncrement:false"`
	Content        []byte
}

// OrganisationFilter cuts the list of organisations; what is empty does not cut.
type OrganisationFilter struct {
	Type    []string `query:"type" json:"type"`
	Region  []string `query:"region" json:"region"`
	Country []string `query:"country" json:"country"`
	Q       string   `query:"q" json:"q"`
	Cursor  string   `query:"cursor" json:"cursor"`
	Limit   int      `query:"limit" json:"limit"`
}

// OrganisationRow is an organisation in a list, with its public figures.
type OrganisationRow struct {
	Organisation `gorm:"embedded"`
	Mandates     int // people who may speak for it now
	Comments     int // published for it
	Asked        int // mandates that wait; for those who decide
}

// Organisations is one page of a list.
type Organisations struct {
	Items []OrganisationRow
	Next  string // cursor of the next page, empty at the end
	Total int
}

// MandateState is where a mandate stands.
type MandateState string

// The states of a mandate. What was refused or has ended stays in the record.
const (
	MandateAsked     MandateState = "asked"
	MandateConfirmed MandateState = "confirmed"
	MandateRefused   MandateState = "refused"
	MandateEnded     MandateState = "ended"
)

// MandateStates are all states, in the order they are shown.
var MandateStates = []MandateState{MandateAsked, MandateConfirmed, MandateRefused, MandateEnded}

// MandateHow says by what a mandate was decided.
type MandateHow string

// The ways to a decision. A domain that somebody confirmed by domain or by a colleague sets vouches for nobody.
const (
	ByDomain    MandateHow = "domain"    // the address of the person is the organisation's
	ByOrganiser MandateHow = "organiser" // an organiser or an administrator
	ByMandated  MandateHow = "mandated"  // somebody who may speak for the organisation
	ByCommand   MandateHow = "command"   // the command line
)

// Mandate is a person's right to speak for an organisation, from the asking to the end.
type Mandate struct {
	ID             int64  `gorm:"primaryKey;autoIncrement:false"`
	Ref            string // UUIDv7
	OrganisationID int64
	PersonID       int64
	State          MandateState
	How            MandateHow // empty while asked
	Title          string     // what the person is there, in their words
	AskedAt        time.Time
	DecidedAt      *time.Time
	DecidedBy      *int64
	EndedAt        *time.Time
	EndedBy        *int64
	Reason         string // of a refusal or an end
}

// Open tells whether the mandate is asked for or stands.
func (m Mandate) Open() bool { return m.State == MandateAsked || m.State == MandateConfirmed }

// Vouches tells whether the mandate was confirmed by somebody who is answerable for it here, so that a domain its
// holder sets may confirm others.
func (m Mandate) Vouches() bool {
	return m.State == MandateConfirmed && (m.How == ByOrganiser || m.How == ByCommand)
}

// MandateView is a mandate with whom it is about, for those who may know.
type MandateView struct {
	Mandate      `gorm:"embedded"`
	Slug         string // of the organisation
	Organisation Texts  // its names
	Language     string // its main language
	PersonName   string
	PersonEmail  string
}

// Mandates is one page of a list.
type Mandates struct {
	Items []MandateView
	Next  string
}
