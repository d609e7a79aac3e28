package consult

import (
	"context"
	"strconv"

	"travaux/internal/store"
	"travaux/models"
)

// toldAtOnce is how many people one transaction tells, linksAtMost how many comments a message names of each kind.
const (
	toldAtOnce  = 50
	linksAtMost = 50
)

// tellChanged tells each author, once for a version, which of their comments the words of changed or went with it.
func (s *Service) tellChanged(ctx context.Context, d models.Draft, v models.Version) error {
	for {
		people, err := s.st.PeopleToTell(ctx, v, toldAtOnce)
		if err != nil || len(people) == 0 {
			return err
		}
		con, err := s.st.ConsultationByID(ctx, v.ConsultationID)
		if err != nil {
			return err
		}
		if err := s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			for _, id := range people {
				if err := s.tellOne(ctx, tx, con, d, v, id); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
}

func (s *Service) tellOne(ctx context.Context, tx *store.Tx, con models.Consultation, d models.Draft, v models.Version, personID int64) error {
	comments, err := tx.ToTell(ctx, v, personID)
	if err != nil {
		return err
	}
	var changed, gone []any
	for _, c := range comments {
		link := s.baseURL + "/c/" + con.Slug + "/receipts/" + c.Receipt
		switch {
		case c.Publication != models.PublishedNow && c.Publication != models.ConfidentialP: // taken back meanwhile
			continue
		case c.Publication == models.PublishedNow && c.Number != nil:
			link = s.baseURL + "/c/" + con.Slug + "/comments/" + models.Ref(*c.Number)
		}
		if c.State == models.AnchorTextRemoved {
			gone = append(gone, link)
		} else {
			changed = append(changed, link)
		}
	}
	if len(changed)+len(gone) == 0 {
		return nil
	}
	return s.notify(ctx, tx, personID, con.Language, models.Mail{
		Kind: "words_changed", ConsultationID: &con.ID, Data: map[string]any{
			"Consultation": con.Title, "Title": d.Title, "Number": strconv.Itoa(v.Number),
			"ChangedLinks": changed[:min(len(changed), linksAtMost)], "GoneLinks": gone[:min(len(gone), linksAtMost)],
		},
	})
}
