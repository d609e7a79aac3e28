package handlers

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// editRoutes are those of the working version.
var editRoutes = []route{
	{get, "/c/:consultation/drafts/:draft/working", signedIn, (*Handlers).working, "working"},
	{post, "/c/:consultation/drafts/:draft/working", signedIn, (*Handlers).openWorking, "openWorking"},
	{post, "/c/:consultation/drafts/:draft/working/publish", signedIn, (*Handlers).publish, "publish"},
	{post, "/c/:consultation/drafts/:draft/working/discard", signedIn, (*Handlers).discardWorking, "discardWorking"},
	{post, "/c/:consultation/drafts/:draft/working/act", signedIn, (*Handlers).act, "act"},
	{get, "/c/:consultation/drafts/:draft/working/add", signedIn, (*Handlers).addForm, "addForm"},
	{post, "/c/:consultation/drafts/:draft/working/add", signedIn, (*Handlers).addProvision, "addProvision"},
	{get, "/c/:consultation/drafts/:draft/working/edit/:wid", signedIn, (*Handlers).editForm, "editForm"},
	{post, "/c/:consultation/drafts/:draft/working/edit/:wid", signedIn, (*Handlers).editProvision, "editProvision"},
	{post, "/c/:consultation/drafts/:draft/working/edit/:wid/seen", signedIn, (*Handlers).seeEditing, "seeEditing"},
	{get, "/c/:consultation/drafts/:draft/working/history", signedIn, (*Handlers).editHistory, "editHistory"},
}

// workingPath is where the working version of the request's draft is, in the language that is asked for.
func workingPath(c echo.Context, language, wid string) string {
	path := "/c/" + c.Param("consultation") + "/drafts/" + c.Param("draft") + "/working"
	if language != "" {
		path += "?" + url.Values{"text": {language}}.Encode()
	}
	if wid != "" {
		path += "#" + url.PathEscape(wid)
	}
	return path
}

// editOf is the provision that the address names, in the text that it names.
func editOf(c echo.Context) consult.EditOf {
	n, _ := strconv.Atoi(c.QueryParam("of"))
	return consult.EditOf{Language: c.QueryParam("text"), WID: c.Param("wid"), Version: max(n, 0)}
}

// openWorking begins a working version as a copy of the newest one.
func (h *Handlers) openWorking(c echo.Context) error {
	var in consult.NewWorking
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	if _, err := h.Consult.OpenWorking(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("draft"), in); err != nil {
		return err
	}
	return see(c, workingPath(c, "", ""), "working_opened")
}

// discardWorking forgets the working version.
func (h *Handlers) discardWorking(c echo.Context) error {
	if err := web.Decode(c, &struct{}{}); err != nil {
		return err
	}
	if err := h.Consult.DiscardWorking(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("draft")); err != nil {
		return err
	}
	return see(c, "/c/"+c.Param("consultation")+"/manage", "working_discarded")
}

// newAct is an act that a button of the working version asks for. Place is where a provision is moved: after:wid,
// below:wid, or first.
type newAct struct {
	consult.NewEdit
	Place string `form:"place"`
	State *int64 `form:"seq"`
}

// edit is the act that was asked for.
func (a newAct) edit() consult.NewEdit {
	in := a.NewEdit
	in.Seq = a.State
	where, wid, _ := strings.Cut(a.Place, ":")
	switch where {
	case "below":
		in.Parent = wid
	case "after":
		in.After = wid
	}
	return in
}

// changedSince says of an act on something that somebody changed meanwhile that it is to be looked at anew.
func changedSince(err error) error {
	if fault.Is(err, fault.Stale) {
		return fault.New(fault.Stale, "text_changed")
	}
	return err
}

// act does one act on the structure of the working version.
func (h *Handlers) act(c echo.Context) error {
	var in newAct
	err := web.Decode(c, &in)
	var done consult.Edited
	if err == nil {
		done, err = h.Consult.EditWorking(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("draft"), in.edit())
	}
	if form, status, ok := again(c, changedSince(err)); ok {
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
	return see(c, workingPath(c, in.Language, done.WID), "edited")
}

// editPage is the form for one provision.
func (h *Handlers) editPage(c echo.Context) (templates.EditPage, error) {
	a, err := h.at(c)
	if err != nil {
		return templates.EditPage{}, err
	}
	e, err := h.Consult.ToEdit(c.Request().Context(), web.Actor(c), a.Slug, c.Param("draft"), editOf(c))
	if err != nil {
		return templates.EditPage{}, err
	}
	others, err := h.Consult.SeeEditing(c.Request().Context(), web.Call(c), a.Slug, c.Param("draft"), editOf(c), false)
	if err != nil {
		return templates.EditPage{}, err
	}
	notes := models.Notes{}
	if a.rights.Notes {
		notes, err = h.Consult.Notes(c.Request().Context(), web.Actor(c), a.Slug, c.Param("draft"), models.NoteFilter{WID: &e.Provision.WID})
	}
	p := templates.EditPage{
		Base: h.baseAt(c, templates.SectionManage, a), Reading: e.Reading, Provision: e.Provision, Published: e.Published, Source: e.Source,
		Heading: e.Heading, Words: e.Words, Content: e.Content, Others: present(others), Notes: notes.Items,
	}
	return p, err
}

func present(all []consult.Presence) []templates.Presence {
	out := make([]templates.Presence, len(all))
	for i, p := range all {
		out[i] = templates.Presence(p)
	}
	return out
}

// editForm shows a provision to be edited.
func (h *Handlers) editForm(c echo.Context) error {
	p, err := h.editPage(c)
	if err != nil {
		return err
	}
	p.Form = empty(url.Values{})
	begin(p)
	return show(c, http.StatusOK, templates.Edit, p)
}

// begin fills the form with the provision as it is now.
func begin(p templates.EditPage) {
	fill(p, models.Typed{Kind: p.Provision.Kind, Number: p.Provision.Number, Heading: p.Provision.Heading, Content: p.Content})
}

// fill puts words into the form, to be sent instead of the provision as it is now.
func fill(p templates.EditPage, t models.Typed) {
	if p.Source != nil {
		p.Values.Set("source", strconv.FormatInt(p.Source.Seq, 10))
	}
	for name, value := range map[string]string{
		"kind": string(t.Kind), "number": t.Number, "heading": t.Heading, "content": t.Content,
		"base_kind": string(p.Provision.Kind), "base_number": p.Provision.Number, "base_heading": p.Provision.Heading, "base": p.Content,
		"seq": strconv.FormatInt(p.Provision.Seq, 10),
	} {
		p.Values.Set(name, value)
	}
}

// typedEdit is what the form of a provision sends: the state it was opened in, and what the provision said then.
type typedEdit struct {
	consult.NewEdit
	State       *int64 `form:"seq"`
	Base        string `form:"base"`
	BaseKind    string `form:"base_kind"`
	BaseNumber  string `form:"base_number"`
	BaseHeading string `form:"base_heading"`
}

func (e typedEdit) began() models.Typed {
	return models.Typed{Kind: models.ProvisionKind(e.BaseKind), Number: e.BaseNumber, Heading: e.BaseHeading, Content: e.Base}
}

func (e typedEdit) mine() models.Typed {
	return models.Typed{Kind: models.ProvisionKind(e.Kind), Number: e.Number, Heading: e.Heading, Content: e.Content}
}

// editProvision keeps what a provision is to be. When somebody else changed it meanwhile, both are shown.
func (h *Handlers) editProvision(c echo.Context) error {
	var in typedEdit
	var done consult.Edited
	err := web.Decode(c, &in)
	if err == nil {
		of := editOf(c)
		in.Act, in.WID, in.Language, in.Version, in.Seq = "change", of.WID, of.Language, of.Version, in.State
		done, err = h.Consult.EditWorking(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("draft"), in.NewEdit)
	}
	if byScript(c) {
		return saved(c, done, err)
	}
	if err != nil {
		return h.editAgain(c, in, err)
	}
	if _, err := h.Consult.SeeEditing(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("draft"), editOf(c), true); err != nil {
		return err
	}
	if done.Behind {
		return see(c, translationPath(c, in.Language, in.Version, in.WID), "translation_behind")
	}
	if in.Language != "" {
		return see(c, translationPath(c, in.Language, in.Version, in.WID), "edited")
	}
	return see(c, workingPath(c, "", in.WID), "edited")
}

// lost gives words back that have no place any more, as the text they are for was published, discarded or cut meanwhile;
// ok is false where they still have one.
func (h *Handlers) lost(c echo.Context, problem error) (answer error, ok bool) {
	f, is := fault.As(problem)
	reasons := map[string]string{"version_not_found": "err.text_gone", "provision_not_found": "err.gone_in_text", "translation_frozen": "fault.translation_frozen"}
	if !is || reasons[f.Code] == "" {
		return nil, false
	}
	p := templates.ErrorPage{Base: h.base(c, templates.SectionNone), Status: http.StatusConflict, Code: f.Code, Message: web.Words(c).T(reasons[f.Code])}
	for _, name := range []string{"number", "heading", "content"} {
		p.Typed = append(p.Typed, templates.TypedField{Form: "edit", Name: name, Value: web.Typed(c).Get(name)})
	}
	return show(c, http.StatusConflict, templates.Error, p), true
}

// editAgain shows the form again with what was typed: with its problems, beside what somebody else made of the provision
// meanwhile, or as a new one of the text where it is there no more.
func (h *Handlers) editAgain(c echo.Context, in typedEdit, problem error) error {
	if f, ok := fault.As(problem); ok && f.Code == "provision_not_found" && in.Language == "" {
		p, err := h.addPage(c)
		if err != nil {
			return err
		}
		p.Form = templates.Form{Values: web.Typed(c), Errors: []templates.FieldError{{Name: "content", Text: web.Words(c).T("err.gone_meanwhile")}}}
		return show(c, http.StatusConflict, templates.Edit, p)
	}
	if answer, ok := h.lost(c, problem); ok {
		return answer
	}
	if fault.Is(problem, fault.NoMatch) {
		problem = fault.New(fault.Stale, "changed_meanwhile") // what it was when the form was opened is not known
	}
	form, status, ok := again(c, problem)
	if !ok {
		return problem
	}
	p, err := h.editPage(c)
	if err != nil {
		return err
	}
	p.Form = form
	if p.Source != nil {
		p.Values.Set("source", strconv.FormatInt(p.Source.Seq, 10)) // of the words that the page shows now
	}
	if fault.Is(problem, fault.Stale) {
		now := models.Typed{Kind: p.Provision.Kind, Number: p.Provision.Number, Heading: p.Provision.Heading, Content: p.Content}
		met := consult.Meet(p.Reading.Text.Language, in.began(), now, in.mine())
		p.Met, p.Form, status = &met, templates.Form{Values: form.Values}, http.StatusConflict
		fill(p, met.Together)
	}
	return show(c, status, templates.Edit, p)
}

// saved answers a page that saves while somebody writes: with the new state of the provision, or the status alone.
func saved(c echo.Context, done consult.Edited, err error) error {
	if f, ok := fault.As(err); ok {
		status := web.Status(f.Kind)
		if f.Kind == fault.Stale {
			status = http.StatusConflict
		}
		return c.JSON(status, map[string]any{"code": f.Code})
	}
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]any{"seq": done.Seq})
}

// seeEditing says that somebody still has a provision open, and answers who else has.
func (h *Handlers) seeEditing(c echo.Context) error {
	var in struct {
		Done bool `form:"done"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	others, err := h.Consult.SeeEditing(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("draft"), editOf(c), in.Done)
	if err != nil {
		return err
	}
	names := make([]string, len(others))
	for i, o := range others {
		names[i] = o.Name
	}
	return c.JSON(http.StatusOK, map[string]any{"others": names})
}

// addPage is the form for a new provision.
func (h *Handlers) addPage(c echo.Context) (templates.EditPage, error) {
	a, err := h.at(c)
	if err != nil {
		return templates.EditPage{}, err
	}
	if !a.rights.Draft {
		return templates.EditPage{}, fault.New(fault.Forbidden, "forbidden")
	}
	r, err := h.Consult.Reading(c.Request().Context(), web.Actor(c), a.Slug, c.Param("draft"), consult.Which{Working: true})
	return templates.EditPage{Base: h.baseAt(c, templates.SectionManage, a), Reading: r, New: true}, err
}

// addForm asks for a new provision.
func (h *Handlers) addForm(c echo.Context) error {
	p, err := h.addPage(c)
	if err != nil {
		return err
	}
	kind := models.Article
	if beside, ok := p.Reading.Provision(strings.TrimPrefix(c.QueryParam("place"), "after:")); ok {
		kind = beside.Kind
	}
	p.Form = empty(url.Values{"kind": {string(kind)}, "place": {c.QueryParam("place")}})
	return show(c, http.StatusOK, templates.Edit, p)
}

// addProvision adds a provision to the working version.
func (h *Handlers) addProvision(c echo.Context) error {
	var in newAct
	err := web.Decode(c, &in)
	var done consult.Edited
	if err == nil {
		in.Act = "add"
		done, err = h.Consult.EditWorking(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("draft"), in.edit())
	}
	if answer, ok := h.lost(c, err); ok {
		return answer
	}
	if form, status, ok := again(c, err); ok {
		p, err := h.addPage(c)
		if err != nil {
			return err
		}
		p.Form = form
		return show(c, status, templates.Edit, p)
	}
	if err != nil {
		return err
	}
	return see(c, workingPath(c, "", done.WID), "edited")
}

// editHistory shows what was done to the working version.
func (h *Handlers) editHistory(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	before, err := strconv.ParseInt(c.QueryParam("before"), 10, 64)
	if err != nil || before < 0 {
		before = 0
	}
	ctx, wid := c.Request().Context(), c.QueryParam("on")
	r, err := h.Consult.Reading(ctx, web.Actor(c), a.Slug, c.Param("draft"), consult.Which{Working: true})
	if err != nil {
		return err
	}
	list, next, err := h.Consult.History(ctx, web.Actor(c), a.Slug, c.Param("draft"), wid, before)
	if err != nil {
		return err
	}
	p := templates.EditHistoryPage{Base: h.baseAt(c, templates.SectionManage, a), Reading: r, On: wid, Next: next}
	for _, e := range list {
		p.Entries = append(p.Entries, templates.EditEntry{ProvisionEdit: e.ProvisionEdit, Name: e.Name, Changes: e.Changes, More: e.More})
	}
	return show(c, http.StatusOK, templates.EditHistory, p)
}
