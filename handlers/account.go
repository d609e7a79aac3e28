package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/web"
	"travaux/templates"
)

// accountRoutes are those of what is somebody's own.
var accountRoutes = []route{
	{get, "/account", signedIn, (*Handlers).account, "account"},
	{post, "/account", signedIn, (*Handlers).setAccount, "setAccount"},
}

// accountSections are the pages below the account's, in the order they are listed.
var accountSections = []templates.AccountSection{
	{Name: "passkeys"},
	{Name: "identities"},
	{Name: "tokens"},
	{Name: "mail"},
	{Name: "organisations"},
}

// account shows what is somebody's own.
func (h *Handlers) account(c echo.Context) error {
	me := web.Actor(c)
	form := empty(url.Values{"name": {me.Name}, "language": {me.Language}})
	return show(c, http.StatusOK, templates.Account, templates.AccountPage{Base: h.base(c, templates.SectionNone), Form: form, Sections: accountSections})
}

// setAccount changes the name and the language of who is signed in.
func (h *Handlers) setAccount(c echo.Context) error {
	var in consult.Account
	err := web.Decode(c, &in)
	if err == nil {
		err = h.Consult.SetAccount(c.Request().Context(), web.Call(c), in)
	}
	if form, status, ok := again(c, err); ok {
		return show(c, status, templates.Account, templates.AccountPage{Base: h.base(c, templates.SectionNone), Form: form, Sections: accountSections})
	}
	if err != nil {
		return err
	}
	return see(c, "/account", "account_saved")
}
