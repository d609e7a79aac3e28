package models

import "strings"

// TranslationState says how a provision of a translation stands to the text that it follows.
type TranslationState string

// The states of a provision of a translation.
const (
	TranslationCurrent TranslationState = "current"
	TranslationStale   TranslationState = "stale" // the text says something else by now
	TranslationGap     TranslationState = "gap"   // it is not there
)

// TranslationBase are the words of the text that a provision of a translation was made from, where the version's own
// are others by now: such a provision is stale.
type TranslationBase struct {
	ConsultationID int64  `gorm:"primaryKey;autoIncrement:false"`
	VersionID      int64  `gorm:"primaryKey;autoIncrement:false"`
	Language       string `gorm:"primaryKey"` // of the translation
	WID            string `gorm:"column:wid;primaryKey"`
	Number         string
	Heading        string
	Text           string
	HTML           string
}

// Provision is the base as a provision of the text in a language.
func (b TranslationBase) Provision(language string) Provision {
	return Provision{
		ConsultationID: b.ConsultationID, VersionID: b.VersionID, Language: language, WID: b.WID,
		Number: b.Number, Heading: b.Heading, Text: b.Text, HTML: b.HTML,
	}
}

// SameWords tells whether two provisions say the same, but for their numbers and white space.
func (p Provision) SameWords(q Provision) bool {
	return spaced(p.Heading) == spaced(q.Heading) && spaced(p.HTML) == spaced(q.HTML)
}

func spaced(s string) string { return strings.Join(strings.Fields(s), " ") }

// TranslationCount says how far a translation is.
type TranslationCount struct {
	Language string
	Frozen   bool // it is published
	Current  int
	Stale    int
	Gaps     int
}

// Whole tells whether nothing of it is missing or stale.
func (c TranslationCount) Whole() bool { return c.Stale == 0 && c.Gaps == 0 }

// All is how many provisions the text has.
func (c TranslationCount) All() int { return c.Current + c.Stale + c.Gaps }

// TranslatedProvision is a provision of a text with its translation.
type TranslatedProvision struct {
	Source Provision
	Words  *Provision // nil: a gap
	Base   *Provision // of a stale one: what it was made from
	State  TranslationState

	HeadingRuns, TextRuns []Run // what changed from the base to the source
}

// Compared tells whether it is stale because the text said something else, when it was translated, which can be shown.
func (t TranslatedProvision) Compared() bool {
	return t.Base != nil && (spaced(t.Base.Heading) != "" || spaced(t.Base.Text) != "")
}

// Begun tells whether its words were only saved while somebody wrote: nobody has said that they are done.
func (t TranslatedProvision) Begun() bool { return t.Base != nil && !t.Compared() }

// Left tells whether something is to be done about it.
func (t TranslatedProvision) Left() bool { return t.State != TranslationCurrent }

// Run is a stretch of words in the difference of two texts.
type Run struct {
	Op   string // equal, insert, delete
	Text string
}

// Translations are the translations of a version.
type Translations struct {
	Version Version
	Counts  []TranslationCount // without the authoritative text
}
