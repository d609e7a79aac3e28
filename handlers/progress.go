package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/templates"
)

// progressRoutes are what is reported on pledges.
var progressRoutes = []route{
	{get, "/c/:consultation/pledges/:pledge/report", signedIn, (*Handlers).progressForm, "progressForm"},
	{post, "/c/:consultation/pledges/:pledge/report", signedIn, (*Handlers).reportProgress, "reportProgress"},
	{post, "/c/:consultation/pledges/:pledge/reports/:number/redact", signedIn, (*Handlers).redactReport, "redactReport"},
	{get, "/c/:consultation/pledges/:pledge/reports/:number/receipt", signedIn, (*Handlers).progressReceipt, "progressReceipt"},
	{get, "/c/:consultation/pledges/:pledge/reports/:number/files/:evidence", anybody, (*Handlers).evidenceFile, "evidenceFile"},
}

// pledgePage is the page of a pledge, but for what its forms say.
func (h *Handlers) pledgePage(c echo.Context, a here, card consult.PledgeCard) (templates.PledgePage, error) {
	p := templates.PledgePage{
		Base: h.baseAt(c, templates.SectionPledges, a), Pledge: card.PledgeView, Current: card.Current(), Notes: card.Notes, Own: card.Own,
		Reports: card.Reports, Indicator: card.Indicator(), Grades: card.Grades, Gradable: card.Gradable, Partners: card.Partners,
	}
	p.Redacts = consult.Can(web.Actor(c), consult.ReviewPledges, consult.Thing{ConsultationID: a.ID, Region: card.Region})
	for i, x := range card.Versions {
		e := templates.PledgeEdition{PledgeVersion: x}
		if i > 0 {
			for _, change := range consult.PledgeChanges(card.Versions[i-1].PledgeText, x.PledgeText) {
				e.Changes = append(e.Changes, templates.PledgeChange(change))
			}
		}
		p.Versions = append(p.Versions, e)
	}
	slices.Reverse(p.Versions)
	wids := slices.Clone([]string(card.Provisions))
	for _, x := range card.Versions {
		wids = append(wids, x.Provisions...)
	}
	all, err := h.Consult.PledgeProvisions(c.Request().Context(), a.Slug, wids, web.Lang(c))
	for _, x := range all {
		if p.Named = append(p.Named, x.Provision); slices.Contains(card.Provisions, x.Provision.WID) {
			p.Provisions = append(p.Provisions, x)
		}
	}
	return p, err
}

// progressPage is the form, for who speaks for the organisation of a pledge that is reported on.
func (h *Handlers) progressPage(c echo.Context) (templates.ProgressFormPage, error) {
	a, err := h.at(c)
	if err != nil {
		return templates.ProgressFormPage{}, err
	}
	ctx, who := c.Request().Context(), web.Actor(c)
	card, err := h.Consult.Pledge(ctx, who, a.Slug, c.Param("pledge"))
	switch {
	case err != nil:
	case !card.Own:
		err = fault.New(fault.Forbidden, "no_mandate")
	default:
		err = consult.Reportable(card.Pledge)
	}
	if err != nil {
		return templates.ProgressFormPage{}, err
	}
	p := templates.ProgressFormPage{
		Base: h.baseAt(c, templates.SectionPledges, a), Pledge: card.Current(), Reports: card.Reports, Measured: consult.Counts(card.Current()),
	}
	p.Notices, err = h.Consult.Notices(ctx, who, a.Slug)
	if fault.Is(err, fault.NotFound) {
		err = fault.New(fault.Conflict, "no_notices")
	}
	return p, err
}

// progressForm asks how far a pledge has come.
func (h *Handlers) progressForm(c echo.Context) error {
	p, err := h.progressPage(c)
	if err != nil {
		return err
	}
	p.Form = empty(url.Values{"measured_on": {h.Consult.Now().Format(time.DateOnly)}, "language": {web.Lang(c)}, "corrects": {"0"}})
	return show(c, http.StatusOK, templates.ProgressForm, p)
}

// progress is a form of a report; without Do its answers are shown to be checked.
type progress struct {
	Do        string `form:"do"`        // report, or change
	Addresses string `form:"addresses"` // links, one a line
	consult.NewProgress
}

// progressOf reads the form with its files.
func progressOf(c echo.Context) (progress, error) {
	var in progress
	var fields []string
	for i := range consult.MostEvidence {
		fields = append(fields, "files."+strconv.Itoa(i))
	}
	err := web.Decode(c, &in, fields...)
	in.Links = strings.Fields(in.Addresses)
	for _, field := range fields {
		if f, ok := web.Upload(c, field); ok {
			in.Evidence = append(in.Evidence, consult.Evidence{Field: field, FileName: f.Name, Content: f.Content})
		}
	}
	return in, err
}

// reportProgress shows the answers to be checked, with the fields for files, and keeps the report when they were.
func (h *Handlers) reportProgress(c echo.Context) error {
	ctx, slug, ref := c.Request().Context(), c.Param("consultation"), c.Param("pledge")
	in, err := progressOf(c)
	if err == nil && in.Do == "report" {
		if _, err = h.Consult.ReportProgress(ctx, web.Call(c), slug, ref, in.NewProgress); err == nil {
			return see(c, "/c/"+slug+"/pledges/"+ref, "progress_reported")
		}
	} else if err == nil && in.Do == "" {
		_, err = h.Consult.CheckProgress(ctx, web.Call(c), slug, ref, in.NewProgress)
	}
	form, status, wrong := again(c, err)
	if !wrong && err != nil {
		return err
	}
	p, err := h.progressPage(c)
	if err != nil {
		return err
	}
	if p.Form = empty(web.Typed(c)); wrong {
		p.Form = addressed(form)
	} else {
		status = http.StatusOK
	}
	asked(&p.Base, p.Action(), nil)
	if in.Do == "change" || wrong && !ofFiles(form) {
		return show(c, status, templates.ProgressForm, p)
	}
	in.Evidence = nil // what is wrong with files is said beside their fields
	read, err := h.Consult.CheckProgress(ctx, web.Call(c), slug, ref, in.NewProgress)
	if err != nil {
		return err
	}
	return show(c, status, templates.ProgressCheck, templates.ProgressCheckPage{ProgressFormPage: p, Report: read.PledgeReport})
}

// addressed says what is wrong with a link where all of them are written.
func addressed(f templates.Form) templates.Form {
	for i, e := range f.Errors {
		if strings.HasPrefix(e.Name, "links") {
			f.Errors[i].Name = "addresses"
		}
	}
	return f
}

// ofFiles tells whether all that must be mended is in files.
func ofFiles(f templates.Form) bool {
	return len(f.Errors) > 0 && !slices.ContainsFunc(f.Errors, func(e templates.FieldError) bool { return !strings.HasPrefix(e.Name, "files.") })
}

// numbered is a number of the path; 0 where it is none.
func numbered(c echo.Context, name string) int {
	n, err := strconv.Atoi(c.Param(name))
	if err != nil || n < 0 || n > 1_000_000 {
		return 0
	}
	return n
}

// progressReceipt is the receipt of a report, as a file that proves itself.
func (h *Handlers) progressReceipt(c echo.Context) error {
	n := numbered(c, "number")
	file, err := h.Consult.PledgeReportReceipt(c.Request().Context(), web.Actor(c), c.Param("consultation"), c.Param("pledge"), n)
	if err != nil {
		return err
	}
	return web.Download(c, "report-"+c.Param("pledge")+"-"+strconv.Itoa(n)+".json", echo.MIMEApplicationJSON, file)
}

// redactReport takes down what a report says, with a public reason.
func (h *Handlers) redactReport(c echo.Context) error {
	var in consult.Redaction
	err := web.Decode(c, &in)
	slug, ref := c.Param("consultation"), c.Param("pledge")
	if err == nil {
		err = h.Consult.RedactReport(c.Request().Context(), web.Call(c), slug, ref, numbered(c, "number"), in)
	}
	if err != nil {
		return err
	}
	return see(c, "/c/"+slug+"/pledges/"+ref, "report_redacted")
}

// evidenceFile sends a file of a report to be saved; what somebody sent in is never shown as a page of ours.
func (h *Handlers) evidenceFile(c echo.Context) error {
	f, err := h.Consult.PledgeReportFile(c.Request().Context(), c.Param("consultation"), c.Param("pledge"), numbered(c, "number"), numbered(c, "evidence"))
	if err != nil {
		return err
	}
	web.Sandbox(c)
	c.Response().Header().Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(f.FileName))
	return c.Blob(http.StatusOK, f.MediaType, f.Content)
}
