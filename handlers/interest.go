package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// interestRoutes are those of organisations that want to take part.
var interestRoutes = []route{
	{get, "/c/:consultation/interest", anybody, (*Handlers).interestForm, "interestForm"},
	{post, "/c/:consultation/interest", anybody, (*Handlers).expressInterest, "expressInterest"},
	{get, "/c/:consultation/interest/:interest", anybody, (*Handlers).interestReceipt, "interestReceipt"},
	{get, "/interests/:token", anybody, (*Handlers).confirmInterestForm, "confirmInterestForm"},
	{post, "/interests", anybody, (*Handlers).confirmInterest, "confirmInterest"},
	{get, "/interests/invitation/:token", anybody, (*Handlers).interestOffer, "interestOffer"},
	{post, "/interests/invitation", anybody, (*Handlers).acceptInterest, "acceptInterest"},
	{get, "/c/:consultation/manage/interests", signedIn, (*Handlers).interests, "interests"},
	{post, "/c/:consultation/manage/interests", signedIn, (*Handlers).setInterests, "setInterests"},
	{get, "/c/:consultation/manage/interests/export", signedIn, (*Handlers).exportInterests, "exportInterests"},
	{get, "/c/:consultation/manage/interests/:interest", signedIn, (*Handlers).interest, "interest"},
	{post, "/c/:consultation/manage/interests/:interest/invite", signedIn, (*Handlers).inviteInterested, "inviteInterested"},
	{post, "/c/:consultation/manage/interests/:interest/decline", signedIn, (*Handlers).declineInterest, "declineInterest"},
	{post, "/c/:consultation/manage/interests/:interest/remind", signedIn, (*Handlers).remindInterested, "remindInterested"},
	{post, "/c/:consultation/manage/interests/:interest/notes", signedIn, (*Handlers).addInterestNote, "addInterestNote"},
	{post, "/c/:consultation/manage/interests/:interest/notes/:note/delete", signedIn, (*Handlers).dropInterestNote, "dropInterestNote"},
}

// interestForm asks an organisation that wants to take part.
func (h *Handlers) interestForm(c echo.Context) error {
	p, err := h.interestFormPage(c, empty(url.Values{"language": {web.Lang(c)}, "contact_name": {web.Actor(c).Name}}))
	if err != nil {
		return err
	}
	if !web.Actor(c).Known() {
		web.Pass(c, h.Consult.Pass)
	}
	return show(c, http.StatusOK, templates.InterestForm, p)
}

func (h *Handlers) interestFormPage(c echo.Context, form templates.Form) (templates.InterestFormPage, error) {
	a, err := h.at(c)
	if err != nil {
		return templates.InterestFormPage{}, err
	}
	p := templates.InterestFormPage{
		Base: h.baseAt(c, templates.SectionFront, a), Form: form, Held: a.Languages,
	}
	p.Open, p.Late = h.Consult.TakesInterest(a.Front)
	if phase, ok := a.Phase(models.PhaseInterest, h.Consult.Now()); ok {
		p.Phase = &phase
	}
	if !p.Open {
		return p, nil
	}
	if p.Notices, err = h.Consult.Notices(c.Request().Context(), web.Actor(c), a.Slug); err != nil {
		return p, err
	}
	speaks, err := h.Consult.SpeakableOrganisations(c.Request().Context(), web.Actor(c))
	for _, o := range speaks {
		name, _ := o.Called(p.Lang)
		p.Speaking = append(p.Speaking, name)
	}
	return p, err
}

// expressInterest takes an organisation's wish to take part and leads to its receipt.
func (h *Handlers) expressInterest(c echo.Context) error {
	var in consult.NewInterest
	var i models.InterestRow
	slug := c.Param("consultation")
	err := web.Decode(c, &in)
	if err == nil {
		i, err = h.Consult.ExpressInterest(c.Request().Context(), web.Call(c), slug, in)
	}
	form, status, ok := again(c, err)
	if !ok && err != nil {
		return err
	}
	if !ok {
		return see(c, "/c/"+url.PathEscape(slug)+"/interest/"+i.Ref, "")
	}
	p, err := h.interestFormPage(c, form)
	if err != nil {
		return err
	}
	for n, e := range p.Errors {
		if e.Name == "" || e.Name == about["closed"] { // of the whole form
			p.Errors[n].Name = "organisation_name"
		}
	}
	asked(&p.Base, p.Root()+"/interest", nil)
	return show(c, status, templates.InterestForm, p)
}

// interestReceipt is what who expressed interest keeps.
func (h *Handlers) interestReceipt(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	i, err := h.Consult.InterestReceipt(c.Request().Context(), a.Slug, c.Param("interest"))
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.InterestReceipt, templates.InterestReceiptPage{Base: h.baseAt(c, templates.SectionFront, a), Interest: i})
}

// confirmInterestForm asks the owner of an address to press a button, so that a program that reads mail confirms nothing.
func (h *Handlers) confirmInterestForm(c echo.Context) error {
	con, i, contact, err := h.Consult.ConfirmingInterest(c.Request().Context(), tokenOf(c))
	if err != nil {
		return err
	}
	if i.ConfirmedAt != nil {
		return see(c, "/c/"+con.Slug+"/interest/"+i.Ref, "")
	}
	web.FallBack(c, i.Language, con.Language)
	return show(c, http.StatusOK, templates.InterestConfirm, templates.InterestConfirmPage{
		Base: h.base(c, templates.SectionNone), Token: tokenOf(c), To: con, Interest: i, Contact: contact,
	})
}

// confirmInterest confirms the address of an interest.
func (h *Handlers) confirmInterest(c echo.Context) error {
	token, err := pressed(c)
	if err != nil {
		return err
	}
	con, i, err := h.Consult.ConfirmInterest(c.Request().Context(), web.Call(c), token)
	if err != nil {
		return err
	}
	return see(c, "/c/"+con.Slug+"/interest/"+i.Ref, "")
}

// interestOffer shows what an invitation to sign is about; a program that reads mail takes up nothing by looking.
func (h *Handlers) interestOffer(c echo.Context) error {
	o, err := h.Consult.OfferedInterest(c.Request().Context(), tokenOf(c))
	if err != nil {
		return err
	}
	web.FallBack(c, o.Interest.Language, o.Consultation.Language)
	return show(c, http.StatusOK, templates.InterestOffer, templates.InterestOfferPage{
		Base: h.base(c, templates.SectionNone), Token: tokenOf(c), To: o.Consultation, Organisation: o.Organisation,
	})
}

// acceptInterest leads to signing. Whoever is new here is signed in; an address that is in use proves itself first, and
// goes on to signing.
func (h *Handlers) acceptInterest(c echo.Context) error {
	token, err := pressed(c)
	if err != nil {
		return err
	}
	p, o, err := h.Consult.AcceptInterest(c.Request().Context(), web.Call(c), token)
	if fault.Is(err, fault.SignIn) {
		return see(c, "/sign-in?"+url.Values{"return_to": {o.Path}}.Encode(), "interest_known")
	}
	if err != nil {
		return err
	}
	if p.ID != web.Actor(c).PersonID {
		if err := web.ComeIn(c, p.ID); err != nil {
			return err
		}
	}
	return see(c, o.Path, "")
}
