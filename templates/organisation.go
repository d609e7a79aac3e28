package templates

import (
	"net/url"
	"slices"

	"travaux/internal/i18n"
	"travaux/models"
)

// OrganisationsPage is the public list of organisations, or for those who decide of those with a request that waits.
type OrganisationsPage struct {
	Base
	Filter  models.OrganisationFilter
	List    models.Organisations
	Asked   bool // only those with a request that waits
	Decides bool
}

// OrganisationPage is one organisation with what it said. Fields of the form that asks for its mandate: title.
type OrganisationPage struct {
	Base
	Form
	Organisation models.OrganisationRow
	Records      []models.OrganisationRecord
	Edits        bool
	Decides      bool
	Mine         *models.Mandate // the reader's own, asked for or confirmed
}

// OrganisationFormPage adds an organisation, or changes the one with Slug. Fields: name, language, names.<language>,
// country, stakeholder_type, stakeholder_subtype, domains, website; to add also title and another, to change also
// version (hidden), logo and drop_logo.
type OrganisationFormPage struct {
	Base
	Form
	Slug    string
	Logo    bool
	Similar []models.SimilarName // those it could be
}

// MyOrganisationsPage lists what somebody asked for, and for whom they may speak.
type MyOrganisationsPage struct {
	Base
	Mandates []models.MandateView
}

// MandatesPage is where it is decided who speaks for an organisation. Fields: decision, reason.
type MandatesPage struct {
	Base
	Form
	Organisation models.Organisation
	Mandates     []models.MandateView // newest first
	Similar      []models.SimilarName
}

// Form is the filter as it was asked for.
func (p OrganisationsPage) Form() Form { return Form{Values: p.values()} }

// Filtered tells whether anything is filtered.
func (p OrganisationsPage) Filtered() bool { return len(p.values()) > 0 }

// NextPath is the next page of the list.
func (p OrganisationsPage) NextPath() string {
	q := p.values()
	q.Set("cursor", p.List.Next)
	if p.Asked {
		q.Set("asked", "1")
	}
	return withQuery("/organisations", q)
}

func (p OrganisationsPage) values() url.Values {
	q := url.Values{}
	for name, values := range map[string][]string{"type": p.Filter.Type, "region": p.Filter.Region, "country": p.Filter.Country, "q": {p.Filter.Q}} {
		if values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" }); len(values) > 0 {
			q[name] = values
		}
	}
	return q
}

// At is the page as one of the consultation in which something was done, for its links.
func (p OrganisationPage) At(r models.OrganisationRecord) Base {
	b := p.Base
	b.Consultation = &r.Consultation
	return b
}

// Later is what became of the words a comment is on, up to the newest version; nil where there is nothing to tell.
func (p OrganisationPage) Later(b Base, c models.CommentView) *Later {
	l := since(b, c)
	if l.State == "" {
		return nil
	}
	return &l
}

// Fresh tells how long ago a pledge was reported on; empty for one on which nothing more is to be reported.
func (p OrganisationPage) Fresh(v models.PledgeView) models.Freshness {
	if v.Status == models.PledgeWithdrawn || v.Grade == models.Complete {
		return ""
	}
	return v.Freshness(p.Now)
}

// Others are its names in other languages than the reader's, sorted by language.
func (p OrganisationPage) Others() []Said {
	_, shown := p.Organisation.Called(p.Lang)
	var out []Said
	for l, n := range p.Organisation.Name {
		if l != shown {
			out = append(out, Said{n, l, i18n.Dir(l)})
		}
	}
	slices.SortFunc(out, func(a, b Said) int {
		if a.Lang < b.Lang {
			return -1
		}
		return 1
	})
	return out
}

// Path is where the form is sent.
func (p OrganisationFormPage) Path() string {
	if p.Slug == "" {
		return "/organisations"
	}
	return "/organisations/" + url.PathEscape(p.Slug) + "/edit"
}

// Back is where one comes from.
func (p OrganisationFormPage) Back() string {
	if p.Slug == "" {
		return "/organisations"
	}
	return "/organisations/" + url.PathEscape(p.Slug)
}

// NameFields are the languages in which another name is asked for, the name's own left out.
func (p OrganisationFormPage) NameFields() []string {
	return slices.DeleteFunc(slices.Clone(p.Languages), func(l string) bool { return l == p.Get("language") })
}

// Speaks tells whether one mandate is confirmed.
func (p MyOrganisationsPage) Speaks() bool {
	return slices.ContainsFunc(p.Mandates, func(m models.MandateView) bool { return m.State == models.MandateConfirmed })
}

// In gives the mandates in a state.
func (p MandatesPage) In(states ...models.MandateState) []models.MandateView {
	return slices.DeleteFunc(slices.Clone(p.Mandates), func(m models.MandateView) bool { return !slices.Contains(states, m.State) })
}

// Asked are those that wait.
func (p MandatesPage) Asked() []models.MandateView { return p.In(models.MandateAsked) }

// Confirmed are those that stand.
func (p MandatesPage) Confirmed() []models.MandateView { return p.In(models.MandateConfirmed) }

// Past are those that were refused or have ended.
func (p MandatesPage) Past() []models.MandateView {
	return p.In(models.MandateRefused, models.MandateEnded)
}

// Claimed are the domains that confirm nothing yet.
func (p MandatesPage) Claimed() []string {
	return slices.DeleteFunc(slices.Clone(p.Organisation.Domains), func(d string) bool { return slices.Contains(p.Organisation.Vouched, d) })
}
