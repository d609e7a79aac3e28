package handlers

import (
	"cmp"

	"github.com/labstack/echo/v4"

	"travaux/internal/web"
	"travaux/templates"
)

// pledgeRoutes are those of pledges.
var pledgeRoutes = []route{
	{get, "/c/:consultation/pledges", anybody, (*Handlers).pledges, "pledges"},
	{get, "/c/:consultation/pledges/:pledge", anybody, (*Handlers).pledge, "pledge"},
	{get, "/c/:consultation/pledges/:pledge/receipt", signedIn, (*Handlers).pledgeReceipt, "pledgeReceipt"},
}

// cardsOfPledges is how many are shown at once: they stand two, three or four in a row.
const cardsOfPledges = 24

// pledges is the public list.
func (h *Handlers) pledges(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	p := templates.PledgesPage{Base: h.baseAt(c, templates.SectionPledges, a)}
	if err := web.Query(c, &p.Filter); err != nil {
		return err
	}
	f := p.Filter
	f.Limit = cmp.Or(f.Limit, cardsOfPledges)
	if p.List, err = h.Consult.Tracker(c.Request().Context(), a.Slug, f); err != nil {
		return err
	}
	p.Any, p.Now = p.Filtered() || p.List.Total > 0, h.Consult.Now()
	return public(c, templates.Pledges, p)
}

// pledge is one pledge; to its organisation and the secretariat with its newest words.
func (h *Handlers) pledge(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	card, err := h.Consult.Pledge(c.Request().Context(), web.Actor(c), a.Slug, c.Param("pledge"))
	if err != nil {
		return err
	}
	p, err := h.pledgePage(c, a, card)
	if err != nil {
		return err
	}
	return public(c, templates.Pledge, p)
}

// pledgeReceipt is the receipt of what was submitted, as a file that proves itself.
func (h *Handlers) pledgeReceipt(c echo.Context) error {
	file, err := h.Consult.PledgeFile(c.Request().Context(), web.Actor(c), c.Param("consultation"), c.Param("pledge"))
	if err != nil {
		return err
	}
	return web.Download(c, "pledge-"+c.Param("pledge")+".json", echo.MIMEApplicationJSON, file)
}
