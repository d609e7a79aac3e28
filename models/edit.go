package models

import "strings"

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

// The ways in which only the white space of a provision's words can change.
const (
	EndsJoin   = "join"   // paragraphs were put together
	EndsSplit  = "split"  // a paragraph was parted
	EndsSpaces = "spaces" // within paragraphs
)

// Ends tells what became of the paragraphs of a provision of which all words stayed, which no comparison of words shows;
// nothing where words changed, or where nothing did.
func (d ProvisionDiff) Ends() []string {
	if d.Was == nil || d.Is == nil || d.Was.Text == d.Is.Text {
		return nil
	}
	was, before := paragraphEnds(d.Was.Text)
	is, after := paragraphEnds(d.Is.Text)
	if was != is {
		return nil
	}
	var out []string
	missing := func(a, b map[int]bool, say string) {
		for at := range a {
			if !b[at] {
				out = append(out, say)
				return
			}
		}
	}
	missing(before, after, EndsJoin)
	missing(after, before, EndsSplit)
	if len(out) == 0 {
		return []string{EndsSpaces}
	}
	return out
}

// paragraphEnds are the words without white space, and at which bytes of them paragraphs end.
func paragraphEnds(text string) (words string, at map[int]bool) {
	at = map[int]bool{}
	for line := range strings.Lines(text) {
		words += strings.Join(strings.Fields(line), "")
		at[len(words)] = true
	}
	return words, at
}
