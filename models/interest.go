package models

import (
	"slices"
	"time"
)

// OutcomeAreas are the areas in which a pledge may have an outcome, in the order they are shown.
var OutcomeAreas = []string{"products", "capacity", "implementation", "safeguards_inclusion", "ecosystem"}

// InterestState is where an organisation's expression of interest stands.
type InterestState string

// The states of an interest. That an organisation signed is told by its signature.
const (
	InterestReceived InterestState = "received"
	InterestInvited  InterestState = "invited"
	InterestSigned   InterestState = "signed"
	InterestDeclined InterestState = "declined"
)

// InterestStates are all states, in the order they are shown.
var InterestStates = []InterestState{InterestReceived, InterestInvited, InterestSigned, InterestDeclined}

// CanBecome tells whether an organiser may move an interest from one state to another. What was declined can be invited
// after all.
func (s InterestState) CanBecome(next InterestState) bool {
	moves := map[InterestState][]InterestState{
		InterestReceived: {InterestInvited, InterestDeclined},
		InterestInvited:  {InterestDeclined},
		InterestDeclined: {InterestInvited},
	}
	return slices.Contains(moves[s], next)
}

// Interest is an organisation's wish to take part. Who wrote it is in InterestContact.
type Interest struct {
	ConsultationID     int64  `gorm:"primaryKey;autoIncrement:false"`
	ID                 int64  `gorm:"primaryKey;autoIncrement:false"`
	Ref                string // UUIDv7: who knows it sees where the interest stands
	OrganisationName   string
	NameKey            string // names.Key: the same organisation, whatever the spelling
	Country            string // ISO 3166-1 alpha-2
	Region             string // finest M49 region of the country, or unassigned
	StakeholderType    StakeholderType
	StakeholderSubtype string // of civil society
	OutcomeArea        string // of the pledge they have in mind; empty: not said
	Language           string // in which they are written to
	State              InterestState
	OrganisationID     *int64 // once invited
	Late               bool   // taken after the closing
	NoticeVersion      int    // the notices that were shown
	Via                string
	Salt               string
	Commitment         string // over the facts and the contact's own commitment; in the log
	Reason             string // why it was declined, as the organisation was told
	ReceivedAt         time.Time
	ConfirmedAt        *time.Time // since when the address is known to be theirs; nil: it is shown to nobody
	InvitedAt          *time.Time
	AcceptedAt         *time.Time // when the link of the invitation was used
	RemindedAt         *time.Time
	Reminders          int
	DeclinedAt         *time.Time
}

// InterestContact is the personal part of an interest.
type InterestContact struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	InterestID     int64 `gorm:"primaryKey;autoIncrement:false"`
	PersonID       *int64
	Name           string
	Email          string
	EmailKey       string // until a person is known
	Motivation     string // why they want to take part
	Salt           string
	Commitment     string // over name, address and motivation; stays when they are erased
	ConfirmHash    string // of the mailed link that confirms the address
	InviteHash     string // of the mailed link that leads to signing
	InviteUntil    *time.Time
	Fresh          bool // the interest made the person, so that the link of an invitation may sign them in
	CreatedAt      time.Time
}

// InterestNote is what an organiser wrote on an interest, for the others. It is never public.
type InterestNote struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	ID             int64 `gorm:"primaryKey;autoIncrement:false"`
	InterestID     int64
	Ref            string
	PersonID       *int64
	Body           string
	CreatedAt      time.Time
}

// InterestNoteView is a note with who wrote it; empty: the command line, or somebody whose data was erased.
type InterestNoteView struct {
	InterestNote
	Name string
	Mine bool
}

// InterestSettings say how a consultation treats interests.
type InterestSettings struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	Remind         bool  // remind who was invited, once, after a while; off at first
	ChangedAt      time.Time
}

// InterestRow is an interest in a list.
type InterestRow struct {
	Interest `gorm:"embedded"`
	Slug     string // of the organisation, once there is one
	Notes    int
	Signed   bool
}

// Standing is where an interest stands, told by the signature too.
func (r InterestRow) Standing() InterestState {
	if r.Signed {
		return InterestSigned
	}
	return r.State
}

// InterestFilter narrows a list of interests; what is empty does not.
type InterestFilter struct {
	State   []string `query:"state" json:"state"`
	Region  []string `query:"region" json:"region"`
	Type    []string `query:"type" json:"type"`
	Country []string `query:"country" json:"country"`
	Outcome []string `query:"outcome" json:"outcome"`
	Q       string   `query:"q" json:"q"`
	Cursor  string   `query:"cursor" json:"cursor"`
	Limit   int      `query:"limit" json:"limit"`
}

// Interests is one page of a list, newest first.
type Interests struct {
	Items []InterestRow
	Next  string
}

// InterestCount is how many interests share a region, a type and a state.
type InterestCount struct {
	Region          string
	StakeholderType StakeholderType
	State           InterestState
	Late            int // of them, those taken after the closing
	Count           int
}

// InterestBoard is what organisers see of all interests at once.
type InterestBoard struct {
	Newest   []InterestRow   // of each state, newest first
	Counts   []InterestCount // of all that the filter leaves
	Settings InterestSettings
}

// InState counts the interests in a state.
func (b InterestBoard) InState(state InterestState) (n int) {
	for _, c := range b.Counts {
		if c.State == state {
			n += c.Count
		}
	}
	return n
}
