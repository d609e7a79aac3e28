package config

import (
	"fmt"
	"net/url"
	"os"
	"regexp"
	"strings"
)

// OIDCProvider is a provider of identities as the operator names it: TRAVAUX_OIDC_<ID>_…
type OIDCProvider struct {
	ID           string   // as in TRAVAUX_OIDC_PROVIDERS
	Name         string   // _NAME, for people; default: the id
	Issuer       string   // _ISSUER
	ClientID     string   // _CLIENT_ID
	ClientSecret string   // _CLIENT_SECRET, or the content of the file _CLIENT_SECRET_FILE
	Domains      []string // _DOMAINS: of addresses that the provider itself gives out
}

// oidcID is what a provider can be called in a path and in a variable.
var oidcID = regexp.MustCompile(`^[a-z][a-z0-9]{0,30}$`)

// check tells whether the issuer is one that can be asked: https, but for one on this machine or where inward addresses
// are allowed.
func (p OIDCProvider) check(inward bool) error {
	name := "TRAVAUX_OIDC_" + strings.ToUpper(p.ID) + "_ISSUER"
	u, err := url.Parse(p.Issuer)
	switch {
	case err != nil || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "https" && u.Scheme != "http":
		return fmt.Errorf("%s is not https://HOST", name)
	case u.Port() != "" && !port(u.Port()):
		return fmt.Errorf("%s: the port is none", name)
	case u.Scheme == "http" && !inward && !here(u.Hostname()):
		return fmt.Errorf("%s has to be https", name)
	}
	return nil
}

// ReadOIDC reads the variables of every provider that is named in TRAVAUX_OIDC_PROVIDERS.
func (c *Config) ReadOIDC(getenv func(string) string) error {
	c.OIDC = nil
	seen := map[string]bool{}
	for _, id := range c.OIDCProviders {
		if id = strings.TrimSpace(id); !oidcID.MatchString(id) || seen[id] {
			return fmt.Errorf("TRAVAUX_OIDC_PROVIDERS: %q is not a name of small letters and digits, or stands twice", id)
		}
		seen[id] = true
		name := func(what string) string { return "TRAVAUX_OIDC_" + strings.ToUpper(id) + "_" + what }
		p := OIDCProvider{ID: id, Name: getenv(name("NAME")), Issuer: getenv(name("ISSUER")), ClientID: getenv(name("CLIENT_ID")), ClientSecret: getenv(name("CLIENT_SECRET"))}
		if p.Name == "" {
			p.Name = id
		}
		for _, needed := range []struct{ what, value string }{{"ISSUER", p.Issuer}, {"CLIENT_ID", p.ClientID}} {
			if needed.value == "" {
				return fmt.Errorf("%s is missing", name(needed.what))
			}
		}
		for d := range strings.SplitSeq(getenv(name("DOMAINS")), ",") {
			if d = strings.TrimSpace(d); d != "" {
				p.Domains = append(p.Domains, d)
			}
		}
		if file := getenv(name("CLIENT_SECRET_FILE")); file != "" && p.ClientSecret == "" {
			b, err := os.ReadFile(file)
			if err != nil {
				return fmt.Errorf("%s: %w", name("CLIENT_SECRET_FILE"), err)
			}
			p.ClientSecret = strings.TrimSpace(string(b))
		}
		c.OIDC = append(c.OIDC, p)
	}
	return nil
}
