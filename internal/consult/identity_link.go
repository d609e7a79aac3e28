package consult

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"travaux/models"
)

// waiting is an identity whose address is not given yet.
type waiting struct {
	Who  models.Claimed `json:"who"`
	Back string         `json:"back"`
}

// NewAddress is the address of somebody whose provider told none.
type NewAddress struct {
	Ceremony string `json:"ceremony" validate:"required,max=200"`
	Email    string `json:"email" validate:"required,email"`
}

// wait keeps an identity until its address is given.
func (s *Service) wait(ctx context.Context, by models.Call, kind models.CeremonyKind, browser string, w waiting) (string, error) {
	plain, err := json.Marshal(w)
	if err != nil {
		return "", fmt.Errorf("keep an identity: %w", err)
	}
	by.PersonID = 0 // nobody is known yet
	return s.begin(ctx, by, kind, browser, plain, addressLasts)
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

// sendLink mails the link that proves an identity's address: one to sign in, which brings the identity along. Whether
// the address is known makes no difference.
func (s *Service) sendLink(ctx context.Context, by models.Call, name string, w waiting, browser string) error {
	plain, err := json.Marshal(w.Who)
	if err != nil {
		return fmt.Errorf("keep an identity: %w", err)
	}
	key := models.EmailKey(w.Who.Email)
	t := models.Token{EmailKey: key, Browser: digest(browser), ReturnTo: w.Back, Identity: base64.StdEncoding.EncodeToString(s.seal(claimPurpose(key), plain))}
	return s.mailLink(ctx, by, t, identityMail(w.Who.Email, name))
}

// identityMail is the mail with a link that proves the address of an identity at a provider.
func identityMail(to, name string) models.Mail {
	return models.Mail{To: to, Kind: "identity", Data: map[string]any{"Name": name}}
}

func claimPurpose(emailKey string) string { return "identity link " + emailKey }

// claimed opens the identity that a link brings along and finds its provider; nil when it brings none. Fault NotFound
// "provider_not_found" when the operator no longer names the provider.
func (s *Service) claimed(t models.Token) (Provider, models.Claimed, error) {
	var who models.Claimed
	if t.Identity == "" {
		return nil, who, nil
	}
	sealed, err := base64.StdEncoding.DecodeString(t.Identity)
	if err != nil {
		return nil, who, fmt.Errorf("read an identity: %w", err)
	}
	plain, err := s.unseal(claimPurpose(t.EmailKey), sealed)
	if err != nil {
		return nil, who, err
	}
	if err := json.Unmarshal(plain, &who); err != nil {
		return nil, who, fmt.Errorf("read an identity: %w", err)
	}
	p, err := s.Provider(who.Provider)
	return p, who, err
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
