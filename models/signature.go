package models

import (
	"slices"
	"time"
)

// SignatureStatus is where a signature stands.
type SignatureStatus string

// Where a signature stands. Only those that were published are ever public; those that were withdrawn stay in the
// register as withdrawn, and those that were replaced are told by what replaced them.
const (
	SignaturePending        SignatureStatus = "pending"         // that whoever signed may is still to be verified
	SignatureVerified       SignatureStatus = "verified"        // it waits for the date its organisation chose
	SignaturePublished      SignatureStatus = "published"       // it is in the register
	SignatureNeedsReconsent SignatureStatus = "needs_reconsent" // in the register, on a version that is no longer the one open for signature
	SignatureWithdrawn      SignatureStatus = "withdrawn"
	SignatureReplaced       SignatureStatus = "replaced" // by a signature of the same organisation on a newer version
)

// SignatureStatuses are all of them, in the order in which they are shown.
var SignatureStatuses = []SignatureStatus{
	SignaturePending, SignatureVerified, SignaturePublished, SignatureNeedsReconsent, SignatureWithdrawn, SignatureReplaced,
}

// SigningAct is what signing is called.
type SigningAct string

// The acts.
const (
	ActSign    SigningAct = "sign"
	ActEndorse SigningAct = "endorse"
	ActSupport SigningAct = "support"
)

// SigningActs are all of them.
var SigningActs = []SigningAct{ActSign, ActEndorse, ActSupport}

// ReservationKinds are what an organisation may add to its signature.
var ReservationKinds = []string{"reservation", "declaration"}

// SigningTerms are what signing means, one frozen row a version.
type SigningTerms struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	Version        int   `gorm:"primaryKey;autoIncrement:false"`
	Act            SigningAct
	Meaning        Texts
	SHA256         string `gorm:"column:sha256"` // of act and meaning
	CreatedAt      time.Time
}

// SigningOpening opens a version for signature; the newest counts.
type SigningOpening struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	ID             int64 `gorm:"primaryKey;autoIncrement:false"`
	DraftID        int64
	VersionID      int64
	CreatedAt      time.Time
}

// Signature is that of an organisation, by a named officer, on an exact text.
type Signature struct {
	ConsultationID       int64  `gorm:"primaryKey;autoIncrement:false"`
	ID                   int64  `gorm:"primaryKey;autoIncrement:false"`
	Ref                  string // UUIDv7
	Number               int    // the order of signing; one that replaces another keeps it
	OrganisationID       int64
	Organisation         Texts  // its names when it signed
	OrganisationLanguage string // the main one
	Country              string
	Region               string
	StakeholderType      StakeholderType
	StakeholderSubtype   string
	DraftID              int64
	VersionID            int64
	Language             string // of the text that was read and signed
	SHA256               string `gorm:"column:sha256"` // of that text
	OfficerName          string
	OfficerTitle         string
	AuthorityStatement   string // by what the officer may; for the organisation and the organisers
	OfficerSalt          string // empty once the officer's name is erased
	OfficerCommitment    string // over the three, so that they can be erased without the rest
	Reservation          string
	ReservationKind      string // of ReservationKinds; empty without one
	TermsVersion         int
	NoticeVersion        int
	Status               SignatureStatus
	How                  string // by what it was verified: a MandateHow, or "letter"
	VerifiedAt           *time.Time
	VerifiedBy           *int64
	PublishOn            time.Time // from which it may be public
	PublishedAt          *time.Time
	SignedAt             time.Time
	SignedBy             *int64 // nil: the command line, or somebody whose data is erased
	Late                 bool
	WithdrawnAt          *time.Time
	WithdrawnReason      string
	Replaces             *int64 // the id of the signature it replaced
	Salt                 string
	Commitment           string
	Seq                  int64 // change_seq of its last change: the ETag
	ByLink               bool  // by the link that was mailed to the officer, who signed it then
	ToldOpening          int64 // the opening of a newer version that the organisation was told of; 0: none
}

// SignatureLetter shows that whoever signed may; for the organisation and the organisers alone.
type SignatureLetter struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	SignatureID    int64 `gorm:"primaryKey;autoIncrement:false"`
	FileName       string
	MediaType      string
	Content        []byte
	UploadedBy     *int64
	CreatedAt      time.Time
}

// ByLetter is the way to verify a signature that mandates do not know.
const ByLetter = "letter"

// Public tells whether the signature is in the register.
func (s Signature) Public() bool {
	return s.PublishedAt != nil && s.Status != SignatureReplaced
}

// Stands tells whether the organisation's signature is valid now, public or not.
func (s Signature) Stands() bool {
	return s.Status != SignatureWithdrawn && s.Status != SignatureReplaced
}

// SignatureView is a signature with what it is on and what its organisation is called by.
type SignatureView struct {
	Signature        `gorm:"embedded"`
	Draft            string // slug
	Title            string // of the text that was signed
	Version          int
	Act              SigningAct
	OrganisationSlug string
	Logo             bool
	LogoVersion      int64
}

// Called is the organisation's name in the wanted language, else in its own.
func (v SignatureView) Called(language string) (name, in string) {
	return v.Organisation.In(language, v.OrganisationLanguage)
}

// SignatureFilter cuts the register; what is empty does not cut.
type SignatureFilter struct {
	Type         []string `query:"type" json:"type"`
	Region       []string `query:"region" json:"region"`
	Country      []string `query:"country" json:"country"`
	Organisation []string `query:"organisation" json:"organisation"` // slugs
	Status       []string `query:"status" json:"status"`             // published, needs_reconsent, withdrawn
	Q            string   `query:"q" json:"q"`
	Order        string   `query:"order" json:"order"` // newest (first), or first (the first one first)
	Cursor       string   `query:"cursor" json:"cursor"`
	Limit        int      `query:"limit" json:"limit"`
}

// Signatures is one page of the register.
type Signatures struct {
	Items []SignatureView
	Next  string
	Total int // that match
}

// SignatureFigure counts signatures of a region and a stakeholder type.
type SignatureFigure struct {
	Region          string
	StakeholderType StakeholderType
	Status          SignatureStatus
	Count           int
}

// SigningText is a text that can be signed: a version in a language.
type SigningText struct {
	Language string
	Title    string
	SHA256   string
}

// CountryCount counts the organisations of a country.
type CountryCount struct {
	Country string
	Count   int
}

// Signing is what can be signed now.
type Signing struct {
	Consultation Consultation
	Phase        *Phase // of signatures: open, next or last; nil: there is none
	Open         bool
	Draft        Draft
	Version      Version // the zero value: nothing is published yet
	Texts        []SigningText
	Terms        SigningTerms
}

// In gives the text in a language.
func (s Signing) In(language string) (SigningText, bool) {
	i := slices.IndexFunc(s.Texts, func(t SigningText) bool { return t.Language == language })
	if i < 0 {
		return SigningText{}, false
	}
	return s.Texts[i], true
}

// SignatureReceipt is what whoever signed keeps.
type SignatureReceipt struct {
	Consultation string // slug
	Signature    SignatureView
	Salt         string
	Proof        ReceiptProof
}

// MonthCount counts what happened in a month, and up to its end.
type MonthCount struct {
	Month      time.Time // its first instant, UTC
	Count, Sum int
}
