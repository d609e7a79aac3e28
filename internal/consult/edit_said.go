package consult

import (
	"context"
	"slices"

	"travaux/internal/facet"
	"travaux/models"
)

// saidBeside is how many comments are shown beside the words that somebody edits.
const saidBeside = 6

// SaidOn gives the newest comments of the queue on a provision of a draft or on what is below it, as far as somebody may
// read them, and how many there are; none for a provision that no published version has. c and d are as just read.
func (s *Service) SaidOn(ctx context.Context, who models.Actor, c models.Consultation, d models.Draft, wid string) ([]models.CommentView, int, error) {
	x, err := s.columnsOf(ctx, c)
	below := x.tree.below(wid)
	if err != nil || below == nil {
		return nil, 0, err
	}
	q := facet.Query{Want: saidOf(who, c, d), Limit: saidBeside}
	q.Want[provisionDim] = below
	ids, total := x.staff.Page(q)
	if total == 0 {
		return nil, 0, nil
	}
	views, err := s.st.StaffViews(ctx, c.ID, ids)
	return s.forStaff(views), total, err
}

// SaidOnEach tells how many comments of the queue there are on each provision of a draft with what is below it, by wid, as
// far as somebody may read them. c and d are as just read.
func (s *Service) SaidOnEach(ctx context.Context, who models.Actor, c models.Consultation, d models.Draft) (map[string]int, error) {
	x, err := s.columnsOf(ctx, c)
	if err != nil {
		return nil, err
	}
	out := map[string]int{}
	for _, n := range x.staff.Counts(facet.Query{Want: saidOf(who, c, d)})[provisionDim] {
		for _, wid := range x.tree.path[n.Value] {
			out[wid] += n.Count
		}
	}
	return out, nil
}

// saidOf asks for the comments on a draft that somebody may read in the queue.
func saidOf(who models.Actor, c models.Consultation, d models.Draft) [][]string {
	want := scope(who, c.ID)
	want[draftDim] = []string{draftOf(d.ID)}
	return want
}

// provisionDim is the dimension of what a comment is on.
var provisionDim = slices.IndexFunc(models.Dimensions, func(d models.Dimension) bool { return d.Query == "provision" })
