package templates

import (
	"net/url"
	"strings"

	"travaux/models"
)

// drafts are the texts that can be chosen for a next version or a translation.
func (s speaker) drafts(list []models.DraftSummary) []Option {
	out := make([]Option, 0, len(list))
	for _, d := range list {
		out = append(out, Option{Value: d.Slug, Label: d.Title})
	}
	return out
}

// provisionOptions are the provisions of a text, set in as they are nested.
func (s speaker) provisionOptions(list []models.Provision) []Option {
	out := make([]Option, 0, len(list))
	for _, p := range list {
		if p.Depth < 2 {
			out = append(out, Option{Value: p.WID, Label: strings.Repeat("\u2003", p.Depth) + s.short(p)})
		}
	}
	return out
}

// Form is the list's filter as a form, for its select fields.
func (p CommentsPage) Form() Form { return Form{Values: p.values()} }

// Filtered tells whether anything is filtered.
func (p CommentsPage) Filtered() bool { return len(p.values()) > 0 }

// OnlyOf names whose comments alone are listed; empty: those of everybody.
func (p CommentsPage) OnlyOf() string {
	if len(p.Filter.Organisation) == 1 && len(p.Comments.Items) > 0 {
		return p.Comments.Items[0].Organisation
	}
	return onlyOf(p.Filter.Organisation)
}

// OnlyOf names whose signatures alone are listed; empty: those of everybody.
func (p SignaturesPage) OnlyOf() string {
	if len(p.Filter.Organisation) == 1 && len(p.List.Items) > 0 {
		name, _ := p.List.Items[0].Called(p.Lang)
		return name
	}
	return onlyOf(p.Filter.Organisation)
}

// OnlyOf names whose pledges alone are listed; empty: those of everybody.
func (p PledgesPage) OnlyOf() string {
	if len(p.Filter.Organisation) == 1 && len(p.List.Items) > 0 {
		name, _ := p.List.Items[0].Organisation.In(p.Lang, p.List.Items[0].OrganisationLanguage)
		return name
	}
	return onlyOf(p.Filter.Organisation)
}

// onlyOf names organisations by their slugs, where there is nothing of them that has their names.
func onlyOf(slugs []string) string { return strings.Join(slugs, " · ") }

// NextPath is the next page of the list.
func (p CommentsPage) NextPath() string {
	q := p.values()
	q.Set("cursor", p.Comments.Next)
	return withQuery(p.Root()+"/comments", q)
}

func (p CommentsPage) values() url.Values {
	q := url.Values{}
	set := func(name string, values []string) {
		if len(values) > 0 {
			q[name] = values
		}
	}
	f := p.Filter
	set("provision", f.Provision)
	set("region", f.Region)
	set("stakeholder", f.Stakeholder)
	set("outcome", f.Outcome)
	set("language", f.Language)
	set("stance", f.Stance)
	set("organisation", f.Organisation)
	if f.Draft != "" {
		q.Set("draft", f.Draft)
	}
	if f.Q != "" {
		q.Set("q", f.Q)
	}
	return q
}

// NextPath is the next page of what waits.
func (p ModerationPage) NextPath() string {
	return withQuery(p.Root()+"/moderation", url.Values{"cursor": {p.Waiting.Next}})
}

// Split parts the events into those to come, soonest first as given, and those that are over.
func (p EventsPage) Split() (s EventLists) {
	for _, e := range p.Events {
		if e.EndsAt.After(p.Now) {
			s.Coming = append(s.Coming, e)
			continue
		}
		s.Past = append([]models.Event{e}, s.Past...)
	}
	return s
}

// EventLists are events to come, soonest first, and past ones, newest first.
type EventLists struct{ Coming, Past []models.Event }

// CalendarPath is the feed that a calendar program subscribes to.
func (b Base) CalendarPath(event string) string {
	if event == "" {
		return b.Root() + "/events.ics"
	}
	return b.Root() + "/events/" + url.PathEscape(event) + ".ics"
}
