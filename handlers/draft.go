package handlers

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/i18n"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// which reads from the address what is to be read: a version or the newest, in the language of ?text= or,
// when none is asked for, in the reader's if there is one.
func which(c echo.Context) (w consult.Which, asked bool, err error) {
	if c.Param("version") != "" {
		if w.Number, err = web.Number(c, "version", "version"); err != nil {
			return w, false, err
		}
	}
	if w.Language = c.QueryParam("text"); w.Language != "" {
		return w, true, nil
	}
	w.Language = web.Lang(c)
	return w, false, nil
}

// reading is the part of a version that the address names.
func (h *Handlers) reading(c echo.Context, a here) (models.Reading, error) {
	w, asked, err := which(c)
	if err != nil {
		return models.Reading{}, err
	}
	number, _ := strconv.Atoi(c.QueryParam("part")) // what is no number is the first
	at := consult.Place{At: cmp.Or(c.QueryParam("on"), c.QueryParam("at")), Number: number, Whole: c.QueryParam("all") != ""}
	r, err := h.Consult.Part(c.Request().Context(), web.Actor(c), a.Slug, c.Param("draft"), w, at)
	if !asked {
		r.Asked = "" // nobody asked for a translation, so its absence is nothing to be told
	}
	return r, err
}

// reader is the charter to be read and commented on.
func (h *Handlers) reader(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	r, err := h.reading(c, a)
	if err != nil {
		return err
	}
	p := templates.ReaderPage{Base: h.baseAt(c, templates.SectionReader, a), Reading: r, Pieces: h.pieces}
	p.Phase, p.Also = h.phase(a, nil)
	_, _, open := a.Front.Open(models.PhaseConsultation, p.Now)
	p.Open = open && a.NoticeVersion > 0
	if p.Marks, err = h.marks(c.Request().Context(), r); err != nil {
		return err
	}
	if p.Beside, err = h.beside(c, a, p); err != nil {
		return err
	}
	if p.On, err = h.margin(c, a, r); err != nil {
		return err
	}
	p.Canonical, p.Unlisted = p.ListedPath(), len(r.Parts) > 0 && r.Part == 0
	toPlace, err := h.toPlace(c, a, r.Slug)
	if err != nil {
		return err
	}
	p.ToPlace = toPlace[r.Version.Number]
	return public(c, templates.Reader, p)
}

// beside is the same version in the language of ?beside=, nil where it cannot be read in it.
func (h *Handlers) beside(c echo.Context, a here, p templates.ReaderPage) (*models.Reading, error) {
	lang := c.QueryParam("beside")
	if !slices.Contains(p.BesideChoices(), lang) {
		return nil, nil
	}
	w := consult.Which{Number: p.Reading.Version.Number, Language: lang}
	at := consult.Place{Number: p.Reading.Part, Whole: p.Reading.Part == 0}
	r, err := h.Consult.Part(c.Request().Context(), web.Actor(c), a.Slug, p.Reading.Slug, w, at)
	return &r, err
}

// margin is what was said about the provision of ?on=.
func (h *Handlers) margin(c echo.Context, a here, r models.Reading) (*templates.Margin, error) {
	wid := c.QueryParam("on")
	prov, ok := r.Provision(wid)
	if wid == "" || !ok {
		return nil, nil
	}
	items, err := h.Consult.OnProvision(c.Request().Context(), a.Slug, r, wid)
	return &templates.Margin{Provision: prov, Items: items}, err
}

// marks are the words of a text that were commented on, by provision.
func (h *Handlers) marks(ctx context.Context, r models.Reading) (map[string][]templates.Mark, error) {
	out := map[string][]templates.Mark{}
	in := map[string]string{} // the language in which each provision is shown
	for _, p := range r.Provisions {
		in[p.WID] = p.Language
	}
	for _, language := range slices.Compact(slices.Sorted(maps.Values(in))) {
		r.Text.Language = language
		all, err := h.Consult.Marks(ctx, r)
		if err != nil {
			return nil, err
		}
		for wid, list := range all {
			for _, m := range list {
				if in[wid] == language {
					out[wid] = append(out[wid], templates.Mark{Start: m.Start, End: m.End, Count: m.Comments})
				}
			}
		}
	}
	return out, nil
}

// provisions are those of the newest version of a draft, else of the first, for names and choices; none before
// anything is published.
func (h *Handlers) provisions(c echo.Context, a here, draft string) ([]models.Provision, error) {
	if draft == "" {
		draft = a.draft()
	}
	r, err := h.Consult.Reading(c.Request().Context(), web.Actor(c), a.Slug, draft, consult.Which{Language: web.Lang(c)})
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return r.Provisions, err
}

// workingPage is the working version as it will be read.
func (h *Handlers) workingPage(c echo.Context) (here, templates.WorkingPage, error) {
	a, err := h.at(c)
	if err != nil {
		return a, templates.WorkingPage{}, err
	}
	w := consult.Which{Working: true, Language: c.QueryParam("text")}
	r, err := h.Consult.Reading(c.Request().Context(), web.Actor(c), a.Slug, c.Param("draft"), w)
	p := templates.WorkingPage{Base: h.baseAt(c, templates.SectionManage, a), Reading: r}
	if err != nil {
		return a, p, err
	}
	others, err := h.Consult.Present(c.Request().Context(), web.Actor(c), r.Version, p.Now)
	p.Others = present(others)
	if err != nil {
		return a, p, err
	}
	if p.OpenNotes, err = h.Consult.OpenNotes(c.Request().Context(), web.Actor(c), r.Draft); err != nil {
		return a, p, err
	}
	if a.rights.Review {
		if p.Said, err = h.Consult.SaidOnEach(c.Request().Context(), web.Actor(c), a.Consultation, r.Draft); err != nil {
			return a, p, err
		}
	}
	p.Undo = undone(c, r)
	p.Translations, err = h.Consult.CountTranslations(c.Request().Context(), r)
	return a, p, err
}

// working shows the working version.
func (h *Handlers) working(c echo.Context) error {
	_, p, err := h.workingPage(c)
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.Working, p)
}

// publish freezes the working version.
func (h *Handlers) publish(c echo.Context) error {
	var in consult.NewPublication
	err := web.Decode(c, &in)
	if err == nil && models.Blank(in.Reason) {
		err = fault.Bad("reason", "required") // the page insists, the API does not
	}
	if err == nil && in.Revision == nil {
		err = fault.New(fault.Conflict, "text_changed") // nobody knows what was looked over
	}
	if err == nil {
		_, err = h.Consult.PublishVersion(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("draft"), in)
	}
	if form, status, ok := again(c, err); ok {
		_, p, err := h.workingPage(c)
		if err != nil {
			return err
		}
		p.Form = form
		return show(c, status, templates.Working, p)
	}
	if err != nil {
		return err
	}
	return see(c, "/c/"+c.Param("consultation")+"/drafts/"+c.Param("draft"), "published")
}

// importForm asks for a text.
func (h *Handlers) importForm(c echo.Context) error {
	a, err := h.gated(c, consult.Draft, consult.Translate)
	if err != nil {
		return err
	}
	p, err := h.importPage(c, a)
	if err != nil {
		return err
	}
	p.Form = empty(url.Values{"draft": {c.QueryParam("draft")}, "language": {a.Language}})
	return show(c, http.StatusOK, templates.DraftForm, p)
}

func (h *Handlers) importPage(c echo.Context, a here) (templates.DraftFormPage, error) {
	open, err := h.Consult.Imports(c.Request().Context(), web.Actor(c), a.Slug)
	return templates.DraftFormPage{Base: h.baseAt(c, templates.SectionManage, a), Drafts: a.drafts, Imports: open}, err
}

// named calls a provision that a warning names by position or by wid as people do, with those above it; what is
// neither stays.
func named(words *i18n.Printer, r models.Reading, about string) string {
	at := slices.IndexFunc(r.Provisions, func(p models.Provision) bool { return p.WID == about || strconv.Itoa(p.Position) == about })
	if at < 0 {
		return about
	}
	p := r.Provisions[at]
	name := p.Heading
	switch {
	case p.Number != "":
		name = words.T("provision."+string(p.Kind), "number", p.Number)
	case name == "":
		name = words.T("kind." + string(p.Kind))
	}
	if above, ok := r.Provision(p.Parent); ok && above.Position < p.Position {
		return named(words, r, above.WID) + " · " + name
	}
	return name
}
