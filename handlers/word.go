package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/web"
	"travaux/templates"
)

// wordRoutes are those of Word files that come back onto the working version they were made of.
var wordRoutes = []route{
	{get, "/c/:consultation/drafts/:draft/working/word", signedIn, (*Handlers).wordFiles, "wordFiles"},
	{post, "/c/:consultation/drafts/:draft/working/word", signedIn, (*Handlers).beginWord, "beginWord"},
	{get, "/c/:consultation/drafts/:draft/working/word/:word", signedIn, (*Handlers).word, "word"},
	{post, "/c/:consultation/drafts/:draft/working/word/:word/decide", signedIn, (*Handlers).decideWord, "decideWord"},
	{post, "/c/:consultation/drafts/:draft/working/word/:word/apply", signedIn, (*Handlers).applyWord, "applyWord"},
	{post, "/c/:consultation/drafts/:draft/working/word/:word/discard", signedIn, (*Handlers).dropWord, "dropWord"},
}

// wordFilesPage lists the Word files that came back.
func (h *Handlers) wordFilesPage(c echo.Context) (templates.WordFilesPage, error) {
	a, err := h.at(c)
	if err != nil {
		return templates.WordFilesPage{}, err
	}
	r, list, err := h.Consult.WordReturns(c.Request().Context(), web.Actor(c), a.Slug, c.Param("draft"))
	return templates.WordFilesPage{Base: h.baseAt(c, templates.SectionManage, a), Reading: r, Returns: list}, err
}

// wordFiles asks for a Word file of the working version.
func (h *Handlers) wordFiles(c echo.Context) error {
	p, err := h.wordFilesPage(c)
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.WordFiles, p)
}

// beginWord takes a Word file in.
func (h *Handlers) beginWord(c echo.Context) error {
	ref := ""
	err := web.Decode(c, &struct{}{}, "file")
	if err == nil {
		var in consult.NewWord
		if f, ok := web.Upload(c, "file"); ok {
			in.File, in.FileName = f.Content, f.Name
		}
		ref, err = h.Consult.BeginWord(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("draft"), in)
	}
	if form, status, ok := again(c, err); ok {
		p, err := h.wordFilesPage(c)
		if err != nil {
			return err
		}
		p.Form = form
		return show(c, status, templates.WordFiles, p)
	}
	if err != nil {
		return err
	}
	return see(c, wordAt(c, ref), "")
}

func wordAt(c echo.Context, ref string) string {
	return "/c/" + c.Param("consultation") + "/drafts/" + c.Param("draft") + "/working/word/" + ref
}

// wordPage is a Word file that came back.
func (h *Handlers) wordPage(c echo.Context) (templates.WordPage, error) {
	a, err := h.at(c)
	if err != nil {
		return templates.WordPage{}, err
	}
	v, err := h.Consult.WordReturn(c.Request().Context(), web.Actor(c), a.Slug, c.Param("draft"), c.Param("word"))
	return templates.WordPage{Base: h.baseAt(c, templates.SectionManage, a), WordView: v}, err
}

// word shows what a Word file changes.
func (h *Handlers) word(c echo.Context) error {
	p, err := h.wordPage(c)
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.Word, p)
}

// decideWord keeps what becomes of changes.
func (h *Handlers) decideWord(c echo.Context) error {
	var in consult.WordDecision
	err := web.Decode(c, &in)
	if err == nil {
		err = h.Consult.DecideWord(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("draft"), c.Param("word"), in)
	}
	if _, _, ok := again(c, err); ok {
		return h.wordAgain(c, err)
	}
	if err != nil {
		return err
	}
	return see(c, wordAt(c, c.Param("word"))+"#bring", "word_decided")
}

// applyWord brings what is taken onto the working version.
func (h *Handlers) applyWord(c echo.Context) error {
	var in consult.WordApplication
	err := web.Decode(c, &in)
	if err == nil {
		_, err = h.Consult.ApplyWord(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("draft"), c.Param("word"), in)
	}
	if _, _, ok := again(c, err); ok {
		return h.wordAgain(c, err)
	}
	if err != nil {
		return err
	}
	return see(c, workingPath(c, "", ""), "word_applied")
}

// wordAgain shows the file as it is decided about by now, with what could not be done.
func (h *Handlers) wordAgain(c echo.Context, problem error) error {
	form, status, _ := again(c, problem)
	p, err := h.wordPage(c)
	if err != nil {
		return err
	}
	for i := range form.Errors {
		form.Errors[i].Name = "" // it is told at the head of the page
	}
	p.Form = form
	return show(c, status, templates.Word, p)
}

// dropWord forgets a Word file that came back.
func (h *Handlers) dropWord(c echo.Context) error {
	if err := web.Decode(c, &struct{}{}); err != nil {
		return err
	}
	if err := h.Consult.DropWord(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("draft"), c.Param("word")); err != nil {
		return err
	}
	return see(c, "/c/"+c.Param("consultation")+"/drafts/"+c.Param("draft")+"/working/word", "word_discarded")
}
