package models

import "time"

// Mail is one message to one person, as a use-case posts it.
type Mail struct {
	To             string
	Language       string
	Kind           string         // what it tells: the catalogue's mail.<kind>.subject and mail.<kind>.body
	Data           map[string]any // what the sentences need: strings, numbers, Texts
	PersonID       *int64         // whom it tells, where they are known
	ConsultationID *int64         // what it is about, where it is about one
	CommentID      *int64         // with its consultation
}

// MailState is where a message stands.
type MailState string

// The states of a message.
const (
	MailWaiting MailState = "waiting" // will be sent at once
	MailHeld    MailState = "held"    // will be put into a digest
	MailSent    MailState = "sent"
	MailFailed  MailState = "failed"  // could not be sent, will be tried again
	MailDead    MailState = "dead"    // could not be sent, will not be tried again
	MailBounced MailState = "bounced" // was sent and came back
)

// QueuedMail is a message as it is kept; address and text are sealed, and gone once they are of no more use.
type QueuedMail struct {
	ID             int64  `gorm:"primaryKey;autoIncrement:false"`
	MessageID      string // the part of the Message-ID before the @: the same at every try
	Kind           string
	PersonID       *int64
	ConsultationID *int64
	CommentID      *int64
	RecipientHash  string // of the address, keyed
	Language       string
	Payload        []byte
	State          MailState
	Attempts       int
	LastError      string // a code, never an address
	CreatedAt      time.Time
	DueAt          time.Time
	SentAt         *time.Time
}

// TableName keeps the messages.
func (QueuedMail) TableName() string { return "mails" }

// Letter is a message opened to be sent.
type Letter struct {
	Mail
	ID        int64
	MessageID string
	State     MailState
	Attempts  int
	CreatedAt time.Time
}

// MailError says why a message was not sent, without an address: it may be kept and shown.
type MailError struct {
	Code      string // an SMTP status, or one word
	Permanent bool   // trying again is of no use
}

// Error gives the code alone.
func (e *MailError) Error() string { return "mail not sent: " + e.Code }

// Digest says how somebody wants to be told what became of their comments.
type Digest string

// The ways of being told.
const (
	DigestEach   Digest = "each" // a message for each
	DigestDaily  Digest = "daily"
	DigestWeekly Digest = "weekly"
	DigestNone   Digest = "none"
)

// Digests are all ways of being told, in the order they are shown.
var Digests = []Digest{DigestEach, DigestDaily, DigestWeekly, DigestNone}

// MailPreference is how a person wants to be told, and whether their address still takes mail.
type MailPreference struct {
	PersonID  int64 `gorm:"primaryKey;autoIncrement:false"`
	Digest    Digest
	BouncedAt *time.Time // the last time a message came back for good; nil: none did
	ChangedAt time.Time
}

// MailReport is how mail does, for an operator. It names nobody.
type MailReport struct {
	At       time.Time
	Counts   map[MailState]int // of the sent those of the last 24 hours
	Bouncing int               // people whose address takes no mail
	Trouble  []QueuedMail      // failed and dead, newest first
}

// Bounce is what a mail server reported of one message (RFC 3464).
type Bounce struct {
	MessageID string // the part before the @
	Status    string // such as 5.1.1
	Permanent bool
}

// BounceSummary counts what was done with reports.
type BounceSummary struct {
	Read         int `json:"read"`
	Bounced      int `json:"bounced"`
	Temporary    int `json:"temporary"`
	AlreadyThere int `json:"already_there"`
	Unknown      int `json:"unknown"`
}
