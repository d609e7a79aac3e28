package consult

import (
	"context"
	"slices"
	"strings"

	"travaux/internal/document"
	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// NewDraft is a text to be put under consultation.
type NewDraft struct {
	Slug     string `json:"slug" validate:"required,slug"`
	Title    string `json:"title" validate:"required,notblank,max=200"`
	Language string `json:"language" validate:"required,bcp47_language_tag"`
}

// Drafts lists the drafts of a consultation; those of which nothing is published yet to staff only.
func (s *Service) Drafts(ctx context.Context, who models.Actor, slug string) ([]models.DraftSummary, error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return nil, err
	}
	return s.drafts(ctx, who, c.ID)
}

// drafts leaves out, for all but staff, what is not to be known yet: drafts without a published version, and that a
// working version is open.
func (s *Service) drafts(ctx context.Context, who models.Actor, consultationID int64) ([]models.DraftSummary, error) {
	all, err := s.st.Drafts(ctx, consultationID)
	if err != nil || Can(who, ReadUnpublished, Thing{ConsultationID: consultationID}) {
		return all, err
	}
	all = slices.DeleteFunc(all, func(d models.DraftSummary) bool { return d.Newest == 0 })
	for i := range all {
		all[i].Working = false
	}
	return all, nil
}

// CreateDraft makes a draft without a version. Organisers and drafters. Fault Conflict "slug_taken".
func (s *Service) CreateDraft(ctx context.Context, by models.Call, slug string, in NewDraft) (models.Draft, error) {
	c, err := s.where(ctx, by.Actor, Draft, slug)
	if err != nil {
		return models.Draft{}, err
	}
	if err := s.check(&in); err != nil {
		return models.Draft{}, err
	}
	d := models.Draft{ConsultationID: c.ID, ID: s.ids.Next(by.At), Slug: in.Slug, Title: in.Title, Language: canonical(in.Language), CreatedAt: by.At}
	ref, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if _, err := tx.Touch(ctx, c.ID); err != nil {
			return "", err
		}
		ok, err := tx.AddDraft(ctx, &d)
		if err == nil && !ok {
			err = slugTaken()
		}
		return d.Slug, err
	})
	if err != nil {
		return models.Draft{}, err
	}
	return s.st.Draft(ctx, c.ID, ref)
}

// ImportVersion reads a text and makes it the draft's working version; in another language than the draft's it
// becomes a translation of the working version, else of the newest published one. Organisers and drafters.
// Faults: Conflict "version_open" when a working version is there, "translation_there"; Invalid content codes.
func (s *Service) ImportVersion(ctx context.Context, by models.Call, slug, draft string, in NewVersion) (models.Reading, []string, error) {
	c, d, tree, err := s.read(ctx, by, slug, draft, &in)
	if err != nil {
		return models.Reading{}, nil, err
	}
	if in.Language != d.Language {
		return s.translate(ctx, by, c, d, 0, in, tree, nothingElse)
	}
	err = s.addWorking(ctx, by, c, d, in, &tree, nothingElse)
	if err != nil {
		return models.Reading{}, nil, err
	}
	r, err := s.Reading(ctx, by.Actor, slug, draft, Which{Working: true})
	return r, tree.Warnings, err
}

// addWorking keeps a text as the working version; provisions that match the newest version keep their identity.
func (s *Service) addWorking(ctx context.Context, by models.Call, c models.Consultation, d models.Draft, in NewVersion, tree *document.Tree, then also) error {
	newest, earlier, taken, err := s.earlier(ctx, c.ID, d)
	if err != nil {
		return err
	}
	document.Identify(tree, earlier, func(wid string) bool { _, ok := slices.BinarySearch(taken, wid); return ok })
	v := models.Version{ConsultationID: c.ID, ID: s.ids.Next(by.At), DraftID: d.ID, Label: in.Label, Status: models.Working, CreatedAt: by.At}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if _, err := tx.Touch(ctx, c.ID); err != nil {
			return "", err
		}
		if err := addVersion(ctx, tx, d, v, tree); err != nil {
			return "", err
		}
		now, err := tx.Versions(ctx, c.ID, d.ID)
		if err != nil || now[0].Number != newest { // one was published since, with which nothing was matched
			return "", cmpErr(err, fault.New(fault.Conflict, "changed_meanwhile"))
		}
		return d.Slug, then(ctx, tx, v, tree.Provisions)
	})
	return err
}

// addVersion keeps a working version with its text.
func addVersion(ctx context.Context, tx *store.Tx, d models.Draft, v models.Version, tree *document.Tree) error {
	ok, err := tx.AddVersion(ctx, &v)
	if err != nil || !ok {
		return cmpErr(err, fault.New(fault.Conflict, "version_open"))
	}
	_, err = tx.AddVersionText(ctx, versionText(v, tree, d.Title), own(tree.Provisions, v, tree.Language))
	return err
}

func cmpErr(err error, otherwise *fault.Error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// earlier gives the newest published version of a draft, 0 for none, its provisions, and every wid it ever used, sorted.
func (s *Service) earlier(ctx context.Context, consultationID int64, d models.Draft) (newest int, provisions []models.Provision, taken []string, err error) {
	versions, err := s.st.Versions(ctx, consultationID, d.ID)
	if err != nil || len(versions) == 0 {
		return 0, nil, nil, err
	}
	if taken, err = s.st.WIDs(ctx, consultationID, d.ID); err != nil {
		return 0, nil, nil, err
	}
	slices.Sort(taken)
	provisions, err = s.st.Provisions(ctx, consultationID, versions[0].ID, d.Language)
	return versions[0].Number, provisions, taken, err
}

func versionText(v models.Version, tree *document.Tree, otherwise string) *models.VersionText {
	title := tree.Title
	if strings.TrimSpace(title) == "" {
		title = otherwise
	}
	return &models.VersionText{ConsultationID: v.ConsultationID, VersionID: v.ID, Language: tree.Language, Title: title}
}

// own stamps provisions with the version and language they belong to.
func own(provisions []models.Provision, v models.Version, language string) []models.Provision {
	for i := range provisions {
		provisions[i].ConsultationID, provisions[i].VersionID, provisions[i].Language = v.ConsultationID, v.ID, language
	}
	return provisions
}

// Translate keeps a translation of a version, aligned by structure with its authoritative text; of a published
// version it is frozen and hashed at once by itself unless something is missing (see PublishTranslation), and never
// changes the version's own hash. number 0: the working version if one is open, else the newest. Those who may translate.
func (s *Service) Translate(ctx context.Context, by models.Call, slug, draft string, number int, in NewVersion) (models.Reading, []string, error) {
	c, d, tree, err := s.read(ctx, by, slug, draft, &in)
	if err != nil {
		return models.Reading{}, nil, err
	}
	if in.Language == d.Language {
		return models.Reading{}, nil, fault.Bad("language", "authoritative")
	}
	return s.translate(ctx, by, c, d, number, in, tree, nothingElse)
}

func (s *Service) translate(ctx context.Context, by models.Call, c models.Consultation, d models.Draft, number int, in NewVersion, tree document.Tree, then also) (models.Reading, []string, error) {
	var none models.Reading
	v, err := s.toTranslate(ctx, c.ID, d, number)
	if err != nil {
		return none, nil, err
	}
	source, err := s.st.Provisions(ctx, c.ID, v.ID, d.Language)
	if err != nil {
		return none, nil, err
	}
	missing := document.Align(&tree, source)
	for _, wid := range missing {
		if strings.HasPrefix(wid, "position:") { // words that have no place in the text must not be lost in silence
			return none, nil, in.about(fault.Bad("content", "not_aligned"))
		}
		tree.Warnings = append(tree.Warnings, "untranslated:"+wid)
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if _, err := tx.Touch(ctx, c.ID); err != nil {
			return "", err
		}
		now, err := tx.Version(ctx, c.ID, v.ID)
		if err != nil {
			return "", err
		}
		v = now // it may have been published since
		is, err := tx.Provisions(ctx, c.ID, v.ID, d.Language)
		if err != nil || !slices.Equal(is, source) {
			return "", cmpErr(err, fault.New(fault.Conflict, "changed_meanwhile"))
		}
		if err := s.addTranslation(ctx, tx, by, d, v, &tree, len(missing) == 0); err != nil {
			return "", err
		}
		return d.Slug + " " + in.Language, then(ctx, tx, v, tree.Provisions)
	})
	if err != nil {
		return none, nil, err
	}
	r, err := s.readingOf(ctx, d, v, in.Language)
	return r, tree.Warnings, err
}

// addTranslation keeps a translation; of a published version it is frozen at once when nothing is missing.
func (s *Service) addTranslation(ctx context.Context, tx *store.Tx, by models.Call, d models.Draft, v models.Version, tree *document.Tree, whole bool) error {
	text, provisions := versionText(v, tree, d.Title), own(tree.Provisions, v, tree.Language)
	whole = whole && v.Status == models.Published
	if whole {
		freeze(text, d, v, provisions)
		text.PublishedAt = &by.At
	}
	ok, err := tx.AddVersionText(ctx, text, provisions)
	if err != nil || !ok {
		return cmpErr(err, fault.New(fault.Conflict, "translation_there"))
	}
	if !whole {
		return nil
	}
	if err := s.record(ctx, tx, d.ConsultationID, textEntry(d, v, *text)); err != nil {
		return err
	}
	return s.carryTranslation(ctx, tx, by, d, v)
}

func (s *Service) toTranslate(ctx context.Context, consultationID int64, d models.Draft, number int) (models.Version, error) {
	versions, err := s.st.Versions(ctx, consultationID, d.ID)
	if err != nil {
		return models.Version{}, err
	}
	if number == 0 {
		if i := slices.IndexFunc(versions, func(v models.Version) bool { return v.Number == 0 }); i >= 0 {
			return versions[i], nil
		}
		if len(versions) > 0 {
			return versions[0], nil
		}
	}
	for _, v := range versions {
		if v.Number == number {
			return v, nil
		}
	}
	return models.Version{}, fault.Missing("version")
}

// freeze makes the canonical form of a text and its hash.
func freeze(t *models.VersionText, d models.Draft, v models.Version, provisions []models.Provision) {
	canonical := document.Canonical(d.Slug, v.Number, t.Language, provisions)
	t.Canonical, t.SHA256 = string(canonical), document.Sum(canonical)
}
