package models

import "time"

// OrganisationRecord is what is public of what an organisation did in one consultation, each list newest first and cut
// short.
type OrganisationRecord struct {
	Consultation Consultation
	Comments     Newest[CommentView] // with where their words are in later versions
	Signatures   Newest[SignatureView]
	Pledges      Newest[PledgeView]
	Reports      Newest[ReportedPledge]
	At           time.Time // when it last did something
}

// ReportedPledge is a report with the pledge it is on, as that is called in public.
type ReportedPledge struct {
	PledgeReport   `gorm:"embedded"`
	Pledge         string // ref
	Title          string
	TitleLanguage  string
	Unit           string
	CorrectedLater bool // another report corrects it
}

// Newest are the newest of many.
type Newest[T any] struct {
	Items []T
	Total int
}

// More tells whether there are more than these.
func (n Newest[T]) More() bool { return n.Total > len(n.Items) }

// Add puts an older one behind them.
func (n *Newest[T]) Add(one T, total int) {
	n.Items, n.Total = append(n.Items, one), total
}
