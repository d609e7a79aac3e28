package models

import "time"

// Passkey is a key on somebody's device with which they sign in (Web Authentication). Only its public half is here.
type Passkey struct {
	ID         int64 `gorm:"primaryKey;autoIncrement:false"`
	PersonID   int64
	Credential string // the credential's id, base64url, unique
	Name       string // given by the person
	Record     []byte // public key and flags, sealed
	Count      int64  // the authenticator's signature counter; 0: it keeps none
	CreatedAt  time.Time
	LastUsedAt *time.Time
	CopiedAt   *time.Time // when its counter went back, as that of a copy does; since then it is refused
}

// PasskeyHandle is the random id by which a person's devices know them, so that no device learns a row's id.
type PasskeyHandle struct {
	PersonID int64  `gorm:"primaryKey;autoIncrement:false"`
	Handle   string // 32 bytes, base64url, unique
}

// Ceremony is one exchange with a browser that has begun: a passkey's challenge, or an identity whose address is not
// yet proven. It ends at its first answer.
type Ceremony struct {
	Hash      string `gorm:"primaryKey"` // of the secret that the browser sends back; SHA-256, hex
	Kind      CeremonyKind
	Browser   string // hash of the cookie of the browser that began
	State     []byte // sealed
	ExpiresAt time.Time
}

// CeremonyKind says what a ceremony is for.
type CeremonyKind string

// The kinds of ceremony.
const (
	CeremonyRegister CeremonyKind = "passkey_register"
	CeremonySignIn   CeremonyKind = "passkey_sign_in"
	CeremonyStepUp   CeremonyKind = "passkey_step_up"
	CeremonyProvider CeremonyKind = "provider"         // an answer of a provider that was taken; kept so that it is taken once
	CeremonyAddress  CeremonyKind = "identity_address" // an identity that waits for an address
)
