package models

import (
	"time"
)

// CommentView is a comment as one reader may see it: the public attributes, or for staff the real ones.
type CommentView struct {
	Suspected                       []Mark          `gorm:"-"` // by programs; for staff only
	Placements                      []PlacementView `gorm:"-"` // where it is in each later published version, the oldest first
	ConsultationID, ID, Number, Seq int64
	Draft, DraftTitle               string // slug, title
	Version                         int
	Target                          `gorm:"embedded"`
	Body, BodyHTML, ProposedText    string
	Type, Stance, Language          string
	SpeakingAs                      string
	Name                            string // empty: not shown
	Organisation                    string
	OrganisationSlug                string // empty: not one that is known
	OrganisationVerified            bool   // by somebody with its mandate
	Country                         string // empty: withheld or not stated
	Region                          string // M49, unassigned, or withheld
	StakeholderType                 string // or withheld
	StakeholderSubtype              string
	Verified, Confidential          bool
	Provenance                      string
	Publication                     Publication
	ReceivedAt, CreatedAt           time.Time
	DayOnly                         bool // show the day, not the time
	Outcome                         Outcome
	Reason                          string
	AnsweredAt                      *time.Time
	RemovedAt                       *time.Time // nil while it stands
	RemovedWhy                      string
	Late                            bool   // it came after the closing
	Receipt                         string // own and staff only
}

// Marker is what stays of a comment that is no longer shown: its number, its place, when and why it went, and the
// answer it was given.
func (c CommentView) Marker() CommentView {
	const day = 24 * time.Hour
	m := CommentView{
		ConsultationID: c.ConsultationID, ID: c.ID, Number: c.Number, Seq: c.Seq, Draft: c.Draft, DraftTitle: c.DraftTitle,
		Version: c.Version, Target: c.Target, Type: c.Type, Language: c.Language, SpeakingAs: "individual",
		Region: Withheld, StakeholderType: Withheld, Provenance: c.Provenance, Publication: c.Publication,
		ReceivedAt: c.ReceivedAt.Truncate(day), CreatedAt: c.CreatedAt.Truncate(day), DayOnly: true,
		Outcome: c.Outcome, Reason: c.Reason, AnsweredAt: c.AnsweredAt, RemovedWhy: c.RemovedWhy,
		Late: c.Late,
	}
	if c.RemovedAt != nil {
		at := c.RemovedAt.Truncate(day)
		m.RemovedAt = &at
	}
	return m
}

// Ref is the comment's public reference, or empty while it has none.
func (c CommentView) Ref() string {
	if c.Number == 0 {
		return ""
	}
	return Ref(c.Number)
}

// Receipt is what the commenter keeps.
type Receipt struct {
	Consultation string // slug
	Receipt      string
	Ref          string // empty until there is one
	ReceivedAt   time.Time
	Commitment   string
	Salt         string
	Publication  Publication
	Draft        string
	Version      int
	Proof        ReceiptProof
}
