package handlers

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// translationRoutes are those of whoever translates.
var translationRoutes = []route{
	{get, "/c/:consultation/drafts/:draft/translations", signedIn, (*Handlers).translations, "translations"},
	{get, "/c/:consultation/drafts/:draft/translations/:language", signedIn, (*Handlers).translation, "translation"},
	{post, "/c/:consultation/drafts/:draft/translations/:language", signedIn, (*Handlers).startTranslation, "startTranslation"},
	{post, "/c/:consultation/drafts/:draft/translations/:language/right", signedIn, (*Handlers).rightTranslation, "rightTranslation"},
	{post, "/c/:consultation/drafts/:draft/translations/:language/publish", signedIn, (*Handlers).publishTranslation, "publishTranslation"},
}

// translationPath is where a translation of a version of the request's draft is worked on; 0 is the working version.
func translationPath(c echo.Context, language string, number int, wid string) string {
	path := "/c/" + c.Param("consultation") + "/drafts/" + c.Param("draft") + "/translations/" + url.PathEscape(language)
	if number > 0 {
		path += "?of=" + strconv.Itoa(number)
	}
	if wid != "" {
		path += "#" + url.PathEscape(wid)
	}
	return path
}

// translations lists the translations of a draft, and leads to the one that is asked for.
func (h *Handlers) translations(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	d, list, err := h.Consult.Translations(c.Request().Context(), web.Actor(c), a.Slug, c.Param("draft"))
	if err != nil {
		return err
	}
	if into := c.QueryParam("language"); into != "" {
		return see(c, translationPath(c, into, editOf(c).Version, ""), "")
	}
	return show(c, http.StatusOK, templates.Translations, templates.TranslationsPage{
		Base: h.baseAt(c, templates.SectionManage, a), Draft: d, Versions: list, Languages: a.Languages,
	})
}

// translationPage is a translation beside what it follows.
func (h *Handlers) translationPage(c echo.Context, number int) (templates.TranslationPage, error) {
	a, err := h.at(c)
	if err != nil {
		return templates.TranslationPage{}, err
	}
	t, err := h.Consult.Translation(c.Request().Context(), web.Actor(c), a.Slug, c.Param("draft"), c.Param("language"), number)
	return templates.TranslationPage{
		Base: h.baseAt(c, templates.SectionManage, a), Reading: t.Reading, Begun: t.Begun, Source: t.Source,
		Numbers: t.Numbers, Items: t.Items, Count: t.Count,
	}, err
}

// translation shows a translation to whoever makes it.
func (h *Handlers) translation(c echo.Context) error {
	p, err := h.translationPage(c, editOf(c).Version)
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.Translation, p)
}

// ofVersion is what the forms of the page say about the version.
type ofVersion struct {
	Of int `form:"of"`
}

// startTranslation begins a translation.
func (h *Handlers) startTranslation(c echo.Context) error {
	var in ofVersion
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	err := h.Consult.StartTranslation(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("draft"), c.Param("language"), in.Of)
	if err != nil {
		return err
	}
	return see(c, translationPath(c, c.Param("language"), in.Of, ""), "translation_started")
}

// rightTranslation keeps that a provision of a translation is right as it is.
func (h *Handlers) rightTranslation(c echo.Context) error {
	var in struct {
		ofVersion
		WID    string `form:"wid"`
		Source *int64 `form:"source"`
		Seq    *int64 `form:"seq"`
	}
	err := web.Decode(c, &in)
	if err == nil {
		act := consult.NewEdit{Act: "confirm", Language: c.Param("language"), WID: in.WID, Version: in.Of, Source: in.Source, Seq: in.Seq}
		_, err = h.Consult.EditWorking(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("draft"), act)
	}
	if fault.Is(err, fault.Stale) {
		p, err := h.translationPage(c, in.Of)
		if err != nil {
			return err
		}
		p.Form = templates.Form{Values: url.Values{}, Errors: []templates.FieldError{{Text: web.Words(c).T("fault.text_changed")}}}
		return show(c, http.StatusPreconditionFailed, templates.Translation, p)
	}
	if err != nil {
		return err
	}
	return see(c, translationPath(c, c.Param("language"), in.Of, in.WID), "translation_right")
}

// publishTranslation freezes a translation of a published version, and leads to where it is read.
func (h *Handlers) publishTranslation(c echo.Context) error {
	var in struct {
		ofVersion
		consult.NewTranslationPublication
	}
	err := web.Decode(c, &in)
	var r models.Reading
	if err == nil {
		r, err = h.Consult.PublishTranslation(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("draft"),
			c.Param("language"), in.Of, in.NewTranslationPublication)
	}
	if form, status, ok := again(c, err); ok {
		p, err := h.translationPage(c, in.Of)
		if err != nil {
			return err
		}
		p.Form = form
		return show(c, status, templates.Translation, p)
	}
	if err != nil {
		return err
	}
	at := "/c/" + c.Param("consultation") + "/drafts/" + c.Param("draft") + "/v/" + strconv.Itoa(r.Version.Number)
	return see(c, at+"?"+url.Values{"text": {r.Text.Language}}.Encode(), "translation_published")
}
