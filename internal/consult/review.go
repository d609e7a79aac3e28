package consult

import (
	"context"
	"slices"
	"strings"

	"travaux/internal/facet"
	"travaux/internal/fault"
	"travaux/internal/place"
	"travaux/internal/search"
	"travaux/internal/store"
	"travaux/models"
)

// Page sizes of lists.
const (
	defaultLimit = 50
	maxLimit     = 200
	maxFacet     = 500
)

// Review gives one page of the drafters' queue: newest first, with a count for each value of each filter under
// the other filters. Region and provision match everything below them. Drafters, organisers, moderators and
// observers; a role limited to regions sees and counts only those. Faults: Malformed "bad_filter", "bad_cursor".
func (s *Service) Review(ctx context.Context, who models.Actor, slug string, f models.ReviewFilter) (models.Review, error) {
	var none models.Review
	c, err := s.where(ctx, who, ReadQueue, slug)
	if err != nil {
		return none, err
	}
	x, err := s.columnsOf(ctx, c)
	if err != nil {
		return none, err
	}
	q, err := s.reviewQuery(ctx, who, c, x, f)
	if err != nil {
		return none, err
	}
	ids, total, counts := x.staff.Search(q)
	out := models.Review{Total: total, Facets: facets(counts, x.tree)}
	ids, out.Next = cut(ids, q.Limit-1)
	out.All, out.Answered = progress(x.staff, scope(who, c.ID))
	out.Outline = x.tree.newest
	out.Items, err = s.st.StaffViews(ctx, c.ID, ids)
	out.Items = s.forStaff(out.Items)
	return out, err
}

// reviewQuery turns the filter into a question to the columns, cut by what the actor may read.
func (s *Service) reviewQuery(ctx context.Context, who models.Actor, c models.Consultation, x current, f models.ReviewFilter) (facet.Query, error) {
	q := facet.Query{Want: scope(who, c.ID)}
	for i, d := range models.Dimensions {
		want, err := expand(d.Query, *d.Of(&f), x.tree)
		if err != nil {
			return q, err
		}
		q.Want[i] = want
	}
	return q, s.page(ctx, c.ID, &q, f.Q, f.Cursor, f.Limit)
}

// page fills in what lists have in common: the hits of a search, where to go on, and how many, which is one more
// than a page holds, to know whether there is a next.
func (s *Service) page(ctx context.Context, consultationID int64, q *facet.Query, text, cursor string, limit int) error {
	var err error
	if q.Before, err = readCursor(cursor); err != nil {
		return err
	}
	switch {
	case limit < 0:
		return badFilter("limit")
	case limit == 0:
		limit = defaultLimit
	}
	q.Limit = min(limit, maxLimit) + 1
	if strings.TrimSpace(text) == "" {
		return nil
	}
	if _, problem := models.CleanText(text); problem != models.TextOK || len(text) > 4096 {
		return badFilter("q")
	}
	e := search.Parse(text)
	if q.Only = []int64{}; e.Empty() {
		return nil // nothing that could be found
	}
	q.Only, err = s.st.Hits(ctx, consultationID, e)
	return err
}

// progress tells how many comments there are in a scope and how many of them have an answer.
func progress(x *facet.Index, scope [][]string) (all, answered int) {
	outcome := slices.IndexFunc(models.Dimensions, func(d models.Dimension) bool { return d.JSON == "outcome" })
	for _, count := range x.Counts(facet.Query{Want: scope})[outcome] {
		all += count.Count
		if count.Value != string(models.Open) {
			answered += count.Count
		}
	}
	return all, answered
}

func badFilter(name string) *fault.Error {
	f := fault.New(fault.Malformed, "bad_filter").With("filter", name)
	f.Fields = []fault.Field{{Name: name, Code: "unknown_value"}}
	return f
}

// expand checks the values of a filter and lists what they match: a region or a provision, everything below it.
func expand(name string, values []string, t tree) ([]string, error) {
	var out []string
	for _, v := range values {
		var matches []string
		switch name {
		case "region":
			matches = regionMatches(v)
		case "provision":
			matches = t.below(v)
		default:
			if known(name, v) {
				matches = []string{v}
			}
		}
		if matches == nil {
			return nil, badFilter(name)
		}
		out = append(out, matches...)
	}
	return out, nil
}

func regionMatches(v string) []string {
	if v == models.Unassigned || v == models.Withheld {
		return []string{v}
	}
	if !place.IsRegion(v) {
		return nil
	}
	return place.Below(v)
}

// known tells whether a filter has a value at all.
func known(name, v string) bool {
	switch name {
	case "country":
		return rules["country"](v)
	case "stakeholder":
		return rules["voice"](v) || v == models.Withheld
	case "type":
		return rules["type"](v)
	case "stance":
		return v == models.NoStance || rules["stance"](v)
	case "outcome":
		return rules["outcome"](v)
	case "anchor":
		return slices.Contains(models.AnchorStates, models.AnchorState(v))
	case "provenance":
		return slices.Contains(models.Provenances, v)
	case "verified", "late":
		return v == "true" || v == "false"
	case "language":
		return len(v) >= 2 && len(v) <= 35 && strings.Trim(v, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == ""
	}
	return false
}

// facets names the counts; regions and provisions also count for what they are in.
func facets(counts [][]facet.Count, t tree) map[string][]models.FacetCount {
	out := map[string][]models.FacetCount{}
	for i, d := range models.Dimensions {
		switch d.JSON {
		case "region":
			out[d.JSON] = rollUp(counts[i], place.Path)
		case "provision":
			out[d.JSON] = rollUp(counts[i], func(wid string) []string { return t.path[wid] })
		default: // what is still to be carried has no state yet
			known := slices.DeleteFunc(counts[i], func(c facet.Count) bool { return c.Value == "" && d.JSON == "anchor" })
			out[d.JSON] = rollUp(known, func(v string) []string { return []string{v} })
		}
	}
	return out
}

// rollUp adds each count to everything above its value; most first, at most 500.
func rollUp(counts []facet.Count, path func(string) []string) []models.FacetCount {
	sums := map[string]int{}
	for _, c := range counts {
		above := path(c.Value)
		if len(above) == 0 {
			above = []string{c.Value}
		}
		for _, v := range above {
			sums[v] += c.Count
		}
	}
	out := make([]models.FacetCount, 0, len(sums))
	for v, n := range sums {
		out = append(out, models.FacetCount{Value: v, Count: n})
	}
	slices.SortFunc(out, func(a, b models.FacetCount) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Value, b.Value)
	})
	return out[:min(len(out), maxFacet)]
}

// NewDisposition is a drafter's answer. A reason is required for every outcome but accepted, and open.
type NewDisposition struct {
	Outcome string `json:"outcome" validate:"required,outcome"`
	Reason  string `json:"reason" validate:"max=5000"`
}

// SetDisposition answers a comment, publicly and at once; every answer is kept. seen is what the drafter had
// read. Drafters. Faults: Stale "changed_meanwhile", Invalid "reason".
func (s *Service) SetDisposition(ctx context.Context, by models.Call, slug, ref string, in NewDisposition, seen models.Seen) (models.CommentView, error) {
	var none models.CommentView
	c, v, err := s.inQueue(ctx, by.Actor, Answer, slug, ref)
	if err != nil {
		return none, err
	}
	if err := need(by.Actor, Can(by.Actor, Answer, about(v))); err != nil {
		return none, err
	}
	var more []fault.Field
	if free := in.Outcome == string(models.Accepted) || in.Outcome == string(models.Open); !free && models.Blank(in.Reason) {
		more = append(more, fault.Field{Name: "reason", Code: "required"})
	}
	if err := s.check(&in, more...); err != nil {
		return none, err
	}
	d := models.Disposition{
		ConsultationID: c.ID, ID: s.ids.Next(by.At), CommentID: v.ID, Outcome: models.Outcome(in.Outcome),
		Reason: in.Reason, PersonID: by.PersonID, CreatedAt: by.At,
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		seq, err := tx.Touch(ctx, c.ID)
		if err != nil {
			return "", err
		}
		ok, err := tx.AddDisposition(ctx, &d, seen, seq)
		if err == nil && !ok {
			err = fault.New(fault.Stale, "changed_meanwhile")
		}
		if err != nil {
			return "", err
		}
		if err := s.recordAnswer(ctx, tx, v, d); err != nil || d.Outcome == models.Open {
			return ref, err
		}
		return ref, s.tellAuthor(ctx, tx, by, "answered", c.ID, v.ID, map[string]any{"Outcome": string(d.Outcome), "Reason": d.Reason})
	})
	if err != nil {
		return none, err
	}
	return s.oneForStaff(s.st.CommentByNumber(ctx, c.ID, v.Number, true))
}

// inQueue finds a comment of the queue, for somebody who may do something there and may read the comment.
func (s *Service) inQueue(ctx context.Context, who models.Actor, what Action, slug, ref string) (models.Consultation, models.CommentView, error) {
	c, err := s.where(ctx, who, what, slug)
	if err != nil {
		return c, models.CommentView{}, err
	}
	number, ok := models.ParseRef(ref)
	if !ok {
		return c, models.CommentView{}, fault.Missing("comment")
	}
	v, err := s.st.CommentByNumber(ctx, c.ID, number, true)
	if err == nil && !mayRead(who, v) {
		err = fault.Missing("comment")
	}
	return c, v, err
}

// Answers gives every answer that was ever given to a comment, newest first; public like the comment.
func (s *Service) Answers(ctx context.Context, who models.Actor, slug, ref string) ([]models.Disposition, error) {
	v, _, err := s.comment(ctx, who, slug, ref)
	if err != nil {
		return nil, err
	}
	return s.st.Dispositions(ctx, v.ConsultationID, v.ID)
}
