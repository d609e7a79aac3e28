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
