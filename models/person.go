package models

import (
	"strings"
	"time"
)

// Person is somebody who signs in or confirmed an address.
type Person struct {
	ID              int64  `gorm:"primaryKey;autoIncrement:false"`
	PublicID        string // a UUID: how others name them
	Email           string
	EmailKey        string // see EmailKey, unique
	Name            string
	Admin           bool
	Language        string
	Country         string
	StakeholderType StakeholderType
	Organisation    string
	Erasing         ErasureWish // asked that everything about them goes; empty: not
	ErasedAt        *time.Time  // when it was gone: the row stays for what refers to it, with nothing in it
	DisabledAt      *time.Time  // since when they may not come in any more
	CreatedAt       time.Time
}

// EmailKey is how two spellings of one address are told to be the same: no outer space, lower case.
func EmailKey(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// TokenKind says what a one-use token is for.
type TokenKind string

// The kinds of one-use token.
const (
	TokenSignIn  TokenKind = "sign_in"
	TokenConfirm TokenKind = "confirm"
	TokenFirst   TokenKind = "first" // makes the first administrator
)

// Token is a one-use link; only the hash of its secret is kept.
type Token struct {
	Hash           string `gorm:"primaryKey"` // SHA-256, hex
	Kind           TokenKind
	EmailKey       string
	PersonID       *int64
	ConsultationID *int64
	CommentID      *int64
	Browser        string // hash of the cookie of the browser that asked; empty: any
	ReturnTo       string // a path of ours
	Code           string // keyed hash of the short code that was shown for it; empty: none was
	Tries          int    // how often the code was guessed at
	Identity       string // sealed, base64: the identity elsewhere that becomes the person's when they come in; empty: none
	CreatedAt      time.Time
	ExpiresAt      time.Time
	UsedAt         *time.Time
}

// APIToken lets a program act as a person.
type APIToken struct {
	Hash       string `gorm:"primaryKey"`
	ID         string // a UUID
	PersonID   int64
	Name       string // what its person calls it
	Scopes     List   // what it may at most; empty: all that the person may
	CreatedAt  time.Time
	ExpiresAt  time.Time
	LastUsedOn string // the day, UTC; empty: never
	RevokedAt  *time.Time
}
