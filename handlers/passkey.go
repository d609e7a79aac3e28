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

// passkeyRoutes are those of passkeys. What is at …/options is JSON for passkey.mjs; everything else is a form.
var passkeyRoutes = []route{
	{post, "/sign-in/passkey/options", anybody, (*Handlers).askPasskey, "askPasskey"},
	{post, "/sign-in/passkey", anybody, (*Handlers).signInPasskey, "signInPasskey"},
	{post, "/account/step-up/passkey/options", signedIn, (*Handlers).askStepUp, "askStepUp"},
	{post, "/account/step-up/passkey", signedIn, (*Handlers).stepUpPasskey, "stepUpPasskey"},
	{get, "/account/passkeys", signedIn, (*Handlers).passkeys, "passkeys"},
	{post, "/account/passkeys/options", signedIn, (*Handlers).offerPasskey, "offerPasskey"},
	{post, "/account/passkeys", signedIn, (*Handlers).addPasskey, "addPasskey"},
	{get, "/account/passkeys/:passkey", signedIn, (*Handlers).passkey, "passkey"},
	{post, "/account/passkeys/:passkey", signedIn, (*Handlers).renamePasskey, "renamePasskey"},
	{post, "/account/passkeys/:passkey/remove", signedIn, (*Handlers).removePasskey, "removePasskey"},
}

// askPasskey begins to sign in with a passkey.
func (h *Handlers) askPasskey(c echo.Context) error {
	o, err := h.Consult.AskPasskey(c.Request().Context(), web.Call(c), web.Browser(c, true))
	return asJSON(c, o, err)
}

// asJSON answers passkey.mjs.
func asJSON(c echo.Context, o consult.Challenge, err error) error {
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, o)
}

// signInPasskey makes this browser the person's who holds the passkey.
func (h *Handlers) signInPasskey(c echo.Context) error {
	var in consult.PasskeyAnswer
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	who, err := h.Consult.SignInPasskey(c.Request().Context(), web.Call(c), in, web.Browser(c, false))
	if err != nil {
		return err
	}
	if err := web.SignIn(c, who); err != nil {
		return err
	}
	return see(c, in.ReturnTo, "")
}

// passkeys lists one's own.
func (h *Handlers) passkeys(c echo.Context) error {
	return h.showPasskeys(c, http.StatusOK, empty(nil))
}

func (h *Handlers) showPasskeys(c echo.Context, status int, f templates.Form) error {
	all, err := h.Consult.Passkeys(c.Request().Context(), web.Actor(c))
	if err != nil {
		return err
	}
	p := templates.PasskeysPage{Base: h.base(c, templates.SectionNone), Form: f, Passkeys: all, Domain: h.Consult.PasskeyDomain()}
	asked(&p.Base, "/account/passkeys", nil)
	return show(c, status, templates.Passkeys, p)
}

// offerPasskey begins to make one.
func (h *Handlers) offerPasskey(c echo.Context) error {
	o, err := h.Consult.OfferPasskey(c.Request().Context(), web.Call(c), web.Browser(c, true))
	return asJSON(c, o, err)
}

// addPasskey keeps the one that a device made. Who gave it no name finds it under the one that every passkey has.
func (h *Handlers) addPasskey(c echo.Context) error {
	var in consult.NewPasskey
	err := web.Decode(c, &in)
	if in.Name == "" {
		in.Name = web.Words(c).T("passkeys.unnamed")
	}
	if err == nil {
		err = h.Consult.AddPasskey(c.Request().Context(), web.Call(c), in, web.Browser(c, false))
	}
	if form, status, ok := again(c, err); ok {
		return h.showPasskeys(c, status, form)
	}
	if err != nil {
		return err
	}
	return see(c, "/account/passkeys", "passkey_added")
}

// own finds the passkey of the path among one's own.
func (h *Handlers) own(c echo.Context) (models.Passkey, error) {
	all, err := h.Consult.Passkeys(c.Request().Context(), web.Actor(c))
	if err != nil {
		return models.Passkey{}, err
	}
	for _, p := range all {
		if p.Credential == c.Param("passkey") {
			return p, nil
		}
	}
	return models.Passkey{}, fault.Missing("passkey")
}

// passkey is one of one's own, to rename or to remove.
func (h *Handlers) passkey(c echo.Context) error {
	p, err := h.own(c)
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.Passkey, templates.PasskeyPage{
		Base: h.base(c, templates.SectionNone), Form: empty(url.Values{"name": {p.Name}}), Passkey: p,
	})
}

// renamePasskey gives one of one's own another name.
func (h *Handlers) renamePasskey(c echo.Context) error {
	p, err := h.own(c)
	if err != nil {
		return err
	}
	var in consult.PasskeyName
	if err = web.Decode(c, &in); err == nil {
		err = h.Consult.RenamePasskey(c.Request().Context(), web.Call(c), p.Credential, in)
	}
	if form, status, ok := again(c, err); ok {
		return show(c, status, templates.Passkey, templates.PasskeyPage{Base: h.base(c, templates.SectionNone), Form: form, Passkey: p})
	}
	if err != nil {
		return err
	}
	return see(c, "/account/passkeys", "passkey_renamed")
}

// removePasskey forgets one of one's own.
func (h *Handlers) removePasskey(c echo.Context) error {
	var none struct{}
	if err := web.Decode(c, &none); err != nil {
		return err
	}
	if err := h.Consult.RemovePasskey(c.Request().Context(), web.Call(c), c.Param("passkey")); err != nil {
		return err
	}
	return see(c, "/account/passkeys", "passkey_removed")
}

// askStepUp begins to ask for a passkey of one's own.
func (h *Handlers) askStepUp(c echo.Context) error {
	o, err := h.Consult.AskStepUp(c.Request().Context(), web.Call(c), web.Browser(c, true))
	return asJSON(c, o, err)
}

// stepUpPasskey takes a passkey as the fresh proof of who one is.
func (h *Handlers) stepUpPasskey(c echo.Context) error {
	var in consult.PasskeyAnswer
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	if err := h.Consult.StepUpPasskey(c.Request().Context(), web.Call(c), in, web.Browser(c, false)); err != nil {
		return err
	}
	if err := web.StepUp(c); err != nil {
		return err
	}
	return see(c, in.ReturnTo, "")
}

// ways are those to come in beside a link by mail.
func (h *Handlers) ways(back string) templates.Ways {
	w := templates.Ways{ReturnTo: back, Domain: h.Consult.PasskeyDomain(), Providers: h.providerLinks()}
	if w.Domain != "" {
		w.Passkey = "/sign-in/passkey"
	}
	return w
}

// stepWays is the way to prove anew who one is beside a mailed link: a passkey, for who has one.
func (h *Handlers) stepWays(c echo.Context, back string) (templates.Ways, error) {
	all, err := h.Consult.Passkeys(c.Request().Context(), web.Actor(c))
	w := templates.Ways{ReturnTo: back, Domain: h.Consult.PasskeyDomain()}
	if w.Domain != "" && len(all) > 0 {
		w.Passkey = "/account/step-up/passkey"
	}
	return w, err
}
