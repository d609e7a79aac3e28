package handlers

import (
	"bytes"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/export"
	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// interests is the board of organisations that want to take part; where a state is asked for, the list of those.
func (h *Handlers) interests(c echo.Context) error {
	a, err := h.gated(c, consult.ReadInterests)
	if err != nil {
		return err
	}
	ctx, who := c.Request().Context(), web.Actor(c)
	p := templates.InterestsPage{
		Base: h.baseAt(c, templates.SectionManage, a), Limits: consult.Within(who, consult.ReadInterests, a.ID),
		Decides: consult.Can(who, consult.DecideInterests, consult.Thing{ConsultationID: a.ID}),
	}
	p.Whole = p.Decides && consult.Within(who, consult.DecideInterests, a.ID) == nil
	if err := web.Query(c, &p.Filter); err != nil {
		return err
	}
	if p.Board, err = h.Consult.Board(ctx, who, a.Slug, p.Filter); err != nil {
		return err
	}
	if p.Listed() {
		if p.List, err = h.Consult.Interests(ctx, who, a.Slug, p.Filter); err != nil {
			return err
		}
	}
	return show(c, http.StatusOK, templates.Interests, p)
}

// setInterests says whether those who were invited are reminded by themselves.
func (h *Handlers) setInterests(c echo.Context) error {
	var in consult.NewInterestSettings
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	if err := h.Consult.SetInterestSettings(c.Request().Context(), web.Call(c), c.Param("consultation"), in); err != nil {
		return err
	}
	return see(c, manage(c, "interests"), "interest_settings")
}

// interest is one organisation that wants to take part.
func (h *Handlers) interest(c echo.Context) error {
	p, err := h.interestPage(c, empty(url.Values{}))
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, templates.Interest, p)
}

func (h *Handlers) interestPage(c echo.Context, form templates.Form) (templates.InterestPage, error) {
	a, err := h.at(c)
	if err != nil {
		return templates.InterestPage{}, err
	}
	i, err := h.Consult.Interest(c.Request().Context(), web.Call(c), a.Slug, c.Param("interest"))
	return templates.InterestPage{
		Base: h.baseAt(c, templates.SectionManage, a), Form: form, Interest: i.InterestRow, Contact: i.Contact, Addresses: i.Addresses,
		Disposable: i.Disposable, Notes: i.Notes, Known: i.Known, Similar: i.Similar, Decides: i.Decides,
	}, err
}

// acted leads back to an interest after something was done with it, or shows what kept it from being done.
func (h *Handlers) acted(c echo.Context, err error, flash string) error {
	at := manage(c, "interests/"+url.PathEscape(c.Param("interest")))
	form, status, ok := again(c, err)
	if !ok && err != nil {
		return err
	}
	if !ok {
		return see(c, at, flash)
	}
	p, err := h.interestPage(c, form)
	if err != nil {
		return err
	}
	for n, e := range p.Errors {
		if e.Name == about["organisation_similar"] { // there it is a choice among organisations
			p.Errors[n].Name, p.Asks = "organisation", true
		}
	}
	asked(&p.Base, at, nil)
	return show(c, status, templates.Interest, p)
}

// inviteInterested invites an organisation to sign.
func (h *Handlers) inviteInterested(c echo.Context) error {
	var in consult.InterestInvitation
	err := web.Decode(c, &in)
	if err == nil {
		err = h.Consult.InviteInterested(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("interest"), in)
	}
	return h.acted(c, err, "interest_invited")
}

// declineInterest declines an interest.
func (h *Handlers) declineInterest(c echo.Context) error {
	var in consult.InterestRefusal
	err := web.Decode(c, &in)
	if err == nil {
		err = h.Consult.DeclineInterest(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("interest"), in)
	}
	return h.acted(c, err, "interest_declined")
}

// remindInterested writes to who was invited once more.
func (h *Handlers) remindInterested(c echo.Context) error {
	err := h.Consult.RemindInterested(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("interest"))
	return h.acted(c, err, "interest_reminded")
}

// addInterestNote keeps a private note on an interest.
func (h *Handlers) addInterestNote(c echo.Context) error {
	var in consult.NewInterestNote
	err := web.Decode(c, &in)
	if err == nil {
		err = h.Consult.AddInterestNote(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("interest"), in)
	}
	return h.acted(c, err, "note_added")
}

// dropInterestNote deletes a note of one's own.
func (h *Handlers) dropInterestNote(c echo.Context) error {
	err := h.Consult.DropInterestNote(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("interest"), c.Param("note"))
	return h.acted(c, err, "note_deleted")
}

// interestCells are the columns of the file.
var interestCells = []struct {
	name string
	text bool
	of   func(models.InterestRow, models.InterestContact) string
}{
	{"interest", false, func(i models.InterestRow, _ models.InterestContact) string { return i.Ref }},
	{"organisation_name", true, func(i models.InterestRow, _ models.InterestContact) string { return i.OrganisationName }},
	{"organisation", false, func(i models.InterestRow, _ models.InterestContact) string { return i.Slug }},
	{"country", false, func(i models.InterestRow, _ models.InterestContact) string { return i.Country }},
	{"region", false, func(i models.InterestRow, _ models.InterestContact) string { return i.Region }},
	{"stakeholder_type", false, func(i models.InterestRow, _ models.InterestContact) string { return string(i.StakeholderType) }},
	{"stakeholder_subtype", false, func(i models.InterestRow, _ models.InterestContact) string { return i.StakeholderSubtype }},
	{"outcome_area", false, func(i models.InterestRow, _ models.InterestContact) string { return i.OutcomeArea }},
	{"language", false, func(i models.InterestRow, _ models.InterestContact) string { return i.Language }},
	{"state", false, func(i models.InterestRow, _ models.InterestContact) string { return string(i.Standing()) }},
	{"late", false, func(i models.InterestRow, _ models.InterestContact) string { return strconv.FormatBool(i.Late) }},
	{"received_at", false, func(i models.InterestRow, _ models.InterestContact) string { return instant(&i.ReceivedAt) }},
	{"invited_at", false, func(i models.InterestRow, _ models.InterestContact) string { return instant(i.InvitedAt) }},
	{"accepted_at", false, func(i models.InterestRow, _ models.InterestContact) string { return instant(i.AcceptedAt) }},
	{"reminded_at", false, func(i models.InterestRow, _ models.InterestContact) string { return instant(i.RemindedAt) }},
	{"declined_at", false, func(i models.InterestRow, _ models.InterestContact) string { return instant(i.DeclinedAt) }},
	{"motivation", true, func(_ models.InterestRow, c models.InterestContact) string { return c.Motivation }},
	{"contact_name", true, func(_ models.InterestRow, c models.InterestContact) string { return c.Name }},
	{"contact_email", true, func(_ models.InterestRow, c models.InterestContact) string { return c.Email }},
}

func instant(at *time.Time) string {
	if at == nil {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}

// exportInterests gives what a filter leaves as a file; ?addresses=1 asks for a fresh proof of who one is first.
func (h *Handlers) exportInterests(c echo.Context) error {
	var f models.InterestFilter
	if err := web.Query(c, &f); err != nil {
		return err
	}
	raw, addresses := c.QueryParam("raw") == "1", c.QueryParam("addresses") == "1"
	if wrong := c.QueryParam("raw"); wrong != "" && wrong != "0" && !raw {
		return fault.New(fault.Malformed, "bad_filter").With("filter", "raw")
	}
	list, err := h.Consult.ExportInterests(c.Request().Context(), web.Call(c), c.Param("consultation"), f, addresses)
	if err != nil {
		return err
	}
	t := export.Table{}
	for _, cell := range interestCells {
		t.Columns, t.Text = append(t.Columns, cell.name), append(t.Text, cell.text)
	}
	var out bytes.Buffer
	if err := export.CSV(&out, t, raw, interestLines(list)); err != nil {
		return fmt.Errorf("write the interests: %w", err)
	}
	return web.Download(c, c.Param("consultation")+"-interests.csv", "text/csv; charset=utf-8", out.Bytes())
}

// interestLines are interests as the lines of the file.
func interestLines(list []consult.WholeInterest) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		for _, i := range list {
			line := make([]string, len(interestCells))
			for n, cell := range interestCells {
				line[n] = cell.of(i.InterestRow, i.Contact)
			}
			if !yield(line, nil) {
				return
			}
		}
	}
}
