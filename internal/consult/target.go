package consult

import (
	"context"
	"errors"

	"travaux/internal/anchor"
	"travaux/internal/fault"
	"travaux/models"
)

// commented finds the published version a comment is about. What is named in the body and is not there is the
// body's fault, not the address's.
func (s *Service) commented(ctx context.Context, consultationID int64, in NewComment) (models.Draft, models.Version, error) {
	d, err := s.st.Draft(ctx, consultationID, in.Draft)
	if err != nil {
		return d, models.Version{}, inField(err, "draft")
	}
	versions, err := s.st.Versions(ctx, consultationID, d.ID)
	if err != nil {
		return d, models.Version{}, err
	}
	v, _, err := choose(versions, Which{Number: in.Version})
	return d, v, inField(err, "version")
}

// inField turns "not found" into a problem of the field that named it.
func inField(err error, field string) error {
	if fault.Is(err, fault.NotFound) {
		return fault.Bad(field, "not_found")
	}
	return err
}

// target resolves what a comment is about against the version's text in the language the words were taken from.
func target(text []models.Provision, in NewTarget) (models.Target, error) {
	t := models.Target{TargetKind: models.TargetKind(in.Kind), AnchorLanguage: in.Language}
	wid, field := in.WID, "target.wid"
	if t.TargetKind == models.TargetInsertion {
		wid, field = in.After, "target.after"
	}
	if t.TargetKind == models.TargetVersion || (t.TargetKind == models.TargetInsertion && wid == "") {
		return t, nil // the whole text; before the first provision
	}
	if len(text) == 0 {
		return t, fault.Bad("target.language", "not_found")
	}
	p, ok := models.Reading{Provisions: text}.Provision(wid)
	if !ok || p.Language != t.AnchorLanguage && t.TargetKind != models.TargetInsertion {
		return t, fault.Bad(field, "not_found")
	}
	label(&t, p, text)
	switch t.TargetKind {
	case models.TargetInsertion:
		t.AfterWID = wid
	case models.TargetProvision:
		t.WID = wid
	default:
		t.WID = wid
		return t, locate(&t, p.Text, in)
	}
	return t, nil
}

// locate puts the anchor of a range on the quoted words.
func locate(t *models.Target, text string, in NewTarget) error {
	q := anchor.Quote{Exact: in.Exact, Prefix: in.Prefix, Suffix: in.Suffix, Start: -1, End: -1}
	if in.Start != nil && in.End != nil {
		q.Start, q.End = *in.Start, *in.End
	}
	at, err := anchor.Locate(text, q)
	switch {
	case errors.Is(err, anchor.ErrAmbiguous):
		return fault.Bad("target.exact", "ambiguous")
	case errors.Is(err, anchor.ErrNotFound), errors.Is(err, anchor.ErrEmpty):
		return fault.Bad("target.exact", "not_in_text")
	case err != nil:
		return err
	}
	t.Exact, t.Prefix, t.Suffix, t.StartAt, t.EndAt = at.Exact, at.Prefix, at.Suffix, at.Start, at.End
	return nil
}

// label keeps how the provision is called: the kind and heading of the article it is in, and the dotted path of
// its numbers from there, so that a list need not look it up.
func label(t *models.Target, p models.Provision, text []models.Provision) {
	byWID := make(map[string]models.Provision, len(text))
	for _, q := range text {
		byWID[q.WID] = q
	}
	for {
		switch {
		case p.Number == "" && t.ProvisionNumber == "":
		case t.ProvisionNumber == "":
			t.ProvisionNumber = p.Number
		case p.Number != "":
			t.ProvisionNumber = p.Number + "." + t.ProvisionNumber
		}
		t.ProvisionKind, t.ProvisionTitle = p.Kind, p.Heading
		above, ok := byWID[p.Parent]
		if !ok || !within(p.Kind) {
			return
		}
		p = above
	}
}

// within tells whether provisions of this kind are called by the one they are in.
func within(k models.ProvisionKind) bool {
	return k == models.Paragraph || k == models.Point || k == models.Definition
}
