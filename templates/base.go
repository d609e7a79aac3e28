package templates

import (
	"net/url"
	"strings"
	"time"

	"travaux/models"
)

// Base is what the layout of every page needs; each page type embeds it.
type Base struct {
	Lang         string   // BCP 47 tag of the interface, one of Languages
	Languages    []string // of the interface, in the order they are offered
	Title        string   // for <title>, in words; empty: the page has its own. The consultation is added
	Path         string   // of this request without the query, for the language links
	Query        url.Values
	Section      Section // which item of the navigation is this page
	Now          time.Time
	ReaderZone   string // IANA zone of the reader's device (cookie "zone"), empty while unknown
	Actor        models.Actor
	Rights       Rights
	Consultation *models.Consultation // nil on pages of the whole installation
	DraftSlug    string               // slug of the draft that "Read and comment" leads to; empty: nothing published
	Signatures   bool                 // the consultation has a phase of signatures
	Pledges      bool                 // it has one of pledges
	Demo         bool                 // made-up data: shown as a banner
	Unlimited    bool                 // nobody is told to wait: shown as a banner
	Flash        string               // catalogue key of a message shown once, for example "flash.answered"
	Canonical    string               // of a page that is shown under several addresses the one of this language; empty: none
	Unlisted     bool                 // search engines have the same words elsewhere
	FormKey      string               // UUID, sent as idempotency_key by every form
}

// Section is an item of the navigation.
type Section string

// The sections.
const (
	SectionFront      Section = "front"
	SectionReader     Section = "reader"
	SectionComments   Section = "comments"
	SectionEvents     Section = "events"
	SectionSignatures Section = "signatures"
	SectionPledges    Section = "pledges"
	SectionReview     Section = "review"
	SectionModeration Section = "moderation"
	SectionManage     Section = "manage"
	SectionGrading    Section = "grading"
	SectionNone       Section = ""
)

// Rights say which links and buttons the actor is shown; what may be done is decided elsewhere.
type Rights struct {
	Organise, Schedule, Draft, Translate, Review, Answer, Moderate, People, Mandates, ReadUnpublished bool
	Notes, WriteNotes                                                                                 bool // private ones on provisions
	Desk                                                                                              bool // something of the organiser's desk
	Interests                                                                                         bool // organisations that want to take part
	Pledges                                                                                           bool // those that are not public
	Grade                                                                                             bool // say how far pledges have come
	Admin                                                                                             bool // of the installation
}

// Root is where the paths of the consultation begin: /c/{slug}, or empty without one.
func (b Base) Root() string {
	if b.Consultation == nil {
		return ""
	}
	return "/c/" + url.PathEscape(b.Consultation.Slug)
}

// Staff tells whether the navigation of those who draft, organise and administer is shown.
func (b Base) Staff() bool {
	return b.Rights.Admin || b.Consultation != nil && (b.Rights.Review || b.Rights.Moderate || b.Rights.Desk || b.Rights.Grade)
}

// Admin tells whether this is one of the administrator's pages.
func (b Base) Admin() bool { return b.Path == "/admin" || strings.HasPrefix(b.Path, "/admin/") }

// In is the address of this very page in another language of the interface.
func (b Base) In(lang string) string {
	q := url.Values{}
	for k, v := range b.Query {
		q[k] = v
	}
	q.Set("lang", lang)
	return b.Path + "?" + q.Encode()
}

// SignInPath leads to signing in and back to this page.
func (b Base) SignInPath() string {
	back := b.Path
	if len(b.Query) > 0 {
		back += "?" + b.Query.Encode()
	}
	return "/sign-in?" + url.Values{"return_to": {back}}.Encode()
}
