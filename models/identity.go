package models

import "time"

// Identity is somebody's account with a provider of identities. Issuer and subject together say who it is; an address
// never does.
type Identity struct {
	ID         int64 `gorm:"primaryKey;autoIncrement:false"`
	PersonID   int64
	Provider   string // the provider's name in the configuration
	Issuer     string
	Subject    string
	CreatedAt  time.Time
	LastUsedAt *time.Time
}

// Claimed is what a provider's checked answer says of somebody.
type Claimed struct {
	Provider      string `json:"provider"`
	Issuer        string `json:"issuer"`
	Subject       string `json:"subject"`
	Email         string `json:"email"`          // empty: none was given
	EmailVerified bool   `json:"email_verified"` // the provider's word for it
	Name          string `json:"name"`
}

// Attempt is what ties a provider's answer to the browser that was sent there.
type Attempt struct {
	State    string `json:"state"`
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"` // PKCE
}

// ProviderAnswer is what a browser brings back from a provider.
type ProviderAnswer struct {
	Code   string
	State  string
	Issuer string // RFC 9207; empty: not said
	Error  string // a code of RFC 6749 §4.1.2.1 or OpenID Connect Core §3.1.2.6; empty: none
}
