// Package handlers is the HTML surface: the route table, and for each route a function that decodes, calls
// one use-case and shows a page.
//
// It decides nothing: who may do what, and what is valid, is said by internal/consult. It writes no HTML and
// no words: pages are templates, sentences come from the catalogues.
package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/i18n"
	"travaux/internal/place"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// Options are what the pages need.
type Options struct {
	Consult    *consult.Service
	Demo       bool                    // show /demo and the banner
	Unlimited  bool                    // nobody is told to wait, as every page says
	Direct     bool                    // no proxy is trusted
	Ready      func() bool             // false while the process is about to end
	Operations []templates.Operation   // of the JSON API, for its page
	DataFile   func(models.MyData) any // what somebody's own data is in the JSON API
}

// Handlers are the pages.
type Handlers struct {
	Options
	pieces *templates.Pieces
}

// New makes the pages; Register adds them to a server.
func New(o Options) *Handlers { return &Handlers{o, &templates.Pieces{}} }

// Register adds every route to the server.
func (h *Handlers) Register(e *echo.Echo) {
	for _, r := range h.routes() {
		e.Add(r.method, r.path, h.guard(r)).Name = r.name
	}
}

// RegisterHealth adds what tells whether the process is well, for one that answers nobody else.
func (h *Handlers) RegisterHealth(e *echo.Echo) {
	e.GET("/healthz", h.healthy)
	e.GET("/readyz", h.ready)
}

// guard is the coarse gate of a route. Whoever has to sign in first is sent there, and back afterwards.
func (h *Handlers) guard(r route) echo.HandlerFunc {
	return func(c echo.Context) error {
		err := error(fault.New(fault.SignIn, "sign_in"))
		if r.who == anybody || web.Actor(c).Known() {
			err = r.do(h, c)
		}
		if err != nil {
			return h.lead(c, r, err)
		}
		if r.method == post {
			return h.sent(c)
		}
		return nil
	}
}

// here is the consultation that a request is about.
type here struct {
	models.Front
	rights consult.Rights
	drafts []models.DraftSummary
}

// at finds the consultation of the path, and takes its language for a reader who named none.
func (h *Handlers) at(c echo.Context) (here, error) {
	f, err := h.Consult.Head(c.Request().Context(), c.Param("consultation"))
	if err != nil {
		return here{}, err
	}
	web.FallBack(c, append([]string{f.Language}, f.Languages...)...)
	drafts, err := h.Consult.Drafts(c.Request().Context(), web.Actor(c), f.Slug)
	return here{f, consult.May(web.Actor(c), f.ID), drafts}, err
}

// draft is the slug of the first draft with a published version, empty when there is none.
func (a here) draft() string {
	for _, d := range a.drafts {
		if d.Newest > 0 {
			return d.Slug
		}
	}
	return ""
}

// phase is the one of consultation that takes what comes from a place now, else the next one or the last; of nil it is
// not known from where, and also are those that are open for other places and close at another time.
func (h *Handlers) phase(a here, region []string) (p *models.Phase, also []*models.Phase) {
	now := h.Consult.Now()
	one, _, ok := models.OpenPhase(a.Phases, models.PhaseConsultation, region, now)
	if !ok {
		if one, ok = a.Phase(models.PhaseConsultation, now); !ok {
			return nil, nil
		}
		return &one, nil
	}
	for _, q := range a.Phases {
		if region == nil && q.Kind == one.Kind && q.Ref != one.Ref && q.State(now) == models.PhaseOpen && !sameTime(q.ClosesAt, one.ClosesAt) {
			also = append(also, &q)
		}
	}
	return &one, also
}

func sameTime(a, b *time.Time) bool { return a == b || a != nil && b != nil && a.Equal(*b) }

// from is the region of a country, or the region that was chosen where a country has none, with all above it; nil while
// neither is said.
func from(country, region string) []string {
	if r := place.RegionOf(country); country != "" && r != place.Unassigned {
		region = r
	}
	return place.Path(region)
}

// path is a page of the consultation.
func (a here) path(elem ...string) string {
	out := "/c/" + a.Slug
	for _, e := range elem {
		out += "/" + url.PathEscape(e)
	}
	return out
}

// base is what the layout needs on a page of the whole installation.
func (h *Handlers) base(c echo.Context, section templates.Section) templates.Base {
	q := c.QueryParams()
	flash := ""
	if key := "flash." + q.Get("flash"); q.Has("flash") && web.Words(c).Has(key) {
		flash = key
	}
	q.Del("flash")
	q.Del("lang")
	return templates.Base{
		Lang: web.Lang(c), Languages: i18n.Languages(), Path: c.Request().URL.EscapedPath(), Query: q, Section: section,
		Now: h.Consult.Now(), ReaderZone: web.ReaderZone(c), Actor: web.Actor(c),
		Rights: templates.Rights{Admin: web.Actor(c).Admin}, Demo: h.Demo, Unlimited: h.Unlimited, Flash: flash, FormKey: uuid.NewString(),
	}
}

// baseAt is what the layout needs on a page of a consultation.
func (h *Handlers) baseAt(c echo.Context, section templates.Section, a here) templates.Base {
	b := h.base(c, section)
	b.Consultation, b.DraftSlug = &a.Consultation, a.draft()
	_, b.Signatures = a.Phase(models.PhaseSignatures, b.Now)
	_, b.Pledges = a.Phase(models.PhasePledges, b.Now)
	r := a.rights
	b.Rights = templates.Rights{
		Organise: r.Organise, Schedule: r.Schedule, Draft: r.Draft, Translate: r.Translate, Review: r.Review, Answer: r.Answer,
		Moderate: r.Moderate, People: r.People, Mandates: r.Mandates, Notes: r.Notes, WriteNotes: r.WriteNotes, Desk: r.Desk(), Interests: r.Interests, Pledges: r.Pledges, Grade: r.Grade, ReadUnpublished: r.Unpublished, Admin: web.Actor(c).Admin,
	}
	return b
}

// show answers with a page for this one reader.
func show[T interface{ Samples() []T }](c echo.Context, status int, p templates.Page[T], data T) error {
	body, err := p.Render(web.Lang(c), data)
	if err != nil {
		return err
	}
	return c.HTMLBlob(status, body)
}

// public answers with a page that is the same for everybody who is not signed in.
func public[T interface{ Samples() []T }](c echo.Context, p templates.Page[T], data T) error {
	body, err := p.Render(web.Lang(c), data)
	if err != nil {
		return err
	}
	return web.Public(c, echo.MIMETextHTMLCharsetUTF8, body)
}

// see sends the reader on after something was done, with the key of a message to show there.
func see(c echo.Context, path, flash string) error {
	u, err := url.Parse(web.LocalPath(path))
	if err != nil {
		return err
	}
	if flash != "" {
		q := u.Query()
		q.Set("flash", flash)
		u.RawQuery = q.Encode()
	}
	return c.Redirect(http.StatusSeeOther, u.String())
}

// again makes of a refusal that can be mended the form as it was typed, with the sentences about it; ok is
// false for a refusal that no change to the form would mend.
func again(c echo.Context, err error) (form templates.Form, status int, ok bool) {
	f, is := fault.As(err)
	if !is || f.Kind != fault.Invalid && f.Kind != fault.Conflict && f.Kind != fault.Stale && f.Kind != fault.TooLarge && f.Code != "no_mandate" && f.Kind != fault.TooMany {
		return templates.Form{}, 0, false
	}
	web.Wait(c, f)
	words := web.Words(c)
	form.Values = web.Typed(c)
	for _, field := range f.Fields {
		form.Errors = append(form.Errors, templates.FieldError{Name: field.Name, Text: web.FieldText(words, field)})
	}
	status = web.Status(f.Kind)
	if len(form.Errors) == 0 {
		form.Errors = []templates.FieldError{{Name: about[f.Code], Text: web.FaultText(words, f)}}
	}
	return form, status, true
}

// about is the field in which a refusal of the whole form is told.
var about = map[string]string{
	"slug_taken": "slug", "version_open": "content", "translation_there": "language", "closed": "body", "closed_region": "country", "not_held": "reason", "opened": "reason", "too_many_phases": "kind",
	"no_notices": "body", "stale": "outcome", "last_organiser": "regions", "last_admin": "q", "person_disabled": "q",
	"token_made": "name", "translation_unfinished": "unfinished", "translation_empty": "unfinished", "translation_frozen": "unfinished",
	"organisation_similar": "another", "pledge_not_submitted": "note",
	"partner_there": "organisation", "partner_declined": "organisation", "partners_full": "organisation", "pledge_withdrawn": "organisation",
}

// asked says the address at which a form that came back is asked for, so that a link to the same page in another
// language leads there and not to where it was sent.
func asked(b *templates.Base, path string, query url.Values) {
	b.Path, b.Query = path, url.Values{}
	for k, list := range query {
		if list = slices.DeleteFunc(slices.Clone(list), func(v string) bool { return v == "" }); len(list) > 0 {
			b.Query[k] = list
		}
	}
}

// empty is a form that nothing was typed into, with what it begins with.
func empty(values url.Values) templates.Form { return templates.Form{Values: values} }

// ErrorPage renders the page that tells of an error.
func (h *Handlers) ErrorPage(c echo.Context, status int, f *fault.Error) ([]byte, error) {
	if isBadLink(c, f) {
		return h.badLinkPage(c, f)
	}
	p := templates.ErrorPage{Base: h.base(c, templates.SectionNone), Status: status, Code: f.Code}
	p.Message = web.FaultText(web.Words(c), f)
	if status >= http.StatusInternalServerError {
		p.RequestID = web.RequestID(c)
	}
	return templates.Error.Render(web.Lang(c), p)
}
