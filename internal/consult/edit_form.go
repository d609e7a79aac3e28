package consult

import (
	"context"
	"slices"

	"travaux/internal/document"
	"travaux/internal/fault"
	"travaux/models"
)

// EditOf names a provision of a text that is edited.
type EditOf struct {
	Language string // empty: the draft's
	WID      string
	Version  int // as in NewEdit
}

// EditableProvision is a provision of the working version, as whoever edits it needs it.
type EditableProvision struct {
	models.Reading                   // the working version in the language that is edited
	Provision      models.Provision  // as it is now; of a gap, only its wid, kind and place
	Content        string            // its words in Markdown
	Published      *models.Provision // as the newest published version has it; nil: it is new
	Source         *models.Provision // of a translation: the provision of the text that it translates
	Heading, Words []models.Run      // of a stale one: what changed in that since it was translated
}

// ToEdit gives a provision of the working version to whoever may edit it. Faults as EditWorking.
func (s *Service) ToEdit(ctx context.Context, who models.Actor, slug, draft string, of EditOf) (EditableProvision, error) {
	var e EditableProvision
	in, wid := NewEdit{Language: of.Language}, of.WID
	_, d, err := s.editable(ctx, who, slug, draft, &in)
	if err != nil {
		return e, err
	}
	v, err := workedOn(ctx, s.st.Reader, d, in.Language, of.Version)
	if err != nil {
		return e, err
	}
	if e.Reading, err = s.readingOf(ctx, d, v, in.Language); err != nil {
		return e, err
	}
	p, ok := e.Reading.Provision(wid)
	if in.Language != d.Language {
		var base *models.Provision
		if e.Source, base, err = s.sourceOf(ctx, d, v, in.Language, wid); err != nil {
			return e, err
		}
		if base != nil && says(*base) && e.Source != nil {
			e.Heading, e.Words = runs(base.Heading, e.Source.Heading), runs(base.Text, e.Source.Text)
		}
		if !ok && e.Source != nil {
			p, ok = models.Provision{WID: wid, Kind: e.Source.Kind, Number: e.Source.Number, Parent: e.Source.Parent}, true
		}
	}
	if !ok {
		return e, fault.Missing("provision")
	}
	e.Provision, e.Content = p, document.MarkdownOf(p)
	if v.Number == 0 && len(e.Numbers) > 0 {
		e.Published, err = s.publishedIn(ctx, e.Version, in.Language, wid)
	}
	return e, err
}

// provisionIn finds a provision of a version in a language; nil when it is not there.
func (s *Service) provisionIn(ctx context.Context, v models.Version, language, wid string) (*models.Provision, error) {
	all, err := s.st.Provisions(ctx, v.ConsultationID, v.ID, language)
	if p, ok := (models.Reading{Provisions: all}).Provision(wid); ok && err == nil {
		return &p, nil
	}
	return nil, err
}

// publishedIn finds a provision in the newest published version of the same draft.
func (s *Service) publishedIn(ctx context.Context, v models.Version, language, wid string) (*models.Provision, error) {
	versions, err := s.st.Versions(ctx, v.ConsultationID, v.DraftID)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(versions, func(v models.Version) bool { return v.Number > 0 })
	if at < 0 {
		return nil, nil
	}
	return s.provisionIn(ctx, versions[at], language, wid)
}
