package models

import "time"

// GuardMode says when a consultation asks strangers for more than their words.
type GuardMode string

// The modes.
const (
	GuardOff       GuardMode = "off"
	GuardAutomatic GuardMode = "automatic" // while too many comments a minute come from strangers
	GuardOn        GuardMode = "on"
)

// GuardModes are the modes in the order they are shown.
var GuardModes = []string{string(GuardAutomatic), string(GuardOn), string(GuardOff)}

// GuardFrom is how many comments that nobody confirmed make the automatic guard stand up when they come in a minute.
const GuardFrom = 60

// Guard is what guards a consultation against floods of comments.
type Guard struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	Mode           GuardMode
	ChangedAt      time.Time
}

// Mark is what a program suspects of a comment; a suggestion, never a decision.
type Mark string

// The marks, each a word of the catalogue key "mark.<word>".
const (
	MarkHoneypot   Mark = "honeypot"   // a field that people do not see was filled in
	MarkDisposable Mark = "disposable" // the address is of a service for addresses that are thrown away
	MarkUnproven   Mark = "unproven"   // it came in a flood, with neither an address nor a proof of work
)

// CommentMark is one mark of one comment.
type CommentMark struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	CommentID      int64 `gorm:"primaryKey;autoIncrement:false"`
	Mark           Mark  `gorm:"primaryKey"`
	CreatedAt      time.Time
}

// Proof is a proof of work that was used.
type Proof struct {
	Challenge string `gorm:"primaryKey"`
	ExpiresAt time.Time
}
