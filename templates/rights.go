package templates

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"travaux/models"
)

// MyDataPage shows everything that is kept about who is signed in.
type MyDataPage struct {
	Base
	Data models.MyData
}

// EraseMePage asks who wants that everything about them goes what becomes of their comments, and then once more.
// Field: comments. Checking: the answers are shown to be checked.
type EraseMePage struct {
	Base
	Form
	Checking bool
	Comments int // of theirs
}

// TakeBackPage asks once more before a comment is withdrawn, erased, or loses its name.
type TakeBackPage struct {
	Base
	Receipt string
	What    string // withdraw, erase, name
	Comment models.CommentView
}

// DisownPage asks who was mailed about a comment whether it is not theirs; once it was disowned, it says so.
type DisownPage struct {
	Base
	Token   string
	Comment models.CommentView
	Done    bool
}

// ReportFormPage tells the moderators that a comment is not by whom it is shown to be. Fields: body, email.
type ReportFormPage struct {
	Base
	Form
	Comment models.CommentView
}

// ReportedComment is a report as moderators see it.
type ReportedComment struct {
	Report  models.Report
	Comment models.CommentView
}

// ReportsPage lists what waits to be decided and what was disowned. Fields: decision, reason.
type ReportsPage struct {
	Base
	Form
	At       string // the report whose decision came back
	Waiting  []ReportedComment
	Disowned []models.CommentView
	Hidden   []models.CommentView // by moderators
}

// Period is how long something is kept.
type Period struct {
	Name  string
	Lasts time.Duration // 0: as long as the catalogue's retention.<name>_long says
}

// Unit is the key of the largest unit that Lasts is a whole number of, empty where Lasts is none.
func (p Period) Unit() string { return p.split().key }

// Count is how many of its unit Lasts is.
func (p Period) Count() int { return int(p.Lasts / p.split().long) }

func (p Period) split() unit {
	for _, u := range units {
		if p.Lasts > 0 && p.Lasts%u.long == 0 {
			return u
		}
	}
	return unit{"", 1}
}

// unit is one in which a period is told.
type unit struct {
	key  string
	long time.Duration
}

var units = []unit{{"count.days", 24 * time.Hour}, {"duration.hours", time.Hour}, {"duration.minutes", time.Minute}}

// PrivacyPage says what this installation keeps, and how long.
type PrivacyPage struct {
	Base
	Periods []Period
}

// ReportPath is where a report is decided.
func (p ReportsPage) ReportPath(r ReportedComment) string {
	return p.Root() + "/moderation/reports/" + r.ID()
}

// ID is the report's number as the address bears it.
func (r ReportedComment) ID() string { return fmt.Sprint(r.Report.ID) }

// receiptPath is where a comment of one's own is taken back.
func receiptPath(c models.MyComment) string {
	return "/c/" + url.PathEscape(c.Consultation) + "/receipts/" + url.PathEscape(c.Receipt)
}

// kept is a value of a column as it can be read.
func (s speaker) kept(column string, v any) string {
	switch v := v.(type) {
	case nil:
		return "–"
	case time.Time:
		return s.DateTime(v, "UTC") + " UTC"
	case []byte:
		return string(v)
	case string:
		if strings.TrimSpace(v) == "" {
			return "–"
		}
		return s.word(column, v)
	}
	return fmt.Sprint(v)
}

// ToldPart is one part of the notices, in the language there is one in.
type ToldPart struct {
	Name string
	Said Said
}
