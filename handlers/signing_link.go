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

// signingPage is what a mailed link leads to. Its address is a secret: no other site is told it, nor another page of ours.
func (h *Handlers) signingPage(c echo.Context, token string) (templates.SigningPage, error) {
	c.Response().Header().Set("Referrer-Policy", "strict-origin") // no-referrer would hide from our forms where they come from
	l, err := h.Consult.Linked(c.Request().Context(), token)
	if err != nil {
		return templates.SigningPage{}, err
	}
	web.FallBack(c, l.Revision.Language, l.Head.Language)
	p := templates.SigningPage{
		Base: h.base(c, templates.SectionNone), Token: token, View: l.PreparationView, Link: l.Link, Reading: l.Reading, Terms: l.Terms,
		Why: inWords(c, l.Why), Receipt: l.Receipt,
	}
	p.Consultation, p.DraftSlug = &l.Head.Consultation, l.Draft.Slug
	_, p.Signatures = l.Head.Phase(models.PhaseSignatures, p.Now)
	_, p.Pledges = l.Head.Phase(models.PhasePledges, p.Now)
	asked(&p.Base, "/signing/"+token, nil)
	p.Notices, err = h.Consult.Notices(c.Request().Context(), models.Actor{}, l.Head.Slug)
	if fault.Is(err, fault.NotFound) { // said by Why
		err = nil
	}
	return p, err
}

// signingLink shows the whole text with what would be signed; a program that reads mail does nothing by looking.
func (h *Handlers) signingLink(c echo.Context) error {
	p, err := h.signingPage(c, tokenOf(c))
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.Signing, p)
}

// pressing is one of the buttons of a link's page, with what was shown.
type pressing struct {
	Token         string `form:"token"`
	Do            string `form:"do"` // sign, clear, object or return
	Revision      int    `form:"revision"`
	SHA256        string `form:"sha256"`
	TermsVersion  int    `form:"terms_version"`
	NoticeVersion int    `form:"notice_version"`
	Remark        string `form:"remark"`
}

// answerLink does what the button of a link's page says.
func (h *Handlers) answerLink(c echo.Context) error {
	var in pressing
	err := web.Decode(c, &in)
	if err == nil {
		if in.Do == "sign" {
			_, err = h.Consult.SignByLink(c.Request().Context(), web.Call(c), in.Token, consult.LinkSignature{
				Revision: in.Revision, SHA256: in.SHA256, TermsVersion: in.TermsVersion, NoticeVersion: in.NoticeVersion,
			})
		} else {
			err = h.Consult.AnswerByLink(c.Request().Context(), web.Call(c), in.Token, consult.LinkAnswer{
				Answer: in.Do, Remark: in.Remark, NoticeVersion: in.NoticeVersion,
			})
		}
	}
	form, status, ok := again(c, err)
	if !ok && err != nil {
		return err
	}
	if !ok {
		c.Response().Header().Set("Referrer-Policy", "strict-origin")
		return see(c, "/signing/"+url.PathEscape(in.Token), "link_"+in.Do)
	}
	p, lost := h.signingPage(c, in.Token)
	if lost != nil {
		return lost
	}
	p.Form = form
	onText(p.Form, "remark")
	return show(c, status, templates.Signing, p)
}
