package handlers

import (
	"net"
	"net/http"
	"net/netip"

	"github.com/labstack/echo/v4"

	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/templates"
)

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
