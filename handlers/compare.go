package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// compareRoutes are those on which versions are listed and compared.
var compareRoutes = []route{
	{get, "/c/:consultation/drafts/:draft/versions", anybody, (*Handlers).versions, "versions"},
	{get, "/c/:consultation/drafts/:draft/compare", anybody, (*Handlers).toCompare, "toCompare"},
	{get, "/c/:consultation/drafts/:draft/compare/:from/:to", anybody, (*Handlers).compare, "compare"},
	{get, "/c/:consultation/drafts/:draft/v/:version/history/:wid", anybody, (*Handlers).trail, "trail"},
}

// versions lists the versions of a draft.
func (h *Handlers) versions(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	p := templates.VersionsPage{Base: h.baseAt(c, templates.SectionReader, a)}
	if p.Versions, err = h.Consult.Versions(c.Request().Context(), p.Actor, a.Slug, c.Param("draft")); err != nil {
		return err
	}
	if p.ToPlace, err = h.toPlace(c, a, p.Versions.Slug); err != nil {
		return err
	}
	return public(c, templates.Versions, p)
}

// toCompare leads from what was chosen in the form to its page.
func (h *Handlers) toCompare(c echo.Context) error {
	q := url.Values{}
	for _, key := range []string{"text", "view"} {
		if v := c.QueryParam(key); v != "" {
			q.Set(key, v)
		}
	}
	to := "/c/" + url.PathEscape(c.Param("consultation")) + "/drafts/" + url.PathEscape(c.Param("draft")) +
		"/compare/" + url.PathEscape(c.QueryParam("from")) + "/" + url.PathEscape(c.QueryParam("to"))
	if len(q) > 0 {
		to += "?" + q.Encode()
	}
	return c.Redirect(http.StatusSeeOther, to)
}

// compare shows what changed between two versions; of a translation with ?source= beside what changed in the original.
func (h *Handlers) compare(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	from, err := whichVersion(c, "from")
	if err != nil {
		return err
	}
	to, err := whichVersion(c, "to")
	if err != nil {
		return err
	}
	to.Language = textLanguage(c)
	p, err := h.comparison(c, a, from, to)
	if err != nil {
		return err
	}
	return public(c, templates.Compare, p)
}

func (h *Handlers) comparison(c echo.Context, a here, from, to consult.Which) (templates.ComparePage, error) {
	ctx, draft := c.Request().Context(), c.Param("draft")
	p := templates.ComparePage{Base: h.baseAt(c, templates.SectionReader, a), BySide: c.QueryParam("view") == "side", All: c.QueryParam("all") != ""}
	var err error
	if p.Comparison, err = h.Consult.Compare(ctx, p.Actor, a.Slug, draft, from, to); err != nil {
		return p, err
	}
	if c.QueryParam("text") == "" {
		p.Comparison.New.Asked = "" // nobody asked for a translation
	}
	if c.QueryParam("source") != "" && p.Translated() {
		to.Language = p.Comparison.New.Language
		original, err := h.Consult.Compare(ctx, p.Actor, a.Slug, draft, from, to)
		if err != nil {
			return p, err
		}
		p.Original = &original
	}
	return p, nil
}

// trail shows how a provision came to read as it does.
func (h *Handlers) trail(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	w, err := whichVersion(c, "version")
	if err != nil {
		return err
	}
	w.Language = textLanguage(c)
	p := templates.TrailPage{Base: h.baseAt(c, templates.SectionReader, a)}
	p.Trail, err = h.Consult.Blame(c.Request().Context(), p.Actor, a.Slug, c.Param("draft"), w, c.Param("wid"))
	if err != nil {
		return err
	}
	if c.QueryParam("text") == "" {
		p.Trail.Asked = ""
	}
	return public(c, templates.Trail, p)
}

// whichVersion reads a version from the path: its number, or the working one.
func whichVersion(c echo.Context, param string) (w consult.Which, err error) {
	if c.Param(param) == string(models.Working) {
		w.Working = true
		return w, nil
	}
	w.Number, err = web.Number(c, param, "version")
	return w, err
}

// textLanguage is the language of ?text=, or the reader's.
func textLanguage(c echo.Context) string {
	if l := c.QueryParam("text"); l != "" {
		return l
	}
	return web.Lang(c)
}
