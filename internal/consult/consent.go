package consult

import (
	"context"

	"travaux/internal/store"
	"travaux/models"
)

// agree keeps what somebody agreed to by sending a comment, in the words they saw: the notices by their version, the
// showing of their name by its wording.
func (s *Service) agree(ctx context.Context, tx *store.Tx, by models.Call, w store.Whole) error {
	consent := func(kind models.ConsentKind, words string) models.Consent {
		return models.Consent{
			ConsultationID: w.Comment.ConsultationID, ID: s.ids.Next(by.At), CommentID: w.Comment.ID, Kind: kind,
			NoticeVersion: w.Comment.NoticeVersion, Language: by.Speaking, Wording: words, GivenAt: by.At,
		}
	}
	all := []models.Consent{consent(models.ConsentNotices, "")}
	if w.Author.PublishName {
		words, err := NameWording(by.Speaking)
		if err != nil {
			return err
		}
		all = append(all, consent(models.ConsentName, words))
	}
	return tx.AddConsents(ctx, all)
}
