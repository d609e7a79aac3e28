package templates

import (
	"net/url"
	"time"

	"travaux/models"
)

func samplePasskeys() []models.Passkey {
	made := time.Date(2026, 2, 3, 9, 0, 0, 0, time.UTC)
	used := made.AddDate(0, 1, 2)
	return []models.Passkey{
		{Credential: "cGhvbmU", Name: "Phone", CreatedAt: made, LastUsedAt: &used},
		{Credential: "a2V5", Name: "Key on the ring", CreatedAt: made, LastUsedAt: &used, CopiedAt: &used},
		{Credential: "bmV3", Name: "حاسوب", CreatedAt: used},
	}
}

// Samples are the examples of the page: some, one come back, none, and a site without a name.
func (PasskeysPage) Samples() []PasskeysPage {
	b := sampleGlobal("/account/passkeys")
	return []PasskeysPage{
		{Base: b, Passkeys: samplePasskeys(), Domain: "example.org"},
		{b, Form{Values: url.Values{"name": {"Phone"}}, Errors: []FieldError{{"name", "It is too long."}}}, samplePasskeys(), "example.org"},
		{Base: b, Domain: "example.org"},
		{Base: b},
	}
}

// Samples are the examples of the page: as it is opened, and come back.
func (PasskeyPage) Samples() []PasskeyPage {
	b := sampleGlobal("/account/passkeys/cGhvbmU")
	return []PasskeyPage{
		{b, Form{Values: url.Values{"name": {"Phone"}}}, samplePasskeys()[0]},
		{b, Form{Values: url.Values{"name": {""}}, Errors: []FieldError{{"name", "Give it a name."}}}, samplePasskeys()[1]},
	}
}

var sampleProvider = ProviderLink{"acme", "Commons Ministry", "login.example.org"}

// Samples are the examples of the page.
func (WithPage) Samples() []WithPage {
	return []WithPage{{sampleGlobal("/sign-in/with/acme"), sampleProvider, "/sign-in/with/acme/go?return_to=%2F"}}
}

// Samples are the examples of the page: as it is opened, and come back.
func (IdentityAddressPage) Samples() []IdentityAddressPage {
	b := sampleGlobal("/sign-in/address")
	return []IdentityAddressPage{
		{Base: b, Name: "Commons Ministry", Ceremony: "k3y"},
		{b, Form{Values: url.Values{"email": {"me"}}, Errors: []FieldError{{"email", "Write an address such as name@example.org."}}}, "Commons Ministry", "k3y"},
	}
}

// Samples are the examples of the page.
func (IdentitySentPage) Samples() []IdentitySentPage {
	return []IdentitySentPage{{Base: sampleGlobal("/sign-in/address/sent")}}
}

// Samples are the examples of the page: some, and none.
func (IdentitiesPage) Samples() []IdentitiesPage {
	b, made := sampleGlobal("/account/identities"), time.Date(2026, 2, 3, 9, 0, 0, 0, time.UTC)
	row := IdentityRow{models.Identity{Provider: "acme", Issuer: "https://login.example.org", Subject: "248289761001", CreatedAt: made}, "Commons Ministry"}
	return []IdentitiesPage{{b, []IdentityRow{row}, []ProviderLink{{"other", "Other", "id.example.org"}}}, {Base: b}}
}
