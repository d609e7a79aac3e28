package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// adminRoutes are those of the whole installation.
var adminRoutes = []route{
	{get, "/admin", signedIn, (*Handlers).admin, "admin"},
	{get, "/admin/people", signedIn, (*Handlers).adminPeople, "adminPeople"},
	{post, "/admin/people/:person", signedIn, (*Handlers).setStanding, "setStanding"},
}

// adminSections are the pages below the administrator's, in the order they are listed.
var adminSections = []templates.AdminSection{{Name: "people"}, {Name: "mail"}, {Name: "limits"}}

// administered refuses who does not manage the installation.
func administered(c echo.Context) error {
	if !consult.Can(web.Actor(c), consult.ManageInstalled, consult.Thing{}) {
		return fault.New(fault.Forbidden, "forbidden")
	}
	return nil
}

// admin is the administrator's overview.
func (h *Handlers) admin(c echo.Context) error {
	if err := administered(c); err != nil {
		return err
	}
	p := templates.AdminPage{Base: h.base(c, templates.SectionNone), Sections: adminSections}
	var err error
	if p.Asked, err = h.Consult.WaitingMandates(c.Request().Context(), web.Actor(c)); err != nil {
		return err
	}
	if p.Leaderless, err = h.Consult.Leaderless(c.Request().Context(), web.Actor(c)); err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.Admin, p)
}

// adminPeople finds people of the installation.
func (h *Handlers) adminPeople(c echo.Context) error {
	p, err := h.adminPeoplePage(c, c.QueryParam("q"))
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.AdminPeople, p)
}

func (h *Handlers) adminPeoplePage(c echo.Context, q string) (templates.AdminPeoplePage, error) {
	people, err := h.Consult.FindPeople(c.Request().Context(), web.Call(c), q)
	return templates.AdminPeoplePage{
		Base: h.base(c, templates.SectionNone), Form: empty(url.Values{"q": {q}}), People: people,
		Addresses: len(people) > 0 && people[0].EmailKey != "",
	}, err
}

// setStanding makes somebody an administrator, keeps them out, or the other way round.
func (h *Handlers) setStanding(c echo.Context) error {
	var in consult.Standing
	err := web.Decode(c, &in)
	var about models.Person
	if err == nil {
		about, err = h.Consult.SetStanding(c.Request().Context(), web.Call(c), c.Param("person"), in)
	}
	if form, status, ok := again(c, err); ok {
		p, err := h.adminPeoplePage(c, about.Name)
		if err != nil {
			return err
		}
		p.Errors = form.Errors
		asked(&p.Base, "/admin/people", nil)
		return show(c, status, templates.AdminPeople, p)
	}
	if err != nil {
		return err
	}
	return see(c, "/admin/people", "standing")
}
