package models

import (
	"net/url"
	"time"
)

// How long a session lasts: whatever happens, unused by a participant, unused by somebody with a role.
const (
	SessionLife     = 90 * 24 * time.Hour
	IdleParticipant = 14 * 24 * time.Hour
	IdleStaff       = 30 * time.Minute
)

// Session is a signed-in browser, found by the hash of its cookie.
type Session struct {
	Hash        string `gorm:"primaryKey" json:"-"` // SHA-256
	Ref         string // a UUID that says nothing, to name it by
	PersonID    int64
	Device      string // families of browser and system, "Firefox, Linux"; empty: not known
	Standing    string // hash of what the person may do, as far as the session knows
	CreatedAt   time.Time
	SeenAt      time.Time
	SteppedUpAt *time.Time
	ExpiresAt   time.Time
}

// IdleLimit is how long a session of the actor may lie unused.
func (a Actor) IdleLimit() time.Duration {
	if a.Admin || len(a.Grants) > 0 {
		return IdleStaff
	}
	return IdleParticipant
}

// Kept is what was typed into a form whose sender had to sign in first.
type Kept struct {
	Ref    string     // a UUID
	Name   string     // of the route
	Path   string     // where it was sent to, with the query
	Values url.Values // without files
	Files  bool       // files were sent along, which are not kept
}

// KeptForm is a Kept as it is stored.
type KeptForm struct {
	Ref       string `gorm:"primaryKey"`
	Browser   string // hash of the cookie of the browser it was typed in
	PersonID  *int64 // who typed it, if that was still known
	Sealed    []byte
	CreatedAt time.Time
	ExpiresAt time.Time
}
