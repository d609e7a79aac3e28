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

// commentForm asks for a comment on what the address names.
func (h *Handlers) commentForm(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	w, _, err := which(c)
	if err != nil {
		return err
	}
	w.Language = c.QueryParam("text")
	q := c.QueryParams()
	values := url.Values{"draft": {c.Param("draft")}, "target.kind": {q.Get("kind")}, "target.wid": {q.Get("on")}, "target.after": {q.Get("after")}, "target.language": {q.Get("text")}}
	for _, name := range []string{"exact", "prefix", "suffix", "start", "end"} {
		values.Set("target."+name, q.Get(name))
	}
	if values.Get("target.kind") == "" {
		values.Set("target.kind", string(kindOf(values)))
	}
	p, err := h.commentPage(c, a, c.Param("draft"), w, values)
	if err != nil {
		return err
	}
	if !web.Actor(c).Known() {
		web.Pass(c, h.Consult.Pass)
	}
	p.Values.Set("version", strconv.Itoa(p.Version))
	p.Values.Set("language", web.Lang(c))
	p.Values.Set("type", models.CommentTypes[0])
	p.Values.Set("speaking_as", "individual")
	if web.Actor(c).Known() && len(p.Speaks) == 0 { // who has no mandate speaks for themselves, and is counted so
		p.Values.Set("stakeholder_type", string(models.Individual))
	}
	return show(c, http.StatusOK, templates.CommentForm, p)
}

// kindOf tells what a comment is about from what else is known of it.
func kindOf(v url.Values) models.TargetKind {
	switch {
	case v.Get("target.exact") != "":
		return models.TargetRange
	case v.Get("target.wid") != "":
		return models.TargetProvision
	case v.Get("target.after") != "":
		return models.TargetInsertion
	}
	return models.TargetVersion
}

// commentPage is the form for a target, with what it is about above it.
func (h *Handlers) commentPage(c echo.Context, a here, draft string, w consult.Which, values url.Values) (templates.CommentFormPage, error) {
	ctx := c.Request().Context()
	r, err := h.Consult.Shown(ctx, web.Actor(c), a.Slug, draft, w)
	if err != nil {
		return templates.CommentFormPage{}, err
	}
	n, err := h.Consult.Notices(ctx, web.Actor(c), a.Slug)
	if fault.Is(err, fault.NotFound) {
		err = fault.New(fault.Conflict, "no_notices")
	}
	if err != nil {
		return templates.CommentFormPage{}, err
	}
	agreed, err := consult.NameWording(web.Lang(c))
	if err != nil {
		return templates.CommentFormPage{}, err
	}
	wid := values.Get("target.wid")
	if models.TargetKind(values.Get("target.kind")) == models.TargetInsertion {
		wid = values.Get("target.after")
	}
	p := templates.CommentFormPage{
		Base: h.baseAt(c, templates.SectionReader, a), Form: empty(values), Draft: r.Draft, Titles: models.Texts{r.Text.Language: r.Text.Title}, Version: r.Version.Number,
		Kind: models.TargetKind(values.Get("target.kind")), Languages: a.Languages, Notices: n, Consent: agreed,
	}
	p.Phase, p.Also = h.phase(a, from(values.Get("country"), values.Get("region")))
	if p.Speaks, err = h.Consult.SpeakableOrganisations(ctx, web.Actor(c)); err != nil {
		return p, err
	}
	if p.Guarded, err = h.Consult.Guarded(ctx, web.Actor(c), a.ID); err != nil {
		return p, err
	}
	if prov, ok := r.Provision(wid); ok {
		p.Provision, p.Above = &prov, above(r, prov)
	}
	return p, nil
}

// above are the provisions a provision stands in, from the top down.
func above(r models.Reading, p models.Provision) []models.Provision {
	var out []models.Provision
	for up, ok := r.Provision(p.Parent); ok && len(out) < len(r.Provisions); up, ok = r.Provision(up.Parent) {
		out = append([]models.Provision{up}, out...)
	}
	return out
}

// submitComment takes a comment and leads to its receipt.
func (h *Handlers) submitComment(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	var in consult.NewComment
	var r models.Receipt
	if err = web.Decode(c, &in); err == nil {
		quoted(&in.Target)
		r, err = h.Consult.SubmitComment(c.Request().Context(), web.Call(c), a.Slug, in)
	}
	form, status, ok := again(c, err)
	if !ok && err != nil {
		return err
	}
	if !ok {
		return see(c, a.path("receipts", r.Receipt), "")
	}
	w := consult.Which{Number: in.Version, Language: in.Target.Language}
	p, err := h.commentPage(c, a, in.Draft, w, form.Values)
	if err != nil {
		return err
	}
	p.Form = form
	declared(c, p.Form)
	asked(&p.Base, a.path("drafts", p.Draft.Slug, "v", strconv.Itoa(p.Version), "comment"), target(form.Values))
	return show(c, status, templates.CommentForm, p)
}

// declared tells those who chose nothing for their country or type that not to say is a choice.
func declared(c echo.Context, form templates.Form) {
	for i, e := range form.Errors {
		if (e.Name == "country" || e.Name == "stakeholder_type") && form.Get(e.Name) == "" {
			form.Errors[i].Text = web.Words(c).T("err.choose_or_not_say")
		}
	}
}

// target is what a form was about, as commentForm reads it from an address.
func target(v url.Values) url.Values {
	q := url.Values{"kind": v["target.kind"], "on": v["target.wid"], "after": v["target.after"], "text": v["target.language"]}
	for _, name := range []string{"exact", "prefix", "suffix", "start", "end"} {
		q[name] = v["target."+name]
	}
	return q
}

// quoted lets the words that were copied into the form say whether the comment is on them or on the whole
// provision: without JavaScript that is how words are chosen.
func quoted(t *consult.NewTarget) {
	switch {
	case t.Exact != "" && t.Kind == string(models.TargetProvision):
		t.Kind = string(models.TargetRange)
	case t.Exact == "" && t.Kind == string(models.TargetRange):
		t.Kind, t.Start, t.End = string(models.TargetProvision), nil, nil
	}
}

// comments is the public list.
func (h *Handlers) comments(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	p := templates.CommentsPage{Base: h.baseAt(c, templates.SectionComments, a)}
	if err := web.Query(c, &p.Filter); err != nil {
		return err
	}
	if p.Comments, err = h.Consult.Comments(c.Request().Context(), a.Slug, p.Filter); err != nil {
		return err
	}
	if p.Provisions, err = h.provisions(c, a, p.Filter.Draft); err != nil {
		return err
	}
	return public(c, templates.Comments, p)
}

// comment is one comment with its story.
func (h *Handlers) comment(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	return h.showComment(c, a, http.StatusOK, empty(nil))
}

func (h *Handlers) showComment(c echo.Context, a here, status int, f templates.Form) (err error) {
	ctx, who := c.Request().Context(), web.Actor(c)
	p := templates.CommentPage{Base: h.baseAt(c, templates.SectionComments, a), Form: f}
	if p.Comment, err = h.Consult.Comment(ctx, who, a.Slug, c.Param("ref")); err != nil {
		return err
	}
	if p.Answers, err = h.Consult.Answers(ctx, who, a.Slug, c.Param("ref")); err != nil {
		return err
	}
	if p.Before, p.After, err = h.around(c, a, p.Comment); err != nil {
		return err
	}
	if p.Hides, p.Shows, err = h.Consult.Hides(ctx, who, p.Comment); err != nil {
		return err
	}
	if status != http.StatusOK {
		asked(&p.Base, a.path("comments", c.Param("ref")), nil)
		return show(c, status, templates.Comment, p)
	}
	return public(c, templates.Comment, p)
}

// nearby is how many characters of a provision are shown on either side of the words commented on.
const nearby = 160

// around gives the words before and after those commented on, in the text they were taken from.
func (h *Handlers) around(c echo.Context, a here, v models.CommentView) (before, after string, err error) {
	if v.TargetKind != models.TargetRange {
		return "", "", nil
	}
	w := consult.Which{Number: v.Version, Language: v.AnchorLanguage}
	r, err := h.Consult.Shown(c.Request().Context(), web.Actor(c), a.Slug, v.Draft, w)
	if err != nil {
		return "", "", err
	}
	prov, ok := r.Provision(v.WID)
	text := []rune(prov.Text)
	if !ok || v.StartAt < 0 || v.EndAt > len(text) || v.StartAt > v.EndAt || string(text[v.StartAt:v.EndAt]) != v.Exact {
		return "", "", nil
	}
	return string(text[max(0, v.StartAt-nearby):v.StartAt]), string(text[v.EndAt:min(len(text), v.EndAt+nearby)]), nil
}
