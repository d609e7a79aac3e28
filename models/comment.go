package models

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// StakeholderType says for whom somebody speaks.
type StakeholderType string

// The stakeholder types (DPG Charter, IATI).
const (
	Government    StakeholderType = "government"
	PrivateSector StakeholderType = "private_sector"
	Foundation    StakeholderType = "philanthropic_foundation"
	Multilateral  StakeholderType = "multilateral"
	CivilSociety  StakeholderType = "civil_society"
	Individual    StakeholderType = "individual"
	NotStated     StakeholderType = "not_stated"
)

// StakeholderTypes are all that can be chosen, in the order they are shown.
var StakeholderTypes = []StakeholderType{Government, PrivateSector, Foundation, Multilateral, CivilSociety, Individual, NotStated}

// StakeholderSubtypes are the sub-types of civil society.
var StakeholderSubtypes = []string{"ngo", "academia", "media", "other"}

// CommentTypes are the kinds of comment (ISO ge, te, ed, and questions).
var CommentTypes = []string{"general", "technical", "editorial", "question"}

// Stances are what a comment may say about its target; empty is not stated.
var Stances = []string{"support", "support_with_change", "oppose", "neutral"}

// TargetKind says what a comment is about.
type TargetKind string

// The targets.
const (
	TargetVersion   TargetKind = "version"
	TargetProvision TargetKind = "provision"
	TargetRange     TargetKind = "range"
	TargetInsertion TargetKind = "insertion"
)

// TargetKinds are all targets.
var TargetKinds = []TargetKind{TargetVersion, TargetProvision, TargetRange, TargetInsertion}

// Publication is where a comment stands with the public; received is the sum of exactly these.
type Publication string

// The states of publication.
const (
	Unconfirmed   Publication = "unconfirmed"
	Pending       Publication = "pending"
	PublishedNow  Publication = "published"
	ConfidentialP Publication = "confidential"
	Refused       Publication = "refused"
	Hidden        Publication = "hidden"    // by a moderator, who said why
	Withdrawn     Publication = "withdrawn" // by its author: a marker stays, the text is kept until it is erased
	Disowned      Publication = "disowned"  // by the person it was attributed to
	Lapsed        Publication = "lapsed"    // its address was not confirmed in time; the text is gone
	Erased        Publication = "erased"    // at its author's wish; the text is gone
)

// Gone tells whether a comment was there and is no longer shown.
func (p Publication) Gone() bool {
	switch p {
	case Hidden, Withdrawn, Disowned, Lapsed, Erased:
		return true
	}
	return false
}

// Provenances say how a comment arrived.
var Provenances = []string{"web", "api", "event", "import", "email", "letter"}

// Outcome is what the drafters decided.
type Outcome string

// Open is the outcome of a comment nobody has answered.
const Open Outcome = "open"

// Accepted is the one outcome that may go without a reason.
const Accepted Outcome = "accepted"

// Outcomes are all outcomes, in the order they are shown.
var Outcomes = []Outcome{
	Open, Accepted, "accepted_with_modification", "accepted_in_part", "noted",
	"not_accepted", "out_of_scope", "duplicate", "deferred",
}

// Withheld stands in for a region or stakeholder type that is not shown, because fewer than five share it.
const Withheld = "withheld"

// Unassigned is the region of somebody whose country has none or is not stated.
const Unassigned = "unassigned"

// Comment is one remark on one target, without its text.
type Comment struct {
	ConsultationID int64  `gorm:"primaryKey;autoIncrement:false"`
	ID             int64  `gorm:"primaryKey;autoIncrement:false"`
	Number         *int64 // its public number, once it has one
	Receipt        string // UUIDv7
	DraftID        int64
	VersionID      int64
	Target
	Type, Stance, Language string
	SpeakingAs             string // individual, organisation
	// The snapshot: as it was when the comment was made; later profile edits never rewrite it.
	Country            string // ISO 3166-1 alpha-2 or not_stated
	Region             string // finest M49 region, or unassigned
	StakeholderType    StakeholderType
	StakeholderSubtype string
	Organisation       string
	OrganisationID     *int64 // of a known one
	// OrganisationVerified: who spoke had a confirmed mandate then; what becomes of it later changes nothing here.
	OrganisationVerified bool
	// What is public of the above while the name is not shown.
	ShownCountry, ShownRegion, ShownStakeholder string
	NameShown                                   bool // the address was confirmed and its owner agreed
	Verified                                    bool // the address was confirmed
	Confidential                                bool
	Provenance                                  string
	Publication                                 Publication
	ExternalID                                  *string // repeats of an import are told by it
	NoticeVersion                               int
	Revision                                    int    // the newest text
	Commitment                                  string // SHA-256(salt ‖ content), hex
	Seq                                         int64  // change_seq of the last change: what is new since N
	Outcome                                     Outcome
	Reason                                      string // the newest public reason
	AnsweredAt                                  *time.Time
	RemovedAt                                   *time.Time // when it was hidden, withdrawn, disowned, erased, or lapsed
	RemovedWhy                                  string     // a moderator's own words; else the publication says why
	CreatedAt                                   time.Time  // as stated by an import, else as received
	ReceivedAt                                  time.Time
	Late                                        bool // it came after the closing of a phase that takes late ones
}

// Target is what a comment is about, with its anchor.
type Target struct {
	TargetKind      TargetKind
	WID             string `gorm:"column:wid"`       // provision and range
	AfterWID        string `gorm:"column:after_wid"` // insertion: the provision before the gap, empty for the beginning
	Exact           string
	Prefix          string
	Suffix          string
	StartAt         int    // code points of the provision's plain text
	EndAt           int    // half-open
	AnchorLanguage  string // the language of the text the anchor is in
	ProvisionKind   ProvisionKind
	ProvisionNumber string
	ProvisionTitle  string
}

// CommentText is what was said: rows are inserted and never changed.
type CommentText struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	CommentID      int64 `gorm:"primaryKey;autoIncrement:false"`
	Revision       int   `gorm:"primaryKey;autoIncrement:false"`
	Body           string
	BodyHTML       string // rendered once, at write
	ProposedText   string
	Salt           string // hex; erased with the text
	CreatedAt      time.Time
}

// CommentAuthor is the personal part of a comment, kept apart.
type CommentAuthor struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	CommentID      int64 `gorm:"primaryKey;autoIncrement:false"`
	PersonID       *int64
	Name           string
	Email          string
	EmailKey       string // of an address that is not confirmed; empty once it is
	Key            string // who counts as one person: the person, or the normalised address, or nothing
	PublishName    bool   // asked for; shown only once the address is confirmed
	NameWithdrawn  bool   // no longer agreed to
	Salt           string // hex, of the commitment to these; erased with them
}

// Voice counts a person not shown by name once for each stakeholder type and first-level region.
type Voice struct {
	ConsultationID  int64           `gorm:"primaryKey;autoIncrement:false"`
	Key             string          `gorm:"primaryKey"`
	StakeholderType StakeholderType `gorm:"primaryKey"`
	Region          string          `gorm:"primaryKey"`
}

// Cell is how many such people share a stakeholder type and a first-level region, and what of it is public.
type Cell struct {
	ConsultationID  int64           `gorm:"primaryKey;autoIncrement:false"`
	StakeholderType StakeholderType `gorm:"primaryKey"`
	Region          string          `gorm:"primaryKey"`
	People          int
	Level           int // 0 withheld, 1 type, 2 region and type; never falls
}

// Ref writes a comment number as people quote it: C-000001.
func Ref(number int64) string { return fmt.Sprintf("C-%06d", number) }

var refPattern = regexp.MustCompile(`^C-([0-9]{6,18})$`)

// ParseRef reads a reference; ok is false when it is none.
func ParseRef(ref string) (number int64, ok bool) {
	m := refPattern.FindStringSubmatch(ref)
	if m == nil {
		return 0, false
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	return n, err == nil && n > 0 && Ref(n) == ref
}

// Disposition is one answer to a comment; every one is kept.
type Disposition struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	ID             int64 `gorm:"primaryKey;autoIncrement:false"`
	CommentID      int64
	Outcome        Outcome
	Reason         string
	PersonID       int64
	CreatedAt      time.Time
}

// Seen is what somebody who answers a comment had read of it: of two who answer at once the second is told. The zero value
// asks for nothing.
type Seen struct {
	Seq    int64  // the comment's change_seq
	Answer *int64 // its last answer, 0 for none; what the house itself noted on the comment since does not matter
}

// Taken tells whether the comment is part of the record: published, or kept confidential.
func (c Comment) Taken() bool {
	return c.Publication == PublishedNow || c.Publication == ConfidentialP
}
