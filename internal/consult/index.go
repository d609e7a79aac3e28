package consult

import (
	"context"
	"slices"
	"strconv"
	"sync"

	"travaux/internal/facet"
	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// columnCache keeps, for each consultation, what its comments are filtered and counted by.
//
// It is no state of its own: each use compares the consultation's change_seq, which the request has just read,
// and loads what changed since. So what another instance or the command line wrote is seen by the next request.
type columnCache struct {
	mu  sync.Mutex
	all map[int64]*columns
}

func (cc *columnCache) of(consultationID int64) *columns {
	cc.mu.Lock()
	defer cc.mu.Unlock()
	if cc.all == nil {
		cc.all = map[int64]*columns{}
	}
	if cc.all[consultationID] == nil {
		cc.all[consultationID] = &columns{
			staff: facet.New(staffDims), public: facet.New(publicDims),
			outlines: map[int64]outline{},
		}
	}
	return cc.all[consultationID]
}

// The dimensions of the staff index are models.Dimensions, and then two that are never shown: who may not read the
// comments of a region, or its confidential ones, must not be able to count them either; and two drafts may call
// provisions the same.
var (
	scopeDim  = len(models.Dimensions)
	draftDim  = scopeDim + 1
	staffDims = scopeDim + 2
)

// scopeOf is a comment's value in that dimension.
func scopeOf(region string, p models.Publication) string { return region + " " + string(p) }

// draftOf is a draft's value in its dimension.
func draftOf(id int64) string { return strconv.FormatInt(id, 36) }

// The dimensions of the public index: published attributes only.
const (
	publicDraft = iota
	publicProvision
	publicRegion
	publicStakeholder
	publicOutcome
	publicLanguage
	publicStance
	publicAnchor   // what became of its words in the newest version
	publicStanding // standing or removed
	publicDims
)

// Values of the last dimension. What is removed has nothing in the dimensions that tell of its author or its words.
const (
	standing = "standing"
	removed  = "removed"
)

// Values of the provision dimension that are not a wid.
const (
	wholeText = "_whole"
	beginning = "_beginning"
)

type columns struct {
	mu       sync.Mutex // held while loading
	seq      int64
	staff    *facet.Index      // by id
	public   *facet.Index      // by number: an id tells the millisecond, which is not public
	numbers  sync.Map          // id → number, for the hits of a search
	outlines map[int64]outline // by version; published ones never change
	versions []store.VersionOf
	tree     tree
}

// current is what a request reads of the columns: the parts that many may use at once, and the tree as it was then.
type current struct {
	staff, public *facet.Index
	numbers       *sync.Map
	tree          tree
}

// columnsOf brings the columns of a consultation up to date with its change_seq.
func (s *Service) columnsOf(ctx context.Context, c models.Consultation) (current, error) {
	x := s.columns.of(c.ID)
	x.mu.Lock()
	defer x.mu.Unlock()
	if err := s.fresh(ctx, c, x); err != nil {
		return current{}, err
	}
	return current{x.staff, x.public, &x.numbers, x.tree}, nil
}

// fresh loads what is missing in columns that are locked.
func (s *Service) fresh(ctx context.Context, c models.Consultation, x *columns) error {
	if x.seq >= c.ChangeSeq {
		return nil
	}
	return s.load(ctx, c, x)
}

// load files what changed since the columns were loaded last.
func (s *Service) load(ctx context.Context, c models.Consultation, x *columns) error {
	if err := s.loadTree(ctx, c.ID, x); err != nil {
		return err
	}
	newest := map[int64]store.VersionOf{} // by draft
	for _, v := range x.versions {
		newest[v.DraftID] = v
	}
	var ids []int64
	for _, v := range newest {
		ids = append(ids, v.ID)
	}
	rows, err := s.st.Columns(ctx, c.ID, x.seq, ids)
	if err != nil {
		return err
	}
	for _, r := range rows {
		x.put(r, newest[r.DraftID])
	}
	x.seq = c.ChangeSeq
	return nil
}

// put files a comment under what it is now, and where it is in the newest version of its draft.
func (x *columns) put(r store.Column, newest store.VersionOf) {
	draft := newest.Slug
	anchor := string(r.Placed)
	if r.VersionID == newest.ID {
		anchor = string(models.AnchorExact)
	}
	stance := r.Stance
	if stance == "" {
		stance = models.NoStance
	}
	provision := provisionOf(r)
	switch r.Publication {
	case models.PublishedNow, models.ConfidentialP:
		x.staff.Put(r.ID, []string{
			r.Region, r.Country, r.StakeholderType, provision, r.Outcome, stance, r.Type, r.Language,
			r.Provenance, strconv.FormatBool(r.Verified), anchor, strconv.FormatBool(r.Late), scopeOf(r.Region, r.Publication), draftOf(r.DraftID),
		})
	default:
		x.staff.Remove(r.ID)
	}
	switch {
	case r.Publication == models.PublishedNow:
		x.numbers.Store(r.ID, r.Number)
		x.public.Put(r.Number, []string{draft, provision, r.ShownRegion, r.ShownStakeholder, r.Outcome, r.Language, stance, anchor, standing})
	case r.Publication.Gone() && r.Number != 0 && !r.Confidential:
		x.numbers.Delete(r.ID) // no search finds it by its words
		x.public.Put(r.Number, []string{draft, provision, "", "", r.Outcome, "", "", anchor, removed})
	default:
		x.public.Remove(r.Number)
	}
}

// provisionOf is what a comment is filed under: the provision that its words are in now; while nobody can tell, the one
// they were in.
func provisionOf(r store.Column) string {
	if r.Placed != "" && r.Placed != models.AnchorDetached && r.PlacedWID+r.PlacedAfter != "" {
		r.WID, r.AfterWID = r.PlacedWID, r.PlacedAfter
	}
	switch {
	case r.TargetKind == models.TargetVersion:
		return wholeText
	case r.TargetKind == models.TargetInsertion && r.AfterWID == "":
		return beginning
	case r.TargetKind == models.TargetInsertion:
		return r.AfterWID
	}
	return r.WID
}

// numbered turns the hits of a search into the numbers of published comments, ascending.
func (x current) numbered(ids []int64) []int64 {
	if ids == nil {
		return nil
	}
	out := make([]int64, 0, len(ids))
	for _, id := range ids {
		if n, ok := x.numbers.Load(id); ok {
			out = append(out, n.(int64))
		}
	}
	slices.Sort(out)
	return out
}

// cut takes the row off that was asked for beyond a page, and tells where the next page begins.
func cut(ids []int64, limit int) (page []int64, next string) {
	if len(ids) <= limit {
		return ids, ""
	}
	return ids[:limit], cursorOf(ids[limit-1])
}

// cursorOf writes the place after which the next page begins.
func cursorOf(id int64) string { return strconv.FormatInt(id, 36) }

// readCursor reads it; fault Malformed "bad_cursor".
func readCursor(cursor string) (int64, error) {
	if cursor == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(cursor, 36, 64)
	if err != nil || id <= 0 || cursorOf(id) != cursor {
		return 0, fault.New(fault.Malformed, "bad_cursor")
	}
	return id, nil
}
