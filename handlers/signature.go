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

// signatureRoutes are those of signing and of the register.
var signatureRoutes = []route{
	{get, "/c/:consultation/sign", anybody, (*Handlers).signFor, "signFor"},
	{get, "/c/:consultation/sign/:organisation", signedIn, (*Handlers).signForm, "signForm"},
	{post, "/c/:consultation/sign/:organisation", signedIn, (*Handlers).sign, "sign"},
	{get, "/c/:consultation/signatures", anybody, (*Handlers).signatures, "signatures"},
	{get, "/c/:consultation/signatures/:signature", anybody, (*Handlers).signature, "signature"},
	{get, "/c/:consultation/signatures/:signature/receipt", signedIn, (*Handlers).signatureReceipt, "signatureReceipt"},
}

// signFor asks for which organisation somebody signs, and in which language they read.
func (h *Handlers) signFor(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	p := templates.SignForPage{Base: h.baseAt(c, templates.SectionSignatures, a)}
	if p.Signing, err = h.Consult.Signing(c.Request().Context(), a.Slug); err != nil {
		return err
	}
	all, err := h.Consult.Signatories(c.Request().Context(), web.Actor(c), a.ID)
	for _, s := range all {
		p.Signatories = append(p.Signatories, templates.Signatory(s))
	}
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.SignFor, p)
}

// signPage is the whole text in the language of ?text=, with the form below it.
func (h *Handlers) signPage(c echo.Context, a here, language string) (templates.SignPage, error) {
	ctx, who := c.Request().Context(), web.Actor(c)
	p := templates.SignPage{Base: h.baseAt(c, templates.SectionSignatures, a)}
	o, err := h.Consult.Organisation(ctx, who, c.Param("organisation"))
	if err != nil {
		return p, err
	}
	p.Organisation = o.Organisation
	if !consult.Can(who, consult.Sign, consult.Thing{OrganisationID: o.ID}) {
		return p, fault.New(fault.Forbidden, "no_mandate")
	}
	if p.Prepared, err = h.Consult.IsPrepared(ctx, a.ID, o.ID); err != nil {
		return p, err
	}
	if p.Signing, err = h.Consult.Signing(ctx, a.Slug); err != nil {
		return p, err
	}
	if _, ok := p.Signing.In(language); !ok {
		language = p.Signing.Draft.Language
	}
	if p.Reading, err = h.Consult.SigningText(ctx, p.Signing, language); err != nil {
		return p, err
	}
	p.Notices, err = h.Consult.Notices(ctx, who, a.Slug)
	if fault.Is(err, fault.NotFound) {
		err = fault.New(fault.Conflict, "no_notices")
	}
	return p, err
}

// signForm shows the text that is signed, and asks who signs.
func (h *Handlers) signForm(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	language := c.QueryParam("text")
	if language == "" {
		language = web.Lang(c)
	}
	p, err := h.signPage(c, a, language)
	if err != nil {
		return err
	}
	p.Form = empty(url.Values{"officer_name": {web.Actor(c).Name}})
	return show(c, http.StatusOK, templates.Sign, p)
}

// signing is a form of signing; without Do its answers are shown to be checked.
type signing struct {
	Do string `form:"do"` // sign, or change
	consult.NewSignature
}

// sign shows the answers to be checked, and signs when they were.
func (h *Handlers) sign(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	var in signing
	var r models.SignatureReceipt
	if err = web.Decode(c, &in); err == nil {
		in.Organisation = c.Param("organisation")
		switch in.Do {
		case "sign":
			r, err = h.Consult.Sign(c.Request().Context(), web.Call(c), a.Slug, in.NewSignature)
		default:
			_, err = h.Consult.CheckSignature(c.Request().Context(), web.Call(c), a.Slug, in.NewSignature)
		}
	}
	form, status, ok := again(c, err)
	if !ok && err != nil {
		return err
	}
	if err == nil && in.Do == "sign" {
		return see(c, a.path("signatures", r.Signature.Ref), "signed")
	}
	p, err := h.signPage(c, a, in.Language)
	if err != nil {
		return err
	}
	p.Form = empty(web.Typed(c))
	asked(&p.Base, a.path("sign", p.Organisation.Slug), url.Values{"text": {in.Language}})
	if !ok && in.Do != "change" {
		return show(c, http.StatusOK, templates.SignCheck, templates.SignCheckPage(p))
	}
	if ok {
		p.Form = form
	} else {
		status = http.StatusOK
	}
	return show(c, status, templates.Sign, p)
}

// signatures is the register.
func (h *Handlers) signatures(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	p := templates.SignaturesPage{Base: h.baseAt(c, templates.SectionSignatures, a)}
	if err := web.Query(c, &p.Filter); err != nil {
		return err
	}
	f := p.Filter
	if f.Order == "" { // a register is read from its beginning
		f.Order = "first"
	}
	if p.List, err = h.Consult.Signatures(ctx, a.Slug, f); err != nil {
		return err
	}
	if p.Figures, err = h.Consult.SignatureFigures(ctx, a.Slug); err != nil {
		return err
	}
	if p.Countries, err = h.Consult.SignatureCountries(ctx, a.Slug, f); err != nil {
		return err
	}
	if p.Months, err = h.Consult.SignatureMonths(ctx, a.Slug); err != nil {
		return err
	}
	if p.Signing, err = h.Consult.Signing(ctx, a.Slug); err != nil {
		return err
	}
	return public(c, templates.Signatures, p)
}

// signature is one entry of the register; to its organisation with the receipt.
func (h *Handlers) signature(c echo.Context) error {
	p, err := h.signatureEntry(c)
	if err != nil {
		return err
	}
	return public(c, templates.Signature, p)
}

// signatureReceipt is the receipt as a file that proves itself.
func (h *Handlers) signatureReceipt(c echo.Context) error {
	file, err := h.Consult.SignatureFile(c.Request().Context(), web.Actor(c), c.Param("consultation"), c.Param("signature"))
	if err != nil {
		return err
	}
	return web.Download(c, "signature-"+c.Param("signature")+".json", echo.MIMEApplicationJSON, file)
}
