package models

import (
	"slices"
	"time"
)

// PhaseKind says what a phase allows.
type PhaseKind string

// The kinds of phase.
const (
	PhaseInterest     PhaseKind = "interest"
	PhaseConsultation PhaseKind = "consultation"
	PhaseSignatures   PhaseKind = "signatures"
	PhasePledges      PhaseKind = "pledges"
	PhaseOther        PhaseKind = "other"
)

// PhaseKinds are all kinds, in the order of the process.
var PhaseKinds = []PhaseKind{PhaseInterest, PhaseConsultation, PhaseSignatures, PhasePledges, PhaseOther}

// Gate is something that has to be so before a phase opens.
type Gate string

// The gates.
const (
	GateMinimumDays Gate = "minimum_days"      // every phase that opened before was open for its minimum of days
	GateAnswered    Gate = "comments_answered" // no comment waits for an answer, or for a moderator
)

// Gates are all gates, in the order they are shown.
var Gates = []Gate{GateMinimumDays, GateAnswered}

// Phase is a named stretch of a consultation, half-open: [OpensAt, ClosesAt).
type Phase struct {
	ConsultationID int64  `gorm:"primaryKey;autoIncrement:false"`
	ID             int64  `gorm:"primaryKey;autoIncrement:false"`
	Ref            string // UUIDv7, public
	Kind           PhaseKind
	Name           Texts
	OpensAt        time.Time
	ClosesAt       *time.Time // nil: without end
	TimeZone       string     // IANA, the zone the closing was stated in
	Position       int        // the log tells it by this: it never changes
	Regions        List       // M49: from where contributions are taken, with all below; empty: from everywhere
	MinimumDays    int        // that it is to be open; see GateMinimumDays
	Gates          List       // of Gate: it does not open by itself before they hold
	PassedAt       *time.Time // when its gates held, or somebody opened it all the same
	HeldToldAt     *time.Time // when the organisers were told what is missing
	Late           bool       // contributions after its closing are taken, and marked
}

// PhaseState is where a phase stands at an instant.
type PhaseState string

// The states of a phase.
const (
	PhaseBefore PhaseState = "before"
	PhaseOpen   PhaseState = "open"
	PhaseClosed PhaseState = "closed"
)

// State tells where the phase stands at an instant; the closing instant itself is closed.
func (p Phase) State(at time.Time) PhaseState {
	if p.ClosesAt != nil && !at.Before(*p.ClosesAt) {
		return PhaseClosed
	}
	if p.Gated() || at.Before(p.Begins()) {
		return PhaseBefore
	}
	return PhaseOpen
}

// Gated tells whether the phase waits for its gates, whatever its date.
func (p Phase) Gated() bool { return len(p.Gates) > 0 && p.PassedAt == nil }

// Begins is when the phase opens or opened: as dated, or later where its gates held later.
func (p Phase) Begins() time.Time {
	if p.PassedAt != nil && p.PassedAt.After(p.OpensAt) {
		return *p.PassedAt
	}
	return p.OpensAt
}

// Minimum is when the phase has been open for its minimum of days: at the same time of day, in its own zone, whatever
// clocks did in between.
func (p Phase) Minimum() time.Time {
	zone, err := time.LoadLocation(p.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	return p.Begins().In(zone).AddDate(0, 0, p.MinimumDays).UTC()
}

// Held tells whether the phase would be open, were it not for its gates.
func (p Phase) Held(at time.Time) bool {
	return p.Gated() && !at.Before(p.OpensAt) && p.State(at) != PhaseClosed
}

// Takes tells whether the phase takes what comes from a place, told by its region and all regions above it; of nil it is
// not known from where, and some place will do.
func (p Phase) Takes(region []string) bool {
	return len(p.Regions) == 0 || region == nil ||
		slices.ContainsFunc(region, func(r string) bool { return slices.Contains(p.Regions, r) })
}

// OpenPhase gives the phase of a kind that takes what comes from a place (see Phase.Takes) at an instant: one that is
// open, else, with late set, the one that closed last if it takes late contributions. ok is false when there is none.
func OpenPhase(phases []Phase, kind PhaseKind, region []string, at time.Time) (p Phase, late, ok bool) {
	var closed []Phase
	for _, q := range phases {
		if q.Kind != kind || !q.Takes(region) {
			continue
		}
		switch q.State(at) {
		case PhaseOpen:
			return q, false, true
		case PhaseClosed:
			if !q.Gated() { // else it never opened
				closed = append(closed, q)
			}
		case PhaseBefore:
		}
	}
	for _, q := range closed {
		if q.Late && !q.overtaken(closed, region) && (!ok || q.ClosesAt.After(*p.ClosesAt)) {
			p, late, ok = q, true, true
		}
	}
	return p, late, ok
}

// overtaken tells whether one of some phases, that closed later, takes no late contributions from a place; of nil: from
// no place that this phase is for.
func (p Phase) overtaken(closed []Phase, region []string) bool {
	return slices.ContainsFunc(closed, func(q Phase) bool {
		return !q.Late && q.ClosesAt.After(*p.ClosesAt) && (region != nil || q.covers(p))
	})
}

// covers tells whether a phase is for all regions that another is for, as far as they are named alike.
func (p Phase) covers(q Phase) bool {
	return len(p.Regions) == 0 || len(q.Regions) > 0 &&
		!slices.ContainsFunc(q.Regions, func(r string) bool { return !slices.Contains(p.Regions, r) })
}

// CurrentPhase gives the first phase of a kind that is open, else the next one to open, else the last closed.
func CurrentPhase(phases []Phase, kind PhaseKind, at time.Time) (Phase, bool) {
	var best Phase
	found := false
	for _, p := range phases {
		if p.Kind != kind {
			continue
		}
		if !found || better(p, best, at) {
			best, found = p, true
		}
	}
	return best, found
}

func better(p, q Phase, at time.Time) bool {
	rank := map[PhaseState]int{PhaseOpen: 0, PhaseBefore: 1, PhaseClosed: 2}
	a, b := p.State(at), q.State(at)
	if rank[a] != rank[b] {
		return rank[a] < rank[b]
	}
	if a == PhaseClosed {
		return p.ClosesAt.After(*q.ClosesAt)
	}
	return p.OpensAt.Before(q.OpensAt)
}

// PhaseChangeKind says how a phase was changed.
type PhaseChangeKind string

// The kinds of change.
const (
	PhaseExtended  PhaseChangeKind = "extension" // it closes later
	PhaseAutomatic PhaseChangeKind = "automatic" // it closes later, by the rule after an outage
	PhaseOverride  PhaseChangeKind = "override"  // it opens although its gates do not hold
	PhaseMoved     PhaseChangeKind = "moved"     // it was changed before it opened
	PhaseLate      PhaseChangeKind = "late"      // whether late contributions are taken
)

// PhaseChange is one change of a phase, never changed itself: what was, what is now, and why. It is public, but for who
// made it.
type PhaseChange struct {
	ConsultationID  int64  `gorm:"primaryKey;autoIncrement:false"`
	ID              int64  `gorm:"primaryKey;autoIncrement:false"`
	Ref             string // UUIDv7, public
	PhaseID         int64
	Kind            PhaseChangeKind
	WasOpens, Opens *time.Time // of a phase that was moved
	WasCloses       *time.Time
	Closes          *time.Time
	Reason          Texts
	Missing         List // of Gate: those that did not hold when it was opened all the same
	Role            Role // in which it was made; empty: by the rule
	PersonID        *int64
	OutageID        *int64 // for which it was extended by the rule
	ToldThrough     int64  // the last person to whom it was told
	ToldAt          *time.Time
	CreatedAt       time.Time
}

// Missing is a gate that does not hold yet.
type Missing struct {
	Gate     Gate
	Comments int    // that wait
	Phase    *Phase // that was not open for long enough, and is to be so until
	Until    time.Time
}

// PhaseView is a phase as it is shown: with every change of it, the oldest first, and what it still waits for.
type PhaseView struct {
	Phase
	Changes []PhaseChange
	Missing []Missing
}

// Outage is a time in which no instance was up.
type Outage struct {
	ID        int64 `gorm:"primaryKey;autoIncrement:false"`
	BeganAt   time.Time
	EndedAt   time.Time
	AppliedAt *time.Time // when the closings were looked at
}

// Heartbeat is when the service was last known to be up, and when before that.
type Heartbeat struct {
	Name string `gorm:"primaryKey"`
	At   time.Time
	Was  time.Time
}
