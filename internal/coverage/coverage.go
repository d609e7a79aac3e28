// Package coverage decides what may be shown of people who are not shown by
// name: while a phase is open (Raise), and once at its closing (Settle).
//
// The rule it keeps: no published group, and no difference of published
// figures, is about one to four people. Groups are what a reader of the public
// lists can count: the people with the same published place and stakeholder
// type, and the people whose place, or place and type, is withheld.
//
// It refuses to know names, comments, consultations and the clock, and knows
// nothing of organisations and of people shown by name, who are counted openly
// and must not be given to it.
package coverage

// Smallest is the number of people below which a group is not published.
const Smallest = 5

// Level is how much is published of the people of a cell. It only ever rises:
// what was once public cannot be called back.
type Level int

// The levels.
const (
	Withheld      Level = iota // neither region nor stakeholder type
	TypeOnly                   // the stakeholder type, the region withheld
	RegionAndType              // the region of the first level and the type
)

// Cell is the people of one stakeholder type in one region of the first level
// who are not shown by name: their number (each person once) and what is
// published of them.
type Cell struct {
	StakeholderType, Region string
	People                  int
	Level                   Level
}

// tooSmall reports a figure that would point at somebody.
func tooSmall(people int) bool { return people > 0 && people < Smallest }
