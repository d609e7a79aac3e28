package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/web"
	"travaux/templates"
)

// mailRoutes are those of messages: how one wants to be told, and how an installation's mail does.
var mailRoutes = []route{
	{get, "/account/mail", signedIn, (*Handlers).mailPreferences, "mailPreferences"},
	{post, "/account/mail", signedIn, (*Handlers).setMailPreferences, "setMailPreferences"},
	{get, "/unsubscribe/:token", anybody, (*Handlers).unsubscribeForm, "unsubscribeForm"},
	{post, "/unsubscribe/:token", anybody, (*Handlers).unsubscribe, "unsubscribe"},
	{get, "/admin/mail", signedIn, (*Handlers).mail, "mail"},
	{post, "/admin/mail/retry", signedIn, (*Handlers).retryMail, "retryMail"},
	{post, "/admin/mail/:message/retry", signedIn, (*Handlers).retryMail, "retryMail"},
}

// mailPreferences asks how somebody wants to be told.
func (h *Handlers) mailPreferences(c echo.Context) error {
	p, err := h.Consult.MailPreference(c.Request().Context(), web.Actor(c))
	if err != nil {
		return err
	}
	form := empty(url.Values{"digest": {string(p.Digest)}})
	return show(c, http.StatusOK, templates.MailPreferences, templates.MailPreferencesPage{Base: h.base(c, templates.SectionNone), Form: form, Preference: p})
}

// setMailPreferences changes it.
func (h *Handlers) setMailPreferences(c echo.Context) error {
	var in consult.NewMailPreference
	err := web.Decode(c, &in)
	if err == nil {
		_, err = h.Consult.SetMailPreference(c.Request().Context(), web.Call(c), in)
	}
	if form, status, ok := again(c, err); ok {
		return show(c, status, templates.MailPreferences, templates.MailPreferencesPage{Base: h.base(c, templates.SectionNone), Form: form})
	}
	if err != nil {
		return err
	}
	return see(c, "/account/mail", "account_saved")
}

// unsubscribeForm asks to press a button, so that a program that reads mail ends nothing.
func (h *Handlers) unsubscribeForm(c echo.Context) error {
	if err := h.Consult.Unsubscribing(c.Request().Context(), c.Param("token")); err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.Unsubscribe, templates.UnsubscribePage{Base: h.base(c, templates.SectionNone), Token: c.Param("token")})
}

// unsubscribe ends messages: the button of the page, or that of a mail program (RFC 8058), which sends no cookies
// and follows no redirects. What is sent besides does not matter.
func (h *Handlers) unsubscribe(c echo.Context) error {
	if err := h.Consult.Unsubscribe(c.Request().Context(), web.Call(c), c.Param("token")); err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.Unsubscribe, templates.UnsubscribePage{Base: h.base(c, templates.SectionNone), Token: c.Param("token"), Done: true})
}

// mail tells an operator how mail does.
func (h *Handlers) mail(c echo.Context) error {
	r, err := h.Consult.MailReport(c.Request().Context(), web.Actor(c))
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.Mail, templates.MailPage{Base: h.base(c, templates.SectionNone), Report: r})
}

// retryMail has messages tried again, one or all.
func (h *Handlers) retryMail(c echo.Context) error {
	if _, err := h.Consult.RetryMail(c.Request().Context(), web.Call(c), c.Param("message")); err != nil {
		return err
	}
	return see(c, "/admin/mail", "mail_retried")
}
