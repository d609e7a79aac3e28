package consult

import (
	"slices"

	"travaux/internal/fault"
	"travaux/internal/place"
	"travaux/models"
)

// Action is something that not everybody may do.
type Action string

// What one may be allowed to do: first in a consultation, then in the installation.
const (
	ReadUnpublished  Action = "read_unpublished"  // drafts and versions that are not public yet
	ReadQueue        Action = "read_queue"        // comments with their real attributes
	ReadConfidential Action = "read_confidential" // comments that were said in confidence
	Answer           Action = "answer"            // set dispositions
	Moderate         Action = "moderate"          // decide on comments that wait
	Draft            Action = "draft"             // import texts, publish versions, import comments
	Translate        Action = "translate"         // import translations of versions
	ReadNotes        Action = "read_notes"        // private notes on the provisions of a draft
	WriteNotes       Action = "write_notes"       // the same, and settle them
	Schedule         Action = "schedule"          // create and change events
	Organise         Action = "organise"          // notices, phases, partners, documents
	ReadPeople       Action = "read_people"       // who has which role
	ManagePeople     Action = "manage_people"     // give and take roles
	Invite           Action = "invite"            // invite by mail; a person in a browser only
	DecideMandates   Action = "decide_mandates"   // confirm who speaks for an organisation
	EditOrganisation Action = "edit_organisation" // change what is said of an organisation
	SpeakFor         Action = "speak_for"         // say something for an organisation
	Sign             Action = "sign"              // sign a text for an organisation
	VerifySignatures Action = "verify_signatures" // say that whoever signed may, or refuse it
	ReadSignatures   Action = "read_signatures"   // those that are not public yet, and what is not public of them
	ReadInterests    Action = "read_interests"    // organisations that want to take part
	DecideInterests  Action = "decide_interests"  // invite and decline them, write notes on them
	MakePledge       Action = "pledge"            // pledge for an organisation
	ReadPledges      Action = "read_pledges"      // those that are not public yet, and what is not public of them
	ReviewPledges    Action = "review_pledges"    // publish them, or ask for changes
	ReadGrading      Action = "read_grading"      // which pledges are to be graded, and grades that are not public yet
	GradePledges     Action = "grade_pledges"     // say how far they have come; independent of whoever pledged
	Contribute       Action = "comment"           // say something, or take it back
	OwnAccount       Action = "account"           // one's own sessions, tokens and settings
	ReadAccount      Action = "read_account"      // one's own name and roles
	ReadOwn          Action = "read_own"          // what is kept about oneself: data, sessions, tokens, settings, mandates
	OwnSessions      Action = "own_sessions"      // sign oneself out
	OwnMail          Action = "own_mail"          // how one is told what became of one's comments
	Install          Action = "install"           // make consultations, see how the installation does
	ManageInstalled  Action = "manage_installed"  // the people of the installation
	ReadLogParts     Action = "read_log_parts"    // what of the public log is for operators
)

// Thing is what an action is about. Only what is said counts: without a region it is about no particular place.
type Thing struct {
	ConsultationID int64
	Region         string // M49 or "unassigned": roles limited to other regions do not reach it
	Confidential   bool   // needs ReadConfidential as well
	OrganisationID int64  // whoever speaks for it may what Mandated may
	PersonID       int64  // whom it is about: what one may with what is one's own
}

// anyone, known, self and mandated are who may something without a role.
const (
	anyone   models.Role = "anyone"
	self     models.Role = "self"
	mandated models.Role = "mandated"
)

// policy is who may what; nobody else may anything. The command line may everything.
var policy = map[models.Role][]Action{
	anyone:   {Contribute},
	self:     {OwnAccount, ReadAccount, ReadOwn, OwnSessions, OwnMail},
	mandated: {DecideMandates, EditOrganisation, SpeakFor, Sign, MakePledge},
	models.Admin: {
		Install, ManageInstalled, ReadLogParts, ReadUnpublished, Organise, Schedule, ReadPeople, ManagePeople, Invite,
		DecideMandates, EditOrganisation, ReadSignatures, VerifySignatures, ReadPledges, ReadInterests, DecideInterests,
	},
	models.Organiser: {
		ReadUnpublished, ReadQueue, Moderate, Draft, Translate, ReadNotes, WriteNotes, Schedule, Organise, ReadPeople, ManagePeople, Invite,
		DecideMandates, ReadLogParts, ReadSignatures, VerifySignatures, ReadPledges, ReviewPledges, ReadInterests, DecideInterests,
	},
	models.Facilitator: {Schedule},
	models.Drafter:     {ReadUnpublished, ReadQueue, ReadConfidential, Answer, Draft, Translate, ReadNotes, WriteNotes},
	models.Moderator:   {ReadUnpublished, ReadQueue, Moderate},
	models.Observer:    {ReadUnpublished, ReadQueue, ReadNotes, ReadSignatures, ReadPledges, ReadInterests},
	models.Translator:  {ReadUnpublished, Translate, ReadNotes, WriteNotes},
	models.Reviewer:    {ReadGrading, GradePledges},
}

// scopes are what an API token may at most. What is in none is for people in a browser, or for a token without a limit.
var scopes = map[models.Scope][]Action{
	models.ScopeRead:     {ReadAccount, ReadOwn, ReadUnpublished, ReadQueue, ReadNotes, ReadPeople, ReadLogParts, ReadSignatures, ReadPledges, ReadInterests, ReadGrading},
	models.ScopeComment:  {ReadAccount, Contribute, SpeakFor},
	models.ScopeReview:   {ReadAccount, ReadUnpublished, ReadQueue, ReadConfidential, Answer, Moderate, ReadGrading, GradePledges},
	models.ScopeDraft:    {ReadAccount, ReadUnpublished, Draft, Translate, ReadNotes, WriteNotes},
	models.ScopeOrganise: {ReadAccount, ReadUnpublished, Organise, Schedule, ReadPeople, ManagePeople, DecideMandates, EditOrganisation, ReadSignatures, VerifySignatures, ReadPledges, ReviewPledges, ReadInterests, DecideInterests},
	models.ScopeAdmin:    {ReadAccount, Install, ManageInstalled, ReadLogParts, ReadPeople, ManagePeople, Organise},
}

// inPerson are what no token may, whatever its scopes: it must not be able to make itself last.
var inPerson = []Action{OwnAccount, Invite}

// Can is the one policy: may this actor do this to that thing?
func Can(who models.Actor, a Action, t Thing) bool {
	switch {
	case who.System:
		return true
	case !scoped(who, a):
		return false
	case t.Confidential && a != ReadConfidential && !Can(who, ReadConfidential, t):
		return false
	case slices.Contains(policy[anyone], a):
		return true
	case t.PersonID != 0 && t.PersonID == who.PersonID && slices.Contains(policy[self], a):
		return true
	case t.OrganisationID != 0 && slices.Contains(who.Organisations, t.OrganisationID) && slices.Contains(policy[mandated], a):
		return true
	}
	limits, may := reach(who, a, t.ConsultationID)
	return may && (limits == nil || t.Region == "" || slices.Contains(limits, t.Region))
}

// scoped tells whether the token by which the actor asks, if any, reaches an action.
func scoped(who models.Actor, a Action) bool {
	if who.ByToken && slices.Contains(inPerson, a) {
		return false
	}
	return len(who.Scopes) == 0 || slices.ContainsFunc(who.Scopes, func(s models.Scope) bool { return slices.Contains(scopes[s], a) })
}

// reach is where in a consultation an actor may do something: may is false where nowhere, limits is nil where
// everywhere, else the regions with everything below them. Each role counts by itself: what it may is not widened by
// the regions of another.
func reach(who models.Actor, a Action, consultationID int64) (limits []string, may bool) {
	if who.System {
		return nil, true
	}
	if !scoped(who, a) {
		return nil, false
	}
	if who.Admin && slices.Contains(policy[models.Admin], a) {
		return nil, true
	}
	limits = []string{} // a limit that says nothing to us lets nothing through
	for _, g := range who.Grants {
		if g.ConsultationID != consultationID || !slices.Contains(policy[g.Role], a) {
			continue
		}
		may = true
		if len(g.Regions) == 0 {
			return nil, true
		}
		for _, r := range g.Regions {
			limits = append(limits, place.Below(r)...)
		}
	}
	return limits, may
}

// Within is where an actor may do something, with everything below each region, as the lists of the database take it:
// nil everywhere, empty nowhere.
func Within(who models.Actor, a Action, consultationID int64) []string {
	limits, may := reach(who, a, consultationID)
	if !may {
		return []string{}
	}
	return limits
}

// ownAccount tells whether somebody is there in person, and so may change how they come in.
func ownAccount(who models.Actor) bool {
	return who.PersonID != 0 && Can(who, OwnAccount, Thing{PersonID: who.PersonID})
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
