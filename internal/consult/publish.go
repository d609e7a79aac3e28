package consult

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// NewPublication is what it takes to publish the working version.
type NewPublication struct {
	Reason string `json:"reason" validate:"max=2000"` // public
	// Revision is the newest entry of the history when the text was looked over; nil: whatever was done since.
	Revision *int64 `json:"revision" validate:"omitempty,min=0,max=9007199254740991"`
}

// PublishVersion freezes the working version under the next number, with every translation that has neither gaps nor
// stale provisions, each hashed by itself; the others stay to be worked on and published later. Organisers and drafters. Faults: NotFound
// "version_not_found" when none is open; Conflict "text_changed" when something was done to it since the revision.
func (s *Service) PublishVersion(ctx context.Context, by models.Call, slug, draft string, in NewPublication) (models.Reading, error) {
	var none models.Reading
	c, err := s.where(ctx, by.Actor, Draft, slug)
	if err != nil {
		return none, err
	}
	if err := s.check(&in); err != nil {
		return none, err
	}
	d, err := s.st.Draft(ctx, c.ID, draft)
	if err != nil {
		return none, err
	}
	ref, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if _, err := tx.Touch(ctx, c.ID); err != nil { // also keeps a second publication waiting
			return "", err
		}
		number, err := s.publish(ctx, tx, by, d, in)
		return strconv.Itoa(number), err
	})
	if err != nil {
		return none, err
	}
	number, err := strconv.Atoi(ref)
	if err != nil {
		return none, fmt.Errorf("read the number of what was published: %w", err)
	}
	return s.Reading(ctx, by.Actor, slug, draft, Which{Number: number})
}

func (s *Service) publish(ctx context.Context, tx *store.Tx, by models.Call, d models.Draft, in NewPublication) (int, error) {
	versions, err := tx.Versions(ctx, d.ConsultationID, d.ID)
	if err != nil {
		return 0, err
	}
	i := slices.IndexFunc(versions, func(v models.Version) bool { return v.Number == 0 })
	if i < 0 {
		return 0, fault.Missing("version")
	}
	v := versions[i]
	if newest, err := tx.NewestEdit(ctx, v); err != nil || in.Revision != nil && newest > *in.Revision {
		return 0, cmpErr(err, fault.New(fault.Conflict, "text_changed"))
	}
	v.Number, v.Status, v.Reason, v.PublishedAt = versions[0].Number+1, models.Published, in.Reason, &by.At
	if ok, err := tx.Freeze(ctx, &v); err != nil || !ok {
		return 0, cmpErr(err, fault.Missing("version"))
	}
	texts, err := tx.VersionTexts(ctx, d.ConsultationID, v.ID)
	if err != nil {
		return 0, err
	}
	counts, err := tx.TranslationCounts(ctx, v, d.Language)
	if err != nil {
		return 0, err
	}
	for _, t := range texts {
		if c := countIn(counts, t.Language); !c.Whole() || c.All() == 0 {
			continue
		}
		if err := s.freezeText(ctx, tx, by, d, v, t); err != nil {
			return 0, err
		}
	}
	if err := s.publishImported(ctx, tx, by, d, v); err != nil {
		return 0, err
	}
	return v.Number, s.carryLater(ctx, tx, by, d, max(1, v.Number-1))
}

// Which says which version of a draft is wanted: the zero value is the newest published one in the draft's language.
type Which struct {
	Number   int
	Working  bool
	Language string
}

// Reading gives a version with its provisions. A language in which it is not there gives the authoritative one,
// and Reading.Asked tells. The working version is for those who may draft or review. Fault NotFound.
func (s *Service) Reading(ctx context.Context, who models.Actor, slug, draft string, w Which) (models.Reading, error) {
	c, r, err := s.chosen(ctx, who, slug, draft, w)
	if err != nil {
		return models.Reading{}, err
	}
	if r.Provisions, err = s.st.Provisions(ctx, r.ConsultationID, r.Version.ID, r.Text.Language); err != nil {
		return models.Reading{}, err
	}
	r.Said, err = s.said(ctx, c, r)
	return r, err
}

// chosen is the version that is wanted, without its words and without what was said about it.
func (s *Service) chosen(ctx context.Context, who models.Actor, slug, draft string, w Which) (c models.Consultation, r models.Reading, err error) {
	if c, err = s.st.Consultation(ctx, slug); err != nil {
		return c, r, err
	}
	d, err := s.st.Draft(ctx, c.ID, draft)
	if err != nil {
		return c, r, err
	}
	if w.Working && !Can(who, ReadUnpublished, Thing{ConsultationID: c.ID}) {
		return c, r, fault.Missing("version") // that one is open is not to be known
	}
	r = models.Reading{Draft: d, Asked: w.Language}
	versions, err := s.st.Versions(ctx, c.ID, d.ID)
	if err != nil {
		return c, r, err
	}
	if r.Version, r.Numbers, err = choose(versions, w); err != nil {
		if (len(versions) == 0 || versions[0].Number == 0) && !Can(who, ReadUnpublished, Thing{ConsultationID: c.ID}) {
			err = fault.Missing("draft") // nothing of it is published, so it is not to be known either
		}
		return c, r, err
	}
	if w.Working { // before the text, so that nothing that is not in it is counted as seen
		if r.Newest, err = s.st.NewestEdit(ctx, r.Version); err != nil {
			return c, r, err
		}
	}
	return c, r, s.inLanguage(ctx, &r, w.Language)
}

// choose finds the wanted version and lists the published numbers, newest first.
func choose(versions []models.Version, w Which) (models.Version, []int, error) {
	var chosen *models.Version
	var numbers []int
	for i, v := range versions { // newest first, the working one last
		if v.Number > 0 {
			numbers = append(numbers, v.Number)
		}
		wanted := v.Number == w.Number || (w.Number == 0 && chosen == nil)
		if (v.Number == 0) == w.Working && (wanted || w.Working) && chosen == nil {
			chosen = &versions[i]
		}
	}
	if chosen == nil {
		return models.Version{}, nil, fault.Missing("version")
	}
	return *chosen, numbers, nil
}

// inLanguage adds which text is read, that in the wanted language or the authoritative one. A translation of a published
// version is there once it is published itself.
func (s *Service) inLanguage(ctx context.Context, r *models.Reading, language string) error {
	texts, err := s.st.DraftTexts(ctx, r.ConsultationID, r.Draft.ID)
	if err != nil {
		return err
	}
	for _, t := range texts {
		if t.VersionID != r.Version.ID || r.Version.Number > 0 && t.PublishedAt == nil {
			continue
		}
		r.Languages = append(r.Languages, t.Language)
		if t.Language == language || (t.Language == r.Language && r.Text.Language == "") {
			r.Text = t.VersionText
		}
	}
	r.Earlier = earlierTexts(texts, *r)
	if r.Asked == "" {
		r.Asked = r.Text.Language
	}
	return nil
}

// Canonical gives the bytes whose SHA-256 a version text bears.
func (s *Service) Canonical(ctx context.Context, who models.Actor, slug, draft string, w Which) (string, error) {
	r, err := s.Reading(ctx, who, slug, draft, w)
	if err != nil {
		return "", err
	}
	if r.Version.Number == 0 || (w.Language != "" && r.Text.Language != w.Language) {
		return "", fault.Missing("version")
	}
	return s.st.Canonical(ctx, r.ConsultationID, r.Version.ID, r.Text.Language)
}
