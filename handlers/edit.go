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
	if in.Act == "delete" {
		return see(c, workingPath(c, "", "")+"?"+url.Values{"undo": {strconv.FormatInt(done.Seq, 10)}, "gone": {in.WID}}.Encode(), "deleted")
	}
	return see(c, workingPath(c, in.Language, done.WID), "edited")
}

// undone is the number of the act that the address says took a provision away, to be undone; 0 where it is back.
func undone(c echo.Context, r models.Reading) int64 {
	n, err := strconv.ParseInt(c.QueryParam("undo"), 10, 64)
	if _, back := r.Provision(c.QueryParam("gone")); err != nil || back {
		return 0
	}
	return max(n, 0)
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
		Heading: e.Heading, Words: e.Words, Content: e.Content, Others: present(others), Notes: notes.Items, MoreNotes: notes.Next != "",
	}
	if err == nil && a.rights.Review {
		p.Said, p.SaidInAll, err = h.Consult.SaidOn(c.Request().Context(), web.Actor(c), a.Consultation, e.Draft, e.Provision.WID)
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
