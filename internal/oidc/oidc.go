// Package oidc asks a provider of identities who somebody is: OpenID Connect Core 1.0, the code flow with PKCE
// (RFC 7636), nonce and state, and the issuer in the answer (RFC 9207).
//
// It talks to the addresses that the operator's issuer names and to no other, and believes nothing that is not signed
// for this very attempt. It refuses to know people, sessions and the database: it says who the provider says it is.
package oidc

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	gooidc "github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"travaux/internal/fault"
	"travaux/models"
)

// Settings are what an operator says of a provider.
type Settings struct {
	ID           string // in paths and variables
	Name         string // as people read it
	Issuer       string // exactly as its tokens name it
	ClientID     string
	ClientSecret string
	Domains      []string // of addresses that the provider itself gives out, so that its word for them is enough
	Inward       bool     // it may be at an address that only this network reaches
}

// Provider is one of them.
type Provider struct {
	s      Settings
	issuer *url.URL
	client *http.Client
	clock  func() time.Time

	mu    sync.Mutex
	known *metadata
	since time.Time
}

// metadata is what a provider says of itself (OpenID Connect Discovery 1.0, RFC 9207 §3).
type metadata struct {
	provider   *gooidc.Provider
	saysIssuer bool
	style      oauth2.AuthStyle
}

// fresh is how long what a provider says of itself is believed.
const fresh = time.Hour

// signed are the signatures that are believed: nothing without a key pair.
var signed = []string{
	gooidc.RS256, gooidc.RS384, gooidc.RS512, gooidc.PS256, gooidc.PS384, gooidc.PS512, gooidc.ES256, gooidc.ES384, gooidc.ES512, gooidc.EdDSA,
}

// New makes a provider; nothing is asked before it is used. The issuer has to be https unless it is on loopback or the
// operator allows inward addresses.
func New(s Settings, clock func() time.Time) (*Provider, error) {
	u, err := url.Parse(s.Issuer)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, fmt.Errorf("the issuer of %s, %q, is not https://HOST", s.ID, s.Issuer)
	}
	local := loopback(u.Hostname())
	if u.Scheme == "http" && !local && !s.Inward {
		return nil, fmt.Errorf("the issuer of %s has to be https", s.ID)
	}
	if s.ClientID == "" {
		return nil, fmt.Errorf("%s has no client id", s.ID)
	}
	return &Provider{s: s, issuer: u, client: newClient(reach(local, s.Inward)), clock: clock}, nil
}

func loopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.IsLoopback()
}

// ID is the provider's name in paths.
func (p *Provider) ID() string { return p.s.ID }

// Name is the provider's name for people.
func (p *Provider) Name() string { return p.s.Name }

// Host is where people are sent.
func (p *Provider) Host() string { return p.issuer.Host }

// Vouches tells whether the provider itself gives out an address, so that its word for it is enough.
func (p *Provider) Vouches(email string) bool {
	_, domain, ok := strings.Cut(strings.ToLower(email), "@")
	return ok && slices.ContainsFunc(p.s.Domains, func(d string) bool { return strings.EqualFold(d, domain) })
}

// Begin gives the address at the provider that starts an attempt. Fault Unavailable "provider_away".
func (p *Provider) Begin(ctx context.Context, redirect string, a models.Attempt) (string, error) {
	m, err := p.discover(ctx)
	if err != nil {
		return "", err
	}
	return p.config(m, redirect).AuthCodeURL(a.State, gooidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier)), nil
}

func (p *Provider) config(m *metadata, redirect string) *oauth2.Config {
	endpoint := m.provider.Endpoint()
	endpoint.AuthStyle = m.style
	return &oauth2.Config{
		ClientID: p.s.ClientID, ClientSecret: p.s.ClientSecret, Endpoint: endpoint, RedirectURL: redirect,
		Scopes: []string{gooidc.ScopeOpenID, "email", "profile"},
	}
}

// Finish trades the code of an attempt for who it is. Faults Forbidden "provider_refused", whose cause says which rule was
// broken and names nobody; Unavailable "provider_away".
func (p *Provider) Finish(ctx context.Context, redirect string, a models.Attempt, answer models.ProviderAnswer) (models.Claimed, error) {
	none := models.Claimed{}
	m, err := p.discover(ctx)
	if err != nil {
		return none, err
	}
	if answer.Issuer != "" && answer.Issuer != p.s.Issuer || m.saysIssuer && answer.Issuer == "" {
		return none, p.refused("the answer is another issuer's")
	}
	if answer.Code == "" {
		return none, p.refused("no code")
	}
	ctx = gooidc.ClientContext(ctx, p.client)
	token, err := p.config(m, redirect).Exchange(ctx, answer.Code, oauth2.VerifierOption(a.Verifier))
	if err != nil {
		return none, p.exchangeFault(err)
	}
	raw, _ := token.Extra("id_token").(string)
	if raw == "" {
		return none, p.refused("no identity token")
	}
	id, err := m.provider.VerifierContext(ctx, &gooidc.Config{ClientID: p.s.ClientID, SupportedSigningAlgs: signed, Now: p.clock}).Verify(ctx, raw)
	if err != nil {
		return none, p.verifyFault(err)
	}
	who, err := p.claims(id, a, token.AccessToken)
	if err == nil && who.Email == "" {
		p.ask(ctx, m, token, &who)
	}
	return who, err
}

// ask reads an address and a name from where many providers keep them (OpenID Connect Core 1.0 §5.3), of the same subject
// only. Who it is does not depend on it, so a provider that says nothing there is no reason to refuse.
func (p *Provider) ask(ctx context.Context, m *metadata, token *oauth2.Token, who *models.Claimed) {
	if m.provider.UserInfoEndpoint() == "" {
		return
	}
	info, err := m.provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil || info.Subject != who.Subject {
		return
	}
	var said struct {
		Name string `json:"name"`
	}
	if info.Claims(&said) == nil && who.Name == "" {
		who.Name = said.Name
	}
	who.Email, who.EmailVerified = info.Email, info.EmailVerified
}

// claims checks what the library leaves to its caller (OpenID Connect Core 1.0 §3.1.3.7) and reads who it is.
func (p *Provider) claims(id *gooidc.IDToken, a models.Attempt, access string) (models.Claimed, error) {
	none := models.Claimed{}
	var said struct {
		Email    string `json:"email"`
		Verified any    `json:"email_verified"` // some say "true"
		Name     string `json:"name"`
		Party    string `json:"azp"`
	}
	if err := id.Claims(&said); err != nil {
		return none, p.refused("claims that cannot be read")
	}
	switch {
	case id.Issuer != p.s.Issuer:
		return none, p.refused("another issuer")
	case a.Nonce == "" || id.Nonce != a.Nonce:
		return none, p.refused("another nonce")
	case said.Party != "" && said.Party != p.s.ClientID, said.Party == "" && len(id.Audience) > 1:
		return none, p.refused("another party")
	case id.Subject == "" || len(id.Subject) > 255:
		return none, p.refused("no subject")
	case id.AccessTokenHash != "" && id.VerifyAccessToken(access) != nil:
		return none, p.refused("another access token")
	}
	return models.Claimed{
		Provider: p.s.ID, Issuer: id.Issuer, Subject: id.Subject, Email: said.Email, Name: said.Name,
		EmailVerified: said.Verified == true || said.Verified == "true",
	}, nil
}

// discover asks the provider what it says of itself, at most once an hour.
func (p *Provider) discover(ctx context.Context) (*metadata, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known != nil && p.clock().Sub(p.since).Abs() < fresh {
		return p.known, nil
	}
	found, err := gooidc.NewProvider(gooidc.ClientContext(ctx, p.client), p.s.Issuer)
	if err != nil {
		return nil, p.away(err)
	}
	var said struct {
		SaysIssuer bool     `json:"authorization_response_iss_parameter_supported"`
		Styles     []string `json:"token_endpoint_auth_methods_supported"`
		Keys       string   `json:"jwks_uri"`
	}
	if err := found.Claims(&said); err != nil {
		return nil, p.away(err)
	}
	asked := []string{found.Endpoint().AuthURL, found.Endpoint().TokenURL, said.Keys}
	if where := found.UserInfoEndpoint(); where != "" {
		asked = append(asked, where)
	}
	for _, where := range asked {
		if u, err := url.Parse(where); err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != p.issuer.Scheme {
			return nil, p.away(errors.New("an endpoint is not at an address like the issuer's"))
		}
	}
	p.known, p.since = &metadata{found, said.SaysIssuer, p.style(said.Styles)}, p.clock()
	return p.known, nil
}

// style is how the secret is sent. A provider that takes it both ways may want one of them of this client: then both are
// tried, first the one that OpenID Connect expects.
func (p *Provider) style(offered []string) oauth2.AuthStyle {
	basic, post := slices.Contains(offered, "client_secret_basic"), slices.Contains(offered, "client_secret_post")
	switch {
	case p.s.ClientSecret == "", post && !basic:
		return oauth2.AuthStyleInParams
	case post && basic:
		return oauth2.AuthStyleAutoDetect
	}
	return oauth2.AuthStyleInHeader
}

func (p *Provider) away(err error) error {
	return fault.Wrap(fault.Unavailable, "provider_away", err).With("name", p.s.Name)
}

func (p *Provider) refused(why string) error {
	return fault.Wrap(fault.Forbidden, "provider_refused", errors.New(why)).With("name", p.s.Name)
}

// exchangeFault tells a code that is not taken from a provider that cannot be reached. What the provider wrote is not
// kept: it may name somebody.
func (p *Provider) exchangeFault(err error) error {
	var r *oauth2.RetrieveError
	if !errors.As(err, &r) {
		return p.away(errors.New("the code could not be traded"))
	}
	if r.Response != nil && r.Response.StatusCode >= http.StatusInternalServerError {
		return p.away(fmt.Errorf("the token endpoint answered %d", r.Response.StatusCode))
	}
	return p.refused("the code was not taken")
}

// verifyFault names the rule that an identity token broke.
func (p *Provider) verifyFault(err error) error {
	var late *gooidc.TokenExpiredError
	var issuer *gooidc.IssuerMismatchError
	switch {
	case errors.As(err, &late):
		return p.refused("too late")
	case errors.As(err, &issuer):
		return p.refused("another issuer")
	case strings.Contains(err.Error(), "expected audience"):
		return p.refused("another audience")
	case strings.Contains(err.Error(), "issued by a different provider"):
		return p.refused("another issuer")
	}
	return p.refused("a signature or a form that is not believed")
}
