package models

import "time"

// Placement is where a comment is in a version that was published after the one it was made on.
type Placement struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	CommentID      int64 `gorm:"primaryKey;autoIncrement:false"`
	VersionID      int64 `gorm:"primaryKey;autoIncrement:false"`
	State          AnchorState
	WID            string `gorm:"column:wid"`       // where its words are; of words that are gone, where they were
	AfterWID       string `gorm:"column:after_wid"` // insertion: the provision before the gap, empty for the beginning
	Exact          string // the words it is on now; empty where only the provision is known
	StartAt        int    // code points of the provision's plain text
	EndAt          int    // half-open
	Language       string // of the text it was carried in
	Confidence     int    // per mille
	Shown          bool   // the comment is published
	Tell           bool   // its author is still to be told that the words changed
	PlacedBy       *int64 // who placed it by hand; nil: the program did, or somebody whose data is erased
	PlacedAt       *time.Time
}

// PlacementView is a placement with the number of its version.
type PlacementView struct {
	Placement `gorm:"embedded"`
	Version   int
}

// Placed is where a comment is in the newest version into which it was carried; ok is false for one that was not.
func (c CommentView) Placed() (p PlacementView, ok bool) {
	if len(c.Placements) == 0 {
		return p, false
	}
	return c.Placements[len(c.Placements)-1], true
}

// PlacedIn is where it is in a version.
func (c CommentView) PlacedIn(version int) (p PlacementView, ok bool) {
	for _, p := range c.Placements {
		if p.Version == version {
			return p, true
		}
	}
	return p, false
}

// Sure is the confidence of what nobody has to look at again: the same words, or what a person said.
const Sure = 1000

// Doubtful is the confidence below which a person should look at a placement.
const Doubtful = 500

// Alive tells whether the comment still has a place in the text.
func (p Placement) Alive() bool {
	return p.State == AnchorExact || p.State == AnchorMoved || p.State == AnchorTextChanged
}

// ByHand tells whether a person placed it.
func (p Placement) ByHand() bool { return p.PlacedAt != nil }

// Settled tells whether a person said that the words are gone, or that the comment belongs nowhere, so that no later
// version is searched for them.
func (p Placement) Settled() bool {
	return (p.State == AnchorTextRemoved || p.State == AnchorDetached) && p.Confidence == Sure
}

// Carrying is a version into which comments are still to be carried.
type Carrying struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	VersionID      int64 `gorm:"primaryKey;autoIncrement:false"`
	DraftID        int64
	Quiet          bool      // nobody is told
	DueAt          time.Time // when it is asked for again, should it not be done by then
}

// Unplaced is a list of comments that a person has to look at after a version, or has looked at.
type Unplaced string

// The lists: comments whose words are gone or not to be found, comments that were carried in doubt, and comments that a
// person placed.
const (
	UnplacedLost   Unplaced = "lost"
	UnplacedDoubt  Unplaced = "doubt"
	UnplacedByHand Unplaced = "by_hand"
)

// UnplacedValues are the lists in the order they are offered.
var UnplacedValues = []Unplaced{UnplacedLost, UnplacedDoubt, UnplacedByHand}

// UnplacedFilter is a page of one of the lists.
type UnplacedFilter struct {
	What   Unplaced `query:"what"`
	Cursor string   `query:"cursor"`
	Limit  int      `query:"limit"` // 0: as many as a page of the site shows
}

// UnplacedCount is how many comments are still to be placed in a version of a draft.
type UnplacedCount struct {
	Draft    string // slug
	Version  int
	Comments int
}

// ToPlace is a page of one of the lists of a version.
type ToPlace struct {
	Draft
	Version    Version
	Provisions []Provision // of the version, for the names of those that are told of
	What       Unplaced
	Counts     map[Unplaced]int
	Items      []UnplacedComment
	Next       string
	Carrying   bool // comments are being carried still
}

// UnplacedComment is a comment of such a list: what the program found, and what became of the provision it was on.
type UnplacedComment struct {
	CommentView
	Place  PlacementView
	Became Became
}

// Became is what became of a provision: its fate, empty where it was none, and the provisions in which it lives on.
type Became struct {
	Fate Fate
	WIDs []string
}

// Placing is a comment that is being placed in a version.
type Placing struct {
	List    ToPlace // from which it was opened, without its comments
	Comment UnplacedComment
	Reading Reading    // the version, in the language in which the comment is placed
	Was     *Provision // what the comment was on, as it read then, in that language; nil: the whole, or the beginning
}
