package consult

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"time"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

//go:embed notices/*.json
var noticeFiles embed.FS

// DefaultLicence is the licence for contributions that a consultation begins with (SPDX).
const DefaultLicence = "CC-BY-4.0"

// noticeTemplate is one language's default notices; {consultation} stands for the title.
type noticeTemplate struct{ Privacy, Publication string }

// defaultNotices fills the template in every language there is one for.
func defaultNotices(c models.Consultation, at time.Time) (models.Notices, error) {
	n := models.Notices{
		ConsultationID: c.ID, Version: 1, Licence: DefaultLicence, CreatedAt: at,
		Privacy: models.Texts{}, Publication: models.Texts{},
	}
	files, err := noticeFiles.ReadDir("notices")
	if err != nil {
		return n, fmt.Errorf("list the notices: %w", err)
	}
	for _, f := range files {
		var t noticeTemplate
		b, err := noticeFiles.ReadFile(path.Join("notices", f.Name()))
		if err == nil {
			err = json.Unmarshal(b, &t)
		}
		if err != nil {
			return n, fmt.Errorf("read the notices %s: %w", f.Name(), err)
		}
		language := strings.TrimSuffix(f.Name(), ".json")
		title, _ := c.Title.In(language, c.Language)
		n.Privacy[language] = strings.ReplaceAll(t.Privacy, "{consultation}", title)
		n.Publication[language] = strings.ReplaceAll(t.Publication, "{consultation}", title)
	}
	return n, nil
}

// Notices gives the notices that stand now; fault NotFound "notices_not_found" before there are any.
func (s *Service) Notices(ctx context.Context, _ models.Actor, slug string) (models.Notices, error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return models.Notices{}, err
	}
	return s.st.Notices(ctx, c.ID, c.NoticeVersion)
}

// NewNotices is a new wording of the notices in one language.
type NewNotices struct {
	Language    string `json:"language" validate:"required,bcp47_language_tag"`
	Privacy     string `json:"privacy" validate:"required,notblank,max=20000"`
	Publication string `json:"publication" validate:"required,notblank,max=20000"`
	Licence     string `json:"licence" validate:"required,max=60"`
}

// SaveNotices makes a new version of the notices; those of the other languages stay. Organisers.
// Contributions keep the version that was shown to them.
func (s *Service) SaveNotices(ctx context.Context, by models.Call, slug string, in NewNotices) (models.Notices, error) {
	c, err := s.where(ctx, by.Actor, Organise, slug)
	if err != nil {
		return models.Notices{}, err
	}
	if err := s.check(&in); err != nil {
		return models.Notices{}, err
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if _, err := tx.Touch(ctx, c.ID); err != nil {
			return "", err
		}
		now, err := tx.ConsultationByID(ctx, c.ID)
		if err != nil {
			return "", err
		}
		old, err := tx.Notices(ctx, c.ID, now.NoticeVersion)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return "", err
		}
		n := models.Notices{
			ConsultationID: c.ID, Version: now.NoticeVersion + 1, Licence: in.Licence, CreatedAt: by.At,
			Privacy: withMain(old.Privacy, in.Language, in.Privacy), Publication: withMain(old.Publication, in.Language, in.Publication),
		}
		if err := tx.AddNotices(ctx, &n); err != nil {
			return "", err
		}
		return "", s.record(ctx, tx, c.ID, noticesEntry(n))
	})
	if err != nil {
		return models.Notices{}, err
	}
	return s.Notices(ctx, by.Actor, slug)
}
