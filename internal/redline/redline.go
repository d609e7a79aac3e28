// Package redline tells what changed between two versions of a text: which
// provisions were modified, moved, renumbered, split, joined, inserted or
// removed, and which of their words.
//
// It knows provisions and nothing of versions, languages, comments and pages. It
// shows whole words of any script, never a change where only white space
// differs, and never guesses that one provision became another.
package redline

// Op says what a run of words is in the difference of two texts.
type Op string

// The kinds of run.
const (
	Equal  Op = "equal"
	Insert Op = "insert"
	Delete Op = "delete"
)

// Edit is a run of whole words (UAX 29). Text are the new text's words, or the
// old one's when they were deleted. OldStart to OldEnd and NewStart to NewEnd are
// half-open ranges of code points in the two texts; a byte of invalid UTF-8 counts
// as one. The range is empty in the text that has not the run, and says where it
// would stand.
type Edit struct {
	Op                                 Op
	Text                               string
	OldStart, OldEnd, NewStart, NewEnd int
}
