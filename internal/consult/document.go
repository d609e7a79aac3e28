package consult

import (
	"context"
	"path"
	"strings"

	"travaux/internal/document"
	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/store"
	"travaux/models"
)

// NewDocument is a background document: a link, or a file of at most 4 MB.
type NewDocument struct {
	Title    string       `json:"title" validate:"required,notblank,max=200"`
	Titles   models.Texts `json:"titles" validate:"max=20,dive,keys,bcp47_language_tag,endkeys,max=200"`
	URL      string       `json:"url" validate:"omitempty,weblink"`
	FileName string       `json:"file_name" validate:"max=200"`
	Content  []byte       `json:"-"`
}

// maxFile is how large a background file may be, in bytes.
const maxFile = 4 << 20

// fileTypes are the files that are taken, by ending; they are only ever given out as downloads.
var fileTypes = map[string]string{
	".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8", ".md": "text/markdown; charset=utf-8",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".odt":  "application/vnd.oasis.opendocument.text", ".csv": "text/csv; charset=utf-8",
	".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp",
}

// AddDocument keeps a background document. Organisers. Faults: file "required", "too_large", "file_type".
func (s *Service) AddDocument(ctx context.Context, by models.Call, slug string, in NewDocument) (models.Document, error) {
	var none models.Document
	c, err := s.where(ctx, by.Actor, Organise, slug)
	if err != nil {
		return none, err
	}
	if err := s.check(&in, fileProblems(in)...); err != nil {
		return none, err
	}
	d := models.Document{
		ConsultationID: c.ID, ID: s.ids.Next(by.At), Ref: ids.UUID(), URL: in.URL,
		Title: withMain(in.Titles, c.Language, in.Title), CreatedAt: by.At,
	}
	if in.URL == "" {
		d.FileName, d.MediaType, d.Size, d.SHA256 = path.Base(in.FileName), fileTypes[ending(in.FileName)], int64(len(in.Content)), document.Sum(in.Content)
	}
	ref, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if _, err := tx.Touch(ctx, c.ID); err != nil {
			return "", err
		}
		return d.Ref, tx.AddDocument(ctx, &d, in.Content)
	})
	if err != nil {
		return none, err
	}
	d, _, err = s.st.Document(ctx, c.ID, ref)
	return d, err
}

func ending(name string) string { return strings.ToLower(path.Ext(name)) }

func fileProblems(in NewDocument) []fault.Field {
	switch {
	case in.URL != "" && len(in.Content) > 0:
		return []fault.Field{{Name: "url", Code: "link_or_file"}}
	case in.URL != "":
		return nil
	case len(in.Content) == 0:
		return []fault.Field{{Name: "file", Code: "required"}}
	case len(in.Content) > maxFile:
		return []fault.Field{{Name: "file", Code: "too_large", Args: map[string]any{"max": maxFile >> 20}}}
	case fileTypes[ending(in.FileName)] == "":
		return []fault.Field{{Name: "file", Code: "file_type"}}
	}
	return nil
}

// DocumentFile gives a background document and, when it is a file, its content.
func (s *Service) DocumentFile(ctx context.Context, _ models.Actor, slug, ref string) (models.Document, []byte, error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return models.Document{}, nil, err
	}
	return s.st.Document(ctx, c.ID, ref)
}
