package handlers

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// home lists the consultations.
func (h *Handlers) home(c echo.Context) error {
	fronts, err := h.Consult.Consultations(c.Request().Context(), web.Actor(c))
	if err != nil {
		return err
	}
	return public(c, templates.Home, templates.HomePage{Base: h.base(c, templates.SectionNone), Fronts: fronts})
}

// front is a consultation's front page.
func (h *Handlers) front(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	f, err := h.Consult.Front(c.Request().Context(), web.Actor(c), a.Slug)
	if err != nil {
		return err
	}
	p := templates.FrontPage{Base: h.baseAt(c, templates.SectionFront, a), Front: f}
	p.Interest, _ = h.Consult.TakesInterest(f)
	return public(c, templates.Front, p)
}

// notices shows what a consultation tells before anything is contributed.
func (h *Handlers) notices(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	n, err := h.Consult.Notices(c.Request().Context(), web.Actor(c), a.Slug)
	if err != nil {
		return err
	}
	return public(c, templates.Notices, templates.NoticesPage{Base: h.baseAt(c, templates.SectionNone, a), Notices: n})
}

// document sends a background document to be saved; what somebody uploaded is never shown as a page of ours.
func (h *Handlers) document(c echo.Context) error {
	d, content, err := h.Consult.DocumentFile(c.Request().Context(), web.Actor(c), c.Param("consultation"), c.Param("ref"))
	if err != nil {
		return err
	}
	if d.URL != "" {
		return fault.Missing("document")
	}
	web.Sandbox(c)
	c.Response().Header().Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(d.FileName))
	return c.Blob(http.StatusOK, d.MediaType, content)
}

// consultationForm asks for a new consultation.
func (h *Handlers) consultationForm(c echo.Context) error {
	if !web.Actor(c).Admin {
		return fault.New(fault.Forbidden, "forbidden")
	}
	p := templates.ConsultationFormPage{Base: h.base(c, templates.SectionManage)}
	values := url.Values{"language": {web.Lang(c)}}
	for i, kind := range models.PhaseKinds {
		row := "phases." + strconv.Itoa(i) + "."
		values.Set(row+"kind", string(kind))
		values.Set(row+"time_zone", p.ReaderZone)
	}
	p.Form = empty(values)
	return show(c, http.StatusOK, templates.ConsultationForm, p)
}

// createConsultation sets a consultation up.
func (h *Handlers) createConsultation(c echo.Context) error {
	var in consult.NewConsultation
	err := web.Decode(c, &in)
	if err == nil && web.Typed(c).Get("submit") == "more" {
		return h.oneMorePhase(c)
	}
	rows := usedRows(&in)
	in.OwnNotices = true
	if err == nil {
		_, err = h.Consult.CreateConsultation(c.Request().Context(), web.Call(c), in)
	}
	if form, status, ok := again(c, err); ok {
		atRows(form.Errors, rows)
		p := templates.ConsultationFormPage{Base: h.base(c, templates.SectionManage), Form: form}
		return show(c, status, templates.ConsultationForm, p)
	}
	if err != nil {
		return err
	}
	return see(c, "/c/"+in.Slug+"/manage", "consultation")
}

// oneMorePhase shows the form as it was typed, with one more row for a phase.
func (h *Handlers) oneMorePhase(c echo.Context) error {
	if !web.Actor(c).Admin {
		return fault.New(fault.Forbidden, "forbidden")
	}
	values := maps.Clone(web.Typed(c))
	n := strconv.Itoa(templates.PhaseRows(values))
	values.Set("phases."+n+".kind", string(models.PhaseOther))
	values.Set("phases."+n+".time_zone", values.Get("phases.0.time_zone"))
	p := templates.ConsultationFormPage{Base: h.base(c, templates.SectionManage), Form: empty(values)}
	return show(c, http.StatusOK, templates.ConsultationForm, p)
}

// usedRows drops the rows of the form's phases without an opening, and tells which rows stay. One row of a
// consultation always stays, to be refused without its opening: the API can do without, the page insists.
func usedRows(in *consult.NewConsultation) []int {
	var rows []int
	var used []consult.NewPhase
	consulting := func(p consult.NewPhase) bool { return p.Kind == string(models.PhaseConsultation) }
	needed := -1
	if !slices.ContainsFunc(in.Phases, func(p consult.NewPhase) bool { return consulting(p) && p.OpensAt != "" }) {
		needed = max(0, slices.IndexFunc(in.Phases, consulting))
	}
	if len(in.Phases) == 0 {
		in.Phases = []consult.NewPhase{{Kind: string(models.PhaseConsultation)}}
	}
	for i, p := range in.Phases {
		if p.OpensAt != "" || i == needed {
			rows, used = append(rows, i), append(used, p)
		}
	}
	in.Phases = used
	return rows
}

// atRows names the rows of the form in problems with phases, which count only the rows that were used.
func atRows(errors []templates.FieldError, rows []int) {
	for i, e := range errors {
		parts := strings.Split(e.Name, ".")
		if len(parts) < 3 || parts[0] != "phases" {
			continue
		}
		if n, err := strconv.Atoi(parts[1]); err == nil && n < len(rows) {
			parts[1] = strconv.Itoa(rows[n])
			errors[i].Name = strings.Join(parts, ".")
		}
	}
}

// gated finds the consultation for a page with a form of those who may one of some things.
func (h *Handlers) gated(c echo.Context, actions ...consult.Action) (here, error) {
	a, err := h.at(c)
	if err == nil && !slices.ContainsFunc(actions, func(do consult.Action) bool {
		return consult.Can(web.Actor(c), do, consult.Thing{ConsultationID: a.ID})
	}) {
		err = fault.New(fault.Forbidden, "forbidden")
	}
	return a, err
}

// manage is the organiser's desk.
func (h *Handlers) manage(c echo.Context) error {
	a, err := h.gated(c, consult.Organise, consult.Schedule, consult.Draft, consult.Translate, consult.ReadPeople, consult.ReadInterests, consult.ReadPledges)
	if err != nil {
		return err
	}
	f, err := h.Consult.Front(c.Request().Context(), web.Actor(c), a.Slug)
	if err != nil {
		return err
	}
	if f.Events, err = h.Consult.Events(c.Request().Context(), web.Actor(c), a.Slug); err != nil {
		return err
	}
	p := templates.ManagePage{Base: h.baseAt(c, templates.SectionManage, a), Front: f}
	if p.Asked, err = h.Consult.WaitingMandates(c.Request().Context(), web.Actor(c)); err != nil {
		return err
	}
	if p.Base.Pledges && p.Rights.Pledges {
		if p.Pledged, err = h.Consult.WaitingPledges(c.Request().Context(), web.Actor(c), a.Slug); err != nil {
			return err
		}
	}
	return show(c, http.StatusOK, templates.Manage, p)
}

// noticesForm shows the notices as they are, to be written anew.
func (h *Handlers) noticesForm(c echo.Context) error {
	a, err := h.gated(c, consult.Organise)
	if err != nil {
		return err
	}
	lang := c.QueryParam("language")
	if !slices.Contains(a.Languages, lang) {
		lang = a.Language
	}
	p, err := h.noticesPage(c, a)
	if err != nil {
		return err
	}
	begin, err := consult.NoticeTemplate(lang)
	if err != nil {
		return err
	}
	p.Form = empty(url.Values{
		"language": {lang}, "licence": {p.Notices.Licence}, "privacy": {begin.Privacy}, "readers": {begin.Readers},
		"retention": {begin.Retention}, "law": {begin.Law}, "publication": {begin.Publication},
	})
	for _, part := range p.Notices.Parts() {
		if said := part.Texts[lang]; said != "" {
			p.Values.Set(part.Name, said)
		}
	}
	return show(c, http.StatusOK, templates.NoticesForm, p)
}

func (h *Handlers) noticesPage(c echo.Context, a here) (templates.NoticesFormPage, error) {
	n, err := h.Consult.Notices(c.Request().Context(), web.Actor(c), a.Slug)
	if fault.Is(err, fault.NotFound) {
		err, n.Licence = nil, consult.DefaultLicence
	}
	return templates.NoticesFormPage{Base: h.baseAt(c, templates.SectionManage, a), Notices: n}, err
}

// saveNotices makes a new version of the notices.
func (h *Handlers) saveNotices(c echo.Context) error {
	a, err := h.gated(c, consult.Organise)
	if err != nil {
		return err
	}
	var in consult.NewNotices
	if err = web.Decode(c, &in); err == nil {
		in.Whole = true
		_, err = h.Consult.SaveNotices(c.Request().Context(), web.Call(c), a.Slug, in)
	}
	if form, status, ok := again(c, err); ok {
		p, err := h.noticesPage(c, a)
		if err != nil {
			return err
		}
		p.Form = form
		asked(&p.Base, a.path("manage", "notices"), url.Values{"language": form.Values["language"]})
		return show(c, status, templates.NoticesForm, p)
	}
	if err != nil {
		return err
	}
	return see(c, a.path("manage"), "notices")
}

// partnerForm asks for a co-lead or partner.
func (h *Handlers) partnerForm(c echo.Context) error {
	a, err := h.gated(c, consult.Organise)
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.PartnerForm, templates.PartnerFormPage{Base: h.baseAt(c, templates.SectionManage, a)})
}

// addPartner names a co-lead or partner.
func (h *Handlers) addPartner(c echo.Context) error {
	a, err := h.gated(c, consult.Organise)
	if err != nil {
		return err
	}
	var in consult.NewPartner
	if err = web.Decode(c, &in); err == nil {
		_, err = h.Consult.AddPartner(c.Request().Context(), web.Call(c), a.Slug, in)
	}
	if form, status, ok := again(c, err); ok {
		p := templates.PartnerFormPage{Base: h.baseAt(c, templates.SectionManage, a), Form: form}
		return show(c, status, templates.PartnerForm, p)
	}
	if err != nil {
		return err
	}
	return see(c, a.path("manage"), "partner")
}

// documentForm asks for a background document.
func (h *Handlers) documentForm(c echo.Context) error {
	a, err := h.gated(c, consult.Organise)
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.DocumentForm, templates.DocumentFormPage{Base: h.baseAt(c, templates.SectionManage, a)})
}

// addDocument keeps a background document: a link or a file.
func (h *Handlers) addDocument(c echo.Context) error {
	a, err := h.gated(c, consult.Organise)
	if err != nil {
		return err
	}
	var in consult.NewDocument
	if err = web.Decode(c, &in, "file"); err == nil {
		if f, ok := web.Upload(c, "file"); ok {
			in.FileName, in.Content = f.Name, f.Content
		}
		_, err = h.Consult.AddDocument(c.Request().Context(), web.Call(c), a.Slug, in)
	}
	if form, status, ok := again(c, err); ok {
		p := templates.DocumentFormPage{Base: h.baseAt(c, templates.SectionManage, a), Form: form}
		return show(c, status, templates.DocumentForm, p)
	}
	if err != nil {
		return err
	}
	return see(c, a.path("manage"), "document")
}
