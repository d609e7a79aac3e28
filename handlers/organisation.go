package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// organisationRoutes are those of organisations, which are of the whole installation.
var organisationRoutes = []route{
	{get, "/organisations", anybody, (*Handlers).organisations, "organisations"},
	{post, "/organisations", signedIn, (*Handlers).addOrganisation, "addOrganisation"},
	{get, "/organisations/new", signedIn, (*Handlers).organisationForm, "organisationForm"},
	{get, "/organisations/:organisation", anybody, (*Handlers).organisation, "organisation"},
	{get, "/organisations/:organisation/edit", signedIn, (*Handlers).editOrganisation, "editOrganisation"},
	{post, "/organisations/:organisation/edit", signedIn, (*Handlers).setOrganisation, "setOrganisation"},
	{get, "/organisations/:organisation/logo.png", anybody, (*Handlers).logo, "logo"},
	{post, "/organisations/:organisation/mandate", signedIn, (*Handlers).askMandate, "askMandate"},
	{get, "/organisations/:organisation/mandates", signedIn, (*Handlers).mandates, "mandates"},
	{post, "/organisations/:organisation/mandates/:mandate", signedIn, (*Handlers).moveMandate, "moveMandate"},
	{get, "/account/organisations", signedIn, (*Handlers).myOrganisations, "myOrganisations"},
}

// organisations lists organisations, or with asked=1 those with a request that waits.
func (h *Handlers) organisations(c echo.Context) error {
	q := struct {
		models.OrganisationFilter
		Asked string `query:"asked" json:"asked"`
	}{}
	if err := web.Query(c, &q); err != nil {
		return err
	}
	p := templates.OrganisationsPage{Base: h.base(c, templates.SectionNone), Filter: q.OrganisationFilter, Asked: q.Asked == "1", Decides: consult.DecidesMandates(web.Actor(c))}
	var err error
	if p.List, err = h.Consult.Organisations(c.Request().Context(), web.Actor(c), q.OrganisationFilter, p.Asked); err != nil {
		return err
	}
	return public(c, templates.Organisations, p)
}

// organisation is one organisation with what it said.
func (h *Handlers) organisation(c echo.Context) error {
	p, err := h.organisationPage(c)
	if err != nil {
		return err
	}
	return public(c, templates.Organisation, p)
}

func (h *Handlers) organisationPage(c echo.Context) (templates.OrganisationPage, error) {
	o, err := h.Consult.Organisation(c.Request().Context(), web.Actor(c), c.Param("organisation"))
	p := templates.OrganisationPage{
		Base: h.base(c, templates.SectionNone), Organisation: o.OrganisationRow, Edits: o.Edits, Decides: o.Decides, Mine: o.Mine,
	}
	if err == nil {
		p.Records, err = h.Consult.OrganisationRecord(c.Request().Context(), o.Organisation)
	}
	return p, err
}

// organisationForm asks for an organisation.
func (h *Handlers) organisationForm(c echo.Context) error {
	p := templates.OrganisationFormPage{Base: h.base(c, templates.SectionNone), Form: empty(url.Values{"language": {web.Lang(c)}})}
	return show(c, http.StatusOK, templates.OrganisationForm, p)
}

// addOrganisation adds an organisation. Where its name is like another's it asks first whether it is that one.
func (h *Handlers) addOrganisation(c echo.Context) error {
	var in consult.NewOrganisation
	var o models.Organisation
	err := web.Decode(c, &in)
	if err == nil {
		o, err = h.Consult.AddOrganisation(c.Request().Context(), web.Call(c), in)
	}
	form, status, ok := again(c, err)
	if !ok && err != nil {
		return err
	}
	if !ok {
		return see(c, "/organisations/"+o.Slug, "organisation_added")
	}
	p := templates.OrganisationFormPage{Base: h.base(c, templates.SectionNone), Form: form}
	if f, is := fault.As(err); is && f.Code == "organisation_similar" {
		if p.Similar, err = h.Consult.SimilarOrganisations(c.Request().Context(), in); err != nil {
			return err
		}
	}
	asked(&p.Base, "/organisations/new", nil)
	return show(c, status, templates.OrganisationForm, p)
}

// editOrganisation asks for what is to be changed.
func (h *Handlers) editOrganisation(c echo.Context) error {
	o, err := h.Consult.Editable(c.Request().Context(), web.Actor(c), c.Param("organisation"))
	if err != nil {
		return err
	}
	v := url.Values{
		"version": {strconv.FormatInt(o.Version, 10)}, "name": {o.Name[o.Language]}, "language": {o.Language}, "country": {o.Country},
		"stakeholder_type": {string(o.StakeholderType)}, "stakeholder_subtype": {o.StakeholderSubtype}, "website": {o.Website},
		"domains": {strings.Join(o.Domains, "\n")},
	}
	for l, n := range o.Name {
		if l != o.Language {
			v.Set("names."+l, n)
		}
	}
	p := templates.OrganisationFormPage{Base: h.base(c, templates.SectionNone), Form: empty(v), Slug: o.Slug, Logo: o.Logo != ""}
	return show(c, http.StatusOK, templates.OrganisationForm, p)
}

// setOrganisation changes an organisation that is still as the form showed it.
func (h *Handlers) setOrganisation(c echo.Context) error {
	o, err := h.Consult.Editable(c.Request().Context(), web.Actor(c), c.Param("organisation"))
	if err != nil {
		return err
	}
	var in consult.OrganisationFacts
	if err = web.Decode(c, &in, "version", "logo"); err == nil {
		if f, ok := web.Upload(c, "logo"); ok {
			in.Logo = f.Content
		}
		seen, wrong := strconv.ParseInt(web.Typed(c).Get("version"), 10, 64)
		if wrong != nil || seen <= 0 {
			return fault.New(fault.NoMatch, "if_match_missing")
		}
		_, err = h.Consult.SetOrganisation(c.Request().Context(), web.Call(c), o.Slug, in, seen)
	}
	if form, status, ok := again(c, err); ok {
		for i, e := range form.Errors {
			if e.Name == about["stale"] { // of the whole form
				form.Errors[i].Name = "name"
			}
		}
		p := templates.OrganisationFormPage{Base: h.base(c, templates.SectionNone), Form: form, Slug: o.Slug, Logo: o.Logo != ""}
		return show(c, status, templates.OrganisationForm, p)
	}
	if err != nil {
		return err
	}
	return see(c, "/organisations/"+o.Slug, "organisation_saved")
}

// logo is an organisation's picture.
func (h *Handlers) logo(c echo.Context) error {
	png, err := h.Consult.Logo(c.Request().Context(), c.Param("organisation"))
	if err != nil {
		return err
	}
	web.Sandbox(c)
	return web.Public(c, "image/png", png)
}

// askMandate asks for the right to speak for an organisation.
func (h *Handlers) askMandate(c echo.Context) error {
	var in consult.NewMandate
	var m models.MandateView
	err := web.Decode(c, &in)
	if err == nil {
		m, err = h.Consult.AskMandate(c.Request().Context(), web.Call(c), c.Param("organisation"), in)
	}
	if form, status, ok := again(c, err); ok {
		p, err := h.organisationPage(c)
		if err != nil {
			return err
		}
		p.Form = form
		asked(&p.Base, "/organisations/"+p.Organisation.Slug, nil)
		return show(c, status, templates.Organisation, p)
	}
	if err != nil {
		return err
	}
	return see(c, "/organisations/"+m.Slug, "mandate_"+string(m.State))
}

// mandates is where it is decided who speaks for an organisation.
func (h *Handlers) mandates(c echo.Context) error {
	p, err := h.mandatesPage(c)
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.Mandates, p)
}

func (h *Handlers) mandatesPage(c echo.Context) (templates.MandatesPage, error) {
	ctx, who, slug := c.Request().Context(), web.Actor(c), c.Param("organisation")
	p := templates.MandatesPage{Base: h.base(c, templates.SectionNone)}
	list, err := h.Consult.Mandates(ctx, who, slug, consult.MandateList{Limit: 200})
	if err != nil {
		return p, err
	}
	o, err := h.Consult.Organisation(ctx, who, slug)
	if err != nil {
		return p, err
	}
	p.Organisation, p.Mandates = o.Organisation, list.Items
	p.Similar, err = h.Consult.Alike(ctx, o.Organisation)
	return p, err
}

// moveMandate confirms, refuses or ends a mandate; the button says which.
func (h *Handlers) moveMandate(c echo.Context) error {
	var in consult.MandateDecision
	ctx, slug, ref := c.Request().Context(), c.Param("organisation"), c.Param("mandate")
	err := web.Decode(c, &in)
	flash := "mandate_decided"
	var m models.MandateView
	switch {
	case err != nil:
	case in.Decision == "end":
		flash = "mandate_ended"
		m, err = h.Consult.EndMandate(ctx, web.Call(c), slug, ref, consult.MandateEnd{Reason: in.Reason})
	default:
		m, err = h.Consult.DecideMandate(ctx, web.Call(c), slug, ref, in)
	}
	if form, status, ok := again(c, err); ok {
		p, hidden := h.mandatesPage(c)
		if hidden != nil {
			return errors.Join(err, hidden)
		}
		p.Form = form
		asked(&p.Base, "/organisations/"+slug+"/mandates", nil)
		return show(c, status, templates.Mandates, p)
	}
	if err != nil {
		return err
	}
	if m.PersonID == web.Actor(c).PersonID {
		return see(c, "/account/organisations", flash)
	}
	return see(c, "/organisations/"+slug+"/mandates", flash)
}

// myOrganisations lists what somebody asked for, and for whom they may speak.
func (h *Handlers) myOrganisations(c echo.Context) error {
	mine, err := h.Consult.MyMandates(c.Request().Context(), web.Actor(c))
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.MyOrganisations, templates.MyOrganisationsPage{Base: h.base(c, templates.SectionNone), Mandates: mine})
}
