package consult

import (
	"context"
	"slices"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// NewPlacement is where a person says that a comment is in a later version: its words are gone, or it belongs nowhere in
// the text, or it is on words of a provision, or on a whole provision, or, of what is missing, after one. Offsets are
// code points; without them the quote decides.
type NewPlacement struct {
	Gone     bool   `json:"gone"`
	Detached bool   `json:"detached"`
	WID      string `json:"wid" validate:"max=64"`
	After    string `json:"after" validate:"max=64"`
	Exact    string `json:"exact" validate:"max=5000"`
	Prefix   string `json:"prefix" validate:"max=200"`
	Suffix   string `json:"suffix" validate:"max=200"`
	Start    *int   `json:"start"`
	End      *int   `json:"end"`
}

// PlaceComment keeps where a comment is in a later version, by whom and when, and has it carried on from there. ifMatch
// is the change number that was seen, 0 where that is not asked. Organisers and drafters who may read the comment.
// Faults: NotFound "version_not_found"; Stale "changed_meanwhile"; Invalid "wid", "after", "exact".
func (s *Service) PlaceComment(ctx context.Context, by models.Call, slug, ref string, version int, in NewPlacement, ifMatch int64) (models.CommentView, error) {
	var none models.CommentView
	c, view, err := s.inQueue(ctx, by.Actor, Draft, slug, ref)
	if err != nil {
		return none, err
	}
	if err := s.check(&in); err != nil {
		return none, err
	}
	row, err := s.st.Comment(ctx, c.ID, view.ID)
	if err != nil {
		return none, err
	}
	k, err := s.newCarrying(ctx, models.CarryAnchors{ConsultationID: c.ID, DraftID: row.DraftID})
	if err != nil {
		return none, err
	}
	i := slices.IndexFunc(k.versions, func(v models.Version) bool { return v.Number == version && v.Number > view.Version })
	if i < 0 {
		return none, fault.Missing("version")
	}
	p, err := k.byHand(ctx, row, k.versions[i], view, in)
	if err != nil {
		return none, err
	}
	p.PlacedAt = &by.At
	if by.PersonID != 0 {
		p.PlacedBy = &by.PersonID
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		seq, err := tx.Touch(ctx, c.ID)
		if err != nil {
			return "", err
		}
		ok, err := tx.PlaceByHand(ctx, p, k.versions[i], ifMatch, seq)
		if err == nil && !ok {
			err = fault.New(fault.Stale, "changed_meanwhile")
		}
		if err != nil {
			return "", err
		}
		quiet := by
		quiet.Quiet = true // where it is was said by a person, not changed by the text
		return ref, s.carryLater(ctx, tx, quiet, k.draft, version)
	})
	if err != nil {
		return none, err
	}
	return s.oneForStaff(s.st.CommentByNumber(ctx, c.ID, view.Number, true))
}

// byHand is the placement that somebody asks for.
func (k *carrying) byHand(ctx context.Context, c models.Comment, v models.Version, view models.CommentView, in NewPlacement) (models.Placement, error) {
	p := models.Placement{
		ConsultationID: c.ConsultationID, CommentID: c.ID, VersionID: v.ID, Language: c.AnchorLanguage,
		Confidence: models.Sure, State: models.AnchorExact,
	}
	if c.TargetKind == models.TargetVersion {
		return p, fault.Bad("wid", "whole_text")
	}
	if in.Gone || in.Detached {
		was, _ := view.PlacedIn(v.Number)
		p.State, p.WID, p.AfterWID = models.AnchorTextRemoved, was.WID, was.AfterWID
		if in.Detached {
			p.State = models.AnchorDetached
		}
		return p, nil
	}
	if !k.frozen[textOf{v.ID, p.Language}] {
		p.Language = k.draft.Language
	}
	text, err := k.st.Provisions(ctx, c.ConsultationID, v.ID, p.Language)
	if err != nil {
		return p, err
	}
	t := NewTarget{Kind: string(c.TargetKind), WID: in.WID, Exact: in.Exact, Prefix: in.Prefix, Suffix: in.Suffix, Start: in.Start, End: in.End, Language: p.Language}
	switch {
	case c.TargetKind == models.TargetInsertion:
		t.After = in.After
	case in.Exact == "":
		t.Kind = string(models.TargetProvision)
	default:
		t.Kind = string(models.TargetRange)
	}
	at, err := target(text, t)
	if err != nil {
		return p, inPlacement(err)
	}
	p.WID, p.AfterWID, p.Exact, p.StartAt, p.EndAt = at.WID, at.AfterWID, at.Exact, at.StartAt, at.EndAt
	switch {
	case c.TargetKind == models.TargetRange && p.Exact != c.Exact:
		p.State = models.AnchorTextChanged
	case p.WID != c.WID || p.AfterWID != c.AfterWID:
		p.State = models.AnchorMoved
	}
	return p, nil
}

// inPlacement names the fields of a target as they are called in a placement.
func inPlacement(err error) error {
	f, ok := fault.As(err)
	if !ok {
		return err
	}
	names := map[string]string{"target.wid": "wid", "target.after": "after", "target.exact": "exact", "target.language": "wid"}
	out := fault.Field{Name: "wid", Code: "not_found"}
	if len(f.Fields) > 0 {
		out = f.Fields[0]
		if name, ok := names[out.Name]; ok {
			out.Name = name
		}
	}
	return fault.Bad(out.Name, out.Code)
}
