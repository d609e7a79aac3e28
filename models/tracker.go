package models

import "time"

// NotGraded is the completion, as it is filtered and counted, of a pledge of which no grade is public.
const NotGraded Completion = "not_graded"

// NotAwaited is the freshness, as it is counted, of a pledge on which no more reports are awaited.
const NotAwaited Freshness = "not_awaited"

// The orders of the public list of pledges, and what it is cut to by when something is due.
const (
	PledgeNewest  = "newest" // the last to be published first
	PledgeDueNext = "due"    // the first to be due first
	PledgeOverdue = "overdue"
)

// Tracker is one page of the public list of pledges, with the figures of all that match.
type Tracker struct {
	Pledges
	Figures PledgeFigures
}

// PledgeFigures count public pledges. Withdrawn ones are in no other figure; statements of intent are counted apart, and
// each way of counting those that stand adds up to the same two numbers.
type PledgeFigures struct {
	Pledges   int // that stand and are no statement of intent
	Intents   int
	Withdrawn int
	Late      int // of all that stand, those received after the closing
	Overdue   int
	By        []PledgeTallies // in the order of PledgeAxes
	Amounts   []PledgeAmounts // by currency
	Withheld  int             // pledges whose amount is kept from the public
}

// Standing counts everything that stands.
func (f PledgeFigures) Standing() int { return f.Pledges + f.Intents }

// PledgeAxes are the ways in which pledges are counted; each but the last is a filter of the same name.
var PledgeAxes = []string{"outcome", "kind", "region", "type", "freshness", "completion", "late"}

// PledgeTallies count the pledges that stand in one way.
type PledgeTallies struct {
	Axis string
	Rows []PledgeTally // in a fixed order; what nobody has counts as nought
}

// PledgeTally counts those that have one value.
type PledgeTally struct {
	Value            string
	Pledges, Intents int
}

// All counts both.
func (t PledgeTally) All() int { return t.Pledges + t.Intents }

// PledgeAmounts is the sum of the public amounts that were stated in one currency, statements of intent left out.
type PledgeAmounts struct {
	Currency string // ISO 4217
	Sum      string // decimal
	Count    int    // of the pledges that state one
}

// Awaited tells whether reports on the pledge are awaited: it is public and stands, and no reviewer found it complete.
func (v PledgeView) Awaited() bool {
	return v.Public() && v.Standing() == PledgePublished && v.Grade != Complete
}

// Due is the day by which what is pledged will be done; false while that is not written as a day.
func (v PledgeView) Due() (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, v.DueOn)
	return t, err == nil
}

// Overdue tells whether that day is over and no reviewer found the pledge complete.
func (v PledgeView) Overdue(at time.Time) bool {
	due, ok := v.Due()
	return ok && v.Awaited() && Past(due, at)
}

// Past tells whether a day is over: at the end of the day in UTC, as days of pledges bear no zone.
func Past(day, at time.Time) bool { return !at.Before(day.AddDate(0, 0, 1)) }

// PledgeRecord is a public pledge with what became of it.
type PledgeRecord struct {
	PledgeView
	Partners []PartnerView      // those that confirmed it
	Reports  []PledgeReportView // on progress, the first first
	Grades   []PledgeGrade      // those that are public, the first first
}
