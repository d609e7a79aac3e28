package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// identityRoutes are those of providers of identities. A form must not lead to another site, so a page with a link does.
var identityRoutes = []route{
	{get, "/sign-in/with/:provider", anybody, (*Handlers).with, "with"},
	{get, "/sign-in/with/:provider/go", anybody, (*Handlers).toProvider, "toProvider"},
	{get, "/sign-in/with/:provider/callback", anybody, (*Handlers).fromProvider, "fromProvider"},
	{get, "/sign-in/address", anybody, (*Handlers).identityAddress, "identityAddress"},
	{post, "/sign-in/address", anybody, (*Handlers).giveAddress, "giveAddress"},
	{get, "/sign-in/address/sent", anybody, (*Handlers).identitySent, "identitySent"},
	{get, "/account/identities", signedIn, (*Handlers).identities, "identities"},
	{get, "/account/identities/:provider", signedIn, (*Handlers).connectIdentity, "connectIdentity"},
	{post, "/account/identities/remove", signedIn, (*Handlers).removeIdentity, "removeIdentity"},
}

// attemptCookie holds what a browser keeps while it is at a provider, for attemptSeconds at most.
const (
	attemptCookie  = "attempt"
	attemptSeconds = 600
)

func providerLink(p consult.Provider) templates.ProviderLink {
	return templates.ProviderLink{ID: p.ID(), Name: p.Name(), Host: p.Host()}
}

func (h *Handlers) providerLinks() []templates.ProviderLink {
	var out []templates.ProviderLink
	for _, p := range h.Consult.Providers() {
		out = append(out, providerLink(p))
	}
	return out
}

// with says where one is about to go.
func (h *Handlers) with(c echo.Context) error {
	p, err := h.Consult.Provider(c.Param("provider"))
	if err != nil {
		return err
	}
	link := providerLink(p)
	on := "/sign-in/with/" + url.PathEscape(link.ID) + "/go?" + url.Values{"return_to": {web.LocalPath(c.QueryParam("return_to"))}}.Encode()
	return show(c, http.StatusOK, templates.With, templates.WithPage{Base: h.base(c, templates.SectionNone), Provider: link, Go: on})
}

// toProvider sends the browser there.
func (h *Handlers) toProvider(c echo.Context) error {
	return h.leave(c, web.LocalPath(c.QueryParam("return_to")), false)
}

// connectIdentity sends somebody who is signed in there, to have one more way in; not when another site sent them,
// which could have them connect an account of its own.
func (h *Handlers) connectIdentity(c echo.Context) error {
	if !web.FromOurPage(c) {
		return see(c, "/account/identities", "")
	}
	return h.leave(c, "/account/identities", true)
}

func (h *Handlers) leave(c echo.Context, back string, connect bool) error {
	browser := web.Browser(c, true)
	to, keep, err := h.Consult.BeginProvider(c.Request().Context(), web.Call(c), c.Param("provider"), back, connect, browser)
	if err != nil {
		return err
	}
	web.Keep(c, attemptCookie, keep, attemptSeconds)
	return c.Redirect(http.StatusSeeOther, to)
}

// fromProvider takes what the browser brings back.
func (h *Handlers) fromProvider(c echo.Context) error {
	q := c.QueryParams()
	answer := models.ProviderAnswer{Code: q.Get("code"), State: q.Get("state"), Issuer: q.Get("iss"), Error: q.Get("error")}
	kept := web.Kept(c, attemptCookie)
	web.Keep(c, attemptCookie, nil, 0)
	in, err := h.Consult.FinishProvider(c.Request().Context(), web.Call(c), c.Param("provider"), kept, answer, web.Browser(c, false))
	if err != nil {
		return err
	}
	switch in.Outcome {
	case consult.CameIn:
		if err := web.ComeIn(c, in.PersonID); err != nil { // the provider may have asked for nothing
			return err
		}
		return see(c, in.Back, "")
	case consult.Connected:
		return see(c, in.Back, "identity_connected")
	case consult.LinkSent:
		return see(c, "/sign-in/address/sent", "")
	case consult.NeedsAddress:
		return see(c, "/sign-in/address?"+url.Values{"with": {c.Param("provider")}, "ceremony": {in.Ceremony}}.Encode(), "")
	}
	return see(c, "/sign-in?"+url.Values{"return_to": {in.Back}}.Encode(), "identity_cancelled")
}

// identityAddress asks for the address that a provider did not tell.
func (h *Handlers) identityAddress(c echo.Context) error {
	p, err := h.Consult.Provider(c.QueryParam("with"))
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.IdentityAddress, templates.IdentityAddressPage{
		Base: h.base(c, templates.SectionNone), Name: p.Name(), Ceremony: c.QueryParam("ceremony"),
	})
}

// giveAddress sends the link to the address that was given.
func (h *Handlers) giveAddress(c echo.Context) error {
	var in consult.NewAddress
	err := web.Decode(c, &in)
	name := ""
	if err == nil {
		name, err = h.Consult.GiveAddress(c.Request().Context(), web.Call(c), in, web.Browser(c, false))
	}
	if form, status, ok := again(c, err); ok {
		p := templates.IdentityAddressPage{Base: h.base(c, templates.SectionNone), Form: form, Name: name, Ceremony: in.Ceremony}
		asked(&p.Base, "/sign-in", nil)
		return show(c, status, templates.IdentityAddress, p)
	}
	if err != nil {
		return err
	}
	return see(c, "/sign-in/address/sent", "")
}

// identitySent says that a link is on its way, and takes the code that it may show elsewhere.
func (h *Handlers) identitySent(c echo.Context) error {
	return show(c, http.StatusOK, templates.IdentitySent, templates.IdentitySentPage{Base: h.base(c, templates.SectionNone)})
}

// identities lists one's own.
func (h *Handlers) identities(c echo.Context) error {
	all, err := h.Consult.Identities(c.Request().Context(), web.Actor(c))
	if err != nil {
		return err
	}
	p := templates.IdentitiesPage{Base: h.base(c, templates.SectionNone), Providers: h.providerLinks()}
	for _, i := range all {
		row := templates.IdentityRow{Identity: i, Name: i.Provider}
		if known, err := h.Consult.Provider(i.Provider); err == nil { // the operator may have dropped it
			row.Name = known.Name()
		}
		p.Identities = append(p.Identities, row)
	}
	return show(c, http.StatusOK, templates.Identities, p)
}

// removeIdentity forgets one of one's own.
func (h *Handlers) removeIdentity(c echo.Context) error {
	var in consult.IdentityRef
	err := web.Decode(c, &in)
	if err == nil {
		err = h.Consult.RemoveIdentity(c.Request().Context(), web.Call(c), in)
	}
	if err != nil {
		return err
	}
	return see(c, "/account/identities", "identity_removed")
}
