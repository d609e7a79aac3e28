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

// pledgePartnerRoutes are those of organisations that pledge together.
var pledgePartnerRoutes = []route{
	{get, "/c/:consultation/pledges/:pledge/partners", signedIn, (*Handlers).pledgePartners, "pledgePartners"},
	{post, "/c/:consultation/pledges/:pledge/partners", signedIn, (*Handlers).askPartner, "askPartner"},
	{get, "/c/:consultation/pledges/:pledge/partners/:organisation", signedIn, (*Handlers).pledgePartner, "pledgePartner"},
	{post, "/c/:consultation/pledges/:pledge/partners/:organisation", signedIn, (*Handlers).decidePartner, "decidePartner"},
}

// pledgePartners are the partners of a pledge, for whoever pledges.
func (h *Handlers) pledgePartners(c echo.Context) error {
	p, err := h.partnersPage(c)
	if err != nil {
		return err
	}
	p.Form = empty(url.Values{})
	return show(c, http.StatusOK, templates.PledgePartners, p)
}

func (h *Handlers) partnersPage(c echo.Context) (templates.PledgePartnersPage, error) {
	a, err := h.at(c)
	if err != nil {
		return templates.PledgePartnersPage{}, err
	}
	ctx, who := c.Request().Context(), web.Actor(c)
	card, err := h.Consult.Pledge(ctx, who, a.Slug, c.Param("pledge"))
	if err == nil && !card.Own {
		err = fault.New(fault.Forbidden, "no_mandate")
	}
	if err != nil {
		return templates.PledgePartnersPage{}, err
	}
	known, err := h.Consult.Organisations(ctx, who, models.OrganisationFilter{Limit: 200}, false)
	return templates.PledgePartnersPage{
		Base: h.baseAt(c, templates.SectionPledges, a), Pledge: card.PledgeView, Partners: card.Partners, Known: known.Items,
	}, err
}

// askPartner names an organisation as a partner.
func (h *Handlers) askPartner(c echo.Context) error {
	var in consult.NewPledgePartner
	err := web.Decode(c, &in)
	if err == nil {
		_, err = h.Consult.AskPartner(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("pledge"), in)
	}
	form, status, ok := again(c, err)
	if !ok {
		return h.partnered(c, err)
	}
	p, err := h.partnersPage(c)
	if err != nil {
		return err
	}
	p.Form = form
	asked(&p.Base, p.At(), nil)
	return show(c, status, templates.PledgePartners, p)
}

// partnered leads whoever pledges back to the partners.
func (h *Handlers) partnered(c echo.Context, err error) error {
	if err != nil {
		return err
	}
	return see(c, "/c/"+url.PathEscape(c.Param("consultation"))+"/pledges/"+url.PathEscape(c.Param("pledge"))+"/partners", "partner_done")
}

// pledgePartner is a pledge as an organisation sees it that is asked to be its partner.
func (h *Handlers) pledgePartner(c echo.Context) error {
	p, err := h.partnerPage(c)
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.PledgePartner, p)
}

func (h *Handlers) partnerPage(c echo.Context) (templates.PledgePartnerPage, error) {
	a, err := h.at(c)
	if err != nil {
		return templates.PledgePartnerPage{}, err
	}
	o, err := h.Consult.PartnerOffer(c.Request().Context(), web.Actor(c), a.Slug, c.Param("pledge"), c.Param("organisation"))
	if err != nil {
		return templates.PledgePartnerPage{}, err
	}
	p := templates.PledgePartnerPage{Base: h.baseAt(c, templates.SectionPledges, a), Pledge: o.PledgeView, Partner: o.Partner, Named: o.Named, Own: o.Own}
	p.Provisions, err = h.provisionsOf(c, a, len(o.Provisions) > 0)
	return p, err
}

// provisionsOf is the text that pledges are read beside, where it is needed and there is one.
func (h *Handlers) provisionsOf(c echo.Context, a here, needed bool) ([]models.Provision, error) {
	slug := a.draft()
	if slug == "" || !needed {
		return nil, nil
	}
	text, err := h.Consult.Reading(c.Request().Context(), web.Actor(c), a.Slug, slug, consult.Which{Language: web.Lang(c)})
	if fault.Is(err, fault.NotFound) {
		err = nil
	}
	return text.Provisions, err
}

// decidePartner confirms, declines or takes back; the button says which.
func (h *Handlers) decidePartner(c echo.Context) error {
	var in consult.PartnerDecision
	err := web.Decode(c, &in)
	var o consult.PartnerOffer
	if err == nil {
		o, err = h.Consult.DecidePartner(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("pledge"), c.Param("organisation"), in)
	}
	form, status, ok := again(c, err)
	switch {
	case !ok && (err != nil || o.Own):
		return h.partnered(c, err)
	case !ok:
		return see(c, "/c/"+url.PathEscape(c.Param("consultation"))+"/pledge", "partner_done")
	}
	p, err := h.partnerPage(c)
	if err != nil {
		return err
	}
	p.Form = form
	for i := range p.Errors { // of the buttons
		p.Errors[i].Name = "decision"
	}
	asked(&p.Base, p.At(), nil)
	return show(c, status, templates.PledgePartner, p)
}
