package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/templates"
)

// pledgeReviewRoutes are what the secretariat does with pledges.
var pledgeReviewRoutes = []route{
	{get, "/c/:consultation/manage/pledges", signedIn, (*Handlers).managePledges, "managePledges"},
	{get, "/c/:consultation/manage/pledges/:pledge", signedIn, (*Handlers).pledgeReview, "pledgeReview"},
	{post, "/c/:consultation/manage/pledges/:pledge", signedIn, (*Handlers).reviewPledge, "reviewPledge"},
}

// managePledges is the queue of pledges by where they stand.
func (h *Handlers) managePledges(c echo.Context) error {
	a, err := h.gated(c, consult.ReadPledges)
	if err != nil {
		return err
	}
	who := web.Actor(c)
	p := templates.ManagePledgesPage{
		Base: h.baseAt(c, templates.SectionManage, a), Limits: consult.Within(who, consult.ReadPledges, a.ID),
		Reviews: consult.Can(who, consult.ReviewPledges, consult.Thing{ConsultationID: a.ID}),
	}
	if err := web.Query(c, &p.Filter); err != nil {
		return err
	}
	queue, err := h.Consult.PledgeQueue(c.Request().Context(), who, a.Slug, p.Filter)
	if err != nil {
		return err
	}
	p.List, p.Counts = queue.Pledges, queue.Counts
	return show(c, http.StatusOK, templates.ManagePledges, p)
}

// pledgeReview is one pledge as the secretariat decides on it.
func (h *Handlers) pledgeReview(c echo.Context) error {
	p, err := h.pledgeReviewed(c, 0)
	if err != nil {
		return err
	}
	p.Form = empty(url.Values{"note": {p.Together(c.QueryParam("together"), h.Consult.Address(p.Root()+"/pledges/"))}})
	return show(c, http.StatusOK, templates.PledgeReview, p)
}

// pledgeReviewed is the page, with the pledge compared with a version of it (0: the one that goes without saying).
func (h *Handlers) pledgeReviewed(c echo.Context, since int) (templates.PledgeReviewPage, error) {
	a, err := h.at(c)
	if err != nil {
		return templates.PledgeReviewPage{}, err
	}
	ctx, who := c.Request().Context(), web.Actor(c)
	r, err := h.Consult.PledgeToReview(ctx, who, a.Slug, c.Param("pledge"), since)
	if err != nil {
		return templates.PledgeReviewPage{}, err
	}
	p := templates.PledgeReviewPage{
		Base: h.baseAt(c, templates.SectionManage, a), Pledge: r.PledgeView, Notes: r.Notes, Tests: pledgeTests(c, r.PledgeCard), Public: r.Public,
		Reviews: r.Reviews, Mine: r.Mine, Similar: r.Similar,
	}
	if r.Since != nil {
		p.Since = r.Since.Number
	}
	for _, x := range r.Changes {
		p.Changes = append(p.Changes, templates.PledgeChange(x))
	}
	p.Provisions, err = h.provisionsOf(c, a, len(r.Provisions) > 0 || r.Since != nil && len(r.Since.Provisions) > 0)
	return p, err
}

// pledgeTests are the three tests with what they find in a pledge, as sentences.
func pledgeTests(c echo.Context, card consult.PledgeCard) []templates.PledgeTest {
	words := web.Words(c)
	out := []templates.PledgeTest{{Test: "relevant", State: "passed"}, {Test: "future_focused", State: "passed"}, {Test: "measurable", State: "passed"}}
	for _, f := range card.Findings {
		i := slices.IndexFunc(out, func(t templates.PledgeTest) bool { return t.Test == string(f.Test) })
		field := fault.Field{Name: f.Field, Code: f.Code, Args: map[string]any{}}
		for name, value := range f.Args {
			field.Args[name] = value
		}
		must := f.Severity == "must"
		out[i].Found = append(out[i].Found, templates.PledgeFound{Field: f.Field, Text: web.FieldText(words, field), Must: must})
		if must {
			out[i].State = "failed"
		} else if out[i].State == "passed" {
			out[i].State = "fair"
		}
	}
	return out
}

// reviewPledge publishes a pledge or asks for changes; the button says which. Of a pledge that somebody changed while it
// was read, what changed is shown, and nothing is decided.
func (h *Handlers) reviewPledge(c echo.Context) error {
	var in consult.PledgeReview
	seen, read, err := seenPledge(c)
	if err == nil {
		err = web.Decode(c, &in, "seen", "read")
	}
	if err == nil {
		_, err = h.Consult.ReviewPledge(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("pledge"), in, seen)
	}
	form, status, ok := again(c, err)
	if !ok && err != nil {
		return err
	}
	if !ok {
		return see(c, manage(c, "pledges"), "pledge_reviewed")
	}
	moved := fault.Is(err, fault.Stale)
	if !moved {
		read = 0
	}
	p, err := h.pledgeReviewed(c, read)
	if err != nil {
		return err
	}
	p.Form, p.Moved = form, moved
	for i := range p.Errors {
		if p.Errors[i].Name == about["stale"] {
			p.Errors[i].Name = "note"
		}
	}
	asked(&p.Base, p.At(), nil)
	return show(c, status, templates.PledgeReview, p)
}

// seenPledge is the change and the version at which a pledge was read. Fault Malformed "wrong_type".
func seenPledge(c echo.Context) (seen int64, read int, err error) {
	typed := web.Typed(c)
	if seen, err = strconv.ParseInt(typed.Get("seen"), 10, 64); err == nil {
		read, err = strconv.Atoi(typed.Get("read"))
	}
	if err != nil || seen <= 0 || read <= 0 {
		return 0, 0, &fault.Error{Kind: fault.Malformed, Code: "wrong_type", Fields: []fault.Field{{Name: "seen", Code: "wrong_type"}}}
	}
	return seen, read, nil
}
