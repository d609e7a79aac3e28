package consult

import (
	"context"
	"slices"

	"travaux/internal/store"
	"travaux/models"
)

// What a text may weigh: a character is one, and what stands around a provision is as much as aroundProvision of them.
const (
	aroundProvision = 200
	onePage         = 120_000 // and still be read as one page: some 250 provisions of 250 characters
	oneOfMany       = 40_000  // as one page of several
)

// Place says which part of a long text is wanted: that of a provision, else that of a number, or the whole.
type Place struct {
	At     string // a wid; one that the text has not is nowhere
	Number int    // from 1; 0 is the first, and one beyond the last is the last
	Whole  bool
}

// Part gives a version as Shown does; of a text that is too long for one page only the part that is wanted, with the
// outline of the rest. The parts are the same in every language. Faults as Reading.
func (s *Service) Part(ctx context.Context, who models.Actor, slug, draft string, w Which, at Place) (models.Reading, error) {
	c, r, err := s.chosen(ctx, who, slug, draft, w)
	if err != nil {
		return models.Reading{}, err
	}
	whole, err := s.outlineOf(ctx, c, r)
	if err != nil {
		return models.Reading{}, err
	}
	r.Parts = whole.parts
	if r.Part = at.in(r, whole.provisions); r.Part > 0 {
		r.Outline = whole.provisions
	}
	if r.Provisions, err = s.st.ProvisionsIn(ctx, r.ConsultationID, r.Version.ID, r.Text.Language, r.Only()); err != nil {
		return models.Reading{}, err
	}
	if r.Said, err = s.said(ctx, c, r); err != nil {
		return models.Reading{}, err
	}
	if r, err = s.shownIn(ctx, r, w.Language); err != nil {
		return models.Reading{}, err
	}
	return r, s.outlineIn(ctx, &r)
}

// in is the number of the part that is wanted; 0: the whole text.
func (at Place) in(r models.Reading, all []models.Provision) int {
	if at.Whole || len(r.Parts) == 0 {
		return 0
	}
	for _, p := range all {
		if p.WID == at.At {
			return r.PartAt(p.Position)
		}
	}
	return min(max(at.Number, 1), len(r.Parts))
}

// outlineIn puts the headings of the language that is read into the outline of a part: those of its own translation,
// and of an earlier version's where the heading is still the one that was translated.
func (s *Service) outlineIn(ctx context.Context, r *models.Reading) error {
	if r.Part == 0 || r.Text.Language == r.Language {
		return nil
	}
	from := r.Version.ID
	var made map[string]models.Provision // what an earlier translation was made from
	if e, ok := earlierIn(*r, r.Text.Language); ok && r.From > 0 {
		var err error
		if made, err = s.headingsOf(ctx, e.VersionText, r.Language); err != nil {
			return err
		}
		from = e.VersionID
	}
	words, err := s.st.Outline(ctx, r.ConsultationID, from, r.Text.Language)
	there := byWID(words)
	r.Outline = slices.Clone(r.Outline) // others read it
	for i, p := range r.Outline {
		t, ok := there[p.WID]
		if m := made[p.WID]; ok && (made == nil || m.Number == p.Number && m.Heading == p.Heading && m.Kind == p.Kind) {
			r.Outline[i] = placedAs(t, p)
		}
	}
	return err
}

// headingsOf are the headings from which a published translation was made, by wid.
func (s *Service) headingsOf(ctx context.Context, t models.VersionText, source string) (map[string]models.Provision, error) {
	was, err := s.st.Outline(ctx, t.ConsultationID, t.VersionID, source)
	if err != nil {
		return nil, err
	}
	bases, err := s.st.HeadingBases(ctx, t.ConsultationID, t.VersionID, t.Language)
	made := byWID(was)
	for wid, b := range bases {
		p := made[wid]
		p.Number, p.Heading = b.Number, b.Heading
		made[wid] = p
	}
	return made, err
}

// stretches cuts a text that is too long for one page; nil: it is not. A part ends before the head that is highest, the last
// of these, and nothing is cut in two that would fit a part by itself.
func stretches(all []store.Sized, whole, part int) []models.Stretch {
	upTo := make([]int, len(all)+1) // what everything before a provision weighs
	for i, p := range all {
		upTo[i+1] = upTo[i] + p.Length + aroundProvision
	}
	if upTo[len(all)] <= whole {
		return nil
	}
	ends := ends(all)
	var out []models.Stretch
	for from := 0; from < len(all); {
		to := len(all)
		if upTo[to]-upTo[from] > part {
			to = cutAfter(all, ends, upTo, from, part)
		}
		out = append(out, models.Stretch{From: all[from].Position, To: all[to-1].Position})
		from = to
	}
	return out
}

// ends gives for each provision the index after the last one below it.
func ends(all []store.Sized) []int {
	out := make([]int, len(all))
	for i := len(all) - 1; i >= 0; i-- {
		out[i] = i + 1
		for out[i] < len(all) && all[out[i]].Depth > all[i].Depth {
			out[i] = out[out[i]]
		}
	}
	return out
}

// cutAfter is where a part that begins at an index ends. What is a third of a part or less is only taken where
// everything later would cut in two what fits a part.
func cutAfter(all []store.Sized, ends, upTo []int, from, part int) int {
	best, small := 0, from+1
	keep := from // before this index a cut would part what fits together
	for to := from + 1; to < len(all) && upTo[to]-upTo[from] <= part; to++ {
		if above := to - 1; ends[above] > keep && upTo[ends[above]]-upTo[above] <= part {
			keep = ends[above]
		}
		switch {
		case to < keep:
		case upTo[to]-upTo[from] <= part/3:
			small = to
		case best == 0 || all[to].Depth <= all[best].Depth:
			best = to
		}
	}
	if best > 0 {
		return best
	}
	return small
}
