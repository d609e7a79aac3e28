package handlers

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/models"
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
	p := templates.ReviewPage{Base: h.baseAt(c, templates.SectionReview, a)}
	p.Phase, p.Also = h.phase(a, nil)
	p.Path, p.Query = a.path("review"), query
	err := web.Filter(query, &p.Filter)
	if err != nil {
		return p, err
	}
	if p.Review, err = h.Consult.Review(ctx, who, a.Slug, p.Filter); err != nil {
		return p, err
	}
	if p.Provisions, err = h.provisions(c, a, ""); err != nil {
		return p, err
	}
	p.Provisions = withMore(p.Provisions, p.Review.Outline)
	if p.ToPlace, err = h.toPlaceNow(c, a); err != nil {
		return p, err
	}
	if one == "" {
		return p, nil
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

// withMore adds to the provisions of a text, which are in the reader's language, those of other texts and versions.
func withMore(provisions, more []models.Provision) []models.Provision {
	known := map[string]bool{}
	for _, p := range provisions {
		known[p.WID] = true
	}
	for _, p := range more {
		if !known[p.WID] {
			provisions = append(provisions, p)
		}
	}
	return provisions
}

// answerForm is an answer, with the last answer that was read before it and the way back.
type answerForm struct {
	consult.NewDisposition
	Answered *int64 `form:"seq"`
	Back     string `form:"back"`
}

// answer sets what the drafters decided about a comment.
func (h *Handlers) answer(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	var in answerForm
	var answered models.CommentView
	if err = web.Decode(c, &in); err == nil {
		if in.Answered == nil { // who does not say what was read has read no answer
			in.Answered = new(int64)
		}
		answered, err = h.Consult.SetDisposition(c.Request().Context(), web.Call(c), a.Slug, c.Param("ref"), in.NewDisposition, models.Seen{Answer: in.Answered})
	}
	form, status, ok := again(c, err)
	if !ok && err != nil {
		return err
	}
	if !ok {
		return h.onward(c, a, backTo(a, in.Back), answered.ID)
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

// onward opens the open comment of the list that comes after the one answered, else the first; without any it says so.
func (h *Handlers) onward(c echo.Context, a here, back string, answered int64) error {
	u, err := url.Parse(back)
	if err != nil {
		return err
	}
	q := u.Query()
	var f models.ReviewFilter
	if err := web.Filter(q, &f); err != nil {
		return see(c, back, "answered") // it was answered, whatever the way back is
	}
	if q.Del("one"); len(f.Outcome) > 0 && !slices.Contains(f.Outcome, string(models.Open)) {
		u.RawQuery = q.Encode()
		return see(c, u.String(), "answered_last")
	}
	f.Outcome, f.Limit = []string{string(models.Open)}, most
	for _, cursor := range slices.Compact([]string{f.Cursor, ""}) { // from this page on, then from the first
		f.Cursor = cursor
		r, err := h.Consult.Review(c.Request().Context(), web.Actor(c), a.Slug, f)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(r.Items, func(v models.CommentView) bool { return v.ID < answered }) // newest first
		if at < 0 && (cursor != "" || len(r.Items) == 0) {
			continue
		}
		q.Set("one", r.Items[max(at, 0)].Ref())
		u.RawQuery = q.Encode()
		return see(c, u.String(), "answered")
	}
	u.RawQuery = q.Encode()
	return see(c, u.String(), "answered_last")
}

// most is how many comments one page of the queue holds at most.
const most = 200

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
	asked(&p.Base, a.path("moderation"), url.Values{"cursor": {c.QueryParam("cursor")}})
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
