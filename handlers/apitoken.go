package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/web"
	"travaux/templates"
)

// tokenRoutes are those of one's own API tokens.
var tokenRoutes = []route{
	{get, "/account/tokens", signedIn, (*Handlers).tokens, "tokens"},
	{post, "/account/tokens", signedIn, (*Handlers).makeToken, "makeToken"},
	{post, "/account/tokens/:token/revoke", signedIn, (*Handlers).revokeToken, "revokeToken"},
}

// tokens lists one's own tokens.
func (h *Handlers) tokens(c echo.Context) error {
	p, err := h.tokensPage(c)
	if err != nil {
		return err
	}
	p.Form = empty(url.Values{"days": {"90"}})
	return show(c, http.StatusOK, templates.Tokens, p)
}

func (h *Handlers) tokensPage(c echo.Context) (templates.TokensPage, error) {
	all, err := h.Consult.APITokens(c.Request().Context(), web.Actor(c))
	return templates.TokensPage{Base: h.base(c, templates.SectionNone), Tokens: all}, err
}

// makeToken makes a token and shows it this once: it stands in no address, and nothing keeps the answer.
func (h *Handlers) makeToken(c echo.Context) error {
	var in consult.NewToken
	err := web.Decode(c, &in)
	secret := ""
	if err == nil {
		secret, err = h.Consult.MakeAPIToken(c.Request().Context(), web.Call(c), in)
	}
	form, status, ok := again(c, err)
	if err != nil && !ok {
		return err
	}
	p, err := h.tokensPage(c)
	if err != nil {
		return err
	}
	if ok {
		p.Form = form
		return show(c, status, templates.Tokens, p)
	}
	p.Secret, p.Form = secret, empty(url.Values{"days": {"90"}})
	return show(c, http.StatusOK, templates.Tokens, p)
}

// revokeToken ends a token.
func (h *Handlers) revokeToken(c echo.Context) error {
	if err := h.Consult.RevokeAPIToken(c.Request().Context(), web.Call(c), c.Param("token")); err != nil {
		return err
	}
	return see(c, "/account/tokens", "token_revoked")
}
