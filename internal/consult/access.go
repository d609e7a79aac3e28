package consult

import (
	"travaux/internal/fault"
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

// reviewers are the roles whose region limits cut the queue.
var reviewers = []models.Role{models.Organiser, models.Drafter, models.Moderator, models.Observer}

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
