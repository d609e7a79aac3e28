package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// toReceipt leads to the receipt's page from the short address that is written down.
func (h *Handlers) toReceipt(c echo.Context) error {
	r, _, err := h.Consult.Receipt(c.Request().Context(), c.Param("receipt"))
	if err != nil {
		return err
	}
	return see(c, "/c/"+r.Consultation+"/receipts/"+r.Receipt, "")
}

// receipt is what the commenter keeps.
func (h *Handlers) receipt(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	r, v, err := h.Consult.Receipt(c.Request().Context(), c.Param("receipt"))
	if err != nil {
		return err
	}
	if r.Consultation != a.Slug {
		return see(c, "/c/"+r.Consultation+"/receipts/"+r.Receipt, "")
	}
	holds, err := h.Consult.Holds(c.Request().Context(), web.Actor(c), v)
	if err != nil {
		return err
	}
	p := templates.ReceiptPage{
		Base: h.baseAt(c, templates.SectionComments, a), Receipt: r, Comment: v,
		MailSent: r.Publication == models.Unconfirmed, Confirmed: c.QueryParam("confirmed") == "1",
		Takes: holds.Takes, Holder: string(holds.By), Answered: holds.Answered,
	}
	return show(c, http.StatusOK, templates.Receipt, p)
}

// tokenOf is the one-use token of a mailed link: in the path, or beside it.
func tokenOf(c echo.Context) string {
	if t := c.Param("token"); t != "" {
		return t
	}
	return c.QueryParam("token")
}

// tokenForm is the button that uses a mailed link up.
type tokenForm struct {
	Token string `form:"token"`
}

// pressed is the token of a mailed link whose button was pressed.
func pressed(c echo.Context) (string, error) {
	var in tokenForm
	if err := web.Decode(c, &in); err != nil {
		return "", err
	}
	if in.Token == "" {
		return tokenOf(c), nil
	}
	return in.Token, nil
}

// confirmForm asks the owner of an address to press a button, so that a program that reads mail confirms nothing.
func (h *Handlers) confirmForm(c echo.Context) error {
	v, err := h.Consult.Confirming(c.Request().Context(), tokenOf(c))
	if err != nil {
		if r, notUsed := h.Consult.Confirmed(c.Request().Context(), tokenOf(c)); notUsed == nil {
			return see(c, "/c/"+r.Consultation+"/receipts/"+r.Receipt+"?confirmed=1", "")
		}
		return err
	}
	return show(c, http.StatusOK, templates.Confirm, templates.ConfirmPage{Base: h.base(c, templates.SectionNone), Token: tokenOf(c), Comment: v})
}

// confirm confirms the address of a comment.
func (h *Handlers) confirm(c echo.Context) error {
	token, err := pressed(c)
	if err != nil {
		return err
	}
	r, err := h.Consult.ConfirmComment(c.Request().Context(), web.Call(c), token)
	if err != nil {
		return err
	}
	return see(c, "/c/"+r.Consultation+"/receipts/"+r.Receipt+"?confirmed=1", "")
}
