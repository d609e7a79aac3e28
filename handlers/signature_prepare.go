package handlers

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// signaturePrepareRoutes are those of a signature that a colleague prepares for an officer, and of the links it mails.
var signaturePrepareRoutes = []route{
	{get, "/c/:consultation/sign/:organisation/prepare", signedIn, (*Handlers).prepareForm, "prepareForm"},
	{post, "/c/:consultation/sign/:organisation/prepare", signedIn, (*Handlers).prepare, "prepare"},
	{get, "/c/:consultation/sign/:organisation/prepared", signedIn, (*Handlers).prepared, "prepared"},
	{post, "/c/:consultation/sign/:organisation/prepared", signedIn, (*Handlers).tendPrepared, "tendPrepared"},
	{get, "/signing/:token", anybody, (*Handlers).signingLink, "signingLink"},
	{post, "/signing", anybody, (*Handlers).answerLink, "answerLink"},
}

// prepareForm asks who is to sign and who clears it; of what is under way it shows what was filled in, to be changed.
func (h *Handlers) prepareForm(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	seen, err := h.Consult.Preparation(c.Request().Context(), web.Actor(c), a.Slug, c.Param("organisation"))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	form := empty(url.Values{})
	language := c.QueryParam("text")
	if err == nil && seen.Preparation.Open() {
		form = empty(preparedValues(seen))
		if language == "" {
			language = seen.Revision.Language
		}
	}
	if language == "" {
		language = web.Lang(c)
	}
	return h.showPrepare(c, a, http.StatusOK, form, language)
}

// showPrepare is the form on the text in a language.
func (h *Handlers) showPrepare(c echo.Context, a here, status int, form templates.Form, language string) error {
	p, err := h.signPage(c, a, language)
	if err != nil {
		return err
	}
	p.Form = form
	asked(&p.Base, a.path("sign", p.Organisation.Slug, "prepare"), url.Values{"text": {c.QueryParam("text")}})
	return show(c, status, templates.Prepare, templates.PreparePage(p))
}

// preparedValues is what was filled in before.
func preparedValues(v models.PreparationView) url.Values {
	r := v.Revision
	out := url.Values{
		"officer_name": {r.OfficerName}, "officer_title": {r.OfficerTitle}, "officer_email": {r.OfficerEmail},
		"authority_statement": {r.AuthorityStatement}, "reservation": {r.Reservation}, "reservation_kind": {r.ReservationKind},
		"publish_on": {r.PublishOn}, "revision": {strconv.Itoa(r.Number)},
	}
	for i, l := range v.Clearers() {
		at := "clearers." + strconv.Itoa(i) + "."
		out.Set(at+"name", l.Name)
		out.Set(at+"email", l.Email)
	}
	return out
}

// prepare keeps what was prepared and has the links mailed.
func (h *Handlers) prepare(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	var in consult.NewPreparation
	if err = web.Decode(c, &in); err == nil {
		if web.Typed(c).Get("submit") == "more" {
			values := maps.Clone(web.Typed(c))
			values.Set(templates.MoreClearers, strconv.Itoa(templates.ClearerRows(values)+3))
			return h.showPrepare(c, a, http.StatusOK, empty(values), in.Language)
		}
		in.Organisation = c.Param("organisation")
		_, err = h.Consult.Prepare(c.Request().Context(), web.Call(c), a.Slug, in)
	}
	if form, status, ok := again(c, err); ok {
		onText(form, "officer_name", "officer_title", "officer_email", "authority_statement", "reservation", "reservation_kind", "publish_on", "clearers")
		return h.showPrepare(c, a, status, form, in.Language)
	}
	if err != nil {
		return err
	}
	return see(c, a.path("sign", c.Param("organisation"), "prepared"), "prepared")
}

// onText tells what is about no field of a page, by its beginning, where the text stands.
func onText(form templates.Form, fields ...string) {
	for i, e := range form.Errors {
		if !slices.ContainsFunc(fields, func(f string) bool { return e.Name == f || len(e.Name) > len(f) && e.Name[:len(f)+1] == f+"." }) {
			form.Errors[i].Name = "sha256"
		}
	}
}

// preparedPage is where a preparation stands.
func (h *Handlers) preparedPage(c echo.Context) (templates.PreparedPage, error) {
	a, err := h.at(c)
	if err != nil {
		return templates.PreparedPage{}, err
	}
	p := templates.PreparedPage{Base: h.baseAt(c, templates.SectionSignatures, a)}
	p.View, err = h.Consult.Preparation(c.Request().Context(), web.Actor(c), a.Slug, c.Param("organisation"))
	p.Why = inWords(c, p.View.Why)
	return p, err
}

// inWords is why something cannot be done; empty when it can.
func inWords(c echo.Context, why error) string {
	f, ok := fault.As(why)
	if !ok {
		return ""
	}
	return web.FaultText(web.Words(c), f)
}

// prepared shows where a preparation stands: who cleared it, and whether the officer has it.
func (h *Handlers) prepared(c echo.Context) error {
	p, err := h.preparedPage(c)
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.Prepared, p)
}

// tending is one of the buttons of a preparation.
type tending struct {
	Do   string `form:"do"`   // remind, replace or cancel
	Link string `form:"link"` // of which link
}

// tendPrepared reminds somebody, replaces a link, or calls a preparation off.
func (h *Handlers) tendPrepared(c echo.Context) error {
	var in tending
	err := web.Decode(c, &in)
	ctx, by, slug, organisation := c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("organisation")
	if err == nil {
		switch in.Do {
		case "remind":
			err = h.Consult.RemindSigner(ctx, by, slug, organisation, in.Link)
		case "replace":
			err = h.Consult.ReplaceSignerLink(ctx, by, slug, organisation, in.Link)
		case "cancel":
			err = h.Consult.CancelPreparation(ctx, by, slug, organisation)
		default:
			err = fault.Bad("do", "unknown_value")
		}
	}
	form, status, ok := again(c, err)
	if !ok && err != nil {
		return err
	}
	if !ok {
		return see(c, c.Request().URL.Path, "prepared_"+in.Do)
	}
	p, err := h.preparedPage(c)
	if err != nil {
		return err
	}
	p.Form = form
	onText(p.Form)
	return show(c, status, templates.Prepared, p)
}
