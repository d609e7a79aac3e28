package models

// ProvisionDiff is what became of one provision: Was is nil when it was made, Is when it went.
type ProvisionDiff struct {
	Was, Is        *Provision
	Heading, Words []Run
}

// Renamed tells whether it is called otherwise than before.
func (d ProvisionDiff) Renamed() bool {
	return d.Was != nil && d.Is != nil && (d.Was.Kind != d.Is.Kind || d.Was.Number != d.Is.Number)
}

// Same tells whether nothing of what it says changed.
func (d ProvisionDiff) Same() bool {
	return !d.Renamed() && d.Was != nil && d.Is != nil && d.Was.Heading == d.Is.Heading && d.Was.HTML == d.Is.HTML
}

// Typed is a provision as somebody types it, its words in Markdown.
type Typed struct {
	Kind                     ProvisionKind
	Number, Heading, Content string
}

// Meeting is what two people made of a provision that both began with.
type Meeting struct {
	Theirs, Mine ProvisionDiff
	Together     Typed
	Unsure       bool // both changed the same words: Together has both, between marks
}
