package consult

import (
	"context"
	"slices"

	"travaux/internal/store"
	"travaux/models"
)

// outline is a version without the words of its provisions, and the parts in which it is read; of a published one it
// never changes, and many may read it at once.
type outline struct {
	provisions []models.Provision
	parts      []models.Stretch
}

func outlineOf(all []store.Sized) outline {
	o := outline{provisions: make([]models.Provision, len(all)), parts: stretches(all, onePage, oneOfMany)}
	for i, p := range all {
		o.provisions[i] = p.Provision
	}
	return o
}

// outlineOf gives the outline of what is read: of a published version from memory.
func (s *Service) outlineOf(ctx context.Context, c models.Consultation, r models.Reading) (outline, error) {
	if r.Version.Number > 0 {
		if o, ok, err := s.published(ctx, c, r.Version.ID); ok || err != nil {
			return o, err
		}
	}
	all, err := s.st.Sizes(ctx, r.ConsultationID, r.Version.ID, r.Language)
	return outlineOf(all), err
}

// published is the outline of a version; ok is false for one that was published since the consultation was read.
func (s *Service) published(ctx context.Context, c models.Consultation, versionID int64) (o outline, ok bool, err error) {
	x := s.columns.of(c.ID)
	x.mu.Lock()
	defer x.mu.Unlock()
	if err = s.fresh(ctx, c, x); err == nil {
		o, ok = x.outlines[versionID]
	}
	return o, ok, err
}

// tree is how the provisions of all published versions stand below each other.
type tree struct {
	path   map[string][]string // a wid, and the wids above it
	newest []models.Provision  // the outline of the newest version of each draft, then what only older ones have
}

// loadTree reads the outlines of versions that were published since, and builds the tree anew if there were any.
func (s *Service) loadTree(ctx context.Context, consultationID int64, x *columns) error {
	versions, err := s.st.PublishedVersions(ctx, consultationID)
	if err != nil || len(versions) == len(x.versions) {
		return err
	}
	for _, v := range versions {
		if _, known := x.outlines[v.ID]; known {
			continue
		}
		all, err := s.st.Sizes(ctx, consultationID, v.ID, v.Language)
		if err != nil {
			return err
		}
		x.outlines[v.ID] = outlineOf(all)
	}
	x.versions = versions
	x.tree = treeOf(versions, x.outlines)
	return nil
}

// treeOf joins the outlines; where versions differ, the newest says where a provision stands.
func treeOf(versions []store.VersionOf, outlines map[int64]outline) tree {
	t := tree{path: map[string][]string{wholeText: {wholeText}, beginning: {beginning}}}
	parent := map[string]string{}
	for i, v := range versions { // by draft, oldest first
		for _, p := range outlines[v.ID].provisions {
			parent[p.WID] = p.Parent
		}
		if i+1 == len(versions) || versions[i+1].DraftID != v.DraftID {
			t.newest = append(t.newest, outlines[v.ID].provisions...)
		}
	}
	t.newest = append(t.newest, gone(versions, outlines, t.newest)...)
	for wid := range parent {
		for w := wid; w != "" && len(t.path[wid]) < 32; w = parent[w] {
			t.path[wid] = append(t.path[wid], w)
		}
	}
	return t
}

// gone lists the provisions that comments may be on though the newest version has them no more.
func gone(versions []store.VersionOf, outlines map[int64]outline, newest []models.Provision) []models.Provision {
	seen := map[string]bool{}
	for _, p := range newest {
		seen[p.WID] = true
	}
	var out []models.Provision
	for _, v := range slices.Backward(versions) {
		for _, p := range outlines[v.ID].provisions {
			if !seen[p.WID] {
				seen[p.WID] = true
				out = append(out, p)
			}
		}
	}
	return out
}

// below lists a provision and everything under it; nil when it is not known.
func (t tree) below(wid string) []string {
	var out []string
	for w, path := range t.path {
		for _, above := range path {
			if above == wid {
				out = append(out, w)
			}
		}
	}
	return out
}
