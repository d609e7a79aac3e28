package models

import "time"

// Completion is what became of a pledge as an independent reviewer sees it (Open Government Partnership, IRM).
type Completion string

// Its grades.
const (
	NotStarted  Completion = "not_started"
	Limited     Completion = "limited"
	Substantial Completion = "substantial"
	Complete    Completion = "complete"
	NoEvidence  Completion = "no_evidence"
)

// Completions are all of them, in the order in which they are shown.
var Completions = []Completion{NotStarted, Limited, Substantial, Complete, NoEvidence}

// Freshness tells how long ago a pledge was reported on (UN registry of SDG commitments).
type Freshness string

// Green within a year, yellow within two, red after.
const (
	Green  Freshness = "green"
	Yellow Freshness = "yellow"
	Red    Freshness = "red"
)

// Freshnesses are all of them, in the order in which they are shown.
var Freshnesses = []Freshness{Green, Yellow, Red}

// Ages are the instants after which a public pledge is yellow, and red: a year and two after its newest report, or after
// it was published where there is none.
func (p Pledge) Ages() (yellow, red time.Time) {
	since := p.PublishedAt
	if p.ReportedAt != nil {
		since = p.ReportedAt
	}
	if since == nil {
		return yellow, red
	}
	return since.AddDate(1, 0, 0), since.AddDate(2, 0, 0)
}

// Freshness of a public pledge at an instant.
func (p Pledge) Freshness(at time.Time) Freshness {
	yellow, red := p.Ages()
	switch {
	case yellow.IsZero() || !at.After(yellow):
		return Green
	case !at.After(red):
		return Yellow
	}
	return Red
}

// ReportReminder says of what whoever speaks for an organisation is reminded.
type ReportReminder string

// Before the next report is due, when it is, and before the pledge itself is due.
const (
	ReportSoon ReportReminder = "report_soon"
	ReportDue  ReportReminder = "report_due"
	PledgeDue  ReportReminder = "pledge_due"
)

// PledgeReport is what whoever pledged says has become of it. It is never changed; a later one may correct it.
type PledgeReport struct {
	ConsultationID int64  `gorm:"primaryKey;autoIncrement:false"`
	ID             int64  `gorm:"primaryKey;autoIncrement:false"`
	Ref            string // UUIDv7
	PledgeID       int64
	Number         int // of the pledge's reports, from 1
	Version        int // of the pledge that was public then
	Language       string
	Value          string // of the indicator, decimal; empty: the pledge has none
	MeasuredOn     string // a day
	Narrative      string
	Links          List // to evidence; never fetched
	Corrects       int  // the number of an earlier one; 0: none
	NoticeVersion  int
	Salt           string
	Commitment     string // over what it says, of which pledge
	ReportedAt     time.Time
	ReportedBy     *int64     // nil: the command line, or somebody whose data is erased
	RedactedAt     *time.Time // when an organiser emptied its words and files
	RedactedReason string     // public
}

// PledgeReportFile is a file that shows what a report says, as it is given out.
type PledgeReportFile struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	ReportID       int64 `gorm:"primaryKey;autoIncrement:false"`
	Number         int   `gorm:"primaryKey;autoIncrement:false"`
	FileName       string
	MediaType      string
	Size           int64
	SHA256         string
	Content        []byte
}

// PledgeReportView is a report with its files, without their content, and which report corrects it.
type PledgeReportView struct {
	PledgeReport
	Files       []PledgeReportFile
	CorrectedBy int // the number of the report; 0: none
}

// PledgeReminder is a reminder that was sent.
type PledgeReminder struct {
	ConsultationID int64          `gorm:"primaryKey;autoIncrement:false"`
	PledgeID       int64          `gorm:"primaryKey;autoIncrement:false"`
	Kind           ReportReminder `gorm:"primaryKey"`
	DueOn          string         `gorm:"primaryKey"` // a day
	ToldAt         time.Time
}

// reportMonths is after how many months a report follows the one before; what is not named is reported on yearly.
var reportMonths = map[string]int{"monthly": 1, "quarterly": 3, "half_yearly": 6}

// NextReport is when the next report on a pledge is due: by its frequency, at least yearly, and when the pledge itself
// is due. ok is false where none is awaited.
func (v PledgeView) NextReport() (due time.Time, ok bool) {
	since := v.ReportedAt
	if since == nil {
		since = v.PublishedAt
	}
	if !v.Awaited() || since == nil {
		return time.Time{}, false
	}
	months, named := reportMonths[v.Frequency]
	if !named {
		months = 12
	}
	due = later(since.UTC(), months)
	if end, written := v.Due(); written && end.After(since.UTC()) && end.Before(due) {
		due = end
	}
	return due, true
}

// later is the day so many months later, the last of its month where the month is shorter.
func later(t time.Time, months int) time.Time {
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	next := day.AddDate(0, months, 0)
	if next.Day() != day.Day() {
		return next.AddDate(0, 0, -next.Day())
	}
	return next
}

// Indicator is what of a pledge is measured, read: a number a day, written as decimals.
type Indicator struct {
	Unit             string
	Baseline, Target Measured
	Reports          []Measured // those that no later one corrects, in their order
}

// Measured is a number on a day.
type Measured struct {
	Day    time.Time
	Value  string
	Report int // the number of the report; 0: it is not one's
}

// PledgeProvision is a provision that a pledge answers, as the newest published text has it.
type PledgeProvision struct {
	Draft     string // slug
	Provision Provision
}
