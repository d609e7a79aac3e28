package consult

import (
	"context"
	"slices"
	"strings"
	"time"

	"travaux/internal/fault"
	"travaux/internal/pledge"
	"travaux/internal/store"
	"travaux/models"
)

// PledgeQueue is one page of what the secretariat has to do with pledges.
type PledgeQueue struct {
	models.Pledges
	Counts map[models.PledgeStatus]int // where those stand that the actor may read, under the same filter; drafts too
}

// PledgeQueue lists pledges with their newest words, those that wait longest first; without a status those that wait for
// the secretariat. Who may read pledges that are not public, within their regions. Faults: Malformed "bad_filter", "bad_cursor".
func (s *Service) PledgeQueue(ctx context.Context, who models.Actor, slug string, f models.PledgeFilter) (PledgeQueue, error) {
	var out PledgeQueue
	c, err := s.where(ctx, who, ReadPledges, slug)
	if err != nil {
		return out, err
	}
	cut, err := pledgeCut(f)
	if err != nil {
		return out, err
	}
	if cut.Statuses == nil {
		cut.Statuses = []string{string(models.PledgeSubmitted)}
	}
	if slices.Contains(cut.Statuses, string(models.PledgeDraft)) {
		return out, badFilter("status")
	}
	cut.Regions = common(cut.Regions, Within(who, ReadPledges, c.ID))
	limit, err := pledgeLimit(f)
	if err != nil {
		return out, err
	}
	since, after, err := readQueueCursor(f.Cursor)
	if err != nil {
		return out, err
	}
	if out.Items, err = s.st.PledgeQueue(ctx, c.ID, cut, since, after, limit+1); err != nil {
		return out, err
	}
	if len(out.Items) > limit {
		out.Items, out.Next = out.Items[:limit], queueCursor(out.Items[limit-1])
	}
	out.Counts, err = s.st.PledgesByStatus(ctx, c.ID, cut)
	for _, status := range cut.Statuses {
		out.Total += out.Counts[models.PledgeStatus(status)]
	}
	return out, err
}

// queueCursor names a place in the queue: since when a pledge waits, and which it is. It stays where it is when that pledge
// moves on.
func queueCursor(v models.PledgeView) string {
	since := v.CreatedAt
	if v.SubmittedAt != nil {
		since = *v.SubmittedAt
	}
	return cursorOf(since.UnixMicro()) + "." + cursorOf(v.ID)
}

// readQueueCursor reads a place in the queue; the empty one is its beginning. Fault Malformed "bad_cursor".
func readQueueCursor(cursor string) (since time.Time, after int64, err error) {
	if cursor == "" {
		return since, 0, nil
	}
	at, id, _ := strings.Cut(cursor, ".")
	micros, err := readCursor(at)
	if err != nil {
		return since, 0, err
	}
	if after, err = readCursor(id); err == nil && (micros == 0 || after == 0) {
		err = fault.New(fault.Malformed, "bad_cursor")
	}
	return time.UnixMicro(micros).UTC(), after, err
}

// WaitingPledges counts the pledges that wait for the secretariat where the actor reviews them.
func (s *Service) WaitingPledges(ctx context.Context, who models.Actor, slug string) (int, error) {
	c, err := s.where(ctx, who, ReadPledges, slug)
	if err != nil {
		return 0, err
	}
	cut, err := pledgeCut(models.PledgeFilter{Status: []string{string(models.PledgeSubmitted)}})
	if err != nil {
		return 0, err
	}
	cut.Regions = Within(who, ReadPledges, c.ID)
	return s.st.CountPledges(ctx, c.ID, cut)
}

// PledgeChange is what one field of a pledge was and is. Of words the runs tell; of what is chosen or counted both values.
type PledgeChange struct {
	Field   string
	Was, Is string
	Runs    []models.Run
}

// PledgeToReview is a pledge as the secretariat decides on it.
type PledgeToReview struct {
	PledgeCard
	Since   *models.PledgeVersion // what its newest words are compared with; nil: nothing
	Public  bool                  // that is what everybody sees
	Changes []PledgeChange
	Reviews bool                // the actor may publish it, or ask for changes, if it waits
	Mine    bool                // they may not, since they speak for its organisation
	Similar []models.PledgeView // public ones of other organisations that say much the same
}

// PledgeToReview gives a pledge that was submitted once, compared with its version since or, where that is 0, with what is
// public of it, else with what the secretariat last spoke to. Who may read pledges that are not public, within their
// regions. Fault NotFound "pledge_not_found".
func (s *Service) PledgeToReview(ctx context.Context, who models.Actor, slug, ref string, since int) (PledgeToReview, error) {
	var out PledgeToReview
	c, err := s.where(ctx, who, ReadPledges, slug)
	if err != nil {
		return out, err
	}
	if out.PledgeCard, err = s.Pledge(ctx, who, slug, ref); err != nil {
		return out, err
	}
	thing := Thing{ConsultationID: c.ID, Region: out.Region}
	if !Can(who, ReadPledges, thing) || out.Status == models.PledgeDraft {
		return PledgeToReview{}, fault.Missing("pledge")
	}
	if out.Mine, err = partOf(ctx, s.st.Reader, who, out.Pledge); err != nil {
		return PledgeToReview{}, err
	}
	out.Reviews = Can(who, ReviewPledges, thing) && !out.Mine
	if out.Similar, err = s.similarPledges(ctx, out.PledgeView); err != nil {
		return PledgeToReview{}, err
	}
	if since == 0 {
		since = out.Shown
	}
	if since == 0 && len(out.Notes) > 0 {
		since = out.Notes[len(out.Notes)-1].Version
	}
	if i := slices.IndexFunc(out.Versions, func(v models.PledgeVersion) bool { return v.Number == since && v.Number != out.Number }); i >= 0 {
		out.Since, out.Public = &out.Versions[i], since == out.Shown
		out.Changes = PledgeChanges(out.Since.PledgeText, out.PledgeText)
	}
	return out, nil
}

// partOf tells whether somebody speaks for the organisation that pledges or for a partner that confirmed, whatever their
// token reaches: they do not decide on it.
func partOf(ctx context.Context, r store.Reader, who models.Actor, p models.Pledge) (bool, error) {
	if who.System || slices.Contains(who.Organisations, p.OrganisationID) {
		return !who.System, nil
	}
	return r.IsPartner(ctx, p, who.Organisations)
}

// PledgeChanges tells where two versions of a pledge differ, in the order of the form.
func PledgeChanges(was, is models.PledgeText) []PledgeChange {
	before, after := pledgeFields(was), pledgeFields(is)
	var out []PledgeChange
	for i, f := range after {
		if f.value == before[i].value {
			continue
		}
		c := PledgeChange{Field: f.name, Was: before[i].value, Is: f.value}
		if f.words {
			c.Runs = runs(c.Was, c.Is)
		}
		out = append(out, c)
	}
	return out
}

// pledgeField is a field of a pledge as it is compared: its words one by one, or as a whole.
type pledgeField struct {
	name, value string
	words       bool
}

func pledgeFields(t models.PledgeText) []pledgeField {
	var milestones []string
	for _, m := range t.Milestones {
		milestones = append(milestones, m.DueOn+" "+m.Title)
	}
	amount := strings.TrimSpace(t.Amount + " " + t.Currency)
	return []pledgeField{
		{"title", t.Title, true},
		{"outcome_area", t.OutcomeArea, false},
		{"rationale", t.Rationale, true},
		{"provisions", strings.Join(t.Provisions, " "), false},
		{"starts_on", t.StartsOn, false},
		{"due_on", t.DueOn, false},
		{"milestones", strings.Join(milestones, "\n"), true},
		{"kind", t.Kind, false},
		{"intent", choice(t.Intent, "pledge.intent"), false},
		{"amount", amount, false},
		{"amount_private", choice(t.AmountPrivate, "pledge.withheld"), false},
		{"indicator", t.Indicator, true},
		{"unit", t.Unit, true},
		{"baseline_value", t.BaselineValue, false},
		{"baseline_on", t.BaselineOn, false},
		{"target_value", t.TargetValue, false},
		{"direction", t.Direction, false},
		{"verification", t.Verification, true},
		{"frequency", t.Frequency, false},
		{"resources", t.Resources, true},
		{"beneficiaries", strings.Join(t.Beneficiaries, " "), false},
	}
}

// choice names what is shown of something that was chosen.
func choice(chosen bool, name string) string {
	if chosen {
		return name
	}
	return ""
}

// How many public pledges, the newest, one is held against, and how many that say much the same are told.
const (
	heldAgainst = 500
	mostSimilar = 5
)

// similarPledges are the public pledges of other organisations, in the same outcome area, that say much the same as one.
func (s *Service) similarPledges(ctx context.Context, v models.PledgeView) ([]models.PledgeView, error) {
	all, err := s.st.Pledges(ctx, v.ConsultationID, store.PledgeCut{Outcomes: []string{v.OutcomeArea}, Statuses: []string{string(models.PledgePublished)}}, 0, heldAgainst)
	var out []models.PledgeView
	for _, x := range all {
		if x.OrganisationID != v.OrganisationID && len(out) < mostSimilar && pledge.Alike(writtenOf(v.PledgeText), writtenOf(x.PledgeText)) {
			pledgeForEverybody(&x)
			out = append(out, x)
		}
	}
	return out, err
}

// Address is a path of ours as one writes it to somebody.
func (s *Service) Address(path string) string { return s.baseURL + path }
