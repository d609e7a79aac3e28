package models

import "time"

// GrantChange is what happened to a role: who gave, changed or took it, and when.
type GrantChange struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	ID             int64 `gorm:"primaryKey;autoIncrement:false"`
	PersonID       int64
	Role           Role
	Regions        List
	Change         string // given, changed or taken
	ByPersonID     *int64 // nil: the command line
	CreatedAt      time.Time
}

// What can happen to a role.
const (
	GrantGiven   = "given"
	GrantChanged = "changed"
	GrantTaken   = "taken"
)

// Invitation is a role for whoever reads the mail at an address. Only the hash of its link is kept.
type Invitation struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	ID             int64 `gorm:"primaryKey;autoIncrement:false"`
	PublicID       string
	Hash           string
	Role           Role
	Regions        List
	InvitedBy      *int64 // nil: the command line
	Sealed         []byte // name, address and language; see Invited
	CreatedAt      time.Time
	ExpiresAt      time.Time
	AcceptedAt     *time.Time
	RevokedAt      *time.Time
}

// State is "open", "accepted", "revoked" or "expired" at an instant.
func (i Invitation) State(now time.Time) string {
	switch {
	case i.AcceptedAt != nil:
		return "accepted"
	case i.RevokedAt != nil:
		return "revoked"
	case !i.ExpiresAt.After(now):
		return "expired"
	}
	return "open"
}

// Invited is whom an invitation is for, which is kept sealed.
type Invited struct {
	Name     string `json:"name"`
	Email    string `json:"email"`
	Language string `json:"language"`
}
