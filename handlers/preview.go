package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/i18n"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// previewRoutes are those of texts that were brought in and not kept yet.
var previewRoutes = []route{
	{get, "/c/:consultation/manage/imports/:import", signedIn, (*Handlers).preview, "preview"},
	{post, "/c/:consultation/manage/imports/:import/act", signedIn, (*Handlers).correctImport, "correctImport"},
	{post, "/c/:consultation/manage/imports/:import/keep", signedIn, (*Handlers).keepImport, "keepImport"},
	{post, "/c/:consultation/manage/imports/:import/discard", signedIn, (*Handlers).discardImport, "discardImport"},
}

// importVersion takes a text in to be looked at. The format that was chosen is that of a pasted text; a file tells its
// own.
func (h *Handlers) importVersion(c echo.Context) error {
	a, err := h.gated(c, consult.Draft, consult.Translate)
	if err != nil {
		return err
	}
	var in consult.NewImport
	ref := ""
	if err = web.Decode(c, &in, "file"); err == nil {
		if f, ok := web.Upload(c, "file"); ok {
			in.File, in.FileName, in.Format = f.Content, f.Name, ""
		}
		ref, err = h.Consult.BeginImport(c.Request().Context(), web.Call(c), a.Slug, in)
	}
	if form, status, ok := again(c, err); ok {
		p, err := h.importPage(c, a)
		if err != nil {
			return err
		}
		p.Form = form
		return show(c, status, templates.DraftForm, p)
	}
	if err != nil {
		return err
	}
	return see(c, a.path("manage", "imports", ref), "")
}

// previewPage is a text as it is recognised by now, with the tools for one of its provisions.
func (h *Handlers) previewPage(c echo.Context, on string) (here, templates.ImportPage, error) {
	a, err := h.at(c)
	if err != nil {
		return a, templates.ImportPage{}, err
	}
	i, err := h.Consult.Import(c.Request().Context(), web.Actor(c), a.Slug, c.Param("import"))
	if err != nil {
		return a, templates.ImportPage{}, err
	}
	p := templates.ImportPage{
		Base: h.baseAt(c, templates.SectionManage, a), Import: i.TextImport, Reading: i.Reading, Changes: i.Changes, Tracked: i.Tracked,
		Count: i.Count, Matched: i.Matched, Undo: i.Undo != "", On: on, Comments: map[string][]templates.ImportComment{},
	}
	for wid, list := range i.Comments {
		for _, comment := range list {
			p.Comments[wid] = append(p.Comments[wid], templates.ImportComment(comment))
		}
	}
	for _, wid := range i.Missing {
		if at, ok := strings.CutPrefix(wid, "position:"); ok {
			p.Unplaced = append(p.Unplaced, named(web.Words(c), i.Reading, at))
		} else {
			p.Missing++
		}
	}
	p.Warnings = warnings(web.Words(c), i.Reading, i.Warnings)
	if one, ok := i.Reading.Provision(on); ok {
		p.Form = empty(url.Values{"kind": {string(one.Kind)}, "number": {one.Number}, "heading": {one.Heading}})
	}
	return a, p, nil
}

// preview shows a text that was brought in.
func (h *Handlers) preview(c echo.Context) error {
	_, p, err := h.previewPage(c, c.QueryParam("on"))
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.Import, p)
}

// correctImport does one correction.
func (h *Handlers) correctImport(c echo.Context) error {
	var in consult.ImportEdit
	wid := ""
	err := web.Decode(c, &in)
	if err == nil {
		wid, err = h.Consult.EditImport(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("import"), in)
	}
	if form, status, ok := again(c, err); ok {
		return h.previewAgain(c, in.WID, form, status)
	}
	if err != nil {
		return err
	}
	path := "/c/" + c.Param("consultation") + "/manage/imports/" + c.Param("import")
	if wid != "" {
		path += "?" + url.Values{"on": {wid}}.Encode() + "#" + url.PathEscape(wid)
	}
	return see(c, path, "")
}

// previewAgain shows the text with what could not be done, and with what was typed.
func (h *Handlers) previewAgain(c echo.Context, on string, form templates.Form, status int) error {
	_, p, err := h.previewPage(c, on)
	if err != nil {
		return err
	}
	for i, e := range form.Errors {
		if !slices.Contains([]string{"kind", "number", "heading", "title", "changes"}, e.Name) {
			form.Errors[i].Name = "" // what no field of the page would mend is told at its head
		}
	}
	for name, typed := range p.Values {
		if !form.Values.Has(name) {
			form.Values[name] = typed
		}
	}
	p.Form = form
	return show(c, status, templates.Import, p)
}

// keepImport makes the working version, or a translation, of a text.
func (h *Handlers) keepImport(c echo.Context) error {
	var in consult.KeptImport
	err := web.Decode(c, &in)
	var r models.Reading
	if err == nil {
		r, err = h.Consult.KeepImport(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("import"), in)
	}
	if form, status, ok := again(c, err); ok {
		return h.previewAgain(c, "", form, status)
	}
	if err != nil {
		return err
	}
	return see(c, keptAt(c, r), "imported")
}

// keptAt is the page that shows what was kept: the working version, or the published one that was translated.
func keptAt(c echo.Context, r models.Reading) string {
	path := "/c/" + c.Param("consultation") + "/drafts/" + url.PathEscape(r.Slug) + "/working"
	if r.Version.Number > 0 {
		path = "/c/" + c.Param("consultation") + "/drafts/" + url.PathEscape(r.Slug) + "/v/" + strconv.Itoa(r.Version.Number)
	}
	if r.Text.Language != r.Language {
		path += "?" + url.Values{"text": {r.Text.Language}}.Encode()
	}
	return path
}

// discardImport forgets a text that was brought in.
func (h *Handlers) discardImport(c echo.Context) error {
	if err := web.Decode(c, &struct{}{}); err != nil {
		return err
	}
	if err := h.Consult.DiscardImport(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("import")); err != nil {
		return err
	}
	return see(c, "/c/"+c.Param("consultation")+"/manage/import", "import_discarded")
}

// warnings puts the warnings of an import into words; those about a provision that is gone go with it.
func warnings(words *i18n.Printer, r models.Reading, codes []string) []string {
	var out []string
	for _, w := range codes {
		code, about, one := strings.Cut(w, ":")
		if _, there := r.Provision(about); one && !there || !words.Has("warning."+code) {
			continue
		}
		out = append(out, words.T("warning."+code, "provision", named(words, r, about)))
	}
	return out
}
