package consult

import (
	"slices"

	"travaux/internal/fault"
	"travaux/internal/place"
	"travaux/models"
)

// Rights is what an actor may do in a consultation; the one policy.
type Rights struct {
	Organise     bool // schedule, publish notices, add partners and documents
	Draft        bool // import and publish versions
	Review       bool // read the queue with the real attributes
	Confidential bool // read confidential comments
	Answer       bool // set dispositions
	Moderate     bool // decide on comments that wait
}

// May tells what an actor may do in a consultation.
func May(who models.Actor, consultationID int64) Rights {
	has := func(roles ...models.Role) bool { return who.Has(consultationID, roles...) }
	return Rights{
		Organise:     who.Admin || has(models.Organiser),
		Draft:        has(models.Organiser, models.Drafter),
		Review:       has(models.Organiser, models.Drafter, models.Moderator, models.Observer),
		Confidential: has(models.Drafter),
		Answer:       has(models.Drafter),
		Moderate:     has(models.Organiser, models.Moderator),
	}
}

// Staff tells whether the actor may read what is not public.
func (r Rights) Staff() bool { return r.Draft || r.Review || r.Moderate || r.Organise }

// Roles whose region limits cut the queue, and the list of what waits.
var (
	reviewers  = []models.Role{models.Organiser, models.Drafter, models.Moderator, models.Observer}
	moderators = []models.Role{models.Organiser, models.Moderator}
)

// regions are those to which an actor's roles among these are limited, with everything below them; nil: not limited.
func regions(who models.Actor, consultationID int64, roles ...models.Role) []string {
	limits := who.Regions(consultationID, roles...)
	if limits == nil {
		return nil
	}
	out := []string{} // a limit that says nothing to us lets nothing through
	for _, r := range limits {
		out = append(out, place.Below(r)...)
	}
	return out
}

// reach tells whether a comment is from where the actor's roles among these reach.
func reach(who models.Actor, v models.CommentView, roles ...models.Role) bool {
	limits := regions(who, v.ConsultationID, roles...)
	return limits == nil || slices.Contains(limits, v.Region)
}

// scope is what of the queue an actor may read: published comments of the regions of any of their roles, and
// confidential ones of those in which they draft. Each role counts by itself: what it may do is not widened by the
// regions of another.
func scope(who models.Actor, consultationID int64) [][]string {
	want := make([][]string, staffDims)
	may := May(who, consultationID).Confidential
	published, confidential := regions(who, consultationID, reviewers...), regions(who, consultationID, models.Drafter)
	if may && published == nil && confidential == nil {
		return want
	}
	want[scopeDim] = []string{""} // which no comment has: nothing is allowed until something is
	allow := func(regions []string, p models.Publication) {
		if regions == nil {
			regions = everywhere()
		}
		for _, r := range regions {
			want[scopeDim] = append(want[scopeDim], scopeOf(r, p))
		}
	}
	allow(published, models.PublishedNow)
	if may {
		allow(confidential, models.ConfidentialP)
	}
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

// mayRead tells whether a comment is within what the actor may read of the queue; it mirrors scope.
func mayRead(who models.Actor, v models.CommentView) bool {
	want := scope(who, v.ConsultationID)[scopeDim]
	return want == nil || slices.Contains(want, scopeOf(v.Region, v.Publication))
}

// need refuses an actor who may not: asking to sign in when nobody did.
func need(who models.Actor, may bool) error {
	if may {
		return nil
	}
	if !who.Known() {
		return fault.New(fault.SignIn, "sign_in")
	}
	return fault.New(fault.Forbidden, "forbidden")
}
