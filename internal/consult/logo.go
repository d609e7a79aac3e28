package consult

import (
	"context"
	"errors"

	"travaux/internal/document"
	"travaux/internal/fault"
	"travaux/internal/picture"
	"travaux/internal/store"
	"travaux/models"
)

// draw makes of a picture that was sent the one that is kept; one at a time, since each is large in memory.
func (s *Service) draw(sent []byte) ([]byte, error) {
	if sent == nil {
		return nil, nil
	}
	s.drawing.Lock()
	defer s.drawing.Unlock()
	png, err := picture.Logo(sent)
	switch {
	case errors.Is(err, picture.ErrKind):
		return nil, fault.Bad("logo", "picture_kind")
	case errors.Is(err, picture.ErrLarge):
		return nil, fault.Bad("logo", "picture_large")
	case err != nil:
		return nil, fault.Bad("logo", "picture_broken")
	}
	return png, nil
}

// keepLogo keeps a picture, or forgets the one there is.
func keepLogo(ctx context.Context, tx *store.Tx, o *models.Organisation, png []byte, drop bool) error {
	switch {
	case png != nil:
		o.Logo = document.Sum(png)
		return tx.SetOrganisationLogo(ctx, models.OrganisationLogo{OrganisationID: o.ID, Content: png})
	case drop:
		o.Logo = ""
		return tx.DropOrganisationLogo(ctx, o.ID)
	}
	return nil
}

// Logo gives the picture of an organisation, PNG. Faults NotFound "organisation_not_found", "logo_not_found".
func (s *Service) Logo(ctx context.Context, slug string) ([]byte, error) {
	o, err := s.st.Organisation(ctx, slug)
	if err != nil {
		return nil, err
	}
	l, err := s.st.OrganisationLogo(ctx, o.ID)
	return l.Content, err
}
