package templates

import (
	"net/url"

	"travaux/models"
)

// PasskeysPage lists somebody's own passkeys and makes one more. Fields: name, ceremony and answer (both by passkey.mjs).
type PasskeysPage struct {
	Base
	Form
	Passkeys []models.Passkey
	Domain   string // where passkeys can be used; empty: nowhere
}

// PasskeyPage is one of them, to rename or to remove. Field: name.
type PasskeyPage struct {
	Base
	Form
	Passkey models.Passkey
}

// Path is the page of the passkey.
func (p PasskeyPage) Path() string { return PasskeyPath(p.Passkey) }

// PasskeyPath is the page of a passkey.
func PasskeyPath(p models.Passkey) string { return "/account/passkeys/" + url.PathEscape(p.Credential) }

// Ways are the ways to prove who one is beside a link by mail. Fields: return_to, ceremony and answer.
type Ways struct {
	Passkey   string // the path to which a passkey's answer goes; empty: none can be used
	Domain    string // where passkeys can be used
	ReturnTo  string
	Providers []ProviderLink
}

// ProviderLink leads to a provider of identities.
type ProviderLink struct{ ID, Name, Host string }

// Path is the page from which one goes to the provider, and back to where one was.
func (p ProviderLink) Path(back string) string {
	path := "/sign-in/with/" + url.PathEscape(p.ID)
	if back == "" || back == "/" {
		return path
	}
	return path + "?" + url.Values{"return_to": {back}}.Encode()
}
