package consult

import (
	"cmp"
	"context"
	"slices"

	"travaux/internal/fault"
	"travaux/internal/pledge"
	"travaux/internal/store"
	"travaux/models"
)

// PledgeCard is a pledge as somebody may see it. Findings and notes are for its organisation and the secretariat.
type PledgeCard struct {
	models.PledgeView
	Own      bool // the actor speaks for its organisation
	Inside   bool // the actor sees its newest words, public or not
	Findings []pledge.Finding
	Notes    []models.PledgeNote
	Grades   []models.PledgeGrade      // those that the actor may see, the newest first
	Gradable bool                      // the actor may say now how far it has come
	Versions []models.PledgeVersion    // those that were public, and all of them for who sees the newest; the first first
	Reports  []models.PledgeReportView // the first first
	Partners []models.PartnerView      // those that confirmed, and others for who sees the newest words
}

// Pledge gives one pledge: everybody what is public of it, the secretariat what was submitted last, its organisation its
// newest words, both with what the tests find in them. Fault NotFound "pledge_not_found".
func (s *Service) Pledge(ctx context.Context, who models.Actor, slug, ref string) (PledgeCard, error) {
	var card PledgeCard
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return card, err
	}
	if !isRef(ref) {
		return card, fault.Missing("pledge")
	}
	if card.PledgeView, err = s.st.PledgeByRef(ctx, c.ID, ref, false); err != nil {
		return card, err
	}
	card.Own = Can(who, MakePledge, Thing{OrganisationID: card.OrganisationID})
	card.Inside = card.Own || Can(who, ReadPledges, Thing{ConsultationID: c.ID, Region: card.Region})
	if err := s.became(ctx, who, &card); err != nil {
		return card, err
	}
	if err := s.partnersFor(ctx, &card); err != nil {
		return card, err
	}
	if !card.Inside {
		return s.publicPledge(ctx, card)
	}
	if !card.Own {
		if card.PledgeView, err = s.st.SentPledge(ctx, c.ID, ref); err != nil {
			return PledgeCard{}, err
		}
		card.Status, card.Written = card.Standing(), card.Number
	}
	if card.Versions, err = s.st.PledgeVersions(ctx, c.ID, card.ID); err != nil {
		return card, err
	}
	if card.Notes, err = s.st.PledgeNotes(ctx, c.ID, card.ID); err != nil {
		return card, err
	}
	if !card.Own {
		if err := s.onlySent(ctx, &card); err != nil {
			return card, err
		}
	}
	card.Findings, err = s.findings(ctx, c.ID, card.OrganisationID, card.PledgeText, s.Now())
	return card, err
}

// onlySent leaves of the versions of a pledge those that were public or, as the log tells, submitted.
func (s *Service) onlySent(ctx context.Context, card *PledgeCard) error {
	entries, err := s.st.EntriesAbout(ctx, card.ConsultationID, []int64{card.ID})
	sent := map[string]bool{}
	for _, e := range entries {
		if leaf, err := readLeaf(e.Leaf); err == nil && e.Kind == models.PledgeSubmit {
			sent[leaf.Commitment] = true
		}
	}
	card.Versions = slices.DeleteFunc(card.Versions, func(v models.PledgeVersion) bool { return v.ShownAt == nil && !sent[v.Commitment] })
	return err
}

// became adds what has become of a pledge: how it was graded, and the reports on it.
func (s *Service) became(ctx context.Context, who models.Actor, card *PledgeCard) error {
	grades, err := s.st.PledgeGrades(ctx, card.ConsultationID, card.ID)
	if err != nil {
		return err
	}
	card.Grades = gradesFor(who, *card, grades)
	if card.Public() && Can(who, GradePledges, Thing{ConsultationID: card.ConsultationID, Region: card.Region}) {
		why := ungradable(ctx, s.st.Reader, who, card.PledgeView, grades)
		if _, refused := fault.As(why); why != nil && !refused {
			return why
		}
		card.Gradable = why == nil
	}
	reports, err := s.st.PledgeReports(ctx, card.ConsultationID, []int64{card.ID})
	card.Reports = reportsForEverybody(reports)
	return err
}

// publicPledge gives a pledge as everybody sees it. Fault NotFound "pledge_not_found".
func (s *Service) publicPledge(ctx context.Context, card PledgeCard) (PledgeCard, error) {
	if !card.Public() {
		return PledgeCard{}, fault.Missing("pledge")
	}
	v, err := s.st.PledgeByRef(ctx, card.ConsultationID, card.Ref, true)
	if err != nil {
		return PledgeCard{}, err
	}
	pledgeForEverybody(&v)
	out := PledgeCard{PledgeView: v, Grades: card.Grades, Gradable: card.Gradable, Reports: card.Reports, Partners: card.Partners}
	all, err := s.st.PledgeVersions(ctx, v.ConsultationID, v.ID)
	for _, x := range all {
		if x.ShownAt != nil {
			x.Salt, x.WrittenBy = "", nil
			textForEverybody(&x.PledgeText)
			out.Versions = append(out.Versions, x)
		}
	}
	return out, err
}

// pledgeForEverybody leaves of a pledge what is public: neither an amendment that is being written nor who wrote.
func pledgeForEverybody(v *models.PledgeView) {
	v.Status, v.Written, v.SubmittedAt, v.CreatedBy, v.Salt = v.Standing(), v.Shown, nil, nil, ""
	textForEverybody(&v.PledgeText)
}

// textForEverybody takes an amount away that is kept from the public; that there is one is told.
func textForEverybody(t *models.PledgeText) {
	if t.AmountPrivate {
		t.AmountPrivate = t.Amount != ""
		t.Amount, t.Currency = "", ""
	}
}

// Pledges lists pledges: everybody those that are public, the last to be published first unless another order is asked
// for, withdrawn ones as such; who may read those that are not public any by its status. Faults: Malformed "bad_filter",
// "bad_cursor"; Forbidden where a status is not for the actor.
func (s *Service) Pledges(ctx context.Context, who models.Actor, slug string, f models.PledgeFilter) (models.Pledges, error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return models.Pledges{}, err
	}
	cut, err := pledgeCut(f)
	if err != nil {
		return models.Pledges{}, err
	}
	if !cut.Newest && f.Own == "" {
		found, err := s.matching(ctx, c, cut, f)
		if err != nil {
			return models.Pledges{}, err
		}
		return s.trackedPage(ctx, c.ID, found, f)
	}
	if f.Own != "" {
		return s.ownList(ctx, who, c.ID, cut, f)
	}
	limits, may := reach(who, ReadPledges, c.ID)
	if err := need(who, may && !slices.Contains(cut.Statuses, string(models.PledgeDraft))); err != nil { // drafts are their organisation's
		return models.Pledges{}, err
	}
	if cut.Organisations, err = s.ofOrganisations(ctx, f.Organisation); err != nil {
		return models.Pledges{}, err
	}
	cut.Regions = common(cut.Regions, limits)
	return s.newestWords(ctx, c.ID, cut, f)
}

// newestWords gives a page of a list of pledges with what they say now, public or not.
func (s *Service) newestWords(ctx context.Context, consultationID int64, cut store.PledgeCut, f models.PledgeFilter) (models.Pledges, error) {
	var out models.Pledges
	limit, err := pledgeLimit(f)
	if err != nil {
		return out, err
	}
	before, err := readCursor(f.Cursor)
	if err != nil {
		return out, err
	}
	if out.Items, err = s.st.Pledges(ctx, consultationID, cut, before, limit+1); err != nil {
		return out, err
	}
	if len(out.Items) > limit {
		out.Items, out.Next = out.Items[:limit], cursorOf(out.Items[limit-1].ID)
	}
	out.Total, err = s.st.CountPledges(ctx, consultationID, cut)
	return out, err
}

// pledgeLimit is how many pledges are on a page. Fault Malformed "bad_filter".
func pledgeLimit(f models.PledgeFilter) (int, error) {
	if f.Limit < 0 || f.Limit > maxLimit {
		return 0, badFilter("limit")
	}
	return cmp.Or(f.Limit, defaultLimit), nil
}

// pledgeCut reads a filter; where it asks for a status that is not public, it is about the newest words, which are in
// the order in which they were begun and are neither fresh nor graded.
func pledgeCut(f models.PledgeFilter) (store.PledgeCut, error) {
	of, err := organisationCut(models.OrganisationFilter{Type: f.Type, Region: f.Region, Country: f.Country})
	cut := store.PledgeCut{
		Outcomes: given(f.Outcome), Kinds: given(f.Kind), Types: of.Types, Regions: of.Regions, Countries: of.Countries, Statuses: given(f.Status),
	}
	if err != nil {
		return cut, err
	}
	for _, v := range cut.Statuses {
		cut.Newest = cut.Newest || !slices.Contains(models.PublicPledgeStatuses, models.PledgeStatus(v))
	}
	truth := []string{"true", "false"}
	for _, list := range []struct {
		name          string
		given, choice []string
		public        bool // of public pledges alone
	}{
		{"outcome", cut.Outcomes, models.OutcomeAreas, false},
		{"kind", cut.Kinds, pledge.Kinds, false},
		{"status", cut.Statuses, wordsOf(models.PledgeStatuses), false},
		{"freshness", given(f.Freshness), fixedOrder["freshness"], true},
		{"completion", given(f.Completion), fixedOrder["completion"], true},
		{"own", given([]string{f.Own}), truth[:1], false},
		{"intent", given(f.Intent), truth, true},
		{"late", given(f.Late), truth, true},
		{"due", given([]string{f.Due}), []string{models.PledgeOverdue}, true},
		{"order", given([]string{f.Order}), []string{models.PledgeNewest, models.PledgeDueNext}, true},
	} {
		if list.public && cut.Newest && list.given != nil {
			return cut, badFilter(list.name)
		}
		for _, v := range list.given {
			if !slices.Contains(list.choice, v) {
				return cut, badFilter(list.name)
			}
		}
	}
	return cut, nil
}

func wordsOf[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

// OwnPledges lists the pledges, with their newest words, of the organisations that the actor speaks for.
func (s *Service) OwnPledges(ctx context.Context, who models.Actor, slug string) ([]models.PledgeView, error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil || len(who.Organisations) == 0 {
		return nil, err
	}
	return s.st.Pledges(ctx, c.ID, store.PledgeCut{Organisations: who.Organisations, Own: true}, 0, maxLimit)
}

// ownList is a page of the pledges, as they are written, of the organisations that the actor speaks for.
func (s *Service) ownList(ctx context.Context, who models.Actor, consultationID int64, cut store.PledgeCut, f models.PledgeFilter) (models.Pledges, error) {
	if err := need(who, who.Known()); err != nil {
		return models.Pledges{}, err
	}
	named, err := s.ofOrganisations(ctx, f.Organisation)
	if err != nil {
		return models.Pledges{}, err
	}
	cut.Organisations = []int64{}
	for _, id := range who.Organisations {
		if named == nil || slices.Contains(named, id) {
			cut.Organisations = append(cut.Organisations, id)
		}
	}
	if cut.Own = true; len(cut.Organisations) == 0 {
		return models.Pledges{}, nil
	}
	return s.newestWords(ctx, consultationID, cut, f)
}
