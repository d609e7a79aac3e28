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

// Freshness of a public pledge at an instant: since its newest report, or since it was published where there is none.
func (p Pledge) Freshness(at time.Time) Freshness {
	since := p.PublishedAt
	if p.ReportedAt != nil {
		since = p.ReportedAt
	}
	switch {
	case since == nil || !at.After(since.AddDate(1, 0, 0)):
		return Green
	case !at.After(since.AddDate(2, 0, 0)):
		return Yellow
	}
	return Red
}
