package templates

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"travaux/models"
)

// HomePage lists the consultations: page Home, "/".
type HomePage struct {
	Base
	Fronts []models.Front
}

// FrontPage is a consultation's front page: where it is, what one can do, who stands behind it.
type FrontPage struct {
	Base
	Front    models.Front
	Interest bool // organisations can express interest now
}

// NoticesPage shows what a consultation says about privacy, publication and licence.
type NoticesPage struct {
	Base
	Notices models.Notices
}

// NoticesFormPage lets the organiser write the notices. Fields: language, privacy, publication,
// licence. Each saving makes a new version; earlier comments keep the one they were given.
type NoticesFormPage struct {
	Base
	Form
	Notices models.Notices // the newest, zero while there are none
}

// ConsultationFormPage starts a consultation (admin). Fields: slug, title, summary, language,
// languages (repeated), pre_moderation, and for five rows or more phases.0.kind, .name, .opens_at,
// .closes_at, .time_zone; a row whose opens_at is empty is left out by the handler.
type ConsultationFormPage struct {
	Base
	Form
}

// ManagePage is the organiser's desk: what is still to be done, and the way to each form.
type ManagePage struct {
	Base
	Front   models.Front // with every event and draft
	Asked   int          // mandates that wait for a decision, for who decides
	Pledged int          // pledges that wait for the secretariat
}

// PartnerFormPage adds a co-lead or partner. Fields: name, role, country, stakeholder_type, url.
type PartnerFormPage struct {
	Base
	Form
}

// DocumentFormPage adds a background document. Fields: title, url, file (multipart).
type DocumentFormPage struct {
	Base
	Form
}

// Commenting tells whether comments are taken now.
func (p FrontPage) Commenting() bool {
	_, _, ok := p.Front.Open(models.PhaseConsultation, p.Now)
	return ok && p.Front.NoticeVersion > 0
}

// Signing tells whether organisations can sign now.
func (p FrontPage) Signing() bool {
	_, _, ok := p.Front.Open(models.PhaseSignatures, p.Now)
	return ok && p.DraftSlug != ""
}

// Pledging tells whether organisations can pledge now.
func (p FrontPage) Pledging() bool {
	_, _, ok := p.Front.Open(models.PhasePledges, p.Now)
	return ok && p.Front.NoticeVersion > 0
}

// Changed is how often the dates were changed.
func (p FrontPage) Changed() (n int) {
	for _, v := range p.Front.Timeline {
		n += len(v.Changes)
	}
	return n
}

// CoLeads are the organisations that lead the consultation together.
func (p FrontPage) CoLeads() []models.PartnerOrganisation { return p.standing(models.CoLead) }

// Partners are the other organisations behind it.
func (p FrontPage) Partners() []models.PartnerOrganisation { return p.standing(models.Partner) }

func (p FrontPage) standing(role models.PartnerRole) []models.PartnerOrganisation {
	var out []models.PartnerOrganisation
	for _, o := range p.Front.Partners {
		if o.Role == role {
			out = append(out, o)
		}
	}
	return out
}

// Task is something to be done before a consultation can begin. Title and Why are catalogue keys.
type Task struct {
	Done             bool
	Path, Title, Why string
}

// Checklist is what a consultation needs before anybody can contribute, in the order to do it in.
func (p ManagePage) Checklist() []Task {
	consulting := slices.ContainsFunc(p.Front.Phases, func(q models.Phase) bool { return q.Kind == models.PhaseConsultation })
	published, publish := false, "/manage/import"
	for _, d := range p.Front.Drafts {
		published = published || d.Newest > 0
		if d.Working {
			publish = "/drafts/" + url.PathEscape(d.Slug) + "/working"
		}
	}
	tasks := []Task{
		{consulting, "/manage/phases", "manage.dates", "manage.dates.why"},
		{p.Front.NoticeVersion > 0, "/manage/notices", "manage.notices", "manage.notices.why"},
		{len(p.Front.Drafts) > 0, "/manage/import", "manage.import", "manage.import.why"},
		{published, publish, "manage.publish", "manage.publish.why"},
		{len(p.Front.Partners) > 0, "/manage/partner", "manage.partner", "manage.partner.why"},
		{len(p.Front.Events) > 0, "/manage/event", "manage.event", "manage.event.why"},
	}
	return slices.DeleteFunc(tasks, func(t Task) bool { return !p.does(t.Title) })
}

// does tells whether a task is one of the actor's.
func (p ManagePage) does(title string) bool {
	switch title {
	case "manage.import", "manage.publish":
		return p.Rights.Draft
	case "manage.event":
		return p.Rights.Schedule
	}
	return p.Rights.Organise
}

// TaskPath is where a task is done.
func (p ManagePage) TaskPath(t Task) string {
	if strings.HasPrefix(t.Path, "#") {
		return t.Path
	}
	return p.Root() + t.Path
}

// PhaseRow are the fields of one phase.
type PhaseRow struct {
	Number                          int
	Kind, Name, Opens, Closes, Zone Field
}

// The form offers so many phases at first, and one more at each wish.
const (
	phaseRows     = 5
	mostPhaseRows = 50
)

// PhaseRows is how many rows for phases a form has.
func PhaseRows(values url.Values) int {
	n := phaseRows
	for n < mostPhaseRows && values.Has("phases."+strconv.Itoa(n)+".kind") {
		n++
	}
	return n
}

func (s speaker) rows(f Form) []PhaseRow {
	rows := make([]PhaseRow, PhaseRows(f.Values))
	for i := range rows {
		at := func(name string) Field { return s.field(f, "consultation", "phases."+strconv.Itoa(i)+"."+name) }
		row := PhaseRow{i + 1, at("kind"), at("name"), at("opens_at"), at("closes_at"), at("time_zone")}
		if !row.Kind.Chosen(string(models.PhaseConsultation)) {
			row.Opens = row.Opens.May()
		}
		rows[i] = row
	}
	return rows
}

// kilobytes rounds a size up, so that nothing has none.
func kilobytes(bytes int64) int { return int((bytes + 1023) / 1024) }
