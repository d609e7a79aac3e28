package templates

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"travaux/models"
)

// PledgeForPage asks for which organisation somebody pledges, and lists what these pledge.
type PledgeForPage struct {
	Base
	Pledgers []Pledger
	Own      []models.PledgeView
	Open     bool                    // pledges are taken now, from somewhere
	Requests []models.PartnerRequest // pledges to which these are asked as partners
	Refused  *models.Organisation    // that for which the reader wanted to pledge, and may not
}

// Pledger is an organisation for which somebody may pledge.
type Pledger struct {
	models.Organisation
	Open, Late bool // for its region
}

// Finding is what a test says about a field, as a sentence in the reader's language.
type Finding struct {
	Field string // dotted
	Must  bool   // be mended before the pledge is submitted; else it is advice
	Text  string
}

// Short is the sentence without how to mend it, for the list on top.
func (f Finding) Short() string {
	for _, end := range []string{". ", "。"} {
		if first, _, more := strings.Cut(f.Text, end); more {
			return first + strings.TrimSpace(end)
		}
	}
	return f.Text
}

// TestState is one of the three tests, with how far the pledge has come in it: passed, fair, failed; empty before
// anything is written.
type TestState struct{ Name, State string }

// Difference is a field of which somebody else wrote other words meanwhile.
type Difference struct{ Name, Theirs, Mine string }

// PledgeFormPage is a pledge while it is written. Fields: those of consult.NewPledge but organisation and submit; seq.
type PledgeFormPage struct {
	Base
	Form
	Organisation         models.Texts
	OrganisationLanguage string
	OrganisationSlug     string
	Pledge               *models.PledgeView // nil: a new one
	Notes                []models.PledgeNote
	Tests                []TestState
	Findings             []Finding
	Mend                 bool // it was to be submitted, and is kept as a draft
	Stale                bool // somebody else wrote it meanwhile
	Met                  []Difference
	Late                 bool
	Provisions           []models.Provision
	TextLanguage         string // of their headings
	Held                 []string
	Currencies           []string
	Notices              models.Notices
}

// PledgeSentPage tells whoever submitted a pledge that it arrived, and what happens next.
type PledgeSentPage struct {
	Base
	Pledge models.PledgeView
}

// PledgeWithdrawPage asks whether a pledge is to be taken back, and why. Fields: reason.
type PledgeWithdrawPage struct {
	Base
	Form
	Pledge models.PledgeView
}

// Can tells whether some organisation can begin a pledge now.
func (p PledgeForPage) Can() bool {
	return slices.ContainsFunc(p.Pledgers, func(o Pledger) bool { return o.Open })
}

// BeginPath is a new pledge of an organisation.
func (b Base) BeginPath(organisation string) string {
	return b.Root() + "/pledge/" + url.PathEscape(organisation)
}

// PledgeAt is a page of one pledge: the pledge itself, or what is below it.
func (b Base) PledgeAt(ref string, below ...string) string {
	path := b.Root() + "/pledges/" + url.PathEscape(ref)
	for _, e := range below {
		path += "/" + e
	}
	return path
}

// Writable tells whether an own pledge can be written on as things stand.
func (p PledgeForPage) Writable(v models.PledgeView) bool {
	if v.Status == models.PledgeWithdrawn {
		return false
	}
	return v.Public() || v.SubmittedAt != nil || slices.ContainsFunc(p.Pledgers, func(o Pledger) bool { return o.Open && o.ID == v.OrganisationID })
}

// Action is where the form is sent.
func (p PledgeFormPage) Action() string {
	if p.Pledge == nil {
		return p.BeginPath(p.OrganisationSlug)
	}
	return p.PledgeAt(p.Pledge.Ref, "edit")
}

// CheckPath is what the module asks while somebody writes.
func (p PledgeFormPage) CheckPath() string { return p.BeginPath(p.OrganisationSlug) + "/check" }

// KeepKey is under what the browser keeps what was typed: a change made meanwhile begins anew.
func (p PledgeFormPage) KeepKey() string {
	if p.Pledge == nil {
		return "pledge-" + p.OrganisationSlug
	}
	return "pledge-" + p.Pledge.Ref + "-" + p.Get("seq")
}

// Amending tells that everybody sees another version than the one that is written.
func (p PledgeFormPage) Amending() bool { return p.Pledge != nil && p.Pledge.Public() }

// Waits tells that the secretariat has it now.
func (p PledgeFormPage) Waits() bool {
	return p.Pledge != nil && p.Pledge.Status == models.PledgeSubmitted
}

// Sending tells what the button that submits is called.
func (p PledgeFormPage) Sending() string {
	switch {
	case p.Amending():
		return "pledge_form.send_amendment"
	case p.Pledge != nil && p.Pledge.Status == models.PledgeChanges:
		return "pledge_form.send_again"
	}
	return "pledge.submit"
}

// Musts are the findings that keep the pledge from being submitted.
func (p PledgeFormPage) Musts() []Finding {
	return slices.DeleteFunc(slices.Clone(p.Findings), func(f Finding) bool { return !f.Must })
}

// mostMilestones is as many as a pledge may have; fewestMilestones as many rows as are always there.
const (
	mostMilestones   = 20
	fewestMilestones = 2
)

// MilestoneRows counts the rows for milestones: one more than there are, within bounds.
func MilestoneRows(values url.Values) int {
	n := 0
	for i := range mostMilestones {
		row := "milestones." + strconv.Itoa(i) + "."
		if values.Has(row+"title") || values.Has(row+"due_on") {
			n = i + 1
		}
	}
	return max(n, fewestMilestones)
}

// Milestones are the numbers of the rows.
func (p PledgeFormPage) Milestones() []int {
	out := make([]int, MilestoneRows(p.Values))
	for i := range out {
		out[i] = i
	}
	return out
}

// CanAdd tells whether there is room for a milestone more.
func (p PledgeFormPage) CanAdd() bool { return MilestoneRows(p.Values) < mostMilestones }
