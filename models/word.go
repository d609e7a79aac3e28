package models

import "time"

// WordReturn is a Word file of a working version that came back, with what was decided about what it changes.
type WordReturn struct {
	ConsultationID int64  `gorm:"primaryKey;autoIncrement:false"`
	ID             int64  `gorm:"primaryKey;autoIncrement:false"`
	Ref            string // UUID, its address
	VersionID      int64
	FileName       string
	File           []byte
	Base           string // JSON: the text as it went out
	Choices        string // JSON: what was decided
	Revision       int64  // counts the decisions
	PersonID       *int64 // who brought it in; nil: whose data was erased
	AppliedAt      *time.Time
	CreatedAt      time.Time
}

// WordHead is a Word file that came back, as a list has it.
type WordHead struct {
	WordReturn
	Name    string // who brought it in; empty: a command, or somebody whose data was erased
	Changes *int   // how many the file had when it came back, tracked or not; nil: nobody counted them
	Taken   int
	Refused int
}

// Open counts what nobody decided yet; of what was not counted, nothing.
func (w WordHead) Open() int {
	if w.Changes == nil {
		return 0
	}
	return max(*w.Changes-w.Taken-w.Refused, 0)
}

// WordChoice is what becomes of a change in a Word file.
type WordChoice string

// The choices; what nobody decided is refused once the file is brought onto the working version.
const (
	WordOpen    WordChoice = "open"
	WordTaken   WordChoice = "taken"
	WordRefused WordChoice = "refused"
)

// WordChange is a change in a Word file that its author had Word track.
type WordChange struct {
	ID, Author        string
	Date              time.Time // zero: the file does not say
	Deleted, Inserted string
	Before, After     string // what stands around it
	EndOnly           bool   // it joins two paragraphs, or parts one in two
	Moved             bool
	WIDs              []string // empty: the title
	Choice            WordChoice
}

// WordDifference is what a Word file changed untracked. WID is empty for the title.
type WordDifference struct {
	ID, WID string
	ProvisionDiff
	Choice WordChoice
}

// WordFound is a provision of which the file lost the mark, found by its words.
type WordFound struct {
	WID   string
	Alike int // percent of the words in common
}

// WordComment is a comment of the file. WID is empty where it is about the whole text.
type WordComment struct {
	WID, Author, Body, Exact string
	Date                     time.Time
}

// WordQuestion is a provision that the file and the working version changed in ways that cannot be brought together; WID is
// empty for the title. Ours and Theirs say what became of it here and in the file: without an Is it is gone there.
type WordQuestion struct {
	WID, Key     string
	Ours, Theirs ProvisionDiff
	Together     Typed  // both, with marks around what is to be chosen from
	How          string // ours, theirs or typed; empty: not decided
	Answer       Typed  // what was typed
}

// WordStep is one thing that becomes of the working version.
type WordStep struct {
	Act, WID string
	Authors  []string
	Changes  []ProvisionDiff
}

// WordView is a Word file that came back, as it is to be decided about.
type WordView struct {
	WordReturn
	Reading   Reading // the working version as it is now
	State     int64   // of the working version, by its history
	Changes   []WordChange
	Untracked []WordDifference
	Found     []WordFound
	Comments  []WordComment
	Questions []WordQuestion
	Asked     int // questions that are not decided
	Steps     []WordStep
	NewTitle  string // as it will be
}

// Authors are those whose tracked changes are in the file, in the order in which they come.
func (v WordView) Authors() []string {
	var out []string
	seen := map[string]bool{}
	for _, c := range v.Changes {
		if !seen[c.Author] {
			seen[c.Author] = true
			out = append(out, c.Author)
		}
	}
	return out
}

// Open counts what nobody decided yet.
func (v WordView) Open() int {
	n := 0
	for _, c := range v.Changes {
		if c.Choice == WordOpen {
			n++
		}
	}
	for _, u := range v.Untracked {
		if u.Choice == WordOpen {
			n++
		}
	}
	return n
}
