package handlers

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/pledge"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// writing is the form of a pledge; without Do it is kept as a draft.
type writing struct {
	Do   string `form:"do"`  // submit, or save
	Seen int64  `form:"seq"` // the change at which it was read
	consult.NewPledge
}

// written ends a form that was kept: with the receipt, with what must be mended first, or with the draft.
func written(c echo.Context, in writing, card consult.PledgeCard) error {
	at := "/c/" + url.PathEscape(c.Param("consultation")) + "/pledges/" + card.Ref
	switch {
	case card.Status == models.PledgeSubmitted:
		return see(c, at+"/submitted", "")
	case in.Do == "submit" && !pledge.Ready(card.Findings):
		return see(c, at+"/edit?mend=1", "")
	}
	return see(c, at+"/edit", "pledge_saved")
}

// savePledge keeps what was typed of a pledge, new where ref is empty.
func (h *Handlers) savePledge(c echo.Context, ref string, in writing) (consult.PledgeCard, error) {
	in.Organisation, in.Submit = c.Param("organisation"), in.Do == "submit"
	return h.Consult.SavePledge(c.Request().Context(), web.Call(c), c.Param("consultation"), ref, in.NewPledge, in.Seen)
}

// writePledge keeps a new pledge, or shows its form with one milestone more.
func (h *Handlers) writePledge(c echo.Context) error {
	var in writing
	err := web.Decode(c, &in)
	more := err == nil && web.Typed(c).Get("submit") == "more"
	var card consult.PledgeCard
	if err == nil && !more {
		card, err = h.savePledge(c, "", in)
	}
	form, status, ok := againOrMore(c, err, more)
	switch {
	case !ok && err != nil:
		return err
	case !ok:
		return written(c, in, card)
	}
	a, p, err := h.newPledgePage(c)
	if f, is := fault.As(err); is && f.Code == "no_mandate" {
		return h.refusedPledge(c, a, f)
	}
	if err != nil && !fault.Is(err, fault.Conflict) { // closed meanwhile: what was typed is shown all the same
		return err
	}
	p.Form = form
	asked(&p.Base, a.path("pledge", c.Param("organisation")), nil)
	return show(c, status, templates.PledgeForm, p)
}

// editPledge keeps what was written on a pledge, or shows its form with one milestone more.
func (h *Handlers) editPledge(c echo.Context) error {
	var in writing
	err := web.Decode(c, &in)
	more := err == nil && web.Typed(c).Get("submit") == "more"
	var card consult.PledgeCard
	if err == nil && !more {
		card, err = h.savePledge(c, c.Param("pledge"), in)
	}
	form, status, ok := againOrMore(c, err, more)
	switch {
	case !ok && err != nil:
		return err
	case !ok:
		return written(c, in, card)
	}
	stale := fault.Is(err, fault.Stale)
	a, p, err := h.editPledgePage(c)
	if f, is := fault.As(err); is && f.Code == "no_mandate" {
		return h.refusedPledge(c, a, f)
	}
	if err != nil && !fault.Is(err, fault.Conflict) { // withdrawn meanwhile: what was typed is shown all the same
		return err
	}
	if stale {
		p.Stale, p.Met = true, differences(p.Values, form.Values)
		form.Values = maps.Clone(form.Values)
		form.Values.Set("seq", p.Get("seq"))
	}
	p.Form, p.Findings, p.Tests = form, nil, nil
	asked(&p.Base, a.path("pledges", c.Param("pledge"), "edit"), nil)
	return show(c, status, templates.PledgeForm, p)
}

// againOrMore is again, and the form with a milestone more where that was asked for.
func againOrMore(c echo.Context, err error, more bool) (form templates.Form, status int, ok bool) {
	if more {
		values := maps.Clone(web.Typed(c))
		values.Set("milestones."+strconv.Itoa(templates.MilestoneRows(values))+".title", "")
		return empty(values), http.StatusOK, true
	}
	form, status, ok = again(c, err)
	for i, e := range form.Errors {
		if e.Name == "" || e.Name == about["closed"] || e.Name == about["stale"] { // of the whole form
			form.Errors[i].Name = "title"
		}
	}
	return form, status, ok
}

// differences are the fields of which somebody else wrote other words than were typed.
func differences(theirs, mine url.Values) []templates.Difference {
	var out []templates.Difference
	names := slices.Collect(maps.Keys(theirs))
	for name := range mine {
		if _, there := theirs[name]; !there && mine.Get(name) != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		if slices.Contains([]string{"seq", "do", "idempotency_key", "notice_version", "submit", web.KeptField}, name) {
			continue
		}
		d := templates.Difference{Name: name, Theirs: said(theirs[name]), Mine: said(mine[name])}
		if d.Theirs != d.Mine {
			out = append(out, d)
		}
	}
	return out
}

// said is what a field holds, with the ends of lines as browsers do not send them.
func said(values []string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.Join(values, ", "), "\r\n", "\n"))
}

// withdrawPledgeForm asks whether a pledge is to be taken back.
func (h *Handlers) withdrawPledgeForm(c echo.Context) error {
	return h.withdrawPledgeAgain(c, empty(url.Values{}), http.StatusOK)
}

func (h *Handlers) withdrawPledgeAgain(c echo.Context, form templates.Form, status int) error {
	a, card, err := h.ownPledge(c)
	if err == nil && card.Status == models.PledgeWithdrawn {
		err = fault.New(fault.Conflict, "pledge_withdrawn")
	}
	if f, ok := fault.As(err); ok && f.Code == "no_mandate" {
		return h.refusedPledge(c, a, f)
	}
	if err != nil {
		return err
	}
	p := templates.PledgeWithdrawPage{Base: h.baseAt(c, templates.SectionPledges, a), Form: form, Pledge: card.PledgeView}
	return show(c, status, templates.PledgeWithdraw, p)
}

// withdrawPledge takes a pledge back.
func (h *Handlers) withdrawPledge(c echo.Context) error {
	var in consult.PledgeWithdrawal
	err := web.Decode(c, &in)
	if err == nil {
		_, err = h.Consult.WithdrawPledge(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("pledge"), in)
	}
	if form, status, ok := again(c, err); ok {
		for i := range form.Errors {
			form.Errors[i].Name = "reason"
		}
		return h.withdrawPledgeAgain(c, form, status)
	}
	if err != nil {
		return err
	}
	return see(c, "/c/"+url.PathEscape(c.Param("consultation"))+"/pledge", "pledge_withdrawn")
}
