package consult

import (
	"context"
	"math"

	"travaux/internal/anchor"
	"travaux/internal/store"
	"travaux/models"
)

// carrying is what carrying the comments of a draft needs to know: its published versions, the languages in which they
// are published, and what was compared already.
type carrying struct {
	st       *store.Store
	draft    models.Draft
	versions []models.Version // with the working one
	frozen   map[textOf]bool
	carriers map[pair]*anchor.Carrier
}

// textOf names the text of a version in a language, pair two versions in one.
type (
	textOf struct {
		version  int64
		language string
	}
	pair struct {
		from, to int64
		language string
	}
)

func (s *Service) newCarrying(ctx context.Context, job models.CarryAnchors) (*carrying, error) {
	k := &carrying{st: s.st, frozen: map[textOf]bool{}, carriers: map[pair]*anchor.Carrier{}}
	var err error
	if k.draft, err = s.st.DraftByID(ctx, job.ConsultationID, job.DraftID); err != nil {
		return nil, err
	}
	if k.versions, err = s.st.Versions(ctx, job.ConsultationID, job.DraftID); err != nil {
		return nil, err
	}
	texts, err := s.st.DraftTexts(ctx, job.ConsultationID, job.DraftID)
	for _, t := range texts {
		if t.PublishedAt != nil {
			k.frozen[textOf{t.VersionID, t.Language}] = true
		}
	}
	return k, err
}

// carrier carries from one version to another in a language; it is made once.
func (k *carrying) carrier(ctx context.Context, from, to int64, language string) (*anchor.Carrier, error) {
	p := pair{from, to, language}
	if c := k.carriers[p]; c != nil {
		return c, nil
	}
	was, err := k.st.Provisions(ctx, k.draft.ConsultationID, from, language)
	if err != nil {
		return nil, err
	}
	is, err := k.st.Provisions(ctx, k.draft.ConsultationID, to, language)
	if err != nil {
		return nil, err
	}
	k.carriers[p] = anchor.NewCarrier(was, is)
	return k.carriers[p], nil
}

// place finds where a comment is in a version. It goes on from the newest version before in which the comment had a
// place in the language of its words; words that went and came back are found again. Where the words' language is
// missing, it says what became of the provision in the authoritative one, without words.
func (k *carrying) place(ctx context.Context, c store.Uncarried, v models.Version, places []models.PlacementView) (models.Placement, error) {
	own := models.Placement{
		VersionID: c.VersionID, State: models.AnchorExact, WID: c.WID, AfterWID: c.AfterWID, Exact: c.Exact, StartAt: c.StartAt, EndAt: c.EndAt,
		Language: c.AnchorLanguage, Confidence: models.Sure,
	}
	before := []models.Placement{own} // the oldest first
	for _, p := range places {
		if p.Version < v.Number {
			before = append(before, p.Placement)
		}
	}
	last := before[len(before)-1]
	language := c.AnchorLanguage
	if !k.frozen[textOf{v.ID, language}] || !k.frozen[textOf{c.VersionID, language}] {
		language = k.draft.Language
	}
	out := models.Placement{ConsultationID: v.ConsultationID, CommentID: c.ID, VersionID: v.ID, Language: language}
	if c.TargetKind == models.TargetVersion { // the whole text is there whatever it says
		out.State, out.Confidence, out.Language = models.AnchorExact, models.Sure, c.AnchorLanguage
		return out, nil
	}
	base := k.base(before, language)
	carrier, err := k.carrier(ctx, base.VersionID, v.ID, language)
	if err != nil {
		return out, err
	}
	step := carry(carrier, c, base, language)
	settle(&out, own, base, step, c.TargetKind)
	if last.Settled() { // a person said that they are gone, or that it belongs nowhere
		out.State, out.Exact, out.StartAt, out.EndAt, out.Confidence = last.State, "", 0, 0, models.Sure
		return out, nil
	}
	out.Tell = c.TargetKind != models.TargetInsertion && differs(last, out, step.State)
	return out, nil
}

// base is where carrying goes on from: the newest place that is alive and, if there is one, in a language. Where the
// words' own language is missing the newest of any will do, since only its provision is asked for.
func (k *carrying) base(before []models.Placement, language string) models.Placement {
	for _, exactly := range []bool{true, false} {
		for i := len(before) - 1; i >= 0; i-- {
			if p := before[i]; p.Alive() && (p.Language == language || !exactly && k.frozen[textOf{p.VersionID, language}]) {
				return p
			}
		}
	}
	return before[0]
}

// carry asks the carrier for what the comment is about.
func carry(carrier *anchor.Carrier, c store.Uncarried, base models.Placement, language string) anchor.Carried {
	switch {
	case c.TargetKind == models.TargetInsertion:
		return carrier.Insertion(base.AfterWID)
	case c.TargetKind == models.TargetRange && base.Language == language && base.Exact != "":
		return carrier.Range(base.WID, anchor.Quote{Exact: base.Exact, Start: base.StartAt, End: base.EndAt})
	}
	return carrier.Provision(base.WID)
}

// settle says where the comment is, seen from the version on which it was made: words that changed once stay changed
// until they are the quoted ones again.
func settle(out *models.Placement, own, base models.Placement, step anchor.Carried, kind models.TargetKind) {
	out.State, out.Confidence = step.State, int(math.Round(step.Confidence*float64(base.Confidence)))
	if kind == models.TargetInsertion {
		out.AfterWID = step.WID
	} else {
		out.WID = step.WID
	}
	if step.State == models.AnchorTextRemoved || step.State == models.AnchorDetached {
		return
	}
	out.Exact, out.StartAt, out.EndAt = step.Quote.Exact, step.Quote.Start, step.Quote.End
	quoted := kind == models.TargetRange && out.Exact == own.Exact
	switch {
	case quoted && step.State == models.AnchorTextChanged && base.State != models.AnchorTextChanged:
	case quoted && base.State == models.AnchorTextChanged, step.State == models.AnchorExact:
		out.State = models.AnchorExact
		if base.State == models.AnchorMoved || out.WID != own.WID || out.AfterWID != own.AfterWID && kind == models.TargetInsertion {
			out.State = models.AnchorMoved
		}
	}
	if base.State == models.AnchorTextChanged && !quoted {
		out.State = models.AnchorTextChanged
	}
}

// differs tells whether the words changed or went with this version, rather than earlier.
func differs(last, is models.Placement, step models.AnchorState) bool {
	switch is.State {
	case models.AnchorTextRemoved:
		return last.State != models.AnchorTextRemoved
	case models.AnchorTextChanged:
		return step == models.AnchorTextChanged && !(last.Exact != "" && last.Exact == is.Exact && last.WID == is.WID)
	}
	return false
}
