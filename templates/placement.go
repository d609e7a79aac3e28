package templates

import (
	"net/url"
	"strconv"

	"travaux/models"
)

// Later is where a comment is in a version that was published after the one it was made on.
type Later struct {
	Made        int    // the version it was made on; 0: this very one, and there is nothing to say
	MadePath    string // where it is read there
	Version     int
	Path        string             // where it is now
	State       models.AnchorState // empty: still to be carried
	Words       string             // as they are now, where they are others
	Language    string
	ByHand      bool
	ComparePath string // what changed in between; empty where nothing did
}

// Later are the places of the comment in later versions; none of one about the whole text, which is there whatever it says.
func (p CommentPage) Later() []Later {
	if p.Comment.TargetKind == models.TargetVersion {
		return nil
	}
	out := make([]Later, 0, len(p.Comment.Placements))
	for _, place := range p.Comment.Placements {
		out = append(out, later(p.Base, p.Comment, place))
	}
	return out
}

// Since is what became of a comment beside the text of a version.
func (p ReaderPage) Since(c models.CommentView) Later {
	n := p.Reading.Version.Number
	if c.Version == n {
		return Later{}
	}
	place, _ := c.PlacedIn(n)
	place.Version = n
	return later(p.Base, c, place)
}

// since is what became of a comment up to the newest version into which it was carried.
func since(b Base, c models.CommentView) Later {
	place, ok := c.Placed()
	if !ok {
		return Later{}
	}
	return later(b, c, place)
}

// placed is what became of a comment's words, where they are not the same in the same place.
func placed(c models.CommentView) models.AnchorState {
	if p, ok := c.Placed(); ok && p.State != models.AnchorExact {
		return p.State
	}
	return ""
}

func later(b Base, c models.CommentView, p models.PlacementView) Later {
	draft := b.Root() + "/drafts/" + url.PathEscape(c.Draft)
	out := Later{
		Made: c.Version, MadePath: b.TargetPath(c), Version: p.Version, Path: b.provisionAt(c.Draft, p.Version, p.WID+p.AfterWID),
		State: p.State, Language: p.Language, ByHand: p.ByHand(),
	}
	if c.TargetKind == models.TargetVersion {
		out.State = ""
	}
	if p.State == models.AnchorTextChanged || p.State == models.AnchorTextRemoved {
		out.ComparePath = draft + "/compare/" + strconv.Itoa(c.Version) + "/" + strconv.Itoa(p.Version)
		if p.WID != "" {
			out.ComparePath += "#" + url.PathEscape(p.WID)
		}
	}
	if p.Exact != c.Exact {
		out.Words = p.Exact
	}
	return out
}
