package consult

import (
	"context"
	"slices"

	"travaux/internal/fault"
	"travaux/internal/redline"
	"travaux/models"
)

// Blame gives the versions in which the words of a provision changed, up to a version, in the language of w.Language; where
// one of the versions has no text in it, in the authoritative one. It follows the provision through splits and joins.
// Whole versions are read only where it changed. Fault NotFound.
func (s *Service) Blame(ctx context.Context, who models.Actor, slug, draft string, w Which, wid string) (models.Trail, error) {
	var t models.Trail
	h, err := s.history(ctx, who, slug, draft)
	if err != nil {
		return t, err
	}
	if t.Reading, err = h.head(w); err != nil {
		return t, err
	}
	chain := h.upTo(t.Version)
	ids := make([]int64, len(chain))
	for i, v := range chain {
		ids[i] = v.ID
	}
	texts, err := h.texts(ctx, s)
	if err != nil {
		return t, err
	}
	f := following{s: s, h: h, texts: texts, language: shared(texts, ids, w.Language, h.draft.Language)}
	if t.Reading, err = f.read(ctx, t.Version); err != nil {
		return t, err
	}
	if t.Asked = w.Language; t.Asked == "" {
		t.Asked = f.language
	}
	p, ok := t.Reading.Provision(wid)
	if !ok {
		return t, fault.Missing("provision")
	}
	t.Provision = p
	t.Steps, err = f.back(ctx, t.Reading, chain[1:], []string{wid})
	return t, err
}

// upTo gives a version and the published ones before it, newest first.
func (h history) upTo(v models.Version) []models.Version {
	chain := []models.Version{v}
	for _, older := range h.versions {
		if older.Number > 0 && (older.Number < v.Number || v.Number == 0) {
			chain = append(chain, older)
		}
	}
	return chain
}

// following goes back through the versions of a draft in one language.
type following struct {
	s        *Service
	h        history
	texts    []models.VersionText
	language string
}

// read gives a version with its text.
func (f following) read(ctx context.Context, v models.Version) (models.Reading, error) {
	r := models.Reading{Draft: f.h.draft, Version: v, Asked: f.language}
	err := f.s.fillIn(ctx, &r, f.texts, f.language)
	return r, err
}

// back lists the versions in which the followed provisions of the newest changed, until their words began.
func (f following) back(ctx context.Context, newer models.Reading, older []models.Version, wids []string) ([]models.Comparison, error) {
	var steps []models.Comparison
	known, err := f.known(ctx, older, wids)
	if err != nil {
		return nil, err
	}
	at := newer // the version before which nothing is known to have changed yet
	for i, v := range older {
		if unchanged(at, known[v.ID], wids) {
			continue
		}
		if i > 0 && at.Version.ID != older[i-1].ID {
			if at, err = f.read(ctx, older[i-1]); err != nil {
				return nil, err
			}
		}
		c := models.Comparison{New: at}
		if c.Old, err = f.read(ctx, v); err != nil {
			return nil, err
		}
		var before []string
		c.Provisions, before = traced(f.s.compared(c.Old, c.New), c, wids)
		if len(c.Provisions) > 0 {
			steps = append(steps, c)
		}
		if len(before) == 0 {
			return steps, nil
		}
		if at = c.Old; !slices.Equal(before, wids) {
			wids = before
			if known, err = f.known(ctx, older[i+1:], wids); err != nil {
				return nil, err
			}
		}
	}
	if len(older) > 0 && at.Version.ID != older[len(older)-1].ID {
		if at, err = f.read(ctx, older[len(older)-1]); err != nil {
			return nil, err
		}
	}
	first := models.Comparison{New: at}
	first.Provisions, _ = traced(redline.Compare(nil, at.Provisions), first, wids)
	return append(steps, first), nil
}

// known gives the followed provisions of some versions, by version.
func (f following) known(ctx context.Context, versions []models.Version, wids []string) (map[int64][]models.Provision, error) {
	out := map[int64][]models.Provision{}
	if len(versions) == 0 {
		return out, nil
	}
	ids := make([]int64, len(versions))
	for i, v := range versions {
		ids[i] = v.ID
	}
	all, err := f.s.st.ProvisionsOf(ctx, f.h.draft.ConsultationID, ids, f.language, wids)
	for _, p := range all {
		out[p.VersionID] = append(out[p.VersionID], p)
	}
	return out, err
}

// unchanged tells whether the followed provisions read in an older version as they do in a newer one.
func unchanged(newer models.Reading, older []models.Provision, wids []string) bool {
	for _, wid := range wids {
		p, _ := newer.Provision(wid)
		at := slices.IndexFunc(older, func(q models.Provision) bool { return q.WID == wid })
		if at < 0 || older[at].Text != p.Text || older[at].Heading != p.Heading || older[at].Number != p.Number {
			return false
		}
	}
	return true
}

// traced picks what changed in the followed provisions, and gives those of the older version that they come from.
func traced(all []models.Compared, c models.Comparison, wids []string) (changed []models.Compared, before []string) {
	for _, p := range all {
		older, newer := c.Of(p)
		if newer == nil || !slices.Contains(wids, newer.WID) {
			continue
		}
		if len(p.Changes) > 0 || p.Fate == models.FateSplit || p.Fate == models.FateJoined || older == nil {
			changed = append(changed, p)
		}
		from := p.Sources
		if older != nil {
			from = append([]string{older.WID}, from...)
		}
		for _, wid := range from {
			if !slices.Contains(before, wid) {
				before = append(before, wid)
			}
		}
	}
	return changed, before
}
