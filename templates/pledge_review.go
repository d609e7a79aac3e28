package templates

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"travaux/models"
)

// ManagePledgesPage is the secretariat's queue of pledges. Fields of the filter: outcome, type, region.
type ManagePledgesPage struct {
	Base
	Filter  models.PledgeFilter
	List    models.Pledges
	Counts  map[models.PledgeStatus]int
	Limits  []string // regions within which the reader may see them; nil: all
	Reviews bool     // the reader may decide
}

// PledgeTab is a status with how many pledges are in it and where these are listed; drafts have no list.
type PledgeTab struct {
	Status models.PledgeStatus
	Count  int
	Path   string
	Here   bool
}

// Form is the filter as it was asked for.
func (p ManagePledgesPage) Form() Form { return Form{Values: p.values()} }

// Filtered tells whether anything but the status is filtered.
func (p ManagePledgesPage) Filtered() bool { return len(p.values()) > 0 }

func (p ManagePledgesPage) values() url.Values {
	f := p.Filter
	f.Status = nil
	return PledgesPage{Filter: f}.values()
}

// At is where the queue is.
func (p ManagePledgesPage) At() string { return p.Root() + "/manage/pledges" }

// Status is the one whose pledges are listed.
func (p ManagePledgesPage) Status() models.PledgeStatus {
	if len(p.Filter.Status) == 0 || p.Filter.Status[0] == "" {
		return models.PledgeSubmitted
	}
	return models.PledgeStatus(p.Filter.Status[0])
}

// Tabs are the statuses, that which waits first.
func (p ManagePledgesPage) Tabs() []PledgeTab {
	out := make([]PledgeTab, 0, len(models.PledgeStatuses))
	for _, s := range models.PledgeStatuses[1:] {
		q := p.values()
		q.Set("status", string(s))
		out = append(out, PledgeTab{s, p.Counts[s], withQuery(p.At(), q), s == p.Status()})
	}
	return out
}

// Drafts is how many are only counted.
func (p ManagePledgesPage) Drafts() int { return p.Counts[models.PledgeDraft] }

// AllPath is the list without a filter.
func (p ManagePledgesPage) AllPath() string {
	return withQuery(p.At(), url.Values{"status": {string(p.Status())}})
}

// NextPath is the next page of the list.
func (p ManagePledgesPage) NextPath() string {
	q := p.values()
	q.Set("status", string(p.Status()))
	q.Set("cursor", p.List.Next)
	return withQuery(p.At(), q)
}

// PathTo is where one of them is reviewed.
func (p ManagePledgesPage) PathTo(v models.PledgeView) string {
	return p.At() + "/" + url.PathEscape(v.Ref)
}

// Days is for how many days a pledge has waited.
func (p ManagePledgesPage) Days(v models.PledgeView) int {
	if v.SubmittedAt == nil {
		return 0
	}
	return int(p.Now.Sub(*v.SubmittedAt) / (24 * time.Hour))
}

// PledgeTest is one of the three tests, with what it finds.
type PledgeTest struct {
	Test, State string
	Found       []PledgeFound
}

// PledgeFound is a sentence about a field of a pledge.
type PledgeFound struct {
	Field, Text string
	Must        bool
}

// PledgeChange is what one field of a pledge was and is: words one by one where there are runs.
type PledgeChange struct {
	Field, Was, Is string
	Runs           []models.Run
}

// PledgeReviewPage is a pledge as the secretariat decides on it. Fields: note; decision is a button, seen and read are hidden.
type PledgeReviewPage struct {
	Base
	Form
	Pledge     models.PledgeView
	Notes      []models.PledgeNote
	Tests      []PledgeTest
	Changes    []PledgeChange
	Since      int                 // the version that its newest words are compared with; 0: none
	Public     bool                // that version is what everybody sees
	Provisions []models.Provision  // of the text that it is read beside
	Similar    []models.PledgeView // public ones of other organisations that say much the same
	Reviews    bool
	Mine       bool
	Moved      bool // somebody changed it while it was read
}

// At is where the pledge is reviewed.
func (p PledgeReviewPage) At() string {
	return p.Root() + "/manage/pledges/" + url.PathEscape(p.Pledge.Ref)
}

// TogetherPath is the page with a note that suggests pledging together with another.
func (p PledgeReviewPage) TogetherPath(v models.PledgeView) string {
	return withQuery(p.At(), url.Values{"together": {v.Ref}}) + "#field-note"
}

// Together is a note to whoever pledges, in the language of their pledge, that suggests to do it with one of the similar ones;
// empty where it is none of them.
func (p PledgeReviewPage) Together(ref, at string) string {
	for _, v := range p.Similar {
		if v.Ref == ref {
			s := speaker{words().For(p.Pledge.Language)}
			return s.T("pledge_review.together_note", "organisation", s.plain(v.Organisation, v.OrganisationLanguage), "title", v.Title, "link", at+v.Ref)
		}
	}
	return ""
}

// Waits tells whether a decision is due.
func (p PledgeReviewPage) Waits() bool { return p.Pledge.Status == models.PledgeSubmitted }

// provisionsNamed is what some provisions are called; those that are not in the text are passed over.
func (s speaker) provisionsNamed(text []models.Provision, wids string) string {
	all := calls(text)
	var out []string
	for _, wid := range strings.Fields(wids) {
		if c, ok := all[wid]; ok {
			out = append(out, s.provision(c))
		}
	}
	return s.List(out)
}

// pledgeValue is what a value of a field of a pledge is called.
func (s speaker) pledgeValue(text []models.Provision, field, value string) string {
	switch field {
	case "outcome_area":
		return s.word("outcome", value)
	case "kind", "direction", "frequency":
		return s.word("pledge."+field, value)
	case "starts_on", "due_on", "baseline_on":
		if day := s.day(value); day != "" {
			return day
		}
	case "intent", "amount_private":
		return s.first(value)
	case "provisions":
		return s.provisionsNamed(text, value)
	case "beneficiaries":
		codes := strings.Fields(value)
		for i, code := range codes {
			codes[i] = s.country(code)
		}
		slices.Sort(codes)
		return s.List(codes)
	}
	return value
}

// PledgeFact is a field of a pledge with what it says.
type PledgeFact struct {
	Field string
	Text  string
	Words bool // as they were typed, in the pledge's language
}

// pledgeFacts are what a pledge says that one test is about.
func (s speaker) pledgeFacts(v models.PledgeView, text []models.Provision, test string) []PledgeFact {
	var out []PledgeFact
	add := func(field, value string, words bool) {
		if !words {
			value = s.pledgeValue(text, field, value)
		}
		if value != "" {
			out = append(out, PledgeFact{field, value, words})
		}
	}
	switch test {
	case "relevant":
		add("outcome_area", v.OutcomeArea, false)
		add("rationale", v.Rationale, true)
		add("provisions", strings.Join(v.Provisions, " "), false)
	case "future_focused":
		add("starts_on", v.StartsOn, false)
		add("due_on", v.DueOn, false)
		var milestones []string
		for _, m := range v.Milestones {
			milestones = append(milestones, m.DueOn+" · "+m.Title)
		}
		add("milestones", strings.Join(milestones, "\n"), true)
	default:
		add("kind", v.Kind, false)
		add("amount", strings.TrimSpace(v.Amount+" "+v.Currency), false)
		if v.AmountPrivate {
			add("amount_private", "pledge.withheld", false)
		}
		add("indicator", v.Indicator, true)
		add("unit", v.Unit, true)
		add("baseline_value", v.BaselineValue, false)
		add("baseline_on", v.BaselineOn, false)
		add("target_value", v.TargetValue, false)
		add("direction", v.Direction, false)
		add("verification", v.Verification, true)
		add("frequency", v.Frequency, false)
		add("resources", v.Resources, true)
		add("beneficiaries", strings.Join(v.Beneficiaries, " "), false)
	}
	return out
}
