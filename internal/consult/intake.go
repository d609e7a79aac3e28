package consult

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"travaux/internal/akn"
	"travaux/internal/document"
	"travaux/internal/docx"
	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// NewVersion is a text to be read into provisions: characters in Content, or a file as it was sent.
type NewVersion struct {
	Format   string `json:"format" validate:"omitempty,oneof=markdown html akn"` // empty: told by content
	Content  string `json:"content" validate:"required,bytes=4194304"`
	File     []byte `json:"-"`                // wins over Content unless nil; what is wrong with the text is then told of "file"
	Changes  string `json:"-" form:"changes"` // "accepted" or "refused": those that a Word file tracks; empty: accepted
	Label    string `json:"label" validate:"max=200"`
	Language string `json:"language" validate:"omitempty,bcp47_language_tag"` // empty: the draft's

	tracked int // changes that the Word file tracks
}

// MaxTextFile is how many bytes a file with a text may have; only a Word file may have that many.
const MaxTextFile = docx.MaxFile

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
	tree, unread := s.readText(ctx, &in, nil)
	if err := together(err, unread); err != nil {
		return none, nil, err
	}
	if err := s.startDraft(ctx, by, c, draft, in, &tree, nothingElse); err != nil {
		return none, nil, err
	}
	r, err := s.Reading(ctx, by.Actor, slug, draft.Slug, Which{Working: true})
	return r, tree.Warnings, err
}

// startDraft keeps a new draft with its first working version.
func (s *Service) startDraft(ctx context.Context, by models.Call, c models.Consultation, draft NewDraft, in NewVersion, tree *document.Tree, then also) error {
	d := models.Draft{ConsultationID: c.ID, ID: s.ids.Next(by.At), Slug: draft.Slug, Title: draft.Title, Language: in.Language, CreatedAt: by.At}
	v := models.Version{ConsultationID: c.ID, ID: s.ids.Next(by.At), DraftID: d.ID, Label: in.Label, Status: models.Working, CreatedAt: by.At}
	_, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if _, err := tx.Touch(ctx, c.ID); err != nil {
			return "", err
		}
		ok, err := tx.AddDraft(ctx, &d)
		if err != nil || !ok {
			return "", cmpErr(err, slugTaken())
		}
		if err := addVersion(ctx, tx, d, v, tree); err != nil {
			return "", err
		}
		return d.Slug, then(ctx, tx, v, tree.Provisions)
	})
	return err
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
	var known []string
	if docx.Is(in.File) { // its bookmarks may name what the draft knows
		if known, err = s.st.WIDs(ctx, c.ID, d.ID); err != nil {
			return c, d, none, err
		}
	}
	tree, err := s.readText(ctx, in, known)
	return c, d, tree, err
}

// readText checks the input and reads the text, or the file if there is one, into provisions. Known are the wids that
// the bookmarks of a Word file may stand for.
func (s *Service) readText(ctx context.Context, in *NewVersion, known []string) (tree document.Tree, err error) {
	var undecoded []fault.Field
	word := docx.Is(in.File)
	switch {
	case word:
		in.Content = "-" // what is required is there
	case in.File != nil:
		in.Content, err = document.Decode(in.File)
		undecoded = contentFields(err)
	}
	if !slices.Contains([]string{"", changesAccepted, changesRefused}, in.Changes) {
		undecoded = append(undecoded, fault.Field{Name: "changes", Code: "unknown_value"})
	}
	if err := s.check(in, undecoded...); err != nil {
		return tree, in.about(err)
	}
	in.Language = canonical(in.Language)
	if word {
		in.Content = ""
		tree, err = s.readWord(ctx, in, known)
	} else {
		tree, err = ReadText(in.Format, []byte(in.Content), in.Language)
	}
	if fields := contentFields(err); fields != nil {
		err = fault.Fields(fields)
	}
	return tree, in.about(err)
}

// readAlone waits until no other Word file is in memory, since one can take 256 MB of it, or until the request ends; whoever
// called it has done when the file is not used any more.
func (s *Service) readAlone(ctx context.Context) (done func(), err error) {
	select {
	case s.reading <- struct{}{}:
		return func() { <-s.reading }, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("wait until another Word file is read: %w", ctx.Err())
	}
}

// readWord reads a Word file.
func (s *Service) readWord(ctx context.Context, in *NewVersion, known []string) (document.Tree, error) {
	done, err := s.readAlone(ctx)
	if err != nil {
		return document.Tree{}, err
	}
	defer done()
	d, err := docx.Read(bytes.NewReader(in.File), int64(len(in.File)))
	if err != nil {
		return document.Tree{}, err
	}
	in.tracked = len(d.Revisions)
	o := document.DOCXOptions{Language: in.Language, Known: known}
	switch in.Changes {
	case changesAccepted:
		o.Accept = func(*docx.Revision) bool { return true }
	case changesRefused:
		o.Accept = func(*docx.Revision) bool { return false }
	}
	return document.FromDOCX(d, o)
}

// What becomes of the changes that a Word file tracks. Where nobody chose, they are accepted, and a warning tells where.
const (
	changesAccepted = "accepted"
	changesRefused  = "refused"
)

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

// FirstHeading is what the text in a file may be called by; empty when it has no heading, or cannot be read.
func FirstHeading(file []byte, language string) string {
	format := string(document.DOCX)
	if !docx.Is(file) {
		text, err := document.Decode(file)
		if err != nil {
			return ""
		}
		format, file = "", []byte(text)
	}
	tree, err := ReadText(format, file, language)
	if err != nil {
		return ""
	}
	return tree.FirstHeading
}

// formatAKN is what a text in Akoma Ntoso is called beside the formats of document.
const formatAKN = "akn"

// contentProblems are the reasons for which a text is refused, with their codes; those of Word files come first, since
// they say more.
var contentProblems = []struct {
	problem error
	code    string
}{
	{docx.ErrEncrypted, "password_protected"},
	{docx.ErrOldWord, "old_word"},
	{docx.ErrNotWord, "not_word"},
	{docx.ErrDamaged, "damaged"},
	{docx.ErrBomb, "unpacks_too_large"},
	{docx.ErrExternal, "external_parts"},
	{docx.ErrEntities, "entities"},
	{docx.ErrTooLarge, "word_too_large"},
	{document.ErrUnreadable, "unreadable"},
	{document.ErrEmpty, "no_provisions"},
	{document.ErrTooLarge, "text_too_large"},
	{document.ErrTooDeep, "too_deep"},
}

// contentFields names what is wrong with a text.
func contentFields(err error) []fault.Field {
	for _, p := range contentProblems {
		if errors.Is(err, p.problem) {
			return []fault.Field{{Name: "content", Code: p.code}}
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
		if field.Code == "required" { // somebody chose it, and there is nothing in it
			field.Code = "no_text"
		}
	}
	return err
}
