// Package models holds the nouns of a consultation: plain structs, states, filters and invariants.
// It knows no database, no web and no language; only the standard library. Words are those of the glossary.
package models

import "time"

// Role is what a person may do in one consultation; admin is of the installation.
type Role string

// The roles.
const (
	Admin       Role = "admin"
	Organiser   Role = "organiser"
	Facilitator Role = "facilitator"
	Drafter     Role = "drafter"
	Moderator   Role = "moderator"
	Observer    Role = "observer"
	Translator  Role = "translator"
	Reviewer    Role = "reviewer" // independent of those whose pledges they grade
)

// Roles are the roles of a consultation, in the order they are shown.
var Roles = []Role{Organiser, Facilitator, Drafter, Moderator, Observer, Translator, Reviewer}

// Grant gives a person a role in a consultation, limited to regions if any are named.
type Grant struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	PersonID       int64 `gorm:"primaryKey;autoIncrement:false"`
	Role           Role  `gorm:"primaryKey"`
	Regions        List  // M49 codes; empty: not limited
}

// Actor is who asks. The zero value is nobody in particular.
type Actor struct {
	PersonID int64
	Name     string
	Email    string
	Language string
	System   bool // the command line: may everything
	Admin    bool
	Grants   []Grant
	// SteppedUpAt is when the person last proved in this browser who they are; zero for an API token.
	SteppedUpAt time.Time

	Organisations []int64 // for which the person may speak
	ByToken       bool    // a program asks, by an API token
	Scopes        []Scope // what the token may at most; empty: all that the person may
}

// Scope is a part of what a person may, to which an API token is limited.
type Scope string

// The scopes.
const (
	ScopeRead     Scope = "read"     // read what is not public
	ScopeComment  Scope = "comment"  // say something
	ScopeReview   Scope = "review"   // the queue: read, answer, moderate
	ScopeDraft    Scope = "draft"    // texts, versions and translations
	ScopeOrganise Scope = "organise" // a consultation's notices, events and people
	ScopeAdmin    Scope = "admin"    // the installation
)

// Scopes are all scopes, in the order they are shown.
var Scopes = []Scope{ScopeRead, ScopeComment, ScopeReview, ScopeDraft, ScopeOrganise, ScopeAdmin}

// Known tells whether somebody signed in, or the command line, is asking.
func (a Actor) Known() bool { return a.PersonID != 0 || a.System }

// Call is one request to change something: who, when it had been read in full, and its key.
type Call struct {
	Actor
	At       time.Time // receipt time, UTC, microseconds
	Once     Once
	Via      string // the provenance of what is said: web, api, import
	Speaking string // the language of the page or of the answer
	Quiet    bool   // nobody is mailed what became of their comments: a story is told
	Client   string // the address it came from, of IPv6 the network; for limits only: never kept, never logged
	Pass     string // the pass of the browser that sent a form
	Token    string // a hash of the API token it came with
}

// Once makes a repeat of a request give the first answer (RFC draft "Idempotency-Key").
type Once struct {
	Scope string // actor, method and route
	Key   string // a UUID; empty: the request cannot be repeated safely
	Hash  string // SHA-256 of the canonical body, hex
}

// Done is what is kept of an answered request for seven days; the body is made again.
type Done struct {
	Scope     string `gorm:"primaryKey"`
	Key       string `gorm:"primaryKey"`
	Hash      string
	Ref       string
	CreatedAt time.Time
}

// TableName keeps the answered requests apart from what people did.
func (Done) TableName() string { return "done_requests" }
