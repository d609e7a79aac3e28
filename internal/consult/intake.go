package consult

import (
	"context"
	"errors"

	"travaux/internal/akn"
	"travaux/internal/document"
	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// NewVersion is a text to be read into provisions: characters in Content, or a file as it was sent.
type NewVersion struct {
	Format   string `json:"format" validate:"omitempty,oneof=markdown html akn"` // empty: told by content
	Content  string `json:"content" validate:"required,bytes=4194304"`
	File     []byte `json:"-"` // wins over Content unless nil; what is wrong with the text is then told of "file"
	Label    string `json:"label" validate:"max=200"`
	Language string `json:"language" validate:"omitempty,bcp47_language_tag"` // empty: the draft's
}

// StartDraft makes a draft together with its first working version, both or neither; the text is in the draft's
// language. Organisers and drafters. Faults: Invalid, which names what is wrong with either at once; Conflict
// "slug_taken".
func (s *Service) StartDraft(ctx context.Context, by models.Call, slug string, draft NewDraft, in NewVersion) (models.Reading, []string, error) {
	var none models.Reading
	c, err := s.where(ctx, by.Actor, Draft, slug)
	if err != nil {
		return none, nil, err
	}
	err = s.check(&draft)
	in.Language = canonical(draft.Language)
	tree, unread := s.readText(&in)
	if err := together(err, unread); err != nil {
		return none, nil, err
	}
	d := models.Draft{ConsultationID: c.ID, ID: s.ids.Next(by.At), Slug: draft.Slug, Title: draft.Title, Language: in.Language, CreatedAt: by.At}
	v := models.Version{ConsultationID: c.ID, ID: s.ids.Next(by.At), DraftID: d.ID, Label: in.Label, Status: models.Working, CreatedAt: by.At}
	ref, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if _, err := tx.Touch(ctx, c.ID); err != nil {
			return "", err
		}
		ok, err := tx.AddDraft(ctx, &d)
		if err != nil || !ok {
			return "", cmpErr(err, slugTaken())
		}
		return d.Slug, addVersion(ctx, tx, d, v, &tree)
	})
	if err != nil {
		return none, nil, err
	}
	r, err := s.Reading(ctx, by.Actor, slug, ref, Which{Working: true})
	return r, tree.Warnings, err
}

// together makes one refusal of several, each field named once.
func together(errs ...error) error {
	var fields []fault.Field
	named := map[string]bool{}
	for _, err := range errs {
		if err == nil {
			continue
		}
		f, ok := fault.As(err)
		if !ok || len(f.Fields) == 0 {
			return err
		}
		for _, field := range f.Fields {
			if !named[field.Name] {
				fields = append(fields, field)
			}
			named[field.Name] = true
		}
	}
	return fault.Fields(fields)
}

// read checks who may, checks the input and reads the text into provisions.
func (s *Service) read(ctx context.Context, by models.Call, slug, draft string, in *NewVersion) (models.Consultation, models.Draft, document.Tree, error) {
	var none document.Tree
	c, err := s.where(ctx, by.Actor, Translate, slug)
	if err != nil {
		return c, models.Draft{}, none, err
	}
	d, err := s.st.Draft(ctx, c.ID, draft)
	if err != nil {
		return c, d, none, err
	}
	if in.Language == "" {
		in.Language = d.Language
	}
	if canonical(in.Language) == d.Language { // the text itself, which translators leave alone
		if err := need(by.Actor, Can(by.Actor, Draft, Thing{ConsultationID: c.ID})); err != nil {
			return c, d, none, err
		}
	}
	tree, err := s.readText(in)
	return c, d, tree, err
}

// readText decodes the file if there is one, checks the input and reads the text into provisions.
func (s *Service) readText(in *NewVersion) (tree document.Tree, err error) {
	var undecoded []fault.Field
	if in.File != nil {
		in.Content, err = document.Decode(in.File)
		undecoded = contentFields(err)
	}
	if err := s.check(in, undecoded...); err != nil {
		return tree, in.about(err)
	}
	in.Language = canonical(in.Language)
	tree, err = ReadText(in.Format, []byte(in.Content), in.Language)
	if fields := contentFields(err); fields != nil {
		err = fault.Fields(fields)
	}
	return tree, in.about(err)
}

// ReadText reads a text of a format into provisions; one without a format is told by content. The language is that
// of the text, whatever the file says. Its errors are those of document.Read.
func ReadText(format string, content []byte, language string) (document.Tree, error) {
	if format == formatAKN || format == "" && akn.Is(content) {
		return akn.Read(content, language)
	}
	f := document.Format(format)
	if f == "" {
		f = document.Detect(content)
	}
	return document.Read(f, content, language)
}

// formatAKN is what a text in Akoma Ntoso is called beside the formats of document.
const formatAKN = "akn"

// contentFields names what is wrong with a text.
func contentFields(err error) []fault.Field {
	for problem, code := range map[error]string{
		document.ErrUnreadable: "unreadable", document.ErrEmpty: "no_provisions",
		document.ErrTooLarge: "text_too_large", document.ErrTooDeep: "too_deep",
	} {
		if errors.Is(err, problem) {
			return []fault.Field{{Name: "content", Code: code}}
		}
	}
	return nil
}

// about tells what is wrong with the text of the field that was used. Nobody can type a file again, so one with
// characters that no text may hold is not to be read.
func (in *NewVersion) about(err error) error {
	f, ok := fault.As(err)
	if in.File == nil || !ok {
		return err
	}
	for i := range f.Fields {
		field := &f.Fields[i]
		if field.Name != "content" {
			continue
		}
		field.Name = "file"
		if field.Code == string(models.TextUTF8) || field.Code == string(models.TextControl) {
			field.Code = "unreadable"
		}
	}
	return err
}
