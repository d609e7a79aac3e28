package handlers

import (
	"maps"
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
	"travaux/models"
	"travaux/templates"
)

// phaseRoutes are those of the phases of a consultation and their dates.
var phaseRoutes = []route{
	{get, "/c/:consultation/timeline", anybody, (*Handlers).timeline, "timeline"},
	{get, "/c/:consultation/manage/phases", signedIn, (*Handlers).phases, "phases"},
	{get, "/c/:consultation/manage/phases/add", signedIn, (*Handlers).newPhaseForm, "newPhaseForm"},
	{post, "/c/:consultation/manage/phases", signedIn, (*Handlers).addPhase, "addPhase"},
	{get, "/c/:consultation/manage/phases/:phase/change", signedIn, (*Handlers).changePhaseForm, "changePhaseForm"},
	{post, "/c/:consultation/manage/phases/:phase/change", signedIn, (*Handlers).changePhase, "changePhase"},
	{get, "/c/:consultation/manage/phases/:phase/extend", signedIn, (*Handlers).phaseActForm, "extendPhaseForm"},
	{post, "/c/:consultation/manage/phases/:phase/extend", signedIn, (*Handlers).extendPhase, "extendPhase"},
	{get, "/c/:consultation/manage/phases/:phase/override", signedIn, (*Handlers).phaseActForm, "overridePhaseForm"},
	{post, "/c/:consultation/manage/phases/:phase/override", signedIn, (*Handlers).overridePhase, "overridePhase"},
	{get, "/c/:consultation/manage/phases/:phase/late", signedIn, (*Handlers).phaseActForm, "latePhaseForm"},
	{post, "/c/:consultation/manage/phases/:phase/late", signedIn, (*Handlers).latePhase, "latePhase"},
}

// timeline shows every phase with its dates, and what happens next.
func (h *Handlers) timeline(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	f, err := h.Consult.Timeline(c.Request().Context(), a.Slug)
	if err != nil {
		return err
	}
	return public(c, templates.Timeline, templates.TimelinePage{Base: h.baseAt(c, templates.SectionNone, a), Phases: f.Timeline})
}

// phases is the organiser's list.
func (h *Handlers) phases(c echo.Context) error {
	a, err := h.gated(c, consult.Organise)
	if err != nil {
		return err
	}
	f, err := h.Consult.Timeline(c.Request().Context(), a.Slug)
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.Phases, templates.PhasesPage{Base: h.baseAt(c, templates.SectionManage, a), Phases: f.Timeline})
}

// onePhase finds the phase of the path, for who may change it. Fault NotFound "phase_not_found".
func (h *Handlers) onePhase(c echo.Context) (here, models.PhaseView, error) {
	a, err := h.gated(c, consult.Organise)
	if err != nil {
		return a, models.PhaseView{}, err
	}
	f, err := h.Consult.Timeline(c.Request().Context(), a.Slug)
	if err != nil {
		return a, models.PhaseView{}, err
	}
	i := slices.IndexFunc(f.Timeline, func(p models.PhaseView) bool { return p.Ref == c.Param("phase") })
	if i < 0 {
		return a, models.PhaseView{}, fault.Missing("phase")
	}
	return a, f.Timeline[i], nil
}

// newPhaseForm asks for a phase.
func (h *Handlers) newPhaseForm(c echo.Context) error {
	a, err := h.gated(c, consult.Organise)
	if err != nil {
		return err
	}
	p := templates.PhaseFormPage{Base: h.baseAt(c, templates.SectionManage, a)}
	p.Form = empty(url.Values{"kind": {string(models.PhaseConsultation)}, "time_zone": {p.ReaderZone}})
	return show(c, http.StatusOK, templates.PhaseForm, p)
}

// addPhase adds a phase.
func (h *Handlers) addPhase(c echo.Context) error {
	a, err := h.gated(c, consult.Organise)
	if err != nil {
		return err
	}
	var in consult.NewPhase
	if err = web.Decode(c, &in); err == nil {
		_, err = h.Consult.AddPhase(c.Request().Context(), web.Call(c), a.Slug, in)
	}
	if form, status, ok := again(c, err); ok {
		p := templates.PhaseFormPage{Base: h.baseAt(c, templates.SectionManage, a), Form: form}
		asked(&p.Base, a.path("manage", "phases", "add"), nil)
		return show(c, status, templates.PhaseForm, p)
	}
	if err != nil {
		return err
	}
	return see(c, a.path("manage", "phases"), "phase_add")
}

// changePhaseForm shows a phase that has not opened yet, to be changed.
func (h *Handlers) changePhaseForm(c echo.Context) error {
	a, v, err := h.onePhase(c)
	if err != nil {
		return err
	}
	p := templates.PhaseFormPage{Base: h.baseAt(c, templates.SectionManage, a), Form: empty(phaseValues(v.Phase, a.Language)), One: &v}
	return show(c, http.StatusOK, templates.PhaseForm, p)
}

// phaseValues are the fields of a phase as its form has them.
func phaseValues(p models.Phase, language string) url.Values {
	out := url.Values{
		"kind": {string(p.Kind)}, "name": {p.Name[language]}, "time_zone": {p.TimeZone}, "regions": p.Regions, "gates": p.Gates,
		"opens_at": {wallTime(p.OpensAt, p.TimeZone)},
	}
	if p.ClosesAt != nil {
		out.Set("closes_at", wallTime(*p.ClosesAt, p.TimeZone))
	}
	if p.MinimumDays > 0 {
		out.Set("minimum_days", strconv.Itoa(p.MinimumDays))
	}
	if p.Late {
		out.Set("late", "true")
	}
	return out
}

// wallTime is an instant as a field for a time in a zone has it.
func wallTime(t time.Time, zone string) string {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		loc = time.UTC
	}
	return t.In(loc).Format("2006-01-02T15:04")
}

// changePhase changes a phase that has not opened yet.
func (h *Handlers) changePhase(c echo.Context) error {
	var in consult.ChangedPhase
	a, v, err := h.onePhase(c)
	if err != nil {
		return err
	}
	if err = web.Decode(c, &in); err == nil {
		in.Names = maps.Clone(v.Name) // the form has the main language's alone
		delete(in.Names, a.Language)
		_, err = h.Consult.ChangePhase(c.Request().Context(), web.Call(c), a.Slug, v.Ref, in)
	}
	if form, status, ok := again(c, err); ok {
		p := templates.PhaseFormPage{Base: h.baseAt(c, templates.SectionManage, a), Form: form, One: &v}
		return show(c, status, templates.PhaseForm, p)
	}
	if err != nil {
		return err
	}
	return see(c, a.path("manage", "phases"), "phase_change")
}

// phaseActForm asks for a public reason, and what it is to be for.
func (h *Handlers) phaseActForm(c echo.Context) error {
	a, v, err := h.onePhase(c)
	if err != nil {
		return err
	}
	p := templates.PhaseActPage{Base: h.baseAt(c, templates.SectionManage, a), One: v, Act: phaseAct(c)}
	values := url.Values{}
	if v.ClosesAt != nil {
		values.Set("closes_at", wallTime(*v.ClosesAt, v.TimeZone))
	}
	if v.Late {
		values.Set("late", "true")
	}
	p.Form = empty(values)
	return show(c, http.StatusOK, templates.PhaseAct, p)
}

// phaseAct is the last part of the route's path.
func phaseAct(c echo.Context) string {
	return c.Path()[strings.LastIndexByte(c.Path(), '/')+1:]
}

// extendPhase puts a closing off.
func (h *Handlers) extendPhase(c echo.Context) error {
	var in consult.NewExtension
	return h.actOnPhase(c, &in, func(a here) error {
		_, err := h.Consult.ExtendPhase(c.Request().Context(), web.Call(c), a.Slug, c.Param("phase"), in)
		return err
	})
}

// overridePhase opens a phase although its gates do not hold.
func (h *Handlers) overridePhase(c echo.Context) error {
	var in consult.NewOverride
	return h.actOnPhase(c, &in, func(a here) error {
		_, err := h.Consult.OverridePhase(c.Request().Context(), web.Call(c), a.Slug, c.Param("phase"), in)
		return err
	})
}

// latePhase says whether late contributions are taken.
func (h *Handlers) latePhase(c echo.Context) error {
	var in consult.NewLateness
	return h.actOnPhase(c, &in, func(a here) error {
		_, err := h.Consult.SetPhaseLate(c.Request().Context(), web.Call(c), a.Slug, c.Param("phase"), in)
		return err
	})
}

// actOnPhase decodes a form about a phase and does what it asks for; one that is refused comes back as it was typed.
func (h *Handlers) actOnPhase(c echo.Context, in any, do func(a here) error) error {
	a, v, err := h.onePhase(c)
	if err != nil {
		return err
	}
	if err = web.Decode(c, in); err == nil {
		err = do(a)
	}
	if form, status, ok := again(c, err); ok {
		p := templates.PhaseActPage{Base: h.baseAt(c, templates.SectionManage, a), Form: form, One: v, Act: phaseAct(c)}
		return show(c, status, templates.PhaseAct, p)
	}
	if err != nil {
		return err
	}
	return see(c, a.path("manage", "phases"), "phase_"+phaseAct(c))
}
