package consult

import (
	"bytes"
	"context"
	"path"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// NewLetter is a letter that shows that whoever signed may: PDF, PNG or JPEG, at most 4 MB.
type NewLetter struct {
	FileName string `json:"file_name" validate:"max=200"`
	Content  []byte `json:"-"`
}

// letterTypes are the files that are taken, told by how they begin.
var letterTypes = []struct{ begins, mediaType string }{
	{"%PDF-", "application/pdf"}, {"\x89PNG\r\n\x1a\n", "image/png"}, {"\xff\xd8\xff", "image/jpeg"},
}

func letterType(content []byte) string {
	for _, t := range letterTypes {
		if bytes.HasPrefix(content, []byte(t.begins)) {
			return t.mediaType
		}
	}
	return ""
}

// AddSignatureLetter keeps the letter of a signature that waits, in the place of the one before. Its organisation.
// Faults: file "required", "too_large", "letter_kind"; Conflict "already_decided".
func (s *Service) AddSignatureLetter(ctx context.Context, by models.Call, slug, ref string, in NewLetter) error {
	v, err := s.ownSignature(ctx, by, slug, ref)
	if err != nil {
		return err
	}
	if err := s.check(&in, letterProblems(in)...); err != nil {
		return err
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		now, err := tx.SignatureByRef(ctx, v.ConsultationID, v.Ref)
		if err != nil || now.Status != models.SignaturePending {
			return "", cmpErr(err, fault.New(fault.Conflict, "already_decided"))
		}
		return v.Ref, tx.SetLetter(ctx, models.SignatureLetter{
			ConsultationID: v.ConsultationID, SignatureID: v.ID, FileName: path.Base(in.FileName), MediaType: letterType(in.Content),
			Content: in.Content, UploadedBy: actorID(by.Actor), CreatedAt: by.At,
		})
	})
	return err
}

func letterProblems(in NewLetter) []fault.Field {
	switch {
	case len(in.Content) == 0:
		return []fault.Field{{Name: "file", Code: "required"}}
	case len(in.Content) > maxFile:
		return []fault.Field{{Name: "file", Code: "too_large", Args: map[string]any{"max": maxFile >> 20}}}
	case letterType(in.Content) == "":
		return []fault.Field{{Name: "file", Code: "letter_kind"}}
	}
	return nil
}

// SignatureLetter gives the letter of a signature to its organisation and to those who read what is not public of
// signatures. Fault NotFound "letter_not_found".
func (s *Service) SignatureLetter(ctx context.Context, who models.Actor, slug, ref string) (models.SignatureLetter, error) {
	v, own, err := s.Signature(ctx, who, slug, ref)
	if err != nil {
		return models.SignatureLetter{}, err
	}
	if !own && !Can(who, ReadSignatures, Thing{ConsultationID: v.ConsultationID, Region: v.Region}) {
		return models.SignatureLetter{}, fault.Missing("letter")
	}
	return s.st.Letter(ctx, v.ConsultationID, v.ID)
}

// lettersKept is how long a letter is kept after it was sent in, once its signature is decided on.
const lettersKept = 365 * day

// WaitingSignatures are the signatures that are not public yet, for those who read them: of the regions to which their
// role is limited.
func (s *Service) WaitingSignatures(ctx context.Context, who models.Actor, slug string) (waiting []models.SignatureView, lettered []int64, err error) {
	c, err := s.where(ctx, who, ReadSignatures, slug)
	if err != nil {
		return nil, nil, err
	}
	if waiting, err = s.st.WaitingSignatures(ctx, c.ID, Within(who, ReadSignatures, c.ID), mostWaiting); err != nil {
		return nil, nil, err
	}
	ids := make([]int64, len(waiting))
	for i, v := range waiting {
		ids[i] = v.ID
	}
	lettered, err = s.st.Lettered(ctx, c.ID, ids)
	return waiting, lettered, err
}

// mostWaiting is how many signatures that wait a page shows.
const mostWaiting = 200
