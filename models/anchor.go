package models

// AnchorState says what became of the words that a comment is about when a later version was published.
type AnchorState string

// The states of an anchor.
const (
	AnchorExact       AnchorState = "exact"        // the same words in the same provision
	AnchorMoved       AnchorState = "moved"        // the same words in another provision
	AnchorTextChanged AnchorState = "text_changed" // the words are others now
	AnchorTextRemoved AnchorState = "text_removed" // the words are gone
	AnchorDetached    AnchorState = "detached"     // nobody can tell by machine: a person places it
)

// AnchorStates are all states.
var AnchorStates = []AnchorState{AnchorExact, AnchorMoved, AnchorTextChanged, AnchorTextRemoved, AnchorDetached}
