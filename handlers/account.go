package handlers

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/web"
	"travaux/templates"
)

// accountRoutes are those of what is somebody's own.
var accountRoutes = []route{
	{get, "/account", signedIn, (*Handlers).account, "account"},
	{post, "/account", signedIn, (*Handlers).setAccount, "setAccount"},
	{get, "/account/step-up", signedIn, (*Handlers).stepUpForm, "stepUpForm"},
	{post, "/account/step-up", signedIn, (*Handlers).askStepUpLink, "askStepUpLink"},
	{get, "/account/sessions", signedIn, (*Handlers).sessions, "sessions"},
	{post, "/account/sessions/end", signedIn, (*Handlers).endSession, "endSession"},
	{post, "/account/sessions/end-others", signedIn, (*Handlers).endOtherSessions, "endOtherSessions"},
}

// accountSections are the pages below the account's, in the order they are listed.
var accountSections = []templates.AccountSection{
	{Name: "sessions"},
	{Name: "passkeys"},
	{Name: "identities"},
	{Name: "tokens"},
	{Name: "mail"},
	{Name: "organisations"},
	{Name: "data"},
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

// stepUpForm offers to prove anew who one is.
func (h *Handlers) stepUpForm(c echo.Context) error {
	back := web.LocalPath(c.QueryParam("return_to"))
	ways, err := h.stepWays(c, back)
	if err != nil {
		return err
	}
	p := templates.StepUpPage{Base: h.base(c, templates.SectionNone), ReturnTo: back, Ways: ways, Kept: strings.HasPrefix(back, typedPath)}
	return show(c, http.StatusOK, templates.StepUp, p)
}

// askStepUpLink sends the fresh link.
func (h *Handlers) askStepUpLink(c echo.Context) error {
	var in struct {
		ReturnTo string `form:"return_to"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	err := h.Consult.AskStepUpLink(c.Request().Context(), web.Call(c), web.LocalPath(in.ReturnTo), web.Browser(c, true))
	if err != nil {
		return err
	}
	return see(c, "/sign-in/sent", "")
}

// sessions lists the browsers in which one is signed in.
func (h *Handlers) sessions(c echo.Context) error {
	all, err := h.Consult.Sessions(c.Request().Context(), web.Actor(c))
	if err != nil {
		return err
	}
	p := templates.SessionsPage{Base: h.base(c, templates.SectionNone), Sessions: all, This: web.Session(c)}
	return show(c, http.StatusOK, templates.Sessions, p)
}

// endSession signs out one of them.
func (h *Handlers) endSession(c echo.Context) error {
	var in struct {
		Session string `form:"session"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	if in.Session == web.Session(c) {
		return h.signOut(c)
	}
	if err := h.Consult.EndSession(c.Request().Context(), web.Call(c), in.Session); err != nil {
		return err
	}
	return see(c, "/account/sessions", "session_ended")
}

// endOtherSessions signs out all of them but this one.
func (h *Handlers) endOtherSessions(c echo.Context) error {
	if err := h.Consult.EndOtherSessions(c.Request().Context(), web.Call(c), web.Session(c)); err != nil {
		return err
	}
	return see(c, "/account/sessions", "sessions_ended")
}
