package handlers

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// signInForm asks for an address.
func (h *Handlers) signInForm(c echo.Context) error {
	p := templates.SignInPage{Base: h.base(c, templates.SectionNone), ReturnTo: web.LocalPath(c.QueryParam("return_to"))}
	p.Ways = h.ways(p.ReturnTo)
	return show(c, http.StatusOK, templates.SignIn, p)
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
		p := templates.SignInPage{Base: h.base(c, templates.SectionNone), Form: form, ReturnTo: in.ReturnTo, Ways: h.ways(in.ReturnTo)}
		asked(&p.Base, "/sign-in", url.Values{"return_to": {in.ReturnTo}})
		return show(c, status, templates.SignIn, p)
	}
	if err != nil {
		return err
	}
	return see(c, "/sign-in/sent", "")
}

// signInSent says that a link is on its way.
func (h *Handlers) signInSent(c echo.Context) error {
	return show(c, http.StatusOK, templates.SignInSent, templates.SignInSentPage{Base: h.base(c, templates.SectionNone)})
}

// signInConfirm asks to press a button, so that a program that reads mail does not use the link up.
func (h *Handlers) signInConfirm(c echo.Context) error {
	if _, err := h.Consult.PeekToken(c.Request().Context(), tokenOf(c), models.TokenSignIn); err != nil {
		return err
	}
	p := templates.SignInConfirmPage{Base: h.base(c, templates.SectionNone), Token: tokenOf(c)}
	return show(c, http.StatusOK, templates.SignInConfirm, p)
}

// signIn makes this browser the person's.
func (h *Handlers) signIn(c echo.Context) error {
	token, err := pressed(c)
	if err != nil {
		return err
	}
	p, back, err := h.Consult.SignIn(c.Request().Context(), web.Call(c), token, web.Browser(c, false))
	if err != nil {
		return err
	}
	if err := web.SignIn(c, p.ID); err != nil {
		return err
	}
	return see(c, back, "")
}

// signOut ends the session.
func (h *Handlers) signOut(c echo.Context) error {
	if err := web.SignOut(c); err != nil {
		return err
	}
	return see(c, "/", "signed_out")
}

// onlyHere refuses a request that reached this machine by another name than its own: a page of another site
// can make a name of its own lead to loopback.
func onlyHere(c echo.Context) error {
	host := c.Request().Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	a, err := netip.ParseAddr(host)
	if host == "localhost" || err == nil && a.IsLoopback() {
		return nil
	}
	return fault.Missing("page")
}

// demo lists the people of the example.
func (h *Handlers) demo(c echo.Context) error {
	if err := onlyHere(c); err != nil {
		return err
	}
	people, err := h.Consult.DemoPeople(c.Request().Context())
	if err != nil {
		return err
	}
	p := templates.DemoPage{Base: h.base(c, templates.SectionNone), Home: h.example(c)}
	for _, d := range people {
		p.People = append(p.People, templates.DemoPerson{Person: d.Person, Roles: d.Roles})
	}
	return show(c, http.StatusOK, templates.Demo, p)
}

// example is the path of the example's consultation, the only one of a fresh database.
func (h *Handlers) example(c echo.Context) string {
	fronts, err := h.Consult.Consultations(c.Request().Context(), web.Actor(c))
	if err != nil || len(fronts) == 0 {
		return "/"
	}
	return "/c/" + fronts[len(fronts)-1].Slug
}

// be signs one in as a person of the example, without a link.
func (h *Handlers) be(c echo.Context) error {
	var in struct {
		Email string `form:"email"`
	}
	if err := onlyHere(c); err != nil {
		return err
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	people, err := h.Consult.DemoPeople(c.Request().Context())
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.Email == in.Email {
			if err := web.SignIn(c, p.ID); err != nil {
				return err
			}
			return see(c, h.example(c), "signed_in")
		}
	}
	return fault.Missing("person")
}
