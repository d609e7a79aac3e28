package handlers

import (
	"mime"
	"net/http"
	"path"
	"time"

	"github.com/labstack/echo/v4"

	"travaux/internal/fault"
	"travaux/templates"
)

// asset sends a file whose name changes with its content, so it may be kept for ever.
func (h *Handlers) asset(c echo.Context) error {
	name, content, ok := templates.AssetFile(c.Param("file"))
	if !ok {
		return fault.Missing("page")
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	c.Response().Header().Del("Vary")
	return c.Blob(http.StatusOK, mediaType(name), content)
}

// mediaType tells an asset's type by its name, without asking the machine what it thinks of it.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".webmanifest":
		return "application/manifest+json"
	}
	return mime.TypeByExtension(path.Ext(name))
}

// icon leads programs that ask for the icon by its usual names to where it is.
func (h *Handlers) icon(c echo.Context) error {
	where, err := templates.Asset("icon.svg")
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, where)
}

// robots keeps search engines from what is no page to be found.
func (h *Handlers) robots(c echo.Context) error {
	const text = "User-agent: *\nDisallow: /sign-in\nDisallow: /confirm\nDisallow: /receipts/\nDisallow: /c/*/receipts/\nDisallow: /api/v1/\n"
	c.Response().Header().Set("Cache-Control", "public, max-age=86400")
	return c.String(http.StatusOK, text)
}

// healthy says that the process runs.
func (h *Handlers) healthy(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// ready says whether requests should be sent here: the database answers, is migrated and agrees about the
// time, and the process is not about to end.
func (h *Handlers) ready(c echo.Context) error {
	if h.Ready != nil && !h.Ready() {
		return fault.New(fault.Unavailable, "ending")
	}
	if err := h.Consult.Ready(c.Request().Context()); err != nil {
		return fault.Wrap(fault.Unavailable, "not_ready", err)
	}
	if behind, late, err := h.Consult.LogBehind(c.Request().Context()); err == nil && late {
		return c.String(http.StatusOK, "ready\npublic log: an entry has waited "+behind.Round(time.Second).String()+"\n")
	}
	return c.String(http.StatusOK, "ready\n")
}

// api lists the operations of the JSON API.
func (h *Handlers) api(c echo.Context) error {
	return public(c, templates.API, templates.APIPage{Base: h.base(c, templates.SectionNone), Operations: h.Operations})
}
