package consult

import (
	"context"
	"iter"

	"travaux/internal/facet"
	"travaux/internal/fault"
	"travaux/models"
)

// figures counts the published comments and those of them that have an answer.
func (s *Service) figures(ctx context.Context, c models.Consultation) (comments, answered int, err error) {
	x, err := s.columnsOf(ctx, c)
	if err != nil {
		return 0, 0, err
	}
	want := make([][]string, publicDims)
	want[publicStanding] = []string{standing}
	for _, n := range x.public.Counts(facet.Query{Want: want})[publicOutcome] {
		comments += n.Count
		if n.Value != string(models.Open) {
			answered += n.Count
		}
	}
	return comments, answered, nil
}

// placedStates are what became of the words of comments that have a place in a version.
var placedStates = []string{
	string(models.AnchorExact), string(models.AnchorMoved), string(models.AnchorTextChanged), string(models.AnchorTextRemoved),
}

// inNewest asks for what is on the newest version of a draft, made on it or carried into it.
func inNewest(draft string) [][]string {
	want := make([][]string, publicDims)
	want[publicDraft], want[publicStanding], want[publicAnchor] = []string{draft}, []string{standing}, placedStates
	return want
}

// isNewest tells whether a version is what its draft's comments are filed under: the newest, and the working one.
func isNewest(r models.Reading) bool {
	return r.Version.Number == 0 || len(r.Numbers) > 0 && r.Numbers[0] == r.Version.Number
}

// said counts the published comments on each provision of a version, made on it or carried into it; "" is the whole
// text.
func (s *Service) said(ctx context.Context, c models.Consultation, r models.Reading) (map[string]int, error) {
	if !isNewest(r) {
		return s.st.SaidIn(ctx, r.ConsultationID, r.Version.ID)
	}
	x, err := s.columnsOf(ctx, c)
	if err != nil {
		return nil, err
	}
	out := map[string]int{}
	for _, n := range x.public.Counts(facet.Query{Want: inNewest(r.Slug)})[publicProvision] {
		wid := n.Value
		if wid == wholeText || wid == beginning {
			wid = ""
		}
		out[wid] += n.Count
	}
	return out, nil
}

// Comments gives one page of the public list, newest first; of a comment that is no longer shown, its marker. It knows published attributes only, so no filter can
// tell what is withheld. Faults: Malformed "bad_filter", "bad_cursor".
func (s *Service) Comments(ctx context.Context, slug string, f models.CommentFilter) (models.Comments, error) {
	var none models.Comments
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return none, err
	}
	x, err := s.columnsOf(ctx, c)
	if err != nil {
		return none, err
	}
	q := facet.Query{Want: make([][]string, publicDims)}
	if f.Draft != "" {
		q.Want[publicDraft] = []string{f.Draft}
	}
	for dim, by := range map[int]struct {
		name   string
		values []string
	}{
		publicProvision: {"provision", f.Provision}, publicRegion: {"region", f.Region}, publicStakeholder: {"stakeholder", f.Stakeholder},
		publicOutcome: {"outcome", f.Outcome}, publicLanguage: {"language", f.Language}, publicStance: {"stance", f.Stance},
	} {
		if q.Want[dim], err = expand(by.name, by.values, x.tree); err != nil {
			return none, err
		}
	}
	if err := s.page(ctx, c.ID, &q, f.Q, f.Cursor, f.Limit); err != nil {
		return none, err
	}
	if q.Only, err = s.saidBy(ctx, c.ID, q.Only, f.Organisation); err != nil {
		return none, err
	}
	q.Only = x.numbered(q.Only)
	numbers, total := x.public.Page(q)
	out := models.Comments{Total: total}
	q.Want[publicStanding], q.Before = []string{removed}, 0
	_, out.Removed = x.public.Page(q)
	numbers, out.Next = cut(numbers, q.Limit-1)
	out.Items, err = s.publicViews(ctx, c.ID, numbers)
	return out, err
}

// OnProvision gives the newest published comments on a provision of a version itself, made on it or carried into it, at
// most fifty.
func (s *Service) OnProvision(ctx context.Context, slug string, r models.Reading, wid string) ([]models.CommentView, error) {
	if !isNewest(r) {
		numbers, err := s.st.NumbersOn(ctx, r.ConsultationID, r.Version.ID, wid, defaultLimit)
		if err != nil {
			return nil, err
		}
		return s.publicViews(ctx, r.ConsultationID, numbers)
	}
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return nil, err
	}
	x, err := s.columnsOf(ctx, c)
	if err != nil {
		return nil, err
	}
	want := inNewest(r.Slug)
	want[publicProvision] = []string{wid}
	numbers, _ := x.public.Page(facet.Query{Want: want, Limit: defaultLimit})
	return s.publicViews(ctx, c.ID, numbers)
}

// Mark is a stretch of words that published comments are on, in code points of the provision's plain text.
type Mark struct{ Start, End, Comments int }

// Marks gives the words of a text that were commented on, by provision; of a part, those in it.
func (s *Service) Marks(ctx context.Context, r models.Reading) (map[string][]Mark, error) {
	rows, err := s.st.Marks(ctx, r.ConsultationID, r.Version.ID, r.Text.Language, r.Only())
	if err != nil {
		return nil, err
	}
	elsewhere, err := s.elsewhere(ctx, r)
	if err != nil {
		return nil, err
	}
	out := map[string][]Mark{}
	for _, m := range rows {
		if elsewhere[spot{m.WID, m.StartAt, m.EndAt}] {
			continue
		}
		out[m.WID] = append(out[m.WID], Mark{m.StartAt, m.EndAt, m.Comments})
	}
	return out, nil
}

// Comment gives one comment: its public attributes, or to who may read the queue the real ones, with what programs
// suspect of it. A comment that is not published is not to be known to anybody else. Fault NotFound "comment_not_found".
func (s *Service) Comment(ctx context.Context, who models.Actor, slug, ref string) (models.CommentView, error) {
	v, staff, err := s.comment(ctx, who, slug, ref)
	if err != nil || !staff {
		return v, err
	}
	one := s.forStaff([]models.CommentView{v})
	err = s.marked(ctx, v.ConsultationID, one)
	return one[0], err
}

// comment finds a comment as far as somebody may know it, and tells whether they read it as the staff do.
func (s *Service) comment(ctx context.Context, who models.Actor, slug, ref string) (v models.CommentView, staff bool, err error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return v, false, err
	}
	number, ok := models.ParseRef(ref)
	if !ok {
		return v, false, fault.Missing("comment")
	}
	if Can(who, ReadQueue, Thing{ConsultationID: c.ID}) {
		v, err = s.st.CommentByNumber(ctx, c.ID, number, true)
		if err != nil || mayRead(who, v) {
			return v, true, err
		}
	}
	v, err = s.st.CommentByNumber(ctx, c.ID, number, false)
	switch {
	case err != nil || v.Publication == models.PublishedNow:
		return v, false, err
	case v.Publication.Gone() && !v.Confidential:
		return v.Marker(), false, nil
	}
	return models.CommentView{}, false, fault.Missing("comment")
}

// publicViews gives comments by number; of those that are no longer shown, the marker.
func (s *Service) publicViews(ctx context.Context, consultationID int64, numbers []int64) ([]models.CommentView, error) {
	views, err := s.st.PublicViews(ctx, consultationID, numbers)
	for i, v := range views {
		if v.Publication != models.PublishedNow {
			views[i] = v.Marker()
		}
	}
	return views, err
}

// ExportComments gives every published comment, and none that is no longer shown, that passes a filter, newest first, with published attributes only.
func (s *Service) ExportComments(ctx context.Context, slug string, f models.CommentFilter) iter.Seq2[models.CommentView, error] {
	return func(yield func(models.CommentView, error) bool) {
		f.Limit, f.Cursor = maxLimit, ""
		for {
			page, err := s.Comments(ctx, slug, f)
			if err != nil {
				yield(models.CommentView{}, err)
				return
			}
			for _, v := range page.Items {
				if v.Publication == models.PublishedNow && !yield(v, nil) {
					return
				}
			}
			if page.Next == "" {
				return
			}
			f.Cursor = page.Next
		}
	}
}
