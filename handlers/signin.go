package handlers

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// signInRoutes are the ways in and out.
var signInRoutes = []route{
	{get, "/sign-in", anybody, (*Handlers).signInForm, "signInForm"},
	{post, "/sign-in", anybody, (*Handlers).askSignIn, "askSignIn"},
	{get, "/sign-in/sent", anybody, (*Handlers).signInSent, "signInSent"},
	{post, "/sign-in/code", anybody, (*Handlers).signInByCode, "signInByCode"},
	{post, "/sign-in/renew", anybody, (*Handlers).renewSignIn, "renewSignIn"},
	{get, "/sign-in/confirm", anybody, (*Handlers).signInConfirm, "signInConfirm"},
	{post, "/sign-in/confirm", anybody, (*Handlers).signIn, "signIn"},
	{get, "/sign-in/:token", anybody, (*Handlers).signInConfirm, "signInConfirm"},
	{post, "/sign-in/:token", anybody, (*Handlers).signIn, "signIn"},
	{post, "/sign-out", anybody, (*Handlers).signOut, "signOut"},
	{get, "/first/:token", anybody, (*Handlers).firstForm, "firstForm"},
	{post, "/first/:token", anybody, (*Handlers).beFirst, "beFirst"},
	{get, "/typed/:ref", signedIn, (*Handlers).typed, "typed"},
	{post, "/typed/:ref/drop", signedIn, (*Handlers).dropTyped, "dropTyped"},
}

// signInForm asks for an address.
func (h *Handlers) signInForm(c echo.Context) error {
	return h.signInPage(c, http.StatusOK, templates.Form{}, web.LocalPath(c.QueryParam("return_to")))
}

func (h *Handlers) signInPage(c echo.Context, status int, form templates.Form, back string) error {
	p := templates.SignInPage{Base: h.base(c, templates.SectionNone), Form: form, ReturnTo: back, Ways: h.ways(back), Kept: strings.HasPrefix(back, typedPath)}
	asked(&p.Base, "/sign-in", url.Values{"return_to": {back}})
	return show(c, status, templates.SignIn, p)
}

// askSignIn sends a link. Its answer is the same whether or not the address is known.
func (h *Handlers) askSignIn(c echo.Context) error {
	var in consult.NewSignIn
	err := web.Decode(c, &in)
	in.ReturnTo = web.LocalPath(in.ReturnTo)
	if err == nil {
		err = h.Consult.AskSignIn(c.Request().Context(), web.Call(c), in, web.Browser(c, true))
	}
	if form, status, ok := again(c, err); ok {
		return h.signInPage(c, status, form, in.ReturnTo)
	}
	if err != nil {
		return err
	}
	return see(c, "/sign-in/sent", "")
}

// signInSent says that a link is on its way, and takes the code that it may show elsewhere.
func (h *Handlers) signInSent(c echo.Context) error {
	return show(c, http.StatusOK, templates.SignInSent, templates.SignInSentPage{Base: h.base(c, templates.SectionNone)})
}

// signInByCode makes this browser the person's who typed the code that the link showed in another one.
func (h *Handlers) signInByCode(c echo.Context) error {
	var in consult.TypedCode
	err := web.Decode(c, &in)
	var p models.Person
	var back string
	if err == nil {
		p, back, err = h.Consult.SignInByCode(c.Request().Context(), web.Call(c), in, web.Browser(c, false))
	}
	if form, status, ok := again(c, err); ok {
		page := templates.SignInSentPage{Base: h.base(c, templates.SectionNone), Form: form}
		asked(&page.Base, "/sign-in/sent", nil)
		return show(c, status, templates.SignInSent, page)
	}
	if err != nil {
		return err
	}
	return h.enter(c, p.ID, back)
}

// enter makes this browser the person's, or notes the fresh proof when it is theirs already, and leads on.
func (h *Handlers) enter(c echo.Context, personID int64, back string) error {
	err := error(nil)
	if web.Actor(c).PersonID == personID {
		err = web.StepUp(c)
	} else {
		err = web.SignIn(c, personID)
	}
	if err != nil {
		return err
	}
	return see(c, back, "")
}

// signInConfirm asks to press a button, so that a program that reads mail does not use the link up.
func (h *Handlers) signInConfirm(c echo.Context) error {
	link, err := h.Consult.PeekSignIn(c.Request().Context(), tokenOf(c), web.Browser(c, false))
	if err != nil {
		return badLink(c, tokenOf(c), err)
	}
	p := templates.SignInConfirmPage{Base: h.base(c, templates.SectionNone), Token: tokenOf(c), Elsewhere: !link.Here, Provider: link.Provider, Email: link.Email}
	return show(c, http.StatusOK, templates.SignInConfirm, p)
}

// signIn makes this browser the person's, or shows a code for the browser that asked.
func (h *Handlers) signIn(c echo.Context) error {
	token, err := pressed(c)
	if err != nil {
		return err
	}
	p, back, err := h.Consult.SignIn(c.Request().Context(), web.Call(c), token, web.Browser(c, false))
	if f, ok := fault.As(err); ok && f.Code == "other_browser" {
		return h.showCode(c, token)
	}
	if err != nil {
		return badLink(c, token, err)
	}
	return h.enter(c, p.ID, back)
}

// showCode shows six digits to type into the browser that asked for the link.
func (h *Handlers) showCode(c echo.Context, token string) error {
	code, err := h.Consult.SignInCode(c.Request().Context(), web.Call(c), token)
	if err != nil {
		return badLink(c, token, err)
	}
	p := templates.SignInCodePage{Base: h.base(c, templates.SectionNone), Code: code}
	asked(&p.Base, "/sign-in/confirm", url.Values{"token": {token}})
	return show(c, http.StatusOK, templates.SignInCode, p)
}

// lateKey is where the secret of a link that came too late waits for the page that offers a new one.
const lateKey = "travaux.late"

// badLink remembers a link that came too late, for ErrorPage.
func badLink(c echo.Context, token string, err error) error {
	if f, ok := fault.As(err); ok && f.Code == "link_late" {
		c.Set(lateKey, token)
	}
	return err
}

// badLinkPage renders, in place of the page of an error, what is wrong with a link to come in and what to do next.
func (h *Handlers) badLinkPage(c echo.Context, f *fault.Error) ([]byte, error) {
	p := templates.BadLinkPage{Base: h.base(c, templates.SectionNone), Message: web.FaultText(web.Words(c), f)}
	p.Late, _ = c.Get(lateKey).(string)
	return templates.BadLink.Render(web.Lang(c), p)
}

// isBadLink tells whether an error is about a link to come in.
func isBadLink(c echo.Context, f *fault.Error) bool {
	in := strings.HasPrefix(c.Path(), "/sign-in/") || strings.HasPrefix(c.Path(), "/first/")
	return in && f.Kind == fault.NotFound && strings.HasPrefix(f.Code, "link_")
}

// renewSignIn sends a new link in place of one that came too late.
func (h *Handlers) renewSignIn(c echo.Context) error {
	token, err := pressed(c)
	if err == nil {
		err = h.Consult.RenewSignIn(c.Request().Context(), web.Call(c), token, web.Browser(c, true))
	}
	if err != nil {
		return badLink(c, token, err)
	}
	return see(c, "/sign-in/sent", "")
}

// signOut ends the session, and has the browser forget what it kept of our pages.
func (h *Handlers) signOut(c echo.Context) error {
	if err := web.SignOut(c); err != nil {
		return err
	}
	c.Response().Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return see(c, "/", "signed_out")
}

// firstForm asks who the first administrator is.
func (h *Handlers) firstForm(c echo.Context) error {
	if err := h.Consult.PeekFirst(c.Request().Context(), c.Param("token")); err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.First, templates.FirstPage{Base: h.base(c, templates.SectionNone), Token: c.Param("token")})
}

// beFirst makes the first administrator and signs them in.
func (h *Handlers) beFirst(c echo.Context) error {
	var in consult.FirstAdmin
	err := web.Decode(c, &in)
	var p models.Person
	if err == nil {
		p, err = h.Consult.BeFirst(c.Request().Context(), web.Call(c), c.Param("token"), in)
	}
	if form, status, ok := again(c, err); ok {
		return show(c, status, templates.First, templates.FirstPage{Base: h.base(c, templates.SectionNone), Form: form, Token: c.Param("token")})
	}
	if err != nil {
		return err
	}
	return h.enter(c, p.ID, "/")
}
