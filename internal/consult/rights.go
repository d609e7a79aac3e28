package consult

import (
	"slices"

	"travaux/internal/place"
	"travaux/models"
)

// Rights is what an actor may do somewhere in a consultation: which links and buttons a page shows.
type Rights struct {
	Organise     bool // publish notices, add partners and documents
	Schedule     bool // create and change events
	Draft        bool // import and publish versions
	Translate    bool // import translations of versions
	Notes        bool // read private notes on provisions
	WriteNotes   bool // write and settle them
	Unpublished  bool // read drafts and versions that are not public yet
	Review       bool // read the queue with the real attributes
	Confidential bool // read confidential comments
	Answer       bool // set dispositions
	Moderate     bool // decide on comments that wait
	People       bool // see and give roles
	Mandates     bool // decide who speaks for an organisation
	Interests    bool // see which organisations want to take part
	Pledges      bool // see the pledges that are not public
	Grade        bool // say how far pledges have come
}

// May sums up what an actor may do in a consultation.
func May(who models.Actor, consultationID int64) Rights {
	can := func(a Action) bool { return Can(who, a, Thing{ConsultationID: consultationID}) }
	return Rights{
		Organise: can(Organise), Schedule: can(Schedule), Draft: can(Draft), Translate: can(Translate),
		Notes: can(ReadNotes), WriteNotes: can(WriteNotes),
		Unpublished: can(ReadUnpublished), Review: can(ReadQueue), Confidential: can(ReadConfidential),
		Answer: can(Answer), Moderate: can(Moderate), People: can(ReadPeople), Mandates: can(DecideMandates), Interests: can(ReadInterests),
		Pledges: can(ReadPledges), Grade: can(GradePledges) && impartial(who, consultationID),
	}
}

// Desk tells whether the organiser's desk has anything for the actor.
func (r Rights) Desk() bool {
	return r.Organise || r.Schedule || r.Draft || r.Translate || r.People || r.Interests || r.Pledges
}

// about is a comment as the policy sees it.
func about(v models.CommentView) Thing {
	return Thing{ConsultationID: v.ConsultationID, Region: v.Region, Confidential: v.Publication == models.ConfidentialP}
}

// mayRead tells whether a comment is within what the actor may read of the queue; scope mirrors it.
func mayRead(who models.Actor, v models.CommentView) bool {
	t := about(v)
	switch v.Publication {
	case models.ConfidentialP:
		return Can(who, ReadConfidential, t)
	case models.PublishedNow:
		return Can(who, ReadQueue, t)
	}
	return false
}

// scope is what of the queue an actor may read, as the columns take it: published comments of the regions in which
// they may read the queue, and confidential ones of those in which they may read these.
func scope(who models.Actor, consultationID int64) [][]string {
	want := make([][]string, staffDims)
	published, confidential := Within(who, ReadQueue, consultationID), Within(who, ReadConfidential, consultationID)
	if published == nil && confidential == nil {
		return want
	}
	want[scopeDim] = []string{""} // which no comment has: nothing is allowed until something is
	allow := func(regions []string, p models.Publication) {
		if regions == nil {
			regions = everywhere()
		}
		for _, r := range regions {
			if value := scopeOf(r, p); !slices.Contains(want[scopeDim], value) {
				want[scopeDim] = append(want[scopeDim], value)
			}
		}
	}
	allow(published, models.PublishedNow)
	allow(confidential, models.ConfidentialP)
	return want
}

// everywhere is every region that a comment can bear.
func everywhere() []string {
	out := []string{place.Unassigned}
	for _, r := range place.Regions() {
		out = append(out, r.Code)
	}
	return out
}
