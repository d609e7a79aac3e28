package api

import (
	"context"
	"slices"

	"travaux/api/gen"
	"travaux/models"
)

// Versions lists the versions of a draft.
func (a *API) Versions(ctx context.Context, r gen.VersionsRequestObject) (gen.VersionsResponseObject, error) {
	all, err := a.s.Versions(ctx, who(ctx), r.C, r.D)
	if err != nil {
		return nil, err
	}
	return gen.Versions200JSONResponse{Items: each(all.Items, func(e models.VersionEntry) gen.VersionHead {
		text := all.Text(e)
		return gen.VersionHead{
			Number: optNumber(e.Number), Label: opt(e.Label), Status: gen.VersionStatus(e.Status), Title: text.Title,
			Sha256: opt(text.SHA256), Reason: opt(e.Reason), PublishedAt: utc(e.PublishedAt), CreatedAt: e.CreatedAt.UTC(),
			Languages: each(e.Texts, func(t models.VersionText) gen.Language { return t.Language }),
		}
	})}, nil
}

// Compare tells what changed between two versions.
func (a *API) Compare(ctx context.Context, r gen.CompareRequestObject) (gen.CompareResponseObject, error) {
	from, err := whichAt(ctx, "a", r.A, r.Params.Language)
	if err != nil {
		return nil, err
	}
	to, err := whichAt(ctx, "b", r.B, r.Params.Language)
	if err != nil {
		return nil, err
	}
	c, err := a.s.Compare(ctx, who(ctx), r.C, r.D, from, to)
	if err != nil {
		return nil, err
	}
	return gen.Compare200JSONResponse{
		Draft: c.New.Slug, Language: c.New.Text.Language, From: comparedVersion(c.Old), To: comparedVersion(c.New), Provisions: compared(c),
	}, nil
}

// Blame gives the versions in which the words of a provision changed.
func (a *API) Blame(ctx context.Context, r gen.BlameRequestObject) (gen.BlameResponseObject, error) {
	w, err := which(ctx, r.N, r.Params.Language)
	if err != nil {
		return nil, err
	}
	t, err := a.s.Blame(ctx, who(ctx), r.C, r.D, w, r.Wid)
	if err != nil {
		return nil, err
	}
	return gen.Blame200JSONResponse{
		Draft: t.Slug, Language: t.Text.Language, Wid: t.Provision.WID,
		Items: each(t.Steps, func(c models.Comparison) gen.HistoryStep {
			s := gen.HistoryStep{To: comparedVersion(c.New), Provisions: compared(c)}
			if c.Old.Version.ID != 0 {
				from := comparedVersion(c.Old)
				s.From = &from
			}
			return s
		}),
	}, nil
}

func comparedVersion(r models.Reading) gen.ComparedVersion {
	return gen.ComparedVersion{
		Number: optNumber(r.Version.Number), Label: opt(r.Version.Label), Status: gen.VersionStatus(r.Version.Status),
		Sha256: opt(r.Text.SHA256), PublishedAt: utc(r.Version.PublishedAt),
	}
}

func compared(c models.Comparison) []gen.ComparedProvision {
	return each(c.Provisions, func(p models.Compared) gen.ComparedProvision {
		older, newer := c.Of(p)
		out := gen.ComparedProvision{
			Wid: p.WID, Fate: gen.ProvisionFate(p.Fate), Moved: p.Moved, Renumbered: p.Renumbered,
			Sources: slices.Clone(list[string](p.Sources)), Targets: slices.Clone(list[string](p.Targets)), Changes: each(p.Changes, change),
		}
		for _, side := range []struct {
			p  *models.Provision
			at **int
		}{{older, &out.From}, {newer, &out.To}} {
			if side.p != nil {
				*side.at = &side.p.Position
				out.Kind, out.Number, out.Heading = gen.ProvisionKind(side.p.Kind), side.p.Number, side.p.Heading
			}
		}
		return out
	})
}

func change(c models.Change) gen.Change {
	return gen.Change{
		ID: c.ID, Op: gen.ChangeOp(c.Op), Part: gen.ChangePart(c.Part), Old: c.Old, New: c.New,
		Start: c.Start, End: c.End, OldStart: c.OldStart, OldEnd: c.OldEnd, Source: opt(c.Source),
	}
}
