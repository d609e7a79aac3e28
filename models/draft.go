package models

import (
	"slices"
	"time"
)

// Draft is a text under consultation.
type Draft struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	ID             int64 `gorm:"primaryKey;autoIncrement:false"`
	Slug           string
	Title          string
	Language       string // the authoritative one
	CreatedAt      time.Time
}

// VersionStatus tells a working version from a frozen one.
type VersionStatus string

// The states of a version.
const (
	Working   VersionStatus = "working"
	Published VersionStatus = "published"
)

// Version is one state of a draft.
type Version struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	ID             int64 `gorm:"primaryKey;autoIncrement:false"`
	DraftID        int64
	Number         int // 0 while working; 1, 2, … once published
	Label          string
	Status         VersionStatus
	Reason         string // public, why it was published as it is
	CreatedAt      time.Time
	PublishedAt    *time.Time
}

// VersionText is a version in one language, frozen and hashed by itself when published.
type VersionText struct {
	ConsultationID int64  `gorm:"primaryKey;autoIncrement:false"`
	VersionID      int64  `gorm:"primaryKey;autoIncrement:false"`
	Language       string `gorm:"primaryKey"`
	Title          string
	SHA256         string `gorm:"column:sha256"` // hex, of Canonical; empty while working
	Canonical      string // RFC 8785 JSON, the bytes that were hashed; empty while working
	PublishedAt    *time.Time
}

// DraftText is a text of a version of a draft, with the version's number.
type DraftText struct {
	VersionText
	Number int
}

// ProvisionKind says what a provision is.
type ProvisionKind string

// The kinds of provision (Akoma Ntoso).
const (
	Preamble   ProvisionKind = "preamble"
	Part       ProvisionKind = "part"
	Chapter    ProvisionKind = "chapter"
	Article    ProvisionKind = "article"
	Section    ProvisionKind = "section"
	Paragraph  ProvisionKind = "paragraph"
	Point      ProvisionKind = "point"
	Definition ProvisionKind = "definition"
	Annex      ProvisionKind = "annex"
)

// ProvisionKinds are all kinds.
var ProvisionKinds = []ProvisionKind{Preamble, Part, Chapter, Article, Section, Paragraph, Point, Definition, Annex}

// NewestBelow is the highest state of what stands below a provision of a text; 0: nothing does, or as it was published.
func NewestBelow(ps []Provision, wid string) int64 {
	at := slices.IndexFunc(ps, func(p Provision) bool { return p.WID == wid })
	if at < 0 {
		return 0
	}
	newest := int64(0)
	for _, p := range ps[at+1:] {
		if p.Depth <= ps[at].Depth {
			break
		}
		newest = max(newest, p.Seq)
	}
	return newest
}

// Provision is one addressable unit of a version in one language.
type Provision struct {
	ConsultationID int64  `gorm:"primaryKey;autoIncrement:false"`
	VersionID      int64  `gorm:"primaryKey;autoIncrement:false"`
	Language       string `gorm:"primaryKey"`
	Position       int    `gorm:"primaryKey;autoIncrement:false"` // 1, 2, … in reading order
	WID            string `gorm:"column:wid"`                     // its identity across versions, unique in the draft
	EID            string `gorm:"column:eid"`                     // its address in this version
	Parent         string // wid of the provision above it; empty at the top
	Depth          int    // 0 at the top
	Kind           ProvisionKind
	Number         string // without the word: "1", "1.2", "a"
	Heading        string
	Text           string // its own words, plain, without number, heading and children
	HTML           string // the same with its sanitised inline markup
	Seq            int64  // change_seq of its last change while the version is worked on
}

// ProvisionEdit is what was done to a working version.
type ProvisionEdit struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	ID             int64 `gorm:"primaryKey;autoIncrement:false"`
	VersionID      int64
	Language       string
	Seq            int64
	Act            string // change, add, move, shift, split, join, delete, renumber, restore
	WID            string `gorm:"column:wid"` // of the provision it was about; empty: the whole text
	Before, After  string // the provisions that it touched, as JSON
	Auto           bool   // saved while somebody was writing
	WordsOf        string // whose words it brought in, as a Word file names them; empty: of whoever did it
	PersonID       *int64 // nil: by a command, or by somebody whose data is erased
	CreatedAt      time.Time
}

// OpenEdit is somebody who has a provision open.
type OpenEdit struct {
	ConsultationID int64  `gorm:"primaryKey;autoIncrement:false"`
	VersionID      int64  `gorm:"primaryKey;autoIncrement:false"`
	Language       string `gorm:"primaryKey"`
	WID            string `gorm:"column:wid;primaryKey"`
	PersonID       int64  `gorm:"primaryKey;autoIncrement:false"`
	SeenAt         time.Time
}

// DraftSummary is a draft with its newest published version, for lists.
type DraftSummary struct {
	Draft
	Newest      int   // 0: nothing published yet
	NewestID    int64 // of that version
	PublishedAt *time.Time
	Titles      Texts // of the newest version by language, where they were asked for
	Working     bool  // a working version is open
}

// Reading is a version in one language as the reader page and the API need it.
type Reading struct {
	Draft
	Version    Version
	Text       VersionText
	Asked      string // the language asked for; the page says so when Text.Language is another
	Languages  []string
	Numbers    []int // the published versions, newest first
	Provisions []Provision
	Newest     int64          // of the working version: the newest entry of its history when it was read
	Said       map[string]int // published comments by wid; "" for the whole text

	Parts   []Stretch   // of a text that is too long for one page, in order
	Part    int         // of which Provisions are this one, from 1; 0: the whole text
	Outline []Provision // of one part: all provisions, as the text has them, without their words

	Earlier []DraftText      // in other languages, the newest earlier version that is published in each
	From    int              // the version whose translation stands where the words are still the same; 0: its own
	Marked  map[string]Apart // of a translation: the provisions that are not current, by wid
}

// Stretch is a part of a long text that is read as a page of its own.
type Stretch struct{ From, To int } // the positions of its first and its last provision

// All are the provisions of the whole text in reading order; those of other parts are without their words.
func (r Reading) All() []Provision {
	if r.Part == 0 {
		return r.Provisions
	}
	return r.Outline
}

// PartAt is the number of the part that holds a position; 0 where the text is not in parts.
func (r Reading) PartAt(position int) int {
	for i, p := range r.Parts {
		if p.From <= position && position <= p.To {
			return i + 1
		}
	}
	return 0
}

// Only are the wids of what is read of the text; nil: everything.
func (r Reading) Only() []string {
	if r.Part == 0 {
		return nil
	}
	var only []string
	for _, p := range r.Outline {
		if r.PartAt(p.Position) == r.Part {
			only = append(only, p.WID)
		}
	}
	return only
}

// Apart is how a provision of a translation stands to the text where it is not current. In its own translation a stale
// provision is shown, and Other is the text; in that of an earlier version the text is shown, and Other that translation.
type Apart struct {
	State TranslationState
	Other *Provision // nil: a gap, for which the text itself is shown
}

// Provision finds a provision by its wid.
func (r Reading) Provision(wid string) (Provision, bool) {
	for _, p := range r.Provisions {
		if p.WID == wid {
			return p, true
		}
	}
	return Provision{}, false
}
