package handlers

import (
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// typedPath is where what was typed before one had to sign in is shown again.
const typedPath = "/typed/"

// lead turns a refusal that signing in, or proving anew who one is, would mend into the way there and back. What was
// typed is kept meanwhile.
func (h *Handlers) lead(c echo.Context, r route, err error) error {
	f, _ := fault.As(err)
	to := ""
	switch {
	case f == nil, r.method == post && (len(web.Typed(c)) == 0 || byScript(c)): // the words stand in the page that asks
		return err
	case f.Code == "person_disabled": // who is kept out and signs in again is kept out again
		return err
	case f.Code == "step_up" && web.Actor(c).PersonID != 0:
		to = "/account/step-up"
	case f.Kind == fault.SignIn:
		to = "/sign-in"
	default:
		return err
	}
	back := c.Request().URL.RequestURI()
	if r.method == post {
		if back, err = h.keep(c, r); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, to+"?"+url.Values{"return_to": {back}}.Encode())
}

// byScript tells whether a script of a page asks, in the background.
func byScript(c echo.Context) bool {
	return c.Request().Header.Get(echo.HeaderAccept) == echo.MIMEApplicationJSON
}

// keep keeps what was typed into a form and gives the page that shows it again.
func (h *Handlers) keep(c echo.Context, r route) (string, error) {
	person := web.Lapsed(c)
	if who := web.Actor(c); who.PersonID != 0 {
		person = who.PersonID
	}
	values := maps.Clone(web.Typed(c))
	if old := values.Get(web.KeptField); old != "" { // it waited before
		return typedPath + url.PathEscape(old), nil
	}
	k := models.Kept{Name: r.name, Path: c.Request().URL.RequestURI(), Values: values, Files: web.Uploads(c) > 0}
	ref, err := h.Consult.Keep(c.Request().Context(), web.Call(c), k, web.Browser(c, true), person)
	return typedPath + ref, err
}

// sent forgets what was typed once it was sent after all.
func (h *Handlers) sent(c echo.Context) error {
	ref := web.Typed(c).Get(web.KeptField)
	if ref == "" || c.Response().Status != http.StatusSeeOther {
		return nil
	}
	return h.Consult.DropTyped(c.Request().Context(), ref, web.Browser(c, false))
}

// typed shows what was typed, to send it or to drop it.
func (h *Handlers) typed(c echo.Context) error {
	k, err := h.Consult.Typed(c.Request().Context(), web.Actor(c), c.Param("ref"), web.Browser(c, true))
	if err != nil {
		return err
	}
	p := templates.TypedPage{Base: h.base(c, templates.SectionNone), Kept: k}
	for _, name := range slices.Sorted(maps.Keys(k.Values)) {
		if name == "idempotency_key" {
			continue
		}
		for _, v := range k.Values[name] {
			p.Fields = append(p.Fields, templates.TypedField{Form: formOf[k.Name], Name: name, Value: v})
		}
	}
	return show(c, http.StatusOK, templates.Typed, p)
}

// formOf is the form, as its labels are named, that a route takes.
var formOf = map[string]string{
	"createConsultation": "consultation", "importVersion": "draft", "createEvent": "event", "addPartner": "partner",
	"addDocument": "document", "saveNotices": "notices", "answer": "answer", "publish": "publish", "setAccount": "account",
	"submitComment": "comment", "makeToken": "token", "place": "placement", "addNote": "note",
	"writePledge": "pledge", "editPledge": "pledge", "withdrawPledge": "pledge",
	"editProvision": "edit", "addProvision": "edit", "correctImport": "edit",
}

// dropTyped forgets what was typed.
func (h *Handlers) dropTyped(c echo.Context) error {
	if err := h.Consult.DropTyped(c.Request().Context(), c.Param("ref"), web.Browser(c, false)); err != nil {
		return err
	}
	return see(c, "/", "typed_dropped")
}
