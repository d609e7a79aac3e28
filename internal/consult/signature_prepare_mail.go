package consult

import (
	"context"

	"travaux/internal/store"
	"travaux/models"
)

// mailSignLinks keeps fresh links and mails each to whom it is for.
func (s *Service) mailSignLinks(ctx context.Context, tx *store.Tx, by models.Call, c models.Consultation, o models.Organisation,
	r models.PreparationRevision, links []models.SignatureLink,
) error {
	if err := tx.AddSignatureLinks(ctx, links); err != nil {
		return err
	}
	for _, l := range links {
		if err := s.mailSignLink(ctx, tx, by, c, o, r, l, "signing_"+l.Kind); err != nil {
			return err
		}
	}
	return nil
}

// mailSignLink mails a link, in the language of the text where mails are written in it.
func (s *Service) mailSignLink(ctx context.Context, tx *store.Tx, by models.Call, c models.Consultation, o models.Organisation,
	r models.PreparationRevision, l models.SignatureLink, kind string,
) error {
	if by.Quiet {
		return nil
	}
	preparer := ""
	if r.PreparedBy != nil {
		people, err := tx.Names(ctx, []int64{*r.PreparedBy})
		if err != nil {
			return err
		}
		preparer = people[*r.PreparedBy]
	}
	language, err := spoken(r.Language, c.Language)
	if err != nil {
		return err
	}
	name, _ := o.Called(language)
	return s.post(ctx, tx, models.Mail{To: l.Email, Language: language, Kind: kind, ConsultationID: &c.ID, Data: map[string]any{
		"Consultation": c.Title, "Organisation": name, "Preparer": preparer, "Officer": r.OfficerName, "Link": s.linkURL(l),
	}})
}

// mayAsk counts the messages that somebody has sent to those who clear a signature, and to its officer. What follows from
// a link that is good is not counted: nobody can keep an officer from signing by having mails sent to them.
func (s *Service) mayAsk(ctx context.Context, tx *store.Tx, by models.Call, links ...models.SignatureLink) error {
	all := []tally{{models.LimitMailFrom, by.Client, len(links)}}
	for _, l := range links {
		all = append(all, tally{models.LimitMail, l.EmailKey + "\n" + personKey(by.PersonID), 1})
	}
	return s.tallied(ctx, tx, by.At, all...)
}

// spoken is the language in which somebody is written to of whom nothing is known but the text they read.
func spoken(text, main string) (string, error) {
	all, err := wordings()
	if _, ok := all[text]; ok {
		return text, err
	}
	return main, err
}

// tellPreparer tells who prepared a revision what became of it: cleared, objected, returned or signed.
func (s *Service) tellPreparer(ctx context.Context, tx *store.Tx, by models.Call, c models.Consultation, o models.Organisation,
	r models.PreparationRevision, what string,
) error {
	if r.PreparedBy == nil || by.Quiet {
		return nil
	}
	p, err := tx.Person(ctx, *r.PreparedBy)
	if err != nil {
		return forgotten(err)
	}
	name, _ := o.Called(p.Language)
	return s.notify(ctx, tx, p.ID, c.Language, models.Mail{Kind: "prepared_" + what, ConsultationID: &c.ID, Data: map[string]any{
		"Consultation": c.Title, "Organisation": name, "Officer": r.OfficerName, "Link": s.baseURL + "/c/" + c.Slug + "/sign/" + o.Slug + "/prepared",
	}})
}
