package consult

import (
	"cmp"
	"context"
	"slices"

	"travaux/internal/fault"
	"travaux/internal/redline"
	"travaux/models"
)

// unplacedPage is how many comments a page of what could not be carried shows.
const unplacedPage = 20

// Unplaced gives a page of one of the lists of a version: the comments that could not be carried into it, those carried
// in doubt, or those that a person placed, the oldest first, each with what became of the provision it was on. Organisers
// and drafters, as far as they may read the comments. Faults: NotFound; Malformed "bad_filter", "bad_cursor".
func (s *Service) Unplaced(ctx context.Context, who models.Actor, slug, draft string, number int, f models.UnplacedFilter) (models.ToPlace, error) {
	after, err := readCursor(f.Cursor)
	if err == nil && (f.Limit < 0 || f.Limit > maxLimit) {
		err = badFilter("limit")
	}
	if err != nil {
		return models.ToPlace{}, err
	}
	limit := cmp.Or(f.Limit, unplacedPage)
	k, v, err := s.placeIn(ctx, who, slug, draft, number)
	if err != nil {
		return models.ToPlace{}, err
	}
	out, err := s.lists(ctx, who, k, v, f.What)
	if err != nil {
		return out, err
	}
	published, confidential := readableBy(who, v)
	ids, err := s.st.Unplaced(ctx, v, f.What, after, published, confidential, limit+1)
	if err != nil {
		return out, err
	}
	ids, out.Next = cut(ids, limit)
	views, err := s.st.StaffViews(ctx, v.ConsultationID, ids)
	if err != nil {
		return out, err
	}
	slices.Reverse(views) // the oldest first, as the pages go on
	out.Items, err = k.became(ctx, s.forStaff(views), v)
	return out, err
}

// lists is a list of a version without its comments, with how many each list has.
func (s *Service) lists(ctx context.Context, who models.Actor, k *carrying, v models.Version, what models.Unplaced) (models.ToPlace, error) {
	out := models.ToPlace{Draft: k.draft, Version: v, What: what}
	if !slices.Contains(models.UnplacedValues, what) {
		return out, badFilter("what")
	}
	published, confidential := readableBy(who, v)
	var err error
	if out.Counts, err = s.st.CountUnplaced(ctx, v, published, confidential); err != nil {
		return out, err
	}
	waiting, err := s.st.Carryings(ctx, v.ConsultationID, v.DraftID)
	if err != nil {
		return out, err
	}
	out.Carrying = slices.ContainsFunc(waiting, func(c models.Carrying) bool { return c.VersionID == v.ID })
	out.Provisions, err = s.st.Provisions(ctx, v.ConsultationID, v.ID, k.draft.Language)
	return out, err
}

// readableBy are the regions from which somebody may read the comments on a version: published ones, confidential ones.
func readableBy(who models.Actor, v models.Version) (published, confidential []string) {
	return Within(who, ReadQueue, v.ConsultationID), Within(who, ReadConfidential, v.ConsultationID)
}

// placeIn finds the version in which somebody may place comments, with what is known of its draft.
func (s *Service) placeIn(ctx context.Context, who models.Actor, slug, draft string, number int) (*carrying, models.Version, error) {
	var v models.Version
	c, err := s.where(ctx, who, Draft, slug)
	if err != nil {
		return nil, v, err
	}
	d, err := s.st.Draft(ctx, c.ID, draft)
	if err != nil {
		return nil, v, err
	}
	k, err := s.newCarrying(ctx, models.CarryAnchors{ConsultationID: c.ID, DraftID: d.ID})
	if err != nil {
		return nil, v, err
	}
	v, _, err = choose(k.versions, Which{Number: number})
	return k, v, err
}

// NextUnplaced is the comment of a list that comes after another, else the first; empty when none is left.
func (s *Service) NextUnplaced(ctx context.Context, who models.Actor, slug, draft string, number int, what models.Unplaced, after string) (string, error) {
	if !slices.Contains(models.UnplacedValues, what) {
		return "", badFilter("what")
	}
	k, v, err := s.placeIn(ctx, who, slug, draft, number)
	if err != nil {
		return "", err
	}
	from := int64(0)
	if number, ok := models.ParseRef(after); ok {
		c, err := s.st.CommentByNumber(ctx, k.draft.ConsultationID, number, true)
		if err != nil {
			return "", err
		}
		from = c.ID
	}
	published, confidential := readableBy(who, v)
	for _, id := range slices.Compact([]int64{from, 0}) {
		ids, err := s.st.Unplaced(ctx, v, what, id, published, confidential, 2)
		if err != nil {
			return "", err
		}
		if ids = slices.DeleteFunc(ids, func(id int64) bool { return id == from }); len(ids) == 0 {
			continue
		}
		next, err := s.st.StaffViews(ctx, v.ConsultationID, ids[:1])
		if err != nil || len(next) == 0 {
			return "", err
		}
		return next[0].Ref(), nil
	}
	return "", nil
}

// UnplacedByVersion counts the comments that are still to be placed in each version of each draft, for those who may
// place them; nothing for everybody else.
func (s *Service) UnplacedByVersion(ctx context.Context, who models.Actor, consultationID int64) ([]models.UnplacedCount, error) {
	if !Can(who, Draft, Thing{ConsultationID: consultationID}) {
		return nil, nil
	}
	return s.st.UnplacedByVersion(ctx, consultationID, Within(who, ReadQueue, consultationID), Within(who, ReadConfidential, consultationID))
}

// Placing gives a comment with the text of a version in which it is to be placed, and the list it was opened from.
// Organisers and drafters who may read the comment. Fault NotFound, also where the version is not later than the comment.
func (s *Service) Placing(ctx context.Context, who models.Actor, slug, draft string, number int, what models.Unplaced, ref string) (models.Placing, error) {
	var out models.Placing
	k, v, err := s.placeIn(ctx, who, slug, draft, number)
	if err != nil {
		return out, err
	}
	_, view, err := s.inQueue(ctx, who, Draft, slug, ref)
	if err != nil {
		return out, err
	}
	if view.Draft != draft || view.Version >= number || view.TargetKind == models.TargetVersion {
		return out, fault.Missing("comment")
	}
	if out.List, err = s.lists(ctx, who, k, v, what); err != nil {
		return out, err
	}
	all, err := k.became(ctx, s.forStaff([]models.CommentView{view}), v)
	if err != nil {
		return out, err
	}
	out.Comment = all[0]
	language := k.language(view, v)
	if out.Reading, err = s.readingOf(ctx, k.draft, v, language); err != nil {
		return out, err
	}
	old, err := k.st.Provisions(ctx, v.ConsultationID, k.version(view.Version).ID, language)
	if at := slices.IndexFunc(old, func(p models.Provision) bool { return p.WID == view.WID+view.AfterWID }); at >= 0 {
		out.Was = &old[at]
	}
	return out, err
}

// version is a version of the draft by its number.
func (k *carrying) version(number int) models.Version {
	for _, v := range k.versions {
		if v.Number == number {
			return v
		}
	}
	return models.Version{}
}

// language is the one in which a comment is compared and placed in a version: that of its words where both versions are
// published in it, else the authoritative one.
func (k *carrying) language(c models.CommentView, v models.Version) string {
	l := c.AnchorLanguage
	if k.frozen[textOf{v.ID, l}] && k.frozen[textOf{k.version(c.Version).ID, l}] {
		return l
	}
	return k.draft.Language
}

// became tells what became of the provisions of some comments up to a version. Two texts are compared once.
func (k *carrying) became(ctx context.Context, views []models.CommentView, v models.Version) ([]models.UnplacedComment, error) {
	out := make([]models.UnplacedComment, len(views))
	known := map[pair]map[string]models.Became{}
	for i, c := range views {
		out[i].CommentView = c
		out[i].Place, _ = c.PlacedIn(v.Number)
		p := pair{k.version(c.Version).ID, v.ID, k.language(c, v)}
		if known[p] == nil {
			var err error
			if known[p], err = k.fates(ctx, p); err != nil {
				return nil, err
			}
		}
		out[i].Became = known[p][c.WID+c.AfterWID]
	}
	return out, nil
}

// fates tells what became of every provision of one text in another.
func (k *carrying) fates(ctx context.Context, p pair) (map[string]models.Became, error) {
	was, err := k.st.Provisions(ctx, k.draft.ConsultationID, p.from, p.language)
	if err != nil {
		return nil, err
	}
	is, err := k.st.Provisions(ctx, k.draft.ConsultationID, p.to, p.language)
	if err != nil {
		return nil, err
	}
	out := map[string]models.Became{}
	for _, c := range redline.Compare(was, is) {
		if c.From < 0 {
			continue
		}
		b := models.Became{Fate: c.Fate, WIDs: c.Targets}
		if len(b.WIDs) == 0 && c.To >= 0 {
			b.WIDs = []string{is[c.To].WID}
		}
		out[was[c.From].WID] = b
	}
	return out, nil
}
