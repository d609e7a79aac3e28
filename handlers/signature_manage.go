package handlers

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// signatureManageRoutes are what organisations do with their signatures, and organisers with signing.
var signatureManageRoutes = []route{
	{post, "/c/:consultation/signatures/:signature/withdraw", signedIn, (*Handlers).withdrawSignature, "withdrawSignature"},
	{post, "/c/:consultation/signatures/:signature/date", signedIn, (*Handlers).setSignatureDate, "setSignatureDate"},
	{post, "/c/:consultation/signatures/:signature/letter", signedIn, (*Handlers).sendLetter, "sendLetter"},
	{get, "/c/:consultation/signatures/:signature/letter", signedIn, (*Handlers).letter, "letter"},
	{get, "/c/:consultation/signatures/:signature/certificate", anybody, (*Handlers).certificate, "certificate"},
	{get, "/c/:consultation/signatures.csv", anybody, (*Handlers).registerCSV, "registerCSV"},
	{get, "/c/:consultation/signatures.json", anybody, (*Handlers).registerJSON, "registerJSON"},
	{get, "/c/:consultation/signatures.atom", anybody, (*Handlers).registerFeed, "registerFeed"},
	{get, "/c/:consultation/manage/signatures", signedIn, (*Handlers).manageSignatures, "manageSignatures"},
	{post, "/c/:consultation/manage/signatures/:signature", signedIn, (*Handlers).decideSignature, "decideSignature"},
	{post, "/c/:consultation/manage/signing/terms", signedIn, (*Handlers).setTerms, "setTerms"},
	{post, "/c/:consultation/manage/signing/open", signedIn, (*Handlers).openForSignature, "openForSignature"},
}

// entryAgain shows an entry of the register with a form that came back.
func (h *Handlers) entryAgain(c echo.Context, form templates.Form, status int) error {
	p, err := h.signatureEntry(c)
	if err != nil {
		return err
	}
	p.Form = form
	asked(&p.Base, "/c/"+c.Param("consultation")+"/signatures/"+p.Signature.Ref, nil)
	return show(c, status, templates.Signature, p)
}

// moved ends a form of an entry: with the entry, or with the form again.
func (h *Handlers) moved(c echo.Context, err error, flash string) error {
	if form, status, ok := again(c, err); ok {
		return h.entryAgain(c, form, status)
	}
	if err != nil {
		return err
	}
	return see(c, "/c/"+c.Param("consultation")+"/signatures/"+c.Param("signature"), flash)
}

// withdrawSignature takes a signature back.
func (h *Handlers) withdrawSignature(c echo.Context) error {
	var in consult.SignatureWithdrawal
	err := web.Decode(c, &in)
	if err == nil {
		_, err = h.Consult.WithdrawSignature(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("signature"), in)
	}
	return h.moved(c, err, "signature_withdrawn")
}

// setSignatureDate sets from when a signature may be public.
func (h *Handlers) setSignatureDate(c echo.Context) error {
	var in consult.SignatureDate
	err := web.Decode(c, &in)
	if err == nil {
		_, err = h.Consult.SetSignatureDate(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("signature"), in)
	}
	return h.moved(c, err, "signature_dated")
}

// sendLetter keeps a letter that shows that whoever signed may.
func (h *Handlers) sendLetter(c echo.Context) error {
	var in consult.NewLetter
	err := web.Decode(c, &in, "file")
	if err == nil {
		if f, ok := web.Upload(c, "file"); ok {
			in.FileName, in.Content = f.Name, f.Content
		}
		err = h.Consult.AddSignatureLetter(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("signature"), in)
	}
	return h.moved(c, err, "letter_sent")
}

// letter sends a letter to be saved; what somebody sent in is never shown as a page of ours.
func (h *Handlers) letter(c echo.Context) error {
	l, err := h.Consult.SignatureLetter(c.Request().Context(), web.Actor(c), c.Param("consultation"), c.Param("signature"))
	if err != nil {
		return err
	}
	web.Sandbox(c)
	c.Response().Header().Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(l.FileName))
	return c.Blob(http.StatusOK, l.MediaType, l.Content)
}

// certificate is an entry to be printed and framed.
func (h *Handlers) certificate(c echo.Context) error {
	p, err := h.signatureEntry(c)
	if err != nil {
		return err
	}
	return public(c, templates.Certificate, templates.CertificatePage(p))
}

// manageSignatures is where organisers see to signing.
func (h *Handlers) manageSignatures(c echo.Context) error {
	p, err := h.signaturesManaged(c)
	if err != nil {
		return err
	}
	p.Form = empty(url.Values{"act": {string(p.Signing.Terms.Act)}})
	for language, words := range p.Signing.Terms.Meaning {
		p.Values.Set("meaning."+language, words)
	}
	return show(c, http.StatusOK, templates.ManageSignatures, p)
}

func (h *Handlers) signaturesManaged(c echo.Context) (templates.ManageSignaturesPage, error) {
	a, err := h.at(c)
	if err != nil {
		return templates.ManageSignaturesPage{}, err
	}
	ctx, who := c.Request().Context(), web.Actor(c)
	p := templates.ManageSignaturesPage{
		Base: h.baseAt(c, templates.SectionManage, a), Drafts: a.drafts, Verifies: consult.Can(who, consult.VerifySignatures, consult.Thing{ConsultationID: a.ID}),
	}
	var lettered []int64
	if p.Waiting, lettered, err = h.Consult.WaitingSignatures(ctx, who, a.Slug); err != nil {
		return p, err
	}
	p.Lettered = map[int64]bool{}
	for _, id := range lettered {
		p.Lettered[id] = true
	}
	if p.Signing, err = h.Consult.Signing(ctx, a.Slug); err != nil {
		return p, err
	}
	p.Texts = append([]string{a.Language}, slices.DeleteFunc(slices.Clone([]string(a.Languages)), func(l string) bool { return l == a.Language })...)
	return p, nil
}

// managed ends a form of the organisers' page.
func (h *Handlers) managed(c echo.Context, err error, flash string) error {
	if form, status, ok := again(c, err); ok {
		p, err := h.signaturesManaged(c)
		if err != nil {
			return err
		}
		p.Form = form
		asked(&p.Base, manage(c, "signatures"), nil)
		return show(c, status, templates.ManageSignatures, p)
	}
	if err != nil {
		return err
	}
	return see(c, manage(c, "signatures"), flash)
}

// decideSignature verifies a signature or refuses it; the button says which.
func (h *Handlers) decideSignature(c echo.Context) error {
	var in consult.SignatureDecision
	err := web.Decode(c, &in)
	if err == nil {
		_, err = h.Consult.DecideSignature(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("signature"), in)
	}
	return h.managed(c, err, "signature_decided")
}

// setTerms sets what signing means.
func (h *Handlers) setTerms(c echo.Context) error {
	var in consult.NewTerms
	err := web.Decode(c, &in)
	if err == nil {
		_, err = h.Consult.SetTerms(c.Request().Context(), web.Call(c), c.Param("consultation"), in)
	}
	return h.managed(c, err, "terms_set")
}

// opening is a form that opens a version: its draft and its number in one choice.
type opening struct {
	Version string `form:"version"`
}

// openForSignature opens a version for signature.
func (h *Handlers) openForSignature(c echo.Context) error {
	var in opening
	err := web.Decode(c, &in)
	if err == nil {
		draft, number := templates.OpeningOf(in.Version)
		_, err = h.Consult.OpenForSignature(c.Request().Context(), web.Call(c), c.Param("consultation"), consult.NewOpening{Draft: draft, Version: number})
	}
	return h.managed(c, err, "signing_opened")
}

// signatureEntry is one entry of the register; to its organisation with the receipt.
func (h *Handlers) signatureEntry(c echo.Context) (templates.SignaturePage, error) {
	a, err := h.at(c)
	if err != nil {
		return templates.SignaturePage{}, err
	}
	ctx, who, ref := c.Request().Context(), web.Actor(c), c.Param("signature")
	p := templates.SignaturePage{Base: h.baseAt(c, templates.SectionSignatures, a), URL: h.Consult.SignatureURL(a.Slug, ref)}
	if p.Signature, p.Own, err = h.Consult.Signature(ctx, who, a.Slug, ref); err != nil {
		return p, err
	}
	p.Signs = consult.Can(who, consult.Sign, consult.Thing{OrganisationID: p.Signature.OrganisationID})
	if p.Terms, err = h.Consult.TermsOf(ctx, p.Signature); err != nil {
		return p, err
	}
	if p.Own && p.Signature.Status == models.SignaturePending {
		_, lost := h.Consult.SignatureLetter(ctx, who, a.Slug, ref)
		p.Letter = lost == nil
	}
	p.Proof, err = h.Consult.SignatureProof(ctx, a.Slug, p.Signature)
	return p, err
}
