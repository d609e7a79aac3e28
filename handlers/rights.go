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

// rightsRoutes are those of what people may ask for about themselves.
var rightsRoutes = []route{
	{get, "/privacy", anybody, (*Handlers).privacy, "privacy"},
	{get, "/account/data", signedIn, (*Handlers).myData, "myData"},
	{get, "/account/data.json", signedIn, (*Handlers).myDataFile, "myDataFile"},
	{get, "/account/erase", signedIn, (*Handlers).eraseMeForm, "eraseMeForm"},
	{post, "/account/erase", signedIn, (*Handlers).eraseMe, "eraseMe"},
	{get, "/disown", anybody, (*Handlers).disownForm, "disownForm"},
	{post, "/disown", anybody, (*Handlers).disown, "disown"},
	{get, "/disown/:token", anybody, (*Handlers).disownForm, "disownForm"},
	{post, "/disown/:token", anybody, (*Handlers).disown, "disown"},
	{get, "/c/:consultation/notices/:version", anybody, (*Handlers).noticesAt, "noticesAt"},
	{get, "/c/:consultation/receipts/:receipt/take-back", anybody, (*Handlers).takeBackForm, "takeBackForm"},
	{post, "/c/:consultation/receipts/:receipt/take-back", anybody, (*Handlers).takeBack, "takeBack"},
	{get, "/c/:consultation/comments/:ref/report", anybody, (*Handlers).reportForm, "reportForm"},
	{post, "/c/:consultation/comments/:ref/report", anybody, (*Handlers).report, "report"},
	{post, "/c/:consultation/comments/:ref/hide", signedIn, (*Handlers).hideComment, "hideComment"},
	{post, "/c/:consultation/comments/:ref/show", signedIn, (*Handlers).showAgain, "showAgain"},
	{get, "/c/:consultation/moderation/reports", signedIn, (*Handlers).reports, "reports"},
	{post, "/c/:consultation/moderation/reports/:report", signedIn, (*Handlers).decideReport, "decideReport"},
}

// privacy says what is kept, and how long.
func (h *Handlers) privacy(c echo.Context) error {
	p := templates.PrivacyPage{Base: h.base(c, templates.SectionNone)}
	for _, r := range consult.Retentions() {
		p.Periods = append(p.Periods, templates.Period{Name: r.Name, Lasts: r.Lasts})
	}
	return public(c, templates.Privacy, p)
}

// noticesAt shows one version of the notices, as it was shown to who contributed under it.
func (h *Handlers) noticesAt(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	version, err := strconv.Atoi(c.Param("version"))
	if err != nil {
		return fault.Missing("notices")
	}
	n, err := h.Consult.NoticesAt(c.Request().Context(), web.Actor(c), a.Slug, version)
	if err != nil {
		return err
	}
	return public(c, templates.Notices, templates.NoticesPage{Base: h.baseAt(c, templates.SectionNone, a), Notices: n})
}

// myData shows everything that is kept about who is signed in.
func (h *Handlers) myData(c echo.Context) error {
	d, err := h.Consult.MyData(c.Request().Context(), web.Actor(c))
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.MyData, templates.MyDataPage{Base: h.base(c, templates.SectionNone), Data: d})
}

// myDataFile gives the same as a file.
func (h *Handlers) myDataFile(c echo.Context) error {
	d, err := h.Consult.MyData(c.Request().Context(), web.Actor(c))
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", `attachment; filename="my-data.json"`)
	return c.JSONPretty(http.StatusOK, h.DataFile(d), "  ")
}

// eraseMeForm asks what becomes of one's comments when everything else goes.
func (h *Handlers) eraseMeForm(c echo.Context) error {
	return h.showEraseMe(c, http.StatusOK, empty(nil), false)
}

func (h *Handlers) showEraseMe(c echo.Context, status int, f templates.Form, checking bool) error {
	if err := h.Consult.MayErase(web.Call(c)); err != nil {
		return err
	}
	d, err := h.Consult.MyData(c.Request().Context(), web.Actor(c))
	if err != nil {
		return err
	}
	p := templates.EraseMePage{Base: h.base(c, templates.SectionNone), Form: f, Checking: checking, Comments: len(d.Comments)}
	asked(&p.Base, "/account/erase", nil)
	return show(c, status, templates.EraseMe, p)
}

// eraseMe shows the answers to be checked, and when they were takes the wish and signs out.
func (h *Handlers) eraseMe(c echo.Context) error {
	var in consult.EraseMe
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	if !in.Sure && in.Comments != "" {
		return h.showEraseMe(c, http.StatusOK, empty(url.Values{"comments": {in.Comments}}), true)
	}
	err := h.Consult.AskErasure(c.Request().Context(), web.Call(c), in)
	if form, status, ok := again(c, err); ok {
		return h.showEraseMe(c, status, form, false)
	}
	if err != nil {
		return err
	}
	if err := web.SignOut(c); err != nil {
		return err
	}
	return see(c, "/", "erasing")
}

// takeBackForm asks once more.
func (h *Handlers) takeBackForm(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	ctx, receipt, what := c.Request().Context(), c.Param("receipt"), c.QueryParam("what")
	r, v, err := h.Consult.Receipt(ctx, receipt)
	if err != nil {
		return err
	}
	if r.Consultation != a.Slug {
		return fault.Missing("comment")
	}
	if err := h.Consult.MayTakeBack(ctx, web.Call(c), v, what); err != nil {
		return err
	}
	p := templates.TakeBackPage{Base: h.baseAt(c, templates.SectionComments, a), Receipt: receipt, What: what, Comment: v}
	return show(c, http.StatusOK, templates.TakeBack, p)
}

// takeBack withdraws or erases a comment, or hides the name of its author.
func (h *Handlers) takeBack(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	var in consult.Removal
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	r, err := h.Consult.TakeBack(c.Request().Context(), web.Call(c), c.Param("receipt"), in)
	if err != nil {
		return err
	}
	return see(c, a.path("receipts", r.Receipt), "taken_back")
}

// disownForm asks who was mailed to press a button, so that a program that reads mail disowns nothing.
func (h *Handlers) disownForm(c echo.Context) error {
	v, err := h.Consult.Disowning(c.Request().Context(), tokenOf(c))
	if err != nil {
		return err
	}
	done := v.Publication.Gone() && v.Publication != models.Hidden // which a moderator may show again
	p := templates.DisownPage{Base: h.base(c, templates.SectionNone), Token: tokenOf(c), Comment: v, Done: done}
	return show(c, http.StatusOK, templates.Disown, p)
}

// disown hides a comment that is not by the owner of its address.
func (h *Handlers) disown(c echo.Context) error {
	token, err := pressed(c)
	if err != nil {
		return err
	}
	if err := h.Consult.Disown(c.Request().Context(), web.Call(c), token); err != nil {
		return err
	}
	return see(c, "/disown/"+url.PathEscape(token), "")
}

// reportForm asks what is wrong with a comment.
func (h *Handlers) reportForm(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	return h.showReport(c, a, http.StatusOK, empty(nil))
}

func (h *Handlers) showReport(c echo.Context, a here, status int, f templates.Form) error {
	v, err := h.Consult.Reportable(c.Request().Context(), a.Slug, c.Param("ref"))
	if err != nil {
		return err
	}
	p := templates.ReportFormPage{Base: h.baseAt(c, templates.SectionComments, a), Form: f, Comment: v}
	return show(c, status, templates.ReportForm, p)
}

// report tells the moderators.
func (h *Handlers) report(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	var in consult.NewReport
	if err = web.Decode(c, &in); err == nil {
		err = h.Consult.ReportComment(c.Request().Context(), web.Call(c), a.Slug, c.Param("ref"), in)
	}
	if form, status, ok := again(c, err); ok {
		return h.showReport(c, a, status, form)
	}
	if err != nil {
		return err
	}
	return see(c, a.path("comments", c.Param("ref")), "reported")
}

// reports lists for moderators what was reported and what was disowned.
func (h *Handlers) reports(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	return h.showReports(c, a, http.StatusOK, empty(nil), "")
}

func (h *Handlers) showReports(c echo.Context, a here, status int, f templates.Form, at string) error {
	waiting, disowned, err := h.Consult.Reports(c.Request().Context(), web.Actor(c), a.Slug)
	if err != nil {
		return err
	}
	p := templates.ReportsPage{Base: h.baseAt(c, templates.SectionModeration, a), Form: f, At: at, Disowned: disowned}
	if p.Hidden, err = h.Consult.HiddenComments(c.Request().Context(), web.Actor(c), a.Slug); err != nil {
		return err
	}
	for _, r := range waiting {
		p.Waiting = append(p.Waiting, templates.ReportedComment{Report: r.Report, Comment: r.Comment})
	}
	asked(&p.Base, a.path("moderation", "reports"), nil)
	return show(c, status, templates.Reports, p)
}

// decideReport hides the comment or dismisses the report.
func (h *Handlers) decideReport(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(c.Param("report"), 10, 64)
	if err != nil {
		return fault.Missing("report")
	}
	var in consult.ReportDecision
	if err = web.Decode(c, &in); err == nil {
		err = h.Consult.DecideReport(c.Request().Context(), web.Call(c), a.Slug, id, in)
	}
	if form, status, ok := again(c, err); ok {
		return h.showReports(c, a, status, form, c.Param("report"))
	}
	if err != nil {
		return err
	}
	return see(c, a.path("moderation", "reports"), "report_decided")
}
