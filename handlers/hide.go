package handlers

import (
	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/web"
)

// hideComment hides a published comment, with a public reason.
func (h *Handlers) hideComment(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	var in consult.Hiding
	if err = web.Decode(c, &in); err == nil {
		_, err = h.Consult.HideComment(c.Request().Context(), web.Call(c), a.Slug, c.Param("ref"), in)
	}
	if form, status, ok := again(c, err); ok {
		return h.showComment(c, a, status, form)
	}
	if err != nil {
		return err
	}
	return see(c, a.path("comments", c.Param("ref")), "comment_hidden")
}

// showAgain shows a hidden comment again.
func (h *Handlers) showAgain(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	_, err = h.Consult.ShowComment(c.Request().Context(), web.Call(c), a.Slug, c.Param("ref"))
	if form, status, ok := again(c, err); ok {
		return h.showComment(c, a, status, form)
	}
	if err != nil {
		return err
	}
	return see(c, a.path("comments", c.Param("ref")), "comment_shown")
}
