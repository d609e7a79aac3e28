package consult

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"travaux/internal/fault"
	"travaux/internal/place"
	"travaux/internal/pledge"
	"travaux/internal/store"
	"travaux/models"
)

// trackerCache keeps, for each consultation, what its public pledges are filtered, ordered and counted by. As the columns
// of comments it is no state of its own: each use compares the consultation's change_seq and loads what changed since.
type trackerCache struct {
	mu  sync.Mutex
	all map[int64]*tracker
}

type tracker struct {
	mu     sync.Mutex // held while loading
	seq    int64
	byID   map[int64]*tracked
	newest []*tracked // never changed, but made anew
	due    []*tracked // likewise
}

// tracked is one public pledge. It is never changed.
type tracked struct {
	store.TrackedPledge
	places      [axes]uint8 // of its values in fixedOrder, that of its freshness left out: it depends on the day
	yellow, red time.Time   // after which it is
	over        time.Time   // the end of the day on which it is due; zero: the day is not read
	amount      *pledge.Sum
}

func (tc *trackerCache) of(consultationID int64) *tracker {
	tc.mu.Lock()
	defer tc.mu.Unlock()
	if tc.all == nil {
		tc.all = map[int64]*tracker{}
	}
	if tc.all[consultationID] == nil {
		tc.all[consultationID] = &tracker{byID: map[int64]*tracked{}}
	}
	return tc.all[consultationID]
}

// tracked gives the public pledges of a consultation in one of the orders; the list is nobody's to change.
func (s *Service) tracked(ctx context.Context, c models.Consultation, order string) ([]*tracked, error) {
	x := s.tracker.of(c.ID)
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.seq < c.ChangeSeq {
		rows, err := s.st.TrackedPledges(ctx, c.ID, x.seq)
		if err != nil {
			return nil, err
		}
		x.put(rows)
		x.seq = c.ChangeSeq
	}
	if order == models.PledgeDueNext {
		return x.due, nil
	}
	return x.newest, nil
}

func (x *tracker) put(rows []store.TrackedPledge) {
	if len(rows) == 0 {
		return
	}
	for _, r := range rows {
		x.byID[r.ID] = track(r)
	}
	x.newest = make([]*tracked, 0, len(x.byID))
	for _, p := range x.byID {
		x.newest = append(x.newest, p)
	}
	x.due = slices.Clone(x.newest)
	slices.SortFunc(x.newest, compareNewest)
	slices.SortFunc(x.due, compareDue)
}

func compareNewest(a, b *tracked) int {
	return cmp.Or(b.PublishedAt.Compare(*a.PublishedAt), cmp.Compare(b.ID, a.ID))
}

func compareDue(a, b *tracked) int {
	return cmp.Or(a.over.Compare(b.over), cmp.Compare(a.ID, b.ID))
}

func track(r store.TrackedPledge) *tracked {
	t := &tracked{TrackedPledge: r}
	first := cmp.Or(place.FirstLevel(r.Region), models.Unassigned)
	for i, value := range [axes]string{r.OutcomeArea, r.Kind, first, r.StakeholderType, "", t.completion(), strconv.FormatBool(r.Late)} {
		t.places[i] = placeOf(models.PledgeAxes[i], value)
	}
	if r.PublishedAt == nil {
		t.PublishedAt = &time.Time{}
	}
	t.yellow, t.red = models.Pledge{PublishedAt: t.PublishedAt, ReportedAt: r.ReportedAt}.Ages()
	if day, ok := pledge.ReadDay(r.DueOn); ok {
		t.over = day.AddDate(0, 0, 1)
	}
	if n, ok := pledge.ReadNumber(r.Amount, r.Language); ok && !n.Guessed && !r.AmountPrivate && r.Currency != "" {
		sum := pledge.SumOf(n)
		t.amount = &sum
	}
	return t
}

// stands tells whether it was not withdrawn.
func (t *tracked) stands() bool { return t.Status != models.PledgeWithdrawn }

func (t *tracked) standing() string {
	if t.stands() {
		return string(models.PledgePublished)
	}
	return string(models.PledgeWithdrawn)
}

func (t *tracked) completion() string { return cmp.Or(string(t.Grade), string(models.NotGraded)) }

func (t *tracked) overdue(at time.Time) bool {
	return t.stands() && t.Grade != models.Complete && !t.over.IsZero() && !at.Before(t.over)
}

func (t *tracked) freshness(at time.Time) models.Freshness {
	switch {
	case !t.stands() || t.Grade == models.Complete:
		return models.NotAwaited
	case !at.After(t.yellow):
		return models.Green
	case !at.After(t.red):
		return models.Yellow
	}
	return models.Red
}

// Tracker gives a page of the public pledges with the figures of all that match. Faults as of Pledges.
func (s *Service) Tracker(ctx context.Context, slug string, f models.PledgeFilter) (models.Tracker, error) {
	var out models.Tracker
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return out, err
	}
	cut, err := publicCut(f)
	if err != nil {
		return out, err
	}
	found, err := s.matching(ctx, c, cut, f)
	if err != nil {
		return out, err
	}
	out.Figures = figuresOf(found, s.Now())
	out.Pledges, err = s.trackedPage(ctx, c.ID, found, f)
	return out, err
}

// publicCut reads a filter of public pledges.
func publicCut(f models.PledgeFilter) (store.PledgeCut, error) {
	cut, err := pledgeCut(f)
	if err == nil && cut.Newest {
		err = badFilter("status")
	}
	return cut, err
}

// matching gives the public pledges that a filter leaves, in its order.
func (s *Service) matching(ctx context.Context, c models.Consultation, cut store.PledgeCut, f models.PledgeFilter) ([]*tracked, error) {
	all, err := s.tracked(ctx, c, orderOf(f))
	if err != nil {
		return nil, err
	}
	if cut.Organisations, err = s.ofOrganisations(ctx, f.Organisation); err != nil {
		return nil, err
	}
	match := matcher(cut, f, s.Now())
	found := make([]*tracked, 0, len(all))
	for _, t := range all {
		if match(t) {
			found = append(found, t)
		}
	}
	return found, nil
}

// orderOf is the order that is asked for: what is overdue longest comes first.
func orderOf(f models.PledgeFilter) string {
	if f.Order == "" && f.Due == models.PledgeOverdue {
		return models.PledgeDueNext
	}
	return cmp.Or(f.Order, models.PledgeNewest)
}

// trackedPage reads a page of a list.
func (s *Service) trackedPage(ctx context.Context, consultationID int64, found []*tracked, f models.PledgeFilter) (models.Pledges, error) {
	out := models.Pledges{Total: len(found)}
	limit, err := pledgeLimit(f)
	if err != nil {
		return out, err
	}
	from, err := s.after(consultationID, found, f)
	if err != nil {
		return out, err
	}
	page := found[from:min(len(found), from+limit)]
	if from+limit < len(found) {
		out.Next = cursorOf(page[limit-1].ID)
	}
	out.Items, err = s.publicPledges(ctx, consultationID, page)
	return out, err
}

// publicPledges reads pledges as everybody sees them, in the order in which they are given.
func (s *Service) publicPledges(ctx context.Context, consultationID int64, page []*tracked) ([]models.PledgeView, error) {
	if len(page) == 0 {
		return nil, nil
	}
	place := make(map[int64]int, len(page))
	ids := make([]int64, len(page))
	for i, t := range page {
		place[t.ID], ids[i] = i, t.ID
	}
	out, err := s.st.PublicPledges(ctx, consultationID, ids)
	slices.SortFunc(out, func(a, b models.PledgeView) int { return place[a.ID] - place[b.ID] })
	for i := range out {
		pledgeForEverybody(&out[i])
	}
	return out, err
}

// after finds where the page begins that follows a pledge, whether that one still matches or not: none ever leaves the
// public list. Fault Malformed "bad_cursor".
func (s *Service) after(consultationID int64, found []*tracked, f models.PledgeFilter) (int, error) {
	id, err := readCursor(f.Cursor)
	if err != nil || id == 0 {
		return 0, err
	}
	x := s.tracker.of(consultationID)
	x.mu.Lock()
	last := x.byID[id]
	x.mu.Unlock()
	if last == nil {
		return 0, fault.New(fault.Malformed, "bad_cursor")
	}
	compare := compareNewest
	if orderOf(f) == models.PledgeDueNext {
		compare = compareDue
	}
	from, there := slices.BinarySearchFunc(found, last, compare)
	if there {
		from++
	}
	return from, nil
}

// AllPledges gives all public pledges under a filter, in its order, with what became of them. What is wrong with the
// filter is told before the first; faults as of Pledges.
func (s *Service) AllPledges(ctx context.Context, slug string, f models.PledgeFilter) (iter.Seq2[models.PledgeRecord, error], error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return nil, err
	}
	cut, err := publicCut(f)
	if err != nil {
		return nil, err
	}
	found, err := s.matching(ctx, c, cut, f)
	return func(yield func(models.PledgeRecord, error) bool) {
		for page := range slices.Chunk(found, maxLimit) {
			records, err := s.pledgeRecords(ctx, c.ID, page)
			for _, r := range records {
				if !yield(r, nil) {
					return
				}
			}
			if err != nil {
				yield(models.PledgeRecord{}, err)
				return
			}
		}
	}, err
}

// pledgeRecords reads pledges with what is public of what became of them.
func (s *Service) pledgeRecords(ctx context.Context, consultationID int64, page []*tracked) ([]models.PledgeRecord, error) {
	views, err := s.publicPledges(ctx, consultationID, page)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(views))
	at := make(map[int64]int, len(views))
	out := make([]models.PledgeRecord, len(views))
	for i, v := range views {
		ids[i], at[v.ID], out[i].PledgeView = v.ID, i, v
	}
	partners, err := s.st.PartnersOf(ctx, consultationID, ids)
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i].Partners = partners[out[i].ID]
	}
	reports, err := s.st.PledgeReports(ctx, consultationID, ids)
	if err != nil {
		return nil, err
	}
	for _, x := range reports {
		r := &out[at[x.PledgeID]]
		r.Reports = append(r.Reports, x)
	}
	grades, err := s.st.GradesOf(ctx, consultationID, ids)
	for _, g := range grades {
		if r := &out[at[g.PledgeID]]; g.Public() {
			r.Grades = append(r.Grades, g)
		}
	}
	return out, err
}

// PledgeURL is where a pledge is read, from anywhere; without one, the list.
func (s *Service) PledgeURL(slug, ref string) string {
	return strings.TrimSuffix(s.baseURL+"/c/"+slug+"/pledges/"+ref, "/")
}
