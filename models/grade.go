package models

import "time"

// PledgeGrade is how far a pledge has come as an independent reviewer sees it, with what whoever pledged answered. Both
// are written once: a newer grade stands beside the older ones.
type PledgeGrade struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	PledgeID       int64 `gorm:"primaryKey;autoIncrement:false"`
	Number         int   `gorm:"primaryKey;autoIncrement:false"` // of the pledge's grades, from 1
	Version        int   // of the pledge, which was public then
	Grade          Completion
	Reasons        string
	Language       string // of the reasons
	GradedAt       time.Time
	GradedBy       *int64    // nil: the command line, or somebody whose data is erased
	AnswerUntil    time.Time // not included
	Answer         string    // of whoever pledged; empty: nothing to add, or none came
	AnswerLanguage string
	AnswerNotices  int // the version of the notices under which it was given
	AnsweredAt     *time.Time
	AnsweredBy     *int64
	RemindedAt     *time.Time // when whoever pledged was reminded to answer
	PublicAt       *time.Time
	Salt           string
	Commitment     string // over grade and answer, once it is public
}

// Public tells whether everybody sees the grade.
func (g PledgeGrade) Public() bool { return g.PublicAt != nil }

// Answerable tells whether the grade can be answered at an instant: until it is public, and until its day.
func (g PledgeGrade) Answerable(at time.Time) bool {
	return !g.Public() && g.AnsweredAt == nil && at.Before(g.AnswerUntil)
}

// DuePledge is a pledge as it stands in a reviewer's list, with the newest grade that it was given.
type DuePledge struct {
	PledgeView  `gorm:"embedded"`
	Last        Completion // empty: it was never graded, or the grade is another reviewer's and not public
	LastAt      *time.Time
	LastUntil   *time.Time // until when that one can be answered
	LastShownAt *time.Time // when that one became public; nil: it is not, or there is none
}

// Waiting tells whether the newest grade is not public yet.
func (d DuePledge) Waiting() bool { return d.LastAt != nil && d.LastShownAt == nil }

// Reported tells whether somebody reported since the newest grade.
func (d DuePledge) Reported() bool {
	return d.ReportedAt != nil && (d.LastAt == nil || d.ReportedAt.After(*d.LastAt))
}

// Overdue tells whether the day by which it was to be done is over on a day, and nobody said publicly that it is complete.
func (d DuePledge) Overdue(today string) bool { return d.Grade != Complete && d.DueOn < today }

// GradingShows are the ways of cutting a reviewer's list: the due date is over or near, reported since the newest grade,
// never graded, the newest grade waits for its answer.
var GradingShows = []string{"due", "reported", "never", "waiting"}

// GradingFilter cuts a reviewer's list; what is empty does not cut.
type GradingFilter struct {
	Show   string `query:"show" json:"show"` // one of GradingShows
	Cursor string `query:"cursor" json:"cursor"`
	Limit  int    `query:"limit" json:"limit"`
}

// Grading is one page of a reviewer's list.
type Grading struct {
	Items []DuePledge
	Next  string
	Total int // that match
}
