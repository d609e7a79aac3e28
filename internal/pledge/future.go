package pledge

import (
	"fmt"
	"strconv"
	"time"
)

const (
	longYears = 1  // beyond them milestones are advised
	farYears  = 10 // beyond them an earlier due date is advised
)

// future asks for a start, a due date after it and after the signature, and milestones between them.
func (c *check) future() {
	c.test = FutureFocused
	c.day("starts_on", c.StartsOn, "starts_on_missing")
	c.day("due_on", c.DueOn, "due_on_missing")
	if c.startsRead && !c.at.Signed.IsZero() && c.starts.Before(dayOf(c.at.Signed)) {
		c.advise("starts_on", "started_before_signing", "signed", iso(c.at.Signed))
	}
	if c.dueRead {
		c.dueDate()
	}
	c.milestones()
}

// day notes a day that is missing or cannot be read.
func (c *check) day(field, text, missing string) {
	if blank(text) {
		c.must(field, missing)
	} else if _, ok := ReadDay(text); !ok {
		c.must(field, "date_unreadable", "written", short(text))
	}
}

// dueDate holds the due date against the start, and against the signature or, where there is none, today.
func (c *check) dueDate() {
	if c.startsRead && !c.due.After(c.starts) {
		c.must("due_on", "due_before_start", "start", iso(c.starts))
	}
	signed := !c.at.Signed.IsZero()
	switch {
	case signed && !c.due.After(dayOf(c.at.Signed)):
		c.must("due_on", "due_before_signing", "signed", iso(c.at.Signed))
	case !signed && !c.due.After(dayOf(c.at.Today)):
		c.must("due_on", "due_in_past", "today", iso(c.at.Today))
	}
	if c.startsRead && c.due.After(c.starts.AddDate(farYears, 0, 0)) {
		c.advise("due_on", "due_far", "years", strconv.Itoa(farYears))
	}
}

func (c *check) milestones() {
	if len(c.Milestones) == 0 {
		if c.startsRead && c.dueRead && c.due.After(c.starts.AddDate(longYears, 0, 0)) {
			c.advise("milestones", "milestones_missing")
		}
		return
	}
	for i, m := range c.Milestones {
		field := fmt.Sprintf("milestones.%d", i)
		if blank(m.Title) {
			c.must(field+".title", "milestone_title_missing")
		}
		c.day(field+".due_on", m.DueOn, "milestone_date_missing")
		on, ok := ReadDay(m.DueOn)
		switch {
		case !ok:
		case c.startsRead && on.Before(c.starts):
			c.must(field+".due_on", "milestone_before_start", "start", iso(c.starts))
		case c.dueRead && on.After(c.due):
			c.must(field+".due_on", "milestone_after_due", "due", iso(c.due))
		}
	}
}

// dayOf is the day of a time, at its beginning in UTC.
func dayOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func iso(t time.Time) string { return t.Format(time.DateOnly) }
