package templates

import (
	"time"

	"travaux/models"
)

// WithPage stands between signing in and a provider of identities; what it leads to is a link of ours.
type WithPage struct {
	Base
	Provider ProviderLink
	Go       string // the path that leads to the provider
}

// IdentityAddressPage asks for the address that a provider did not tell. Fields: email, ceremony (hidden).
type IdentityAddressPage struct {
	Base
	Form
	Name     string // of the provider
	Ceremony string
}

// IdentitySentPage says that a link is on its way to the address that came along. Field: code, which the link shows
// when it is opened elsewhere.
type IdentitySentPage struct {
	Base
	Form
}

// IdentitiesPage lists somebody's own identities. Fields of each form: issuer, subject.
type IdentitiesPage struct {
	Base
	Identities []IdentityRow
	Providers  []ProviderLink // that can be connected
}

// IdentityRow is an identity with its provider's name for people.
type IdentityRow struct {
	models.Identity
	Name string
}

// Used is when it was used last, else when it was connected.
func (r IdentityRow) Used() time.Time {
	if r.LastUsedAt != nil {
		return *r.LastUsedAt
	}
	return r.CreatedAt
}
