package handlers

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/pledge"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// pledgeFormRoutes are those of writing pledges.
var pledgeFormRoutes = []route{
	{get, "/c/:consultation/pledge", anybody, (*Handlers).pledgeFor, "pledgeFor"},
	{get, "/c/:consultation/pledge/:organisation", signedIn, (*Handlers).pledgeForm, "pledgeForm"},
	{post, "/c/:consultation/pledge/:organisation", signedIn, (*Handlers).writePledge, "writePledge"},
	{post, "/c/:consultation/pledge/:organisation/check", signedIn, (*Handlers).checkPledge, "checkPledge"},
	{get, "/c/:consultation/pledges/:pledge/edit", signedIn, (*Handlers).editPledgeForm, "editPledgeForm"},
	{post, "/c/:consultation/pledges/:pledge/edit", signedIn, (*Handlers).editPledge, "editPledge"},
	{get, "/c/:consultation/pledges/:pledge/submitted", signedIn, (*Handlers).pledgeSent, "pledgeSent"},
	{get, "/c/:consultation/pledges/:pledge/withdraw", signedIn, (*Handlers).withdrawPledgeForm, "withdrawPledgeForm"},
	{post, "/c/:consultation/pledges/:pledge/withdraw", signedIn, (*Handlers).withdrawPledge, "withdrawPledge"},
}

// pledgeFor asks for which organisation somebody pledges; who can only begin one is led there.
func (h *Handlers) pledgeFor(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	p, err := h.pledgeForPage(c, a)
	if err != nil {
		return err
	}
	if len(p.Own) == 0 && len(p.Requests) == 0 && len(p.Pledgers) == 1 && p.Can() {
		return see(c, p.BeginPath(p.Pledgers[0].Slug), "")
	}
	return show(c, http.StatusOK, templates.PledgeFor, p)
}

func (h *Handlers) pledgeForPage(c echo.Context, a here) (templates.PledgeForPage, error) {
	ctx, who := c.Request().Context(), web.Actor(c)
	p := templates.PledgeForPage{Base: h.baseAt(c, templates.SectionPledges, a)}
	_, _, p.Open = models.OpenPhase(a.Phases, models.PhasePledges, nil, p.Now)
	p.Open = p.Open && a.NoticeVersion > 0
	all, err := h.Consult.SpeakableOrganisations(ctx, who)
	if err != nil {
		return p, err
	}
	for _, o := range all {
		one := templates.Pledger{Organisation: o}
		one.Open, one.Late = h.Consult.TakesPledges(a.Front, o.Region)
		p.Pledgers = append(p.Pledgers, one)
	}
	if p.Requests, err = h.Consult.PartnerRequests(ctx, who, a.Slug); err != nil {
		return p, err
	}
	p.Own, err = h.Consult.OwnPledges(ctx, who, a.Slug)
	return p, err
}

// refusedPledge says in words, with a way forward, why somebody cannot write a pledge.
func (h *Handlers) refusedPledge(c echo.Context, a here, f *fault.Error) error {
	p, err := h.pledgeForPage(c, a)
	if err != nil {
		return err
	}
	if f.Code == "no_mandate" && c.Param("organisation") != "" {
		o, err := h.Consult.Organisation(c.Request().Context(), web.Actor(c), c.Param("organisation"))
		if err != nil {
			return err
		}
		p.Refused = &o.Organisation
	}
	asked(&p.Base, a.path("pledge"), nil)
	return show(c, web.Status(f.Kind), templates.PledgeFor, p)
}

// pledgeForm asks for a pledge of an organisation.
func (h *Handlers) pledgeForm(c echo.Context) error {
	a, p, err := h.newPledgePage(c)
	if f, ok := fault.As(err); ok && (f.Code == "no_mandate" || f.Kind == fault.Conflict) {
		return h.refusedPledge(c, a, f)
	}
	if err != nil {
		return err
	}
	p.Form = empty(url.Values{"language": {p.Lang}})
	return show(c, http.StatusOK, templates.PledgeForm, p)
}

// newPledgePage is the form of a new pledge. Faults Forbidden "no_mandate"; with the form all the same Conflict "closed",
// "no_notices".
func (h *Handlers) newPledgePage(c echo.Context) (here, templates.PledgeFormPage, error) {
	a, err := h.at(c)
	if err != nil {
		return a, templates.PledgeFormPage{}, err
	}
	o, err := h.Consult.Organisation(c.Request().Context(), web.Actor(c), c.Param("organisation"))
	if err != nil {
		return a, templates.PledgeFormPage{}, err
	}
	if !consult.Can(web.Actor(c), consult.MakePledge, consult.Thing{OrganisationID: o.ID}) {
		return a, templates.PledgeFormPage{}, fault.New(fault.Forbidden, "no_mandate")
	}
	p := templates.PledgeFormPage{Organisation: o.Name, OrganisationLanguage: o.Language, OrganisationSlug: o.Slug}
	if err := h.furnishPledge(c, a, &p); err != nil {
		return a, p, err
	}
	open, late := h.Consult.TakesPledges(a.Front, o.Region)
	if p.Late = late; !open {
		return a, p, fault.New(fault.Conflict, "closed")
	}
	return a, p, nil
}

// furnishPledge adds what the form of a pledge offers and tells.
func (h *Handlers) furnishPledge(c echo.Context, a here, p *templates.PledgeFormPage) error {
	ctx, who := c.Request().Context(), web.Actor(c)
	p.Base = h.baseAt(c, templates.SectionPledges, a)
	p.Held, p.Currencies = a.Languages, pledge.Currencies()
	var err error
	if draft := a.draft(); draft != "" {
		if p.Provisions, p.TextLanguage, err = h.Consult.Pledgeable(ctx, who, a.Slug, draft, p.Lang); err != nil {
			return err
		}
	}
	p.Notices, err = h.Consult.Notices(ctx, who, a.Slug)
	if fault.Is(err, fault.NotFound) {
		err = fault.New(fault.Conflict, "no_notices")
	}
	return err
}

// ownPledge finds a pledge of the path that the reader may write on. Faults NotFound "pledge_not_found", Forbidden
// "no_mandate".
func (h *Handlers) ownPledge(c echo.Context) (here, consult.PledgeCard, error) {
	a, err := h.at(c)
	if err != nil {
		return a, consult.PledgeCard{}, err
	}
	card, err := h.Consult.Pledge(c.Request().Context(), web.Actor(c), a.Slug, c.Param("pledge"))
	if err == nil && !card.Own {
		err = fault.New(fault.Forbidden, "no_mandate")
	}
	return a, card, err
}

// editPledgePage is the form of a pledge that is there; with Conflict "pledge_withdrawn", "no_notices" all the same.
func (h *Handlers) editPledgePage(c echo.Context) (here, templates.PledgeFormPage, error) {
	a, card, err := h.ownPledge(c)
	if err != nil {
		return a, templates.PledgeFormPage{}, err
	}
	v := card.PledgeView
	p := templates.PledgeFormPage{
		Organisation: v.Organisation, OrganisationLanguage: v.OrganisationLanguage, OrganisationSlug: v.OrganisationSlug,
		Pledge: &v, Notes: card.Notes, Tests: testsOf(card.Findings), Findings: findingsOf(c, card.Findings),
	}
	p.Form = empty(pledgeValues(v))
	err = h.furnishPledge(c, a, &p)
	if err == nil && v.Status == models.PledgeWithdrawn {
		err = fault.New(fault.Conflict, "pledge_withdrawn")
	}
	return a, p, err
}

// editPledgeForm shows a pledge to be written on, with what the tests find.
func (h *Handlers) editPledgeForm(c echo.Context) error {
	a, p, err := h.editPledgePage(c)
	if err == nil && !p.Amending() && p.Pledge.SubmittedAt == nil {
		if open, _ := h.Consult.TakesPledges(a.Front, p.Pledge.Region); !open {
			err = fault.New(fault.Conflict, "closed")
		}
	}
	if f, ok := fault.As(err); ok && (f.Code == "no_mandate" || f.Code == "closed") {
		return h.refusedPledge(c, a, f)
	}
	if err != nil {
		return err
	}
	p.Mend = c.QueryParam("mend") == "1" && len(p.Musts()) > 0
	return show(c, http.StatusOK, templates.PledgeForm, p)
}

// pledgeSent tells whoever submitted a pledge that it arrived, and what happens next.
func (h *Handlers) pledgeSent(c echo.Context) error {
	a, card, err := h.ownPledge(c)
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.PledgeSent, templates.PledgeSentPage{Base: h.baseAt(c, templates.SectionPledges, a), Pledge: card.PledgeView})
}

// pledgeValues are the fields of a pledge as its form has them.
func pledgeValues(v models.PledgeView) url.Values {
	out := url.Values{"provisions": v.Provisions, "beneficiaries": v.Beneficiaries, "seq": {strconv.FormatInt(v.Seq, 10)}}
	for name, value := range map[string]string{
		"title": v.Title, "language": v.Language, "outcome_area": v.OutcomeArea, "rationale": v.Rationale, "starts_on": v.StartsOn, "due_on": v.DueOn,
		"kind": v.Kind, "amount": v.Amount, "currency": v.Currency, "indicator": v.Indicator, "unit": v.Unit, "baseline_value": v.BaselineValue,
		"baseline_on": v.BaselineOn, "target_value": v.TargetValue, "direction": v.Direction, "verification": v.Verification, "frequency": v.Frequency,
		"resources": v.Resources,
	} {
		out.Set(name, value)
	}
	for name, yes := range map[string]bool{"intent": v.Intent, "amount_private": v.AmountPrivate} {
		if yes {
			out.Set(name, "true")
		}
	}
	for i, m := range v.Milestones {
		row := "milestones." + strconv.Itoa(i) + "."
		out.Set(row+"title", m.Title)
		out.Set(row+"due_on", m.DueOn)
	}
	return out
}
