package consult

import (
	"context"
	"encoding/json"
	"fmt"

	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/store"
	"travaux/models"
)

// waiting is an identity whose address is not proven yet.
type waiting struct {
	Who  models.Claimed `json:"who"`
	Back string         `json:"back"`
}

// NewAddress is the address of somebody whose provider told none.
type NewAddress struct {
	Ceremony string `json:"ceremony" validate:"required,max=200"`
	Email    string `json:"email" validate:"required,email"`
}

// wait keeps an identity until its address is given or proven.
func (s *Service) wait(ctx context.Context, by models.Call, kind models.CeremonyKind, browser string, w waiting) (string, error) {
	plain, err := json.Marshal(w)
	if err != nil {
		return "", fmt.Errorf("keep an identity: %w", err)
	}
	by.PersonID = 0 // nobody is known yet
	return s.begin(ctx, by, kind, browser, plain, linkLasts)
}

func (s *Service) waits(ctx context.Context, by models.Call, kind models.CeremonyKind, browser, secret string) (waiting, models.Ceremony, error) {
	var w waiting
	by.PersonID = 0
	c, plain, err := s.peek(ctx, by, kind, browser, secret)
	if err != nil {
		return w, c, err
	}
	if err := json.Unmarshal(plain, &w); err != nil {
		return w, c, fmt.Errorf("read an identity: %w", err)
	}
	return w, c, nil
}

// sendLink mails the link that proves an identity's address. Whether the address is known makes no difference.
func (s *Service) sendLink(ctx context.Context, by models.Call, name string, w waiting, browser string) error {
	plain, err := json.Marshal(w)
	if err != nil {
		return fmt.Errorf("keep an identity: %w", err)
	}
	secret := ids.Secret()
	c := models.Ceremony{
		Hash: digest(secret), Kind: models.CeremonyLink, Browser: digest(browser),
		State: s.seal(ceremonyPurpose(models.CeremonyLink, 0), plain), ExpiresAt: by.At.Add(linkLasts),
	}
	m := models.Mail{
		To: w.Who.Email, Language: by.Speaking, Kind: "identity",
		Data: map[string]any{"Link": s.baseURL + "/sign-in/link/" + secret, "Name": name},
	}
	return s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := s.mayMail(ctx, tx, by, w.Who.Email); err != nil {
			return err
		}
		if _, err := tx.AddCeremony(ctx, c); err != nil {
			return err
		}
		return s.post(ctx, tx, m)
	})
}

// GiveAddress takes the address of somebody whose provider told none, and mails the link; it tells
// the name of the provider. Faults Forbidden
// "began_elsewhere", TooMany "too_many".
func (s *Service) GiveAddress(ctx context.Context, by models.Call, in NewAddress, browser string) (provider string, err error) {
	w, _, err := s.waits(ctx, by, models.CeremonyAddress, browser, in.Ceremony)
	if err != nil {
		return "", err
	}
	p, err := s.Provider(w.Who.Provider)
	if err != nil {
		return "", err
	}
	if err := s.check(&in); err != nil {
		return p.Name(), err
	}
	w.Who.Email = in.Email
	return p.Name(), s.sendLink(ctx, by, p.Name(), w, browser)
}

// WhoWaits tells for which provider and address a mailed link is, and leaves it. Fault Forbidden "began_elsewhere".
func (s *Service) WhoWaits(ctx context.Context, by models.Call, secret, browser string) (provider, email string, err error) {
	w, _, err := s.waits(ctx, by, models.CeremonyLink, browser, secret)
	if err != nil {
		return "", "", err
	}
	p, err := s.Provider(w.Who.Provider)
	if err != nil {
		return "", "", err
	}
	return p.Name(), w.Who.Email, nil
}

// LinkIdentity takes a mailed link: the identity becomes that of the person who has the address, made now if need be.
// Faults Forbidden "began_elsewhere", Conflict "identity_there".
func (s *Service) LinkIdentity(ctx context.Context, by models.Call, secret, browser string) (in Arrival, err error) {
	w, c, err := s.waits(ctx, by, models.CeremonyLink, browser, secret)
	if err != nil {
		return Arrival{}, err
	}
	in = Arrival{Outcome: CameIn, Back: w.Back}
	err = s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		ended, err := tx.EndCeremony(ctx, c.Hash)
		if err == nil && !ended {
			err = fault.New(fault.Forbidden, "began_elsewhere")
		}
		if err != nil {
			return err
		}
		p, err := tx.AddPerson(ctx, s.newcomer(by, w.Who))
		if err != nil {
			return err
		}
		in.PersonID = p.ID
		return s.connect(ctx, tx, by, p.ID, w.Who)
	})
	return in, err
}
