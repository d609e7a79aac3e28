package handlers

import (
	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/rendition"
	"travaux/internal/web"
	"travaux/models"
)

// downloadRoutes give texts as files.
var downloadRoutes = []route{
	{get, "/c/:consultation/drafts/:draft/v/:version/download/:format", anybody, (*Handlers).download, "download"},
	{get, "/c/:consultation/drafts/:draft/compare/:from/:to/download/:format", anybody, (*Handlers).downloadRedline, "downloadRedline"},
	{get, "/c/:consultation/drafts/:draft/working/download/:format", signedIn, (*Handlers).downloadWorking, "downloadWorking"},
}

// download sends a published version as a file.
func (h *Handlers) download(c echo.Context) error {
	n, err := web.Number(c, "version", "version")
	if err != nil {
		return err
	}
	return h.sendEdition(c, consult.Which{Number: n})
}

// downloadWorking sends the working version as a file.
func (h *Handlers) downloadWorking(c echo.Context) error {
	return h.sendEdition(c, consult.Which{Working: true})
}

// sendEdition sends a version in the language of ?text=, else in the authoritative one.
func (h *Handlers) sendEdition(c echo.Context, w consult.Which) error {
	w.Language = c.QueryParam("text")
	e, err := h.Consult.Edition(c.Request().Context(), web.Actor(c), c.Param("consultation"), c.Param("draft"), w)
	if err != nil {
		return err
	}
	f, err := rendition.Of(e, models.FileFormat(c.Param("format")))
	if err != nil {
		return err
	}
	return web.Download(c, f.Name, f.MediaType, f.Body)
}

// downloadRedline sends what changed between two versions as a file.
func (h *Handlers) downloadRedline(c echo.Context) error {
	from, err := whichVersion(c, "from")
	if err != nil {
		return err
	}
	to, err := whichVersion(c, "to")
	if err != nil {
		return err
	}
	to.Language = c.QueryParam("text")
	r, err := h.Consult.Redline(c.Request().Context(), web.Actor(c), c.Param("consultation"), c.Param("draft"), from, to)
	if err != nil {
		return err
	}
	f, err := rendition.Redline(r, models.FileFormat(c.Param("format")))
	if err != nil {
		return err
	}
	return web.Download(c, f.Name, f.MediaType, f.Body)
}
