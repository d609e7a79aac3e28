package handlers

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

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
