package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/web"
	"travaux/templates"
)

// limitRoutes are those of what slows abuse.
var limitRoutes = []route{
	{get, "/challenge", anybody, (*Handlers).challenge, "challenge"},
	{get, "/admin/limits", signedIn, (*Handlers).limits, "limits"},
	{get, "/c/:consultation/manage/guard", signedIn, (*Handlers).guardForm, "guardForm"},
	{post, "/c/:consultation/manage/guard", signedIn, (*Handlers).setGuard, "setGuard"},
}

// challenge gives a browser, or a program, some work that proves that it is not one of thousands.
func (h *Handlers) challenge(c echo.Context) error {
	work, err := h.Consult.Work()
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, work)
}

// limits shows how the limits are used now.
func (h *Handlers) limits(c echo.Context) error {
	states, err := h.Consult.Limits(c.Request().Context(), web.Actor(c))
	if err != nil {
		return err
	}
	p := templates.LimitsPage{Base: h.base(c, templates.SectionNone), States: states, Forwarded: h.Direct && c.Request().Header.Get("X-Forwarded-For") != ""}
	return show(c, http.StatusOK, templates.Limits, p)
}

// guardPage is how a consultation is guarded, with the form to change it.
func (h *Handlers) guardPage(c echo.Context, a here) (templates.GuardPage, error) {
	g, stands, err := h.Consult.Guard(c.Request().Context(), web.Actor(c), a.Slug)
	form := empty(url.Values{"mode": {string(g.Mode)}})
	return templates.GuardPage{Base: h.baseAt(c, templates.SectionManage, a), Form: form, Stands: stands}, err
}

// guardForm asks how a consultation is to be guarded.
func (h *Handlers) guardForm(c echo.Context) error {
	a, err := h.gated(c, consult.Organise)
	if err != nil {
		return err
	}
	p, err := h.guardPage(c, a)
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.Guard, p)
}

// setGuard says how a consultation is guarded.
func (h *Handlers) setGuard(c echo.Context) error {
	a, err := h.gated(c, consult.Organise)
	if err != nil {
		return err
	}
	var in consult.NewGuard
	if err = web.Decode(c, &in); err == nil {
		err = h.Consult.SetGuard(c.Request().Context(), web.Call(c), a.Slug, in)
	}
	form, status, ok := again(c, err)
	if !ok && err != nil {
		return err
	}
	if !ok {
		return see(c, a.path("manage", "guard"), "guard")
	}
	p, err := h.guardPage(c, a)
	if err != nil {
		return err
	}
	p.Form = form
	return show(c, status, templates.Guard, p)
}
