package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// noteRoutes are those of the private notes on a draft.
var noteRoutes = []route{
	{get, "/c/:consultation/drafts/:draft/notes", signedIn, (*Handlers).notes, "notes"},
	{post, "/c/:consultation/drafts/:draft/notes", signedIn, (*Handlers).addNote, "addNote"},
	{post, "/c/:consultation/drafts/:draft/notes/:note/settle", signedIn, (*Handlers).settleNote, "settleNote"},
	{post, "/c/:consultation/drafts/:draft/notes/:note/delete", signedIn, (*Handlers).deleteNote, "deleteNote"},
}

// fromPage is where a form about a note leads back to: the page that it stood on.
type fromPage struct {
	ReturnTo string `form:"return_to"`
}

// back leads on after something was done with a note.
func (f fromPage) back(c echo.Context, flash string) error {
	path := web.LocalPath(f.ReturnTo)
	if path == "/" {
		path = "/c/" + c.Param("consultation") + "/drafts/" + c.Param("draft") + "/notes"
	}
	return see(c, path, flash)
}

// notesPage is the notes on a draft, or on one provision.
func (h *Handlers) notesPage(c echo.Context, one bool, on string) (templates.NotesPage, error) {
	var p templates.NotesPage
	a, err := h.at(c)
	if err != nil {
		return p, err
	}
	ctx, who, draft := c.Request().Context(), web.Actor(c), c.Param("draft")
	f := models.NoteFilter{Cursor: c.QueryParam("cursor")}
	if one {
		f.WID = &on
	}
	list, err := h.Consult.Notes(ctx, who, a.Slug, draft, f)
	if err != nil {
		return p, err
	}
	r, err := h.Consult.NotedText(ctx, who, a.Slug, draft)
	return templates.NotesPage{Base: h.baseAt(c, templates.SectionManage, a), Reading: r, One: one, On: on, Notes: list.Items, Next: list.Next}, err
}

// notes shows the notes on a draft, or with ?on= those on one provision.
func (h *Handlers) notes(c echo.Context) error {
	p, err := h.notesPage(c, c.QueryParams().Has("on"), c.QueryParam("on"))
	if err != nil {
		return err
	}
	p.Form = empty(url.Values{})
	return show(c, http.StatusOK, templates.Notes, p)
}

// addNote keeps a note.
func (h *Handlers) addNote(c echo.Context) error {
	var in struct {
		consult.NewNote
		fromPage
	}
	err := web.Decode(c, &in)
	if err == nil {
		_, err = h.Consult.AddNote(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("draft"), in.NewNote)
	}
	if form, status, ok := again(c, err); ok {
		p, err := h.notesPage(c, true, in.WID)
		if err != nil {
			return err
		}
		p.Form = form
		return show(c, status, templates.Notes, p)
	}
	if err != nil {
		return err
	}
	return in.back(c, "note_added")
}

// settleNote says that a note is done with, or that it is not after all.
func (h *Handlers) settleNote(c echo.Context) error {
	var in struct {
		consult.Settled
		fromPage
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	if _, err := h.Consult.SettleNote(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("draft"), c.Param("note"), in.Settled); err != nil {
		return err
	}
	if in.Settled.Settled {
		return in.back(c, "note_settled")
	}
	return in.back(c, "note_opened")
}

// deleteNote deletes a note of one's own.
func (h *Handlers) deleteNote(c echo.Context) error {
	var in fromPage
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	if err := h.Consult.DeleteNote(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("draft"), c.Param("note")); err != nil {
		return err
	}
	return in.back(c, "note_deleted")
}
