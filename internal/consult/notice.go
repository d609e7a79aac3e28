package consult

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

//go:embed notices/*.json
var noticeFiles embed.FS

// DefaultLicence is the licence for contributions that a consultation begins with (SPDX).
const DefaultLicence = "CC-BY-4.0"

// gap stands in a template where the organiser has to write something.
const gap = "[…]"

// wording is what one language's file says; {consultation} stands for the title.
type wording struct {
	Responsible string `json:"responsible"`
	Contact     string `json:"contact"`
	Hosting     string `json:"hosting"`
	Privacy     string `json:"privacy"`
	Readers     string `json:"readers"`
	Retention   string `json:"retention"`
	Law         string `json:"law"`
	LawOf       string `json:"law_of"` // with a gap for the country
	Publication string `json:"publication"`
	PublishName string `json:"publish_name"` // what is agreed to by who is shown by name

	Signing map[models.SigningAct]string `json:"signing"` // what signing means
}

// wordings are the files, by language.
var wordings = sync.OnceValues(func() (map[string]wording, error) {
	out := map[string]wording{}
	for _, language := range []string{"ar", "en", "es", "fr", "ru", "zh"} {
		var w wording
		b, err := noticeFiles.ReadFile("notices/" + language + ".json")
		if err == nil {
			err = json.Unmarshal(b, &w)
		}
		if err != nil {
			return nil, fmt.Errorf("read the notices %s: %w", language, err)
		}
		out[language] = w
	}
	return out, nil
})

// NameWording is what somebody agrees to who is shown by name, in a language of the interface.
func NameWording(language string) (string, error) {
	all, err := wordings()
	if err != nil {
		return "", err
	}
	w, ok := all[language]
	if !ok {
		w = all["en"]
	}
	return w.PublishName, nil
}

// parts are the parts of notices by their names, to be read or set.
func parts(n *models.Notices) map[string]*models.Texts {
	return map[string]*models.Texts{
		"responsible": &n.Responsible, "contact": &n.Contact, "hosting": &n.Hosting, "privacy": &n.Privacy,
		"readers": &n.Readers, "retention": &n.Retention, "law": &n.Law, "publication": &n.Publication,
	}
}

// said are the parts as one language's file says them.
func (w wording) said() map[string]string {
	return map[string]string{
		"responsible": w.Responsible, "contact": w.Contact, "hosting": w.Hosting, "privacy": w.Privacy,
		"readers": w.Readers, "retention": w.Retention, "law": w.Law, "publication": w.Publication,
	}
}

// defaultNotices fills the template in every language there is one for.
func defaultNotices(c models.Consultation, at time.Time) (models.Notices, error) {
	n := models.Notices{ConsultationID: c.ID, Version: 1, Licence: DefaultLicence, CreatedAt: at}
	all, err := wordings()
	if err != nil {
		return n, err
	}
	for language, w := range all {
		title, _ := c.Title.In(language, c.Language)
		for name, text := range w.said() {
			to := parts(&n)[name]
			*to = withMain(*to, language, strings.ReplaceAll(text, "{consultation}", title))
		}
	}
	return n, nil
}

// NoticeTemplate is what a form for notices begins with in a language: what is the same everywhere is written, what
// only the organiser knows is empty or has a gap.
func NoticeTemplate(language string) (NewNotices, error) {
	all, err := wordings()
	if err != nil {
		return NewNotices{}, err
	}
	w := all[language]
	return NewNotices{
		Language: language, Privacy: w.Privacy, Readers: w.Readers, Retention: w.Retention, Law: w.LawOf,
		Publication: w.Publication, Licence: DefaultLicence,
	}, nil
}

// Notices gives the notices that stand now; fault NotFound "notices_not_found" before there are any.
func (s *Service) Notices(ctx context.Context, _ models.Actor, slug string) (models.Notices, error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return models.Notices{}, err
	}
	return s.st.Notices(ctx, c.ID, c.NoticeVersion)
}

// NoticesAt gives one version of the notices, as it was shown to who contributed under it. Fault NotFound
// "notices_not_found".
func (s *Service) NoticesAt(ctx context.Context, _ models.Actor, slug string, version int) (models.Notices, error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return models.Notices{}, err
	}
	return s.st.Notices(ctx, c.ID, version)
}

// NewNotices is a new wording of the notices in one language.
type NewNotices struct {
	Language    string `json:"language" validate:"required,bcp47_language_tag"`
	Responsible string `json:"responsible" validate:"max=2000"`
	Contact     string `json:"contact" validate:"max=2000"`
	Hosting     string `json:"hosting" validate:"max=2000"`
	Privacy     string `json:"privacy" validate:"required,notblank,max=20000"`
	Readers     string `json:"readers" validate:"max=20000"`
	Retention   string `json:"retention" validate:"max=20000"`
	Law         string `json:"law" validate:"max=20000"`
	Publication string `json:"publication" validate:"required,notblank,max=20000"`
	Licence     string `json:"licence" validate:"required,notblank,max=60"`
	Whole       bool   `json:"-"` // every part must be said, as the organiser's page asks
}

func (in *NewNotices) said() map[string]string {
	return wording{
		Responsible: in.Responsible, Contact: in.Contact, Hosting: in.Hosting, Privacy: in.Privacy, Readers: in.Readers,
		Retention: in.Retention, Law: in.Law, Publication: in.Publication,
	}.said()
}

// problems names the parts that are still to be written.
func (in *NewNotices) problems() []fault.Field {
	var out []fault.Field
	said := in.said()
	for _, p := range (models.Notices{}).Parts() {
		switch {
		case in.Whole && models.Blank(said[p.Name]):
			out = append(out, fault.Field{Name: p.Name, Code: "required"})
		case strings.Contains(said[p.Name], gap):
			out = append(out, fault.Field{Name: p.Name, Code: "fill_in"})
		}
	}
	return out
}

// SaveNotices makes a new version of the notices; those of the other languages stay, and so do parts that are not
// given. The first notices are in the consultation's main language, and until they are saved nothing can be
// contributed. Organisers. Contributions keep the version that was shown to them.
func (s *Service) SaveNotices(ctx context.Context, by models.Call, slug string, in NewNotices) (models.Notices, error) {
	c, err := s.where(ctx, by.Actor, Organise, slug)
	if err != nil {
		return models.Notices{}, err
	}
	first := c.NoticeVersion == 0 // nothing can be contributed before: they are whole, wherever they come from
	in.Whole = in.Whole || first
	more := in.problems()
	if first && canonical(in.Language) != c.Language {
		more = append(more, fault.Field{Name: "language", Code: "main_first"})
	}
	if err := s.check(&in, more...); err != nil {
		return models.Notices{}, err
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		return "", s.saveNotices(ctx, tx, by, c.ID, in)
	})
	if err != nil {
		return models.Notices{}, err
	}
	return s.Notices(ctx, by.Actor, slug)
}

func (s *Service) saveNotices(ctx context.Context, tx *store.Tx, by models.Call, consultationID int64, in NewNotices) error {
	if _, err := tx.Touch(ctx, consultationID); err != nil {
		return err
	}
	now, err := tx.ConsultationByID(ctx, consultationID)
	if err != nil {
		return err
	}
	n, err := tx.Notices(ctx, consultationID, now.NoticeVersion)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	n.ConsultationID, n.Version, n.Licence, n.CreatedAt = consultationID, now.NoticeVersion+1, in.Licence, by.At
	for name, text := range in.said() {
		to := parts(&n)[name]
		*to = withMain(*to, in.Language, text)
	}
	if err := tx.AddNotices(ctx, &n); err != nil {
		return err
	}
	return s.record(ctx, tx, consultationID, noticesEntry(n))
}
