package models

// Change is one hunk of the word-level difference between two versions of a provision.
//
// ID is made of what changed, not of where: it stays the same when the same two versions are compared again, whatever
// else is in them. Start to End are half-open ranges of code points in the new part, OldStart to OldEnd in the old one;
// where there is none, they are 0.
type Change struct {
	ID, Op, Part     string
	Old, New         string
	Start, End       int
	OldStart, OldEnd int
	Source           string // the wid of the provision that had Old, where it is another one (split, joined)
}

// The operations of a change.
const (
	OpInsert  = "insert"
	OpDelete  = "delete"
	OpReplace = "replace"
)

// The parts of a provision that a change can be in.
const (
	PartNumber  = "number"
	PartHeading = "heading"
	PartText    = "text"
)

// Compared is what became of one provision between two versions.
//
// It has one fate, the weightiest: split or joined, modified, moved, renumbered, unchanged; Moved and Renumbered tell
// whether it is that as well. One whose wid is on one side only is inserted or removed, unless its words come from
// elsewhere or went there.
type Compared struct {
	WID               string
	Fate              Fate
	From, To          int // indexes into the compared lists; -1 where it has no counterpart under its wid
	Moved, Renumbered bool
	Sources           []string // wids of the old text: joined from, split off from, moved from
	Targets           []string // wids of the new text: split into, joined into
	Changes           []Change
}

// Comparison is two versions of a draft in one language, and what became of every provision. Old and New have no counts
// of comments.
type Comparison struct {
	Old, New   Reading
	Provisions []Compared // From and To are indexes into the provisions of Old and New
	Versions   []Version  // all that can be compared, newest first, the working one last
}

// Of gives the two provisions of which it tells; one that is in one version only is nil in the other.
func (c Comparison) Of(p Compared) (older, newer *Provision) {
	if p.From >= 0 {
		older = &c.Old.Provisions[p.From]
	}
	if p.To >= 0 {
		newer = &c.New.Provisions[p.To]
	}
	return older, newer
}

// Versions are the versions of a draft, newest first, the working one last.
type Versions struct {
	Draft
	Items []VersionEntry
}

// VersionEntry is a version in the list of versions, with its texts by language, without their canonical form.
type VersionEntry struct {
	Version
	Texts []VersionText
}

// Text is the authoritative text of a version of a draft.
func (v Versions) Text(e VersionEntry) VersionText {
	for _, t := range e.Texts {
		if t.Language == v.Language {
			return t
		}
	}
	return VersionText{}
}

// Trail is how a provision came to read as it does: the versions in which its words, its heading or its number changed,
// newest first, each compared with the one before. A step tells of nothing but this provision and those it came from. In
// the last one, where its words began, Old may be no version at all.
type Trail struct {
	Reading             // the version in which it is looked at
	Provision Provision // as it reads there
	Steps     []Comparison
}
