package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/templates"
)

// review is the drafters' queue.
func (h *Handlers) review(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	p, err := h.reviewPage(c, a, c.QueryParams(), c.QueryParam("one"))
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.Review, p)
}

// reviewPage is the queue under the filter of a query, with one comment beside it.
func (h *Handlers) reviewPage(c echo.Context, a here, query url.Values, one string) (templates.ReviewPage, error) {
	ctx, who := c.Request().Context(), web.Actor(c)
	p := templates.ReviewPage{Base: h.baseAt(c, templates.SectionReview, a), Phase: h.phase(a)}
	p.Path, p.Query = a.path("review"), query
	err := web.Filter(query, &p.Filter)
	if err != nil {
		return p, err
	}
	if p.Review, err = h.Consult.Review(ctx, who, a.Slug, p.Filter); err != nil {
		return p, err
	}
	if p.Provisions, err = h.provisions(c, a, ""); err != nil || one == "" {
		return p, err
	}
	v, err := h.Consult.Comment(ctx, who, a.Slug, one)
	if err != nil {
		return p, err
	}
	p.One = &v
	if p.Answers, err = h.Consult.Answers(ctx, who, a.Slug, one); err != nil {
		return p, err
	}
	p.Before, p.After, err = h.around(c, a, v)
	return p, err
}

// answerForm is an answer, with the version of the comment it is an answer to and the way back.
type answerForm struct {
	consult.NewDisposition
	Seq  int64  `form:"seq"`
	Back string `form:"back"`
}

// answer sets what the drafters decided about a comment.
func (h *Handlers) answer(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	var in answerForm
	if err = web.Decode(c, &in); err == nil {
		_, err = h.Consult.SetDisposition(c.Request().Context(), web.Call(c), a.Slug, c.Param("ref"), in.NewDisposition, in.Seq)
	}
	form, status, ok := again(c, err)
	if !ok && err != nil {
		return err
	}
	if !ok {
		return see(c, backTo(a, in.Back), "answered")
	}
	back, err := url.Parse(backTo(a, in.Back))
	if err != nil {
		return err
	}
	p, err := h.reviewPage(c, a, back.Query(), c.Param("ref"))
	if err != nil {
		return err
	}
	p.Form = form
	return show(c, status, templates.Review, p)
}

// backTo is where a form came from, else the queue.
func backTo(a here, back string) string {
	if p := web.LocalPath(back); p != "/" {
		return p
	}
	return a.path("review")
}

// moderation lists what waits for a moderator.
func (h *Handlers) moderation(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	p, err := h.moderationPage(c, a)
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.Moderation, p)
}

func (h *Handlers) moderationPage(c echo.Context, a here) (templates.ModerationPage, error) {
	p := templates.ModerationPage{Base: h.baseAt(c, templates.SectionModeration, a)}
	var err error
	p.Waiting, err = h.Consult.Waiting(c.Request().Context(), web.Actor(c), a.Slug, c.QueryParam("cursor"))
	return p, err
}

// moderate publishes a comment that waits, or refuses it with a reason.
func (h *Handlers) moderate(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	var in consult.Moderation
	if err = web.Decode(c, &in); err == nil {
		_, err = h.Consult.Moderate(c.Request().Context(), web.Call(c), a.Slug, c.Param("receipt"), in)
	}
	if form, status, ok := again(c, err); ok && !fault.Is(err, fault.Conflict) {
		p, err := h.moderationPage(c, a)
		if err != nil {
			return err
		}
		p.Form, p.At = form, c.Param("receipt")
		return show(c, status, templates.Moderation, p)
	}
	if err != nil {
		return err
	}
	return see(c, a.path("moderation"), "moderated_"+in.Decision)
}
